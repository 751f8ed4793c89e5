/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From keys and mouse to what they do: prompt first, then popup, then bindings. */
#include "config.h"

#include <string.h>

#include "ui/article.h"
#include "ui/headlines.h"
#include "ui/memory.h"
#include "ui/ops.h"
#include "ui/popup.h"
#include "ui/prompt.h"
#include "ui/sections.h"
#include "ui/state.h"
#include "ui/status.h"
#include "util/i18n.h"

enum { PREFIX_MS = 400, WHEEL_LINES = 3 };

static gboolean prefix_late(gpointer data)
{
	struct ui *ui = data;

	ui->prefix_timer = 0;
	if (ui->keys.chord.n > 0 && !ui->popup && !ui->prompt) {
		prefix_popup(ui);
		ui_draw_soon(ui);
	}
	return G_SOURCE_REMOVE;
}

static void prefix_over(struct ui *ui)
{
	g_clear_handle_id(&ui->prefix_timer, g_source_remove);
	if (ui->popup && ui->popup->kind == POPUP_PREFIX)
		popup_close(ui);
}

void ui_run_binding(struct ui *ui, const struct binding *b, int count)
{
	/* a step may read the file again: nothing of the binding is touched after it */
	size_t n = b->n_steps;
	GPtrArray *args = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
	g_autofree enum op_id *ops = g_new(enum op_id, n + 1);

	for (size_t i = 0; i < n; i++) {
		ops[i] = b->steps[i].op;
		g_ptr_array_add(args, g_strdupv(b->steps[i].args));
	}
	for (size_t i = 0; i < n; i++) {
		struct op_call call = {i == 0 ? count : 0, g_ptr_array_index(args, i)};
		memory_used(ui, ops[i]);
		ops_run(ui, ops[i], &call);
	}
	g_ptr_array_unref(args);
}

static void unknown_key(struct ui *ui, uint32_t key)
{
	g_autofree char *name = key_print(key);
	g_autofree char *help = bind_key_of(ui->conf->bindings, ui_context(ui), OP_HELP);

	ui_say(ui, MESSAGE_DONE, _("%s is not bound here; %s shows the keys"), name,
	       help ? help : ":help");
}

void ui_key(struct ui *ui, uint32_t key)
{
	const struct binding *b = NULL;
	int count = 0;

	ui_todo(ui, TODO_DRAW);
	if (ui->prompt) {
		prompt_key(ui, key);
		return;
	}
	prefix_over(ui);
	if (ui->popup) {
		popup_key(ui, key);
		return;
	}
	status_on_key(ui);
	switch (keys_take(&ui->keys, ui->conf->bindings, ui_context(ui), key, &b,
			  &count)) {
	case KEYS_WAIT:
		if (ui->keys.chord.n > 0)
			ui->prefix_timer = g_timeout_add(PREFIX_MS, prefix_late, ui);
		break;
	case KEYS_FOUND:
		ui_run_binding(ui, b, count);
		break;
	case KEYS_UNKNOWN:
		unknown_key(ui, key);
		break;
	case KEYS_LEFT:
		break;
	}
}

void ui_paste(struct ui *ui, const char *text)
{
	if (ui->prompt)
		prompt_paste(ui, text);
	else if (ui->popup)
		popup_paste(ui, text);
	else
		ui_say(ui, MESSAGE_DONE, _("text is pasted into prompts only"));
}

static void wheel(struct ui *ui, enum pane_id id, int n)
{
	struct sections *s = ui->sections;

	if (id == PANE_ARTICLE) {
		article_scroll(ui, n);
	} else if (id == PANE_HEADLINES) {
		headlines_wheel(ui, n);
	} else if (id == PANE_SECTIONS) {
		int64_t most = (int64_t)s->places->len - s->body.h;
		s->top = (size_t)CLAMP((int64_t)s->top + n, 0, MAX(most, 0));
		s->loose = true;
	}
}

static void press(struct ui *ui, const struct input_event *e, int times)
{
	const struct layout *l = &ui->layout;
	enum pane_id id = layout_at(l, e->x, e->y);

	if (l->has_hints && rect_has(&l->hints, e->x, e->y)) {
		struct op_call none = {0};
		ops_run(ui, hints_at(ui, e->x), &none);
		return;
	}
	if (rect_has(&l->status, e->x, e->y)) {
		struct op_call none = {0};
		if (ui->totals.failing > 0)
			op_GO_ERRORS(ui, &none);
		else if (ui->headlines->list->n_new > 0)
			op_TIDY(ui, &none);
		return;
	}
	if (l->form == FORM_SINGLE && l->has_title && rect_has(&l->title, e->x, e->y)) {
		struct op_call none = {0};
		op_LEFT(ui, &none);
		return;
	}
	if (id == PANES)
		return;
	if (e->button == 3) {
		ui_focus(ui, id);
		help_open(ui);
		return;
	}
	ui_focus(ui, id);
	if (rect_has(&l->pane[id].body, e->x, e->y))
		ui_pane(id)->click(ui, e->x, e->y, times);
}

/* Separators are drawn along: which one is held. */
static int held = -1;

static bool drag(struct ui *ui, const struct input_event *e)
{
	const struct layout *l = &ui->layout;

	if (e->act == MOUSE_PRESS) {
		held = -1;
		if (rect_has(&l->panes, e->x, e->y) && e->x == l->left_line)
			held = 0;
		else if (rect_has(&l->panes, e->x, e->y) && e->x == l->right_line)
			held = 1;
		else if (l->right_line < 0 && l->pane[PANE_ARTICLE].has_top &&
			 l->pane[PANE_HEADLINES].visible &&
			 e->y == l->pane[PANE_ARTICLE].top.y)
			held = 2;
		return held >= 0 && held < 2;
	}
	if (e->act != MOUSE_DRAG || held < 0)
		return false;
	if (held == 0)
		ui->wish.sections_w[l->form] = MAX(e->x - l->panes.x, 8);
	else if (held == 1)
		ui->wish.headlines_w[l->form] = MAX(e->x - l->left_line - 1, 12);
	else
		ui->wish.headlines_h[l->form] = MAX(e->y - l->panes.y, 2);
	ui_todo(ui, TODO_LAYOUT);
	return true;
}

void ui_mouse(struct ui *ui, const struct input_event *e)
{
	static gint64 last_us;
	static int last_x, last_y;
	gint64 now = g_get_monotonic_time();

	ui_todo(ui, TODO_DRAW);
	if (ui->prompt)
		return;
	if (ui->popup) {
		popup_mouse(ui, e);
		return;
	}
	if (e->act == MOUSE_WHEEL_UP || e->act == MOUSE_WHEEL_DOWN) {
		wheel(ui, layout_at(&ui->layout, e->x, e->y),
		      e->act == MOUSE_WHEEL_UP ? -WHEEL_LINES : WHEEL_LINES);
		return;
	}
	if (drag(ui, e) || e->act != MOUSE_PRESS || e->button == 0)
		return;
	status_on_key(ui);
	int times = now - last_us < 400000 && e->x == last_x && e->y == last_y ? 2 : 1;
	last_us = times == 2 ? 0 : now;
	last_x = e->x;
	last_y = e->y;
	if (times == 2 && held == 2) {
		ui->wish.headlines_h[ui->layout.form] = 0;
		ui_todo(ui, TODO_LAYOUT);
		return;
	}
	press(ui, e, times);
}
