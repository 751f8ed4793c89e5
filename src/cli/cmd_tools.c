/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tnews parse, render, extract: one document to the worker, what it makes of it printed. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/format.h"
#include "cli/tools.h"
#include "engine/engine.h"
#include "engine/worker.h"
#include "text/plain.h"
#include "text/utf8.h"
#include "util/limit.h"
#include "util/pages.h"

GString *tools_read(const char *path, GError **err)
{
	bool standard = strcmp(path, "-") == 0;
	int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_NOCTTY | O_CLOEXEC);
	struct stat st;
	bool known = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
	size_t size = known ? (size_t)MIN(st.st_size, LIMIT_DOCUMENT) : 0;
	GString *text = g_string_sized_new(size + 65536 + 1);
	pages_large(text->str, size);
	ssize_t got = fd < 0 ? -1 : 1;
	while (got > 0 && text->len <= LIMIT_DOCUMENT) {
		char buffer[65536];
		got = read(fd, buffer, sizeof buffer);
		if (got < 0 && errno == EINTR)
			got = 1;
		else if (got > 0)
			g_string_append_len(text, buffer, got);
	}
	int code = errno;
	if (fd >= 0 && !standard)
		close(fd);
	if (got >= 0 && text->len <= LIMIT_DOCUMENT)
		return text;
	if (got < 0)
		g_set_error(err, TNEWS_ERROR, ERR_SYSTEM, _("cannot read %s: %s"), path,
			    g_strerror(code));
	else
		g_set_error(err, TNEWS_ERROR, ERR_DATA, _("%s is larger than %d MiB"),
			    path, LIMIT_DOCUMENT >> 20);
	g_string_free(text, TRUE);
	return NULL;
}

struct answer *tools_ask(struct job *taken, enum answer_kind expected, GError **err)
{
	/* Text of another charset needs its table, so a file. */
	bool page = taken->kind == JOB_RENDER && !taken->content_type &&
		    utf8_valid(taken->bytes ? taken->bytes : "", taken->n_bytes);
	char *path = page ? engine_page_worker_path() : engine_worker_path();
	struct answer *answer = worker_ask(path, taken, err);
	g_free(path);
	if (!answer || answer->kind == expected)
		return answer;
	g_set_error(err, TNEWS_ERROR, ERR_DATA, "%s",
		    answer->message ? answer->message : _("the worker gave no answer"));
	answer_free(answer);
	return NULL;
}

struct job *tools_job(enum job_kind kind, GString *taken_text, const char *base)
{
	struct job *job = job_new(kind, 0);
	job->urgent = true;
	job->url = arena_strdup(job->arena, base);
	job->n_bytes = taken_text->len;
	char *bytes = g_string_free(taken_text, FALSE);
	arena_adopt(job->arena, bytes);
	job->bytes = bytes;
	return job;
}

bool cmd_parse(struct cli *c, char **words, GError **err)
{
	char *base = NULL, *type = NULL;
	const GOptionEntry entries[] = {
		{"base", 0, 0, G_OPTION_ARG_FILENAME, &base,
		 N_("what relative addresses stand to"), "URL"},
		{"content-type", 0, 0, G_OPTION_ARG_FILENAME, &type,
		 N_("what the server said the document is"), "TYPE"},
		{0},
	};
	struct answer *answer = NULL;
	GString *text = NULL;
	if (cli_options(c, entries, false, &words, err) && cli_words(words, 1, 1, err) &&
	    (text = tools_read(words[0], err))) {
		struct job *job = tools_job(JOB_PRINT_FEED, text, base);
		job->content_type = arena_strdup(job->arena, type);
		answer = tools_ask(job, ANSWER_TEXT, err);
		if (answer)
			cli_write(answer->text, answer->n_text);
	}
	bool good = answer != NULL;
	answer_free(answer);
	g_strfreev(words);
	g_free(base);
	g_free(type);
	return good;
}

bool tools_width(const char *text, int *width, GError **err)
{
	int64_t number;
	if (!cli_number(text, "--width", &number, err))
		return false;
	*width = (int)CLAMP(number, 10, 10000);
	return true;
}

bool cmd_render(struct cli *c, char **words, GError **err)
{
	char *base = NULL, *type = NULL, *width_text = NULL;
	gboolean links = FALSE, ansi = FALSE;
	const GOptionEntry entries[] = {
		{"width", 0, 0, G_OPTION_ARG_FILENAME, &width_text, N_("columns; 80"),
		 "N"},
		{"base", 0, 0, G_OPTION_ARG_FILENAME, &base,
		 N_("what relative addresses stand to"), "URL"},
		{"type", 0, 0, G_OPTION_ARG_FILENAME, &type,
		 N_("what the document is; html"), "html|text"},
		{"links", 0, 0, G_OPTION_ARG_NONE, &links,
		 N_("the list of links at the end"), NULL},
		{"ansi", 0, 0, G_OPTION_ARG_NONE, &ansi,
		 N_("with colours and hyperlinks"), NULL},
		{0},
	};
	struct answer *answer = NULL;
	GString *text = NULL;
	int width = 80;
	bool good = cli_options(c, entries, false, &words, err) &&
		    cli_words(words, 1, 1, err) &&
		    (!width_text || tools_width(width_text, &width, err));
	if (good && type && strcmp(type, "html") != 0 && strcmp(type, "text") != 0) {
		g_set_error(err, TNEWS_ERROR, ERR_USAGE,
			    _("--type takes html or text, not %s"), type);
		good = false;
	}
	if (good && (text = tools_read(words[0], err))) {
		struct job *job = tools_job(JOB_RENDER, text, base);
		job->width = width;
		job->flags = (links ? RENDER_LINK_LIST : 0U) |
			     (type && strcmp(type, "text") == 0 ? RENDER_PLAIN : 0U);
		answer = tools_ask(job, ANSWER_PAGE, err);
		if (answer)
			/* What is listed behind its number needs no hyperlink. */
			print_page(answer->page, !ansi	 ? 0
						 : links ? PAGE_ANSI
							 : PAGE_ANSI | PAGE_LINKS);
		if (answer && answer->page->warning && !c->quiet)
			cli_say("%s", answer->page->warning);
	}
	good = answer != NULL;
	answer_free(answer);
	g_strfreev(words);
	g_free(base);
	g_free(type);
	g_free(width_text);
	return good;
}

static void print_extract(const struct feed *feed, bool json)
{
	const struct item *item = &feed->items[0];
	const char *content = item->content ? item->content : "";
	char *clean = utf8_clean(content, strlen(content), CLEAN_TEXT);
	if (!json) {
		cli_print("%s\n", clean);
		g_free(clean);
		return;
	}
	GString *byline = g_string_new(NULL), *text = g_string_new(NULL);
	for (size_t i = 0; i < item->n_authors; i++)
		g_string_append_printf(byline, "%s%s", i ? ", " : "",
				       item->authors[i].name);
	plain_append(text, clean, strlen(clean), LIMIT_BODY);
	struct json *j = out_object();
	out_text(j, "title", item->title);
	out_text(j, "byline", byline->len ? byline->str : NULL);
	out_text(j, "site", feed->title);
	out_date(j, "published", item->published);
	out_text(j, "language", item->language);
	out_text(j, "excerpt", item->summary);
	out_text(j, "image", item->image);
	out_long_text(j, "content", clean);
	out_long_text(j, "text", text->str);
	out_line(j);
	g_string_free(text, TRUE);
	g_string_free(byline, TRUE);
	g_free(clean);
}

bool cmd_extract(struct cli *c, char **words, GError **err)
{
	char *base = NULL, *select = NULL;
	gboolean json = FALSE;
	const GOptionEntry entries[] = {
		{"base", 0, 0, G_OPTION_ARG_FILENAME, &base, N_("the page's address"),
		 "URL"},
		{"select", 0, 0, G_OPTION_ARG_STRING, &select,
		 N_("where the story stands, as fulltext-select says it"), "CSS"},
		{"json", 0, 0, G_OPTION_ARG_NONE, &json,
		 N_("as a JSON object, with what the page says of its story"), NULL},
		{0},
	};
	struct answer *answer = NULL;
	GString *text = NULL;
	if (cli_options(c, entries, false, &words, err) && cli_words(words, 1, 1, err) &&
	    (text = tools_read(words[0], err))) {
		struct job *job = tools_job(JOB_EXTRACT, text, base);
		job->select = arena_strdup(job->arena, select);
		answer = tools_ask(job, ANSWER_FEED, err);
	}
	bool good = answer != NULL;
	if (good && (!answer->feed || answer->feed->n_items != 1)) {
		g_set_error(err, TNEWS_ERROR, ERR_DATA, _("the worker gave no answer"));
		good = false;
	}
	if (good) {
		print_extract(answer->feed, json);
		for (size_t i = 0; i < answer->feed->n_warnings && !c->quiet; i++)
			cli_say("%s", answer->feed->warnings[i].message);
	}
	answer_free(answer);
	g_strfreev(words);
	g_free(select);
	g_free(base);
	return good;
}
