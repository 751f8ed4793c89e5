/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pane: what every pane can do, as a table of functions. A pane draws into a canvas and
 * asks the engine by messages; it knows no terminal. */
#ifndef UI_PANE_H
#define UI_PANE_H

#include <stdbool.h>

#include "conf/bind.h"
#include "engine/message.h"
#include "ui/canvas.h"
#include "ui/layout.h"

struct ui;

/* What the loop has to do next. */
enum todo {
	TODO_NOTHING = 0,
	TODO_DRAW = 1 << 0,
	TODO_LAYOUT = 1 << 1, /* sizes or forms changed; implies drawing */
	TODO_QUIT = 1 << 2,
};

/* Movements within a pane; `n` is how often, negative is up or left. */
enum move {
	MOVE_LINE,
	MOVE_PAGE,
	MOVE_HALF,
	MOVE_VIEW, /* the view alone */
	MOVE_TO,   /* line n, from 1 */
	MOVE_END,  /* last line */
	MOVE_CENTRE,
	MOVE_TOP,
	MOVE_BOTTOM, /* the current line in the view */
	MOVE_SIDE,
};

struct pane {
	unsigned context; /* enum bind_context */
	/* The rectangle is new. */
	void (*layout)(struct ui *ui, struct rect body);
	/* The body; the canvas is clipped to it. */
	void (*draw)(struct ui *ui, struct canvas *c, struct rect body);
	/* What stands in the top line, left and right; to be freed, may be NULL. */
	char *(*title)(struct ui *ui);
	char *(*title_right)(struct ui *ui);
	void (*move)(struct ui *ui, enum move move, int n);
	void (*open)(struct ui *ui);
	/* A word is looked for: from the cursor on (dir 1, -1), or as typed (0: stay if it
	 * fits here). NULL text ends it. False: not there. */
	bool (*find)(struct ui *ui, const char *text, int dir);
	/* A click at a cell of the body. times: 1, 2. */
	void (*click)(struct ui *ui, int x, int y, int times);
};

extern const struct pane sections_pane, headlines_pane, article_pane;

#endif
