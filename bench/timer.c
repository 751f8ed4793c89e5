/* SPDX-License-Identifier: GPL-3.0-or-later */
/* timer NAME REPEATS COMMAND...: runs a command so often and prints one JSON line: wall
 * time (median, least, most), processor time and memory of the median run. With
 * TIMER_BEFORE, that is given to a shell before each run and not timed. */
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

struct run {
	double wall_ms, cpu_ms;
	long rss_kb;
};

static double ms_of(struct timeval t)
{
	return (double)t.tv_sec * 1e3 + (double)t.tv_usec / 1e3;
}

static bool prepare(const char *line)
{
	const char *const argv[] = {"/bin/sh", "-c", line, NULL};
	int status = 0;
	if (!line || (g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_DEFAULT, NULL, NULL,
				   NULL, NULL, &status, NULL) &&
		      status == 0))
		return true;
	fprintf(stderr, "timer: TIMER_BEFORE fails\n");
	return false;
}

/* The processes that the command starts itself count as well, as far as it waits. */
static bool time_once(char **argv, struct run *run)
{
	extern char **environ;
	posix_spawn_file_actions_t files;
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
	pid_t pid;
	int status;
	struct rusage usage;
	gint64 start = g_get_monotonic_time();
	int error = posix_spawnp(&pid, argv[0], &files, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&files);
	if (error) {
		fprintf(stderr, "timer: %s: %s\n", argv[0], g_strerror(error));
		return false;
	}
	while (wait4(pid, &status, 0, &usage) < 0)
		if (errno != EINTR)
			return false;
	run->wall_ms = (double)(g_get_monotonic_time() - start) / 1e3;
	run->cpu_ms = ms_of(usage.ru_utime) + ms_of(usage.ru_stime);
	run->rss_kb = usage.ru_maxrss;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return true;
	fprintf(stderr, "timer: %s fails\n", argv[0]);
	return false;
}

static int by_wall(const void *a, const void *b)
{
	const struct run *one = a, *other = b;
	return (one->wall_ms > other->wall_ms) - (one->wall_ms < other->wall_ms);
}

int main(int argc, char **argv)
{
	int n = argc > 3 ? (int)strtol(argv[2], NULL, 10) : 0;
	if (n < 1) {
		fprintf(stderr, "usage: timer NAME REPEATS COMMAND...\n");
		return 2;
	}
	struct run *runs = g_new0(struct run, (gsize)n);
	for (int i = 0; i < n; i++)
		if (!prepare(g_getenv("TIMER_BEFORE")) || !time_once(argv + 3, &runs[i]))
			return 1;
	qsort(runs, (size_t)n, sizeof *runs, by_wall);
	const struct run *median = &runs[n / 2];
	printf("{\"bench\":\"%s\",\"runs\":%d,\"ms\":%.2f,\"min_ms\":%.2f,\"max_ms\":%."
	       "2f,"
	       "\"cpu_ms\":%.2f,\"rss_kb\":%ld}\n",
	       argv[1], n, median->wall_ms, runs[0].wall_ms, runs[n - 1].wall_ms,
	       median->cpu_ms, median->rss_kb);
	g_free(runs);
	return 0;
}
