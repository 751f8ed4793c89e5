/* SPDX-License-Identifier: GPL-3.0-or-later */
/* edit: changes one line of the user's file and leaves every other byte alone.
 *
 * The file is written atomically, through symbolic links, with its permissions; if
 * somebody else changed it in the meantime it is read again first. Only http and https
 * addresses are ever written: programs and files are for a person's hand. */
#ifndef CONF_EDIT_H
#define CONF_EDIT_H

#include <glib.h>
#include <stdbool.h>

/* Adds `feed URL "name"` behind the last line of the section, or a new section at the
 * end of the file. section: a path as struct section has it ("Outer/Inner"); NULL or ""
 * for none. name may be NULL. A file that is not there is made, from the example that
 * comes with the program if there is one.
 *
 * ERR_USAGE if the address is not http or https, or stands in that section already (then
 * nothing is written); ERR_CONF if the file holds no text. */
bool conf_add_feed(const char *path, const char *section, const char *url,
		   const char *name, GError **err);

#endif
