/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `tnews parse` without tnews: parse_feed parse [--base URL] [--content-type TYPE] FILE
 * reads a feed document in this very process and prints it. For the corpus of feeds,
 * sanitizers and profiles. With --repeat N it only reads, N times, and says how fast. */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "feed/feed.h"
#include "text/utf8.h"
#include "util/clock.h"

static GString *read_all(const char *path)
{
	FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
	if (!f)
		return NULL;
	GString *s = g_string_new(NULL);
	char buffer[65536];
	size_t n;
	while ((n = fread(buffer, 1, sizeof buffer, f)) > 0)
		g_string_append_len(s, buffer, (gssize)n);
	if (f != stdin)
		fclose(f);
	return s;
}

static void measure(const GString *bytes, const struct feed_hints *hints, int times)
{
	/* As the worker has it: memory is kept for the next document. */
	mallopt(M_MMAP_THRESHOLD, 64 << 20);
	mallopt(M_TRIM_THRESHOLD, 128 << 20);
	int64_t start = clock_cpu_us();
	for (int i = 0; i < times; i++) {
		struct arena *arena = arena_new(400 << 20);
		feed_parse(arena, bytes->str, bytes->len, hints, NULL, NULL);
		arena_free(arena);
	}
	int64_t us = clock_cpu_us() - start;
	double mb = (double)bytes->len * times / 1e6;
	fprintf(stderr, "%.0f MB/s of processor time\n", mb * 1e6 / (double)MAX(us, 1));
}

int main(int argc, char **argv)
{
	struct feed_hints hints = {.terminated = true};
	const char *path = NULL;
	int repeat = 0;
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--base") == 0 && i + 1 < argc)
			hints.url = argv[++i];
		else if (strcmp(argv[i], "--content-type") == 0 && i + 1 < argc)
			hints.content_type = argv[++i];
		else if (strcmp(argv[i], "--repeat") == 0 && i + 1 < argc)
			repeat = (int)strtol(argv[++i], NULL, 10);
		else if (strcmp(argv[i], "parse") != 0)
			path = argv[i];
	}
	GString *bytes = path ? read_all(path) : NULL;
	if (!bytes) {
		fprintf(stderr, "parse_feed: no such file\n");
		return 2;
	}
	feed_init();
	if (repeat > 0) {
		measure(bytes, &hints, repeat);
		g_string_free(bytes, true);
		return 0;
	}
	GError *err = NULL;
	enum fail fail = FAIL_NONE;
	int status = 0;
	GString *out = feed_parse_json(bytes->str, bytes->len, &hints, &fail, &err);
	if (out) {
		if (fwrite(out->str, 1, out->len, stdout) != out->len)
			status = 1;
		g_string_free(out, true);
	} else {
		g_autofree char *clean = utf8_clean(err->message, strlen(err->message),
						    CLEAN_SHOWN);
		fprintf(stderr, "%s\n", clean);
		g_error_free(err);
		status = 1;
	}
	g_string_free(bytes, true);
	return status;
}
