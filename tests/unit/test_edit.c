/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Adding a feed changes one line and nothing else. */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conf/conf.h"
#include "conf/edit.h"

static char *home, *path;

static void write_rc(const char *text)
{
	g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static char *read_rc(void)
{
	char *text = NULL;
	g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
	return text;
}

static void test_place(void)
{
	static const struct {
		const char *before, *section, *name, *after;
	} cases[] = {
		{"", NULL, NULL, "feed http://x/new\n"},
		{"", "A", "N", "[A]\nfeed http://x/new \"N\"\n"},
		{"# c\n\n[B]\n", NULL, NULL, "# c\n\nfeed http://x/new\n[B]\n"},
		{"feed http://x/1\n\n[B]\n", NULL, NULL,
		 "feed http://x/1\nfeed http://x/new\n\n[B]\n"},
		{"[A]\nfeed http://x/1\n", "A", NULL,
		 "[A]\nfeed http://x/1\nfeed http://x/new\n"},
		{"[A]\nfeed http://x/1", "A", NULL,
		 "[A]\nfeed http://x/1\nfeed http://x/new\n"},
		{"[A]\n", "A", "say \"x\"\n#",
		 "[A]\nfeed http://x/new \"say \\\"x\\\" #\"\n"},
		{"[A]\n  feed http://x/1 # one\n\n\n# of B\n[B]\nx", "A", NULL,
		 "[A]\n  feed http://x/1 # one\n  feed http://x/new\n\n\n# of B\n[B]\nx"},
		{"[A]\r\nfeed http://x/1\r\n", "B", NULL,
		 "[A]\r\nfeed http://x/1\r\n\r\n[B]\r\nfeed http://x/new\r\n"},
		{"[A/B]\nfeed \\\n http://x/1\n[A]\n", "A/B", NULL,
		 "[A/B]\nfeed \\\n http://x/1\nfeed http://x/new\n[A]\n"},
		{"[\"A\"]\n[B]\n", "A", NULL, "[\"A\"]\nfeed http://x/new\n[B]\n"},
		{"[A]\n[B]\n[A]\n[C]\n", "A", NULL,
		 "[A]\n[B]\n[A]\nfeed http://x/new\n[C]\n"},
		{"nonsense \"\n[A]\n", "A", NULL,
		 "nonsense \"\n[A]\nfeed http://x/new\n"},
		{"\xEF\xBB\xBF[A]\n", "B//C/a]b", NULL,
		 "\xEF\xBB\xBF[A]\n\n[\"B/C\"/\"a]b\"]\nfeed http://x/new\n"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		write_rc(cases[i].before);
		g_autoptr(GError) err = NULL;
		conf_add_feed(path, cases[i].section, "http://x/new", cases[i].name, NULL,
			      &err);
		g_assert_no_error(err);
		g_autofree char *after = read_rc();
		g_assert_cmpstr(after, ==, cases[i].after);
	}
}

static void test_refused(void)
{
	static const char *const urls[] = {"exec:touch x",
					   "file:///etc/passwd",
					   "",
					   "x",
					   "javascript:x",
					   "http:",
					   "-x",
					   "http://"};
	static const char *const text = "[A]\nfeed http://x/1\nfeed \"http://y/\"\n";
	write_rc(text);
	for (size_t i = 0; i < G_N_ELEMENTS(urls); i++) {
		g_autoptr(GError) err = NULL;
		g_assert_false(conf_add_feed(path, "A", urls[i], NULL, NULL, &err));
		g_assert_error(err, TNEWS_ERROR, ERR_USAGE);
	}
	g_autoptr(GError) err = NULL;
	g_assert_false(conf_add_feed(path, "A", "HTTP://X:80/1#a", NULL, NULL, &err));
	g_assert_error(err, TNEWS_ERROR, ERR_USAGE);
	g_assert_false(conf_add_feed(path, "A", "http://y", NULL, NULL, NULL));
	g_assert_false(conf_add_feed(path, "A//", "http://z/", NULL, NULL, NULL) &&
		       conf_add_feed(path, "A/ /B", "http://z/", NULL, NULL, NULL));
	g_autofree char *after = read_rc();
	g_assert_true(g_str_has_prefix(after, text));
	write_rc("\xFF");
	g_assert_false(conf_add_feed(path, "A", "http://z/", NULL, NULL, NULL));
}

/* Whatever the names are: the other bytes stay, and what was written reads without a
 * fault and means that. */
static void test_property(void)
{
	static const char *const parts[] = {
		"\"", "'", "\\", "\n",	     "exec:x",	" ",	"#",  "[",
		"]",  "a", "/",	 "\xC3\xA9", "\x1b[2J", "$(x)", "\t", "="};
	GRand *random = g_rand_new_with_seed(3);
	static const char *const before = "# one\n[Z]\nfeed http://z/1 \"z\"\n\n# end\n";
	for (int i = 0; i < 300; i++) {
		GString *names[2] = {g_string_new("n"), g_string_new("m")};
		for (int k = 0; k < 2; k++)
			for (int n = g_rand_int_range(random, 0, 6); n > 0; n--)
				g_string_append(names[k],
						parts[g_rand_int_range(
							random, 0, G_N_ELEMENTS(parts))]);
		write_rc(before);
		g_autoptr(GError) err = NULL;
		if (conf_add_feed(path, names[0]->str, "http://x/?a='b'&c=\"#d",
				  names[1]->str, NULL, &err)) {
			g_autofree char *after = read_rc();
			g_assert_true(g_str_has_prefix(after, before));
			struct conf *c = conf_load(path, true, NULL);
			g_assert_cmpuint(c->faults->len, ==, 0);
			g_assert_cmpuint(c->subs->feeds->len, ==, 2);
			const struct sub *sub = c->subs->feeds->pdata[1];
			g_assert_null(sub->command);
			g_assert_nonnull(sub->name);
			conf_free(c);
		} else {
			g_assert_error(err, TNEWS_ERROR,
				       ERR_USAGE); /* an empty name in a path */
		}
		g_string_free(names[0], TRUE);
		g_string_free(names[1], TRUE);
	}
	g_rand_free(random);
}

static void test_link(void)
{
	g_autofree char *real = g_build_filename(home, "real", NULL);
	g_unlink(path);
	g_assert_true(g_file_set_contents(real, "[A]\n", -1, NULL));
	g_chmod(real, 0640);
	g_assert_cmpint(symlink("real", path), ==, 0);
	g_assert_true(conf_add_feed(path, "A", "http://x/", NULL, NULL, NULL));
	g_assert_true(g_file_test(path, G_FILE_TEST_IS_SYMLINK));
	struct stat st;
	g_assert_cmpint(g_stat(real, &st), ==, 0);
	g_assert_cmpuint(st.st_mode & 0777, ==, 0640);
	g_unlink(path);
	g_assert_true(conf_add_feed(path, NULL, "http://x/", NULL, NULL, NULL));
	g_assert_cmpint(g_stat(path, &st), ==, 0);
	g_assert_cmpuint(st.st_mode & 0777, ==, 0600);
	g_unlink(real);
}

static gpointer add_some(gpointer data)
{
	for (int i = 0; i < 20; i++) {
		g_autofree char *url = g_strdup_printf("http://x/%d/%d",
						       GPOINTER_TO_INT(data), i);
		g_autoptr(GError) err = NULL;
		conf_add_feed(path, i % 2 ? "A" : "B", url, NULL, NULL, &err);
		g_assert_no_error(err);
	}
	return NULL;
}

/* Two that add at once: nothing is lost. */
static void test_at_once(void)
{
	write_rc("# here\n");
	GThread *threads[3];
	for (int i = 0; i < 3; i++)
		threads[i] = g_thread_new("add", add_some, GINT_TO_POINTER(i));
	for (int i = 0; i < 3; i++)
		g_thread_join(threads[i]);
	struct conf *c = conf_load(path, true, NULL);
	g_assert_cmpuint(c->subs->feeds->len, ==, 60);
	g_assert_cmpuint(c->subs->sections->len, ==, 2);
	conf_free(c);
}

static void test_change(void)
{
	static const char *const A = "http://x/1", *const E = "exec:prog arg";
	static const struct {
		struct conf_change change;
		const char *before, *after; /* after NULL: refused */
	} cases[] = {
		{{CHANGE_NAME, A, NULL, "New", NULL, NULL, 0, NULL},
		 "# c\n[A]\nfeed http://x/1 +t \"Old\" every=6h # why\n\nfeed "
		 "http://x/2\n",
		 "# c\n[A]\nfeed http://x/1 +t \"New\" every=6h # why\n\nfeed "
		 "http://x/2\n"},
		{{CHANGE_NAME, A, NULL, "say \"x\"", NULL, NULL, 0, NULL},
		 "http://X:80/1 # c",
		 "http://X:80/1 \"say \\\"x\\\"\" # c"},
		{{CHANGE_NAME, A, NULL, "", NULL, NULL, 0, NULL},
		 "feed http://x/1  'Old' +t\n",
		 "feed http://x/1 +t\n"},
		{{CHANGE_NAME, A, NULL, "N", NULL, NULL, 0, NULL},
		 "feed http://x/1\n[B]\nfeed http://x/1 'M'\nfeed http://x/1\n",
		 "feed http://x/1 \"N\"\n[B]\nfeed http://x/1 \"N\"\nfeed http://x/1\n"},
		{{CHANGE_NAME, E, NULL, "N", NULL, NULL, 0, NULL},
		 "feed exec:prog -n 3\n",
		 NULL},
		{{CHANGE_URL, A, NULL, "https://y/?a b", NULL, NULL, 0, NULL},
		 "feed http://x/1 \"N\" +t # c\n[B]\n  http://x/1\r\n",
		 "feed https://y/?a%20b \"N\" +t # c\n[B]\n  https://y/?a%20b\r\n"},
		{{CHANGE_URL, A, NULL, "exec:sh", NULL, NULL, 0, NULL},
		 "feed http://x/1\n",
		 NULL},
		{{CHANGE_SET, A, NULL, "yes", "paused", NULL, 0, NULL},
		 "feed http://x/1 \"N\" \\\n\tevery=1h # c\n",
		 "feed http://x/1 \"N\" \\\n\tevery=1h paused=yes # c\n"},
		{{CHANGE_SET, A, NULL, "2027-01-01", "paused", NULL, 0, NULL},
		 "feed http://x/1 paused=yes every=1h paused=no\n",
		 "feed http://x/1 paused=2027-01-01 every=1h\n"},
		{{CHANGE_SET, A, NULL, NULL, "paused", NULL, 0, NULL},
		 "feed http://x/1 paused=yes every=1h\n",
		 "feed http://x/1 every=1h\n"},
		{{CHANGE_SET, A, NULL, NULL, "paused", NULL, 0, NULL},
		 "feed http://x/1 every=1h\n",
		 NULL},
		{{CHANGE_SET, A, NULL, "a b", "user-agent", NULL, 0, NULL},
		 "feed http://x/1\n",
		 "feed http://x/1 user-agent=\"a b\"\n"},
		{{CHANGE_MOVE, A, "A", NULL, NULL, "B", 0, NULL},
		 "[A]\n# about 1\n  feed http://x/1 'N' # c\nfeed http://x/2\n[B]\nfeed "
		 "http://x/3\n# end\n",
		 "[A]\n# about 1\nfeed http://x/2\n[B]\nfeed http://x/3\n  feed "
		 "http://x/1 "
		 "'N' # c\n# end\n"},
		{{CHANGE_MOVE, A, "A", NULL, NULL, "B/C", 0, NULL},
		 "[A]\nfeed http://x/1",
		 "[A]\n\n[B/C]\nfeed http://x/1\n"},
		{{CHANGE_MOVE, A, "A", NULL, NULL, "B", 0, NULL},
		 "[A]\nfeed http://x/1\n[B]\nfeed http://x/1 'M'\n",
		 "[A]\n[B]\nfeed http://x/1 'M'\n"},
		{{CHANGE_MOVE, A, NULL, NULL, NULL, "", 0, NULL},
		 "# top\n[A]\nfeed http://x/1\n",
		 "# top\nfeed http://x/1\n[A]\n"},
		{{CHANGE_SHIFT, A, "A", NULL, NULL, NULL, -1, NULL},
		 "[A]\nfeed http://x/2\n# between\nfeed http://x/1",
		 "[A]\nfeed http://x/1\n# between\nfeed http://x/2\n"},
		{{CHANGE_SHIFT, A, "A", NULL, NULL, NULL, 1, NULL},
		 "[A]\nfeed http://x/1 'N'\nfeed http://x/2\n[B]\n",
		 "[A]\nfeed http://x/2\nfeed http://x/1 'N'\n[B]\n"},
		{{CHANGE_SHIFT, A, "A", NULL, NULL, NULL, 1, NULL},
		 "[A]\nfeed http://x/1\n[B]\nfeed http://x/2\n",
		 NULL},
		{{CHANGE_REMOVE, A, NULL, NULL, NULL, NULL, 0, NULL},
		 "[A]\n# c\nfeed http://x/1\n[B]\nfeed http://x/1 +t",
		 "[A]\n# c\n[B]\n"},
		{{CHANGE_REMOVE, A, "B", NULL, NULL, NULL, 0, NULL},
		 "[A]\nfeed http://x/1\n[B]\nfeed http://x/1\n",
		 "[A]\nfeed http://x/1\n[B]\n"},
		{{CHANGE_REMOVE, E, NULL, NULL, NULL, NULL, 0, NULL},
		 "feed exec:prog \"arg\" \"Name\" +t\nfeed http://x/1\n",
		 "feed http://x/1\n"},
		{{CHANGE_REMOVE, A, NULL, NULL, NULL, NULL, 0, NULL},
		 "# feed http://x/1\nset sort http://x/1\n",
		 NULL},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) err = NULL;
		struct conf_undo undo = {0};
		write_rc(cases[i].before);
		bool good = conf_change_feed(path, &cases[i].change, &undo, &err);
		g_autofree char *after = read_rc();
		g_assert_cmpstr(after, ==,
				cases[i].after ? cases[i].after : cases[i].before);
		g_assert_cmpint(good, ==, cases[i].after != NULL);
		if (!good) {
			g_assert_error(err, TNEWS_ERROR, ERR_USAGE);
			continue;
		}
		/* taken back, and made again */
		g_assert_true(conf_undo(&undo, &err));
		g_autofree char *back = read_rc();
		g_assert_cmpstr(back, ==, cases[i].before);
		g_assert_true(conf_undo(&undo, &err));
		g_autofree char *again = read_rc();
		g_assert_cmpstr(again, ==, cases[i].after);
		write_rc("# somebody else");
		g_assert_false(conf_undo(&undo, &err));
		g_assert_error(err, TNEWS_ERROR, ERR_CONF);
		conf_undo_clear(&undo);
	}
}

static void test_section(void)
{
	g_autoptr(GError) err = NULL;
	write_rc("[A]\nfeed http://x/1");
	g_assert_true(conf_add_section(path, "B/c d", NULL, &err));
	g_autofree char *after = read_rc();
	g_assert_cmpstr(after, ==, "[A]\nfeed http://x/1\n\n[B/c d]\n");
	g_assert_false(conf_add_section(path, "A", NULL, &err));
	g_assert_error(err, TNEWS_ERROR, ERR_USAGE);
	g_assert_false(conf_add_section(path, "", NULL, NULL));
}

static void test_rename_section(void)
{
	static const struct {
		const char *before, *from, *to, *after; /* after NULL: refused */
	} cases[] = {
		{"[A]\nfeed http://x/1\n", "A", "B c", "[B c]\nfeed http://x/1\n"},
		{"  [A] # why\r\nx\r\n[A/In]\r\n[AB]\r\n[A]", "A", "O/A",
		 "  [O/A] # why\r\nx\r\n[O/A/In]\r\n[AB]\r\n[O/A]"},
		{"[O/A/In]\n[O]\n", "O/A", "A", "[A/In]\n[O]\n"},
		{"[\"a]b\"]\n", "a]b", "c]d", "[\"c]d\"]\n"},
		{"# [A]\n[B]\n", "A", "C", NULL},
		{"[A]\n[B]\n", "A", "B", NULL},
		{"[A]\n[B/C]\n", "A", "B", NULL},
		{"[A]\n", "A", "", NULL},
		{"[A]\n", "A", " /x", NULL},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) err = NULL;
		write_rc(cases[i].before);
		bool good = conf_rename_section(path, cases[i].from, cases[i].to, NULL,
						&err);
		g_autofree char *after = read_rc();
		g_assert_cmpint(good, ==, cases[i].after != NULL);
		g_assert_cmpstr(after, ==, good ? cases[i].after : cases[i].before);
		if (!good)
			g_assert_error(err, TNEWS_ERROR, ERR_USAGE);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	home = g_dir_make_tmp("tnews-edit-XXXXXX", NULL);
	path = g_build_filename(home, "rc", NULL);
	g_setenv("XDG_CONFIG_HOME", home, TRUE);
	g_setenv("TNEWS_SHARE", home, TRUE); /* no example: new files are what they get */
	g_test_add_func("/edit/rename-section", test_rename_section);
	g_test_add_func("/edit/place", test_place);
	g_test_add_func("/edit/refused", test_refused);
	g_test_add_func("/edit/property", test_property);
	g_test_add_func("/edit/link", test_link);
	g_test_add_func("/edit/at-once", test_at_once);
	g_test_add_func("/edit/change", test_change);
	g_test_add_func("/edit/section", test_section);
	int status = g_test_run();
	g_unlink(path);
	g_rmdir(home);
	return status;
}
