/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The grid: clipping, wide cells, looks laid over each other, visual order of a line. */
#include "config.h"

#include "ui/canvas.h"

#include <glib.h>
#include <string.h>

#include "text/bidi.h"
#include "text/segment.h"
#include "text/utf8.h"
#include "text/width.h"
#include "util/url.h"
#include "wire/page.h"

enum { MOST_LINKS = 20000 };

static struct cell *cell_at(struct canvas *c, int x, int y)
{
	return &c->cells[(size_t)y * (size_t)c->w + (size_t)x];
}

static struct rect rect_cut(struct rect a, struct rect b)
{
	int x2 = MIN(a.x + a.w, b.x + b.w), y2 = MIN(a.y + a.h, b.y + b.h);
	struct rect r = {MAX(a.x, b.x), MAX(a.y, b.y), 0, 0};

	r.w = MAX(x2 - r.x, 0);
	r.h = MAX(y2 - r.y, 0);
	return r;
}

static void set_blank(struct cell *cell, uint32_t ch, const struct look *look)
{
	memset(cell, 0, sizeof(*cell));
	cell->chars[0] = ch;
	cell->look = *look;
	cell->width = 1;
}

/* Half of a wide cell that is about to be overwritten leaves a blank behind. */
static void free_cell(struct canvas *c, int x, int y)
{
	struct cell *cell = cell_at(c, x, y);

	if (cell->width == 2 && x + 1 < c->w) {
		struct cell *right = cell_at(c, x + 1, y);
		set_blank(right, ' ', &right->look);
	} else if (cell->width == 0 && x > 0) {
		struct cell *left = cell_at(c, x - 1, y);
		set_blank(left, ' ', &left->look);
	}
}

static bool is_dropped(uint32_t ch)
{
	return ch == 0x200C || (ch >= 0xFE00 && ch <= 0xFE0F) || ch == 0x200B ||
	       ch == 0x2060 || ch == 0x200E || ch == 0x200F || ch == 0x061C ||
	       (ch >= 0x1F3FB && ch <= 0x1F3FF) || (ch >= 0xE0000 && ch <= 0xE0FFF);
}

static bool is_flag(uint32_t ch)
{
	return ch >= 0x1F1E6 && ch <= 0x1F1FF;
}

/* The code points of a cluster that a cell can hold. */
static void cell_chars(struct cell *cell, const char *s, size_t n)
{
	size_t used = 0;

	while (n > 0 && used < CELL_CHARS) {
		size_t length;
		uint32_t ch = utf8_next(s, n, &length);
		s += length;
		n -= length;
		if (ch == 0x200D) /* joined emoji: the first stands for all */
			break;
		if (used == 0) {
			if (ch == '\t' || ch == '\n' || ch == 0xA0 || ch == 0x202F)
				ch = ' ';
			else if (ch < ' ' || (ch >= 0x7F && ch < 0xA0))
				ch = '?';
			else if (is_flag(ch))
				ch = 'A' + (ch - 0x1F1E6);
			else if (is_dropped(ch) || width_char(ch) == 0) {
				cell->chars[used++] = ' ';
				if (is_dropped(ch))
					continue;
			}
			cell->chars[used++] = ch;
		} else if (!is_dropped(ch) && width_char(ch) == 0 && ch >= 0xA0) {
			cell->chars[used++] = ch;
		}
	}
	if (used == 0)
		cell->chars[0] = ' ';
}

struct visual {
	const struct glyph *glyphs;
	size_t n;
	bool rtl;
};

static char *mirrored_text(const struct glyph *g)
{
	size_t length;
	uint32_t ch = utf8_next(g->text, g->n, &length), m = bidi_mirror(ch);
	char bytes[8];
	size_t n;

	if (m == ch || length != g->n)
		return NULL;
	n = utf8_put(m, bytes);
	return g_strndup(bytes, n);
}

static void put_glyph(struct canvas *c, int x, int y, const struct glyph *g,
		      const char *s, size_t n)
{
	canvas_put(c, x, y, s, n, g->width, &g->look);
	for (int i = 0; g->link && i < g->width; i++)
		if (rect_has(&c->clip, x + i, y))
			cell_at(c, x + i, y)->link = g->link;
}

static void put_visual(struct canvas *c, int x, int y, const struct visual *v)
{
	GString *text = g_string_new(NULL);
	size_t *starts = g_new(size_t, v->n), *order = g_new(size_t, v->n);
	bool *mirrored = g_new0(bool, v->n);

	for (size_t i = 0; i < v->n; i++) {
		starts[i] = text->len;
		g_string_append_len(text, v->glyphs[i].text, (gssize)v->glyphs[i].n);
	}
	bidi_order(text->str, text->len, starts, v->n, v->rtl, order, mirrored);
	for (size_t i = 0; i < v->n; i++) {
		const struct glyph *g = &v->glyphs[order[i]];
		g_autofree char *other = mirrored[i] ? mirrored_text(g) : NULL;
		put_glyph(c, x, y, g, other ? other : g->text,
			  other ? strlen(other) : g->n);
		x += g->width;
	}
	g_free(mirrored);
	g_free(order);
	g_free(starts);
	g_string_free(text, TRUE);
}

static bool glyphs_rtl(const struct glyph *glyphs, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)glyphs[i].text[0] >= 0xD6 &&
		    bidi_has_rtl(glyphs[i].text, glyphs[i].n))
			return true;
	return false;
}

void canvas_init(struct canvas *c)
{
	memset(c, 0, sizeof(*c));
}

void canvas_clear(struct canvas *c)
{
	g_free(c->cells);
	g_clear_pointer(&c->url_links, g_hash_table_unref);
	g_clear_pointer(&c->urls, g_ptr_array_unref);
	canvas_init(c);
}

void canvas_resize(struct canvas *c, int w, int h)
{
	static const struct look normal = {COLOR_DEFAULT_, COLOR_DEFAULT_, 0};

	c->w = MAX(w, 0);
	c->h = MAX(h, 0);
	g_free(c->cells);
	c->cells = g_new0(struct cell, MAX((size_t)c->w * (size_t)c->h, 1));
	canvas_blank(c, &normal);
}

void canvas_blank(struct canvas *c, const struct look *look)
{
	size_t n = (size_t)c->w * (size_t)c->h;

	for (size_t i = 0; i < n; i++)
		set_blank(&c->cells[i], ' ', look);
	if (c->urls && c->urls->len >= MOST_LINKS / 2) {
		g_hash_table_remove_all(c->url_links);
		g_ptr_array_set_size(c->urls, 0);
		c->epoch++;
	}
	canvas_clip(c, NULL);
	c->cursor_shown = false;
}

void canvas_clip(struct canvas *c, const struct rect *clip)
{
	struct rect whole = {0, 0, c->w, c->h};

	c->clip = clip ? rect_cut(*clip, whole) : whole;
}

void canvas_fill(struct canvas *c, struct rect r, uint32_t ch, const struct look *look)
{
	r = rect_cut(r, c->clip);
	for (int y = r.y; y < r.y + r.h; y++)
		for (int x = r.x; x < r.x + r.w; x++) {
			free_cell(c, x, y);
			set_blank(cell_at(c, x, y), ch, look);
		}
}

void canvas_put(struct canvas *c, int x, int y, const char *s, size_t n, int width,
		const struct look *look)
{
	if (width < 1 || n == 0 || !rect_has(&c->clip, x, y))
		return;
	if (width > 1 && !rect_has(&c->clip, x + 1, y)) {
		canvas_char(c, x, y, '>', look);
		return;
	}
	free_cell(c, x, y);
	struct cell *cell = cell_at(c, x, y);
	set_blank(cell, 0, look);
	cell_chars(cell, s, n);
	cell->width = width_char(cell->chars[0]) == 2 ? 2 : 1;
	if (width < 2)
		cell->width = 1;
	if (width > 1) {
		free_cell(c, x + 1, y);
		struct cell *right = cell_at(c, x + 1, y);
		set_blank(right, ' ', look);
		if (cell->width == 2) {
			right->chars[0] = 0;
			right->width = 0;
		} else if (n > 4) { /* a flag: its second letter */
			size_t length;
			utf8_next(s, n, &length);
			uint32_t ch = utf8_next(s + length, n - length, &length);
			if (is_flag(ch))
				right->chars[0] = 'A' + (ch - 0x1F1E6);
		}
	}
}

void canvas_char(struct canvas *c, int x, int y, uint32_t ch, const struct look *look)
{
	if (!rect_has(&c->clip, x, y))
		return;
	free_cell(c, x, y);
	set_blank(cell_at(c, x, y), ch, look);
}

int canvas_text(struct canvas *c, int x, int y, int columns, const char *s,
		const struct look *look)
{
	size_t n = strlen(s);
	int used = 0;

	if (c->bidi && bidi_has_rtl(s, n)) {
		GArray *glyphs = g_array_new(FALSE, FALSE, sizeof(struct glyph));
		bool rtl = bidi_is_rtl(s, n);
		while (n > 0) {
			struct glyph g = {s, segment_cluster(s, n), 0, *look, 0};
			g.width = width_cluster(s, g.n);
			s += g.n;
			n -= g.n;
			g_array_append_val(glyphs, g);
		}
		used = canvas_glyphs(c, x, y, columns,
				     (struct glyph *)(void *)glyphs->data, glyphs->len,
				     rtl);
		g_array_free(glyphs, TRUE);
		return used;
	}
	while (n > 0) {
		size_t length = 1;
		int width = 1;
		/* ASCII before ASCII is a cluster of its own */
		if ((unsigned char)s[0] < 0x20 || (signed char)s[0] < 0 ||
		    (n > 1 && (signed char)s[1] < 0)) {
			length = segment_cluster(s, n);
			width = width_cluster(s, length);
		}
		if (used + width > columns)
			break;
		canvas_put(c, x + used, y, s, length, width, look);
		used += width;
		s += length;
		n -= length;
	}
	return used;
}

int canvas_text_right(struct canvas *c, int x, int y, int columns, const char *s,
		      const struct look *look)
{
	int width = width_text(s, strlen(s));

	if (width > columns)
		return canvas_text(c, x, y, columns, s, look);
	return canvas_text(c, x + columns - width, y, width, s, look);
}

int canvas_glyphs(struct canvas *c, int x, int y, int columns, const struct glyph *glyphs,
		  size_t n, bool rtl)
{
	size_t fit = 0;
	int used = 0;

	while (fit < n && used + glyphs[fit].width <= columns)
		used += glyphs[fit++].width;
	if (c->bidi && (rtl || glyphs_rtl(glyphs, fit))) {
		if (fit > 0)
			put_visual(c, x, y, &(struct visual){glyphs, fit, rtl});
		return used;
	}
	for (size_t i = 0; i < fit; i++) {
		put_glyph(c, x, y, &glyphs[i], glyphs[i].text, glyphs[i].n);
		x += glyphs[i].width;
	}
	return used;
}

uint16_t canvas_link(struct canvas *c, const char *url)
{
	if (!c->urls) {
		c->urls = g_ptr_array_new_with_free_func(g_free);
		c->url_links = g_hash_table_new(g_str_hash, g_str_equal);
	}
	gpointer known = g_hash_table_lookup(c->url_links, url);
	if (known)
		return (uint16_t)GPOINTER_TO_UINT(known);
	if (c->urls->len >= MOST_LINKS || !url_is_web(url) || !page_link_text(NULL, url))
		return 0;
	g_ptr_array_add(c->urls, g_strdup(url));
	g_hash_table_insert(c->url_links, g_ptr_array_index(c->urls, c->urls->len - 1),
			    GUINT_TO_POINTER(c->urls->len));
	return (uint16_t)c->urls->len;
}

const char *canvas_link_url(const struct canvas *c, uint16_t link)
{
	return link > 0 && c->urls && link <= c->urls->len ? c->urls->pdata[link - 1]
							   : NULL;
}

void canvas_over(struct canvas *c, struct rect r, const struct look *over)
{
	r = rect_cut(r, c->clip);
	for (int y = r.y; y < r.y + r.h; y++)
		for (int x = r.x; x < r.x + r.w; x++) {
			struct cell *cell = cell_at(c, x, y);
			cell->look = look_over(cell->look, over);
		}
}

void canvas_cursor(struct canvas *c, int x, int y)
{
	c->cursor_shown = true;
	c->cursor_x = CLAMP(x, 0, MAX(c->w - 1, 0));
	c->cursor_y = CLAMP(y, 0, MAX(c->h - 1, 0));
}

struct look look_over(struct look base, const struct look *over)
{
	if (over->fg != COLOR_DEFAULT_)
		base.fg = over->fg;
	if (over->bg != COLOR_DEFAULT_)
		base.bg = over->bg;
	base.attributes |= over->attributes;
	return base;
}

bool rect_has(const struct rect *r, int x, int y)
{
	return x >= r->x && x < r->x + r->w && y >= r->y && y < r->y + r->h;
}

const struct cell *canvas_cell(const struct canvas *c, int x, int y)
{
	return &c->cells[(size_t)y * (size_t)c->w + (size_t)x];
}

char *canvas_row(const struct canvas *c, int y)
{
	GString *text = g_string_new(NULL);

	for (int x = 0; x < c->w; x++) {
		const struct cell *cell = canvas_cell(c, x, y);
		for (int i = 0; cell->width > 0 && i < CELL_CHARS && cell->chars[i]; i++)
			g_string_append_unichar(text, cell->chars[i]);
	}
	while (text->len > 0 && text->str[text->len - 1] == ' ')
		g_string_truncate(text, text->len - 1);
	return g_string_free(text, FALSE);
}
