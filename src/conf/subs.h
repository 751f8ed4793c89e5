/* SPDX-License-Identifier: GPL-3.0-or-later */
/* subs: sections and feeds as they stand in the file. */
#ifndef CONF_SUBS_H
#define CONF_SUBS_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "conf/setting.h"

/* A subscription: one for each address, however many sections it stands in. */
struct sub {
	char *url;          /* as written; exec:COMMAND ARG... is "exec:" and the words quoted */
	char **command;     /* exec: the argument vector, else NULL */
	char **filter;      /* filter=: the argument vector, else NULL */
	char *name;         /* the user's name, or NULL */
	GPtrArray *tags;    /* char *: +tag words */
	GPtrArray *sections; /* struct section, borrowed: those that hold it, each once, in
				the order of its lines; never empty */
	char *user;
	char **password_command; /* argument vector, or NULL */
	bool hidden;
	bool paused;        /* paused=yes, or a date that has not come yet */
	char *account;      /* NULL if none */
	struct settings *settings; /* its own, falling back to the section's */
	int64_t every_s;    /* every=, -1 if not said */
	const char *file;   /* where it stands first; line from 1 */
	int line;
	int64_t id;         /* of the store, 0 until engine/ knows it */
};

struct section {
	char *name;            /* last part */
	char *path;            /* "Outer/Inner", slashes in names doubled */
	struct section *parent; /* NULL at the top */
	GPtrArray *children;   /* struct section, borrowed, in the order of the file */
	GPtrArray *feeds;      /* struct sub, borrowed, those of this section alone */
	char *query;           /* a saved search, or NULL */
	char *account;         /* account=, or NULL: see section_account */
	struct settings *settings;
	const char *file;
	int line;
};

struct subs {
	GPtrArray *sections;   /* struct section, all, in the order of the file */
	GPtrArray *feeds;      /* struct sub, all, each once, in the order of the file */
	struct section *root;  /* nameless: feeds before any section; its children are the
	                          outermost sections */
	GHashTable *by_path;   /* path -> struct section */
	GHashTable *by_url;    /* url_normal() -> struct sub */
};

/* What makes two addresses the same feed; to be freed. */
char *feed_key(const char *url);
struct section *subs_section(const struct subs *s, const char *path);
struct sub *subs_feed(const struct subs *s, const char *url);
/* Adds to out (struct sub, each once) the feeds of the section and of all inside it. */
void section_feeds(const struct section *section, GPtrArray *out);
/* The sync account of a section: its own, else the nearest outer one's; NULL if none. */
const char *section_account(const struct section *section);

#endif
