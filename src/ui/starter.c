/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The starter set: feeds of share/starter in a list, each with a mark; nothing is written
 * or fetched before Enter. */
#include "config.h"

#include "conf/edit.h"
#include "ui/lists.h"
#include "ui/ops.h"
#include "ui/popup.h"
#include "ui/status.h"
#include "util/i18n.h"

enum { CHOSEN = 'x' };

static void add_section(struct ui *ui, struct popup *p, const struct section *s)
{
	for (guint i = 0; i < s->feeds->len; i++) {
		const struct sub *sub = g_ptr_array_index(s->feeds, i);
		bool known = subs_feed(ui->conf->subs, sub->url) != NULL;
		if (i == 0)
			popup_add(p, s->name, NULL)->plain = true;
		struct popup_item *item = popup_add(p, sub->name, sub->url);
		item->mark = known ? ' ' : CHOSEN;
		item->text = g_strdup(sub->url);
	}
}

static bool starter_key(struct ui *ui, struct popup *p, uint32_t key)
{
	struct popup_item *item = key == ' ' ? popup_current(p) : NULL;

	if (!item || item->plain)
		return false;
	item->mark = item->mark == CHOSEN ? ' ' : CHOSEN;
	ui_todo(ui, TODO_DRAW);
	return true;
}

/* What is marked, with the heading that it stands under. */
static void starter_chosen(struct ui *ui, struct popup *p, struct popup_item *current)
{
	g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
	GArray *feeds = g_array_new(FALSE, FALSE, sizeof(struct conf_feed));
	char **path = NULL;

	(void)current;
	for (guint i = 0; i < p->items->len; i++) {
		const struct popup_item *item = g_ptr_array_index(p->items, i);
		if (item->plain) {
			path = g_new0(char *, 2);
			path[0] = item->left;
			g_ptr_array_add(paths, path);
		} else if (item->mark == CHOSEN) {
			struct conf_feed feed = {path, item->text, item->left};
			g_array_append_val(feeds, feed);
		}
	}
	if (feeds->len > 0)
		lists_add(ui, (const struct conf_feed *)(void *)feeds->data, feeds->len);
	g_array_free(feeds, TRUE);
	popup_close(ui);
}

void op_STARTER(struct ui *ui, const struct op_call *call)
{
	g_autofree char *path = conf_data_file("starter");

	(void)call;
	if (!path) {
		ui_say(ui, MESSAGE_WARNING, _("the starter set is not installed"));
		return;
	}
	struct conf *set = conf_load(path, false, NULL);
	struct popup *p = popup_open(ui, POPUP_MENU, _("Starter set"));
	for (guint i = 0; i < set->subs->sections->len; i++)
		add_section(ui, p, g_ptr_array_index(set->subs->sections, i));
	p->foot = g_strdup(_("Space changes  Enter subscribes  Esc leaves"));
	p->has_cursor = true;
	p->key = starter_key;
	p->choose = starter_chosen;
	popup_fill(p);
	conf_free(set);
}
