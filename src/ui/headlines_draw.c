/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row: cursor or selection, state, star, time, feed, headline, tags. In the form with
 * one pane a headline takes two lines, in columns its tags may take a second one. */
#include "config.h"

#include "ui/headlines_draw.h"

#include <string.h>

#include "text/bidi.h"
#include "text/date.h"
#include "text/segment.h"
#include "text/width.h"
#include "ui/found.h"
#include "ui/headlines.h"
#include "ui/ops_mark.h"
#include "ui/sections.h"
#include "util/clock.h"
#include "util/i18n.h"

enum { FEED_W = 14 };

/* Where the fields of all rows stand. */
struct columns {
	int prefix; /* cursor, state, star, blank */
	int date;
	int feed;  /* 0: not shown */
	int title; /* first column of the headline */
	int w;
	bool wrap; /* a headline may take two lines */
	bool tags_below;
};

static struct columns columns_of(struct ui *ui)
{
	const struct headlines *h = ui->headlines;
	struct columns c = {.w = h->body.w};
	int64_t now = clock_now();
	const char *pattern = setting_text(ui->conf->settings, SET_DATE_FORMAT);

	c.prefix = ui->layout.form == FORM_SINGLE ? 3 : 4;
	c.wrap = ui->layout.form == FORM_SINGLE;
	c.tags_below = ui->layout.form == FORM_COLUMNS;
	c.date = 5;
	for (size_t i = h->list->top; i < h->list->top + (size_t)h->body.h; i++) {
		const struct row *row = list_row(h->list, i);
		if (!row)
			continue;
		g_autofree char *date = date_as(row->date, now, pattern);
		c.date = MAX(c.date, width_text(date, strlen(date)));
	}
	c.title = c.prefix + c.date + 1;
	if (ui->layout.pane[PANE_HEADLINES].body.w >= 58 && ui->canvas.w >= 100 &&
	    h->list->request.scope != SCOPE_FEED) {
		const struct place *p = sections_find(ui, h->list->place);
		if (!p || p->kind != PLACE_SECTION || p->has_inner) {
			c.feed = FEED_W;
			c.title += FEED_W + 1;
		}
	}
	return c;
}

static char *tags_text(const struct row *row)
{
	GString *s = g_string_new(NULL);

	for (size_t i = 0; row->tags && row->tags[i]; i++)
		g_string_append_printf(s, "%s#%s", i > 0 ? " " : "", row->tags[i]);
	return g_string_free(s, FALSE);
}

/* How many bytes of a title stand on the first of two lines. */
static size_t first_line(const char *title, int columns)
{
	size_t n = strlen(title), fit = width_fit(title, n, columns, NULL), cut = 0;

	if (fit == n)
		return n;
	g_autofree char *breaks = g_malloc(n);
	segment_breaks(title, n, breaks);
	for (size_t i = 1; i <= fit; i++)
		if (breaks[i] == BREAK_MAY)
			cut = i;
	return cut > 0 ? cut : fit;
}

static int height_of(const struct columns *c, const struct row *row)
{
	int room = c->w - c->title;

	if (!row || !row->title || (!c->wrap && !c->tags_below))
		return 1;
	int title = width_text(row->title, strlen(row->title));
	if (c->wrap && title > room)
		return 2;
	if (!row->tags || !row->tags[0])
		return 1;
	g_autofree char *tags = tags_text(row);
	return title + 1 + width_text(tags, strlen(tags)) > room ? 2 : 1;
}

static void draw_title(struct ui *ui, struct canvas *c, int x, int y, int columns,
		       const char *title, const struct look *look)
{
	const char *needle = ui->find[PANE_HEADLINES];
	int side = ui->headlines->side;
	const char *s = title;

	if (side > 0)
		s += width_fit(s, strlen(s), side, NULL);
	g_autofree char *cut = width_cut(s, columns);
	const GPtrArray *highlights = ui->conf->actions->highlights;
	if ((!needle || !*needle) && highlights->len == 0) {
		canvas_text(c, x, y, columns, cut, look);
		return;
	}
	size_t n = strlen(cut), count = 0;
	struct glyph *glyphs = g_new(struct glyph, n + 1);
	for (const char *p = cut; *p; count++) {
		size_t length = segment_cluster(p, n - (size_t)(p - cut));
		glyphs[count] = (struct glyph){p, length, width_cluster(p, length), *look,
					       0};
		p += length;
	}
	for (guint i = 0; i < highlights->len; i++) {
		const struct highlight *h = g_ptr_array_index(highlights, i);
		if (h->compiled)
			glyphs_mark_regex(glyphs, count, h->compiled, &h->look);
	}
	if (needle && *needle)
		glyphs_mark(glyphs, count, needle, ui_look(ui, STYLE_HIT));
	canvas_glyphs(c, x, y, columns, glyphs, count, bidi_is_rtl(cut, n));
	g_free(glyphs);
}

/* Tags that have a colour of their own get it. text: as it was drawn, from x on. */
static void color_tags(struct ui *ui, struct canvas *c, const struct row *row, int x,
		       int y, const char *text)
{
	size_t at = 0, n = strlen(text);

	for (size_t i = 0; row->tags[i] && at < n; i++) {
		size_t length = MIN(strlen(row->tags[i]) + 1, n - at);
		const struct look *look = g_hash_table_lookup(ui->conf->styles->tags,
							      row->tags[i]);
		if (look)
			canvas_over(c,
				    (struct rect){x + width_text(text, at), y,
						  width_text(text + at, length), 1},
				    look);
		at += length + 1;
	}
}

static void draw_tags(struct ui *ui, struct canvas *c, const struct columns *col,
		      const struct row *row, int y, int height, const struct look *look)
{
	struct look style = look_over(*look, ui_look(ui, STYLE_TAG));
	int room = col->w - col->title;

	if (!row->tags || !row->tags[0])
		return;
	g_autofree char *tags = tags_text(row);
	int w = width_text(tags, strlen(tags));
	struct rect b = ui->headlines->body;
	if (height > 1) {
		int x = col->title;
		if (col->wrap) { /* behind the second line of the headline, if there is room */
			size_t first = first_line(row->title, room);
			const char *rest = row->title + first;
			int used = width_text(rest, strlen(rest));
			if (used + 1 + w > room)
				w = MIN(w, room / 2);
			x = col->w - room +
			    MIN(used > 0 ? used + 1 : 0, MAX(room - w, 0));
		}
		g_autofree char *cut = width_cut(tags, col->w - x);
		canvas_text(c, b.x + x, y + 1, col->w - x, cut, &style);
		color_tags(ui, c, row, b.x + x, y + 1, cut);
		return;
	}
	int most = MIN(w, MAX(room / 3, 8));
	g_autofree char *cut = width_cut(tags, most);
	canvas_text_right(c, b.x + col->w - most, y, most, cut, &style);
	color_tags(ui, c, row, b.x + col->w - width_text(cut, strlen(cut)), y, cut);
}

/* Behind a headline that leaves room: the text around what was searched for. */
static void draw_snippet(struct ui *ui, struct canvas *c, const struct row *row, int x,
			 int y, int columns, const struct look *look)
{
	enum { LEAST = 16, GAP = 2 };
	int used = width_text(row->title, strlen(row->title)) + GAP;

	if (!row->snippet || ui->headlines->side > 0 || columns - used < LEAST)
		return;
	columns -= used;
	x += used;
	/* what stands before the hit gives way, so that the hit is in sight */
	const char *from = row->snippet, *hit = row->snippet + row->hit_from;
	while (from < hit && width_text(from, (size_t)(hit - from)) > columns / 3)
		from += segment_cluster(from, (size_t)(hit - from));
	g_autofree char *cut = width_cut(from, columns);
	canvas_text(c, x, y, columns, cut, look);
	int at = width_text(from, (size_t)(hit - from));
	int w = width_text(hit, row->hit_to - row->hit_from);
	if (at < columns)
		canvas_over(c, (struct rect){x + at, y, MIN(w, columns - at), 1},
			    ui_look(ui, STYLE_HIT));
}

static int title_room(const struct columns *col, const struct row *row, int height)
{
	int room = col->w - col->title;

	if (height > 1 || !row->tags || !row->tags[0])
		return room;
	g_autofree char *tags = tags_text(row);
	int w = width_text(tags, strlen(tags));
	return room - MIN(w, MAX(room / 3, 8)) - 1;
}

static struct look look_of(const struct ui *ui, const struct row *row)
{
	struct look look = *ui_look(ui, STYLE_NORMAL);

	look = look_over(look, ui_look(ui, row->unread ? STYLE_UNREAD : STYLE_READ));
	const struct look *color = ui_row_color(ui, row);
	if (color)
		look = look_over(look, color);
	if (headlines_is_gone(ui, row)) {
		look.attributes &= ~(unsigned)ATTR_BOLD;
		look = look_over(look, ui_look(ui, STYLE_GONE));
	}
	if (headlines_is_selected(ui, row->id))
		look = look_over(look, ui_look(ui, STYLE_SELECTED));
	return look;
}

static void draw_row(struct ui *ui, struct canvas *c, const struct columns *col, size_t i,
		     const struct row *row, int y, int height)
{
	const struct headlines *h = ui->headlines;
	struct rect b = h->body;
	bool here = i == h->list->cursor, selected = headlines_is_selected(ui, row->id);
	struct look look = look_of(ui, row);
	struct look star = look_over(look, ui_look(ui, STYLE_STAR));
	struct look dim = look_over(look, ui_look(ui, STYLE_DATE));

	dim.attributes &= ~(unsigned)ATTR_BOLD;
	canvas_char(c, b.x, y,
		    here       ? (selected ? 'X' : '>')
		    : selected ? 'x'
			       : ' ',
		    &look);
	canvas_char(c, b.x + 1, y, row->deleted ? 'D' : row->unread ? 'N' : ' ', &look);
	canvas_char(c, b.x + 2, y, row->starred ? '*' : ' ', &star);
	g_autofree char *date =
		date_as(row->date, clock_now(),
			setting_text(ui->conf->settings, SET_DATE_FORMAT));
	canvas_text_right(c, b.x + col->prefix, y, col->date, date, &dim);
	if (col->feed > 0) {
		g_autofree char *feed = width_cut(ui_feed_name(ui, row->feed), col->feed);
		canvas_text(c, b.x + col->title - col->feed - 1, y, col->feed, feed,
			    &dim);
	}
	int room = title_room(col, row, height);
	if (height > 1 && col->wrap) {
		size_t first = first_line(row->title, room);
		g_autofree char *line = g_strndup(row->title, first);
		draw_title(ui, c, b.x + col->title, y, room, line, &look);
		draw_title(ui, c, b.x + col->title, y + 1, room, row->title + first,
			   &look);
	} else {
		draw_title(ui, c, b.x + col->title, y, room, row->title, &look);
		draw_snippet(ui, c, row, b.x + col->title, y, room, &dim);
	}
	draw_tags(ui, c, col, row, y, height, &look);
}

/* No blank rows below the last one while there are rows above. */
static void fill_view(struct ui *ui, const struct columns *col)
{
	struct list *l = ui->headlines->list;
	int h = ui->headlines->body.h, used = 0;

	if (l->n - l->top >= (size_t)h)
		return;
	for (size_t i = l->top; i < l->n; i++)
		used += height_of(col, list_row(l, i));
	while (l->top > 0) {
		used += height_of(col, list_row(l, l->top - 1));
		if (used > h)
			return;
		l->top--;
	}
}

/* The first row in sight, so that the cursor's row is whole in the pane. */
static void keep_cursor_in_sight(struct ui *ui, const struct columns *col)
{
	struct list *l = ui->headlines->list;
	int h = ui->headlines->body.h;

	if (l->cursor < l->top)
		l->top = l->cursor;
	if (l->cursor - l->top >= (size_t)h)
		l->top = l->cursor - (size_t)h + 1;
	for (;;) {
		int used = 0;
		for (size_t i = l->top; i <= l->cursor; i++)
			used += height_of(col, list_row(l, i));
		if (used <= h || l->top >= l->cursor)
			return;
		l->top++;
	}
}

/* There are feeds, but no story of them: what fetches them. To be freed. */
static char *nothing_yet(struct ui *ui, enum op_id op)
{
	g_autofree char *key = bind_key_of(ui->conf->bindings, ui_context(ui), op);

	return g_strdup_printf(_("no stories yet; %s fetches them"),
			       key ? key : ":reload");
}

static char *empty_text(struct ui *ui)
{
	const struct list *l = ui->headlines->list;
	const struct place *p = sections_find(ui, l->place);

	if (l->request.filter)
		return g_strdup(_("nothing matches the filter; Esc takes it away"));
	if (l->is_search)
		return g_strdup(_("nothing found"));
	if (p && (p->kind == PLACE_SECTION || p->kind == PLACE_FEED) &&
	    !l->request.unread_only)
		return nothing_yet(ui, OP_RELOAD);
	if (p && (p->kind == PLACE_ALL || p->kind == PLACE_UNREAD) && ui->counted &&
	    ui->totals.total == 0 && ui->conf->subs->feeds->len > 0)
		return nothing_yet(ui, OP_RELOAD_ALL);
	return g_strdup(l->request.unread_only ? _("nothing unread") : _("no stories"));
}

static void draw_empty(struct ui *ui, struct canvas *c, struct rect b)
{
	struct look dim = look_over(*ui_look(ui, STYLE_NORMAL), ui_look(ui, STYLE_DATE));

	if (!ui->headlines->list->loaded)
		return;
	g_autofree char *text = empty_text(ui);
	g_autofree char *cut = width_cut(text, MAX(b.w - 1, 0));
	canvas_text(c, b.x + 1, b.y, b.w - 1, cut, &dim);
}

void headlines_draw(struct ui *ui, struct canvas *c, struct rect body)
{
	struct list *l = ui->headlines->list;
	struct columns col;
	int y = body.y, end = body.y + body.h;

	headlines_need(ui, l->top, l->top + (size_t)body.h);
	if (l->n == 0) {
		draw_empty(ui, c, body);
		if (ui->focus == PANE_HEADLINES)
			canvas_cursor(c, body.x, body.y);
		return;
	}
	col = columns_of(ui);
	if (!l->loose)
		keep_cursor_in_sight(ui, &col);
	fill_view(ui, &col);
	headlines_need(ui, l->top, l->top + (size_t)body.h);
	for (size_t i = l->top; i < l->n && y < end; i++) {
		const struct row *row = list_row(l, i);
		int height = height_of(&col, row);
		if (row && row->id)
			draw_row(ui, c, &col, i, row, y, height);
		else if (i == l->cursor)
			canvas_char(c, body.x, y, '>', ui_look(ui, STYLE_NORMAL));
		if (i == l->cursor) {
			bool focused = ui->focus == PANE_HEADLINES && !ui->popup;
			canvas_over(c, (struct rect){body.x, y, body.w, height},
				    ui_look(ui, focused ? STYLE_CURSOR
							: STYLE_CURSOR_UNFOCUSED));
			if (ui->focus == PANE_HEADLINES)
				canvas_cursor(c, body.x, y);
		}
		y += height;
	}
}

char *headlines_title(struct ui *ui)
{
	const struct list *l = ui->headlines->list;
	const char *name = _("Headlines");

	if (ui->layout.form == FORM_SINGLE || ui->wish.zoom)
		name = l->name;
	if (!l->loaded)
		return g_strdup(name);
	size_t n = headlines_total(ui);
	return g_strdup_printf("%s %zu/%zu%s", name, l->n > 0 ? l->cursor + 1 : 0, n,
			       l->whole || n > l->n ? "" : "+");
}

const char *sort_word(const char *sort)
{
	static const struct {
		const char *sort, *word;
	} words[] = {
		{"date", N_("newest")},	    {"-date", N_("oldest")},
		{"received", N_("latest")}, {"-received", N_("earliest")},
		{"title", N_("title")},	    {"-title", N_("title, Z first")},
		{"author", N_("author")},   {"-author", N_("author, Z first")},
		{"feed", N_("feed")},	    {"-feed", N_("feed, Z first")},
		{"size", N_("longest")},    {"-size", N_("shortest")},
		{"random", N_("random")},   {"rank", N_("best match")},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (strcmp(words[i].sort, sort) == 0)
			return _(words[i].word);
	return sort;
}

char *headlines_title_right(struct ui *ui)
{
	const struct list *l = ui->headlines->list;
	GString *s = g_string_new(sort_word(headlines_sort(ui)));

	if (l->request.unread_only)
		g_string_append_printf(s, ", %s", _("unread"));
	if (l->request.filter)
		g_string_append_printf(s, ", %s: %s", _("filter"), l->request.filter);
	if (ui->find[PANE_HEADLINES])
		g_string_append_printf(s, " /%s", ui->find[PANE_HEADLINES]);
	return g_string_free(s, FALSE);
}

size_t headlines_fit(struct ui *ui, size_t from)
{
	const struct list *l = ui->headlines->list;
	struct columns col = columns_of(ui);
	int used = 0;
	size_t n = 0;

	for (size_t i = from; i < l->n; i++, n++) {
		used += height_of(&col, list_row(l, i));
		if (used > ui->headlines->body.h)
			break;
	}
	return MAX(n, 1);
}

size_t headlines_at(struct ui *ui, int y)
{
	const struct list *l = ui->headlines->list;
	struct columns col = columns_of(ui);
	int at = ui->headlines->body.y;

	for (size_t i = l->top; i < l->n; i++) {
		at += height_of(&col, list_row(l, i));
		if (y < at)
			return i;
	}
	return SIZE_MAX;
}

void headlines_click_at(struct ui *ui, size_t at, int x)
{
	const struct list *l = ui->headlines->list;
	int column = x - ui->headlines->body.x;

	if (column == 2)
		mark_star(ui, 1);
	else if (column == 0 && at < l->n)
		headlines_select(ui, l->ids[at], !headlines_is_selected(ui, l->ids[at]));
}
