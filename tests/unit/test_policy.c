/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When a feed may be asked again. */
#include <glib.h>

#include "engine/policy.h"

enum { NOW = 1700000000 };

static void test_next(void)
{
	static const struct {
		enum answer_kind kind;
		enum fail fail;
		int64_t retry_after, every;
		int fails;
		int64_t expected;
	} cases[] = {
		{ANSWER_FEED, FAIL_NONE, -1, -1, 0, DATE_NONE},
		{ANSWER_SAME, FAIL_NONE, -1, 3600, 0, NOW + 3600},
		{ANSWER_SAME, FAIL_NONE, 7200, 3600, 0, NOW + 7200},
		{ANSWER_FAILED, FAIL_TIMEOUT, -1, -1, 1, NOW + 300},
		{ANSWER_FAILED, FAIL_TIMEOUT, -1, -1, 2, NOW + 600},
		{ANSWER_FAILED, FAIL_TIMEOUT, -1, -1, 1000, NOW + 86400},
		{ANSWER_FAILED, FAIL_TOO_MANY, 3600, -1, 1, NOW + 3600},
		{ANSWER_FAILED, FAIL_GONE, -1, 60, 1, NOW + 30 * 86400},
		{ANSWER_FAILED, FAIL_CANCELLED, -1, 60, 1, DATE_NONE},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct answer a = {.kind = cases[i].kind, .fail = cases[i].fail};
		a.fetched.retry_after_s = cases[i].retry_after;
		g_assert_cmpint(policy_next(&a, cases[i].every, cases[i].fails, NOW), ==,
				cases[i].expected);
	}
}

static void test_due(void)
{
	static const struct {
		int64_t fetched, next;
		bool due;
	} cases[] = {
		{DATE_NONE, DATE_NONE, true},
		{NOW - 10, DATE_NONE, true},
		{NOW - 10, NOW + 10, false},
		{NOW - 10, NOW, true},
		/* the clock stood in the future, or in the far past */
		{NOW + 100000, NOW + 200000, true},
		{NOW - 10, NOW + 400 * 86400, true},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct feed_state state = {.fetched = cases[i].fetched,
					   .next = cases[i].next};
		g_assert_cmpint(policy_due(&state, NOW), ==, cases[i].due);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/policy/next", test_next);
	g_test_add_func("/policy/due", test_due);
	return g_test_run();
}
