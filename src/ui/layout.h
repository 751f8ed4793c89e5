/* SPDX-License-Identifier: GPL-3.0-or-later */
/* layout: which pane has which rectangle, at every size of the terminal. Pure: the same
 * wish gives the same layout. The forms and their sizes are those of the manual's table
 * "panes at every width". */
#ifndef UI_LAYOUT_H
#define UI_LAYOUT_H

#include <stdbool.h>

#include "ui/canvas.h"

enum pane_id { PANE_SECTIONS, PANE_HEADLINES, PANE_ARTICLE, PANES };

enum form {
	FORM_TINY,    /* too small: one line */
	FORM_SINGLE,  /* one pane at a time, the title line leads back */
	FORM_DRAWER,  /* headlines above the article; sections slide over */
	FORM_ROWS,    /* sections left; headlines above the article */
	FORM_COLUMNS, /* side by side */
	FORMS
};

/* The choices of the setting `layout`, in its order. */
enum layout_choice { LAYOUT_AUTO, LAYOUT_COLUMNS, LAYOUT_ROWS, LAYOUT_SINGLE };

struct layout_wish {
	int w, h;
	enum layout_choice choice;
	enum pane_id focus;
	bool zoom;	   /* the focused pane alone */
	bool drawer;	   /* the sections are slid in */
	bool title, hints; /* settings: whether those lines are wanted */
	/* by hand, in columns or rows, per form; 0 automatic */
	int sections_w[FORMS], headlines_w[FORMS], headlines_h[FORMS];
	enum form before; /* the form now, for hysteresis */
	int before_class; /* layout.width_class of it */
};

struct layout_pane {
	bool visible;
	bool has_top;	  /* a line of its own with title and place */
	struct rect top;  /* that line */
	struct rect body; /* without it */
};

struct layout {
	enum form form;
	int width_class; /* the row of the table, for hysteresis */
	struct layout_pane pane[PANES];
	bool has_title, has_status, has_hints;
	struct rect title, status, hints;
	struct rect panes; /* all panes together */
	int left_line;	   /* column of the separator right of sections, -1 none */
	int right_line;	   /* column between headlines and article, -1 none */
};

void layout_make(const struct layout_wish *wish, struct layout *out);
/* Which pane is at a cell, PANES if none. */
enum pane_id layout_at(const struct layout *l, int x, int y);
const char *form_name(enum form form);

#endif
