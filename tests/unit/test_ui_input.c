/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes of terminals become keys; counts and prefixes; the line editor. */
#include <glib.h>
#include <string.h>

#include "conf/conf.h"
#include "ui/edit.h"
#include "ui/input.h"
#include "ui/keys.h"

static void test_keys(void)
{
	static const struct {
		const char *bytes, *names; /* in the order in which they come */
	} cases[] = {
		{"j", "j"},
		{"\r", "Enter"},
		{"\n", "Enter"},
		{"\t", "Tab"},
		{"\x7f", "Backspace"},
		{"\b", "Backspace"},
		{"\x17"
		 "1",
		 "^W 1"},
		{"\033[A\033[B\033[C\033[D", "Up Down Right Left"},
		{"\033OA\033OB", "Up Down"},
		{"\033[5~\033[6~", "PgUp PgDn"},
		{"\033[H\033[F\033[1~\033[4~\033OH", "Home End Home End Home"},
		{"\033[Z", "S-Tab"},
		{"\033OP\033[11~\033[[A\033[15~\033[24~", "F1 F1 F1 F5 F12"},
		{"\033j\033k", "A-j A-k"},
		{"\033[1;3B", "A-Down"},
		{"\033\033[B", "A-Down"},
		{"\033[3~", "Del"},
		{"\033[106;3u", "A-j"},
		{"\033[119;5u", "^W"},
		{"\033[27;5;119~", "^W"},
		{"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80",
		 "\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80"},
		{"\033[?62;22cj", "j"},
		{"\033[99;99Rx", "x"},
		{"\xff"
		 "a",
		 "a"},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		/* whole, and byte by byte */
		for (int pieces = 0; pieces < 2; pieces++) {
			struct input in;
			struct input_event e;
			GString *names = g_string_new(NULL);
			size_t n = strlen(cases[i].bytes);

			input_init(&in);
			for (size_t k = 0; k < (pieces ? n : 1); k++) {
				input_feed(&in, cases[i].bytes + (pieces ? k : 0),
					   pieces ? 1 : n);
				while (input_next(&in, false, &e)) {
					g_assert_cmpint(e.kind, ==, INPUT_KEY);
					g_autofree char *name = key_print(e.key);
					g_string_append_printf(names, "%s%s",
							       names->len > 0 ? " " : "",
							       name);
				}
			}
			g_assert_cmpstr(names->str, ==, cases[i].names);
			g_assert_false(input_waits(&in));
			g_string_free(names, TRUE);
			input_clear(&in);
		}
	}
}

static void test_escape(void)
{
	struct input in;
	struct input_event e;

	input_init(&in);
	input_feed(&in, "\033", 1);
	g_assert_false(input_next(&in, false, &e));
	g_assert_true(input_waits(&in));
	g_assert_true(input_next(&in, true, &e));
	g_assert_cmpuint(e.key, ==, 0x1B);
	input_feed(&in, "\033[", 2);
	g_assert_false(input_next(&in, false, &e));
	g_assert_true(input_next(&in, true, &e));
	g_assert_cmpuint(e.key, ==, (KEY_ALT | '['));
	input_clear(&in);
}

static void test_mouse_and_paste(void)
{
	static const char paste[] = "\033[200~two\nlines\033[31m\033[201~q";
	static const char mouse[] = "\033[<0;5;3M\033[<0;5;3m\033[<65;1;1M\033[<32;2;2M";
	struct input in;
	struct input_event e;

	input_init(&in);
	input_feed(&in, mouse, sizeof mouse - 1);
	g_assert_true(input_next(&in, false, &e));
	g_assert_cmpint(e.kind, ==, INPUT_MOUSE);
	g_assert_cmpint(e.act, ==, MOUSE_PRESS);
	g_assert_cmpint(e.button, ==, 1);
	g_assert_cmpint(e.x, ==, 4);
	g_assert_cmpint(e.y, ==, 2);
	g_assert_true(input_next(&in, false, &e));
	g_assert_cmpint(e.act, ==, MOUSE_RELEASE);
	g_assert_true(input_next(&in, false, &e));
	g_assert_cmpint(e.act, ==, MOUSE_WHEEL_DOWN);
	g_assert_true(input_next(&in, false, &e));
	g_assert_cmpint(e.act, ==, MOUSE_DRAG);
	for (size_t i = 0; i < sizeof(paste) - 2; i++) {
		input_feed(&in, paste + i, 1);
		if (i < sizeof(paste) - 3)
			g_assert_false(input_next(&in, false, &e));
	}
	g_assert_true(input_next(&in, false, &e));
	g_assert_cmpint(e.kind, ==, INPUT_PASTE);
	g_assert_cmpstr(e.text, ==, "two\nlines[31m");
	g_free(e.text);
	input_feed(&in, "q", 1);
	g_assert_true(input_next(&in, false, &e));
	g_assert_cmpuint(e.key, ==, 'q');
	input_clear(&in);
}

static void type(struct keys *k, const struct bindings *b, const char *keys,
		 const char *result)
{
	const struct binding *found = NULL;
	GString *out = g_string_new(NULL);
	int count = 0;

	for (const char *p = keys; *p; p++) {
		enum keys_result r = keys_take(k, b, CONTEXT_HEADLINES, (unsigned char)*p,
					       &found, &count);
		if (r == KEYS_FOUND)
			g_string_append_printf(out, "%d:%s ", count,
					       op_info(found->steps[0].op)->name);
		else if (r == KEYS_UNKNOWN)
			g_string_append(out, "? ");
		else if (r == KEYS_LEFT)
			g_string_append(out, "left ");
	}
	g_assert_cmpstr(out->str, ==, result);
	g_string_free(out, TRUE);
}

static void test_chords(void)
{
	struct conf *conf = conf_load("/nonexistent/tnewsrc", false, NULL);
	struct keys k = {0};

	type(&k, conf->bindings, "j", "0:down ");
	type(&k, conf->bindings, "5j", "5:down ");
	type(&k, conf->bindings, "120G", "120:last ");
	type(&k, conf->bindings, "gg", "0:first ");
	type(&k, conf->bindings, "3gg", "3:first ");
	type(&k, conf->bindings, "g\033j", "left 0:down ");
	type(&k, conf->bindings, "5\033j", "left 0:down ");
	type(&k, conf->bindings, "g!j", "? 0:down ");
	type(&k, conf->bindings, "99999999999j", "9999999:down ");
	type(&k, conf->bindings,
	     "\027"
	     "1",
	     "0:pane-sections ");
	type(&k, conf->bindings, "2", "");
	g_autofree char *typed = keys_print(&k);
	g_assert_cmpstr(typed, ==, "2");
	keys_reset(&k);
	type(&k, conf->bindings, "g", "");
	GPtrArray *next = keys_continuations(&k, conf->bindings, CONTEXT_HEADLINES);
	g_assert_cmpuint(next->len, >, 10);
	g_ptr_array_unref(next);
	conf_free(conf);
}

static void test_edit(void)
{
	static const struct {
		const char *keys; /* names, separated by blanks; ' is a blank */
		const char *text;
		size_t at;
	} cases[] = {
		{"a b c", "abc", 3},
		{"a b Left x", "axb", 2},
		{"a b Home x End y", "xaby", 4},
		{"a b Backspace", "a", 1},
		{"a b Home Del", "b", 0},
		{"a ' b c ^W", "a ", 2},
		{"a ' b c ^W ^Y ^Y", "a bcbc", 6},
		{"a b c Left ^K", "ab", 2},
		{"a b c Left ^U", "c", 0},
		{"o n e ' t w o A-b x", "one xtwo", 5},
		{"o n e ' t w o ^A A-f x", "onex two", 4},
		{"o n e ' t w o ^A A-d", " two", 0},
		{"\xc3\xa9 e \xcc\x81 Backspace Backspace", "", 0},
		{"\xe4\xb8\xad \xe6\x96\x87 Left Backspace", "\xe6\x96\x87", 0},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct edit e;
		g_auto(GStrv) names = g_strsplit(cases[i].keys, " ", -1);

		edit_init(&e, "");
		for (size_t k = 0; names[k]; k++) {
			struct chord chord;
			if (strcmp(names[k], "'") == 0) {
				edit_key(&e, ' ');
				continue;
			}
			g_assert_true(chord_parse(names[k], &chord, NULL));
			g_assert_true(edit_key(&e, chord.keys[0]));
		}
		g_assert_cmpstr(e.text->str, ==, cases[i].text);
		g_assert_cmpuint(e.at, ==, cases[i].at);
		edit_clear(&e);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/input/keys", test_keys);
	g_test_add_func("/input/escape", test_escape);
	g_test_add_func("/input/mouse-paste", test_mouse_and_paste);
	g_test_add_func("/keys/chords", test_chords);
	g_test_add_func("/edit/keys", test_edit);
	return g_test_run();
}
