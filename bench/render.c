/* SPDX-License-Identifier: GPL-3.0-or-later */
/* render [--width N] [--runs N] PATH...: lays out the HTML files of these folders (or
 * these files), each as one story, and prints one JSON line: MB/s of all of them, the time
 * of a story (a screen shows it when its page is there) in the median, at the 95th
 * percentile and at most, by processor time; then what a document of a megabyte, made of
 * them, takes, in time and in memory. Ends with 1 where a limit is passed:
 *   8 MB/s, 16 ms at the 95th percentile, 150 ms for the megabyte, 20 times its size.
 * With --any the documents may be bombs: of the limits only the percentile counts. */
#include "html/html.h"
#include "util/clock.h"
#include "util/limit.h"
#include "util/replace.h"

#include <glib.h>
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static int width = 80, runs = 3;
static gboolean any;

static const GOptionEntry entries[] = {
	{"width", 0, 0, G_OPTION_ARG_INT, &width, "columns", "N"},
	{"runs", 0, 0, G_OPTION_ARG_INT, &runs, "how often each is laid out", "N"},
	{"any", 0, 0, G_OPTION_ARG_NONE, &any, "hostile documents are among them", NULL},
	{NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL},
};

static void collect(GPtrArray *texts, const char *path)
{
	GDir *dir = g_dir_open(path, 0, NULL);
	const char *name;
	if (!dir && g_str_has_suffix(path, ".html")) {
		size_t n = 0;
		char *bytes = file_read(path, LIMIT_DOCUMENT, &n, NULL);
		if (bytes && g_utf8_validate(bytes, (gssize)n, NULL))
			g_ptr_array_add(texts, g_string_new_len(bytes, (gssize)n));
		g_free(bytes);
		return;
	}
	while (dir && (name = g_dir_read_name(dir))) {
		g_autofree char *inner = g_build_filename(path, name, NULL);
		collect(texts, inner);
	}
	if (dir)
		g_dir_close(dir);
}

static double lay_out(const GString *text)
{
	struct render_options options = {.width = width, .base = "https://a.example/b/"};
	int64_t start = clock_cpu_us();
	struct arena *arena = arena_new(0);
	html_render(arena, text->str, text->len, &options);
	double ms = (double)(clock_cpu_us() - start) / 1e3;
	arena_free(arena);
	return ms;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static long peak_kb(void)
{
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_maxrss;
}

/* In a process of its own: nothing was laid out in it before. */
static bool lay_out_alone(const GString *text, double *ms, double *times)
{
	struct {
		double ms;
		long kb;
	} result = {0};
	int ends[2], status = -1;
	if (pipe(ends) != 0)
		return false;
	fflush(stdout);
	pid_t pid = fork();
	if (pid == 0) {
		long before = peak_kb();
		result.ms = lay_out(text);
		result.kb = peak_kb() - before;
		_exit(write(ends[1], &result, sizeof result) == sizeof result ? 0 : 1);
	}
	close(ends[1]);
	bool good = read(ends[0], &result, sizeof result) == sizeof result;
	close(ends[0]);
	waitpid(pid, &status, 0);
	*ms = result.ms;
	*times = (double)result.kb * 1024 / (double)text->len;
	return good && status == 0;
}

static GString *megabyte(const GPtrArray *texts)
{
	GString *big = g_string_new(NULL);
	for (guint i = 0; big->len < 1000000 && texts->len > 0;
	     i = (i + 1) % texts->len) {
		const GString *text = texts->pdata[i];
		if (text->len < 200000) /* bombs have tests of their own */
			g_string_append_len(big, text->str, (gssize)text->len);
		g_string_append_c(big, '\n');
	}
	return big;
}

int main(int argc, char **argv)
{
	setlocale(LC_ALL, "");
	GOptionContext *context = g_option_context_new("PATH...");
	g_option_context_add_main_entries(context, entries, NULL);
	GPtrArray *texts = g_ptr_array_new();
	if (g_option_context_parse(context, &argc, &argv, NULL))
		for (int i = 1; i < argc; i++)
			collect(texts, argv[i]);
	if (texts->len == 0) {
		fprintf(stderr, "usage: render [--width N] [--runs N] PATH...\n");
		return 2;
	}
	GString *big = megabyte(texts);
	double big_ms = 0, times = 0, total = 0;
	bool good = lay_out_alone(big, &big_ms, &times);
	double *ms = g_new(double, texts->len);
	size_t bytes = 0;
	for (guint i = 0; i < texts->len; i++) {
		const GString *text = texts->pdata[i];
		ms[i] = lay_out(text); /* the first time counts: so it is when opened */
		double least = ms[i];
		for (int k = 1; k < runs; k++)
			least = MIN(least, lay_out(text));
		total += least;
		bytes += text->len;
	}
	qsort(ms, texts->len, sizeof *ms, by_size);
	double speed = (double)bytes / total / 1e3, p95 = ms[texts->len * 95 / 100];
	printf("{\"bench\":\"%s\",\"documents\":%u,\"bytes\":%zu,\"mb_per_s\":%.1f,"
	       "\"median_ms\":%.2f,\"p95_ms\":%.2f,\"max_ms\":%.2f,"
	       "\"megabyte_ms\":%.1f,\"megabyte_memory_times\":%.1f}\n",
	       any ? "render-any" : "render", texts->len, bytes, speed,
	       ms[texts->len / 2], p95, ms[texts->len - 1], big_ms, times);
	if (p95 > 16 || !good)
		return 1;
	return any || (speed >= 8 && big_ms <= 150 && times <= 20) ? 0 : 1;
}
