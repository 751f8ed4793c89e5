/* SPDX-License-Identifier: GPL-3.0-or-later */
/* conf: ~/.tnewsrc, read whole: the grammar of tnewsrc.md. Belongs to the main thread
 * alone; what another thread needs is copied into a message.
 *
 * A fault never stops the reading: all are collected with file, line, column and the
 * nearest known word. The program starts with what was understood, a command stops. */
#ifndef CONF_CONF_H
#define CONF_CONF_H

#include <glib.h>
#include <stdbool.h>

#include "conf/actions.h"
#include "conf/bind.h"
#include "conf/setting.h"
#include "conf/style.h"
#include "conf/subs.h"
#include "util/error.h"
#include "util/replace.h"

/* A file that was read: the first is the user's own, the others were included. */
struct conf_file {
	char *path;
	char *shown; /* the same for messages: ~/.tnewsrc, without control characters */
	struct file_stamp stamp;
};

struct conf {
	char *path;                /* of the user's own file, whether it exists or not */
	bool exists;
	GPtrArray *files;          /* struct conf_file */
	struct settings *settings; /* global ones */
	struct subs *subs;         /* sections and feeds */
	struct bindings *bindings;
	struct styles *styles;
	struct actions *actions;   /* rules, openers, hooks, accounts, quick tags, ... */
	GPtrArray *faults;         /* struct fault */
};

/* Where the user's file is: path if given, else ~/.tnewsrc if it exists, else
 * $XDG_CONFIG_HOME/tnews/tnewsrc if it exists, else ~/.tnewsrc. To be freed. */
char *conf_path(const char *path);
/* Reads path (of conf_path) and what it includes; a missing file is an empty one, unless
 * must_exist. sets: NAME=VALUE of --set, NULL-terminated, or NULL. Never NULL. */
struct conf *conf_load(const char *path, bool must_exist, const char *const *sets);
void conf_free(struct conf *c);
/* Whether a file changed since it was read. */
bool conf_changed(const struct conf *c);
/* Carries out one line of the language (":set name value", ":bind ..."): the command
 * line of the program. False with ERR_CONF. */
bool conf_line(struct conf *c, const char *text, GError **err);
/* The names of all commands of the language, sorted, for completion. */
const char *const *conf_commands(size_t *n);

/* A file of the program's own data: "keys/mutt", "themes/mono", "welcome.xml": beside
 * the program when it runs in place, else where it is installed; TNEWS_SHARE names
 * another folder. NULL if it is nowhere. To be freed. */
char *conf_data_file(const char *name);
/* The feed addresses that the rules of the file "sites" (see there) make of the address
 * of a page; perhaps none. To be freed with g_ptr_array_unref. */
GPtrArray *conf_site_feeds(const char *url);

#endif
