/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The left pane: its cursor, its folds, what a line of it opens. The lines themselves are
 * made in sections_build.c and drawn in sections_draw.c. */
#include "config.h"

#include "ui/sections.h"

#include <string.h>

#include "text/fold.h"
#include "ui/headlines.h"
#include "ui/jump.h"
#include "ui/sections_build.h"
#include "ui/welcome.h"
#include "util/i18n.h"

static struct place *place_at(const struct sections *s, size_t i)
{
	return i < s->places->len ? g_ptr_array_index(s->places, i) : NULL;
}

static size_t index_of(const struct sections *s, const char *key)
{
	for (size_t i = 0; key && i < s->places->len; i++)
		if (strcmp(place_at(s, i)->key, key) == 0)
			return i;
	return SIZE_MAX;
}

/* The nearest line from i on in dir that can be chosen; SIZE_MAX if there is none. */
static size_t choosable(const struct sections *s, size_t i, int dir)
{
	while (i < s->places->len && !place_can_be_chosen(place_at(s, i)))
		i = dir > 0 ? i + 1 : i - 1; /* below 0 it wraps past the end */
	return i < s->places->len ? i : SIZE_MAX;
}

static void set_cursor(struct ui *ui, size_t i)
{
	struct sections *s = ui->sections;

	if (i >= s->places->len)
		return;
	bool moved = i != s->cursor;
	s->loose = false;
	s->cursor = i;
	if (moved)
		sections_show(ui);
	ui_todo(ui, TODO_DRAW);
}

static void move_lines(struct ui *ui, int n)
{
	struct sections *s = ui->sections;
	size_t at = s->cursor;

	for (int k = 0; k < (n < 0 ? -n : n); k++) {
		size_t next = choosable(s, n > 0 ? at + 1 : at - 1, n);
		if (next == SIZE_MAX)
			break;
		at = next;
	}
	set_cursor(ui, at);
}

static void set_top(struct sections *s, int64_t top)
{
	int64_t most = (int64_t)s->places->len - 1;

	s->top = (size_t)CLAMP(top, 0, MAX(most, 0));
}

static void move_sections(struct ui *ui, enum move move, int n)
{
	struct sections *s = ui->sections;
	int h = MAX(s->body.h, 1);
	size_t at;

	switch (move) {
	case MOVE_LINE:
		move_lines(ui, n);
		return;
	case MOVE_PAGE:
		set_top(s, (int64_t)s->top + n * MAX(h - 2, 1));
		move_lines(ui, n * MAX(h - 2, 1));
		return;
	case MOVE_HALF:
		move_lines(ui, n * MAX(h / 2, 1));
		return;
	case MOVE_VIEW:
		set_top(s, (int64_t)s->top + n);
		at = CLAMP(s->cursor, s->top, s->top + (size_t)h - 1);
		if (at != s->cursor)
			set_cursor(ui, choosable(s, at, n));
		return;
	case MOVE_TO:
		at = choosable(s, (size_t)MAX(n - 1, 0), 1);
		set_cursor(ui,
			   at != SIZE_MAX ? at : choosable(s, s->places->len - 1, -1));
		return;
	case MOVE_END:
		set_cursor(ui, choosable(s, s->places->len - 1, -1));
		return;
	case MOVE_CENTRE:
		set_top(s, (int64_t)s->cursor - h / 2);
		return;
	case MOVE_TOP:
		set_top(s, (int64_t)s->cursor);
		return;
	case MOVE_BOTTOM:
		set_top(s, (int64_t)s->cursor - h + 1);
		return;
	case MOVE_SIDE:
		return;
	}
}

static void open_section(struct ui *ui)
{
	const struct place *p = sections_current(ui);

	if (!p)
		return;
	if (strcmp(ui->headlines->list->place, p->key) != 0)
		sections_show(ui);
	ui_focus(ui, PANE_HEADLINES);
}

/* A feed inside a section that is closed: opens it. */
static bool find_hidden(struct ui *ui, const char *needle)
{
	const struct subs *subs = ui->conf->subs;

	for (guint i = 0; i < subs->sections->len; i++) {
		const struct section *section = g_ptr_array_index(subs->sections, i);
		for (guint k = 0; k < section->feeds->len; k++) {
			const struct sub *sub = g_ptr_array_index(section->feeds, k);
			if (!fold_contains(ui_feed_name(ui, sub->id), needle))
				continue;
			for (const struct section *x = section; x && x->path;
			     x = x->parent)
				g_hash_table_add(ui->sections->open, g_strdup(x->path));
			sections_rebuild(ui);
			g_autofree char *key = sections_feed_key(section, sub);
			return sections_go(ui, key);
		}
	}
	return false;
}

static bool find_section(struct ui *ui, const char *text, int dir)
{
	struct sections *s = ui->sections;
	size_t n = s->places->len;

	if (!text || n == 0)
		return true;
	g_autofree char *needle = fold_text(text);
	size_t at = s->cursor;
	if (dir != 0)
		at = dir > 0 ? (at + 1) % n : (at + n - 1) % n;
	for (size_t k = 0; k < n; k++) {
		const struct place *p = place_at(s, at);
		if (place_can_be_chosen(p) && fold_contains(p->name, needle)) {
			set_cursor(ui, at);
			return true;
		}
		at = dir < 0 ? (at + n - 1) % n : (at + 1) % n;
	}
	return dir == 0 && *needle && find_hidden(ui, needle);
}

static void click_section(struct ui *ui, int x, int y, int times)
{
	struct sections *s = ui->sections;
	size_t at = s->top + (size_t)(y - s->body.y);

	(void)x;
	if (!place_at(s, at) || !place_can_be_chosen(place_at(s, at)))
		return;
	set_cursor(ui, at);
	if (times > 1) {
		if (place_at(s, at)->has_inner)
			sections_fold(ui, 0);
		else
			open_section(ui);
	}
}

static void place_sections(struct ui *ui, struct rect body)
{
	ui->sections->body = body;
}

static char *title_sections(struct ui *ui)
{
	(void)ui;
	return g_strdup(_("Sections"));
}

static char *title_right(struct ui *ui)
{
	if (ui->find[PANE_SECTIONS])
		return g_strdup_printf("/%s", ui->find[PANE_SECTIONS]);
	return ui->sections->only_unread ? g_strdup(_("unread")) : NULL;
}

struct sections *sections_new(void)
{
	struct sections *s = g_new0(struct sections, 1);

	s->places = g_ptr_array_new_with_free_func(place_free);
	s->open = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	return s;
}

void sections_free(struct sections *s)
{
	if (!s)
		return;
	g_ptr_array_unref(s->places);
	g_hash_table_unref(s->open);
	g_free(s->search);
	g_free(s);
}

void sections_rebuild(struct ui *ui)
{
	struct sections *s = ui->sections;
	const struct place *now = place_at(s, s->cursor);
	g_autofree char *key = now ? g_strdup(now->key) : NULL;
	size_t line = s->cursor - MIN(s->cursor, s->top);
	bool had = now != NULL;

	GPtrArray *old = s->places;
	s->places = sections_build(ui);
	g_ptr_array_unref(old);
	size_t at = index_of(s, key);
	if (at == SIZE_MAX && key && g_str_has_prefix(key, "feed:")) {
		/* its section was closed: the section takes the cursor */
		char *bar = strrchr(key, '\n');
		if (bar) {
			*bar = 0;
			g_autofree char *outer = g_strconcat("section:", key + 5, NULL);
			at = index_of(s, outer);
		}
	}
	if (at == SIZE_MAX)
		at = choosable(s, had ? MIN(s->cursor, s->places->len - 1) : 0, 1);
	if (at == SIZE_MAX)
		at = choosable(s, 0, 1);
	s->cursor = at == SIZE_MAX ? 0 : at;
	s->top = s->cursor - MIN(s->cursor, line);
	ui_todo(ui, TODO_DRAW);
}

const struct place *sections_current(const struct ui *ui)
{
	return place_at(ui->sections, ui->sections->cursor);
}

const struct place *sections_find(const struct ui *ui, const char *key)
{
	size_t i = key && *key ? index_of(ui->sections, key) : SIZE_MAX;

	return i == SIZE_MAX ? NULL : place_at(ui->sections, i);
}

bool sections_go(struct ui *ui, const char *key)
{
	struct sections *s = ui->sections;
	size_t i = index_of(s, key);

	if (i == SIZE_MAX && key && g_str_has_prefix(key, "section:")) {
		const struct section *x = subs_section(ui->conf->subs,
						       key + strlen("section:"));
		for (x = x ? x->parent : NULL; x && x->path; x = x->parent)
			g_hash_table_add(s->open, g_strdup(x->path));
		sections_rebuild(ui);
		i = index_of(s, key);
	} else if (i == SIZE_MAX && key && g_str_has_prefix(key, "feed:")) {
		/* a feed in a closed section */
		const char *bar = strrchr(key, '\n');
		g_autofree char *path = bar ? g_strndup(key + 5, (size_t)(bar - key - 5))
					    : NULL;
		const struct section *x = path ? subs_section(ui->conf->subs, path)
					       : NULL;
		for (; x && x->path; x = x->parent)
			g_hash_table_add(s->open, g_strdup(x->path));
		sections_rebuild(ui);
		i = index_of(s, key);
	}
	if (i == SIZE_MAX)
		return false;
	s->cursor = i;
	s->loose = false;
	if (strcmp(ui->headlines->list->place, key) != 0)
		sections_show(ui);
	ui_todo(ui, TODO_DRAW);
	return true;
}

bool sections_go_feed(struct ui *ui, const struct sub *sub)
{
	g_autofree char *key = sections_feed_key(sub->sections->pdata[0], sub);

	return sections_go(ui, key);
}

void sections_show(struct ui *ui)
{
	const struct place *p = sections_current(ui);
	struct list_request request;

	if (!p || !place_can_be_chosen(p))
		return;
	if (p->kind == PLACE_WELCOME) {
		welcome_open(ui, p->name, p->key);
		return;
	}
	place_request(p, &request);
	headlines_open(ui, &request, p->name, p->key);
	ui->headlines->list->is_search = p->kind == PLACE_SEARCH;
	list_request_clear(&request);
}

bool place_can_be_chosen(const struct place *p)
{
	return p && p->kind != PLACE_HEADER && p->kind != PLACE_BLANK;
}

void place_request(const struct place *p, struct list_request *out)
{
	memset(out, 0, sizeof(*out));
	out->scope = SCOPE_ALL;
	switch (p->kind) {
	case PLACE_UNREAD:
		out->unread_only = true;
		break;
	case PLACE_STARRED:
		out->scope = SCOPE_QUERY;
		out->query = g_strdup("is:starred");
		break;
	case PLACE_NEW:
		out->query = g_strdup("is:new");
		break;
	case PLACE_SECTION:
		out->scope = SCOPE_SECTION;
		out->path = g_strdup(p->section->path);
		break;
	case PLACE_FEED:
		out->scope = SCOPE_FEED;
		out->feed = p->sub->id;
		break;
	case PLACE_SEARCH:
	case PLACE_TAG:
		out->scope = SCOPE_QUERY;
		out->query =
			g_strdup(p->key + (p->kind == PLACE_TAG ? 0 : strlen("search:")));
		break;
	default:
		break;
	}
}

const struct place *sections_next(const struct ui *ui, int dir, bool unread)
{
	const struct sections *s = ui->sections;
	size_t n = s->places->len, at = s->cursor;
	const struct place *here = place_at(s, at);

	for (size_t k = 0; k < n; k++) {
		if (dir > 0 ? at + 1 >= n : at == 0) {
			if (!unread)
				return NULL;
			at = dir > 0 ? 0
				     : n - 1; /* round: something unread may stand before */
		} else {
			at = dir > 0 ? at + 1 : at - 1;
		}
		const struct place *p = place_at(s, at);
		if (p->kind != PLACE_SECTION && p->kind != PLACE_FEED)
			continue;
		if (!unread || (p->unread > 0 && p != here))
			return p;
	}
	return NULL;
}

const struct place *sections_failing(const struct ui *ui, int dir)
{
	const struct sections *s = ui->sections;
	size_t n = s->places->len, at = s->cursor;

	for (size_t k = 0; k < n; k++) {
		at = (at + (dir > 0 ? 1 : n - 1)) % n;
		const struct place *p = place_at(s, at);
		if (p->failing && (p->kind == PLACE_FEED || p->folded))
			return p;
	}
	return NULL;
}

void sections_fold(struct ui *ui, int how)
{
	const struct place *p = sections_current(ui);
	const struct section *section = p ? p->section : NULL;

	if (p && p->kind == PLACE_FEED && how <= 0) {
		/* on a feed: its section is closed */
		const char *bar = strrchr(p->key, '\n');
		g_autofree char *path = g_strndup(p->key + 5, (size_t)(bar - p->key - 5));
		section = subs_section(ui->conf->subs, path);
		how = -1;
	}
	if (!section || !section->path)
		return;
	bool open = g_hash_table_contains(ui->sections->open, section->path);
	if (how == 0)
		how = open ? -1 : 1;
	if (how > 0)
		g_hash_table_add(ui->sections->open, g_strdup(section->path));
	else
		g_hash_table_remove(ui->sections->open, section->path);
	sections_rebuild(ui);
	const struct place *now = sections_current(ui);
	if (now && strcmp(now->key, ui->headlines->list->place) != 0)
		sections_show(ui);
}

void sections_fold_all(struct ui *ui, int how)
{
	struct sections *s = ui->sections;
	const struct subs *subs = ui->conf->subs;

	g_hash_table_remove_all(s->open);
	for (guint i = 0; how > 0 && i < subs->sections->len; i++) {
		const struct section *x = g_ptr_array_index(subs->sections, i);
		if (how == 1 || sections_has_unread(ui, x))
			g_hash_table_add(s->open, g_strdup(x->path));
	}
	sections_rebuild(ui);
}

void sections_set_search(struct ui *ui, const char *query)
{
	g_free(ui->sections->search);
	ui->sections->search = g_strdup(query);
	sections_rebuild(ui);
}

bool sections_is_first_run(const struct ui *ui)
{
	return ui->conf->subs->feeds->len == 0;
}

const struct pane sections_pane = {
	.context = CONTEXT_SECTIONS,
	.layout = place_sections,
	.draw = sections_draw,
	.title = title_sections,
	.title_right = title_right,
	.move = move_sections,
	.open = open_section,
	.find = find_section,
	.click = click_section,
};
