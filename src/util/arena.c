/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list of chunks that grow with what was used so far. Small things are cut from the
 * newest chunk; what is large gets a chunk of its own behind it, so that the rest of the
 * newest is not wasted. */
#include "util/arena.h"

#include <glib.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

enum {
	ALIGNMENT = 16,
	FIRST_CHUNK = 4096 - 64,
	LARGEST_CHUNK = 1 << 20,
	POPULATED = 128 << 10
};

struct chunk {
	struct chunk *next;
	size_t used, size;
	_Alignas(ALIGNMENT) char bytes[];
};

struct arena {
	struct chunk *chunks; /* the first is the one that is filled */
	GSList *adopted;
	size_t budget, used, chunk_size;
	bool full;
	void (*on_full)(void *data);
	void *on_full_data;
};

void arena_populate(void *memory, size_t n)
{
#ifdef MADV_POPULATE_WRITE
	uintptr_t page = 4096, start = ((uintptr_t)memory + page - 1) & ~(page - 1);
	uintptr_t end = ((uintptr_t)memory + n) & ~(page - 1);
	if (n >= POPULATED && end > start)
		madvise((void *)start, end - start, MADV_POPULATE_WRITE);
#else
	(void)memory;
	(void)n;
#endif
}

static struct chunk *chunk_new(size_t size)
{
	if (size > SIZE_MAX - sizeof(struct chunk))
		g_error("arena: %zu bytes asked for", size);
	struct chunk *chunk = g_malloc(sizeof *chunk + size);
	arena_populate(chunk, sizeof *chunk + size);
	*chunk = (struct chunk){.size = size};
	return chunk;
}

struct arena *arena_new(size_t budget)
{
	struct arena *arena = g_new0(struct arena, 1);
	arena->budget = budget;
	arena->chunk_size = FIRST_CHUNK;
	return arena;
}

void arena_free(struct arena *arena)
{
	if (!arena)
		return;
	for (struct chunk *chunk = arena->chunks, *next; chunk; chunk = next) {
		next = chunk->next;
		g_free(chunk);
	}
	g_slist_free_full(arena->adopted, g_free);
	g_free(arena);
}

static void count(struct arena *arena, size_t n)
{
	arena->used += n;
	if (arena->budget == 0 || arena->used <= arena->budget || arena->full)
		return;
	arena->full = true;
	if (arena->on_full)
		arena->on_full(arena->on_full_data);
}

/* As arena_alloc, but not zeroed: most of what lies in an arena are copies of text. */
static void *take(struct arena *arena, size_t n)
{
	if (n > SIZE_MAX / 2)
		g_error("arena: %zu bytes asked for", n);
	size_t size = (n + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
	struct chunk *chunk = arena->chunks;
	if (!chunk || chunk->size - chunk->used < size) {
		bool own = size > arena->chunk_size / 4;
		chunk = chunk_new(own ? size : arena->chunk_size);
		if (own && arena->chunks) {
			chunk->next = arena->chunks->next;
			arena->chunks->next = chunk;
		} else {
			chunk->next = arena->chunks;
			arena->chunks = chunk;
		}
		if (!own && arena->chunk_size < LARGEST_CHUNK)
			arena->chunk_size *= 2;
	}
	void *result = chunk->bytes + chunk->used;
	chunk->used += size;
	count(arena, size);
	return result;
}

void *arena_alloc(struct arena *arena, size_t n)
{
	void *result = take(arena, n);
	return memset(result, 0, n);
}

void *arena_array(struct arena *arena, size_t n, size_t size)
{
	size_t bytes;
	if (!g_size_checked_mul(&bytes, n, size))
		g_error("arena: %zu elements of %zu bytes asked for", n, size);
	return arena_alloc(arena, bytes);
}

char *arena_strdup(struct arena *arena, const char *s)
{
	return s ? arena_strndup(arena, s, strlen(s)) : NULL;
}

char *arena_strndup(struct arena *arena, const char *s, size_t n)
{
	if (!s)
		return NULL;
	char *copy = take(arena, n + 1);
	memcpy(copy, s, n);
	copy[n] = '\0';
	return copy;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	char *text = g_strdup_vprintf(format, args);
	va_end(args);
	char *copy = arena_strdup(arena, text);
	g_free(text);
	return copy;
}

void arena_adopt(struct arena *arena, void *taken)
{
	arena->adopted = g_slist_prepend(arena->adopted, taken);
}

void arena_on_full(struct arena *arena, void (*full)(void *data), void *data)
{
	arena->on_full = full;
	arena->on_full_data = data;
}

bool arena_full(const struct arena *arena)
{
	return arena->full;
}

size_t arena_used(const struct arena *arena)
{
	return arena->used;
}

void arena_reset(struct arena *arena)
{
	struct chunk *kept = arena->chunks;
	g_slist_free_full(g_steal_pointer(&arena->adopted), g_free);
	if (!kept)
		return;
	for (struct chunk *chunk = kept->next, *next; chunk; chunk = next) {
		next = chunk->next;
		g_free(chunk);
	}
	kept->next = NULL;
	kept->used = 0;
	arena->used = 0;
	arena->full = false;
}
