/* SPDX-License-Identifier: GPL-3.0-or-later */
/* screen_term: a program on a pseudo terminal whose cells can be read back. One at a
 * time is alive; what it writes goes into libvterm, what libvterm answers (cursor
 * reports, key and mouse sequences as the program asked for them) goes back. */
#ifndef TESTS_SCREEN_TERM_H
#define TESTS_SCREEN_TERM_H

#include <glib.h>
#include <stdbool.h>

struct term;

/* argv: NULL-terminated; the child gets our environment and TERM=xterm-256color, or
 * what SCREEN_TERM says. */
struct term *term_start(char *const *argv, int rows, int cols);
/* Kills what still runs. */
void term_free(struct term *t);
int term_rows(const struct term *t);
int term_cols(const struct term *t);

/* Reads what the program writes, for at most ms; false after ms without output or when
 * it ended. */
bool term_read(struct term *t, int ms);
/* Waits for the end; the exit status, 128 + N after signal N, -1 if it does not end. */
int term_wait(struct term *t, int ms);
void term_kill(struct term *t, int signal);
bool term_ended(const struct term *t);

void term_resize(struct term *t, int rows, int cols);
/* Bytes as they are. */
void term_send(struct term *t, const char *bytes, gsize n);
/* One key by its name: a, ^X, A-x, F5, Space, PgDn ...; false for an unknown one. */
bool term_key(struct term *t, const char *name);
void term_paste(struct term *t, const char *text);
/* Rows and columns from 0; button 1..3, 4 wheel up, 5 wheel down. */
void term_mouse(struct term *t, int row, int col, int button, bool pressed);

/* A row as UTF-8 without blanks at its end; to be freed. */
char *term_row(const struct term *t, int row);
/* Row and column (cells, from 0) of text; false if it is not on the screen. */
bool term_find(const struct term *t, const char *text, int *row, int *col);
/* "bold reverse fg=3 bg=#102030", "" for a plain cell; to be freed. */
char *term_style(const struct term *t, int row, int col);
void term_cursor(const struct term *t, int *row, int *col, bool *visible);
char *term_title(const struct term *t);
/* The address that a cell leads to (OSC 8), NULL none; what was copied last (OSC 52). */
const char *term_link(const struct term *t, int row, int col);
/* What it last had shown on the desktop, or NULL. */
const char *term_message(const struct term *t);
const char *term_clipboard(const struct term *t);

#endif
