/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines typed at prompts: a file for each kind in the data folder, read when it is first
 * needed, added to line by line, cut when it is read and too long. */
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
	GPtrArray *lines[PROMPT_KINDS]; /* oldest first; NULL: not read yet */
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

static GPtrArray *lines_of(struct history *h, enum prompt_kind kind)
{
	size_t n = 0;

	kind = slot(kind);
	if (h->lines[kind])
		return h->lines[kind];
	GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
	h->lines[kind] = lines;
	if (h->most == 0 || !names[kind])
		return lines;
	g_autofree char *path = file_of(h, kind);
	g_autofree char *bytes = file_read(path, MAX_FILE, &n, NULL);
	if (!bytes)
		return lines;
	g_autofree char *text = utf8_clean(bytes, n, CLEAN_TEXT);
	g_auto(GStrv) parts = g_strsplit(text, "\n", -1);
	size_t count = g_strv_length(parts);
	for (size_t i = count > h->most ? count - h->most : 0; i < count; i++)
		if (*parts[i])
			g_ptr_array_add(lines, g_strdup(parts[i]));
	if (count > 2 * h->most) {
		GString *kept = g_string_new(NULL);
		for (guint i = 0; i < lines->len; i++)
			g_string_append_printf(kept, "%s\n",
					       (char *)g_ptr_array_index(lines, i));
		file_replace(path, kept->str, kept->len, NULL, NULL);
		g_string_free(kept, TRUE);
	}
	return lines;
}

struct history *history_new(const char *data_dir, int64_t most)
{
	struct history *h = g_new0(struct history, 1);

	h->folder = g_strdup(data_dir);
	h->most = (size_t)MAX(most, 0);
	return h;
}

void history_free(struct history *h)
{
	if (!h)
		return;
	for (int i = 0; i < PROMPT_KINDS; i++)
		if (h->lines[i])
			g_ptr_array_unref(h->lines[i]);
	g_free(h->folder);
	g_free(h);
}

void history_add(struct history *h, enum prompt_kind kind, const char *line)
{
	GPtrArray *lines = lines_of(h, kind);

	kind = slot(kind);
	/* a line that begins with a blank is private */
	if (h->most == 0 || !names[kind] || !*line || *line == ' ')
		return;
	if (lines->len > 0 && strcmp(g_ptr_array_index(lines, lines->len - 1), line) == 0)
		return;
	g_ptr_array_add(lines, g_strdup(line));
	g_autofree char *path = file_of(h, kind);
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return;
	g_autofree char *bytes = g_strconcat(line, "\n", NULL);
	ssize_t ignored = write(fd, bytes, strlen(bytes));
	(void)ignored;
	close(fd);
}

static const char *nth(struct history *h, enum prompt_kind kind, const char *text,
		       size_t n, bool anywhere)
{
	GPtrArray *lines = lines_of(h, kind);
	const char *last = NULL;

	for (guint i = lines->len; i-- > 0 && n > 0;) {
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
