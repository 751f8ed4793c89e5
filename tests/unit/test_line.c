/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words, quotes, continued lines, sections, and that what is written is read back. */
#include <string.h>

#include "conf/line.h"
#include "util/error.h"

/* The lines as text: words in <> with a place each, sections in {}, faults at the end. */
static char *read_all(const char *text)
{
	g_autoptr(GPtrArray) faults = fault_array_new();
	GString *out = g_string_new(NULL);
	struct line_reader r;
	struct line line;
	line_reader_init(&r, text, strlen(text), "f", faults);
	line_init(&line);
	while (line_read(&r, &line)) {
		if (line.kind == LINE_SECTION)
			for (guint i = 0; i < line.path->len; i++)
				g_string_append_printf(out, "{%s}",
						       (char *)line.path->pdata[i]);
		for (guint i = 0; line.kind != LINE_BAD && i < line.words->len; i++) {
			const struct word *word = line.words->pdata[i];
			g_string_append_printf(out, "<%s>%d:%d", word->text, word->line,
					       word->column);
		}
		if (line.kind == LINE_WORDS || line.kind == LINE_SECTION)
			g_string_append_c(out, '|');
	}
	line_clear(&line);
	for (guint i = 0; i < faults->len; i++) {
		g_autofree char *fault = fault_text(faults->pdata[i]);
		g_string_append_printf(out, "!%s", fault);
	}
	return g_string_free(out, FALSE);
}

static void test_words(void)
{
	static const struct {
		const char *text, *result;
	} cases[] = {
		{"", ""},
		{"a b\n", "<a>1:1<b>1:3|"},
		{"  a\tb  \n\n c", "<a>1:3<b>1:5|<c>3:2|"},
		{"\xEF\xBB\xBF"
		 "a",
		 "<a>1:1|"},
		{"a # b\n#c\na#b", "<a>1:1|<a#b>3:1|"},
		{"a \"b c\" 'd e'", "<a>1:1<b c>1:3<d e>1:9|"},
		{"\"a\\\"b\\\\c\\td\"", "<a\"b\\c\td>1:1|"},
		{"'a\\nb\"'", "<a\\nb\">1:1|"},
		{"name=\"a b\" +t", "<name=a b>1:1<+t>1:12|"},
		{"it's /it's/ a'b'", "<it's>1:1</it's/>1:6<a'b'>1:13|"},
		{"title:\"a b\" (\"c d\" -'e f'", "<title:a b>1:1<(c d>1:13<-e f>1:20|"},
		{"a \\\n b\nc", "<a>1:1<b>2:2|<c>3:1|"},
		{"a\\\nb", "<ab>1:1|"},
		{"a\\b \\d", "<a\\b>1:1<\\d>1:5|"},
		{"\"a\\\nb\"", "<ab>1:1|"},
		{"# a \\\nb", "<b>2:1|"},
		{"a\r\nb\\\r\nc\r\n", "<a>1:1|<bc>2:1|"},
		{"h\xC3\xA9 \xE4\xB8\xAD x", "<h\xC3\xA9>1:1<\xE4\xB8\xAD>1:4<x>1:6|"},
		{"\"\" ''", "<>1:1<>1:4|"},
		{"a \"b\nc", "<c>2:1|!f:1:3: this quote is never closed"},
		{"'b\n'c",
		 "!f:1:1: this quote is never closed!f:2:1: this quote is never closed"},
		{"\"a\\x\"\nb", "<b>2:1|!f:1:3: unknown escape after \\ in quotes: \\\", "
				"\\\\, \\n and \\t are known"},
		{"[A]", "{A}|"},
		{" [ A b ] x=1 # c\n", "{A b}<x=1>1:10|"},
		{"[A/B c/D]", "{A}{B c}{D}|"},
		{"[A//B]", "{A/B}|"},
		{"[\"A/B]\"/'C\\']", "{A/B]}{C\\}|"},
		{"[C# & Bob's]", "{C# & Bob's}|"},
		{"[Sci & Tech]\nfeed x", "{Sci & Tech}|<feed>2:1<x>2:6|"},
		{"[A", "!f:1:1: the name of a section ends in ]"},
		{"[]", "!f:1:2: a section needs a name"},
		{"[A/]", "!f:1:4: a section needs a name"},
		{"[\"A\" b]", "!f:1:6: expected / or ] after a name in quotes"},
		{"[\"A]", "!f:1:2: this quote is never closed"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *got = read_all(cases[i].text);
		g_assert_cmpstr(got, ==, cases[i].result);
	}
}

static void test_raw(void)
{
	static const struct {
		const char *line, *raw;
	} cases[] = {
		{"query is:unread title:\"a  b\"", "is:unread title:\"a  b\""},
		{"query 'is:unread \"a b\"'", "is:unread \"a b\""},
		{"query \"a b\"", "a b"},
		{"query a \\\n  OR b # c", "a   OR b"},
		{"query /a  b/ -\"c\"", "/a  b/ -\"c\""},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct line_reader r;
		struct line line;
		line_reader_init(&r, cases[i].line, strlen(cases[i].line), NULL, NULL);
		line_init(&line);
		g_assert_true(line_read(&r, &line));
		g_autofree char *raw = line_raw(&r, &line, 1, line.words->len);
		g_assert_cmpstr(raw, ==, cases[i].raw);
		line_clear(&line);
	}
}

static void test_attributes(void)
{
	static const struct {
		const char *word, *name, *value;
	} cases[] = {
		{"a=b", "a", "b"},
		{"user-agent=\"a b\"", "user-agent", "a b"},
		{"x2=", "x2", ""},
		{"\"a=b\"", NULL, NULL},
		{"https://x/?a=b", NULL, NULL},
		{"=b", NULL, NULL},
		{"A=b", NULL, NULL},
		{"a", NULL, NULL},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct line_reader r;
		struct line line;
		line_reader_init(&r, cases[i].word, strlen(cases[i].word), NULL, NULL);
		line_init(&line);
		g_assert_true(line_read(&r, &line));
		const struct word *word = line.words->pdata[0];
		size_t n = 0;
		const char *value = word_attribute(word, &n);
		g_assert_cmpstr(value, ==, cases[i].value);
		if (value) {
			g_autofree char *name = g_strndup(word->text, n);
			g_assert_cmpstr(name, ==, cases[i].name);
		}
		line_clear(&line);
	}
}

/* Any text but NUL: bytes that mean something are more likely than others. */
static char *random_text(GRand *random)
{
	static const char *const parts[] = {"\"",
					    "'",
					    "\\",
					    "\n",
					    "\r",
					    "\t",
					    " ",
					    "#",
					    "[",
					    "]",
					    "/",
					    "=",
					    "+",
					    "a",
					    "bc",
					    "\x1b",
					    "\x7f",
					    "\xC2\x85",
					    "\xE2\x80\xA8",
					    "\xC3\xA9",
					    "\xF0\x9F\x98\x80",
					    "$",
					    ";",
					    ",",
					    "exec:",
					    "~/"};
	GString *text = g_string_new(NULL);
	for (int n = g_rand_int_range(random, 0, 12); n > 0; n--)
		g_string_append(text,
				parts[g_rand_int_range(random, 0, G_N_ELEMENTS(parts))]);
	return g_string_free(text, FALSE);
}

static void check_back(const char *source, const char *text)
{
	g_autoptr(GPtrArray) faults = fault_array_new();
	struct line_reader r;
	struct line line;
	line_reader_init(&r, source, strlen(source), NULL, faults);
	line_init(&line);
	g_assert_true(line_read(&r, &line));
	g_assert_cmpuint(faults->len, ==, 0);
	g_assert_cmpuint(line.words->len, ==, 3);
	g_assert_cmpstr(((struct word *)line.words->pdata[0])->text, ==, "before");
	g_assert_cmpstr(((struct word *)line.words->pdata[1])->text, ==, text);
	g_assert_false(line_read(&r, &line));
	line_clear(&line);
}

static void test_word_property(void)
{
	GRand *random = g_rand_new_with_seed(20);
	for (int i = 0; i < 20000; i++) {
		g_autofree char *text = random_text(random);
		g_autofree char *word = line_word(text);
		g_autofree char *quoted = line_quoted(text);
		g_autofree char *a = g_strconcat("before ", word, " after\n", NULL);
		g_autofree char *b = g_strconcat("before ", quoted, " after", NULL);
		check_back(a, text);
		check_back(b, text);
		g_auto(GStrv) words = line_split(quoted, NULL);
		g_assert_nonnull(words);
	}
	g_rand_free(random);
}

static void test_section_property(void)
{
	GRand *random = g_rand_new_with_seed(21);
	for (int i = 0; i < 20000; i++) {
		g_autofree char *one = random_text(random);
		g_autofree char *other = random_text(random);
		if (!*one || !*other)
			continue;
		const char *const names[] = {one, other, NULL};
		g_autofree char *head = line_section(names);
		struct line_reader r;
		struct line line;
		line_reader_init(&r, head, strlen(head), NULL, NULL);
		line_init(&line);
		g_assert_true(line_read(&r, &line));
		g_assert_cmpint(line.kind, ==, LINE_SECTION);
		g_assert_cmpuint(line.path->len, ==, 2);
		g_assert_cmpstr(line.path->pdata[0], ==, one);
		g_assert_cmpstr(line.path->pdata[1], ==, other);
		g_assert_false(line_read(&r, &line));
		line_clear(&line);
	}
	g_rand_free(random);
}

static void test_path(void)
{
	static const char *const names[] = {"A", "B/C", "D", NULL};
	g_autofree char *path = line_path(names);
	g_assert_cmpstr(path, ==, "A/B//C/D");
	g_auto(GStrv) back = line_path_names(path);
	g_assert_cmpuint(g_strv_length(back), ==, 3);
	g_assert_true(g_strv_equal((const char *const *)back, names));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/line/words", test_words);
	g_test_add_func("/line/raw", test_raw);
	g_test_add_func("/line/attributes", test_attributes);
	g_test_add_func("/line/word-property", test_word_property);
	g_test_add_func("/line/section-property", test_section_property);
	g_test_add_func("/line/path", test_path);
	return g_test_run();
}
