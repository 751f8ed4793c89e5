/* SPDX-License-Identifier: GPL-3.0-or-later */
/* screen: plays a script of keys against a program on a pseudo terminal and looks at the
 * cells. Prints TAP, a line for each thing that was to be seen.
 *
 *   screen [--no-plan] FILE.keys     (- for standard input)
 *
 * A line of the script:
 *   size 80x24              of the terminal, before run (80x24 if not said)
 *   env NAME=VALUE
 *   file NAME <<END         the lines up to END become that file of the home folder
 *   sh COMMAND              for the shell, in the work folder; must end with 0
 *   run [ARGUMENT]...       starts tnews; words may be quoted
 *   exec PROGRAM [ARG]...   starts another program instead
 *   keys "text\r"           typed as it is; \r \t \e \\ \" \xNN
 *   key NAME...             Down Enter ^W A-j F5 PgDn Space ...
 *   paste TEXT
 *   mouse click|press|release|wheel-up|wheel-down ROW COL     from 1
 *   click TEXT              on the first cell of that text
 *   resize 60x16
 *   wait TEXT               until it is on the screen and nothing more is written
 *   gone TEXT               until it is not there any more
 *   still                   until nothing is written
 *   has TEXT, absent TEXT   is it there now?
 *   row N TEXT              row N is exactly that
 *   expect <<END            the lines stand in rows one below the other, whole rows
 *   contains <<END          each line is part of a row, in that order from the top
 *   style TEXT STYLE...     first cell of the text: bold italic underline reverse strike
 *                           fg=N bg=N; plain for none; !bold: without
 *   style ROW COL STYLE...  that cell, from 1
 *   cursor ROW COL | cursor hidden
 *   link TEXT URL           the first cell of the text leads there; - for nowhere
 *   copied TEXT             that was put into the clipboard; - for nothing
 *   message TEXT            that the terminal was last told to show; - for nothing
 *   title TEXT              part of the window's title
 *   snapshot NAME [styles]  the screen is NAME.screen beside the script; TNEWS_GOLDEN=1
 *                           writes it
 *   kill NAME               TERM, KILL, HUP, STOP, CONT ...
 *   exit N                  the program ends with that status
 *   # ...                   comment
 */
#include "screen_term.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SILENCE_MS = 60, LIMIT_MS = 30000 };

static struct {
	char **lines;
	int at;	      /* line being carried out, from 0 */
	char *folder; /* of the script */
	const char *name;
	int rows, cols;
	struct term *term;
	int tests;
	bool failed, over;
} play = {.rows = 24, .cols = 80};

static void print_screen(void)
{
	if (!play.term)
		return;
	for (int r = 0; r < term_rows(play.term); r++) {
		g_autofree char *row = term_row(play.term, r);

		printf("# %2d|%s\n", r + 1, row);
	}
}

static bool result(bool ok, const char *what)
{
	play.tests++;
	printf("%s - %s:%d %s\n", ok ? "ok" : "not ok", play.name, play.at + 1, what);
	if (!ok) {
		play.failed = true;
		print_screen();
	}
	fflush(stdout);
	return ok;
}

static void bad_script(const char *what)
{
	result(false, what);
	play.over = true;
}

/* "keys" texts: escapes between double quotes. */
static GString *unescape(const char *text)
{
	GString *out = g_string_new(NULL);

	if (*text == '"')
		text++;
	for (; *text && *text != '"'; text++) {
		if (*text != '\\' || !text[1]) {
			g_string_append_c(out, *text);
			continue;
		}
		switch (*++text) {
		case 'r':
			g_string_append_c(out, '\r');
			break;
		case 'n':
			g_string_append_c(out, '\n');
			break;
		case 't':
			g_string_append_c(out, '\t');
			break;
		case 'e':
			g_string_append_c(out, 27);
			break;
		case 'x':
			if (g_ascii_isxdigit(text[1]) && g_ascii_isxdigit(text[2])) {
				g_string_append_c(
					out, (char)(g_ascii_xdigit_value(text[1]) * 16 +
						    g_ascii_xdigit_value(text[2])));
				text += 2;
			}
			break;
		default:
			g_string_append_c(out, *text);
		}
	}
	return out;
}

/* The lines up to END, when arg is "... <<END"; arg is cut before it. */
static GPtrArray *here_lines(char *arg)
{
	GPtrArray *lines = g_ptr_array_new();
	char *mark = strstr(arg, "<<");

	if (!mark) {
		bad_script("<<END is missing");
		return lines;
	}
	*mark = '\0';
	g_strchomp(arg);
	for (mark += 2; play.lines[++play.at] && strcmp(play.lines[play.at], mark) != 0;)
		g_ptr_array_add(lines, play.lines[play.at]);
	if (!play.lines[play.at])
		bad_script("the end of << is missing");
	return lines;
}

static bool on_screen(const char *text)
{
	int row, col;

	return term_find(play.term, text, &row, &col);
}

/* Reads until the text is (or is not) there and nothing was written for a while. */
static bool wait_until(const char *text, bool wanted)
{
	gint64 until = g_get_monotonic_time() + LIMIT_MS * 1000LL;

	while (g_get_monotonic_time() < until) {
		bool more = term_read(play.term, SILENCE_MS);

		if (!more && (!text || on_screen(text) == wanted))
			return true;
		if (!more && term_ended(play.term))
			return false;
	}
	return false;
}

static bool row_is(int row, const char *text)
{
	g_autofree char *have = term_row(play.term, row);
	g_autofree char *want = g_strchomp(g_strdup(text));

	return strcmp(have, want) == 0;
}

static bool expect_rows(const GPtrArray *lines)
{
	int rows = term_rows(play.term), n = (int)lines->len;

	for (int top = 0; top + n <= rows; top++) {
		int i = 0;

		while (i < n && row_is(top + i, lines->pdata[i]))
			i++;
		if (i == n)
			return true;
	}
	return false;
}

static bool contains_rows(const GPtrArray *lines)
{
	guint found = 0;

	for (int r = 0; r < term_rows(play.term) && found < lines->len; r++) {
		g_autofree char *row = term_row(play.term, r);

		while (found < lines->len && strstr(row, lines->pdata[found]))
			found++;
	}
	if (found < lines->len)
		printf("# not found: %s\n", (char *)lines->pdata[found]);
	return found == lines->len;
}

static bool style_matches(const char *have, char **wanted)
{
	g_auto(GStrv) has = g_strsplit(have, " ", -1);

	for (; *wanted; wanted++) {
		const char *w = *wanted;

		if (!*w)
			continue;
		if (strcmp(w, "plain") == 0 ? *have != '\0'
		    : *w == '!' ? g_strv_contains((const char *const *)has, w + 1)
				: !g_strv_contains((const char *const *)has, w))
			return false;
	}
	return true;
}

static bool is_style_word(const char *w)
{
	static const char *const words[] = {"bold",   "italic", "underline", "reverse",
					    "strike", "plain",	NULL};

	if (*w == '!')
		w++;
	return g_strv_contains(words, w) || g_str_has_prefix(w, "fg=") ||
	       g_str_has_prefix(w, "bg=");
}

/* style TEXT STYLE... or style ROW COL STYLE... */
static void do_style(char *arg)
{
	g_autofree char *what = g_strconcat("style ", arg, NULL);
	g_auto(GStrv) words = g_strsplit(arg, " ", -1);
	guint n = g_strv_length(words), first = n;
	int row = 0, col = 0;

	while (first > 0 && is_style_word(words[first - 1]))
		first--;
	if (first == n || first == 0) {
		bad_script("style without text or style");
		return;
	}
	if (first == 2 && g_ascii_isdigit(*words[0]) && g_ascii_isdigit(*words[1])) {
		row = (int)g_ascii_strtoll(words[0], NULL, 10) - 1;
		col = (int)g_ascii_strtoll(words[1], NULL, 10) - 1;
	} else {
		g_auto(GStrv) head = g_strdupv(words);

		g_clear_pointer(&head[first], g_free);
		g_autofree char *text = g_strjoinv(" ", head);
		bool there = term_find(play.term, text, &row, &col);

		for (guint i = first + 1; i < n; i++)
			g_free(head[i]);
		if (!there) {
			result(false, what);
			return;
		}
	}
	g_autofree char *have = term_style(play.term, row, col);

	if (!result(style_matches(have, words + first), what))
		printf("# the cell is: %s\n", *have ? have : "plain");
}

static void append_styles(GString *out)
{
	for (int r = 0; r < term_rows(play.term); r++) {
		int cols = term_cols(play.term), from = 0;

		for (int c = 1; c <= cols; c++) {
			g_autofree char *a = term_style(play.term, r, from);
			g_autofree char *b = c < cols ? term_style(play.term, r, c)
						      : NULL;

			if (b && strcmp(a, b) == 0)
				continue;
			if (*a)
				g_string_append_printf(out, "%d %d-%d %s\n", r + 1,
						       from + 1, c, a);
			from = c;
		}
	}
}

static void do_snapshot(const char *arg)
{
	g_auto(GStrv) words = g_strsplit(arg, " ", 2);
	g_autofree char *file = g_strconcat(words[0], ".screen", NULL);
	g_autofree char *path = g_build_filename(play.folder, file, NULL);
	g_autofree char *want = NULL;
	g_autoptr(GString) have = g_string_new(NULL);

	for (int r = 0; r < term_rows(play.term); r++) {
		g_autofree char *row = term_row(play.term, r);

		g_string_append_printf(have, "%s\n", row);
	}
	if (words[1])
		append_styles(have);
	if (getenv("TNEWS_GOLDEN")) {
		result(g_file_set_contents(path, have->str, -1, NULL), arg);
		return;
	}
	g_file_get_contents(path, &want, NULL, NULL);
	if (!result(want && strcmp(want, have->str) == 0, arg) && want) {
		g_auto(GStrv) lines = g_strsplit(want, "\n", -1);

		for (char **l = lines; *l; l++)
			printf("# want|%s\n", *l);
	}
}

static void do_run(const char *arg, const char *program)
{
	g_autofree char *line = g_strconcat(program, " ", arg, NULL);
	g_auto(GStrv) argv = NULL;

	if (!g_shell_parse_argv(line, NULL, &argv, NULL)) {
		bad_script("words of run");
		return;
	}
	term_free(play.term);
	play.term = term_start(argv, play.rows, play.cols);
}

static void do_file(char *arg)
{
	g_autoptr(GPtrArray) lines = here_lines(arg);
	g_autoptr(GString) text = g_string_new(NULL);
	g_autofree char *path = g_build_filename(getenv("HOME"), arg, NULL);
	g_autofree char *folder = g_path_get_dirname(path);

	for (guint i = 0; i < lines->len; i++)
		g_string_append_printf(text, "%s\n", (char *)lines->pdata[i]);
	g_mkdir_with_parents(folder, 0700);
	if (!g_file_set_contents(path, text->str, -1, NULL))
		bad_script("file cannot be written");
}

static void do_sh(char *arg)
{
	char *argv[] = {(char *)"sh", (char *)"-c", arg, NULL};
	g_autofree char *out = NULL, *err = NULL;
	int status = -1;
	bool ran = g_spawn_sync(NULL, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out,
				&err, &status, NULL);

	if (!result(ran && status == 0, arg))
		printf("# status %d\n# out: %s\n# err: %s\n", status, out, err);
}

static bool read_size(const char *arg, int *rows, int *cols)
{
	return sscanf(arg, "%dx%d", cols, rows) == 2 && *rows > 0 && *cols > 0;
}

static void do_mouse(const char *arg)
{
	g_auto(GStrv) w = g_strsplit(arg, " ", 3);

	if (g_strv_length(w) != 3) {
		bad_script("mouse WHAT ROW COL");
		return;
	}
	int row = (int)g_ascii_strtoll(w[1], NULL, 10) - 1;
	int col = (int)g_ascii_strtoll(w[2], NULL, 10) - 1;
	int button = strcmp(w[0], "wheel-up") == 0     ? 4
		     : strcmp(w[0], "wheel-down") == 0 ? 5
						       : 1;

	if (strcmp(w[0], "release") != 0)
		term_mouse(play.term, row, col, button, true);
	if (button == 1 && strcmp(w[0], "press") != 0)
		term_mouse(play.term, row, col, button, false);
}

static void do_click(const char *text)
{
	int row, col;

	if (!term_find(play.term, text, &row, &col)) {
		bad_script(text);
		return;
	}
	term_mouse(play.term, row, col, 1, true);
	term_mouse(play.term, row, col, 1, false);
}

static void do_keys(const char *arg)
{
	g_autoptr(GString) text = unescape(arg);

	term_send(play.term, text->str, text->len);
}

static void do_key(const char *arg)
{
	g_auto(GStrv) names = g_strsplit(arg, " ", -1);

	for (char **n = names; *n; n++)
		if (**n && !term_key(play.term, *n))
			bad_script(*n);
}

static void do_cursor(const char *arg)
{
	int row, col, want_row = 0, want_col = 0;
	bool visible;
	g_autofree char *what = g_strconcat("cursor ", arg, NULL);

	term_cursor(play.term, &row, &col, &visible);
	if (strcmp(arg, "hidden") == 0) {
		result(!visible, what);
		return;
	}
	bool ok = sscanf(arg, "%d %d", &want_row, &want_col) == 2 &&
		  row + 1 == want_row && col + 1 == want_col;

	if (!result(ok, what))
		printf("# the cursor is at %d %d\n", row + 1, col + 1);
}

/* link TEXT URL */
static void do_link(const char *arg)
{
	const char *blank = strrchr(arg, ' ');
	int row, col;
	g_autofree char *what = g_strconcat("link ", arg, NULL);
	g_autofree char *text = blank ? g_strndup(arg, (gsize)(blank - arg)) : NULL;

	if (!blank || !term_find(play.term, text, &row, &col)) {
		result(false, what);
		return;
	}
	const char *have = term_link(play.term, row, col);

	if (!result(strcmp(have ? have : "-", blank + 1) == 0, what))
		printf("# it leads to: %s\n", have ? have : "-");
}

static void do_copied(const char *arg)
{
	g_autofree char *what = g_strconcat("copied ", arg, NULL);
	g_autoptr(GString) text = unescape(arg);
	const char *have = term_clipboard(play.term);

	if (!result(strcmp(have ? have : "-", text->str) == 0, what))
		printf("# copied: %s\n", have ? have : "-");
}

static void do_message(const char *arg)
{
	g_autofree char *what = g_strconcat("message ", arg, NULL);
	const char *have = term_message(play.term);

	if (!result(strcmp(have ? have : "-", arg) == 0, what))
		printf("# message: %s\n", have ? have : "-");
}

static void do_kill(const char *name)
{
	static const struct {
		const char *name;
		int number;
	} signals[] = {{"TERM", SIGTERM}, {"KILL", SIGKILL},   {"HUP", SIGHUP},
		       {"STOP", SIGSTOP}, {"CONT", SIGCONT},   {"INT", SIGINT},
		       {"TSTP", SIGTSTP}, {"WINCH", SIGWINCH}, {"USR1", SIGUSR1}};

	for (size_t i = 0; i < G_N_ELEMENTS(signals); i++)
		if (strcmp(signals[i].name, name) == 0) {
			term_kill(play.term, signals[i].number);
			return;
		}
	bad_script(name);
}

/* What has to do with the script, not with the screen; false if it is none of these. */
static bool setting_line(const char *word, char *arg)
{
	if (strcmp(word, "size") == 0) {
		if (!read_size(arg, &play.rows, &play.cols))
			bad_script("size COLSxROWS");
	} else if (strcmp(word, "env") == 0) {
		g_auto(GStrv) pair = g_strsplit(arg, "=", 2);

		setenv(pair[0], pair[0] && pair[1] ? pair[1] : "", 1);
	} else if (strcmp(word, "file") == 0) {
		do_file(arg);
	} else if (strcmp(word, "sh") == 0) {
		do_sh(arg);
	} else if (strcmp(word, "run") == 0) {
		do_run(arg, "tnews");
	} else if (strcmp(word, "exec") == 0) {
		do_run(arg, "");
	} else {
		return false;
	}
	return true;
}

static bool input_line(const char *word, char *arg)
{
	if (strcmp(word, "keys") == 0) {
		do_keys(arg);
	} else if (strcmp(word, "key") == 0) {
		do_key(arg);
	} else if (strcmp(word, "paste") == 0) {
		term_paste(play.term, arg);
	} else if (strcmp(word, "mouse") == 0) {
		do_mouse(arg);
	} else if (strcmp(word, "click") == 0) {
		do_click(arg);
	} else if (strcmp(word, "resize") == 0) {
		int rows, cols;

		if (read_size(arg, &rows, &cols))
			term_resize(play.term, rows, cols);
	} else if (strcmp(word, "kill") == 0) {
		do_kill(arg);
	} else {
		return false;
	}
	return true;
}

/* After a wait in vain nothing that follows can be right. */
static bool waiting_line(const char *word, char *arg)
{
	g_autofree char *what = g_strconcat(word, " ", arg, NULL);
	bool ok;

	if (strcmp(word, "wait") == 0) {
		ok = result(wait_until(arg, true), what);
	} else if (strcmp(word, "gone") == 0) {
		ok = result(wait_until(arg, false), what);
	} else if (strcmp(word, "still") == 0) {
		ok = wait_until(NULL, true);
		if (!ok)
			result(false, what);
	} else if (strcmp(word, "exit") == 0) {
		int status = term_wait(play.term, LIMIT_MS);

		ok = result(status == (int)g_ascii_strtoll(arg, NULL, 10), what);
		if (!ok)
			printf("# status %d\n", status);
	} else {
		return false;
	}
	play.over = play.over || !ok;
	return true;
}

static bool looking_line(const char *word, char *arg)
{
	g_autofree char *what = g_strconcat(word, " ", arg, NULL);

	if (strcmp(word, "has") == 0) {
		result(on_screen(arg), what);
	} else if (strcmp(word, "absent") == 0) {
		result(!on_screen(arg), what);
	} else if (strcmp(word, "row") == 0) {
		char *text = arg;
		long row = strtol(arg, &text, 10);

		result(row > 0 && row <= term_rows(play.term) &&
			       row_is((int)row - 1, *text ? text + 1 : text),
		       what);
	} else if (strcmp(word, "expect") == 0 || strcmp(word, "contains") == 0) {
		g_autoptr(GPtrArray) lines = here_lines(arg);

		result(*word == 'e' ? expect_rows(lines) : contains_rows(lines), what);
	} else if (strcmp(word, "style") == 0) {
		do_style(arg);
	} else if (strcmp(word, "cursor") == 0) {
		do_cursor(arg);
	} else if (strcmp(word, "link") == 0) {
		do_link(arg);
	} else if (strcmp(word, "copied") == 0) {
		do_copied(arg);
	} else if (strcmp(word, "message") == 0) {
		do_message(arg);
	} else if (strcmp(word, "title") == 0) {
		g_autofree char *title = term_title(play.term);

		if (!result(strstr(title, arg) != NULL, what))
			printf("# the title is: %s\n", title);
	} else if (strcmp(word, "snapshot") == 0) {
		do_snapshot(arg);
	} else {
		return false;
	}
	return true;
}

static void play_line(char *line)
{
	g_autofree char *copy = g_strdup(line);
	char *word = copy, *arg = strpbrk(copy, " \t");

	if (!*copy || *copy == '#')
		return;
	if (arg)
		*arg++ = '\0';
	else
		arg = copy + strlen(copy);
	if (setting_line(word, arg))
		return;
	if (!play.term) {
		bad_script("nothing runs yet");
		return;
	}
	if (!input_line(word, arg) && !waiting_line(word, arg) &&
	    !looking_line(word, arg))
		bad_script(word);
}

static char *read_script(const char *path)
{
	g_autoptr(GString) text = g_string_new(NULL);
	char buf[4096];
	size_t n;
	FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");

	if (!f)
		return NULL;
	while ((n = fread(buf, 1, sizeof(buf), f)) > 0)
		g_string_append_len(text, buf, (gssize)n);
	if (f != stdin)
		fclose(f);
	return g_strdup(text->str);
}

int main(int argc, char **argv)
{
	bool plan = argc < 2 || strcmp(argv[1], "--no-plan") != 0;
	const char *path = argv[plan ? 1 : 2];
	g_autofree char *text = path ? read_script(path) : NULL;

	if (!text) {
		fprintf(stderr, "usage: screen [--no-plan] FILE.keys\n");
		return 2;
	}
	g_autofree char *name = g_path_get_basename(path);

	signal(SIGPIPE, SIG_IGN);
	play.name = name;
	play.folder = g_path_get_dirname(path);
	play.lines = g_strsplit(text, "\n", -1);
	for (; !play.over && play.lines[play.at]; play.at++) {
		play_line(play.lines[play.at]);
		if (!play.lines[play.at])
			break;
	}
	term_free(play.term);
	g_strfreev(play.lines);
	g_free(play.folder);
	if (plan)
		printf("1..%d\n", play.tests);
	return play.failed ? 1 : 0;
}
