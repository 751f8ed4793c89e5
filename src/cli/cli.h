/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cli: `tnews COMMAND`. What the commands share: the options before the command, the
 * configuration and the store as they need them, what is said and how it ends.
 *
 * Results go to standard output with cli_print; cli_main looks at the end whether all
 * could be written. Everything else goes to standard error through cli_say, as clean text.
 * A command returns true (exit 0), false with err (2 for ERR_USAGE and ERR_CONF, else 1),
 * or false without err: what failed was said already (1). */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "conf/conf.h"
#include "engine/scope.h"
#include "query/query.h"
#include "store/db.h"
#include "store/list.h"
#include "util/error.h"
#include "util/i18n.h"

struct command;

struct cli {
	const struct command *command;
	const char *conf_given; /* --config, or NULL */
	char *data_dir;
	const char *const *sets; /* --set, NULL-terminated, or NULL */
	bool quiet, verbose;
	bool done;	   /* --help was answered: nothing else is to do */
	struct conf *conf; /* commands that need one */
	struct db *db;	   /* after cli_open */
	struct scope *scope;
	int64_t now;
};

/* How much is prepared for a command. */
enum needs { NOTHING, CONF, STORE, ENGINE };

struct command {
	const char *name, *arguments;
	enum needs needs;
	const char *help; /* untranslated */
	bool (*run)(struct cli *c, char **words, GError **err);
};

/* The list of all commands, by name. */
const struct command *commands(size_t *n);

/* The whole program: options before the command, the command, the exit status. Without a
 * command panes is called: the interactive program. */
int cli_main(int argc, char **argv,
	     int (*panes)(struct conf *conf, const char *conf_given, const char *data_dir,
			  const char *const *sets));

/* Takes the options out of *words (a NULL-terminated copy is made, to be freed with
 * g_strfreev); what stands behind "--" is left alone. query: words with one "-" are terms
 * of a query and stay. False with err, or with c->done when help was asked for. */
bool cli_options(struct cli *c, const GOptionEntry *entries, bool query, char ***words,
		 GError **err);
/* The option that most lists have. */
#define CLI_JSON(value)                                                               \
	{                                                                             \
		"json", 0, 0, G_OPTION_ARG_NONE, value, N_("one JSON object a line"), \
			NULL                                                          \
	}
/* How many words may be left. */
bool cli_words(char **words, size_t at_least, size_t at_most, GError **err);
/* A number of 1 or more. */
bool cli_number(const char *text, const char *option, int64_t *number, GError **err);

/* The configuration is read again, after a change by this program. */
bool cli_reread(struct cli *c, GError **err);
/* Opens the store: c->db, and c->scope, which knows the subscriptions. */
bool cli_open(struct cli *c, enum db_mode mode, GError **err);
/* The query that the words make together; everything if there are none. */
struct query *cli_query(struct cli *c, char *const *words, GError **err);
/* A list_spec over everything. */
struct list_spec cli_spec(const struct cli *c, const struct query *query);
/* The section that a feed stands in first: its path, or NULL; the subscription, or NULL. */
const char *cli_section(const struct cli *c, int64_t feed);
const struct sub *cli_sub(const struct cli *c, int64_t feed);

/* To standard output. False once it cannot be written: then stop. */
bool cli_print(const char *format, ...) __attribute__((format(printf, 1, 2)));
bool cli_write(const char *text, size_t n);
/* A line on standard error, cleaned; it begins with "tnews: " */
void cli_say(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* How many stories an act changed, unless quiet. */
void cli_say_changed(const struct cli *c, size_t n);
/* Asks in a command that takes long whether it shall go on. */
bool cli_output_good(void);
/* Columns of the terminal on standard output, or other if it is none. */
int cli_columns(int other);

#define COMMAND(id, name, arguments, needs, help) \
	bool cmd_##id(struct cli *c, char **words, GError **err);
#include "cli/commands.def"
#undef COMMAND

#endif
