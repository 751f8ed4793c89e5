/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wrap: plain text cut into lines of some columns, for heads and popups. */
#ifndef UI_WRAP_H
#define UI_WRAP_H

#include <glib.h>

/* char *, each to be freed; at least one. Line feeds in the text end a line. */
GPtrArray *wrap_text(const char *text, int columns);

#endif
