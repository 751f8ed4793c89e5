/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tsan: told to the thread sanitizer by its builds (-include), never by hand.
 *
 * GLib's locks are not built with the sanitizer, so it cannot see that a queue hands an
 * object from one thread to the next and takes every later touch for a race. Here each
 * push to a queue or a pool says "what was done to it before is done", each pop "now it is mine": exactly the
 * rule by which our threads share nothing. */
#ifndef UTIL_TSAN_H
#define UTIL_TSAN_H

#ifdef __SANITIZE_THREAD__
#include <glib.h>

void __tsan_acquire(void *address);
void __tsan_release(void *address);

static inline gpointer tsan_taken(gpointer object)
{
	if (object)
		__tsan_acquire(object);
	return object;
}

static inline gpointer tsan_given(gpointer object)
{
	__tsan_release(object);
	return object;
}

static inline gboolean tsan_once(void *location)
{
	gboolean mine = (g_once_init_enter)(location);
	if (!mine)
		__tsan_acquire(location);
	return mine;
}

/* What a pool's function is called with; the few pools live as long as the program. */
struct tsan_pool {
	GFunc function;
	gpointer user_data;
};

static inline void tsan_pool_run(gpointer object, gpointer pool)
{
	struct tsan_pool *p = (struct tsan_pool *)tsan_taken(pool);

	p->function(tsan_taken(object), p->user_data);
}

static inline gpointer tsan_pool_of(GFunc function, gpointer user_data)
{
	struct tsan_pool *p = g_new(struct tsan_pool, 1);

	*p = (struct tsan_pool){function, user_data};
	return tsan_given(p);
}

/* A sorted push looks at what others have put there. */
static inline void tsan_push(GAsyncQueue *queue, gpointer data, GCompareDataFunc compare,
			     gpointer user_data)
{
	g_async_queue_lock(queue);
	__tsan_acquire(queue);
	if (compare)
		g_async_queue_push_sorted_unlocked(queue, tsan_given(data), compare,
						   user_data);
	else
		g_async_queue_push_unlocked(queue, tsan_given(data));
	__tsan_release(queue);
	g_async_queue_unlock(queue);
}

#undef g_once_init_enter
#undef g_once_init_leave
#define g_once_init_enter(location) tsan_once((void *)(location))
#define g_once_init_leave(location, value)   \
	(__tsan_release((void *)(location)), \
	 (g_once_init_leave)((location), (gsize)(value)))
#define g_thread_pool_new(function, user_data, threads, exclusive, error)         \
	(g_thread_pool_new)(tsan_pool_run, tsan_pool_of((function), (user_data)), \
			    (threads), (exclusive), (error))
#define g_thread_pool_push(pool, data, error) \
	(g_thread_pool_push)((pool), tsan_given(data), (error))
#define g_async_queue_push(queue, data) tsan_push((queue), (data), NULL, NULL)
#define g_async_queue_push_sorted(queue, data, compare, user_data) \
	tsan_push((queue), (data), (compare), (user_data))
#define g_async_queue_pop(queue) tsan_taken((g_async_queue_pop)(queue))
#define g_async_queue_try_pop(queue) tsan_taken((g_async_queue_try_pop)(queue))
#define g_async_queue_timeout_pop(queue, us) \
	tsan_taken((g_async_queue_timeout_pop)((queue), (us)))
#endif

#endif
