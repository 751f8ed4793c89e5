/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loaded into tnews in front of its libraries (LD_PRELOAD): the program is killed at the
 * write number KILL_AT to the store or its log, before anything of it is written. With
 * KILL_AT=0 it runs to its end and the number of writes goes into the file KILL_COUNT.
 * KILL_ON=commit counts those around the end of a transaction alone: the head of its last
 * frame in the log, the page behind that, and whatever comes next. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static long at, seen, follow;
static int commits, ready;

static void begin(void)
{
	const char *number = getenv("KILL_AT"), *on = getenv("KILL_ON");
	at = number ? strtol(number, NULL, 10) : 0;
	commits = on && !strcmp(on, "commit");
	ready = 1;
}

static int is_store(int fd, int *log)
{
	char link[64], path[4096];
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	ssize_t n = readlink(link, path, sizeof(path) - 1);
	if (n <= 0)
		return 0;
	path[n] = '\0';
	const char *name = strrchr(path, '/');
	*log = name && !strcmp(name, "/store.db-wal");
	return *log || (name && !strcmp(name, "/store.db"));
}

/* The head of a frame that ends a transaction: 24 bytes, the second number is not 0. */
static int ends(const void *bytes, size_t n)
{
	static const unsigned char none[4];
	return n == 24 && memcmp((const char *)bytes + 4, none, 4) != 0;
}

static void look(int fd, const void *bytes, size_t n)
{
	int log = 0;
	if (!is_store(fd, &log))
		return;
	pthread_mutex_lock(&lock);
	if (!ready)
		begin();
	if (log && ends(bytes, n))
		follow = 3;
	if (!commits || follow > 0) {
		follow--;
		if (++seen == at)
			kill(getpid(), SIGKILL);
	}
	pthread_mutex_unlock(&lock);
}

ssize_t pwrite64(int fd, const void *bytes, size_t n, off64_t offset)
{
	static ssize_t (*next)(int, const void *, size_t, off64_t);
	if (!next)
		*(void **)&next = dlsym(RTLD_NEXT, "pwrite64");
	look(fd, bytes, n);
	return next(fd, bytes, n, offset);
}

__attribute__((destructor)) static void tell(void)
{
	const char *name = getenv("KILL_COUNT");
	FILE *f = name && seen ? fopen(name, "w") : NULL;
	if (f) {
		fprintf(f, "%ld\n", seen);
		fclose(f);
	}
}
