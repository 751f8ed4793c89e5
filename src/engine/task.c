/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tasks and their queues: ordered by priority, then by arrival. */
#include "engine/internal.h"

#include <string.h>

#include "util/clock.h"

struct task *task_new(enum task_kind kind, int priority)
{
	static gint order; /* only for the sequence; wraps after two thousand million */
	struct task *t = g_new0(struct task, 1);
	t->kind = kind;
	t->priority = priority;
	t->order = (uint64_t)(guint)g_atomic_int_add(&order, 1);
	return t;
}

void task_free(struct task *t)
{
	if (!t)
		return;
	request_free(t->request);
	scope_unref(t->scope);
	g_free(t->feeds);
	g_free(t->section_query);
	g_free(t->sort);
	g_strfreev(t->urls);
	g_strfreev(t->names);
	if (t->fetches)
		g_ptr_array_unref(t->fetches);
	fetch_free(t->fetch);
	answer_free(t->answer);
	if (t->dictionary)
		g_bytes_unref(t->dictionary);
	g_free(t);
}

static gint compare(gconstpointer a, gconstpointer b, gpointer data)
{
	const struct task *x = a, *y = b;
	(void)data;
	if (x->priority != y->priority)
		return x->priority < y->priority ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

void task_push(GAsyncQueue *queue, struct task *taken)
{
	g_async_queue_push_sorted(queue, taken, compare, NULL);
}

struct task *task_pop(GAsyncQueue *queue, int64_t timeout_us)
{
	if (timeout_us < 0)
		return g_async_queue_pop(queue);
	if (timeout_us == 0)
		return g_async_queue_try_pop(queue);
	return g_async_queue_timeout_pop(queue, (guint64)timeout_us);
}

bool task_query(const struct task *t, struct query **out, GError **err)
{
	const struct list_request *l = &t->request->list;
	const char *texts[] = {t->section_query, l->query, l->filter,
			       l->unread_only ? "is:unread" : NULL};
	int64_t now = clock_now();
	*out = NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		if (!texts[i] || !*texts[i])
			continue;
		struct query *q = query_parse(texts[i], now, NULL, err);
		if (!q) {
			query_free(*out);
			*out = NULL;
			return false;
		}
		*out = query_and(*out, q);
	}
	return true;
}

static void page_fetch_free(struct page_fetch *p)
{
	if (!p)
		return;
	if (p->text)
		g_string_free(p->text, TRUE);
	g_ptr_array_unref(p->seen);
	g_free(p->select);
	g_free(p->host);
	g_free(p->title);
	g_free(p->next);
	g_free(p->message);
	g_free(p);
}

void fetch_free(struct fetch *f)
{
	if (!f)
		return;
	if (f->password)
		explicit_bzero(f->password, strlen(f->password));
	g_free(f->url);
	g_strfreev(f->command);
	g_strfreev(f->filter);
	g_strfreev(f->password_command);
	g_free(f->user);
	g_free(f->password);
	g_free(f->user_agent);
	g_free(f->proxy);
	g_free(f->headers);
	for (size_t i = 0; i < FETCH_FILES; i++) {
		if (f->files[i])
			explicit_bzero(f->files[i], strlen(f->files[i]));
		g_free(f->files[i]);
		g_free(f->paths[i]);
	}
	g_strfreev(f->tags);
	g_free(f->etag);
	g_free(f->last_modified);
	answer_free(f->transfer);
	page_fetch_free(f->page);
	g_free(f);
}
