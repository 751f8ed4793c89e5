/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arenas: zeroed, aligned, counted, and full when they should be. */
#include "util/arena.h"

#include <glib.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>

static void test_alloc(void)
{
	struct arena *arena = arena_new(0);
	size_t sum = 0;
	for (size_t n = 0; n < 3000; n = n * 3 / 2 + 1) {
		for (int i = 0; i < 50; i++) {
			unsigned char *p = arena_alloc(arena, n);
			g_assert_cmpuint((uintptr_t)p % 16, ==, 0);
			for (size_t k = 0; k < n; k++)
				g_assert_cmpuint(p[k], ==, 0);
			memset(p, 0xff, n);
			sum += n;
		}
	}
	char *large = arena_alloc(arena, 5 << 20);
	large[(5 << 20) - 1] = 1;
	g_assert_cmpuint(arena_used(arena), >=, sum + (5 << 20));
	g_assert_false(arena_full(arena));
	arena_free(arena);
	arena_free(NULL);
}

static void test_text(void)
{
	struct arena *arena = arena_new(0);
	g_assert_null(arena_strdup(arena, NULL));
	g_assert_null(arena_strndup(arena, NULL, 3));
	g_assert_cmpstr(arena_strdup(arena, "abc"), ==, "abc");
	g_assert_cmpstr(arena_strndup(arena, "abc", 2), ==, "ab");
	g_assert_cmpstr(arena_strndup(arena, "abc", 0), ==, "");
	g_assert_cmpstr(arena_printf(arena, "%d-%s", 7, "x"), ==, "7-x");
	int *numbers = arena_array_of(arena, 100, int);
	g_assert_cmpint(numbers[99], ==, 0);
	arena_free(arena);
}

static jmp_buf left;

static void leave(void *data)
{
	++*(int *)data;
	longjmp(left, 1);
}

static void test_budget(void)
{
	static int calls;
	struct arena *arena = arena_new(1000);
	arena_on_full(arena, leave, &calls);
	if (setjmp(left) == 0) {
		for (;;)
			arena_alloc(arena, 100);
	}
	g_assert_cmpint(calls, ==, 1);
	g_assert_true(arena_full(arena));
	/* Going on is possible, and the handler is not called again. */
	g_assert_nonnull(arena_alloc(arena, 100));
	g_assert_cmpint(calls, ==, 1);
	arena_free(arena);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/arena/alloc", test_alloc);
	g_test_add_func("/arena/text", test_text);
	g_test_add_func("/arena/budget", test_budget);
	return g_test_run();
}
