/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Few stories a transaction, and a pause behind each: who wants to write gets to it. What
 * the machine does otherwise is asked of /proc/stat. */
#include "engine/index.h"

#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "store/claims.h"
#include "store/search.h"
#include "util/clock.h"
#include "util/run.h"

enum {
	AT_ONCE = 64, /* stories of a transaction */
	PAUSE_US = 2000,
	LOOK_US = 200 * 1000, /* so often the machine is looked at */
	BUSY_PAUSE_US = 1000 * 1000,
	WRITERS_PAUSE_US = 20 * 1000,
	FREE_PERCENT = 60, /* of one processor, for us */
};

struct load {
	int64_t at, idle_us, own_us;
};

/* Time that all processors together had nothing to do, in microseconds; -1 unknown. */
static int64_t idle_us(void)
{
	g_autofree char *text = NULL;
	unsigned long long user, nice, kernel, idle, wait;
	if (!g_file_get_contents("/proc/stat", &text, NULL, NULL) ||
	    sscanf(text, "cpu %llu %llu %llu %llu %llu", &user, &nice, &kernel, &idle,
		   &wait) != 5)
		return -1;
	long ticks = sysconf(_SC_CLK_TCK);
	return (int64_t)(idle + wait) * (1000000 / MAX(ticks, 1));
}

static struct load load_now(void)
{
	struct timespec t = {0};
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (struct load){clock_mono_us(), idle_us(),
			     (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000};
}

/* Whether there was a processor that nobody else wanted, since the last look. */
static bool was_free(const struct load *last, const struct load *now)
{
	if (now->idle_us < 0)
		return true;
	int64_t ours = now->idle_us - last->idle_us + now->own_us - last->own_us;
	return ours * 100 >= (now->at - last->at) * FREE_PERCENT;
}

static bool is_file(const char *path, const struct stat *was)
{
	struct stat st;
	return stat(path, &st) == 0 && st.st_ino == was->st_ino &&
	       st.st_dev == was->st_dev;
}

static bool index_all(struct db *db, bool behind, GError **err)
{
	struct stat was;
	struct load last = load_now();
	bool left = stat(db_path(db), &was) == 0, good = true, free = true;
	while (good && left && !claims_taken(db, CLAIM_ALONE)) {
		if (behind && clock_mono_us() - last.at > LOOK_US) {
			struct load now = load_now();
			free = was_free(&last, &now);
			last = now;
			left = is_file(db_path(db), &was); /* else it was taken away */
		}
		if (behind && !free) {
			g_usleep(BUSY_PAUSE_US);
			continue;
		}
		/* SQLite lets those who wait for a lock look at it now and then only: they
		 * would hardly ever find it free */
		if (behind && claims_busy(db)) {
			g_usleep(WRITERS_PAUSE_US);
			continue;
		}
		if (left && search_lag(db) > 0)
			left = good = search_index(db, AT_ONCE, &left, err);
		else if (left)
			good = search_tidy(db, &left, err);
		db_checkpoint(db, false);
		if (behind)
			g_usleep(PAUSE_US);
	}
	return good || !left;
}

bool index_complete(struct db *db, bool behind, GError **err)
{
	if (!claims_take(db, CLAIM_INDEX))
		return true;
	if (behind) {
		struct sched_param none = {0};
		sched_setscheduler(0, SCHED_IDLE, &none);
	}
	return index_all(db, behind, err);
}

void index_start(const struct conf *conf, const char *data_dir)
{
	struct db *db = NULL;
	if (!setting_number(conf->settings, SET_INDEX_BEHIND) ||
	    !(db = db_open_quick(data_dir, NULL)))
		return;
	bool lacks = search_lag(db) > 0;
	db_close(db);
	g_autofree char *self = lacks ? g_file_read_link("/proc/self/exe", NULL) : NULL;
	g_autofree char *dir = g_canonicalize_filename(data_dir, NULL);
	char *const argv[] = {
		self, (char *)"--data", dir, (char *)"index", (char *)"--behind", NULL};
	if (self)
		run_detached(argv, NULL);
}
