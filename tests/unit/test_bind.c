/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys, chords, layers of bindings, presets. */
#include <glib/gstdio.h>
#include <string.h>

#include "conf/conf.h"

static char *home;

static struct conf *load(const char *text)
{
	g_autofree char *path = g_build_filename(home, "rc", NULL);
	g_assert_true(g_file_set_contents(path, text, -1, NULL));
	struct conf *c = conf_load(path, true, NULL);
	for (guint i = 0; i < c->faults->len; i++) {
		g_autofree char *fault = fault_text(c->faults->pdata[i]);
		g_test_message("%s", fault);
	}
	return c;
}

static void test_chords(void)
{
	static const struct {
		const char *text, *printed;
		int n;
	} cases[] = {
		{"j", "j", 1},		 {"gg", "gg", 2},
		{"^Wo", "^Wo", 2},	 {"^w>", "^W>", 2},
		{"A-j", "A-j", 1},	 {"M-Down", "A-Down", 1},
		{"Space", "Space", 1},	 {"F5", "F5", 1},
		{"F24", "F24", 1},	 {"F25", "F25", 2},
		{"F1x", "F1x", 2},	 {"zPgDn", "zPgDn", 2},
		{"PageDown", "PgDn", 1}, {"S-Tab", "S-Tab", 1},
		{"^M", "Enter", 1},	 {"^I", "Tab", 1},
		{"^H", "Backspace", 1},	 {"^[", "Esc", 1},
		{"^", "^", 1},		 {"^^", "^^", 2},
		{"A-", "A-", 2},	 {"\xC3\xA9", "\xC3\xA9", 1},
		{"A-^X", "A-^X", 1},	 {"^X^C", "^X^C", 2},
		{"g]", "g]", 2},	 {"Esc", "Esc", 1},
		{"A-A-x", "A-x", 1},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct chord chord;
		g_assert_true(chord_parse(cases[i].text, &chord, NULL));
		g_assert_cmpint(chord.n, ==, cases[i].n);
		g_autofree char *printed = chord_print(&chord);
		g_assert_cmpstr(printed, ==, cases[i].printed);
		struct chord again;
		g_assert_true(chord_parse(printed, &again, NULL));
		g_assert_true(!memcmp(&again, &chord, sizeof chord));
	}
	struct chord chord;
	g_assert_false(chord_parse("", &chord, NULL));
	g_assert_false(chord_parse("abcdefghi", &chord, NULL));
	g_assert_false(chord_parse("^@", &chord, NULL));
}

/* The name of the operation, "..." for a prefix, "-" for nothing. */
static const char *means(const struct conf *c, unsigned context, const char *keys)
{
	struct chord chord;
	const struct binding *found = NULL;
	g_assert_true(chord_parse(keys, &chord, NULL));
	switch (bind_find(c->bindings, context, &chord, &found)) {
	case MATCH_FULL:
		return op_info(found->steps[0].op)->name;
	case MATCH_PREFIX:
		return "...";
	default:
		return "-";
	}
}

static void assert_keys(const char *text, const char *wanted)
{
	struct conf *c = load(text);
	g_assert_cmpuint(c->faults->len, ==, 0);
	g_auto(GStrv) pairs = g_strsplit(wanted, " ", -1);
	for (size_t i = 0; pairs[i]; i++) {
		g_auto(GStrv) pair = g_strsplit(pairs[i], "=", 2);
		unsigned context = CONTEXT_HEADLINES;
		const char *key = pair[0];
		if (g_str_has_prefix(key, "sec:")) {
			context = CONTEXT_SECTIONS;
			key += 4;
		}
		g_assert_cmpstr(means(c, context, key), ==, pair[1]);
	}
	conf_free(c);
}

static void test_layers(void)
{
	assert_keys("",
		    "j=down g=... gg=first Q=quit-now P=- x=select sec:x=- :=command");
	assert_keys("bind j,J up", "j=up J=up k=up");
	assert_keys("bind j headlines up", "j=up sec:j=down");
	assert_keys("bind g first", "g=first gg=- ga=-");
	assert_keys("bind jj up", "j=... jj=up");
	assert_keys("bind ,a,b up", ",=... ,a=up b=up");
	assert_keys("macro r \"star and go\" star; story-next", ",=... ,r=star");
	assert_keys("unbind j", "j=- k=up");
	assert_keys("unbind j headlines", "j=- sec:j=down");
	assert_keys("unbind g", "g=- gg=- ga=-");
	assert_keys("unbind all\nbind j down", "j=down k=- :=-");
	assert_keys("unbind j\nkeys newsboat", "j=- k=up l=right sec:l=unread-only");
	assert_keys("bind n up\nkeys newsboat", "n=up p=unread-prev");
	assert_keys("keys newsboat\nbind n up", "n=up p=unread-prev");
	assert_keys("keys mutt\nkeys tnews", "x=quit-now");
	assert_keys("bind x select", "x=select sec:x=-");
}

static void test_steps(void)
{
	struct conf *c = load(
		"bind P star; unread-next ; tag-add a \"b c\"; down \"all of it\"\n"
		"bind X tag-add 'a;b'\n");
	g_assert_cmpuint(c->faults->len, ==, 0);
	struct chord chord;
	const struct binding *found = NULL;
	g_assert_true(chord_parse("P", &chord, NULL));
	g_assert_cmpint(bind_find(c->bindings, CONTEXT_ARTICLE, &chord, &found), ==,
			MATCH_FULL);
	g_assert_cmpuint(found->n_steps, ==, 4);
	g_assert_cmpint(found->steps[1].op, ==, OP_UNREAD_NEXT);
	g_assert_cmpstr(found->steps[2].args[1], ==, "b c");
	g_assert_null(found->steps[3].args);
	g_assert_cmpstr(found->help, ==, "all of it");
	g_assert_true(chord_parse("X", &chord, NULL));
	g_assert_cmpint(bind_find(c->bindings, CONTEXT_ARTICLE, &chord, &found), ==,
			MATCH_FULL);
	g_assert_cmpuint(found->n_steps, ==, 1);
	g_assert_cmpstr(found->steps[0].args[0], ==, "a;b");
	conf_free(c);
}

static void test_keys_of(void)
{
	struct conf *c = load("bind P down");
	g_autofree char *all = bind_keys_of(c->bindings, CONTEXT_HEADLINES, OP_DOWN);
	g_autofree char *one = bind_key_of(c->bindings, CONTEXT_HEADLINES, OP_DOWN);
	g_assert_cmpstr(all, ==, "P, j, Down");
	g_assert_cmpstr(one, ==, "P");
	g_assert_null(bind_key_of(c->bindings, CONTEXT_ARTICLE, OP_SELECT));
	conf_free(c);
}

/* No default contradicts another, and every operation has its name once. */
static void test_operations(void)
{
	struct conf *c = load("");
	size_t keys = 0;
	for (int i = OP_NONE + 1; i < OPS; i++) {
		const struct op_info *info = op_info((enum op_id)i);
		g_assert_cmpint(op_of_name(info->name), ==, i);
		g_auto(GStrv) names = g_strsplit(info->keys, " ", -1);
		for (size_t k = 0; names[k]; k++)
			keys += *names[k] != '\0';
	}
	g_assert_cmpuint(c->bindings->all->len, ==, keys);
	for (guint i = 0; i < keys; i++) {
		const struct binding *a = c->bindings->all->pdata[i];
		for (guint k = 0; k < keys; k++) {
			const struct binding *b = c->bindings->all->pdata[k];
			if (i != k && (a->contexts & b->contexts) &&
			    a->chord.n <= b->chord.n)
				g_assert_true(memcmp(a->chord.keys, b->chord.keys,
						     sizeof a->chord.keys[0] *
							     (size_t)a->chord.n));
		}
	}
	conf_free(c);
}

static void test_presets(void)
{
	static const char *const presets[] = {"emacs", "mutt", "newsboat", "newsraft",
					      "tnews"};
	for (size_t i = 0; i < G_N_ELEMENTS(presets); i++) {
		g_autofree char *text = g_strdup_printf("keys %s\n", presets[i]);
		struct conf *c = load(text);
		g_assert_cmpuint(c->faults->len, ==, 0);
		g_assert_cmpstr(means(c, CONTEXT_SECTIONS, "q"), ==, "quit");
		g_assert_cmpstr(means(c, CONTEXT_HEADLINES, "?"), ==, "help");
		g_assert_cmpstr(means(c, CONTEXT_HEADLINES, "Enter"), ==, "open");
		conf_free(c);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	home = g_dir_make_tmp("tnews-bind-XXXXXX", NULL);
	g_setenv("XDG_CONFIG_HOME", home, TRUE);
	g_test_add_func("/bind/chords", test_chords);
	g_test_add_func("/bind/layers", test_layers);
	g_test_add_func("/bind/steps", test_steps);
	g_test_add_func("/bind/keys-of", test_keys_of);
	g_test_add_func("/bind/operations.def", test_operations);
	g_test_add_func("/bind/presets", test_presets);
	int status = g_test_run();
	g_autofree char *path = g_build_filename(home, "rc", NULL);
	g_unlink(path);
	g_rmdir(home);
	return status;
}
