/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the user's file: a line is a command, a command is a function of the file that
 * knows its subject. Included files, presets and themes are read the same way. */
#include "conf/conf.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conf/read.h"
#include "query/query.h"
#include "text/utf8.h"
#include "util/clock.h"
#include "util/i18n.h"
#include "util/limit.h"

static bool read_file(struct conf_reader *r, const struct word *at, const char *path,
		      enum bind_layer layer);

/* --- faults and words -------------------------------------------------------------- */

guint reader_count(const struct conf_reader *r)
{
	return r->line->words->len;
}

const struct word *reader_word(const struct conf_reader *r, guint i)
{
	return r->line->words->pdata[i];
}

const char *reader_text(const struct conf_reader *r, guint i)
{
	return reader_word(r, i)->text;
}

char **reader_texts(const struct conf_reader *r, guint from, guint to)
{
	g_autoptr(GPtrArray) texts = g_ptr_array_new();
	for (guint i = from; i < to; i++)
		g_ptr_array_add(texts, g_strdup(reader_text(r, i)));
	g_ptr_array_add(texts, NULL);
	return (char **)g_ptr_array_steal(texts, NULL);
}

static char *clean(const char *text, size_t chars)
{
	g_autofree char *shown = utf8_clean(text, strlen(text), CLEAN_SHOWN);
	return utf8_ellipsis(shown, chars);
}

char *reader_show(const char *text)
{
	return clean(text, 60);
}

static void add_fault(const struct conf_reader *r, int line, int column, const char *text)
{
	g_autofree char *shown = clean(text, LIMIT_MESSAGE);
	fault_add(r->conf->faults, r->shown, line, column, "%s", shown);
}

static void fault_at(const struct conf_reader *r, const struct word *at, int more,
		     const char *text)
{
	if (!at && r->line && r->line->words->len > 0)
		at = reader_word(r, 0);
	int line = at ? at->line : r->line ? r->line->number : 0;
	add_fault(r, line, at ? at->column + more : line > 0, text);
}

void reader_fault(const struct conf_reader *r, const struct word *at, const char *format,
		  ...)
{
	va_list args;
	va_start(args, format);
	g_autofree char *text = g_strdup_vprintf(format, args);
	va_end(args);
	fault_at(r, at, 0, text);
}

void reader_error(const struct conf_reader *r, const struct word *at, GError *taken_err)
{
	fault_at(r, at, 0, taken_err->message);
	g_error_free(taken_err);
}

void reader_unknown(const struct conf_reader *r, const struct word *at, const char *text,
		    const char *what, const char *const *names, size_t n)
{
	const char *near = err_nearest(text, names, n);
	if (near)
		reader_fault(r, at, _("%s (did you mean '%s'?)"), what, near);
	else
		reader_fault(r, at, "%s", what);
}

bool reader_needs(const struct conf_reader *r, guint words, const char *form)
{
	if (reader_count(r) > words)
		return true;
	reader_fault(r, NULL, _("expected: %s"), form);
	return false;
}

bool reader_query(const struct conf_reader *r, guint at, const char *query)
{
	const struct word *word = reader_word(r, at);
	int column = 1;
	g_autoptr(GError) err = NULL;
	struct query *parsed = query_parse(query, clock_now(), &column, &err);
	if (parsed) {
		query_free(parsed);
		return true;
	}
	/* The column becomes one of the file, so that the message need not repeat it. */
	g_autofree char *place = g_strdup_printf(_("column %d: %s"), column, "");
	size_t skip = g_str_has_prefix(err->message, place) ? strlen(place) : 0;
	fault_at(r, word, (word->quote ? 1 : 0) + MAX(column, 1) - 1,
		 err->message + skip);
	return false;
}

char *reader_path(const char *path)
{
	if (path[0] == '~' && (!path[1] || path[1] == '/'))
		return g_strconcat(g_get_home_dir(), path + 1, NULL);
	return g_strdup(path);
}

/* --- the commands ------------------------------------------------------------------ */

static void command_include(struct conf_reader *r)
{
	if (!reader_needs(r, 1, _("include PATH")))
		return;
	g_autofree char *path = reader_path(reader_text(r, 1));
	if (!g_path_is_absolute(path) && r->file) {
		g_autofree char *folder = g_path_get_dirname(r->file);
		char *whole = g_build_filename(folder, path, NULL);
		g_free(path);
		path = whole;
	}
	read_file(r, reader_word(r, 1), path, LAYER_OWN);
}

/* Is `set theme NAME`, wherever it stands. */
void command_theme(struct conf_reader *r)
{
	if (!reader_needs(r, 1, _("theme NAME")))
		return;
	const struct word *name = reader_word(r, 1);
	if (!reader_theme(r, name, name->text))
		return;
	const char *const words[] = {name->text, NULL};
	setting_set(r->conf->settings, SET_THEME, words, NULL);
}

/* where: in the user's files, in presets of keys, in themes, on the command line */
enum { IN_FILE = 1, IN_KEYS = 2, IN_THEME = 4, IN_PROMPT = 8 };

static const struct command {
	const char *name;
	void (*run)(struct conf_reader *r);
	unsigned where;
} commands[] = {
	{"account", command_account, IN_FILE},
	{"bind", command_bind, IN_FILE | IN_KEYS | IN_PROMPT},
	{"color", command_color, IN_FILE | IN_THEME | IN_PROMPT},
	{"feed", command_feed, IN_FILE},
	{"highlight", command_highlight, IN_FILE | IN_THEME | IN_PROMPT},
	{"hook", command_hook, IN_FILE},
	{"include", command_include, IN_FILE},
	{"keys", command_keys, IN_FILE | IN_PROMPT},
	{"macro", command_macro, IN_FILE | IN_KEYS | IN_PROMPT},
	{"opener", command_opener, IN_FILE},
	{"palette", command_palette, IN_FILE | IN_THEME | IN_PROMPT},
	{"query", command_query, IN_FILE},
	{"query-key", command_query_key, IN_FILE | IN_PROMPT},
	{"quick-tag", command_quick_tag, IN_FILE | IN_PROMPT},
	{"rule", command_rule, IN_FILE},
	{"set", command_set, IN_FILE | IN_PROMPT},
	{"theme", command_theme, IN_FILE | IN_PROMPT},
	{"unbind", command_unbind, IN_FILE | IN_KEYS | IN_PROMPT},
};

bool conf_is_address(const char *text)
{
	return strstr(text, "://") || g_str_has_prefix(text, "exec:") ||
	       g_str_has_prefix(text, "file:");
}

const char *const *conf_commands(size_t *n)
{
	static const char *names[G_N_ELEMENTS(commands)];
	for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
		names[i] = commands[i].name;
	*n = G_N_ELEMENTS(commands);
	return names;
}

static void run_words(struct conf_reader *r, unsigned where)
{
	const struct word *first = reader_word(r, 0);
	for (size_t i = 0; i < G_N_ELEMENTS(commands); i++) {
		if (strcmp(commands[i].name, first->text))
			continue;
		if (commands[i].where & where)
			commands[i].run(r);
		else
			reader_fault(r, first, _("'%s' cannot be said here"),
				     first->text);
		return;
	}
	if ((where & IN_FILE) && conf_is_address(first->text)) {
		command_feed(r);
		return;
	}
	size_t n;
	const char *const *names = conf_commands(&n);
	g_autofree char *shown = reader_show(first->text);
	g_autofree char *what = g_strdup_printf(_("unknown command '%s'"), shown);
	reader_unknown(r, first, first->text, what, names, n);
}

/* --- files -------------------------------------------------------------------------- */

static char *shown_path(const char *path)
{
	const char *home = g_get_home_dir();
	size_t n = strlen(home);
	g_autofree char *text = n > 1 && !strncmp(path, home, n) && path[n] == '/'
					? g_strconcat("~", path + n, NULL)
					: g_strdup(path);
	return utf8_clean(text, strlen(text), CLEAN_SHOWN);
}

static void conf_file_free(void *p)
{
	struct conf_file *file = p;
	g_free(file->path);
	g_free(file->shown);
	g_free(file);
}

/* Where the n-th byte stands. */
static void place_of(const char *text, size_t n, int *line, int *column)
{
	*line = *column = 1;
	for (size_t i = 0; i < n; i++) {
		if (text[i] == '\n') {
			++*line;
			*column = 1;
		} else if ((text[i] & 0xC0) != 0x80) {
			++*column;
		}
	}
}

static void read_lines(struct conf_reader *r, const char *text, size_t n, unsigned where)
{
	struct line_reader source;
	line_reader_init(&source, text, n, r->shown, r->conf->faults);
	struct line line;
	line_init(&line);
	r->source = &source;
	r->line = &line;
	while (line_read(&source, &line)) {
		if (line.kind == LINE_WORDS)
			run_words(r, where);
		else if (line.kind == LINE_SECTION && (where & IN_FILE))
			command_section(r);
		else if (line.kind == LINE_SECTION)
			fault_add(r->conf->faults, r->shown, line.number, 1,
				  _("no sections here"));
		if (r->conf->faults->len >= FAULTS_MAX) {
			fault_add(r->conf->faults, r->shown, line.number, 1,
				  _("too many faults: the rest is not read"));
			break;
		}
	}
	line_clear(&line);
}

/* Checks that the bytes are text, and reads them. */
static void read_text(struct conf_reader *r, char *text, size_t n, unsigned where)
{
	int line, column;
	const char *end = text;
	if (memchr(text, '\0', n)) {
		place_of(text, (size_t)((char *)memchr(text, '\0', n) - text), &line,
			 &column);
		fault_add(r->conf->faults, r->shown, line, column,
			  _("this is no text: it holds a NUL byte"));
		return;
	}
	if (g_utf8_validate(text, (gssize)n, &end)) {
		read_lines(r, text, n, where);
		return;
	}
	place_of(text, (size_t)(end - text), &line, &column);
	fault_add(r->conf->faults, r->shown, line, column, _("this is not UTF-8"));
	size_t length;
	g_autofree char *repaired = utf8_repair(text, n, &length);
	read_lines(r, repaired, length, where);
}

static bool same_file(const char *a, const char *b)
{
	g_autofree char *one = realpath(a, NULL), *other = realpath(b, NULL);
	return one && other && !strcmp(one, other);
}

/* Names the whole circle, from the file that begins it. */
static bool is_cycle(struct conf_reader *r, const struct word *at, const char *path)
{
	g_autoptr(GString) chain = g_string_new(NULL);
	for (const struct conf_reader *o = r; o && o->file; o = o->outer) {
		g_autofree char *shown = g_strconcat(o->shown, " -> ", NULL);
		g_string_prepend(chain, shown);
		if (!same_file(o->file, path))
			continue;
		g_string_append(chain, o->shown);
		reader_fault(r, at, _("files include each other in a circle: %s"),
			     chain->str);
		return true;
	}
	return false;
}

static struct conf_file *add_file(struct conf *c, const char *path)
{
	struct conf_file *file = g_new0(struct conf_file, 1);
	file->path = g_strdup(path);
	file->shown = shown_path(path);
	file->stamp = file_stamp(path);
	g_ptr_array_add(c->files, file);
	return file;
}

static unsigned where_of(enum bind_layer layer, const char *path)
{
	if (layer == LAYER_OWN)
		return IN_FILE;
	g_autofree char *folder = g_path_get_dirname(path);
	return g_str_has_suffix(folder, "themes") ? IN_THEME : IN_KEYS;
}

/* Reads a file that line `at` of r asks for. */
static bool read_file(struct conf_reader *r, const struct word *at, const char *path,
		      enum bind_layer layer)
{
	if (is_cycle(r, at, path))
		return false;
	if (r->depth >= INCLUDES_MAX) {
		reader_fault(r, at, _("files are included too deep: %d at most"),
			     INCLUDES_MAX);
		return false;
	}
	size_t n;
	GError *err = NULL;
	g_autofree char *text = file_read(path, CONF_SIZE_MAX, &n, &err);
	if (!text) {
		reader_error(r, at, err);
		return false;
	}
	struct conf_file *file = add_file(r->conf, path);
	struct conf_reader inner = {.conf = r->conf,
				    .file = file->path,
				    .shown = file->shown,
				    .section = r->section,
				    .layer = layer,
				    .outer = r,
				    .depth = r->depth + 1};
	read_text(&inner, text, n, where_of(layer, path));
	return true;
}

bool reader_data(struct conf_reader *r, const struct word *at, const char *folder,
		 const char *name, enum bind_layer layer)
{
	g_autofree char *relative = g_build_filename(folder, name, NULL);
	g_autofree char *path = conf_data_file(relative);
	if (path && !strchr(name, '/'))
		return read_file(r, at, path, layer);
	g_auto(GStrv) names = conf_data_names(folder);
	g_autofree char *shown = reader_show(name);
	g_autofree char *what = g_strdup_printf(strcmp(folder, "keys")
							? _("unknown theme '%s'")
							: _("unknown preset '%s'"),
						shown);
	reader_unknown(r, at, name, what, (const char *const *)names,
		       g_strv_length(names));
	return false;
}

/* --- the whole ------------------------------------------------------------------------ */

char *conf_path(const char *path)
{
	if (path)
		return reader_path(path);
	g_autofree char *home = g_build_filename(g_get_home_dir(), ".tnewsrc", NULL);
	g_autofree char *xdg = g_build_filename(g_get_user_config_dir(), "tnews",
						"tnewsrc", NULL);
	if (!file_stamp(home).exists && file_stamp(xdg).exists)
		return g_steal_pointer(&xdg);
	return g_steal_pointer(&home);
}

static struct conf *conf_new(const char *path)
{
	struct conf *c = g_new0(struct conf, 1);
	c->path = g_strdup(path);
	c->files = g_ptr_array_new_with_free_func(conf_file_free);
	c->faults = fault_array_new();
	c->settings = settings_new(NULL);
	c->subs = subs_new(c->settings);
	c->bindings = bindings_new();
	c->styles = styles_new();
	c->actions = actions_new();
	return c;
}

/* The user's file; /dev/null stands for an empty one. */
static void load_own(struct conf_reader *r, bool must_exist)
{
	struct conf *c = r->conf;
	struct conf_file *file = add_file(c, c->path);
	c->exists = file->stamp.exists;
	r->file = file->path;
	r->shown = file->shown;
	if (!strcmp(c->path, "/dev/null") || (!c->exists && !must_exist))
		return;
	size_t n;
	g_autoptr(GError) err = NULL;
	g_autofree char *text = file_read(c->path, CONF_SIZE_MAX, &n, &err);
	if (text)
		read_text(r, text, n, IN_FILE);
	else
		add_fault(r, c->exists, c->exists, err->message);
}

/* -o NAME=VALUE, in the order of the command line. */
static void apply_sets(struct conf_reader *r, const char *const *sets)
{
	for (size_t i = 0; sets && sets[i]; i++) {
		const char *equals = strchr(sets[i], '=');
		g_autofree char *name = equals ? g_strndup(sets[i],
							   (size_t)(equals - sets[i]))
					       : g_strdup(sets[i]);
		g_autofree char *value = line_quoted(equals ? equals + 1 : "");
		g_autofree char *word = line_quoted(name);
		g_autofree char *text = equals ? g_strdup_printf("set %s %s", word, value)
					       : g_strdup_printf("set %s", word);
		struct conf_reader option = *r;
		guint before = r->conf->faults->len;
		option.shown = "--set";
		option.section = r->conf->subs->root;
		g_autofree char *valid = utf8_repair(text, strlen(text), NULL);
		read_lines(&option, valid, strlen(valid), IN_FILE);
		for (guint k = before; k < r->conf->faults->len; k++) {
			struct fault *fault = r->conf->faults->pdata[k];
			fault->line = fault->column = 0; /* there is no such place */
		}
	}
}

struct conf *conf_load(const char *path, bool must_exist, const char *const *sets)
{
	struct conf *c = conf_new(path);
	struct conf_reader r = {.conf = c, .section = c->subs->root, .layer = LAYER_OWN};
	load_own(&r, must_exist);
	apply_sets(&r, sets);
	r.line = NULL;
	reader_load_theme(&r, NULL);
	return c;
}

void conf_free(struct conf *c)
{
	if (!c)
		return;
	subs_free(c->subs);
	settings_free(c->settings);
	bindings_free(c->bindings);
	styles_free(c->styles);
	actions_free(c->actions);
	g_ptr_array_unref(c->faults);
	g_ptr_array_unref(c->files);
	g_free(c->path);
	g_free(c);
}

bool conf_changed(const struct conf *c)
{
	for (guint i = 0; i < c->files->len; i++) {
		const struct conf_file *file = c->files->pdata[i];
		struct file_stamp now = file_stamp(file->path);
		if (!file_stamp_equal(&now, &file->stamp))
			return true;
	}
	return false;
}

bool conf_line(struct conf *c, const char *text, GError **err)
{
	g_autofree char *valid = utf8_repair(text, strlen(text), NULL);
	GPtrArray *kept = c->faults;
	c->faults = fault_array_new();
	struct conf_reader r = {.conf = c, .section = c->subs->root, .layer = LAYER_OWN};
	read_lines(&r, valid, strlen(valid), IN_PROMPT);
	r.line = NULL;
	if (g_strcmp0(setting_text(c->settings, SET_THEME), c->styles->theme))
		reader_load_theme(&r, NULL);
	bool good = c->faults->len == 0;
	if (!good) {
		const struct fault *fault = c->faults->pdata[0];
		g_set_error_literal(err, TNEWS_ERROR, ERR_CONF, fault->text);
	}
	g_ptr_array_unref(c->faults);
	c->faults = kept;
	return good;
}
