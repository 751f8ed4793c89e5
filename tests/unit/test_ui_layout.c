/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of forms and sizes, hysteresis, zoom, the drawer. */
#include <glib.h>
#include <string.h>

#include "ui/layout.h"

static struct layout make(int w, int h, enum pane_id focus)
{
	struct layout_wish wish = {.w = w,
				   .h = h,
				   .focus = focus,
				   .title = true,
				   .hints = true,
				   .before_class = -1};
	struct layout l;

	layout_make(&wish, &l);
	return l;
}

static void test_forms(void)
{
	static const struct {
		int w, h;
		enum form form;
		int sections_w, headlines_w, headlines_h, article_w, article_h;
	} cases[] = {
		{200, 50, FORM_COLUMNS, 28, 64, 46, 106, 46},
		{160, 50, FORM_COLUMNS, 28, 49, 46, 81, 46},
		{140, 40, FORM_COLUMNS, 24, 49, 36, 65, 36},
		{120, 40, FORM_ROWS, 24, 95, 11, 95, 24},
		{120, 60, FORM_ROWS, 24, 95, 14, 95, 41},
		{80, 24, FORM_ROWS, 20, 59, 5, 59, 14},
		{80, 16, FORM_ROWS, 20, 59, 3, 59, 8},
		{60, 16, FORM_DRAWER, 0, 60, 3, 60, 8},
		{60, 24, FORM_DRAWER, 0, 60, 5, 60, 14},
		{140, 12, FORM_COLUMNS, 24, 49, 8, 65, 8},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct layout l = make(cases[i].w, cases[i].h, PANE_HEADLINES);
		g_test_message("%dx%d", cases[i].w, cases[i].h);
		g_assert_cmpstr(form_name(l.form), ==, form_name(cases[i].form));
		g_assert_cmpint(l.pane[PANE_SECTIONS].body.w, ==, cases[i].sections_w);
		g_assert_cmpint(l.pane[PANE_HEADLINES].body.w, ==, cases[i].headlines_w);
		g_assert_cmpint(l.pane[PANE_HEADLINES].body.h, ==, cases[i].headlines_h);
		g_assert_cmpint(l.pane[PANE_ARTICLE].body.w, ==, cases[i].article_w);
		g_assert_cmpint(l.pane[PANE_ARTICLE].body.h, ==, cases[i].article_h);
		g_assert_true(l.has_title && l.has_hints && l.has_status);
	}
}

static void test_small(void)
{
	struct layout l = make(40, 12, PANE_ARTICLE);

	g_assert_cmpint(l.form, ==, FORM_SINGLE);
	g_assert_true(l.pane[PANE_ARTICLE].visible);
	g_assert_false(l.pane[PANE_HEADLINES].visible);
	g_assert_cmpint(l.pane[PANE_ARTICLE].body.h, ==, 9);
	g_assert_cmpint(make(80, 12, PANE_SECTIONS).form, ==, FORM_SINGLE);
	l = make(80, 8, PANE_SECTIONS);
	g_assert_false(l.has_title);
	g_assert_true(l.has_hints);
	l = make(80, 5, PANE_SECTIONS);
	g_assert_false(l.has_title || l.has_hints);
	g_assert_true(l.has_status);
	g_assert_cmpint(make(19, 24, PANE_SECTIONS).form, ==, FORM_TINY);
	g_assert_cmpint(make(80, 3, PANE_SECTIONS).form, ==, FORM_TINY);
	g_assert_cmpint(make(0, 0, PANE_SECTIONS).form, ==, FORM_TINY);
}

/* Every size: nothing outside the screen, no two panes on one cell. */
static void test_all_sizes(void)
{
	for (int w = 1; w < 240; w++)
		for (int h = 1; h < 70; h++) {
			struct layout l = make(w, h, PANE_HEADLINES);
			int cells = 0;
			for (int i = 0; i < PANES; i++) {
				const struct layout_pane *p = &l.pane[i];
				if (!p->visible)
					continue;
				g_assert_cmpint(p->body.w, >, 0);
				g_assert_cmpint(p->body.h, >, 0);
				g_assert_cmpint(p->body.x + p->body.w, <=, w);
				g_assert_cmpint(p->body.y + p->body.h, <=, h);
				cells += p->body.w * (p->body.h + p->top.h);
			}
			if (l.left_line >= 0)
				cells += l.panes.h;
			if (l.right_line >= 0)
				cells += l.panes.h;
			if (l.form != FORM_TINY)
				g_assert_cmpint(cells, ==, l.panes.w * l.panes.h);
		}
}

static void test_hysteresis(void)
{
	struct layout_wish wish = {
		.w = 132, .h = 40, .title = true, .hints = true, .before_class = -1};
	struct layout l;

	layout_make(&wish, &l);
	g_assert_cmpint(l.form, ==, FORM_COLUMNS);
	wish.before_class = l.width_class;
	wish.w = 130;
	layout_make(&wish, &l);
	g_assert_cmpint(l.form, ==, FORM_COLUMNS);
	wish.w = 129;
	layout_make(&wish, &l);
	g_assert_cmpint(l.form, ==, FORM_ROWS);
	wish.before_class = l.width_class;
	wish.w = 131;
	layout_make(&wish, &l);
	g_assert_cmpint(l.form, ==, FORM_ROWS);
}

static void test_wishes(void)
{
	struct layout_wish wish = {.w = 80,
				   .h = 24,
				   .title = true,
				   .hints = true,
				   .focus = PANE_ARTICLE,
				   .zoom = true,
				   .before_class = -1};
	struct layout l;

	layout_make(&wish, &l);
	g_assert_cmpint(l.pane[PANE_ARTICLE].body.w, ==, 80);
	g_assert_false(l.pane[PANE_SECTIONS].visible);
	wish.zoom = false;
	wish.choice = LAYOUT_COLUMNS;
	layout_make(&wish, &l);
	g_assert_cmpint(l.form, ==, FORM_COLUMNS);
	wish.choice = LAYOUT_SINGLE;
	layout_make(&wish, &l);
	g_assert_cmpint(l.form, ==, FORM_SINGLE);
	wish.choice = LAYOUT_AUTO;
	wish.sections_w[FORM_ROWS] = 30;
	wish.headlines_h[FORM_ROWS] = 10;
	layout_make(&wish, &l);
	g_assert_cmpint(l.pane[PANE_SECTIONS].body.w, ==, 30);
	g_assert_cmpint(l.pane[PANE_HEADLINES].body.h, ==, 9);
	wish.sections_w[FORM_ROWS] = 500;
	layout_make(&wish, &l);
	g_assert_cmpint(l.pane[PANE_HEADLINES].body.w, >, 10);
	g_assert_cmpint(layout_at(&l, 0, 3), ==, PANE_SECTIONS);
	g_assert_cmpint(layout_at(&l, 79, 20), ==, PANE_ARTICLE);
	g_assert_cmpint(layout_at(&l, 0, 0), ==, PANES);
}

static void test_drawer(void)
{
	struct layout_wish wish = {.w = 60,
				   .h = 16,
				   .title = true,
				   .hints = true,
				   .drawer = true,
				   .before_class = -1};
	struct layout l;

	layout_make(&wish, &l);
	g_assert_cmpint(l.pane[PANE_SECTIONS].body.w, ==, 24);
	g_assert_cmpint(l.pane[PANE_HEADLINES].body.w, ==, 60);
	g_assert_cmpint(layout_at(&l, 3, 5), ==, PANE_SECTIONS);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/layout/forms", test_forms);
	g_test_add_func("/layout/small", test_small);
	g_test_add_func("/layout/all-sizes", test_all_sizes);
	g_test_add_func("/layout/hysteresis", test_hysteresis);
	g_test_add_func("/layout/wishes", test_wishes);
	g_test_add_func("/layout/drawer", test_drawer);
	return g_test_run();
}
