/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Canvas, list, wrapped text, hits, tags of a prompt, what opens an address. */
#include <glib.h>
#include <locale.h>
#include <string.h>

#include "ui/canvas.h"
#include "ui/found.h"
#include "ui/list.h"
#include "ui/opener.h"
#include "ui/ops_mark.h"
#include "ui/wrap.h"

static const struct look normal = {COLOR_DEFAULT_, COLOR_DEFAULT_, 0};

static void test_canvas(void)
{
	static const struct {
		const char *text;
		int columns, used;
		const char *row;
	} cases[] = {
		{"plain", 10, 5, "plain"},
		{"plain text", 5, 5, "plain"},
		{"\xe4\xb8\xad\xe6\x96\x87", 10, 4, "\xe4\xb8\xad\xe6\x96\x87"},
		{"\xe4\xb8\xad\xe6\x96\x87", 3, 2, "\xe4\xb8\xad"},
		{"e\xcc\x81"
		 "a",
		 10, 2,
		 "e\xcc\x81"
		 "a"},
		{"a\033[31mb", 10, 6, "a?[31mb"},
		{"tab\there", 10, 7, "tabhere"},
	};
	struct canvas c;

	canvas_init(&c);
	for (size_t i = 0; i < G_N_ELEMENTS(cases) - 2; i++) {
		canvas_resize(&c, 12, 1);
		int used = canvas_text(&c, 0, 0, cases[i].columns, cases[i].text,
				       &normal);
		g_autofree char *row = canvas_row(&c, 0);
		g_assert_cmpint(used, ==, cases[i].used);
		g_assert_cmpstr(row, ==, cases[i].row);
	}
	canvas_clear(&c);
}

/* No control character ever stands in a cell, whatever is drawn. */
static void test_hostile(void)
{
	struct canvas c;

	canvas_init(&c);
	canvas_resize(&c, 40, 3);
	for (int seed = 0; seed < 2000; seed++) {
		GString *s = g_string_new(NULL);
		for (int i = 0; i < 12; i++)
			g_string_append_unichar(
				s, (gunichar)g_test_rand_int_range(1, 0xD7FF));
		canvas_text(&c, g_test_rand_int_range(-3, 45),
			    g_test_rand_int_range(-1, 4), g_test_rand_int_range(0, 50),
			    s->str, &normal);
		g_string_free(s, TRUE);
		for (int y = 0; y < c.h; y++)
			for (int x = 0; x < c.w; x++) {
				const struct cell *cell = canvas_cell(&c, x, y);
				if (cell->width == 0) {
					g_assert_cmpint(x, >, 0);
					g_assert_cmpint(canvas_cell(&c, x - 1, y)->width,
							==, 2);
					continue;
				}
				g_assert_cmpuint(cell->chars[0], >=, ' ');
				g_assert_false(cell->chars[0] >= 0x7F &&
					       cell->chars[0] < 0xA0);
				if (cell->width == 2)
					g_assert_cmpint(x + 1, <, c.w);
			}
	}
	canvas_clear(&c);
}

static void test_edges(void)
{
	struct canvas c;

	canvas_init(&c);
	canvas_resize(&c, 4, 1);
	canvas_put(&c, 3, 0, "\xe4\xb8\xad", 3, 2, &normal);
	g_autofree char *edge = canvas_row(&c, 0);
	g_assert_cmpstr(edge, ==, "   >");
	canvas_resize(&c, 4, 1);
	canvas_put(&c, 0, 0, "\xe4\xb8\xad", 3, 2, &normal);
	canvas_char(&c, 1, 0, 'x', &normal); /* the left half becomes a blank */
	g_autofree char *half = canvas_row(&c, 0);
	g_assert_cmpstr(half, ==, " x");
	struct rect clip = {1, 0, 2, 1};
	canvas_resize(&c, 4, 1);
	canvas_clip(&c, &clip);
	canvas_text(&c, 0, 0, 4, "abcd", &normal);
	g_autofree char *clipped = canvas_row(&c, 0);
	g_assert_cmpstr(clipped, ==, " bc");
	canvas_clear(&c);
}

static void test_bidi(void)
{
	struct canvas c;

	canvas_init(&c);
	c.bidi = true;
	canvas_resize(&c, 12, 1);
	canvas_text(&c, 0, 0, 12, "\xd7\x90\xd7\x91\xd7\x92 ab", &normal);
	g_autofree char *row = canvas_row(&c, 0);
	g_assert_cmpstr(row, ==, "ab \xd7\x92\xd7\x91\xd7\x90");
	canvas_clear(&c);
}

static struct ids *ids_of(size_t from, size_t n)
{
	struct ids *ids = g_new0(struct ids, 1);

	ids->n = n;
	ids->ids = g_new(int64_t, n + 1);
	for (size_t i = 0; i < n; i++)
		ids->ids[i] = (int64_t)(1000 - from - i);
	return ids;
}

static struct rows *rows_of(const int64_t *ids, size_t n)
{
	struct rows *rows = g_new0(struct rows, 1);

	rows->arena = arena_new(0);
	rows->rows = arena_array_of(rows->arena, n, struct row);
	rows->n = n;
	for (size_t i = 0; i < n; i++) {
		rows->rows[i].id = ids[i];
		rows->rows[i].unread = true;
		rows->rows[i].title = "t";
	}
	return rows;
}

static void fill(struct list *l, size_t from, size_t to)
{
	size_t n = 0;
	const int64_t *ids;

	for (uint32_t serial = 77; (ids = list_missing(l, from, to, serial, &n));
	     serial++)
		g_assert_true(list_take_rows(l, serial, rows_of(ids, n)));
}

static void test_list(void)
{
	struct list_request request = {.scope = SCOPE_ALL};
	struct list *l = list_new(&request, "All", "all");

	list_take_ids(l, ids_of(0, 10), false);
	g_assert_cmpint(list_cursor_id(l), ==, 1000);
	list_set_cursor(l, 5);
	l->top = 2;
	list_take_ids(l, ids_of(0, 300), true);
	g_assert_cmpint(list_cursor_id(l), ==, 995);
	g_assert_cmpuint(l->top, ==, 2);
	fill(l, 0, 130);
	g_assert_nonnull(list_row(l, 191));
	g_assert_null(list_row(l, 192));
	/* what is marked is seen in the rows that are there */
	char *tags[] = {"ict", "starred", NULL}, *unread[] = {"unread", NULL};
	int64_t id = 995;
	list_apply(l, &id, 1, tags, unread, false);
	const struct row *row = list_row_of(l, 995, NULL);
	g_assert_true(row->starred && !row->unread && row_has_tag(row, "ict"));
	g_assert_true(list_row(l, 4)->unread);
	list_apply(l, &id, 1, unread, tags, false);
	g_assert_true(row->unread && !row->starred && !row_has_tag(row, "ict"));
	/* arrivals: five new ones on top */
	struct ids *now = ids_of(0, 305);
	for (size_t i = 0; i < now->n; i++)
		now->ids[i] += 5;
	list_take_next(l, now, true);
	g_assert_cmpuint(l->n_new, ==, 5);
	size_t line = l->cursor - l->top;
	g_assert_true(list_join_above(l));
	g_assert_cmpint(list_cursor_id(l), ==, 995);
	g_assert_cmpuint(l->cursor - l->top, ==, line);
	g_assert_cmpuint(l->n_new, ==, 0);
	g_assert_cmpuint(list_index(l, 1005), ==, 0);
	/* the story under the cursor is gone: the cursor stays near */
	list_set_cursor(l, 300);
	list_take_ids(l, ids_of(0, 7), true);
	g_assert_cmpuint(l->cursor, ==, 6);
	list_take_ids(l, ids_of(0, 0), true);
	g_assert_cmpint(list_cursor_id(l), ==, 0);
	list_free(l);
}

static void test_wrap(void)
{
	static const struct {
		const char *text;
		int columns;
		const char *lines;
	} cases[] = {
		{"", 10, ""},
		{"one two three", 8, "one two|three"},
		{"one two three", 7, "one two|three"},
		{"abcdefghij", 4, "abcd|efgh|ij"},
		{"a\nb", 10, "a|b"},
		{"\xe4\xb8\xad\xe6\x96\x87\xe5\xad\x97", 4,
		 "\xe4\xb8\xad\xe6\x96\x87|\xe5\xad\x97"},
		{"Iran, China to Expand ICT Cooperation", 20,
		 "Iran, China to|Expand ICT|Cooperation"},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		GPtrArray *lines = wrap_text(cases[i].text, cases[i].columns);
		g_ptr_array_add(lines, NULL);
		g_autofree char *joined = g_strjoinv("|", (char **)lines->pdata);
		g_assert_cmpstr(joined, ==, cases[i].lines);
		g_ptr_array_unref(lines);
	}
}

static void test_found(void)
{
	g_assert_cmpuint(found_count("Caf\xc3\xa9 CAFE cafe", "caf\xc3\xa9"), ==, 3);
	g_assert_cmpuint(found_count("nothing", "x"), ==, 0);
	g_assert_cmpuint(found_count("text", ""), ==, 0);
	struct look hit = {0, 3, 0};
	struct glyph glyphs[] = {{"a", 1, 1, normal, 0},
				 {"\xc3\x89", 2, 1, normal, 0},
				 {"b", 1, 1, normal, 0}};
	g_assert_cmpuint(glyphs_mark(glyphs, 3, "eb", &hit), ==, 1);
	g_assert_cmpint(glyphs[0].look.bg, ==, COLOR_DEFAULT_);
	g_assert_cmpint(glyphs[1].look.bg, ==, 3);
	g_assert_cmpint(glyphs[2].look.bg, ==, 3);
}

/* Hits over the breaks of lines: "line:from-to ..." of their parts. */
static char *broken(char **lines, size_t n, const char *text)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(struct found_part));
	GString *s = g_string_new(NULL);
	found_broken(out, lines, n, text);
	for (guint i = 0; i < out->len; i++) {
		const struct found_part *p = &g_array_index(out, struct found_part, i);
		g_string_append_printf(s, "%s%zu:%zu-", p->first ? "/" : " ", p->line,
				       p->from);
		if (p->to != SIZE_MAX)
			g_string_append_printf(s, "%zu", p->to);
	}
	g_array_free(out, TRUE);
	return g_string_free(s, FALSE);
}

static void test_broken(void)
{
	static const struct {
		char *lines[4];
		const char *text, *parts;
	} cases[] = {
		{{"one two", "three four"}, "two three", "/0:4- 1:0-5"},
		{{"one two", "three four"}, "Two  ", ""},
		{{"one two", "three four"}, "one two", ""}, /* whole in one line */
		{{"one two", NULL, "three"}, "two three", ""},
		{{"one two", "", "three"}, "two three", ""},
		{{"ends", "in the", "third"}, "ends in the third", "/0:0- 1:0- 2:0-5"},
		{{"exam-", "ple"}, "example", "/0:0- 1:0-3"},
		{{"well-", "known"}, "well-known", "/0:0- 1:0-5"},
		{{"| one two", "| three"}, "two three", "/0:6- 1:2-7"},
		{{"\xe4\xb8\xad", "\xe6\x96\x87"},
		 "\xe4\xb8\xad\xe6\x96\x87",
		 "/0:0- 1:0-3"},
		{{"a a", "a b"}, "a a b", "/0:2- 1:0-3"},
		{{"x", "y"}, "", ""},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *parts = broken((char **)cases[i].lines, 4,
						cases[i].text);
		g_assert_cmpstr(parts, ==, cases[i].parts);
	}
}

static void test_tags(void)
{
	char **add = NULL, **remove = NULL;

	g_assert_true(tags_of_text("+ict -old #later,news", &add, &remove, NULL));
	g_autofree char *a = g_strjoinv(" ", add);
	g_autofree char *r = g_strjoinv(" ", remove);
	g_assert_cmpstr(a, ==, "ict later news");
	g_assert_cmpstr(r, ==, "old");
	g_strfreev(add);
	g_strfreev(remove);
	g_assert_true(tags_of_text("  ", &add, &remove, NULL));
	g_assert_null(add);
	g_assert_null(remove);
	g_assert_false(tags_of_text("+a -", &add, &remove, NULL));
	g_assert_null(add);
}

static void test_opener(void)
{
	static const char *const own[] = {"firefox", "--new-tab", "%u", NULL};
	static const char *const last[] = {"w3m", NULL};
	GError *err = NULL;

	g_auto(GStrv) a = opener_words(own, NULL, "https://example.org/?a=b&c", NULL);
	g_assert_cmpstr(a[2], ==, "https://example.org/?a=b&c");
	g_assert_null(a[3]);
	g_auto(GStrv) b = opener_words(last, NULL, "http://example.org/$(id)", NULL);
	g_assert_cmpstr(b[1], ==, "http://example.org/$(id)");
	static const char *const refused[] = {
		"-https://x", "file:///etc/passwd", "javascript:1", "mailto:a@b", "",
		"--help"};
	for (size_t i = 0; i < G_N_ELEMENTS(refused); i++) {
		g_assert_null(opener_words(own, NULL, refused[i], &err));
		g_assert_nonnull(err);
		g_clear_error(&err);
	}
	g_auto(GStrv) e = editor_words("nvim -f", "/x y", 12);
	g_assert_cmpstr(e[1], ==, "-f");
	g_assert_cmpstr(e[2], ==, "+12");
	g_assert_cmpstr(e[3], ==, "/x y");
	g_auto(GStrv) f = editor_words("code", "/x", 12);
	g_assert_cmpstr(f[1], ==, "/x");
	g_auto(GStrv) v = editor_words(NULL, "/x", 1);
	g_assert_cmpstr(v[0], ==, "vi");
}

int main(int argc, char **argv)
{
	setlocale(LC_ALL, "C.UTF-8");
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/canvas/text", test_canvas);
	g_test_add_func("/canvas/hostile", test_hostile);
	g_test_add_func("/canvas/edges", test_edges);
	g_test_add_func("/canvas/bidi", test_bidi);
	g_test_add_func("/list/all", test_list);
	g_test_add_func("/wrap/lines", test_wrap);
	g_test_add_func("/found/hits", test_found);
	g_test_add_func("/found/hits-broken", test_broken);
	g_test_add_func("/tags/text", test_tags);
	g_test_add_func("/opener/words", test_opener);
	return g_test_run();
}
