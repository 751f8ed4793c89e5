/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tagname: what the name of a tag may be, wherever one is written: in the user's file, at a
 * prompt, on the command line. */
#ifndef TEXT_TAGNAME_H
#define TEXT_TAGNAME_H

#include <glib.h>
#include <stdbool.h>

/* A name is 1 to 100 characters without blanks, commas, control characters, and does not
 * begin with + or -; cleaned text in *clean, to be freed; ERR_USAGE otherwise. */
bool tagname_read(const char *name, char **clean, GError **err);

#endif
