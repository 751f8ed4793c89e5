/* SPDX-License-Identifier: GPL-3.0-or-later */
/* opener: addresses go to a browser: the setting, $BROWSER, xdg-open. An argument vector,
 * never a shell; http and https only; a browser for terminals gets the terminal. */
#ifndef UI_OPENER_H
#define UI_OPENER_H

#include "ui/state.h"

/* The address as it leaves tnews: without tracking parameters if the setting says so. To
 * be freed. */
char *opener_address(const struct ui *ui, const char *url);
/* False, and a message, if it is not opened. */
bool opener_url(struct ui *ui, const char *link);
/* Link number n of the story that is shown. */
bool opener_link(struct ui *ui, int n);
/* Text for the clipboard: the setting's program; else, on this machine's own screen, what
 * is there for it; else through the terminal. False, and a message, if nothing takes it. */
bool opener_copy(struct ui *ui, const char *text);
/* The words that would be started; NULL with ERR_USAGE. For tests, too. */
char **opener_words(const char *const *browser, const char *env, const char *url,
		    GError **err);
/* Runs a program on our terminal and waits. */
bool opener_on_terminal(struct ui *ui, char **argv, GError **err);
/* The editor for a file, at a line; to be freed. */
char **editor_words(const char *editor, const char *file, int line);

#endif
