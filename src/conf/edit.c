/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds the place of a new line with the reader of the file itself, so that quotes and
 * continued lines are understood the same, and puts it between the bytes around. */
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

static bool is_feed_of(const struct line *line, const char *key)
{
	struct feed_line feed;
	bool is = feed_line_read(line, &feed) && !strcmp(feed.key, key);
	feed_line_clear(&feed);
	return is;
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

/* Goes through the file. The section may stand in several places: the last one counts,
 * because what is added comes last. */
void find_place(const char *text, size_t n, char *const *names, const char *normal,
		struct place *place)
{
	struct line_reader reader;
	struct line line;
	line_reader_init(&reader, text, n, NULL, NULL);
	line_init(&line);
	bool inside = !names[0], is_root = inside;
	place->found = inside;
	place->at = reader.at;
	while (line_read(&reader, &line)) {
		if (line.kind == LINE_SECTION)
			inside = !is_root && edit_is_section(&line, names);
		if (!inside || line.kind == LINE_EMPTY)
			continue;
		place->found = true;
		place->at = line.end;
		if (line.kind != LINE_WORDS)
			continue;
		size_t blanks = strspn(text + line.start, " \t");
		g_free(place->indent);
		place->indent = g_strndup(text + line.start, blanks);
		place->has_feed = place->has_feed || is_feed_of(&line, normal);
	}
	/* Without a section, what stands at the top of the file are comments about it. */
	if (is_root && !place->indent && n > 0) {
		line_reader_init(&reader, text, n, NULL, NULL);
		while (line_read(&reader, &line) && line.kind == LINE_EMPTY)
			place->at = line.end;
	}
	line_clear(&line);
}

/* The file with the line in it. */
static GString *with_feed(const char *text, size_t n, char *const *names, const char *url,
			  const char *name, const struct place *place)
{
	const char *end = edit_line_end(text);
	GString *out = g_string_new(NULL);
	size_t at = place->found ? place->at : n;
	g_string_append_len(out, text, (gssize)at);
	if (at > 0 && text[at - 1] != '\n')
		g_string_append(out, end);
	if (!place->found) {
		g_autofree char *head = line_section((const char *const *)names);
		g_string_append_printf(out, "%s%s%s", n > 0 ? end : "", head, end);
	}
	g_autofree char *word = line_word(url);
	g_string_append_printf(out, "%sfeed %s", place->indent ? place->indent : "",
			       word);
	if (name && *name) {
		g_autofree char *quoted = line_quoted(name);
		g_string_append_printf(out, " %s", quoted);
	}
	g_string_append(out, end);
	g_string_append_len(out, text + at, (gssize)(n - at));
	return out;
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
	bool good = file_replace(path, out->str, out->len, &stamp, err);
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

struct addition {
	char *const *names;
	const char *url, *name;
};

static GString *add_feed(const char *text, size_t n, void *data, GError **err)
{
	const struct addition *a = data;
	g_autofree char *normal = url_normal(a->url);
	struct place place = {0};
	find_place(text, n, a->names, normal, &place);
	GString *out = NULL;
	if (place.has_feed)
		g_set_error(err, TNEWS_ERROR, ERR_USAGE, _("%s is there already"),
			    a->url);
	else
		out = with_feed(text, n, a->names, a->url, a->name, &place);
	g_free(place.indent);
	return out;
}

static char *one_line(const char *text)
{
	return utf8_clean(text, strlen(text), CLEAN_LINE);
}

/* The names of a section's path as they may be written; NULL with err. */
static char **clean_names(const char *section, GError **err)
{
	char **names = section && *section ? line_path_names(section) : g_new0(char *, 1);
	for (size_t i = 0; names[i]; i++) {
		char *cleaned = one_line(names[i]);
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

bool conf_add_feed(const char *path, const char *section, const char *url,
		   const char *name, struct conf_undo *undo, GError **err)
{
	if (!edit_may_write(url, err))
		return false;
	g_auto(GStrv) names = clean_names(section, err);
	if (!names)
		return false;
	g_autofree char *safe = url_resolve(NULL, url);
	g_autofree char *shown = name ? one_line(name) : NULL;
	struct addition addition = {names, safe, shown};
	return edit_file(path, add_feed, &addition, undo, err);
}

static GString *add_section(const char *text, size_t n, void *data, GError **err)
{
	char *const *names = data;
	struct place place = {0};
	find_place(text, n, names, "", &place);
	g_free(place.indent);
	if (place.found) {
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
	g_auto(GStrv) names = clean_names(section, err);
	return names && edit_file(path, add_section, names, undo, err);
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
	g_auto(GStrv) names = clean_names(to, err);
	struct renaming renaming = {from, names};
	return names && edit_file(path, rename_section, &renaming, undo, err);
}

bool conf_change_feed(const char *path, const struct conf_change *change,
		      struct conf_undo *undo, GError **err)
{
	struct conf_change safe = *change;
	g_auto(GStrv) names = clean_names(change->to, err);
	if (!names)
		return false;
	g_autofree char *name = change->name ? one_line(change->name) : NULL;
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
