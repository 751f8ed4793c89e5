/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lays a file out as `tnews render` does, without the other program: for the golden
 * cases, for measuring and for finding faults.
 *
 * render_html render [--width N] [--base URL] [--type html|text] [--title TEXT]
 *                    [--links] [--ansi] [--repeat N] FILE */
#include "html/html.h"
#include "text/charset.h"
#include "util/clock.h"
#include "util/limit.h"
#include "util/replace.h"
#include "wire/job.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

static int width = 80, repeat;
static char *base, *type, *title;
static gboolean links, ansi;

static const GOptionEntry entries[] = {
	{"width", 0, 0, G_OPTION_ARG_INT, &width, NULL, NULL},
	{"base", 0, 0, G_OPTION_ARG_STRING, &base, NULL, NULL},
	{"type", 0, 0, G_OPTION_ARG_STRING, &type, NULL, NULL},
	{"title", 0, 0, G_OPTION_ARG_STRING, &title, NULL, NULL},
	{"links", 0, 0, G_OPTION_ARG_NONE, &links, NULL, NULL},
	{"ansi", 0, 0, G_OPTION_ARG_NONE, &ansi, NULL, NULL},
	{"repeat", 0, 0, G_OPTION_ARG_INT, &repeat, NULL, NULL},
	{NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL},
};

/* MB/s of laying out again and again, on standard error. */
static void measure(const GString *text, const struct render_options *options)
{
	int64_t start = clock_cpu_us();
	size_t used = 0;
	for (int i = 0; i < repeat; i++) {
		struct arena *arena = arena_new(0);
		html_render(arena, text->str, text->len, options);
		used = arena_used(arena);
		arena_free(arena);
	}
	double seconds = (double)(clock_cpu_us() - start) / 1e6;
	fprintf(stderr, "%.2f ms, %.1f MB/s, page %.1f times the text\n",
		1000 * seconds / repeat, (double)text->len * repeat / seconds / 1e6,
		(double)used / (double)MAX(text->len, 1));
}

static void print(const GString *text, const struct render_options *options)
{
	struct arena *arena = arena_new(0);
	struct page *page = html_render(arena, text->str, text->len, options);
	GString *out = g_string_new(NULL);
	page_print(out, page, ansi ? PAGE_ANSI | PAGE_LINKS : 0);
	fwrite(out->str, 1, out->len, stdout);
	if (page->warning)
		fprintf(stderr, "%s\n", page->warning);
	g_string_free(out, TRUE);
	arena_free(arena);
}

int main(int argc, char **argv)
{
	setlocale(LC_ALL, "");
	GOptionContext *context = g_option_context_new("render FILE");
	g_option_context_add_main_entries(context, entries, NULL);
	GError *err = NULL;
	size_t n = 0;
	g_autofree char *bytes = NULL;
	if (!g_option_context_parse(context, &argc, &argv, &err) || argc != 3 ||
	    !(bytes = file_read(argv[2], LIMIT_DOCUMENT, &n, &err))) {
		fprintf(stderr, "render_html: %s\n", err ? err->message : "no file");
		return 2;
	}
	GString *text = charset_to_utf8(bytes, n, CHARSET_HTML, NULL, LIMIT_DOCUMENT,
					NULL, NULL);
	bool plain = type && strcmp(type, "text") == 0;
	struct render_options options = {.width = width,
					 .base = base,
					 .title = title,
					 .flags = (links ? RENDER_LINK_LIST : 0) |
						  (plain ? RENDER_PLAIN : 0)};
	if (repeat)
		measure(text, &options);
	else
		print(text, &options);
	g_string_free(text, TRUE);
	g_option_context_free(context);
	return 0;
}
