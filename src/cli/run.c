/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options before the command, dispatch, help, exit status. */
#include "cli/cli.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "config.h"
#include "engine/engine.h"
#include "store/feeds.h"
#include "text/utf8.h"
#include "util/clock.h"

void cli_say(const char *format, ...)
{
	va_list args;
	va_start(args, format);
	char *text = g_strdup_vprintf(format, args);
	va_end(args);
	char *clean = utf8_clean(text, strlen(text), CLEAN_TEXT);
	char *shown = utf8_clean(clean, strlen(clean), CLEAN_SHOWN);
	fprintf(stderr, "tnews: %s\n", shown);
	g_free(shown);
	g_free(clean);
	g_free(text);
}

void cli_say_changed(const struct cli *c, size_t n)
{
	if (!c->quiet)
		cli_print(ngettext("%zu story changed\n", "%zu stories changed\n", n), n);
}

bool cli_output_good(void)
{
	return !ferror(stdout);
}

bool cli_print(const char *format, ...)
{
	va_list args;
	va_start(args, format);
	vfprintf(stdout, format, args);
	va_end(args);
	return !ferror(stdout);
}

bool cli_write(const char *text, size_t n)
{
	fwrite(text, 1, n, stdout);
	return !ferror(stdout);
}

int cli_columns(int other)
{
	struct winsize size;
	if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 ||
	    size.ws_col == 0)
		return other;
	return size.ws_col;
}

/* --- options ---------------------------------------------------------------------------- */

static bool usage(GError **err, GError *cause)
{
	g_set_error(err, TNEWS_ERROR, ERR_USAGE, "%s", cause->message);
	g_error_free(cause);
	return false;
}

static void print_option(const GOptionEntry *entry)
{
	char *name = g_strdup_printf("%s%c%s--%s%s%s", entry->short_name ? "-" : "",
				     entry->short_name ? entry->short_name : ' ',
				     entry->short_name ? ", " : "   ", entry->long_name,
				     entry->arg_description ? " " : "",
				     entry->arg_description ? entry->arg_description
							    : "");
	cli_print("  %-28s %s\n", name, _(entry->description));
	g_free(name);
}

static void print_command_help(const struct command *command, const GOptionEntry *entries)
{
	cli_print(_("Usage: tnews %s %s\n\n"), command->name, command->arguments);
	char *help = g_strdup(_(command->help));
	if (g_ascii_islower(*help))
		*help = g_ascii_toupper(*help);
	cli_print("%s.\n", help);
	g_free(help);
	for (size_t i = 0; entries && entries[i].long_name; i++) {
		if (i == 0)
			cli_print("\n");
		print_option(&entries[i]);
	}
}

static const GOptionEntry global_entries[];

static void print_help(void)
{
	size_t n;
	const struct command *list = commands(&n);
	cli_print("%s",
		  _("Usage: tnews [OPTION]... [COMMAND [ARGUMENT]...]\n\n"
		    "A news reader for the terminal. Without a command the three panes "
		    "open.\n\n"));
	for (size_t i = 0; i < n; i++)
		cli_print("  %-10s %s\n", list[i].name, _(list[i].help));
	cli_print("\n");
	for (size_t i = 0; global_entries[i].long_name; i++)
		print_option(&global_entries[i]);
	cli_print("\n%s\n", _("tnews COMMAND --help explains one command."));
}

/* An unknown option is a mistake, but "-word" may be a term of a query. */
static bool refuse_options(const GOptionEntry *entries, bool query, char **words,
			   GError **err)
{
	for (; *words; words++) {
		if ((*words)[0] != '-' || !(*words)[1] || (query && (*words)[1] != '-'))
			continue;
		const char *names[32] = {"--help"};
		size_t n = 1;
		for (const GOptionEntry *e = entries; e && e->long_name && n < 32; e++)
			names[n++] = e->long_name;
		size_t skip = strspn(*words, "-");
		const char *nearest = err_nearest(*words + skip, names + 1, n - 1);
		g_set_error(err, TNEWS_ERROR, ERR_USAGE,
			    nearest ? _("unknown option %s (did you mean --%s?)")
				    : _("unknown option %s"),
			    *words, nearest);
		return false;
	}
	return true;
}

bool cli_options(struct cli *c, const GOptionEntry *entries, bool query, char ***words,
		 GError **err)
{
	GPtrArray *before = g_ptr_array_new();
	char **in = *words;
	/* GOption takes the first word for the program. */
	g_ptr_array_add(before, g_strdup("tnews"));
	for (; *in && strcmp(*in, "--") != 0; in++)
		g_ptr_array_add(before, g_strdup(*in));
	g_ptr_array_add(before, NULL);
	char **parsed = (char **)g_ptr_array_free(before, FALSE);
	gboolean help = FALSE;
	const GOptionEntry help_entry[] = {
		{"help", 0, 0, G_OPTION_ARG_NONE, &help, NULL, NULL}, {0}};
	GOptionContext *context = g_option_context_new(NULL);
	g_option_context_set_help_enabled(context, FALSE);
	g_option_context_set_ignore_unknown_options(context, TRUE);
	g_option_context_add_main_entries(context, help_entry, NULL);
	if (entries)
		g_option_context_add_main_entries(context, entries, NULL);
	GError *cause = NULL;
	bool good = g_option_context_parse_strv(context, &parsed, &cause);
	g_option_context_free(context);
	if (!good) {
		usage(err, cause);
	} else if (help) {
		print_command_help(c->command, entries);
		c->done = true;
		good = false;
	} else {
		good = refuse_options(entries, query, parsed + 1, err);
	}
	*words = NULL;
	if (good) {
		GPtrArray *rest = g_ptr_array_new();
		for (char **w = parsed + 1; *w; w++)
			g_ptr_array_add(rest, g_strdup(*w));
		for (char **w = *in ? in + 1 : in; *w; w++)
			g_ptr_array_add(rest, g_strdup(*w));
		g_ptr_array_add(rest, NULL);
		*words = (char **)g_ptr_array_free(rest, FALSE);
	}
	g_strfreev(parsed);
	return good;
}

bool cli_words(char **words, size_t at_least, size_t at_most, GError **err)
{
	size_t n = g_strv_length(words);
	if (n < at_least)
		g_set_error(err, TNEWS_ERROR, ERR_USAGE, _("an argument is missing"));
	else if (n > at_most)
		g_set_error(err, TNEWS_ERROR, ERR_USAGE, _("unexpected argument %s"),
			    words[at_most]);
	return n >= at_least && n <= at_most;
}

bool cli_number(const char *text, const char *option, int64_t *number, GError **err)
{
	guint64 value;
	if (!g_ascii_string_to_unsigned(text, 10, 1, G_MAXINT64, &value, NULL)) {
		g_set_error(err, TNEWS_ERROR, ERR_USAGE,
			    _("%s takes a number of 1 or more, not %s"), option, text);
		return false;
	}
	*number = (int64_t)value;
	return true;
}

/* --- configuration and store -------------------------------------------------------------- */

static bool load_conf(struct cli *c)
{
	char *path = conf_path(c->conf_given);
	c->conf = conf_load(path, c->conf_given != NULL, c->sets);
	g_free(path);
	return c->conf->faults->len == 0;
}

static void say_faults(const struct cli *c)
{
	for (guint i = 0; i < c->conf->faults->len; i++) {
		char *text = fault_text(c->conf->faults->pdata[i]);
		cli_say("%s", text);
		g_free(text);
	}
}

bool cli_reread(struct cli *c, GError **err)
{
	conf_free(c->conf);
	if (load_conf(c))
		return true;
	char *text = fault_text(c->conf->faults->pdata[0]);
	g_set_error(err, TNEWS_ERROR, ERR_CONF, "%s", text);
	g_free(text);
	return false;
}

bool cli_open(struct cli *c, enum db_mode mode, GError **err)
{
	c->db = db_open(c->data_dir, mode, err);
	if (!c->db || !scope_subscribe(c->db, c->conf, false, err))
		return false;
	struct totals totals;
	if (!feeds_totals(c->db, &totals, err))
		return false;
	c->scope = scope_of_conf(c->conf, totals.last_reload == DATE_NONE
						  ? INT64_MAX
						  : totals.last_reload);
	return true;
}

struct query *cli_query(struct cli *c, char *const *words, GError **err)
{
	char *text = g_strjoinv(" ", (char **)words);
	if (!utf8_valid(text, strlen(text))) {
		g_set_error(err, TNEWS_ERROR, ERR_USAGE,
			    _("the query is not valid UTF-8"));
		g_free(text);
		return NULL;
	}
	struct query *query = query_parse(text, c->now, NULL, err);
	g_free(text);
	return query;
}

struct list_spec cli_spec(const struct cli *c, const struct query *query)
{
	return (struct list_spec){
		.all_feeds = true,
		.query = query,
		.scope = c->scope ? &c->scope->names : NULL,
		.order = {SORT_DATE, false},
	};
}

const struct sub *cli_sub(const struct cli *c, int64_t feed)
{
	for (guint i = 0; c->conf && i < c->conf->subs->feeds->len; i++) {
		const struct sub *sub = c->conf->subs->feeds->pdata[i];
		if (sub->id == feed)
			return sub;
	}
	return NULL;
}

const char *cli_section(const struct cli *c, int64_t feed)
{
	for (size_t i = 0; c->scope && i < c->scope->names.n_feeds; i++)
		if (c->scope->names.feeds[i].id == feed)
			return c->scope->names.feeds[i].sections[0];
	return NULL;
}

/* --- the program -------------------------------------------------------------------------- */

static char *opt_config, *opt_data, **opt_sets;
static gboolean opt_quiet, opt_verbose, opt_help, opt_version;

static const GOptionEntry global_entries[] = {
	{"config", 'C', 0, G_OPTION_ARG_FILENAME, &opt_config,
	 N_("the configuration, instead of ~/.tnewsrc"), "FILE"},
	{"data", 'd', 0, G_OPTION_ARG_FILENAME, &opt_data, N_("where the store lives"),
	 "DIR"},
	{"set", 'o', 0, G_OPTION_ARG_FILENAME_ARRAY, &opt_sets,
	 N_("another value of a setting, for this run"), "NAME=VALUE"},
	{"quiet", 'q', 0, G_OPTION_ARG_NONE, &opt_quiet, N_("say less"), NULL},
	{"verbose", 'v', 0, G_OPTION_ARG_NONE, &opt_verbose, N_("say more"), NULL},
	{"help", 'h', 0, G_OPTION_ARG_NONE, &opt_help, N_("show this help"), NULL},
	{"version", 'V', 0, G_OPTION_ARG_NONE, &opt_version, N_("show the version"),
	 NULL},
	{0},
};

static int say_error(struct cli *c, GError *err)
{
	int status = err->code == ERR_USAGE || err->code == ERR_CONF ? 2 : 1;
	if (err->domain != TNEWS_ERROR)
		status = 1;
	if (c->command)
		cli_say("%s: %s", c->command->name, err->message);
	else
		cli_say("%s", err->message);
	if (err->domain == TNEWS_ERROR && err->code == ERR_USAGE && !c->quiet &&
	    c->command)
		cli_say(_("tnews %s --help says more"), c->command->name);
	g_error_free(err);
	return status;
}

static const struct command *find_command(const char *name, GError **err)
{
	size_t n;
	const struct command *list = commands(&n);
	const char **names = g_new(const char *, n);
	const struct command *found = NULL;
	for (size_t i = 0; i < n; i++) {
		names[i] = list[i].name;
		if (strcmp(name, list[i].name) == 0)
			found = &list[i];
	}
	const char *nearest = found ? NULL : err_nearest(name, names, n);
	if (!found && nearest)
		g_set_error(err, TNEWS_ERROR, ERR_USAGE,
			    _("unknown command '%s' (did you mean '%s'?)"), name,
			    nearest);
	else if (!found)
		g_set_error(err, TNEWS_ERROR, ERR_USAGE,
			    _("unknown command '%s', tnews --help lists all"), name);
	g_free(names);
	return found;
}

/* Whether help was asked for; then the file and the store do not matter. */
static bool asks_help(char **words)
{
	for (; *words && strcmp(*words, "--") != 0; words++)
		if (strcmp(*words, "--help") == 0)
			return true;
	return false;
}

static int run_command(struct cli *c, char **words)
{
	GError *err = NULL;
	c->command = find_command(words[0], &err);
	if (!c->command)
		return say_error(c, err);
	bool help = asks_help(words + 1), check = strcmp(c->command->name, "check") == 0;
	if (c->command->needs >= CONF && !help && !load_conf(c) && !check) {
		say_faults(c);
		return 2;
	}
	bool good = c->command->run(c, words + 1, &err);
	int status = good || c->done ? 0 : err ? say_error(c, err) : 1;
	if (check && c->conf && c->conf->faults->len)
		status = 2;
	scope_unref(c->scope);
	db_close(c->db);
	return status;
}

/* What could not be written is a failure, wherever it went wrong. */
static int finish(int status)
{
	errno = 0;
	if (fflush(stdout) == 0 && !ferror(stdout))
		return status;
	/* Who closed the pipe knows why there is no more. */
	if (errno && errno != EPIPE)
		cli_say(_("cannot write the output: %s"), g_strerror(errno));
	else if (!errno)
		cli_say(_("cannot write the output"));
	return status ? status : 1;
}

int cli_main(int argc, char **argv,
	     int (*panes)(struct conf *conf, const char *conf_given, const char *data_dir,
			  const char *const *sets))
{
	struct cli c = {.now = clock_now()};
	GError *cause = NULL, *err = NULL;
	int status = 0;
	signal(SIGPIPE, SIG_IGN);
	GOptionContext *context = g_option_context_new(NULL);
	g_option_context_set_help_enabled(context, FALSE);
	g_option_context_set_strict_posix(context, TRUE);
	g_option_context_add_main_entries(context, global_entries, NULL);
	char **words = g_new0(char *, (size_t)argc + 1);
	for (int i = 0; i < argc; i++)
		words[i] = g_strdup(argv[i]);
	bool good = g_option_context_parse_strv(context, &words, &cause);
	g_option_context_free(context);
	c.conf_given = opt_config;
	c.sets = (const char *const *)opt_sets;
	c.quiet = opt_quiet;
	c.verbose = opt_verbose;
	c.data_dir = engine_data_dir(opt_data);
	char **rest = words + 1;
	if (good && *rest && strcmp(*rest, "--") == 0)
		rest++;
	if (!good) {
		usage(&err, cause);
		status = say_error(&c, err);
	} else if (opt_help) {
		print_help();
	} else if (opt_version) {
		cli_print("tnews %s\n", PACKAGE_VERSION);
	} else if (*rest) {
		status = run_command(&c, rest);
	} else {
		load_conf(&c);
		status = panes(c.conf, c.conf_given, c.data_dir, c.sets);
		c.conf = NULL;
	}
	if (c.conf)
		conf_free(c.conf);
	g_free(c.data_dir);
	g_strfreev(words);
	return finish(status);
}
