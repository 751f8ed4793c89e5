/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tsan: told to the thread sanitizer by its builds (-include), never by hand.
 *
 * GLib's locks are not built with the sanitizer, so it cannot see that a queue hands an
 * object from one thread to the next and takes every later touch for a race. Here each
 * push says "what was done to it before is done", each pop "now it is mine": exactly the
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

#undef g_once_init_enter
#undef g_once_init_leave
#define g_once_init_enter(location) tsan_once((void *)(location))
#define g_once_init_leave(location, value)                                                \
	(__tsan_release((void *)(location)),                                              \
	 (g_once_init_leave)((location), (gsize)(value)))
#define g_async_queue_push(queue, data) (g_async_queue_push)((queue), tsan_given(data))
#define g_async_queue_push_sorted(queue, data, compare, user_data)                        \
	(g_async_queue_push_sorted)((queue), tsan_given(data), (compare), (user_data))
#define g_async_queue_pop(queue) tsan_taken((g_async_queue_pop)(queue))
#define g_async_queue_try_pop(queue) tsan_taken((g_async_queue_try_pop)(queue))
#define g_async_queue_timeout_pop(queue, us)                                              \
	tsan_taken((g_async_queue_timeout_pop)((queue), (us)))
#endif

#endif
