/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the file is changed: read, changed by a function, written; and what is done to
 * sections. */
#include "conf/edit_feed.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "text/utf8.h"
#include "util/i18n.h"
#include "util/url.h"

enum { TRIES_MAX = 20 };

const char *edit_line_end(const char *text)
{
	return strstr(text, "\r\n") ? "\r\n" : "\n";
}

bool edit_is_section(const struct line *line, char *const *names)
{
	if (line->path->len != g_strv_length((char **)names))
		return false;
	for (guint i = 0; i < line->path->len; i++)
		if (strcmp(line->path->pdata[i], names[i]))
			return false;
	return true;
}

/* A new file begins as the example, without the sections that it shows. */
static char *first_text(size_t *n)
{
	g_autofree char *path = conf_data_file("tnewsrc.example");
	char *text = path ? file_read(path, CONF_SIZE_MAX, n, NULL) : NULL;
	if (!text) {
		*n = 0;
		return g_strdup("");
	}
	struct line_reader reader;
	struct line line;
	line_reader_init(&reader, text, *n, NULL, NULL);
	line_init(&line);
	bool only_comments = true;
	while (only_comments && line_read(&reader, &line))
		only_comments = line.kind == LINE_EMPTY;
	line_clear(&line);
	if (!only_comments) {
		*n = 0;
		*text = '\0';
	}
	return text;
}

/* Two of our own programs that add at once take turns. The folder is what is locked: the
 * file itself is another one after each change. */
static int lock_folder(const char *path)
{
	g_autofree char *real = realpath(path, NULL);
	g_autofree char *folder = g_path_get_dirname(real ? real : path);
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0)
		(void)flock(fd, LOCK_EX); /* without a lock the stamp is what protects */
	return fd;
}

/* One attempt; *again if somebody changed the file while we looked at it. */
static bool try_change(const char *path, edit_function *change, void *data,
		       struct conf_undo *undo, bool *again, GError **err)
{
	*again = false;
	struct file_stamp stamp = file_stamp(path);
	size_t n = 0;
	g_autofree char *text = stamp.exists ? file_read(path, CONF_SIZE_MAX, &n, err)
					     : first_text(&n);
	if (!text)
		return false;
	if (memchr(text, '\0', n) || !g_utf8_validate(text, (gssize)n, NULL)) {
		g_set_error(err, TNEWS_ERROR, ERR_CONF,
			    _("%s holds what is no text: nothing is changed"), path);
		return false;
	}
	GString *out = change(text, n, data, err);
	if (!out)
		return false;
	bool good = out->len <= CONF_SIZE_MAX;
	if (!good)
		g_set_error(err, TNEWS_ERROR, ERR_CONF,
			    _("%s would become too large: nothing is changed"), path);
	good = good && file_replace(path, out->str, out->len, &stamp, err);
	struct file_stamp now = file_stamp(path);
	*again = !good && !file_stamp_equal(&stamp, &now);
	if (good && undo) {
		undo->path = g_strdup(path);
		undo->before = stamp.exists ? g_steal_pointer(&text) : NULL;
		undo->after = g_strdup(out->str);
	}
	g_string_free(out, TRUE);
	return good;
}

bool edit_file(const char *path, edit_function *change, void *data,
	       struct conf_undo *undo, GError **err)
{
	int lock = lock_folder(path);
	bool good = false, again = true;
	for (int i = 0; again && i < TRIES_MAX; i++) {
		g_clear_error(err);
		good = try_change(path, change, data, undo, &again, err);
	}
	if (lock >= 0)
		close(lock);
	return good;
}

void conf_undo_clear(struct conf_undo *undo)
{
	g_free(undo->path);
	g_free(undo->before);
	g_free(undo->after);
	*undo = (struct conf_undo){0};
}

static GString *swap_text(const char *text, size_t n, void *data, GError **err)
{
	struct conf_undo *undo = data;
	if (strlen(undo->after) == n && memcmp(text, undo->after, n) == 0)
		return g_string_new(undo->before ? undo->before : "");
	g_set_error(err, TNEWS_ERROR, ERR_CONF,
		    _("%s was changed since: nothing is taken back"), undo->path);
	return NULL;
}

bool conf_undo(struct conf_undo *undo, GError **err)
{
	if (!edit_file(undo->path, swap_text, undo, NULL, err))
		return false;
	char *after = undo->after;
	undo->after = undo->before ? undo->before : g_strdup("");
	undo->before = after;
	return true;
}

char *edit_one_line(const char *text)
{
	return utf8_clean(text, strlen(text), CLEAN_LINE);
}

/* The names of a section's path as they may be written; NULL with err. */
char **edit_names(const char *section, GError **err)
{
	char **names = section && *section ? line_path_names(section) : g_new0(char *, 1);
	for (size_t i = 0; names[i]; i++) {
		char *cleaned = edit_one_line(names[i]);
		g_free(names[i]);
		names[i] = cleaned;
		if (!*cleaned) {
			g_set_error(err, TNEWS_ERROR, ERR_USAGE,
				    _("a section needs a name"));
			g_strfreev(names);
			return NULL;
		}
	}
	return names;
}

bool edit_may_write(const char *url, GError **err)
{
	if (url_is_web(url))
		return true;
	g_autofree char *shown = utf8_clean(url, strlen(url), CLEAN_SHOWN);
	g_set_error(err, TNEWS_ERROR, ERR_USAGE,
		    _("'%s' is no http or https address: others are written by "
		      "hand only"),
		    shown);
	return false;
}

static GString *add_section(const char *text, size_t n, void *data, GError **err)
{
	char *const *names = data;
	struct places *places = places_read(text, n);
	bool there = places_at(places, names) != NULL;
	places_free(places);
	if (there) {
		g_set_error(err, TNEWS_ERROR, ERR_USAGE,
			    _("that section is there already"));
		return NULL;
	}
	const char *end = edit_line_end(text);
	g_autofree char *head = line_section((const char *const *)names);
	GString *out = g_string_new_len(text, (gssize)n);
	if (n > 0)
		g_string_append_printf(out, "%s%s", text[n - 1] == '\n' ? "" : end, end);
	g_string_append_printf(out, "%s%s", head, end);
	return out;
}

bool conf_add_section(const char *path, const char *section, struct conf_undo *undo,
		      GError **err)
{
	if (!section || !*section) {
		g_set_error(err, TNEWS_ERROR, ERR_USAGE, _("a section needs a name"));
		return false;
	}
	g_auto(GStrv) names = edit_names(section, err);
	return names && edit_file(path, add_section, names, undo, err);
}

struct command_line {
	const char *command, *object; /* object: this line of the command, NULL none */
	char *text;
};

/* Behind the last line of the command, or in the place of the one of the object. */
static GString *add_line(const char *text, size_t n, void *data, GError **err)
{
	const struct command_line *c = data;
	const char *end = edit_line_end(text);
	struct line_reader reader;
	struct line line;
	size_t from = n, to = n;
	bool found = false, section = false;
	(void)err;
	line_reader_init(&reader, text, n, NULL, NULL);
	line_init(&line);
	while (line_read(&reader, &line)) {
		const struct word *words[2] = {NULL};
		for (guint i = 0; line.kind == LINE_WORDS && i < 2 && i < line.words->len;
		     i++)
			words[i] = line.words->pdata[i];
		if (line.kind == LINE_SECTION && !found && !section) {
			from = to = line.start;
			section = true;
		}
		if (!words[0] || strcmp(words[0]->text, c->command))
			continue;
		bool same = c->object && words[1] && !strcmp(words[1]->text, c->object);
		from = same ? line.start : line.end;
		to = line.end;
		found = true;
		if (same)
			break;
	}
	line_clear(&line);
	GString *out = g_string_new_len(text, (gssize)from);
	if (from > 0 && text[from - 1] != '\n')
		g_string_append(out, end);
	g_string_append_printf(out, "%s%s%s", c->text, end, section && !found ? end : "");
	return g_string_append_len(out, text + to, (gssize)(n - to));
}

bool conf_add_rule(const char *path, const char *query, const char *actions,
		   const char *until, struct conf_undo *undo, GError **err)
{
	/* What begins with # is a comment, and an arrow ends the query. */
	if (*query == '#' || strstr(query, " #") || strstr(query, "=>") ||
	    strpbrk(query, "\r\n\\")) {
		g_set_error(
			err, TNEWS_ERROR, ERR_USAGE,
			_("this query cannot stand in a line of the file: no word of it "
			  "may begin with #, nor hold => or a backslash"));
		return false;
	}
	struct command_line c = {.command = "rule"};
	c.text = g_strdup_printf("rule %s => %s%s%s", query, actions,
				 until ? " until=" : "", until ? until : "");
	bool good = edit_file(path, add_line, &c, undo, err);
	g_free(c.text);
	return good;
}

bool conf_set_color(const char *path, const char *object, const char *color,
		    struct conf_undo *undo, GError **err)
{
	int32_t value;
	if (!color_parse(color, &value, err))
		return false;
	struct command_line c = {.command = "color", .object = object};
	g_autofree char *word = line_word(object);
	g_autofree char *shade = line_word(color);
	c.text = g_strdup_printf("color %s %s", word, shade);
	bool good = edit_file(path, add_line, &c, undo, err);
	g_free(c.text);
	return good;
}

struct renaming {
	char *const *from, *const *to;
};

/* Whether a section's path begins with these names. */
static bool is_within(const struct line *line, char *const *names)
{
	guint n = g_strv_length((char **)names);
	if (line->path->len < n)
		return false;
	for (guint i = 0; i < n; i++)
		if (strcmp(line->path->pdata[i], names[i]))
			return false;
	return true;
}

/* The head of a section with its first names changed; the rest of its path stays. */
static char *renamed_head(const struct line *line, const struct renaming *r)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	for (size_t i = 0; r->to[i]; i++)
		g_ptr_array_add(names, r->to[i]);
	for (guint i = g_strv_length((char **)r->from); i < line->path->len; i++)
		g_ptr_array_add(names, line->path->pdata[i]);
	g_ptr_array_add(names, NULL);
	return line_section((const char *const *)(void *)names->pdata);
}

static GString *rename_section(const char *text, size_t n, void *data, GError **err)
{
	const struct renaming *r = data;
	GString *out = g_string_new(NULL);
	struct line_reader reader;
	struct line line;
	size_t at = 0;
	bool found = false, taken = false;
	line_reader_init(&reader, text, n, NULL, NULL);
	line_init(&line);
	while (line_read(&reader, &line)) {
		if (line.kind != LINE_SECTION)
			continue;
		bool own = is_within(&line, r->from);
		taken = taken || (!own && is_within(&line, r->to));
		found = found || own;
		if (!own)
			continue;
		g_autofree char *head = renamed_head(&line, r);
		g_string_append_len(out, text + at, (gssize)(line.open - at));
		g_string_append(out, head);
		at = line.close;
	}
	g_string_append_len(out, text + at, (gssize)(n - at));
	line_clear(&line);
	if (found && !taken)
		return out;
	g_string_free(out, TRUE);
	g_set_error(err, TNEWS_ERROR, ERR_USAGE, "%s",
		    found ? _("there is a section of that name already")
			  : _("the section does not stand in this file"));
	return NULL;
}

bool conf_rename_section(const char *path, const char *section, const char *to,
			 struct conf_undo *undo, GError **err)
{
	if (!to || !*to) {
		g_set_error(err, TNEWS_ERROR, ERR_USAGE, _("a section needs a name"));
		return false;
	}
	g_auto(GStrv) from = line_path_names(section);
	g_auto(GStrv) names = edit_names(to, err);
	struct renaming renaming = {from, names};
	return names && edit_file(path, rename_section, &renaming, undo, err);
}

bool conf_change_feed(const char *path, const struct conf_change *change,
		      struct conf_undo *undo, GError **err)
{
	struct conf_change safe = *change;
	g_auto(GStrv) names = edit_names(change->to, err);
	if (!names)
		return false;
	g_autofree char *name = change->name ? edit_one_line(change->name) : NULL;
	g_autofree char *url = NULL;
	if (change->kind == CHANGE_URL) {
		if (!edit_may_write(change->name, err))
			return false;
		url = url_resolve(NULL, change->name);
	}
	safe.name = url ? url : name;
	safe.names = names;
	return edit_file(path, edit_feed, &safe, undo, err);
}
