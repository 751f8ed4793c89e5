/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The mechanism of all popups: what fits what is typed, cursor, scrolling, drawing. */
#include "config.h"

#include "ui/popup.h"

#include <string.h>

#include "text/fold.h"
#include "text/width.h"
#include "ui/wrap.h"
#include "util/i18n.h"

#define CTRL(c) ((c) - '@')
enum { ESC = 0x1B };

static void item_free(gpointer p)
{
	struct popup_item *item = p;

	g_free(item->left);
	g_free(item->right);
	g_free(item->text);
	g_free(item);
}

static void popup_free(struct popup *p)
{
	g_ptr_array_unref(p->items);
	g_array_unref(p->shown);
	edit_clear(&p->filter);
	g_free(p->title);
	g_free(p->foot);
	g_free(p->ids);
	g_free(p->data);
	g_free(p);
}

static struct popup_item *shown_item(const struct popup *p, size_t i)
{
	if (i >= p->shown->len)
		return NULL;
	return g_ptr_array_index(p->items, g_array_index(p->shown, guint, i));
}

static bool fits(const struct popup_item *item, const char *needle)
{
	if (!*needle)
		return true;
	if (item->plain)
		return false;
	return (item->left && fold_contains(item->left, needle)) ||
	       (item->right && fold_contains(item->right, needle));
}

static int rows_of(const struct popup *p)
{
	return MAX(p->rect.h - 2 - (p->typing ? 1 : 0), 1);
}

static void move(struct popup *p, int64_t n)
{
	int64_t count = p->shown->len;

	if (!p->has_cursor) {
		int64_t most = MAX(count - rows_of(p), 0);
		p->top = (size_t)CLAMP((int64_t)p->top + n, 0, most);
		return;
	}
	int64_t at = CLAMP((int64_t)p->cursor + n, 0, MAX(count - 1, 0));
	int step = n < 0 ? -1 : 1;
	while (at >= 0 && at < count && shown_item(p, (size_t)at)->plain)
		at += step;
	if (at >= 0 && at < count)
		p->cursor = (size_t)at;
	else if (n < 0)
		p->top = 0;
}

static void to_first(struct popup *p)
{
	p->cursor = p->top = 0;
	while (p->has_cursor && p->cursor < p->shown->len &&
	       shown_item(p, p->cursor)->plain)
		p->cursor++;
	if (p->cursor >= p->shown->len)
		p->cursor = 0;
}

static void typed(struct ui *ui, struct popup *p)
{
	if (p->narrow)
		p->narrow(ui, p);
	popup_fill(p);
	to_first(p);
}

struct popup *popup_open(struct ui *ui, enum popup_kind kind, const char *title)
{
	struct popup *p = g_new0(struct popup, 1);

	p->kind = kind;
	p->title = g_strdup(title);
	p->items = g_ptr_array_new_with_free_func(item_free);
	p->shown = g_array_new(FALSE, FALSE, sizeof(guint));
	edit_init(&p->filter, "");
	p->below = ui->popup;
	ui->popup = p;
	ui_todo(ui, TODO_DRAW);
	return p;
}

struct popup_item *popup_add(struct popup *p, const char *left, const char *right)
{
	struct popup_item *item = g_new0(struct popup_item, 1);

	item->left = g_strdup(left);
	item->right = g_strdup(right);
	item->style = STYLE_POPUP;
	g_ptr_array_add(p->items, item);
	return item;
}

void popup_add_text(struct ui *ui, struct popup *p, const char *text)
{
	GPtrArray *lines = wrap_text(text, MAX(MIN(ui->canvas.w - 8, 80), 16));

	for (guint i = 0; i < lines->len; i++)
		popup_add(p, g_ptr_array_index(lines, i), NULL)->plain = true;
	g_ptr_array_unref(lines);
}

void popup_fill(struct popup *p)
{
	g_autofree char *needle = p->narrow ? g_strdup("")
					    : fold_text(p->filter.text->str);

	g_array_set_size(p->shown, 0);
	for (guint i = 0; i < p->items->len; i++)
		if (fits(g_ptr_array_index(p->items, i), needle))
			g_array_append_val(p->shown, i);
	if (p->cursor >= p->shown->len)
		p->cursor = p->shown->len > 0 ? p->shown->len - 1 : 0;
	if (p->has_cursor && shown_item(p, p->cursor) && shown_item(p, p->cursor)->plain)
		move(p, 1);
}

void popup_empty(struct popup *p)
{
	g_ptr_array_set_size(p->items, 0);
	g_array_set_size(p->shown, 0);
}

struct popup_item *popup_current(struct popup *p)
{
	struct popup_item *item = p->has_cursor ? shown_item(p, p->cursor) : NULL;

	return item && !item->plain ? item : NULL;
}

void popup_close(struct ui *ui)
{
	struct popup *p = ui->popup;

	if (!p)
		return;
	ui->popup = p->below;
	popup_free(p);
	ui_todo(ui, TODO_DRAW);
}

void popup_close_all(struct ui *ui)
{
	while (ui->popup)
		popup_close(ui);
}

static void choose(struct ui *ui, struct popup *p)
{
	if (p->choose)
		p->choose(ui, p, popup_current(p));
	else
		popup_close(ui);
}

/* Keys that work in every popup, whether letters narrow it or not. */
static bool common_key(struct ui *ui, struct popup *p, uint32_t key)
{
	switch (key) {
	case KEY_DOWN_ARROW:
	case CTRL('N'):
		move(p, 1);
		return true;
	case KEY_UP_ARROW:
	case CTRL('P'):
		move(p, -1);
		return true;
	case KEY_PAGE_DOWN:
	case CTRL('F'):
		move(p, MAX(rows_of(p) - 2, 1));
		return true;
	case KEY_PAGE_UP:
	case CTRL('B'):
		move(p, -MAX(rows_of(p) - 2, 1));
		return true;
	case CTRL('D'):
		move(p, MAX(rows_of(p) / 2, 1));
		return true;
	case CTRL('U'):
		move(p, -MAX(rows_of(p) / 2, 1));
		return true;
	case KEY_HOME_:
		move(p, -1000000);
		return true;
	case KEY_END_:
		move(p, 1000000);
		return true;
	case '\r':
		choose(ui, p);
		return true;
	case ESC:
	case CTRL('C'):
	case CTRL('G'):
		popup_close(ui);
		return true;
	default:
		return false;
	}
}

/* What letters do where they do not narrow: as bound for headlines. */
static void bound_key(struct ui *ui, struct popup *p, uint32_t key)
{
	const struct binding *b = NULL;
	int count = 0;

	if (keys_take(&ui->keys, ui->conf->bindings, CONTEXT_HEADLINES, key, &b,
		      &count) != KEYS_FOUND)
		return;
	int n = MAX(count, 1);
	switch (b->n_steps > 0 ? b->steps[0].op : OP_NONE) {
	case OP_DOWN:
	case OP_SCROLL_DOWN:
		move(p, n);
		break;
	case OP_UP:
	case OP_SCROLL_UP:
		move(p, -n);
		break;
	case OP_READ_ON:
		move(p, MAX(rows_of(p) - 2, 1));
		break;
	case OP_READ_BACK:
	case OP_PAGE_UP:
		move(p, -MAX(rows_of(p) - 2, 1));
		break;
	case OP_FIRST:
		move(p, -1000000);
		break;
	case OP_LAST:
		move(p, 1000000);
		break;
	case OP_FIND:
		p->typing = true;
		break;
	case OP_RIGHT:
		choose(ui, p);
		break;
	case OP_QUIT:
	case OP_LEFT:
	case OP_HELP:
	case OP_INFO:
	case OP_GO_ERRORS:
	case OP_GO_MESSAGES:
		popup_close(ui);
		break;
	case OP_QUIT_NOW:
		ui_quit(ui, 0);
		break;
	default:
		break;
	}
}

void popup_key(struct ui *ui, uint32_t key)
{
	struct popup *p = ui->popup;

	ui_todo(ui, TODO_DRAW);
	if (p->key && p->key(ui, p, key))
		return;
	if (p->typing && (key == CTRL('U') || key == CTRL('D')) &&
	    p->filter.text->len > 0) {
		edit_set(&p->filter, "");
		typed(ui, p);
		return;
	}
	if (common_key(ui, p, key))
		return;
	if (!p->typing) {
		bound_key(ui, p, key);
		return;
	}
	g_autofree char *before = g_strdup(p->filter.text->str);
	if (edit_key(&p->filter, key) && strcmp(before, p->filter.text->str) != 0)
		typed(ui, p);
}

void popup_paste(struct ui *ui, const char *text)
{
	struct popup *p = ui->popup;

	if (!p->typing)
		return;
	edit_insert(&p->filter, text, strlen(text));
	typed(ui, p);
	ui_todo(ui, TODO_DRAW);
}

void popup_mouse(struct ui *ui, const struct input_event *e)
{
	struct popup *p = ui->popup;
	int y = e->y - p->rect.y - 1 - (p->typing ? 1 : 0);

	ui_todo(ui, TODO_DRAW);
	if (e->act == MOUSE_WHEEL_UP || e->act == MOUSE_WHEEL_DOWN) {
		move(p, e->act == MOUSE_WHEEL_UP ? -3 : 3);
		return;
	}
	if (e->act != MOUSE_PRESS || e->button != 1)
		return;
	if (!rect_has(&p->rect, e->x, e->y)) {
		popup_close(ui);
		return;
	}
	size_t at = p->top + (size_t)MAX(y, 0);
	if (y < 0 || !p->has_cursor || at >= p->shown->len || shown_item(p, at)->plain)
		return;
	p->cursor = at;
	choose(ui, p);
}

static void measure(struct ui *ui, struct popup *p)
{
	const struct canvas *c = &ui->canvas;
	int left = width_text(p->title, strlen(p->title)) + 4, right = 0;

	for (guint i = 0; i < p->items->len; i++) {
		const struct popup_item *item = g_ptr_array_index(p->items, i);
		left = MAX(left, width_text(item->left, strlen(item->left)) + 4);
		if (item->right)
			right = MAX(right,
				    width_text(item->right, strlen(item->right)) + 2);
	}
	if (p->foot)
		left = MAX(left, width_text(p->foot, strlen(p->foot)) + 4 - right);
	int bottom = ui->layout.status.y > 0 ? ui->layout.status.y : c->h;
	int w = CLAMP(left + right, MIN(24, c->w), c->w);
	int rows = (int)(p->typing ? MAX(p->items->len, 1) + 1 : p->items->len);
	int h = CLAMP(rows + 2, MIN(3, bottom), bottom);
	/* while letters narrow it, its size stays */
	if (p->rect.h > 0 && p->typing && p->rect.w <= c->w && p->rect.h <= bottom) {
		w = MAX(w, p->rect.w);
		h = MAX(h, p->rect.h);
	}
	p->rect = (struct rect){(c->w - w) / 2, (bottom - h) / 2, w, h};
	if (p->kind == POPUP_PREFIX) {
		p->rect.y = bottom - h;
		p->rect.x = c->w - w;
	}
}

static void draw_border(struct ui *ui, struct popup *p, int y, const char *text)
{
	struct canvas *c = &ui->canvas;
	struct look look = look_over(*ui_look(ui, STYLE_NORMAL),
				     ui_look(ui, STYLE_POPUP));
	struct look line = look_over(look, ui_look(ui, STYLE_BORDER));
	struct rect r = p->rect;

	canvas_fill(c, (struct rect){r.x, y, r.w, 1}, ui_line(ui, UI_LINE_H), &line);
	if (!text)
		return;
	g_autofree char *cut = width_cut(text, MAX(r.w - 4, 1));
	canvas_text(c, r.x + 2, y, MAX(r.w - 4, 1), cut,
		    y == r.y ? ui_look(ui, STYLE_TITLE) : &line);
}

static void draw_item(struct ui *ui, struct popup *p, size_t i, int y)
{
	struct canvas *c = &ui->canvas;
	const struct popup_item *item = shown_item(p, i);
	struct rect r = p->rect;
	struct look look = look_over(*ui_look(ui, STYLE_NORMAL),
				     ui_look(ui, STYLE_POPUP));
	struct look left = look_over(look, ui_look(ui, item->style));
	if (item->look)
		left = look_over(left, item->look);
	struct look dim = look_over(look, ui_look(ui, STYLE_DATE));
	bool here = p->has_cursor && i == p->cursor && !item->plain;
	int x = r.x + 2, end = r.x + r.w - 1;

	if (here)
		canvas_char(c, r.x, y, '>', &look);
	if (item->mark)
		canvas_char(c, r.x + 1, y, (uint32_t)item->mark, &left);
	if (item->right) {
		int w = MIN(width_text(item->right, strlen(item->right)),
			    (end - x) * 2 / 3);
		g_autofree char *cut = width_cut(item->right, w);
		canvas_text_right(c, end - w, y, w, cut, &dim);
		end -= w + 1;
	}
	g_autofree char *cut = width_cut(item->left, MAX(end - x, 1));
	canvas_text(c, x, y, MAX(end - x, 1), cut, &left);
	if (here) {
		canvas_over(c, (struct rect){r.x, y, r.w, 1}, ui_look(ui, STYLE_CURSOR));
		canvas_cursor(c, r.x, y);
	}
}

static void draw_one(struct ui *ui, struct popup *p)
{
	struct canvas *c = &ui->canvas;
	struct look look = look_over(*ui_look(ui, STYLE_NORMAL),
				     ui_look(ui, STYLE_POPUP));

	measure(ui, p);
	struct rect r = p->rect;
	canvas_fill(c, r, ' ', &look);
	draw_border(ui, p, r.y, p->title);
	draw_border(ui, p, r.y + r.h - 1, p->foot);
	int y = r.y + 1, rows = rows_of(p);
	if (!p->has_cursor || p->kind == POPUP_PREFIX)
		canvas_cursor(c, r.x, MIN(r.y + 1, c->h - 1));
	if (p->has_cursor && p->cursor < p->top)
		p->top = p->cursor;
	if (p->has_cursor && p->cursor >= p->top + (size_t)rows)
		p->top = p->cursor - (size_t)rows + 1;
	if (p->typing) {
		int x = r.x + 2 + canvas_text(c, r.x + 1, y, 2, "/", &look);
		const char *text = p->filter.text->str;
		canvas_text(c, x, y, MAX(r.x + r.w - x, 1), text, &look);
		canvas_cursor(c, x + width_text(text, p->filter.at), y);
		y++;
	}
	int cursor_x = c->cursor_x, cursor_y = c->cursor_y;
	for (int k = 0; k < rows && p->top + (size_t)k < p->shown->len; k++)
		draw_item(ui, p, p->top + (size_t)k, y + k);
	if (p->typing && p->filter.text->len > 0)
		canvas_cursor(c, cursor_x, cursor_y);
}

static void draw_stack(struct ui *ui, struct popup *p)
{
	if (!p)
		return;
	draw_stack(ui, p->below);
	draw_one(ui, p);
}

void popup_draw(struct ui *ui)
{
	canvas_clip(&ui->canvas, NULL);
	draw_stack(ui, ui->popup);
}
