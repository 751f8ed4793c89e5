/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sections and feeds: heads of sections, `feed`, `query` and `set` lines. */
#include "conf/subs.h"

#include <string.h>

#include "conf/read.h"
#include "text/date.h"
#include "util/clock.h"
#include "util/i18n.h"
#include "util/url.h"

/* --- the tree -------------------------------------------------------------------- */

static void section_free(void *p)
{
	struct section *section = p;
	g_free(section->name);
	g_free(section->path);
	g_ptr_array_unref(section->children);
	g_ptr_array_unref(section->feeds);
	g_free(section->query);
	g_free(section->account);
	settings_free(section->settings);
	g_free(section);
}

static void sub_free(void *p)
{
	struct sub *sub = p;
	g_free(sub->url);
	g_strfreev(sub->command);
	g_strfreev(sub->filter);
	g_free(sub->name);
	g_ptr_array_unref(sub->tags);
	g_ptr_array_unref(sub->sections);
	g_free(sub->user);
	g_strfreev(sub->password_command);
	g_free(sub->account);
	settings_free(sub->settings);
	g_free(sub);
}

static struct section *section_new(struct section *parent, const struct settings *outer,
				   const char *name)
{
	struct section *section = g_new0(struct section, 1);
	section->name = g_strdup(name);
	section->parent = parent;
	section->children = g_ptr_array_new();
	section->feeds = g_ptr_array_new();
	section->settings = settings_new(outer);
	return section;
}

struct subs *subs_new(const struct settings *global)
{
	struct subs *s = g_new0(struct subs, 1);
	s->sections = g_ptr_array_new_with_free_func(section_free);
	s->feeds = g_ptr_array_new_with_free_func(sub_free);
	s->by_path = g_hash_table_new(g_str_hash, g_str_equal);
	s->by_url = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	s->root = section_new(NULL, global, "");
	s->root->path = g_strdup("");
	return s;
}

void subs_free(struct subs *s)
{
	if (!s)
		return;
	g_hash_table_unref(s->by_path);
	g_hash_table_unref(s->by_url);
	g_ptr_array_unref(s->feeds);
	g_ptr_array_unref(s->sections);
	section_free(s->root);
	g_free(s);
}

struct section *subs_section_add(struct subs *s, const char *const *names,
				 const char *file, int line)
{
	struct section *section = s->root;
	g_autoptr(GPtrArray) so_far = g_ptr_array_new();
	for (size_t i = 0; names[i]; i++) {
		g_ptr_array_set_size(so_far, (int)i);
		g_ptr_array_add(so_far, (char *)names[i]);
		g_ptr_array_add(so_far, NULL);
		g_autofree char *path = line_path((const char *const *)so_far->pdata);
		struct section *inner = g_hash_table_lookup(s->by_path, path);
		if (!inner) {
			inner = section_new(section, section->settings, names[i]);
			inner->path = g_steal_pointer(&path);
			inner->file = file;
			inner->line = line;
			g_ptr_array_add(section->children, inner);
			g_ptr_array_add(s->sections, inner);
			g_hash_table_insert(s->by_path, inner->path, inner);
		}
		section = inner;
	}
	return section;
}

struct section *subs_section(const struct subs *s, const char *path)
{
	return *path ? g_hash_table_lookup(s->by_path, path) : s->root;
}

char *feed_key(const char *url)
{
	return g_str_has_prefix(url, "exec:") ? g_strdup(url) : url_normal(url);
}

struct sub *subs_feed(const struct subs *s, const char *url)
{
	g_autofree char *key = feed_key(url);
	return g_hash_table_lookup(s->by_url, key);
}

/* The set keeps this linear: a section may hold a hundred thousand feeds. */
static void add_feeds(const struct section *section, GPtrArray *out, GHashTable *seen)
{
	for (guint i = 0; i < section->feeds->len; i++)
		if (g_hash_table_add(seen, section->feeds->pdata[i]))
			g_ptr_array_add(out, section->feeds->pdata[i]);
	for (guint i = 0; i < section->children->len; i++)
		add_feeds(section->children->pdata[i], out, seen);
}

void section_feeds(const struct section *section, GPtrArray *out)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
	for (guint i = 0; i < out->len; i++)
		g_hash_table_add(seen, out->pdata[i]);
	add_feeds(section, out, seen);
}

const char *section_account(const struct section *section)
{
	for (; section; section = section->parent)
		if (section->account)
			return section->account;
	return NULL;
}

/* --- heads of sections, queries, settings ------------------------------------------ */

enum { SECTION_DEPTH_MAX = 32 };

void command_section(struct conf_reader *r)
{
	const struct line *line = r->line;
	if (line->path->len > SECTION_DEPTH_MAX) {
		fault_add(r->conf->faults, r->shown, line->number, 1,
			  _("sections are nested too deep"));
		return;
	}
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	for (guint i = 0; i < line->path->len; i++)
		g_ptr_array_add(names, line->path->pdata[i]);
	g_ptr_array_add(names, NULL);
	r->section = subs_section_add(r->conf->subs, (const char *const *)names->pdata,
				      r->file, line->number);
	for (guint i = 0; i < reader_count(r); i++) {
		const struct word *word = reader_word(r, i);
		size_t n;
		const char *value = word_attribute(word, &n);
		if (value && *value && n == strlen("account") &&
		    g_str_has_prefix(word->text, "account")) {
			g_free(r->section->account);
			r->section->account = g_strdup(value);
			continue;
		}
		g_autofree char *shown = reader_show(word->text);
		reader_fault(
			r, word,
			_("unknown attribute of a section: '%s'; account=NAME is known"),
			shown);
	}
}

void command_query(struct conf_reader *r)
{
	if (!reader_needs(r, 1, _("query QUERY")))
		return;
	if (r->section == r->conf->subs->root) {
		reader_fault(r, NULL, _("a query needs a [Section] above it"));
		return;
	}
	if (r->section->query) {
		reader_fault(r, NULL, _("section '%s' has a query already"),
			     r->section->name);
		return;
	}
	g_autofree char *query = line_raw(r->source, r->line, 1, reader_count(r));
	if (reader_query(r, 1, query))
		r->section->query = g_steal_pointer(&query);
}

static void unknown_setting(struct conf_reader *r, const struct word *at,
			    const char *name)
{
	const char *names[SETTINGS];
	for (int i = 0; i < SETTINGS; i++)
		names[i] = setting_info((enum setting_id)i)->name;
	g_autofree char *shown = reader_show(name);
	g_autofree char *what = g_strdup_printf(_("unknown setting '%s'"), shown);
	reader_unknown(r, at, name, what, names, SETTINGS);
}

/* `set NAME VALUE...`, `set NAME=VALUE`. */
void command_set(struct conf_reader *r)
{
	if (!reader_needs(r, 1, _("set NAME VALUE")))
		return;
	const struct word *first = reader_word(r, 1);
	g_auto(GStrv) values = reader_texts(r, 2, reader_count(r));
	g_autofree char *name = g_strdup(first->text);
	size_t n;
	const char *value = word_attribute(first, &n);
	if (value && !values[0]) {
		g_strfreev(values);
		values = g_new0(char *, 2);
		values[0] = g_strdup(value);
		name[n] = '\0';
	}
	int id = setting_of_name(name);
	if (id < 0) {
		unknown_setting(r, first, name);
		return;
	}
	bool is_global = r->section == r->conf->subs->root;
	if (!is_global && !setting_info((enum setting_id)id)->per_section) {
		reader_fault(r, first,
			     _("'%s' holds for all of tnews: write it above the first "
			       "section"),
			     name);
		return;
	}
	const struct word *at = reader_count(r) > 2 ? reader_word(r, 2) : first;
	if (id == SET_THEME && values[0] && !reader_theme(r, at, values[0]))
		return;
	struct settings *settings = is_global ? r->conf->settings : r->section->settings;
	GError *err = NULL;
	if (!setting_set(settings, (enum setting_id)id, (const char *const *)values,
			 &err))
		reader_error(r, at, err);
}

/* --- feeds ------------------------------------------------------------------------ */

static bool read_yes(const char *value, bool *out)
{
	*out = !strcmp(value, "yes");
	return *out || !strcmp(value, "no");
}

/* paused=yes, no, or the day on which it ends. */
static bool read_paused(const char *value, bool *out)
{
	int64_t from, to, now = clock_now();
	if (read_yes(value, out))
		return true;
	*out = false;
	if (!date_period(value, now, &from, &to))
		return false;
	*out = from > now;
	return true;
}

static bool read_command(struct conf_reader *r, const struct word *word,
			 const char *value, char ***out)
{
	GError *err = NULL;
	char **words = line_split(value, &err);
	if (words && words[0]) {
		g_strfreev(*out);
		*out = words;
		return true;
	}
	if (err)
		reader_error(r, word, err);
	else
		reader_fault(r, word, _("a program is missing here"));
	g_strfreev(words);
	return false;
}

/* The program that prints a password is the one line that a shell reads: the user wrote
 * it as one text, nothing is joined to it. */
static char **shell_command(const char *text)
{
	const char *const words[] = {"/bin/sh", "-c", text, NULL};
	return g_strdupv((char **)words);
}

static void read_setting(struct conf_reader *r, const struct word *word,
			 struct settings *settings, enum setting_id id, const char *value)
{
	const char *const values[] = {value, NULL};
	GError *err = NULL;
	if (!setting_set(settings, id, values, &err))
		reader_error(r, word, err);
}

/* Several at one feed are sent all. */
static void read_header(struct conf_reader *r, const struct word *word,
			struct settings *settings, const char *value)
{
	size_t n = strcspn(value, ":");
	if (n == 0 || value[n] != ':' || strpbrk(value, "\r\n") ||
	    strcspn(value, " \t") < n) {
		reader_fault(r, word, _("a header is 'Name: value'"));
		return;
	}
	g_autofree char *all = setting_is_set(settings, SET_HEADER)
				       ? g_strconcat(setting_text(settings, SET_HEADER),
						     "\n", value, NULL)
				       : g_strdup(value);
	read_setting(r, word, settings, SET_HEADER, all);
}

static const char *const attributes[] = {
	"account", "every", "filter", "hidden", "paused", "password-command", "user"};

static void unknown_attribute(struct conf_reader *r, const struct word *word,
			      const char *name)
{
	const char *names[SETTINGS + G_N_ELEMENTS(attributes)];
	size_t n = 0;
	for (size_t i = 0; i < G_N_ELEMENTS(attributes); i++)
		names[n++] = attributes[i];
	for (int i = 0; i < SETTINGS; i++)
		if (setting_info((enum setting_id)i)->per_section)
			names[n++] = setting_info((enum setting_id)i)->name;
	g_autofree char *shown = reader_show(name);
	g_autofree char *what = g_strdup_printf(_("unknown attribute '%s'"), shown);
	reader_unknown(r, word, name, what, names, n);
}

static void read_attribute(struct conf_reader *r, const struct word *word,
			   struct sub *sub, const char *name, const char *value)
{
	int id = setting_of_name(name);
	if (!strcmp(name, "account") || !strcmp(name, "user")) {
		char **to = *name == 'a' ? &sub->account : &sub->user;
		g_free(*to);
		*to = g_strdup(value);
	} else if (!strcmp(name, "every")) {
		read_setting(r, word, sub->settings, SET_REFRESH, value);
		if (setting_is_set(sub->settings, SET_REFRESH))
			sub->every_s = setting_number(sub->settings, SET_REFRESH);
	} else if (!strcmp(name, "header")) {
		read_header(r, word, sub->settings, value);
	} else if (!strcmp(name, "filter")) {
		read_command(r, word, value, &sub->filter);
	} else if (!strcmp(name, "password-command")) {
		g_strfreev(sub->password_command);
		sub->password_command = shell_command(value);
	} else if (!strcmp(name, "hidden")) {
		if (!read_yes(value, &sub->hidden))
			reader_fault(r, word, _("hidden is yes or no"));
	} else if (!strcmp(name, "paused")) {
		if (!read_paused(value, &sub->paused))
			reader_fault(r, word, _("paused is yes, no, or a date"));
	} else if (id >= 0 && setting_info((enum setting_id)id)->per_section) {
		read_setting(r, word, sub->settings, (enum setting_id)id, value);
	} else {
		unknown_attribute(r, word, name);
	}
}

static bool is_tag(const struct word *word)
{
	return word->bare > 0 && word->text[0] == '+';
}

/* What stands behind the address: "Name", +tag, name=value. */
static void read_rest(struct conf_reader *r, struct sub *sub, guint from)
{
	bool named = false;
	for (guint i = from; i < reader_count(r); i++) {
		const struct word *word = reader_word(r, i);
		size_t n;
		const char *value = word_attribute(word, &n);
		if (is_tag(word)) {
			g_autofree char *tag = reader_tag(r, word, word->text + 1);
			if (tag && !g_ptr_array_find_with_equal_func(sub->tags, tag,
								     g_str_equal, NULL))
				g_ptr_array_add(sub->tags, g_steal_pointer(&tag));
		} else if (value) {
			g_autofree char *name = g_strndup(word->text, n);
			read_attribute(r, word, sub, name, value);
		} else if (!named) {
			named = true;
			if (!sub->name && *word->text)
				sub->name = g_strdup(word->text);
		} else {
			g_autofree char *shown = reader_show(word->text);
			reader_fault(
				r, word,
				_("'%s' is one word too many: put the name in quotes"),
				shown);
		}
	}
}

static bool is_known_attribute(const struct word *word)
{
	size_t n;
	if (!word_attribute(word, &n))
		return false;
	g_autofree char *name = g_strndup(word->text, n);
	for (size_t i = 0; i < G_N_ELEMENTS(attributes); i++)
		if (!strcmp(name, attributes[i]))
			return true;
	int id = setting_of_name(name);
	return id >= 0 && setting_info((enum setting_id)id)->per_section;
}

/* exec:COMMAND ARG...: the words of the command are taken from the word itself if it
 * stands in quotes, else they go on to the end of the line; what is a tag or attribute
 * there, or a name (in double quotes, not behind an option), is not of the command.
 * Returns the first word behind the command. */
static guint exec_end(const struct line *line, guint at)
{
	const struct word *first = line->words->pdata[at];
	if (first->bare == 0)
		return at + 1;
	guint end = line->words->len;
	while (end > at + 1) {
		const struct word *word = line->words->pdata[end - 1];
		const struct word *before = line->words->pdata[end - 2];
		bool is_name = word->quote == '"' && before->text[0] != '-';
		if (!is_name && !(is_tag(word) && word->bare > 1) &&
		    !is_known_attribute(word))
			break;
		end--;
		if (is_name)
			break;
	}
	return end;
}

/* The command as one text whose words can be split again. */
static char *exec_text(const struct line *line, guint at, guint end)
{
	const struct word *first = line->words->pdata[at];
	GString *text = g_string_new(first->text + strlen("exec:"));
	for (guint i = at + 1; i < end; i++) {
		const struct word *more = line->words->pdata[i];
		g_autofree char *word = line_quoted(more->text);
		g_string_append_printf(text, " %s", word);
	}
	return g_string_free(text, FALSE);
}

/* The first word behind the command, 0 after a report. */
static guint read_exec(struct conf_reader *r, guint at, char ***command)
{
	guint end = exec_end(r->line, at);
	g_autofree char *text = exec_text(r->line, at, end);
	return read_command(r, reader_word(r, at), text, command) ? end : 0;
}

static char *exec_url(char *const *command)
{
	GString *url = g_string_new("exec:");
	for (size_t i = 0; command[i]; i++) {
		g_autofree char *word = line_word(command[i]);
		if (i > 0)
			g_string_append_c(url, ' ');
		g_string_append(url, word);
	}
	return g_string_free(url, FALSE);
}

static bool has_control(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < ' ' || *text == 0x7F)
			return true;
	return false;
}

/* The address as the key of its feed (feed: undone), or NULL after a report. */
static char *check_url(struct conf_reader *r, const struct word *word)
{
	const char *url = word->text;
	if (has_control(url)) {
		reader_fault(r, word,
			     _("an address has no line feeds or control characters"));
		return NULL;
	}
	char *normal = url_normal(url);
	if (url_is_web(normal) || g_str_has_prefix(url, "file:"))
		return normal;
	g_free(normal);
	g_autofree char *shown = reader_show(url);
	g_autofree char *scheme = g_uri_parse_scheme(url);
	if (scheme && strcmp(scheme, "http") && strcmp(scheme, "https") &&
	    !g_ascii_isdigit(url[strlen(scheme) + 1]))
		reader_fault(r, word,
			     _("'%s': feeds are read from https:, http:, file: and exec: "
			       "only"),
			     shown);
	else if (!scheme && strchr(url, '.'))
		reader_fault(r, word,
			     _("'%s' is no address (did you mean 'https://%s'?)"), shown,
			     shown);
	else
		reader_fault(r, word, _("'%s' is no address"), shown);
	return NULL;
}

/* The feed of that key, made if it is not there yet; it stands in the section. */
static struct sub *sub_add(struct conf_reader *r, char *taken_key, char *taken_url,
			   char **taken_command)
{
	struct subs *s = r->conf->subs;
	struct sub *sub = g_hash_table_lookup(s->by_url, taken_key);
	bool is_new = !sub;
	if (is_new) {
		sub = g_new0(struct sub, 1);
		sub->url = taken_url;
		sub->command = taken_command;
		sub->tags = g_ptr_array_new_with_free_func(g_free);
		sub->sections = g_ptr_array_new();
		sub->settings = settings_new(r->section->settings);
		sub->every_s = -1;
		sub->file = r->file;
		sub->line = r->line->number;
		g_ptr_array_add(s->feeds, sub);
		g_hash_table_insert(s->by_url, taken_key, sub);
	} else {
		g_free(taken_key);
		g_free(taken_url);
		g_strfreev(taken_command);
	}
	/* A feed stands in few sections, a section may hold thousands of feeds. */
	if (!g_ptr_array_find(sub->sections, r->section, NULL)) {
		g_ptr_array_add(sub->sections, r->section);
		g_ptr_array_add(r->section->feeds, sub);
	}
	return sub;
}

/* `feed URL ...`, or a line that begins with the address. */
void command_feed(struct conf_reader *r)
{
	guint at = !strcmp(reader_text(r, 0), "feed") ? 1 : 0;
	if (at == 1 &&
	    !reader_needs(r, 1, _("feed URL [\"NAME\"] [+TAG]... [ATTRIBUTE=VALUE]...")))
		return;
	const struct word *word = reader_word(r, at);
	char **command = NULL;
	char *url, *key;
	guint rest = at + 1;
	if (g_str_has_prefix(word->text, "exec:")) {
		if (has_control(word->text)) {
			reader_fault(
				r, word,
				_("an address has no line feeds or control characters"));
			return;
		}
		rest = read_exec(r, at, &command);
		if (rest == 0)
			return;
		url = exec_url(command);
		key = g_strdup(url);
	} else {
		key = check_url(r, word);
		if (!key)
			return;
		url = g_strdup(word->text);
	}
	struct sub *sub = sub_add(r, key, url, command);
	read_rest(r, sub, rest);
}

/* --- for edit ---------------------------------------------------------------------- */

static char *key_of_line(const struct line *line, struct feed_line *feed)
{
	const struct word *word = line->words->pdata[feed->url];
	feed->rest = feed->url + 1;
	if (!g_str_has_prefix(word->text, "exec:"))
		return feed_key(word->text);
	feed->rest = exec_end(line, feed->url);
	g_autofree char *text = exec_text(line, feed->url, feed->rest);
	g_auto(GStrv) words = line_split(text, NULL);
	return words && words[0] ? exec_url(words) : NULL;
}

bool feed_line_read(const struct line *line, struct feed_line *out)
{
	*out = (struct feed_line){0};
	if (line->kind != LINE_WORDS)
		return false;
	const struct word *first = line->words->pdata[0];
	out->url = strcmp(first->text, "feed") ? 0 : 1;
	if (out->url >= line->words->len ||
	    (out->url == 0 && !conf_is_address(first->text)))
		return false;
	out->key = key_of_line(line, out);
	for (guint i = out->rest; i < line->words->len && out->name == 0; i++) {
		size_t n;
		const struct word *word = line->words->pdata[i];
		if (!is_tag(word) && !word_attribute(word, &n))
			out->name = i;
	}
	return out->key != NULL;
}

void feed_line_clear(struct feed_line *feed)
{
	g_clear_pointer(&feed->key, g_free);
}
