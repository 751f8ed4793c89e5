/* SPDX-License-Identifier: GPL-3.0-or-later */
/* arena: many small things that are born together and freed at once.
 *
 * Parsed feeds, HTML trees, pages and sets of rows live in one. An arena has one
 * owner at a time and no locks; it goes from thread to thread with what lies in it.
 * What was allocated is zeroed, aligned for any type, and is never freed singly.
 *
 * The budget bounds what strangers can make us allocate. Passing it is not the end of
 * the program: the allocation succeeds, arena_full() is true from then on, and whoever
 * fills the arena in a loop looks at it and stops with an error of its own. A handler
 * may leave the filling code at once (by longjmp, for libraries that know no errors). */
#ifndef UTIL_ARENA_H
#define UTIL_ARENA_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct arena;

/* budget: bytes that may be allocated in all, 0 for no bound. */
struct arena *arena_new(size_t budget);
void arena_free(struct arena *arena);

/* n bytes of zeros; n may be 0 (a pointer that may be compared, not read). */
void *arena_alloc(struct arena *arena, size_t n);
/* An array of n elements of size bytes; the product is checked. */
void *arena_array(struct arena *arena, size_t n, size_t size);
/* Copies; NULL gives NULL. The copy of strndup ends in a NUL, whatever the bytes hold. */
char *arena_strdup(struct arena *arena, const char *s);
char *arena_strndup(struct arena *arena, const char *s, size_t n);
char *arena_printf(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Has the kernel give all pages of a large block at once, which is much cheaper than one by
 * one when they are first touched. */
void arena_populate(void *memory, size_t n);
/* Memory from g_malloc that what lies in the arena points into: freed with it. */
void arena_adopt(struct arena *arena, void *taken);

/* Calls full(data) in the moment that an allocation passes the budget. */
void arena_on_full(struct arena *arena, void (*full)(void *data), void *data);
bool arena_full(const struct arena *arena);
/* Bytes handed out so far. */
size_t arena_used(const struct arena *arena);

/* Empty again: all that was handed out is gone; the newest chunk is kept for use. */
void arena_reset(struct arena *arena);

#define arena_new_of(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define arena_array_of(arena, n, type) ((type *)arena_array((arena), (n), sizeof(type)))

#endif
