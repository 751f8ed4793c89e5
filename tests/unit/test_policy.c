/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When a feed may be asked again. */
#include <glib.h>

#include "engine/policy.h"

enum { NOW = 1700000000, HOUR = 3600, DAY = 86400 }; /* a Tuesday, 22:13:20 UTC */

static struct policy policy_of(int64_t every)
{
	return (struct policy){.feed = 7,
			       .every_s = every,
			       .adaptive = true,
			       .fails = 1,
			       .hint_s = -1,
			       .pace_from = DATE_NONE};
}

static int64_t next_of(struct policy p, int64_t fresh)
{
	struct answer a = {.kind = ANSWER_SAME};
	a.fetched.retry_after_s = -1;
	a.fetched.fresh_s = fresh;
	return policy_next(&a, &p, NOW);
}

static void test_success(void)
{
	struct policy p = policy_of(-1);
	g_assert_cmpint(next_of(p, -1), ==, DATE_NONE);
	g_assert_cmpint(next_of(p, 600), ==, NOW + 600);
	g_assert_cmpint(next_of(p, 365 * DAY), ==, NOW + DAY);
	p.every_s = HOUR;
	g_assert_cmpint(next_of(p, 600), ==, NOW + HOUR);
	p.hint_s = 2 * HOUR; /* ttl */
	g_assert_cmpint(next_of(p, 600), ==, NOW + 2 * HOUR);
	g_assert_cmpint(next_of(p, 3 * HOUR), ==, NOW + 3 * HOUR);
	p.exact = true; /* every= of this feed */
	g_assert_cmpint(next_of(p, 3 * HOUR), ==, NOW + HOUR);
}

static void test_skip(void)
{
	struct policy p = policy_of(HOUR);
	p.skip_hours = 1u << 23 | 1u << 0 | 1u << 1; /* it would be 23:13:20 */
	int64_t midnight = NOW - NOW % DAY + DAY;
	g_assert_cmpint(next_of(p, -1), ==, midnight + 2 * HOUR);
	p.skip_days = 1u << 3; /* Wednesday as well */
	g_assert_cmpint(next_of(p, -1), ==, midnight + DAY + 2 * HOUR);
	p.skip_days = 0x7F; /* all of them: nonsense */
	g_assert_cmpint(next_of(p, -1), ==, NOW + HOUR);
}

static void test_pace(void)
{
	struct item items[12] = {{0}};
	struct feed feed = {.ttl_minutes = -1, .every_minutes = 30, .items = items};
	feed.n_items = G_N_ELEMENTS(items);
	for (int i = 0; i < 12; i++) {
		items[i].published = NOW - (int64_t)(i + 1) * 7 * DAY; /* weekly */
		items[i].updated = DATE_NONE;
	}
	items[0].published = NOW + DAY; /* the future says nothing */
	struct policy p = policy_of(HOUR);
	policy_read(&p, &feed, NOW);
	g_assert_cmpint(p.hint_s, ==, 1800);
	g_assert_cmpint(p.pace_n, ==, 10);
	g_assert_cmpint(p.pace_from, ==, NOW - (int64_t)11 * 7 * DAY);
	g_assert_cmpint(next_of(p, -1), ==, NOW + (int64_t)11 * 7 * DAY / 10 / 8);
	p.adaptive = false;
	g_assert_cmpint(next_of(p, -1), ==, NOW + HOUR);
	feed.n_items = 2; /* too few to know */
	p.adaptive = true;
	policy_read(&p, &feed, NOW);
	g_assert_cmpint(next_of(p, -1), ==, NOW + HOUR);
}

static void test_failure(void)
{
	static const struct {
		enum fail fail;
		int64_t retry_after;
		int fails;
		int64_t least, most; /* from now; -1: any time */
	} cases[] = {
		{FAIL_TIMEOUT, -1, 1, 240, 360},
		{FAIL_TIMEOUT, -1, 2, 480, 720},
		{FAIL_TIMEOUT, -1, 1000, DAY * 8 / 10, DAY * 12 / 10},
		{FAIL_TOO_MANY, HOUR, 1, HOUR, HOUR},
		{FAIL_GONE, -1, 1, 30 * DAY, 30 * DAY},
		{FAIL_CANCELLED, -1, 1, -1, -1},
		{FAIL_OFFLINE, -1, 1, -1, -1},
	};
	bool scattered = false;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct answer a = {.kind = ANSWER_FAILED, .fail = cases[i].fail};
		a.fetched.retry_after_s = cases[i].retry_after;
		for (int feed = 1; feed < 50; feed++) {
			struct policy p = policy_of(60);
			p.feed = feed;
			p.fails = cases[i].fails;
			int64_t next = policy_next(&a, &p, NOW);
			if (cases[i].least < 0) {
				g_assert_cmpint(next, ==, DATE_NONE);
				continue;
			}
			g_assert_cmpint(next, >=, NOW + cases[i].least);
			g_assert_cmpint(next, <=, NOW + cases[i].most);
			scattered |= i == 0 && next != NOW + 300;
		}
	}
	g_assert_true(scattered);
}

static void test_due(void)
{
	static const struct {
		int64_t fetched, next, held;
		enum fail fail;
		bool due, is_held;
	} cases[] = {
		{DATE_NONE, DATE_NONE, DATE_NONE, 0, true, false},
		{NOW - 10, DATE_NONE, DATE_NONE, 0, true, false},
		{NOW - 10, NOW + 10, DATE_NONE, 0, false, false},
		{NOW - 10, NOW, DATE_NONE, 0, true, false},
		/* a visit each hour, some seconds early */
		{NOW - 3595, NOW + 5, DATE_NONE, 0, true, false},
		{NOW - 1800, NOW + 1800, DATE_NONE, 0, false, false},
		/* the server asked to wait; it is over; nonsense */
		{NOW - 10, DATE_NONE, NOW + 5, FAIL_TOO_MANY, false, true},
		{NOW - 10, DATE_NONE, NOW - 5, FAIL_TOO_MANY, true, false},
		{NOW - 10, DATE_NONE, NOW + 400 * (int64_t)DAY, FAIL_TOO_MANY, true,
		 false},
		{NOW - 90 * (int64_t)DAY, NOW - 60 * (int64_t)DAY, DATE_NONE, FAIL_GONE,
		 false, true},
		/* the clock stood in the future, or in the far past */
		{NOW + 100000, NOW + 200000, NOW + 100, FAIL_TOO_MANY, true, false},
		{NOW - 10, NOW + 400 * (int64_t)DAY, DATE_NONE, 0, true, false},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct feed_state state = {.fetched = cases[i].fetched,
					   .next = cases[i].next,
					   .held = cases[i].held,
					   .fail = cases[i].fail};
		g_assert_cmpint(policy_due(&state, NOW), ==, cases[i].due);
		g_assert_cmpint(policy_held(&state, NOW), ==, cases[i].is_held);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/policy/success", test_success);
	g_test_add_func("/policy/skip", test_skip);
	g_test_add_func("/policy/pace", test_pace);
	g_test_add_func("/policy/failure", test_failure);
	g_test_add_func("/policy/due", test_due);
	return g_test_run();
}
