/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check: what a prompt wants to know while a query is typed. Pure; for the main thread. */
#ifndef ENGINE_CHECK_H
#define ENGINE_CHECK_H

#include <glib.h>
#include <stdbool.h>

/* Whether text can be read as a query; else false with ERR_USAGE, and the column of the
 * fault, from 1 (0 unknown). */
bool engine_query_check(const char *text, int *column, GError **err);
/* The words of the language, for completion: "tag:", "is:unread", ... */
const char *const *engine_query_words(size_t *n);

#endif
