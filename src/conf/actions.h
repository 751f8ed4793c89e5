/* SPDX-License-Identifier: GPL-3.0-or-later */
/* actions: what the file says to do: rules, openers, hooks, accounts, quick tags, query
 * keys, macros, highlights. Read and checked here; carried out in engine/ and ui/. */
#ifndef CONF_ACTIONS_H
#define CONF_ACTIONS_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "conf/style.h"

struct rule {
	char *name; /* or NULL */
	char *query;
	char **add, **remove; /* tags, NULL-terminated */
	int64_t until;	      /* seconds UTC, INT64_MAX for ever */
	const char *file;
	int line;
};

struct opener {
	char *pattern; /* a glob: of an address ("*.mp3") or of a media type */
	char **command;
};

struct hook {
	char *event; /* new-stories, reload-done, start, quit */
	char **command;
};

struct account {
	char *name, *type, *url, *user;
	char **password_command;
	char *password_file, *ca_file, *cert, *key;
	bool labels, insecure;
	int64_t limit; /* ids a list, 0 if not said */
};

struct highlight {
	char *query; /* or NULL */
	char *regex; /* or NULL */
	GRegex *compiled; /* the same, bounded: one that takes too long marks nothing */
	struct look look;
};

struct letter { /* quick-tag, query-key */
	uint32_t letter;
	char *text;
};

struct actions {
	GPtrArray *rules, *openers, *hooks, *accounts, *highlights;
	GPtrArray *quick_tags, *query_keys; /* struct letter */
};

struct conf;

/* Binds ;x and 'x as quick-tag and query-key say, and ;l to "later" if nothing else does. */
void actions_bind_letters(struct conf *conf);

/* "+later -unread until=2026-12-31": what a rule does, as the file says it; to be freed. */
char *rule_actions(const struct rule *rule);
/* By its name, or its number from 1 on; NULL with ERR_USAGE. */
const struct rule *rule_find(const GPtrArray *rules, const char *name, GError **err);

#endif
