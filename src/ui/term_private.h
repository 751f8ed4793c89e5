/* SPDX-License-Identifier: GPL-3.0-or-later */
/* term_private: what term.c and term_beside.c share. Both know curses, nobody else. */
#ifndef UI_TERM_PRIVATE_H
#define UI_TERM_PRIVATE_H

#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <term.h>
/* term.h makes macros of these words */
#undef lines
#undef columns
#undef tab

#include <glib.h>
#include <wchar.h>

#include "ui/term.h"

struct terminal {
	SCREEN *screen;
	struct canvas shown;
	bool active, utf8, mouse, order, fresh;
	int colors;
	GHashTable *pairs; /* fg and bg in one number -> pair */
	struct look look;  /* what attributes and pair below stand for */
	attr_t attributes;
	int pair;
	bool look_known;
	/* term_beside.c */
	bool links;	    /* the terminal has hyperlinks (OSC 8) */
	int progress; /* that the window shows, -1 none */
	bool clipboard;	    /* and takes text for the clipboard (OSC 52) */
	const char *strike; /* switches striking on, NULL: it has none */
	const char *no_strike;
	GByteArray *beside; /* for each row whether it is to be written beside curses */
};

void term_write(const char *s);
/* Attributes and pair of curses for a look, in t->attributes and t->pair. */
void term_find_look(struct terminal *t, const struct look *look);
/* What stands for a character where the locale has no UTF-8. */
wchar_t term_ascii(uint32_t c);

/* What the terminal can do that curses does not know of. */
void term_find_abilities(struct terminal *t);
/* While a frame is sent: false if there is nothing to do beside curses. Then each row that
 * differs from what is shown, before it is; then, after curses has written all. */
bool term_beside_begin(struct terminal *t, const struct canvas *c);
void term_beside_row(struct terminal *t, const struct canvas *c, int y);
void term_beside_write(struct terminal *t, const struct canvas *c);

#endif
