/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines are made where the event is, and written by a thread that is started with the
 * first of them. */
#include "engine/log.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "util/clock.h"
#include "util/i18n.h"
#include "util/url.h"

/* As the choices of log-level stand in settings.def: each writes those before it, too. */
enum level { LEVEL_ERROR, LEVEL_INFO, LEVEL_DEBUG };
static const char *const level_names[] = {"error", "info ", "debug"};

struct log {
	GMutex lock;   /* of what follows */
	char *path;    /* NULL: nothing is written */
	char *failure; /* not told yet */
	bool told;     /* of this path */
	gint level;    /* atomic: the last that is written, -1 none */
	GAsyncQueue *lines;
	GThread *thread; /* main's */
};

struct log *log_new(void)
{
	struct log *l = g_new0(struct log, 1);
	g_mutex_init(&l->lock);
	l->level = -1;
	l->lines = g_async_queue_new_full(g_free);
	return l;
}

static void note_failure(struct log *l, const char *path, int error)
{
	g_mutex_lock(&l->lock);
	if (!l->told) {
		l->told = true;
		l->failure = g_strdup_printf(_("log: %s cannot be written: %s"), path,
					     g_strerror(error));
	}
	g_mutex_unlock(&l->lock);
}

static bool write_all(int fd, const char *text, size_t n)
{
	while (n > 0) {
		ssize_t put = write(fd, text, n);
		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return false;
		text += put;
		n -= (size_t)put;
	}
	return true;
}

static void write_text(struct log *l, const char *text, size_t n)
{
	g_mutex_lock(&l->lock);
	g_autofree char *path = g_strdup(l->path);
	g_mutex_unlock(&l->lock);
	if (!path)
		return;
	/* one write: two that reload at once do not mix within a line */
	int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0600);
	if (fd < 0 || !write_all(fd, text, n))
		note_failure(l, path, errno);
	if (fd >= 0)
		close(fd);
}

void log_try(struct log *l)
{
	write_text(l, "", 0);
}

/* An empty line is the end. */
static void *write_thread(void *data)
{
	struct log *l = data;
	bool ended = false;
	while (!ended) {
		GString *text = g_string_new(NULL);
		char *line = g_async_queue_pop(l->lines);
		for (; line; line = ended ? NULL : g_async_queue_try_pop(l->lines)) {
			ended = *line == '\0';
			g_string_append(text, line);
			g_free(line);
		}
		if (text->len > 0)
			write_text(l, text->str, text->len);
		g_string_free(text, TRUE);
	}
	return NULL;
}

void log_set(struct log *l, const struct settings *s)
{
	const char *path = setting_text(s, SET_LOG);
	bool used = path && *path;
	g_mutex_lock(&l->lock);
	if (g_strcmp0(l->path, used ? path : NULL) != 0) {
		g_free(l->path);
		l->path = used ? g_strdup(path) : NULL;
		l->told = false;
	}
	g_mutex_unlock(&l->lock);
	g_atomic_int_set(&l->level, used ? (gint)setting_number(s, SET_LOG_LEVEL) : -1);
	if (used && !l->thread)
		l->thread = g_thread_new("log", write_thread, l);
}

void log_free(struct log *l)
{
	if (l->thread) {
		g_async_queue_push(l->lines, g_strdup(""));
		g_thread_join(l->thread);
	}
	g_async_queue_unref(l->lines);
	g_mutex_clear(&l->lock);
	g_free(l->path);
	g_free(l->failure);
	g_free(l);
}

char *log_failure(struct log *l)
{
	g_mutex_lock(&l->lock);
	char *failure = g_steal_pointer(&l->failure);
	g_mutex_unlock(&l->lock);
	return failure;
}

static void add_line(struct log *l, enum level level, const char *url, const char *text)
{
	if ((gint)level > g_atomic_int_get(&l->level))
		return;
	g_autoptr(GDateTime) now = g_date_time_new_from_unix_utc(clock_now());
	g_autofree char *time = g_date_time_format(now, "%Y-%m-%dT%H:%M:%SZ");
	g_autofree char *shown = url ? url_without_secrets(url) : NULL;
	char *line = g_strdup_printf("%s %s %s%s%s\n", time, level_names[level],
				     shown ? shown : "", shown ? ": " : "", text);
	/* sentences come clean; a line that a name would break is none */
	for (char *at = strchr(line, '\n'); at && at[1]; at = strchr(at, '\n'))
		*at = ' ';
	g_async_queue_push(l->lines, line);
}

static void log_feed(struct log *l, const struct event *e)
{
	if (e->text) {
		add_line(l, LEVEL_ERROR, e->url, e->text);
		return;
	}
	if (e->unchanged) {
		add_line(l, LEVEL_DEBUG, e->url, "unchanged");
		return;
	}
	g_autofree char *text = g_strdup_printf("%zu new, %zu updated", e->n_new,
						e->n_updated);
	add_line(l, e->n_new > 0 || e->n_updated > 0 ? LEVEL_INFO : LEVEL_DEBUG, e->url,
		 text);
}

void log_event(struct log *l, const struct event *event)
{
	if (g_atomic_int_get(&l->level) < 0)
		return;
	switch (event->kind) {
	case EVENT_FEED:
		log_feed(l, event);
		break;
	case EVENT_RELOAD:
		if (!event->reload.running && event->text)
			add_line(l, LEVEL_INFO, NULL, event->text);
		break;
	case EVENT_FAILED:
	case EVENT_NOTICE:
		add_line(l, LEVEL_ERROR, NULL, event->text);
		break;
	case EVENT_FULLTEXT:
		if (event->text)
			add_line(l, LEVEL_ERROR, NULL, event->text);
		break;
	default:
		break;
	}
}
