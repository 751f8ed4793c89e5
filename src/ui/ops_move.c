/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operations that move: in a pane, between panes, sizes of panes. */
#include "config.h"

#include "ui/article.h"
#include "ui/headlines.h"
#include "ui/ops.h"
#include "ui/readon.h"
#include "ui/sections.h"
#include "ui/status.h"
#include "util/i18n.h"

enum { STEP = 2, SIDE = 8 };

static void move(struct ui *ui, enum move how, int n)
{
	ui_pane(ui->focus)->move(ui, how, n);
}

void op_DOWN(struct ui *ui, const struct op_call *call)
{
	move(ui, MOVE_LINE, op_count(call));
}

void op_UP(struct ui *ui, const struct op_call *call)
{
	move(ui, MOVE_LINE, -op_count(call));
}

void op_LEFT(struct ui *ui, const struct op_call *call)
{
	(void)call;
	if (ui->focus == PANE_SECTIONS)
		sections_fold(ui, -1);
	else
		ui_focus(ui, ui->focus == PANE_ARTICLE ? PANE_HEADLINES : PANE_SECTIONS);
}

void op_RIGHT(struct ui *ui, const struct op_call *call)
{
	const struct place *p = sections_current(ui);

	(void)call;
	if (ui->focus == PANE_HEADLINES) {
		headlines_pane.open(ui);
	} else if (ui->focus == PANE_SECTIONS) {
		if (p && p->kind == PLACE_SECTION && p->has_inner && p->folded)
			sections_fold(ui, 1);
		else
			sections_pane.open(ui);
	}
}

void op_OPEN(struct ui *ui, const struct op_call *call)
{
	(void)call;
	ui_pane(ui->focus)->open(ui);
}

void op_PAGE_DOWN(struct ui *ui, const struct op_call *call)
{
	move(ui, MOVE_PAGE, op_count(call));
}

void op_PAGE_UP(struct ui *ui, const struct op_call *call)
{
	move(ui, MOVE_PAGE, -op_count(call));
}

void op_HALF_DOWN(struct ui *ui, const struct op_call *call)
{
	move(ui, MOVE_HALF, op_count(call));
}

void op_HALF_UP(struct ui *ui, const struct op_call *call)
{
	move(ui, MOVE_HALF, -op_count(call));
}

void op_SCROLL_DOWN(struct ui *ui, const struct op_call *call)
{
	move(ui, MOVE_VIEW, op_count(call));
}

void op_SCROLL_UP(struct ui *ui, const struct op_call *call)
{
	move(ui, MOVE_VIEW, -op_count(call));
}

void op_ARTICLE_DOWN(struct ui *ui, const struct op_call *call)
{
	article_scroll(ui, op_count(call));
}

void op_ARTICLE_UP(struct ui *ui, const struct op_call *call)
{
	article_scroll(ui, -op_count(call));
}

void op_FIRST(struct ui *ui, const struct op_call *call)
{
	move(ui, MOVE_TO, op_count(call));
}

void op_LAST(struct ui *ui, const struct op_call *call)
{
	if (call->count > 0)
		move(ui, MOVE_TO, call->count);
	else
		move(ui, MOVE_END, 0);
}

void op_CENTRE(struct ui *ui, const struct op_call *call)
{
	(void)call;
	move(ui, MOVE_CENTRE, 0);
}

void op_TO_TOP(struct ui *ui, const struct op_call *call)
{
	(void)call;
	move(ui, MOVE_TOP, 0);
}

void op_TO_BOTTOM(struct ui *ui, const struct op_call *call)
{
	(void)call;
	move(ui, MOVE_BOTTOM, 0);
}

void op_SCROLL_RIGHT(struct ui *ui, const struct op_call *call)
{
	move(ui, MOVE_SIDE, call->count > 0 ? call->count : SIDE);
}

void op_SCROLL_LEFT(struct ui *ui, const struct op_call *call)
{
	move(ui, MOVE_SIDE, -(call->count > 0 ? call->count : SIDE));
}

void op_PANE_NEXT(struct ui *ui, const struct op_call *call)
{
	(void)call;
	ui_focus(ui, (ui->focus + 1) % PANES);
}

void op_PANE_PREV(struct ui *ui, const struct op_call *call)
{
	(void)call;
	ui_focus(ui, (ui->focus + PANES - 1) % PANES);
}

void op_PANE_SECTIONS(struct ui *ui, const struct op_call *call)
{
	(void)call;
	ui_focus(ui, PANE_SECTIONS);
}

void op_PANE_HEADLINES(struct ui *ui, const struct op_call *call)
{
	(void)call;
	ui_focus(ui, PANE_HEADLINES);
}

void op_PANE_ARTICLE(struct ui *ui, const struct op_call *call)
{
	(void)call;
	ui_focus(ui, PANE_ARTICLE);
}

void op_ZOOM(struct ui *ui, const struct op_call *call)
{
	(void)call;
	ui->wish.zoom = !ui->wish.zoom;
	ui_todo(ui, TODO_LAYOUT);
}

/* The size of the focused pane in the form that is shown; the article's is what the
 * others leave, so it grows when they shrink. */
static void resize_pane(struct ui *ui, int n)
{
	const struct layout *l = &ui->layout;
	enum form form = l->form;

	if (form != FORM_COLUMNS && form != FORM_ROWS && form != FORM_DRAWER)
		return;
	const struct layout_pane *sections = &l->pane[PANE_SECTIONS];
	const struct layout_pane *headlines = &l->pane[PANE_HEADLINES];
	if (ui->focus == PANE_SECTIONS) {
		ui->wish.sections_w[form] = MAX(sections->body.w + n, 8);
	} else {
		int change = ui->focus == PANE_HEADLINES ? n : -n;
		if (form == FORM_COLUMNS)
			ui->wish.headlines_w[form] = MAX(headlines->body.w + change, 12);
		else
			ui->wish.headlines_h[form] =
				MAX(headlines->body.h + headlines->top.h + change, 2);
	}
	ui_todo(ui, TODO_LAYOUT);
}

void op_PANE_WIDER(struct ui *ui, const struct op_call *call)
{
	resize_pane(ui, call->count > 0 ? call->count : STEP);
}

void op_PANE_NARROWER(struct ui *ui, const struct op_call *call)
{
	resize_pane(ui, -(call->count > 0 ? call->count : STEP));
}

void op_PANE_RESET(struct ui *ui, const struct op_call *call)
{
	(void)call;
	for (int i = 0; i < FORMS; i++) {
		ui->wish.sections_w[i] = 0;
		ui->wish.headlines_w[i] = 0;
		ui->wish.headlines_h[i] = 0;
	}
	ui_todo(ui, TODO_LAYOUT);
}

void op_LAYOUT_NEXT(struct ui *ui, const struct op_call *call)
{
	static const char *const names[] = {N_("layout: automatic"),
					    N_("layout: columns"), N_("layout: rows"),
					    N_("layout: one pane")};

	(void)call;
	ui->wish.choice = (ui->wish.choice + 1) % 4;
	ui_say(ui, MESSAGE_DONE, "%s", _(names[ui->wish.choice]));
	ui_todo(ui, TODO_LAYOUT);
}

void op_READ_ON(struct ui *ui, const struct op_call *call)
{
	(void)call;
	readon_space(ui);
}

void op_READ_BACK(struct ui *ui, const struct op_call *call)
{
	(void)call;
	readon_back(ui);
}
