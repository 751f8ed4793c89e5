/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One frame: title, panes with their top lines and separators, status or prompt, hints,
 * popups; then what differs goes to the terminal. */
#include "config.h"

#include <string.h>

#include "text/width.h"
#include "ui/article.h"
#include "ui/headlines.h"
#include "ui/popup.h"
#include "ui/prompt.h"
#include "ui/state.h"
#include "ui/status.h"
#include "util/i18n.h"

uint32_t ui_line(const struct ui *ui, enum ui_line line)
{
	static const uint32_t plain[] = {'-', '=', '|', '+', '+'};
	static const uint32_t drawn[] = {0x2500, 0x2550, 0x2502, 0x252C, 0x251C};

	return ui->term && term_utf8(ui->term) ? drawn[line] : plain[line];
}

static void draw_top(struct ui *ui, enum pane_id id)
{
	struct canvas *c = &ui->canvas;
	const struct layout_pane *p = &ui->layout.pane[id];
	bool focused = ui->focus == id;
	struct look line =
		look_over(*ui_look(ui, STYLE_NORMAL),
			  ui_look(ui, focused ? STYLE_BORDER_FOCUS : STYLE_BORDER));
	struct rect r = p->top;

	if (!p->has_top)
		return;
	canvas_fill(c, r, ui_line(ui, focused ? UI_LINE_FOCUS : UI_LINE_H), &line);
	g_autofree char *left = ui_pane(id)->title(ui);
	g_autofree char *right = ui_pane(id)->title_right(ui);
	int w = right ? width_text(right, strlen(right)) : 0, at = 0;
	if (left && r.w > 4) {
		g_autofree char *cut = width_cut(left, r.w - 2);
		at = canvas_text(c, r.x + 1, r.y, r.w - 2, cut, &line) + 1;
	}
	if (w > 0 && at + w + 3 <= r.w) {
		canvas_char(c, r.x + r.w - w - 2, r.y, ' ', &line);
		canvas_text(c, r.x + r.w - w - 1, r.y, w, right, &line);
		canvas_char(c, r.x + r.w - 1, r.y, ' ', &line);
	}
}

static void draw_separator(struct ui *ui, int x)
{
	const struct layout *l = &ui->layout;
	struct look look = look_over(*ui_look(ui, STYLE_NORMAL),
				     ui_look(ui, STYLE_BORDER));
	int tops[] = {l->panes.y, l->pane[PANE_ARTICLE].top.y,
		      l->pane[PANE_HEADLINES].top.y};

	if (x < 0)
		return;
	canvas_fill(&ui->canvas, (struct rect){x, l->panes.y, 1, l->panes.h},
		    ui_line(ui, UI_LINE_V), &look);
	for (size_t i = 0; i < G_N_ELEMENTS(tops); i++)
		if (rect_has(&l->panes, x, tops[i]) && (i == 0 || l->form != FORM_DRAWER))
			canvas_char(&ui->canvas, x, tops[i],
				    ui_line(ui, tops[i] == l->panes.y ? UI_LINE_TOP
								      : UI_LINE_LEFT),
				    &look);
}

static void draw_pane(struct ui *ui, enum pane_id id)
{
	const struct layout_pane *p = &ui->layout.pane[id];
	struct canvas *c = &ui->canvas;

	if (!p->visible)
		return;
	canvas_clip(c, NULL);
	draw_top(ui, id);
	if (p->body.w < 1 || p->body.h < 1)
		return;
	canvas_clip(c, &p->body);
	canvas_fill(c, p->body, ' ', ui_look(ui, STYLE_NORMAL));
	ui_pane(id)->draw(ui, c, p->body);
	canvas_clip(c, NULL);
}

static void draw_tiny(struct ui *ui)
{
	g_autofree char *text = width_cut(_("too small"), ui->canvas.w);

	canvas_text(&ui->canvas, 0, 0, ui->canvas.w, text, ui_look(ui, STYLE_NORMAL));
}

void ui_draw_frame(struct ui *ui)
{
	const struct layout *l = &ui->layout;
	struct canvas *c = &ui->canvas;

	if (ui->away || c->w < 1 || c->h < 1)
		return;
	canvas_blank(c, ui_look(ui, STYLE_NORMAL));
	if (l->form == FORM_TINY) {
		draw_tiny(ui);
	} else {
		if (l->has_title)
			status_draw_title(ui);
		draw_pane(ui, PANE_HEADLINES);
		draw_pane(ui, PANE_ARTICLE);
		draw_pane(ui, PANE_SECTIONS); /* last: as a drawer it lies above them */
		draw_separator(ui, l->left_line);
		draw_separator(ui, l->right_line);
		status_draw(ui);
		if (l->has_hints)
			hints_draw(ui);
		if (ui->popup)
			popup_draw(ui);
		if (ui->prompt)
			prompt_draw(ui);
	}
	if (ui->term)
		term_draw(ui->term, c);
	ui->drawn_at = g_get_monotonic_time();
	/* only now: it would compete with what is waited for */
	if (article_settled(ui) &&
	    (!l->pane[PANE_HEADLINES].visible || headlines_settled(ui)))
		headlines_ahead(ui);
}
