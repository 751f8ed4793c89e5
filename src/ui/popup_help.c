/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Popups that tell: keys, facts, messages, failing feeds, faults of the file, what may
 * follow a prefix. */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include "text/date.h"
#include "ui/article.h"
#include "ui/headlines.h"
#include "ui/ops.h"
#include "ui/popup.h"
#include "ui/sections.h"
#include "ui/status.h"
#include "util/clock.h"
#include "util/i18n.h"

static const char *const first_page[] = {
	"down", "up",	       "open",	  "read-on", "unread-next", "tag",
	"star", "toggle-read", "browser", "search",  "undo",	    "quit",
};

static void add_key(struct ui *ui, struct popup *p, const char *name, const char *help,
		    const char *keys, bool own)
{
	g_autofree char *left = g_strdup_printf("%-12s %s", keys, help);
	struct popup_item *item = popup_add(p, left, name);

	(void)ui;
	item->text = g_strdup(name);
	if (own)
		item->mark = '*';
}

static void add_heading(struct popup *p, const char *text)
{
	struct popup_item *item = popup_add(p, text, NULL);

	item->plain = true;
	item->style = STYLE_TITLE;
}

static void help_chosen(struct ui *ui, struct popup *p, struct popup_item *item)
{
	GError *err = NULL;
	g_autofree char *name = item ? g_strdup(item->text) : NULL;

	(void)p;
	popup_close(ui);
	if (name && !ops_run_name(ui, name, NULL, &err))
		ui_say_error(ui, err);
}

static bool is_first(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(first_page); i++)
		if (strcmp(first_page[i], name) == 0)
			return true;
	return false;
}

void help_open(struct ui *ui)
{
	const struct bindings *b = ui->conf->bindings;
	unsigned context = ui_context(ui);
	struct popup *p = popup_open(ui, POPUP_HELP, _("Keys here"));

	p->foot = g_strdup(_("type to search  Enter does it  Esc back"));
	for (int part = 0; part < 2; part++) {
		if (part == 1)
			add_heading(p, _("All keys"));
		for (int i = 1; i < OPS; i++) {
			const struct op_info *info = op_info((enum op_id)i);
			if ((part == 0) != is_first(info->name) ||
			    !(info->contexts & context))
				continue;
			g_autofree char *keys = bind_keys_of(b, context, (enum op_id)i);
			add_key(ui, p, info->name, _(info->help), keys ? keys : "-",
				false);
		}
	}
	bool own = false;
	for (guint i = 0; i < b->all->len; i++) {
		const struct binding *x = g_ptr_array_index(b->all, i);
		if (x->is_default || !(x->contexts & context) || x->n_steps == 0 ||
		    !x->help)
			continue;
		if (!own)
			add_heading(p, _("Your own keys"));
		own = true;
		g_autofree char *keys = chord_print(&x->chord);
		add_key(ui, p, op_info(x->steps[0].op)->name, x->help, keys, true);
	}
	p->typing = p->has_cursor = true;
	p->choose = help_chosen;
	popup_fill(p);
}

static void story_facts(struct ui *ui, struct popup *p, const struct story *s)
{
	popup_add_fact(p, _("headline"), s->row.title);
	popup_add_fact(p, _("author"), s->authors);
	popup_add_date(p, _("published"), s->published);
	popup_add_date(p, _("updated"), s->updated);
	popup_add_date(p, _("received"), s->received);
	popup_add_fact(p, _("link"), s->link);
	popup_add_fact(p, _("comments"), s->comments);
	popup_add_fact(p, _("language"), s->language);
	g_autofree char *length = article_length(ui);
	popup_add_fact(p, _("length"), length);
	GString *names = g_string_new(NULL);
	for (size_t i = 0; i < s->n_categories; i++) {
		const struct category *c = &s->categories[i];
		const char *name = c->label ? c->label : c->term;
		if (name)
			g_string_append_printf(names, "%s%s", names->len > 0 ? ", " : "",
					       name);
	}
	popup_add_fact(p, _("categories"), names->str);
	g_string_truncate(names, 0);
	for (size_t i = 0; s->row.tags && s->row.tags[i]; i++)
		g_string_append_printf(names, "%s#%s", i > 0 ? " " : "", s->row.tags[i]);
	popup_add_fact(p, _("tags"), names->str);
	g_string_free(names, TRUE);
	for (size_t i = 0; i < s->n_enclosures; i++)
		popup_add_fact(p, _("attached"), s->enclosures[i].url);
	g_autofree char *id = g_strdup_printf("%" PRId64, s->row.id);
	popup_add_fact(p, _("number"), id);
	add_heading(p, "");
	feed_facts(ui, p, s->row.feed);
}

void info_open(struct ui *ui)
{
	const struct place *place = sections_current(ui);
	const struct story *s = article_story(ui);
	struct popup *p = popup_open(ui, POPUP_TEXT, _("Info"));

	p->foot = g_strdup(_("Esc back"));
	if (ui->focus == PANE_SECTIONS && place) {
		if (place->sub) {
			feed_facts(ui, p, place->sub->id);
		} else {
			popup_add_fact(p, _("section"), place->name);
			g_autofree char *counts =
				g_strdup_printf(_("%" PRId64 " unread of %" PRId64),
						place->unread, place->total);
			popup_add_fact(p, _("stories"), counts);
			if (place->section)
				popup_add_fact(p, _("query"), place->section->query);
		}
	} else if (s) {
		story_facts(ui, p, s);
	}
	if (p->items->len == 0)
		popup_add_fact(p, "", _("there is no story here"));
	popup_fill(p);
}

void messages_open(struct ui *ui)
{
	static const char letters[] = {' ', 'i', '!', 'E'};
	struct popup *p = popup_open(ui, POPUP_MESSAGES, _("Messages"));
	const GPtrArray *log = ui->status->log;

	p->foot = g_strdup(_("Esc back"));
	for (guint i = log->len; i-- > 0;) {
		const struct message *m = g_ptr_array_index(log, i);
		g_autofree char *when = date_short(m->at, clock_now());
		g_autofree char *left = g_strdup_printf("%s %s", when, m->text);
		struct popup_item *item = popup_add(p, left, NULL);
		item->mark = letters[m->kind];
	}
	if (log->len == 0)
		popup_add(p, _("no message so far"), NULL)->plain = true;
	p->has_cursor = true;
	status_seen(ui);
	popup_fill(p);
}

static bool faults_key(struct ui *ui, struct popup *p, uint32_t key)
{
	struct op_call call = {0};

	(void)p;
	if (key != 'C')
		return false;
	popup_close(ui);
	op_EDIT_CONFIG(ui, &call);
	return true;
}

void faults_open(struct ui *ui)
{
	struct popup *p = popup_open(ui, POPUP_TEXT, _("Configuration"));
	const GPtrArray *faults = ui->conf->faults;

	p->foot = g_strdup(_("C edits the file  Esc back"));
	for (guint i = 0; i < faults->len; i++) {
		g_autofree char *text = fault_text(g_ptr_array_index(faults, i));
		popup_add_text(ui, p, text);
	}
	if (faults->len == 0)
		popup_add(p, _("no fault in the configuration"), NULL)->plain = true;
	p->key = faults_key;
	popup_fill(p);
}

void prefix_popup(struct ui *ui)
{
	unsigned context = ui_context(ui);
	GPtrArray *next = keys_continuations(&ui->keys, ui->conf->bindings, context);
	g_autofree char *typed = keys_print(&ui->keys);
	struct popup *p = popup_open(ui, POPUP_PREFIX, typed);

	for (guint i = 0; i < next->len; i++) {
		const struct binding *b = g_ptr_array_index(next, i);
		struct chord rest = {.n = b->chord.n - ui->keys.chord.n};
		for (int k = 0; k < rest.n; k++)
			rest.keys[k] = b->chord.keys[ui->keys.chord.n + k];
		g_autofree char *keys = chord_print(&rest);
		const char *help = b->help	    ? b->help
				   : b->n_steps > 0 ? _(op_info(b->steps[0].op)->help)
						    : "";
		g_autofree char *left = g_strdup_printf("%-6s %s", keys, help);
		popup_add(p, left, NULL);
	}
	g_ptr_array_unref(next);
	popup_fill(p);
}
