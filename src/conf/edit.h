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

#include "conf/conf.h"

/* What an edit changed, so that it can be taken back; a zeroed struct is an empty one.
 * Where undo may be NULL nothing is kept. */
struct conf_undo {
	char *path;
	char *before; /* NULL: there was no file */
	char *after;
};

void conf_undo_clear(struct conf_undo *undo);
/* Takes it back, or if that was done already makes it again. ERR_CONF if the file was
 * changed since by somebody else: then it stays as it is. */
bool conf_undo(struct conf_undo *undo, GError **err);

/* Adds `feed URL "name"` behind the last line of the section, or a new section at the
 * end of the file. section: a path as struct section has it ("Outer/Inner"); NULL or ""
 * for none. name may be NULL. A file that is not there is made, from the example that
 * comes with the program if there is one.
 *
 * ERR_USAGE if the address is not http or https, or stands in that section already (then
 * nothing is written); ERR_CONF if the file holds no text. */
bool conf_add_feed(const char *path, const char *section, const char *url,
		   const char *name, struct conf_undo *undo, GError **err);

/* A feed as another program's list has it. */
struct conf_feed {
	char *const
		*path; /* names of sections, outermost first, NULL-terminated; or NULL */
	const char *url, *name; /* name may be NULL */
};

/* What conf_import did. */
struct conf_added {
	size_t n, n_sections; /* feeds added, sections that they went to */
	size_t n_known;	      /* feeds that stand in the file already */
	size_t n_refused;     /* no address of the web */
	GString *
		text; /* the lines, each section with its head; g_string_free it always */
};

/* Adds all of them with one change of the file, as conf_add_feed does. A feed that stands
 * anywhere in conf already stays where it is. dry: nothing is written, *added says what
 * would be. undo stays empty if nothing was written. */
bool conf_import(const struct conf *conf, const struct conf_feed *feeds, size_t n,
		 bool dry, struct conf_added *added, struct conf_undo *undo,
		 GError **err);
/* Whether conf_import takes an address: of the web, "feed:" before it or its scheme left
 * out allowed. */
bool conf_may_import(const char *url);

/* A new, empty section at the end of the file; ERR_USAGE if it is there already. */
bool conf_add_section(const char *path, const char *section, struct conf_undo *undo,
		      GError **err);

/* Adds "rule QUERY => ACTIONS [until=DATE]" behind the last rule of the file, else before
 * its first section. until may be NULL. ERR_USAGE if the query cannot stand in a line. */
bool conf_add_rule(const char *path, const char *query, const char *actions,
		   const char *until, struct conf_undo *undo, GError **err);

/* "color OBJECT COLOUR" in the place of the line that says it, else where a rule would
 * go. */
bool conf_set_color(const char *path, const char *object, const char *color,
		    struct conf_undo *undo, GError **err);

/* Another name for a section, and for what stands inside it: "Outer/Inner" may become
 * "Other/Inner" or "Inner". Its lines stay where they are. ERR_USAGE if there is no such
 * section in the file, or one of the new name already. */
bool conf_rename_section(const char *path, const char *section, const char *to,
			 struct conf_undo *undo, GError **err);

enum change_kind {
	CHANGE_NAME, /* name: "" takes it away */
	CHANGE_URL,  /* name is the new address */
	CHANGE_SET,  /* the attribute `attribute` becomes name; NULL takes it away */
	CHANGE_MOVE, /* to: the path of the other section */
	CHANGE_SHIFT, /* by: -1 before the feed above it in its section, 1 behind the next */
	CHANGE_REMOVE, /* its lines go */
};

struct conf_change {
	enum change_kind kind;
	const char *key;     /* of the feed: feed_key of its address */
	const char *section; /* MOVE, SHIFT, REMOVE: the place that is meant; NULL: all */
	const char *name, *attribute, *to;
	int by;
	char *const *names; /* filled in by conf_change_feed */
};

/* Changes the lines of a feed. path: the file that they stand in (struct sub.file).
 * ERR_USAGE if it is not there, or there is nothing to change. */
bool conf_change_feed(const char *path, const struct conf_change *change,
		      struct conf_undo *undo, GError **err);

#endif
