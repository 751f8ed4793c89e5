/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The user's file: what each line means, and what each mistake is called. */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "conf/conf.h"

static char *home;

static char *write_file(const char *name, const char *text)
{
	char *path = g_build_filename(home, name, NULL);
	g_assert_true(g_file_set_contents(path, text, -1, NULL));
	return path;
}

static struct conf *load(const char *text)
{
	g_autofree char *path = write_file(".tnewsrc", text);
	return conf_load(path, true, NULL);
}

static char *faults_of(const struct conf *c)
{
	GString *out = g_string_new(NULL);
	for (guint i = 0; i < c->faults->len; i++) {
		g_autofree char *text = fault_text(c->faults->pdata[i]);
		g_string_append_printf(out, "%s%s", i ? "\n" : "", text);
	}
	return g_string_free(out, FALSE);
}

static void assert_faults(const char *text, const char *wanted)
{
	struct conf *c = load(text);
	g_autofree char *got = faults_of(c);
	g_assert_cmpstr(got, ==, wanted);
	conf_free(c);
}

static const struct {
	const char *text, *faults;
} fault_cases[] = {
	{"set refesh 1h",
	 "~/.tnewsrc:1:5: unknown setting 'refesh' (did you mean 'refresh'?)"},
	{"# a\n\n  set refesh 1h",
	 "~/.tnewsrc:3:7: unknown setting 'refesh' (did you mean 'refresh'?)"},
	{"fed http://x/", "~/.tnewsrc:1:1: unknown command 'fed' (did you mean 'feed'?)"},
	{"qwertzuiop x", "~/.tnewsrc:1:1: unknown command 'qwertzuiop'"},
	{"a\nb",
	 "~/.tnewsrc:1:1: unknown command 'a'\n~/.tnewsrc:2:1: unknown command 'b'"},
	{"set", "~/.tnewsrc:1:1: expected: set NAME VALUE"},
	{"set timeout", "~/.tnewsrc:1:5: timeout needs a value"},
	{"set timeout 1 2",
	 "~/.tnewsrc:1:13: timeout takes one value: put several words in quotes"},
	{"set timeout x",
	 "~/.tnewsrc:1:13: 'x' does not fit timeout: a time from 1s to 1h"},
	{"set timeout 2h",
	 "~/.tnewsrc:1:13: '2h' does not fit timeout: a time from 1s to 1h"},
	{"set refresh 1s",
	 "~/.tnewsrc:1:13: '1s' does not fit refresh: a time from 1m to 365d, or never"},
	{"set max-size 1K",
	 "~/.tnewsrc:1:14: '1K' does not fit max-size: a size from 64K to 64M"},
	{"set mouse maybe", "~/.tnewsrc:1:11: 'maybe' does not fit mouse: yes or no"},
	{"set layout colums", "~/.tnewsrc:1:12: 'colums' does not fit layout: auto, "
			      "columns, rows, single (did you mean 'columns'?)"},
	{"set max-open 0",
	 "~/.tnewsrc:1:14: '0' does not fit max-open: a number from 1 to 1000"},
	{"[A]\nset layout rows", "~/.tnewsrc:2:5: 'layout' holds for all of tnews: write "
				 "it above the first section"},
	{"theme defautl",
	 "~/.tnewsrc:1:7: unknown theme 'defautl' (did you mean 'default'?)"},
	{"set theme monno",
	 "~/.tnewsrc:1:11: unknown theme 'monno' (did you mean 'mono'?)"},
	{"keys mut", "~/.tnewsrc:1:6: unknown preset 'mut' (did you mean 'mutt'?)"},
	{"feed",
	 "~/.tnewsrc:1:1: expected: feed URL [\"NAME\"] [+TAG]... [ATTRIBUTE=VALUE]..."},
	{"feed example.org/a", "~/.tnewsrc:1:6: 'example.org/a' is no address (did you "
			       "mean 'https://example.org/a'?)"},
	{"feed nonsense", "~/.tnewsrc:1:6: 'nonsense' is no address"},
	{"feed ftp://x/a", "~/.tnewsrc:1:6: 'ftp://x/a': feeds are read from https:, "
			   "http:, file: and exec: only"},
	{"feed http://x/ a b",
	 "~/.tnewsrc:1:18: 'b' is one word too many: put the name in quotes"},
	{"feed http://x/ evry=6h",
	 "~/.tnewsrc:1:16: unknown attribute 'evry' (did you mean 'every'?)"},
	{"feed http://x/ every=6x",
	 "~/.tnewsrc:1:16: '6x' does not fit refresh: a time from 1m to 365d, or never"},
	{"feed http://x/ hidden=1", "~/.tnewsrc:1:16: hidden is yes or no"},
	{"feed http://x/ paused=x", "~/.tnewsrc:1:16: paused is yes, no, or a date"},
	{"feed http://x/ layout=rows", "~/.tnewsrc:1:16: unknown attribute 'layout'"},
	{"feed http://x/ +", "~/.tnewsrc:1:16: \"\" is no tag: a tag needs a name"},
	{"feed \"http://x/\\na\"",
	 "~/.tnewsrc:1:6: an address has no line feeds or control characters"},
	{"feed exec:", "~/.tnewsrc:1:6: a program is missing here"},
	{"feed \"exec:a\\nfeed exec:y\"",
	 "~/.tnewsrc:1:6: an address has no line feeds or control characters"},
	{"feed http://x/ filter=", "~/.tnewsrc:1:16: a program is missing here"},
	{"[A] acount=x", "~/.tnewsrc:1:5: unknown attribute of a section: 'acount=x'; "
			 "account=NAME is known"},
	{"query is:unread", "~/.tnewsrc:1:1: a query needs a [Section] above it"},
	{"[A]\nquery is:read\nquery a",
	 "~/.tnewsrc:3:1: section 'A' has a query already"},
	{"[A]\nquery is:unred",
	 "~/.tnewsrc:2:10: there is no \"is:unred\", did you mean \"is:unread\""},
	{"[A]\nquery 'a is:unred'",
	 "~/.tnewsrc:2:13: there is no \"is:unred\", did you mean \"is:unread\""},
	{"[A]\nquery a (b",
	 "~/.tnewsrc:2:9: this bracket is never closed, expected \")\""},
	{"rule x: is:unread before:never => +a",
	 "~/.tnewsrc:1:26: \"never\" is no date, expected 2026-11-23, yesterday, 12h, "
	 "3d, 2w, 1y or A..B"},
	{"query-key u is:", "~/.tnewsrc:1:16: expected a word after \"is:\""},
	{"bind j", "~/.tnewsrc:1:1: expected: bind KEY[,KEY]... [CONTEXT] OPERATION "
		   "[\"WHAT IT DOES\"]"},
	{"bind j dwn", "~/.tnewsrc:1:8: unknown operation 'dwn' (did you mean 'down'?)"},
	{"bind j headlines", "~/.tnewsrc:1:8: an operation is missing"},
	{"bind j sections select",
	 "~/.tnewsrc:1:17: 'select' does not work there, but in: headlines"},
	{"bind j down; upp",
	 "~/.tnewsrc:1:14: unknown operation 'upp' (did you mean 'up'?)"},
	{"bind j,ja down\nbind j down", "~/.tnewsrc:1:6: a key is an operation or a "
					"prefix, never both: 'ja' and 'j' (line 1)"},
	{"bind abcdefghi down",
	 "~/.tnewsrc:1:6: 'abcdefghi' has too many keys: 8 at most"},
	{"unbind x al", "~/.tnewsrc:1:10: unknown context 'al' (did you mean 'all'?)"},
	{"macro a", "~/.tnewsrc:1:1: expected: macro KEY \"WHAT IT DOES\" OPERATION..."},
	{"color titel red",
	 "~/.tnewsrc:1:7: unknown object 'titel' (did you mean 'title'?)"},
	{"color title rde",
	 "~/.tnewsrc:1:13: unknown colour 'rde' (did you mean 'red'?)"},
	{"color title 256", "~/.tnewsrc:1:13: unknown colour '256'"},
	{"color title red blue blod",
	 "~/.tnewsrc:1:22: unknown colour or attribute 'blod' (did you mean 'bold'?)"},
	{"palette x #", "~/.tnewsrc:1:1: expected: palette NAME COLOUR"},
	{"palette x \"#12\"", "~/.tnewsrc:1:11: unknown colour '#12'"},
	{"highlight a b", "~/.tnewsrc:1:13: unknown colour 'b'"},
	{"rule a",
	 "~/.tnewsrc:1:1: expected: rule [NAME] QUERY => +TAG -TAG... [until=DATE]"},
	{"rule a => b", "~/.tnewsrc:1:11: a rule does +TAG, -TAG or until=DATE, not 'b'"},
	{"rule a => +b until=3d",
	 "~/.tnewsrc:1:14: until= takes a date: until=2026-12-31"},
	{"rule x: a => +b\nrule x: a => +c",
	 "~/.tnewsrc:2:6: there is a rule 'x' already (line 1)"},
	{"hook new-storys x",
	 "~/.tnewsrc:1:6: unknown event 'new-storys' (did you mean 'new-stories'?)"},
	{"opener x", "~/.tnewsrc:1:1: expected: opener PATTERN-OR-TYPE COMMAND..."},
	{"account a type=greder url=https://x/",
	 "~/.tnewsrc:1:11: unknown account type 'greder' (did you mean 'greader'?)"},
	{"account a type=greader", "~/.tnewsrc:1:1: an account needs url="},
	{"account a tpye=greader",
	 "~/.tnewsrc:1:11: unknown attribute 'tpye' (did you mean 'type'?)"},
	{"quick-tag ab x", "~/.tnewsrc:1:11: 'ab' is not one letter"},
	{"[A]\nfeed http://x/ \"never closed\nset timeout y",
	 "~/.tnewsrc:2:16: this quote is never closed\n~/.tnewsrc:3:13: 'y' does not fit "
	 "timeout: a time from 1s to 1h"},
	{"set \x1b]0;x\x07 1", "~/.tnewsrc:1:5: unknown setting ']0;x'"},
	{"[A\xFF]\n", "~/.tnewsrc:1:3: this is not UTF-8"},
	{"include none", "~/.tnewsrc:1:9: cannot read"},
	{"include ~/", "~/.tnewsrc:1:9: "},
	{"include .tnewsrc", "~/.tnewsrc:1:9: files include each other in a circle: "
			     "~/.tnewsrc -> ~/.tnewsrc"},
};

static void test_faults(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(fault_cases); i++) {
		struct conf *c = load(fault_cases[i].text);
		g_autofree char *got = faults_of(c);
		/* The reason why a file cannot be read is the system's sentence. */
		if (!strncmp(fault_cases[i].text, "include ~", 9) ||
		    !strncmp(fault_cases[i].text, "include n", 9))
			g_assert_true(g_str_has_prefix(got, "~/.tnewsrc:1:9: "));
		else
			g_assert_cmpstr(got, ==, fault_cases[i].faults);
		conf_free(c);
	}
}

static void test_binary(void)
{
	g_autofree char *path = g_build_filename(home, "binary", NULL);
	g_assert_true(g_file_set_contents(path, "set x\n\0\xFFy", 9, NULL));
	struct conf *c = conf_load(path, true, NULL);
	g_autofree char *got = faults_of(c);
	g_assert_cmpstr(got, ==, "~/binary:2:1: this is no text: it holds a NUL byte");
	conf_free(c);
}

static void test_missing(void)
{
	g_autofree char *path = g_build_filename(home, "missing", NULL);
	struct conf *c = conf_load(path, false, NULL);
	g_assert_cmpuint(c->faults->len, ==, 0);
	g_assert_false(c->exists);
	conf_free(c);
	c = conf_load(path, true, NULL);
	g_assert_cmpuint(c->faults->len, ==, 1);
	conf_free(c);
	c = conf_load("/dev/null", true, NULL);
	g_assert_cmpuint(c->faults->len, ==, 0);
	conf_free(c);
	c = conf_load("/dev/zero", true, NULL);
	g_assert_cmpuint(c->faults->len, ==, 1);
	conf_free(c);
	c = conf_load("/", true, NULL);
	g_assert_cmpuint(c->faults->len, ==, 1);
	conf_free(c);
}

static void test_sections(void)
{
	struct conf *c = load(
		"http://x/0\n"
		"[A] account=acc\n"
		"set timeout 10s\n"
		"feed http://x/1 \"One\" +a +b every=6h hidden=yes timeout=5s\n"
		"http://x/2\n"
		"[A/B]\n"
		"feed http://x/1 \"Other\" +b +c\n"
		"feed https://x/3 paused=yes user=me password-command=\"pass x\"\n"
		"[Q]\nquery is:unread \"a b\"\n"
		"[A]\nfeed http://X:80/1\nfeed file:/tmp/f.xml\n");
	g_autofree char *faults = faults_of(c);
	g_assert_cmpstr(faults, ==, "");
	struct subs *s = c->subs;
	g_assert_cmpuint(s->sections->len, ==, 3);
	g_assert_cmpuint(s->feeds->len, ==, 5);
	struct section *a = subs_section(s, "A"), *b = subs_section(s, "A/B");
	g_assert_true(b->parent == a && a->parent == s->root);
	g_assert_cmpuint(a->feeds->len, ==, 3);
	struct sub *one = subs_feed(s, "http://x/1");
	g_assert_cmpstr(one->name, ==, "One");
	g_assert_cmpuint(one->tags->len, ==, 3);
	g_assert_cmpint(one->every_s, ==, 6 * 3600);
	g_assert_true(one->hidden);
	g_assert_cmpint(setting_number(one->settings, SET_TIMEOUT), ==, 5);
	struct sub *two = subs_feed(s, "http://x/2");
	g_assert_cmpint(setting_number(two->settings, SET_TIMEOUT), ==, 10);
	struct sub *three = subs_feed(s, "https://x/3");
	g_assert_true(three->paused);
	g_assert_cmpint(setting_number(three->settings, SET_TIMEOUT), ==, 10);
	g_assert_cmpstr(three->password_command[2], ==, "pass x");
	g_assert_cmpint(setting_number(subs_feed(s, "http://x/0")->settings, SET_TIMEOUT),
			==, 60);
	g_assert_cmpstr(section_account(b), ==, "acc");
	g_assert_cmpstr(subs_section(s, "Q")->query, ==, "is:unread \"a b\"");
	g_autoptr(GPtrArray) all = g_ptr_array_new();
	section_feeds(a, all);
	g_assert_cmpuint(all->len, ==, 4);
	const GPtrArray *holders = one->sections;
	g_assert_cmpuint(holders->len, ==, 2);
	conf_free(c);
}

static void test_exec(void)
{
	static const struct {
		const char *line, *url, *name;
		guint words, tags;
	} cases[] = {
		{"exec:prog", "exec:prog", NULL, 1, 0},
		{"feed exec:prog a b", "exec:prog a b", NULL, 3, 0},
		{"feed exec:/x/prog \"A name\"", "exec:/x/prog", "A name", 1, 0},
		{"feed exec:prog 'a b' \"A name\" +t every=1h", "exec:prog \"a b\"",
		 "A name", 2, 1},
		{"feed exec:sh -c \"echo x\"", "exec:sh -c \"echo x\"", NULL, 3, 0},
		{"feed exec:sh -c 'echo \"x\"' +t", "exec:sh -c \"echo \\\"x\\\"\"", NULL,
		 3, 1},
		{"feed \"exec:prog 'a b' c\" \"A name\" +t", "exec:prog \"a b\" c",
		 "A name", 3, 1},
		{"feed 'exec:sh -c \"a; b\"'", "exec:sh -c \"a; b\"", NULL, 3, 0},
		{"feed exec:prog --x=y z=1", "exec:prog --x=y z=1", NULL, 3, 0},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct conf *c = load(cases[i].line);
		g_autofree char *faults = faults_of(c);
		g_assert_cmpstr(faults, ==, "");
		g_assert_cmpuint(c->subs->feeds->len, ==, 1);
		struct sub *sub = c->subs->feeds->pdata[0];
		g_assert_cmpstr(sub->url, ==, cases[i].url);
		g_assert_cmpstr(sub->name, ==, cases[i].name);
		g_assert_cmpuint(g_strv_length(sub->command), ==, cases[i].words);
		g_assert_cmpuint(sub->tags->len, ==, cases[i].tags);
		conf_free(c);
	}
}

static void test_settings(void)
{
	const char *const sets[] = {"timeout=7s", "browser=firefox 'a b' %u",
				    "max-size=1M", NULL};
	g_autofree char *path = write_file(".tnewsrc",
					   "set timeout 9s\nset text-width=70\n"
					   "set download-dir ~/x\n"
					   "set refresh 90m\n");
	struct conf *c = conf_load(path, true, sets);
	g_autofree char *faults = faults_of(c);
	g_assert_cmpstr(faults, ==, "");
	g_assert_cmpint(setting_number(c->settings, SET_TIMEOUT), ==, 7);
	g_assert_cmpint(setting_number(c->settings, SET_TEXT_WIDTH), ==, 70);
	g_assert_cmpint(setting_number(c->settings, SET_MAX_SIZE), ==, 1 << 20);
	g_assert_cmpint(setting_number(c->settings, SET_REFRESH), ==, 5400);
	g_assert_cmpstr(setting_words(c->settings, SET_BROWSER)[1], ==, "a b");
	g_autofree char *dir = g_build_filename(home, "x", NULL);
	g_assert_cmpstr(setting_text(c->settings, SET_DOWNLOAD_DIR), ==, dir);
	g_autofree char *printed = setting_print(c->settings, SET_REFRESH);
	g_assert_cmpstr(printed, ==, "90m");
	g_assert_true(setting_is_set(c->settings, SET_REFRESH));
	setting_reset(c->settings, SET_REFRESH);
	g_assert_false(setting_is_set(c->settings, SET_REFRESH));
	g_assert_cmpint(setting_number(c->settings, SET_REFRESH), ==, -1);
	conf_free(c);

	const char *const bad[] = {"timeout", "nme=5", "a\nb=\"1\"", NULL};
	c = conf_load(path, true, bad);
	g_autofree char *wrong = faults_of(c);
	g_assert_cmpstr(wrong, ==,
			"--set: timeout needs a value\n--set: unknown setting 'nme'\n"
			"--set: unknown setting 'a b'");
	conf_free(c);
}

/* Every default reads as its own type says, and each value is printed as it is read. */
static void test_settings_def(void)
{
	struct settings *s = settings_new(NULL);
	for (int i = 0; i < SETTINGS; i++) {
		enum setting_id id = (enum setting_id)i;
		g_assert_cmpint(setting_of_name(setting_info(id)->name), ==, i);
		if (i > 0)
			g_assert_cmpstr(setting_info(id)->name, >,
					setting_info((enum setting_id)(i - 1))->name);
		g_assert_false(setting_is_set(s, id));
	}
	settings_free(s);
}

static void test_includes(void)
{
	g_autofree char *a = write_file("a", "include b\nset timeout 3s\n");
	g_autofree char *b = write_file("b", "[B]\nfeed http://x/b\ninclude a\n");
	g_autofree char *deep = write_file("deep", "");
	for (int i = 0; i < 20; i++) {
		g_autofree char *name = g_strdup_printf("deep%d", i);
		g_autofree char *text = g_strdup_printf("include deep%d\n", i + 1);
		g_autofree char *path = write_file(name, text);
	}
	assert_faults("include a\nset timeout x",
		      "~/b:3:9: files include each other in a circle: ~/a -> ~/b -> ~/a\n"
		      "~/.tnewsrc:2:13: 'x' does not fit timeout: a time from 1s to 1h");
	assert_faults("include ~/deep0",
		      "~/deep15:1:9: files are included too deep: 16 at most");
	struct conf *c = load(
		"include deep\ninclude deep\n[A]\nfeed http://x/a\ninclude b2\n"
		"feed http://x/c\n");
	g_assert_cmpuint(c->faults->len, ==, 1);
	g_assert_cmpuint(subs_section(c->subs, "A")->feeds->len, ==, 2);
	g_assert_false(conf_changed(c));
	g_autofree char *again = write_file("deep", "# other\n");
	g_assert_true(conf_changed(c));
	conf_free(c);
}

static void test_actions(void)
{
	struct conf *c = load(
		"rule title:x => +a -unread\n"
		"rule name title:\"a b\" is:unread => +b until=2030-01-02\n"
		"rule n2: one two => -x\n"
		"rule (one two) => -x\n"
		"rule one OR two => +x\n"
		"opener *.mp3 mpv --quiet\nhook quit notify 'a b'\n"
		"quick-tag l later\nquick-tag l +other\nquery-key u is:unread -tag:x\n"
		"highlight /a|b/ red default bold\n"
		"palette mine \"#102030\"\nhighlight title:red mine\n"
		"account me type=greader url=https://x/ user=u limit=5 "
		"password-command=\"pass | head\"\n");
	g_autofree char *faults = faults_of(c);
	g_assert_cmpstr(faults, ==, "");
	const struct actions *a = c->actions;
	static const char *const names[] = {NULL, "name", "n2", NULL, NULL};
	static const char *const queries[] = {"title:x", "title:\"a b\" is:unread",
					      "one two", "(one two)", "one OR two"};
	g_assert_cmpuint(a->rules->len, ==, 5);
	for (guint i = 0; i < a->rules->len; i++) {
		const struct rule *rule = a->rules->pdata[i];
		g_assert_cmpstr(rule->name, ==, names[i]);
		g_assert_cmpstr(rule->query, ==, queries[i]);
	}
	const struct rule *first = a->rules->pdata[0];
	g_assert_cmpstr(first->add[0], ==, "a");
	g_assert_cmpstr(first->remove[0], ==, "unread");
	const struct opener *opener = a->openers->pdata[0];
	g_assert_cmpuint(g_strv_length(opener->command), ==, 2);
	const struct hook *hook = a->hooks->pdata[0];
	g_assert_cmpstr(hook->command[1], ==, "a b");
	g_assert_cmpuint(a->quick_tags->len, ==, 1);
	const struct letter *letter = a->quick_tags->pdata[0];
	g_assert_cmpstr(letter->text, ==, "other");
	const struct letter *key = a->query_keys->pdata[0];
	g_assert_cmpstr(key->text, ==, "is:unread -tag:x");
	const struct highlight *regex = a->highlights->pdata[0];
	const struct highlight *query = a->highlights->pdata[1];
	g_assert_cmpstr(regex->regex, ==, "a|b");
	g_assert_cmpint(regex->look.fg, ==, 1);
	g_assert_cmpuint(regex->look.attributes, ==, ATTR_BOLD);
	g_assert_cmpstr(query->query, ==, "title:red");
	g_assert_cmpint(query->look.fg, ==, COLOR_RGB | 0x102030);
	const struct account *account = a->accounts->pdata[0];
	g_assert_cmpint(account->limit, ==, 5);
	g_assert_cmpstr(account->password_command[2], ==, "pass | head");
	conf_free(c);
}

static void test_styles(void)
{
	static const char *const themes[] = {"contrast", "contrast-light", "default",
					     "deuteranopia", "mono"};
	struct conf *c = load("color link red blue bold\ntheme mono\n");
	g_autofree char *faults = faults_of(c);
	g_assert_cmpstr(faults, ==, "");
	g_assert_cmpint(c->styles->looks[STYLE_LINK].fg, ==, 1);
	g_assert_cmpint(c->styles->looks[STYLE_TAG].fg, ==, COLOR_DEFAULT_);
	g_assert_true(conf_line(c, "theme default", NULL));
	g_assert_cmpint(c->styles->looks[STYLE_TAG].fg, ==, 6);
	g_assert_cmpint(c->styles->looks[STYLE_LINK].fg, ==, 1);
	for (size_t i = 0; i < G_N_ELEMENTS(themes); i++) {
		g_autofree char *line = g_strdup_printf("set theme %s", themes[i]);
		g_autoptr(GError) err = NULL;
		conf_line(c, line, &err);
		g_assert_no_error(err);
	}
	conf_free(c);
	g_assert_cmpint(color_reduce(COLOR_RGB | 0xFF0000, 256), ==, 196);
	g_assert_cmpint(color_reduce(COLOR_RGB | 0xFF0000, 16), ==, 9);
	g_assert_cmpint(color_reduce(9, 8), ==, 1);
	g_assert_cmpint(color_reduce(196, 256), ==, 196);
	g_assert_cmpint(color_reduce(COLOR_DEFAULT_, 8), ==, COLOR_DEFAULT_);
}

static void test_line(void)
{
	struct conf *c = load("");
	g_autoptr(GError) err = NULL;
	g_assert_true(conf_line(c, "set text-width 66", &err));
	g_assert_cmpint(setting_number(c->settings, SET_TEXT_WIDTH), ==, 66);
	g_assert_false(conf_line(c, "set text-width x", &err));
	g_assert_cmpstr(err->message, ==,
			"'x' does not fit text-width: a number from 0 to 1000");
	g_assert_cmpint(setting_number(c->settings, SET_TEXT_WIDTH), ==, 66);
	g_clear_error(&err);
	g_assert_false(conf_line(c, "feed http://x/", &err));
	g_clear_error(&err);
	g_assert_false(conf_line(c, "[A]", &err));
	g_assert_cmpuint(c->faults->len, ==, 0);
	conf_free(c);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	home = g_dir_make_tmp("tnews-conf-XXXXXX", NULL);
	g_setenv("HOME", home, TRUE);
	g_setenv("XDG_CONFIG_HOME", home, TRUE);
	g_test_add_func("/conf/faults", test_faults);
	g_test_add_func("/conf/binary", test_binary);
	g_test_add_func("/conf/missing", test_missing);
	g_test_add_func("/conf/sections", test_sections);
	g_test_add_func("/conf/exec", test_exec);
	g_test_add_func("/conf/settings", test_settings);
	g_test_add_func("/conf/settings.def", test_settings_def);
	g_test_add_func("/conf/includes", test_includes);
	g_test_add_func("/conf/actions", test_actions);
	g_test_add_func("/conf/styles", test_styles);
	g_test_add_func("/conf/line", test_line);
	int status = g_test_run();
	GDir *dir = g_dir_open(home, 0, NULL);
	for (const char *name; dir && (name = g_dir_read_name(dir));) {
		g_autofree char *path = g_build_filename(home, name, NULL);
		g_unlink(path);
	}
	if (dir)
		g_dir_close(dir);
	g_rmdir(home);
	return status;
}
