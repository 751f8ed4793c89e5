/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of the sections pane: built-in lists, the last search, sections with feeds that
 * are unfolded, tags, queries. */
#include "config.h"

#include "ui/sections_build.h"

#include <inttypes.h>
#include <string.h>

#include "text/date.h"
#include "text/width.h"
#include "util/clock.h"
#include "util/i18n.h"

static struct place *add_place(GPtrArray *out, enum place_kind kind, int depth,
			       const char *key, const char *name)
{
	struct place *p = g_new0(struct place, 1);

	p->kind = kind;
	p->depth = depth;
	p->key = g_strdup(key);
	p->name = g_strdup(name);
	g_ptr_array_add(out, p);
	return p;
}

static void add_header(GPtrArray *out, const char *name)
{
	add_place(out, PLACE_BLANK, 0, "", "");
	add_place(out, PLACE_HEADER, 0, "", name);
}

static void count_feed(const struct ui *ui, struct place *p, const struct sub *sub)
{
	const struct feed_state *f = ui_feed(ui, sub->id);

	if (ui_is_fetching(ui, sub->id))
		p->fetching = true;
	if (!f)
		return;
	p->counted = true;
	p->unread += f->unread;
	p->total += f->total;
	if (f->failing_since != DATE_NONE)
		p->failing = true;
}

/* A hidden feed is shown while it fails: else nobody would ever learn of it. */
static bool is_out_of_sight(const struct ui *ui, const struct sub *sub)
{
	const struct feed_state *f = sub->hidden ? ui_feed(ui, sub->id) : NULL;

	return sub->hidden && (!f || f->failing_since == DATE_NONE);
}

static void count_section(struct ui *ui, struct place *p)
{
	GPtrArray *feeds = g_ptr_array_new();

	if (p->section->query) {
		const struct section_count *c = g_hash_table_lookup(ui->section_counts,
								    p->section->path);
		p->counted = c != NULL;
		p->unread = c ? c->unread : 0;
		p->total = c ? c->total : 0;
	} else {
		section_feeds(p->section, feeds);
		for (guint i = 0; i < feeds->len; i++)
			count_feed(ui, p, g_ptr_array_index(feeds, i));
	}
	g_ptr_array_unref(feeds);
}

static bool is_hidden(const struct ui *ui, const struct place *p)
{
	return ui->sections->only_unread && p->counted && p->unread == 0 && !p->failing;
}

static void add_feed(struct ui *ui, GPtrArray *out, const struct section *section,
		     const struct sub *sub, int depth)
{
	g_autofree char *key = sections_feed_key(section, sub);

	if (is_out_of_sight(ui, sub))
		return;
	struct place *p = add_place(out, PLACE_FEED, depth, key, NULL);
	p->name = g_strdup(sub->name ? sub->name : ui_feed_name(ui, sub->id));
	if (!*p->name) {
		g_free(p->name);
		p->name = g_strdup(sub->url);
	}
	p->sub = sub;
	count_feed(ui, p, sub);
	if (is_hidden(ui, p))
		g_ptr_array_remove_index(out, out->len - 1);
}

static void add_section(struct ui *ui, GPtrArray *out, const struct section *section,
			int depth)
{
	g_autofree char *key = g_strconcat("section:", section->path, NULL);
	struct place *p = add_place(out, PLACE_SECTION, depth, key, section->name);
	bool open = g_hash_table_contains(ui->sections->open, section->path);

	p->section = section;
	p->has_inner = section->children->len > 0 || section->feeds->len > 1;
	p->folded = !open;
	count_section(ui, p);
	if (is_hidden(ui, p)) {
		g_ptr_array_remove_index(out, out->len - 1);
		return;
	}
	if (!open)
		return;
	for (guint i = 0; i < section->feeds->len; i++)
		add_feed(ui, out, section, g_ptr_array_index(section->feeds, i),
			 depth + 1);
	for (guint i = 0; i < section->children->len; i++)
		add_section(ui, out, g_ptr_array_index(section->children, i), depth + 1);
}

static bool is_query(const struct section *s)
{
	return s->query && s->feeds->len == 0 && s->children->len == 0;
}

static void add_built_in(struct ui *ui, GPtrArray *out)
{
	const struct totals *t = &ui->totals;
	struct place *p;

	if (sections_is_first_run(ui))
		add_place(out, PLACE_WELCOME, 0, "welcome", _("Welcome"));
	p = add_place(out, PLACE_ALL, 0, "all", _("All"));
	p->counted = ui->counted;
	p->unread = t->unread;
	p->total = t->total;
	p = add_place(out, PLACE_UNREAD, 0, "unread", _("Unread"));
	p->counted = ui->counted;
	p->unread = t->unread;
	p->total = t->total;
	p = add_place(out, PLACE_STARRED, 0, "starred", _("Starred"));
	p->counted = ui->counted;
	p->unread = p->total = t->starred;
	if (t->last_reload != DATE_NONE && ui->counted && t->fresh > 0) {
		g_autofree char *when = date_short(t->last_reload, clock_now());
		g_autofree char *name = g_strdup_printf(_("New since %s"), when);
		p = add_place(out, PLACE_NEW, 0, "new", name);
		p->counted = true;
		p->unread = p->total = t->fresh;
	}
	if (ui->sections->search) {
		g_autofree char *key = g_strconcat("search:", ui->sections->search, NULL);
		g_autofree char *name = g_strdup_printf(_("Search: %s"),
							ui->sections->search);
		add_place(out, PLACE_SEARCH, 0, key, name);
	}
}

static void add_tags(struct ui *ui, GPtrArray *out)
{
	bool any = false;

	for (size_t i = 0; ui->tags && i < ui->tags->n; i++) {
		const struct tag_count *t = &ui->tags->tags[i];
		if (strcmp(t->name, "unread") == 0 || strcmp(t->name, "starred") == 0 ||
		    t->total == 0)
			continue;
		if (!any)
			add_header(out, _("Tags"));
		any = true;
		g_autofree char *key = g_strconcat("tag:", t->name, NULL);
		struct place *p = add_place(out, PLACE_TAG, 1, key, t->name);
		p->counted = true;
		p->unread = p->total = t->total;
	}
}

GPtrArray *sections_build(struct ui *ui)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(place_free);
	const struct section *root = ui->conf->subs->root;
	bool queries = false;

	add_built_in(ui, out);
	guint before = out->len;
	add_place(out, PLACE_BLANK, 0, "", "");
	for (guint i = 0; i < root->feeds->len; i++)
		add_feed(ui, out, root, g_ptr_array_index(root->feeds, i), 0);
	for (guint i = 0; i < root->children->len; i++) {
		const struct section *s = g_ptr_array_index(root->children, i);
		if (is_query(s))
			queries = true;
		else
			add_section(ui, out, s, 0);
	}
	if (out->len == before + 1)
		g_ptr_array_remove_index(out, before);
	add_tags(ui, out);
	if (queries)
		add_header(out, _("Queries"));
	for (guint i = 0; queries && i < root->children->len; i++) {
		const struct section *s = g_ptr_array_index(root->children, i);
		if (is_query(s))
			add_section(ui, out, s, 1);
	}
	return out;
}

void place_free(gpointer place)
{
	struct place *p = place;

	g_free(p->key);
	g_free(p->name);
	g_free(p);
}

char *sections_feed_key(const struct section *section, const struct sub *sub)
{
	const char *path = section->path ? section->path : "";

	return g_strconcat("feed:", path, "\n", sub->url, NULL);
}

bool sections_has_unread(struct ui *ui, const struct section *section)
{
	struct place p = {.section = section};

	count_section(ui, &p);
	return p.unread > 0;
}

static void draw_count(struct ui *ui, struct canvas *c, const struct place *p,
		       struct rect b, int y, const struct look *look, int *room)
{
	g_autofree char *count = NULL, *total = NULL;
	struct look dim = look_over(*look, ui_look(ui, STYLE_DATE));
	int right = b.x + b.w;
	bool built_in = p->kind < PLACE_SECTION && p->kind != PLACE_SEARCH &&
			p->kind != PLACE_WELCOME;

	dim.attributes &= ~(unsigned)ATTR_BOLD;
	if (ui->sections->totals && p->counted) {
		total = g_strdup_printf("/%" PRId64, p->total);
		int w = (int)strlen(total);
		right -= w;
		canvas_text(c, right, y, w, total, &dim);
	}
	if (p->counted && (p->unread > 0 || built_in)) {
		count = g_strdup_printf("%" PRId64, p->unread);
		int w = (int)strlen(count);
		right -= w;
		canvas_text(c, right, y, w, count, look);
	}
	if (p->fetching || p->failing) {
		right--;
		canvas_char(c, right, y, p->fetching ? '~' : '!',
			    ui_look(ui, p->fetching ? STYLE_DATE : STYLE_FAILING));
	}
	*room = right - 1;
}

static void draw_place(struct ui *ui, struct canvas *c, const struct place *p,
		       struct rect b, int y, bool here)
{
	struct look look = *ui_look(ui, STYLE_NORMAL);
	int x = b.x + 2 + 2 * p->depth, end = b.x + b.w;

	if (p->kind == PLACE_HEADER) {
		look = look_over(look, ui_look(ui, STYLE_DATE));
	} else {
		if (p->unread > 0 && p->kind >= PLACE_SECTION && p->kind <= PLACE_FEED)
			look = look_over(look, ui_look(ui, STYLE_UNREAD));
		draw_count(ui, c, p, b, y, &look, &end);
	}
	if (here)
		canvas_char(c, b.x, y, '>', &look);
	if (p->kind == PLACE_SECTION && (p->has_inner || !p->folded))
		canvas_char(c, x - 1, y, p->folded ? '+' : '-', ui_look(ui, STYLE_DATE));
	g_autofree char *name = width_cut_middle(p->name, MAX(end - x, 1));
	canvas_text(c, x, y, MAX(end - x, 1), name, &look);
}

void sections_draw(struct ui *ui, struct canvas *c, struct rect body)
{
	struct sections *s = ui->sections;
	bool focused = ui->focus == PANE_SECTIONS;

	if (!s->loose && s->cursor < s->top)
		s->top = s->cursor;
	if (!s->loose && s->cursor >= s->top + (size_t)body.h)
		s->top = s->cursor + 1 - (size_t)body.h;
	if (s->top + (size_t)body.h > s->places->len)
		s->top = s->places->len - MIN(s->places->len, (size_t)body.h);
	for (int i = 0; i < body.h && s->top + (size_t)i < s->places->len; i++) {
		const struct place *p = g_ptr_array_index(s->places, s->top + (size_t)i);
		bool here = s->top + (size_t)i == s->cursor;
		int y = body.y + i;
		draw_place(ui, c, p, body, y, here);
		if (!here)
			continue;
		canvas_over(c, (struct rect){body.x, y, body.w, 1},
			    ui_look(ui, focused && !ui->popup ? STYLE_CURSOR
							      : STYLE_CURSOR_UNFOCUSED));
		if (focused)
			canvas_cursor(c, body.x, y);
	}
}
