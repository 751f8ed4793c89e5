/* SPDX-License-Identifier: GPL-3.0-or-later */
/* term: the terminal. Cells go out through curses (here and nowhere else), bytes come in
 * and are decoded by input. Whatever ends the program, the terminal is given back. */
#ifndef UI_TERM_H
#define UI_TERM_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "ui/canvas.h"

struct terminal;

/* NULL with ERR_SYSTEM if standard input or output is no terminal, or one that is
 * unknown or cannot place its cursor. Only one at a time. */
struct terminal *term_new(bool mouse, bool bidi, GError **err);
void term_free(struct terminal *t);

/* The descriptor to poll, and what it has: the bytes read, 0 none now, -1 it is gone. */
int term_fd(const struct terminal *t);
gssize term_read(struct terminal *t, char *bytes, size_t n);

/* The size as the terminal tells it now; 0 columns while it tells none. */
void term_size(struct terminal *t, int *w, int *h);
/* Sends what differs from what is shown. */
void term_draw(struct terminal *t, const struct canvas *c);
/* Everything is sent anew at the next draw. */
void term_redraw(struct terminal *t);
void term_mouse(struct terminal *t, bool on);
/* Cells with a link can be clicked: where the terminal is known to have such links, or
 * as wanted. In the order of the setting. */
enum term_links { TERM_LINKS_AUTO, TERM_LINKS_YES, TERM_LINKS_NO };
void term_hyperlinks(struct terminal *t, enum term_links wanted);
/* Text for the clipboard, through the terminal: works over ssh. False if it has no such
 * thing, or the text is too long for it. */
bool term_copy(struct terminal *t, const char *text);

/* Rings; has the terminal show text on the desktop (OSC 9), without a sound of ours. */
void term_bell(struct terminal *t);
void term_message(struct terminal *t, const char *text);
/* Progress in the frame of the window; less than 0: none. shown: whether at all. */
void term_progress(struct terminal *t, bool shown, int percent);

/* Gives the terminal away (to an editor, to the shell), and takes it back. */
void term_leave(struct terminal *t);
void term_return(struct terminal *t);

/* Colours that can be shown: 0 (also with NO_COLOR), 8, 16, 256. */
int term_colors(const struct terminal *t);
/* Whether the locale is UTF-8; if not, cells are shown in ASCII. */
bool term_utf8(const struct terminal *t);

#endif
