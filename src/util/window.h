/* SPDX-License-Identifier: GPL-3.0-or-later */
/* window: progress in the frame of the terminal's window (OSC 9;4). */
#ifndef UTIL_WINDOW_H
#define UTIL_WINDOW_H

#include <stdbool.h>

/* Whether this terminal is known to show it: others may take the sequence for a message.
 * wanted: "auto", "yes" or "no" of the setting window-progress. */
bool window_shows_progress(const char *wanted);
/* The sequence for so many percent, less than 0: none any more. To be freed. */
char *window_progress(int percent);

#endif
