/* SPDX-License-Identifier: GPL-3.0-or-later */
/* latency TNEWS HTTPD MAKE-FEEDS [FEEDS [STORIES]]: keys while a reload runs. A store
 * with one section of 1,000 stories is filled first; then the panes are opened, a reload
 * of FEEDS (200) new feeds of STORIES (50) is started from them, and the cursor is moved
 * up and down in the headlines for as long as the reload runs. What is measured is the
 * time from the key to the moved cursor in the cells. Prints one JSON line; ends with 1
 * when the 99th percentile is above 16 ms. */
#include <glib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/screen_term.h"

enum { ROWS = 40, COLS = 120, BASE_FEEDS = 20, ROUNDS = 3 };
static const double LIMIT_MS = 16;

static char *folder;

struct server {
	GPid pid;
	int in, out;
	char *url;
};

static char *inside(const char *name)
{
	return g_build_filename(folder, name, NULL);
}

static void run(const char *const *argv)
{
	int status = 0;
	g_autoptr(GError) err = NULL;
	if (!g_spawn_sync(NULL, (char **)argv, NULL,
			  G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_SEARCH_PATH, NULL, NULL,
			  NULL, NULL, &status, &err) ||
	    status != 0) {
		fprintf(stderr, "latency: %s fails: %s\n", argv[0],
			err ? err->message : "exit status");
		exit(1);
	}
}

static void server_start(struct server *s, const char *httpd)
{
	g_autofree char *files = inside("feeds");
	const char *const argv[] = {httpd, files, NULL};
	g_autoptr(GError) err = NULL;
	if (!g_spawn_async_with_pipes(NULL, (char **)argv, NULL, G_SPAWN_DEFAULT, NULL,
				      NULL, &s->pid, &s->in, &s->out, NULL, &err)) {
		fprintf(stderr, "latency: %s\n", err->message);
		exit(1);
	}
	FILE *out = fdopen(s->out, "r");
	char line[256];
	if (!out || !fgets(line, sizeof line, out)) {
		fprintf(stderr, "latency: the server does not start\n");
		exit(1);
	}
	s->url = g_strdup(g_strstrip(line));
}

/* The section of the many stories comes first; then one with all new feeds. */
static void write_conf(const struct server *s, int feeds)
{
	g_autoptr(GString) text = g_string_new("set max-host-connections 16\n[Base]\n");
	for (int i = 0; i < BASE_FEEDS; i++)
		g_string_append_printf(text, "feed %s/b%04d.xml\n", s->url, i);
	if (feeds > 0)
		g_string_append(text, "[New]\n");
	for (int i = 0; i < feeds; i++)
		g_string_append_printf(text, "feed %s/f%04d.xml\n", s->url, i);
	g_autofree char *path = inside("tnewsrc");
	if (!g_file_set_contents(path, text->str, -1, NULL))
		exit(1);
}

/* Reads what comes until nothing came for so long. */
static void settle(struct term *t, int quiet_ms)
{
	for (int i = 0; i < 1000 && term_read(t, quiet_ms); i++)
		;
}

/* The row of the mark of the headline under the cursor, -1 if there is none. The cursor of
 * the terminal itself wanders while a frame is written. */
static int mark_row(const struct term *t)
{
	int row, col;
	return term_find(t, "\u2502>", &row, &col) ? row : -1;
}

/* One key and the time until the mark stands in another row; -1 if it never does. */
static double key_ms(struct term *t, const char *key)
{
	while (term_read(t, 0))
		;
	int before = mark_row(t);
	gint64 start = g_get_monotonic_time();
	term_key(t, key);
	while (g_get_monotonic_time() - start < 2 * G_USEC_PER_SEC) {
		term_read(t, 100);
		int row = mark_row(t);
		if (row >= 0 && row != before)
			return (double)(g_get_monotonic_time() - start) / 1e3;
	}
	return -1;
}

/* "reload 12/200 [" is how the status line says it: those of Base are not due again. */
static bool is_loading(const struct term *t, const char *of_all)
{
	int row, col;
	return term_find(t, of_all, &row, &col);
}

/* One reload with keys; the times are added. False if it was not seen to run. */
static bool measure(const char *tnews, const char *of_all, GArray *times)
{
	g_autofree char *conf = inside("tnewsrc"), *data = inside("data");
	const char *const argv[] = {tnews, "-C", conf, "-d", data, NULL};
	struct term *t = term_start((char **)argv, ROWS, COLS);
	settle(t, 500);
	term_send(t,
		  "\x17"
		  "1",
		  2); /* sections, Base, its headlines */
	term_key(t, "g");
	term_key(t, "g");
	term_key(t, "/");
	term_send(t, "Base", 4);
	term_key(t, "Enter");
	settle(t, 200);
	term_key(t, "Enter");
	settle(t, 500);
	term_key(t, "R");
	gint64 start = g_get_monotonic_time();
	while (!is_loading(t, of_all) &&
	       g_get_monotonic_time() - start < 3 * G_USEC_PER_SEC)
		term_read(t, 5);
	bool seen = is_loading(t, of_all);
	for (guint i = 0; is_loading(t, of_all) && i < 100000; i++) {
		double ms = key_ms(t, i / 10 % 2 ? "k" : "j");
		if (ms < 0) {
			fprintf(stderr, "latency: a key without an answer\n");
			ms = 2000;
		}
		g_array_append_val(times, ms);
		g_usleep(1500); /* nobody types faster */
	}
	term_key(t, "Q");
	term_wait(t, 10000);
	term_free(t);
	return seen;
}

static int by_value(const void *a, const void *b)
{
	double one = *(const double *)a, other = *(const double *)b;
	return (one > other) - (one < other);
}

static double at(const GArray *times, double share)
{
	guint i = (guint)((double)(times->len - 1) * share + 0.5);
	return g_array_index(times, double, i);
}

static void make_feeds(const char *program, const char *feeds, const char *stories,
		       const char *prefix)
{
	g_autofree char *files = inside("feeds");
	const char *const argv[] = {program, files, feeds, stories, prefix, NULL};
	run(argv);
}

static void clear_store(void)
{
	g_autofree char *data = inside("data");
	const char *const argv[] = {"rm", "-rf", data, NULL};
	run(argv);
}

static void fill_base(const char *tnews, const struct server *s)
{
	g_autofree char *conf = inside("tnewsrc"), *data = inside("data");
	const char *const argv[] = {tnews, "-C", conf, "-d", data, "-q", "reload", NULL};
	write_conf(s, 0);
	run(argv);
}

int main(int argc, char **argv)
{
	if (argc < 4) {
		fprintf(stderr,
			"usage: latency TNEWS HTTPD MAKE-FEEDS [FEEDS [STORIES]]\n");
		return 2;
	}
	const char *feeds = argc > 4 ? argv[4] : "200",
		   *stories = argc > 5 ? argv[5] : "50";
	g_autoptr(GArray) times = g_array_new(FALSE, FALSE, sizeof(double));
	struct server server;
	bool seen = true;
	int n = (int)strtol(feeds, NULL, 10);
	g_autofree char *of_all = g_strdup_printf("/%d [", n);
	folder = g_dir_make_tmp("tnews-latency-XXXXXX", NULL);
	g_setenv("LC_ALL", "C.UTF-8", TRUE);
	g_setenv("HOME", folder, TRUE);
	make_feeds(argv[3], "20", "50", "b");
	make_feeds(argv[3], feeds, stories, "f");
	server_start(&server, argv[2]);
	for (int i = 0; i < ROUNDS; i++) {
		clear_store();
		fill_base(argv[1], &server);
		write_conf(&server, n);
		seen = measure(argv[1], of_all, times) && seen;
	}
	kill(server.pid, SIGTERM);
	const char *const away[] = {"rm", "-rf", folder, NULL};
	run(away);
	if (!seen || times->len < 20) {
		fprintf(stderr, "latency: only %u keys while a reload ran\n", times->len);
		return 1;
	}
	qsort(times->data, times->len, sizeof(double), by_value);
	double p99 = at(times, 0.99);
	printf("{\"bench\":\"latency\",\"keys\":%u,\"p50_ms\":%.2f,\"p90_ms\":%.2f,"
	       "\"p99_ms\":%.2f,\"max_ms\":%.2f,\"limit_ms\":%.0f,\"ok\":%s}\n",
	       times->len, at(times, 0.5), at(times, 0.9), p99, at(times, 1), LIMIT_MS,
	       p99 <= LIMIT_MS ? "true" : "false");
	return p99 <= LIMIT_MS ? 0 : 1;
}
