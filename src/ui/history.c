/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines typed at prompts: a file for each kind in the data folder, read when the program
 * starts, added to line by line, cut when it is read and too long. All of it by threads of
 * its own: a home folder that is slow or hangs does not hold up a key. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "text/utf8.h"
#include "ui/prompt.h"
#include "util/replace.h"

enum { MAX_FILE = 16 << 20 };

struct history {
	char *folder;
	size_t most;
	GPtrArray *lines[PROMPT_KINDS]; /* oldest first; NULL: none are kept */
	GThread *reader;		/* owns lines until it is joined */
	GThreadPool *writer;		/* of struct added, in turn */
};

struct added {
	char *path, *line;
};

static const char *const names[PROMPT_KINDS] = {
	[PROMPT_COMMAND] = "command", [PROMPT_FIND] = "find",
	[PROMPT_FILTER] = "query",    [PROMPT_SEARCH] = "query",
	[PROMPT_TAGS] = "tags",	      [PROMPT_UNTAG] = "tags",
	[PROMPT_ADDRESS] = "address", [PROMPT_SECTION] = "section",
	[PROMPT_PIPE] = "pipe",
};

static enum prompt_kind slot(enum prompt_kind kind)
{
	if (kind == PROMPT_FILTER)
		return PROMPT_SEARCH;
	return kind == PROMPT_UNTAG ? PROMPT_TAGS : kind;
}

static char *file_of(const struct history *h, enum prompt_kind kind)
{
	g_autofree char *name = g_strconcat("history-", names[kind], NULL);

	return g_build_filename(h->folder, name, NULL);
}

static GPtrArray *read_lines(const char *path, size_t most)
{
	GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
	size_t n = 0;

	g_autofree char *bytes = file_read(path, MAX_FILE, &n, NULL);
	if (!bytes)
		return lines;
	g_autofree char *text = utf8_clean(bytes, n, CLEAN_TEXT);
	g_auto(GStrv) parts = g_strsplit(text, "\n", -1);
	size_t count = g_strv_length(parts);
	for (size_t i = count > most ? count - most : 0; i < count; i++)
		if (*parts[i])
			g_ptr_array_add(lines, g_strdup(parts[i]));
	if (count > 2 * most) {
		GString *kept = g_string_new(NULL);
		for (guint i = 0; i < lines->len; i++)
			g_string_append_printf(kept, "%s\n",
					       (char *)g_ptr_array_index(lines, i));
		file_replace(path, kept->str, kept->len, NULL, NULL);
		g_string_free(kept, TRUE);
	}
	return lines;
}

static void *read_all(void *data)
{
	struct history *h = data;

	for (enum prompt_kind kind = 0; kind < PROMPT_KINDS; kind++) {
		if (!names[kind] || slot(kind) != kind)
			continue;
		g_autofree char *path = file_of(h, kind);
		h->lines[kind] = read_lines(path, h->most);
	}
	return NULL;
}

static void end_reading(struct history *h)
{
	if (h->reader)
		g_thread_join(h->reader);
	h->reader = NULL;
}

/* NULL if such lines are not kept. */
static GPtrArray *lines_of(struct history *h, enum prompt_kind kind)
{
	end_reading(h);
	return h->lines[slot(kind)];
}

static void write_added(void *data, void *unused)
{
	struct added *a = data;
	int fd = open(a->path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW,
		      0600);

	(void)unused;
	if (fd >= 0) {
		ssize_t ignored = write(fd, a->line, strlen(a->line));
		(void)ignored;
		close(fd);
	}
	g_free(a->path);
	g_free(a->line);
	g_free(a);
}

struct history *history_new(const char *data_dir, int64_t most)
{
	struct history *h = g_new0(struct history, 1);

	h->folder = g_strdup(data_dir);
	h->most = (size_t)MAX(most, 0);
	if (h->most == 0)
		return h;
	h->reader = g_thread_new("history", read_all, h);
	h->writer = g_thread_pool_new(write_added, NULL, 1, FALSE, NULL);
	return h;
}

void history_free(struct history *h)
{
	if (!h)
		return;
	end_reading(h);
	if (h->writer)
		g_thread_pool_free(h->writer, FALSE, TRUE);
	for (int i = 0; i < PROMPT_KINDS; i++)
		if (h->lines[i])
			g_ptr_array_unref(h->lines[i]);
	g_free(h->folder);
	g_free(h);
}

void history_add(struct history *h, enum prompt_kind kind, const char *line)
{
	GPtrArray *lines = lines_of(h, kind);

	/* a line that begins with a blank is private */
	if (!lines || !*line || *line == ' ')
		return;
	if (lines->len > 0 && strcmp(g_ptr_array_index(lines, lines->len - 1), line) == 0)
		return;
	g_ptr_array_add(lines, g_strdup(line));
	struct added *a = g_new(struct added, 1);
	*a = (struct added){file_of(h, slot(kind)), g_strconcat(line, "\n", NULL)};
	g_thread_pool_push(h->writer, a, NULL);
}

static const char *nth(struct history *h, enum prompt_kind kind, const char *text,
		       size_t n, bool anywhere)
{
	GPtrArray *lines = lines_of(h, kind);
	const char *last = NULL;

	for (guint i = lines ? lines->len : 0; i-- > 0 && n > 0;) {
		const char *line = g_ptr_array_index(lines, i);
		if (anywhere ? !strstr(line, text) : !g_str_has_prefix(line, text))
			continue;
		if (last && strcmp(last, line) == 0)
			continue;
		last = line;
		if (--n == 0)
			return line;
	}
	return NULL;
}

const char *history_get(struct history *h, enum prompt_kind kind, const char *prefix,
			size_t n)
{
	return nth(h, kind, prefix, n, false);
}

const char *history_search(struct history *h, enum prompt_kind kind, const char *text,
			   size_t n)
{
	return nth(h, kind, text, n, true);
}
