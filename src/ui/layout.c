/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Three passes: lines that are not panes, the form, the rectangles of the form. */
#include "config.h"

#include "ui/layout.h"

#include <glib.h>
#include <string.h>

/* The rows of the table, by least width. */
static const int class_widths[] = {0, 50, 72, 100, 132, 160};
enum { CLASS_SINGLE, CLASS_DRAWER, CLASS_NARROW, CLASS_ROWS, CLASS_COLUMNS, CLASS_WIDE };
enum { HYSTERESIS = 2, MIN_W = 20, MIN_H = 4, DRAWER_W = 24 };

static int width_class(int w, int before)
{
	int class = 0;

	for (int i = 0; i < (int)G_N_ELEMENTS(class_widths); i++)
		if (w >= class_widths[i])
			class = i;
	/* one step over the edge does not change the form until it is two columns */
	if (before >= 0 && class == before - 1 && w >= class_widths[before] - HYSTERESIS)
		return before;
	return class;
}

static enum form choose_form(const struct layout_wish *wish, int class)
{
	if (wish->w < MIN_W || wish->h < MIN_H)
		return FORM_TINY;
	if (wish->choice == LAYOUT_SINGLE)
		return FORM_SINGLE;
	if (wish->choice == LAYOUT_COLUMNS)
		return wish->w >= 50 ? FORM_COLUMNS : FORM_SINGLE;
	if (wish->choice == LAYOUT_ROWS && class >= CLASS_COLUMNS)
		class = CLASS_ROWS;
	if (class == CLASS_SINGLE)
		return FORM_SINGLE;
	if (class >= CLASS_COLUMNS)
		return FORM_COLUMNS;
	if (wish->h < 16)
		return FORM_SINGLE;
	return class == CLASS_DRAWER ? FORM_DRAWER : FORM_ROWS;
}

static void place(struct layout_pane *p, int x, int y, int w, int h)
{
	p->visible = w > 0 && h > 0;
	p->has_top = h > 1;
	p->top = (struct rect){x, y, w, p->has_top ? 1 : 0};
	p->body = (struct rect){x, y + p->top.h, w, h - p->top.h};
}

static void place_lines(const struct layout_wish *wish, struct layout *out)
{
	int top = 0, bottom = wish->h;

	if (out->form == FORM_TINY) {
		out->panes = (struct rect){0, 0, wish->w, wish->h};
		return;
	}
	if (wish->hints && wish->h >= 6) {
		out->has_hints = true;
		out->hints = (struct rect){0, --bottom, wish->w, 1};
	}
	out->has_status = true;
	out->status = (struct rect){0, --bottom, wish->w, 1};
	if (wish->title && wish->h >= 10) {
		out->has_title = true;
		out->title = (struct rect){0, top++, wish->w, 1};
	}
	out->panes = (struct rect){0, top, wish->w, bottom - top};
}

static int headlines_rows(const struct layout_wish *wish, const struct layout *out)
{
	int h = out->panes.h, least = MIN(3 + 1, h / 2), rows;
	int by_hand = wish->headlines_h[out->form];

	if (by_hand > 0)
		return CLAMP(by_hand, 2, MAX(h - 4, 2));
	rows = h * (out->width_class >= CLASS_ROWS ? 35 : 29) / 100;
	if (out->form == FORM_DRAWER)
		rows = MIN(rows, 6 + 1);
	if (wish->h >= 40)
		rows = MIN(rows, 14 + 1);
	if (h - rows < 8 + 1)
		rows = h - (8 + 1);
	return MAX(rows, least);
}

static void place_rows(const struct layout_wish *wish, struct layout *out)
{
	struct rect all = out->panes;
	int x = all.x, w = all.w;

	if (out->form == FORM_ROWS) {
		int left = wish->sections_w[FORM_ROWS];
		if (left <= 0)
			left = out->width_class >= CLASS_ROWS ? 24 : 20;
		left = CLAMP(left, 8, MAX(w - 20, 8));
		place(&out->pane[PANE_SECTIONS], x, all.y, left, all.h);
		out->left_line = x + left;
		x += left + 1;
		w -= left + 1;
	} else if (wish->drawer) {
		int left = MIN(DRAWER_W, w - 1);
		place(&out->pane[PANE_SECTIONS], x, all.y, left, all.h);
		out->left_line = x + left;
	}
	int rows = headlines_rows(wish, out);
	place(&out->pane[PANE_HEADLINES], x, all.y, w, rows);
	place(&out->pane[PANE_ARTICLE], x, all.y + rows, w, all.h - rows);
}

static void place_columns(const struct layout_wish *wish, struct layout *out)
{
	struct rect all = out->panes;
	bool wide = out->width_class >= CLASS_WIDE;
	int left = wish->sections_w[FORM_COLUMNS],
	    middle = wish->headlines_w[FORM_COLUMNS];

	if (left <= 0)
		left = wide ? 28 : all.w >= 100 ? 24 : 16;
	left = CLAMP(left, 8, MAX(all.w - 40, 8));
	int rest = all.w - left - 2;
	if (middle <= 0)
		middle = wide ? CLAMP(rest * 38 / 100, 48, 72) : rest * 43 / 100;
	middle = CLAMP(middle, 12, MAX(rest - 20, 12));
	place(&out->pane[PANE_SECTIONS], all.x, all.y, left, all.h);
	out->left_line = all.x + left;
	place(&out->pane[PANE_HEADLINES], all.x + left + 1, all.y, middle, all.h);
	out->right_line = all.x + left + 1 + middle;
	place(&out->pane[PANE_ARTICLE], out->right_line + 1, all.y, rest - middle, all.h);
}

void layout_make(const struct layout_wish *wish, struct layout *out)
{
	memset(out, 0, sizeof(*out));
	out->left_line = out->right_line = -1;
	out->width_class = width_class(wish->w, wish->before_class);
	out->form = choose_form(wish, out->width_class);
	place_lines(wish, out);
	if (out->form == FORM_TINY)
		return;
	struct rect all = out->panes;
	if (out->form == FORM_SINGLE) {
		struct layout_pane *p = &out->pane[wish->focus];
		place(p, all.x, all.y, all.w, all.h);
		p->has_top = false; /* the title line is its top */
		p->top.h = 0;
		p->body = all;
	} else if (wish->zoom) {
		place(&out->pane[wish->focus], all.x, all.y, all.w, all.h);
	} else if (out->form == FORM_COLUMNS) {
		place_columns(wish, out);
	} else {
		place_rows(wish, out);
	}
}

enum pane_id layout_at(const struct layout *l, int x, int y)
{
	static const enum pane_id order[] = {PANE_SECTIONS, PANE_HEADLINES, PANE_ARTICLE};

	for (size_t i = 0; i < G_N_ELEMENTS(order); i++) {
		const struct layout_pane *p = &l->pane[order[i]];
		if (p->visible && (rect_has(&p->body, x, y) || rect_has(&p->top, x, y)))
			return order[i];
	}
	return PANES;
}

const char *form_name(enum form form)
{
	static const char *const names[FORMS] = {"tiny", "single", "drawer", "rows",
						 "columns"};

	return names[form];
}
