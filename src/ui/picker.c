/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is listed in each picker, and what choosing does. */
#include "config.h"

#include "ui/picker.h"

#include <inttypes.h>
#include <string.h>

#include "conf/edit.h"
#include "text/fold.h"
#include "ui/article.h"
#include "ui/headlines.h"
#include "ui/headlines_draw.h"
#include "ui/jump.h"
#include "ui/opener.h"
#include "ui/ops_feed.h"
#include "ui/ops_mark.h"
#include "ui/popup.h"
#include "ui/prompt.h"
#include "ui/sections.h"
#include "ui/status.h"
#include "util/i18n.h"

enum { NEW_TAG = 1, CTRL_R = 0x12, CTRL_T = 0x14 };

static bool is_state(const char *tag)
{
	return strcmp(tag, "unread") == 0 || strcmp(tag, "starred") == 0;
}

static const struct row *row_of(struct ui *ui, int64_t id)
{
	const struct row *row = list_row_of(ui->headlines->list, id, NULL);
	const struct story *s = article_story(ui);

	return row ? row : s && s->row.id == id ? &s->row : NULL;
}

/* x all of the stories have it, - some, blank none. */
static char mark_of(struct ui *ui, const struct popup *p, const char *tag)
{
	size_t with = 0;

	for (size_t i = 0; i < p->n_ids; i++) {
		const struct row *row = row_of(ui, p->ids[i]);
		if (row && row_has_tag(row, tag))
			with++;
	}
	return with == 0 ? ' ' : with == p->n_ids ? 'x' : '-';
}

static gint by_use(gconstpointer a, gconstpointer b)
{
	const struct tag_count *x = *(struct tag_count *const *)a;
	const struct tag_count *y = *(struct tag_count *const *)b;

	if (x->total != y->total)
		return x->total < y->total ? 1 : -1;
	return fold_compare(x->name, y->name);
}

/* Tags, most used first; to be freed with g_ptr_array_unref. */
static GPtrArray *tags_by_use(const struct ui *ui)
{
	GPtrArray *out = g_ptr_array_new();

	for (size_t i = 0; ui->tags && i < ui->tags->n; i++)
		if (!is_state(ui->tags->tags[i].name))
			g_ptr_array_add(out, &ui->tags->tags[i]);
	g_ptr_array_sort(out, by_use);
	return out;
}

static struct popup_item *add_tag(struct ui *ui, struct popup *p, const char *name,
				  int64_t total)
{
	g_autofree char *count = g_strdup_printf("%" PRId64, total);
	struct popup_item *item = popup_add(p, name, count);

	item->text = g_strdup(name);
	item->style = STYLE_TAG;
	item->look = g_hash_table_lookup(ui->conf->styles->tags, name);
	item->mark = p->kind == POPUP_TAGS ? mark_of(ui, p, name) : 0;
	return item;
}

static char *typed_tag(const struct popup *p)
{
	const char *text = p->filter.text->str;

	return g_strdup(text + strspn(text, "+#"));
}

/* Order: the tag itself, tags that begin so, those that hold it; a new one comes first
 * when none begins so, else last. */
static void list_tags(struct ui *ui, struct popup *p)
{
	g_autofree char *name = typed_tag(p);
	g_autofree char *needle = fold_text(name);
	GPtrArray *tags = tags_by_use(ui);
	bool exact = false, begins = false;

	popup_empty(p);
	for (int pass = 0; pass < 3; pass++) {
		for (guint i = 0; i < tags->len; i++) {
			const struct tag_count *t = g_ptr_array_index(tags, i);
			g_autofree char *folded = fold_text(t->name);
			int rank = strcmp(folded, needle) == 0	      ? 0
				   : g_str_has_prefix(folded, needle) ? 1
				   : strstr(folded, needle)	      ? 2
								      : 3;
			if (rank != pass)
				continue;
			add_tag(ui, p, t->name, t->total);
			exact |= strcmp(t->name, name) == 0;
			begins |= rank < 2;
		}
	}
	/* a tag that the stories got a moment ago may not be counted yet */
	g_ptr_array_unref(tags);
	if (!*name || exact)
		return;
	g_autofree char *label = g_strdup_printf(_("new tag: %s"), name);
	struct popup_item *item = popup_add(p, label, NULL);
	item->text = g_strdup(name);
	item->number = NEW_TAG;
	if (!begins) {
		g_ptr_array_steal_index(p->items, p->items->len - 1);
		g_ptr_array_insert(p->items, 0, item);
	}
}

static void change_tag(struct ui *ui, struct popup *p, const struct popup_item *item)
{
	char *tag[] = {item->text, NULL};
	bool on = mark_of(ui, p, item->text) != 'x';

	mark_tags(ui, p->ids, p->n_ids, on ? tag : NULL, on ? NULL : tag);
}

static void renamed(struct ui *ui, const char *text, void *data)
{
	const char *from = data;
	g_autofree char *to = text ? g_strstrip(g_strdup(text + strspn(text, "+#")))
				   : NULL;

	if (!to || !*to || strcmp(from, to) == 0)
		return;
	struct request *r = request_new(REQ_ACT);
	r->from = g_strdup(from);
	r->url = g_strdup(to);
	r->label = g_strdup_printf(_("tag %s renamed %s"), from, to);
	ui_say(ui, MESSAGE_DONE, "%s", r->label);
	ui_send(ui, r);
}

static void colored(struct ui *ui, const char *text, void *data)
{
	const char *tag = data;
	g_autofree char *color = text ? g_strstrip(g_strdup(text)) : NULL;
	g_autofree char *object = g_strconcat("tag:", tag, NULL);
	struct conf_undo undo = {0};
	GError *err = NULL;

	if (!color || !*color)
		return;
	if (conf_set_color(ui->conf->path, object, color, &undo, &err))
		edits_done(ui, &undo, g_strdup_printf(_("tag %s is %s"), tag, color));
	else
		ui_say_error(ui, err);
}

/* ^R another name, ^T a colour: asked for when the list is gone. */
static bool ask_of_tag(struct ui *ui, struct popup_item *item, bool name)
{
	if (!item || item->number == NEW_TAG)
		return true;
	char *tag = g_strdup(item->text);
	g_autofree char *question =
		g_strdup_printf(name ? _("another name for %s: ")
				     : _("colour of %s (red, 214, #rrggbb): "),
				tag);
	popup_close(ui);
	prompt_open(ui, PROMPT_NAME, question, name ? tag : "", name ? renamed : colored,
		    NULL, tag);
	return true;
}

static bool tags_key(struct ui *ui, struct popup *p, uint32_t key)
{
	struct popup_item *item = popup_current(p);

	if (key == CTRL_R || key == CTRL_T)
		return ask_of_tag(ui, item, key == CTRL_R);
	if (key != ' ')
		return false;
	if (!item)
		return true;
	bool is_new = item->number == NEW_TAG;
	g_autofree char *name = g_strdup(item->text);
	change_tag(ui, p, item);
	if (is_new) {
		edit_set(&p->filter, "");
		list_tags(ui, p);
		popup_add(p, name, "1")->text = g_strdup(name);
		popup_fill(p);
		p->cursor = p->shown->len - 1;
		item = popup_current(p);
	}
	if (item) {
		item->style = STYLE_TAG;
		item->mark = mark_of(ui, p, item->text);
	}
	return true;
}

static void tags_chosen(struct ui *ui, struct popup *p, struct popup_item *item)
{
	/* Enter after typing changes what stands under the cursor: t, a letter, Enter */
	if (p->filter.text->len > 0 && item)
		change_tag(ui, p, item);
	popup_close(ui);
}

void picker_tags(struct ui *ui, int count)
{
	size_t n = 0;
	int64_t *ids = headlines_targets(ui, count, &n);

	if (n == 0) {
		ui_say(ui, MESSAGE_DONE, _("there is no story here"));
		g_free(ids);
		return;
	}
	struct popup *p = popup_open(ui, POPUP_TAGS, NULL);
	p->title = n == 1 ? g_strdup(_("Tags"))
			  : g_strdup_printf(ngettext("Tags of %zu story",
						     "Tags of %zu stories", n),
					    n);
	p->foot = g_strdup(
		_("Space changes  Enter takes  ^R renames  ^T colours  Esc leaves"));
	p->ids = ids;
	p->n_ids = n;
	p->typing = p->has_cursor = true;
	p->key = tags_key;
	p->narrow = list_tags;
	p->choose = tags_chosen;
	list_tags(ui, p);
	popup_fill(p);
}

void picker_tags_counted(struct ui *ui)
{
	struct popup *p = ui->popup;

	if (!p || p->kind != POPUP_TAGS)
		return;
	struct popup_item *item = popup_current(p);
	g_autofree char *name = item ? g_strdup(item->text) : NULL;
	list_tags(ui, p);
	popup_fill(p);
	for (guint i = 0; i < p->shown->len; i++) {
		item = g_ptr_array_index(p->items, g_array_index(p->shown, guint, i));
		if (g_strcmp0(item->text, name) == 0)
			p->cursor = i;
	}
}

static void go_to_tag(struct ui *ui, struct popup *p, struct popup_item *item)
{
	(void)p;
	g_autofree char *key = item ? g_strconcat("tag:", item->text, NULL) : NULL;
	popup_close(ui);
	if (!key)
		return;
	jump_note(ui);
	if (!sections_go(ui, key)) {
		struct list_request request = {.scope = SCOPE_QUERY, .query = key};
		headlines_open(ui, &request, key + 4, key);
	}
	ui_focus(ui, PANE_HEADLINES);
}

void picker_go_tag(struct ui *ui)
{
	GPtrArray *tags = tags_by_use(ui);

	if (tags->len == 0) {
		ui_say(ui, MESSAGE_DONE, _("no story has a tag yet"));
		g_ptr_array_unref(tags);
		return;
	}
	struct popup *p = popup_open(ui, POPUP_MENU, _("Go to a tag"));
	for (guint i = 0; i < tags->len; i++) {
		const struct tag_count *t = g_ptr_array_index(tags, i);
		add_tag(ui, p, t->name, t->total);
	}
	g_ptr_array_unref(tags);
	p->typing = p->has_cursor = true;
	p->choose = go_to_tag;
	popup_fill(p);
}

static void go_to_query(struct ui *ui, struct popup *p, struct popup_item *item)
{
	g_autofree char *text = item ? g_strdup(item->text) : NULL;
	g_autofree char *name = item ? g_strdup(item->left) : NULL;
	bool section = item && item->number == 1;

	(void)p;
	popup_close(ui);
	if (!text)
		return;
	jump_note(ui);
	if (!section || !sections_go(ui, text)) {
		struct list_request request = {.scope = SCOPE_QUERY, .query = text};
		headlines_open(ui, &request, name, "");
		ui->headlines->list->is_search = true;
	}
	ui_focus(ui, PANE_HEADLINES);
}

void picker_go_query(struct ui *ui)
{
	const struct subs *subs = ui->conf->subs;
	const GPtrArray *keys = ui->conf->actions->query_keys;
	struct popup *p = popup_open(ui, POPUP_MENU, _("Go to a query"));

	for (guint i = 0; i < subs->sections->len; i++) {
		const struct section *s = g_ptr_array_index(subs->sections, i);
		if (!s->query)
			continue;
		struct popup_item *item = popup_add(p, s->path, s->query);
		item->text = g_strconcat("section:", s->path, NULL);
		item->number = 1;
	}
	for (guint i = 0; i < keys->len; i++) {
		const struct letter *l = g_ptr_array_index(keys, i);
		g_autofree char *key = key_print(l->letter);
		g_autofree char *left = g_strconcat("'", key, NULL);
		popup_add(p, left, l->text)->text = g_strdup(l->text);
	}
	p->typing = p->has_cursor = true;
	p->choose = go_to_query;
	popup_fill(p);
	if (p->items->len == 0) {
		popup_close(ui);
		ui_say(ui, MESSAGE_DONE,
		       _("no saved query yet: a line `query ...` under a [Section] makes "
			 "one"));
	}
}

static const char *kind_word(enum page_link_kind kind)
{
	static const char *const words[LINK_KINDS] = {
		[LINK_PAGE] = N_("link"),   [LINK_IMAGE] = N_("image"),
		[LINK_AUDIO] = N_("audio"), [LINK_VIDEO] = N_("video"),
		[LINK_FRAME] = N_("frame"), [LINK_MAIL] = N_("mail"),
		[LINK_OTHER] = N_("other"), [LINK_PLACE] = N_("here"),
	};

	return _(words[kind]);
}

static void link_chosen(struct ui *ui, struct popup *p, struct popup_item *item)
{
	int number = item ? (int)item->number : 0;

	(void)p;
	popup_close(ui);
	if (number > 0)
		opener_link(ui, number);
}

/* A number opens that link, whatever else the digits would match. */
static void narrow_links(struct ui *ui, struct popup *p)
{
	const char *text = p->filter.text->str;
	g_autofree char *needle = fold_text(text);
	int only = strspn(text, "0123456789") == strlen(text) && *text
			   ? (int)g_ascii_strtoll(text, NULL, 10)
			   : 0;
	const struct story *s = article_story(ui);
	const struct page *page = ui->article->shown ? ui->article->shown->page : NULL;

	popup_empty(p);
	for (int i = 1; i <= article_n_links(ui); i++) {
		enum page_link_kind kind = LINK_PAGE;
		const char *url = article_link(ui, i, &kind);
		const char *name = page && i <= (int)page->n_links
					   ? page->links[i - 1].text
					   : NULL;
		if (!url)
			continue;
		if (s && s->link == url)
			name = _("story");
		else if (s && s->comments == url)
			name = _("comments");
		g_autofree char *left = g_strdup_printf("%3d %-5s %s", i, kind_word(kind),
							name && *name ? name : url);
		if (only ? i != only
			 : !fold_contains(left, needle) && !fold_contains(url, needle))
			continue;
		popup_add(p, left, url)->number = i;
	}
}

void picker_links(struct ui *ui)
{
	if (article_n_links(ui) == 0) {
		ui_say(ui, MESSAGE_DONE, _("this story has no links"));
		return;
	}
	struct popup *p = popup_open(ui, POPUP_MENU, _("Links"));
	p->foot = g_strdup(_("type a number or a word  Enter opens"));
	p->typing = p->has_cursor = true;
	p->narrow = narrow_links;
	p->choose = link_chosen;
	narrow_links(ui, p);
	popup_fill(p);
}

static void sort_chosen(struct ui *ui, struct popup *p, struct popup_item *item)
{
	g_autofree char *sort = item ? g_strdup(item->text) : NULL;

	(void)p;
	popup_close(ui);
	if (sort)
		headlines_set_sort(ui, sort);
}

void picker_sort(struct ui *ui)
{
	g_auto(GStrv) orders = g_strsplit(setting_info(SET_SORT)->bounds, "|", -1);
	struct popup *p = popup_open(ui, POPUP_MENU, _("Order of the headlines"));
	const char *now = headlines_sort(ui);

	for (size_t i = 0; orders[i]; i++) {
		struct popup_item *item = popup_add(p, sort_word(orders[i]), orders[i]);
		item->text = g_strdup(orders[i]);
		if (strcmp(orders[i], now) == 0) {
			item->mark = 'x';
			p->cursor = i;
		}
	}
	p->has_cursor = true;
	p->choose = sort_chosen;
	popup_fill(p);
}
