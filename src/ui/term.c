/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The only file that knows curses. Curses writes cells; keys are not read through it,
 * since its waiting for the rest of a sequence would block the loop. Mouse, paste and
 * the order of right-to-left text are switched by sequences written here. */
#include "config.h"

#include "ui/term_private.h"

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "util/error.h"
#include "util/i18n.h"

/* after the macros of curses */
#define MODES_ON "\033[?2004h"
#define MODES_OFF "\033[?1006l\033[?1002l\033[?2004l"
#define MOUSE_ON "\033[?1002h\033[?1006h"
#define MOUSE_OFF "\033[?1006l\033[?1002l"
#define EXPLICIT_ORDER "\033[8l"
#define IMPLICIT_ORDER "\033[8h"

/* What a handler for a deadly signal needs; set while the terminal is ours. */
static struct termios before;
static volatile sig_atomic_t taken;
static char give_back[128];
static volatile sig_atomic_t n_give_back;

static const int deadly[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};

/* Calls only what a handler may call. */
static void on_deadly(int number)
{
	if (taken) {
		taken = 0;
		ssize_t ignored = write(STDOUT_FILENO, give_back, (size_t)n_give_back);
		(void)ignored;
		tcsetattr(STDIN_FILENO, TCSANOW, &before);
	}
	signal(number, SIG_DFL);
	raise(number);
}

/* The program itself works in UTF-8 whatever the locale; this is what the user's terminal
 * is said to show. Without any word of it UTF-8 is assumed. */
static bool shows_utf8(void)
{
	static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		const char *value = g_getenv(names[i]);
		if (!value || !*value)
			continue;
		g_autofree char *lower = g_ascii_strdown(value, -1);
		return strstr(lower, "utf-8") || strstr(lower, "utf8");
	}
	return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

void term_write(const char *s)
{
	size_t n = strlen(s);

	while (n > 0) {
		ssize_t done = write(STDOUT_FILENO, s, n);
		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return;
		s += done;
		n -= (size_t)done;
	}
}

static void note_give_back(const struct terminal *t)
{
	const char *leave = tigetstr("rmcup"), *normal = tigetstr("sgr0"),
		   *show = tigetstr("cnorm");
	GString *s = g_string_new(MODES_OFF);

	if (t->order)
		g_string_append(s, IMPLICIT_ORDER);
	const char *parts[] = {normal, show, leave};
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
		if (parts[i] && parts[i] != (char *)-1)
			g_string_append(s, parts[i]);
	g_string_append(s, "\r\n");
	n_give_back = (sig_atomic_t)MIN(s->len, sizeof(give_back));
	memcpy(give_back, s->str, (size_t)n_give_back);
	g_string_free(s, TRUE);
}

static void modes(struct terminal *t, bool on)
{
	term_write(on ? MODES_ON : MODES_OFF);
	if (on && t->mouse)
		term_write(MOUSE_ON);
	if (t->order)
		term_write(on ? EXPLICIT_ORDER : IMPLICIT_ORDER);
	taken = on;
}

static bool check_terminal(GError **err)
{
	const char *name = g_getenv("TERM");
	int status = 0;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
		g_set_error(err, TNEWS_ERROR, ERR_SYSTEM,
			    _("the panes need a terminal; without one the commands work "
			      "(tnews --help lists them)"));
		return false;
	}
	if (!name || !*name) {
		g_set_error(err, TNEWS_ERROR, ERR_SYSTEM,
			    _("the type of the terminal is not known (TERM is not set)"));
		return false;
	}
	if (setupterm(name, STDOUT_FILENO, &status) != OK) {
		g_set_error(err, TNEWS_ERROR, ERR_SYSTEM,
			    _("the terminal type '%s' is not known here (TERM); try "
			      "TERM=xterm-256color or TERM=vt100"),
			    name);
		return false;
	}
	const char *place = tigetstr("cup");
	if (!place || place == (char *)-1) {
		g_set_error(err, TNEWS_ERROR, ERR_SYSTEM,
			    _("the terminal type '%s' cannot place its cursor; the panes "
			      "need one that can"),
			    name);
		return false;
	}
	del_curterm(cur_term); /* newterm makes its own */
	return true;
}

static void start_colors(struct terminal *t)
{
	const char *no = g_getenv("NO_COLOR");

	t->colors = 0;
	if ((no && *no) || !has_colors() || start_color() != OK)
		return;
	use_default_colors();
	t->colors = COLORS >= 256 ? 256 : COLORS >= 16 ? 16 : COLORS >= 8 ? 8 : 0;
}

static int reduce(const struct terminal *t, int32_t color)
{
	if (color == COLOR_DEFAULT_)
		return -1;
	if (color >= 0 && color < t->colors)
		return (int)color;
	return color_reduce(color, t->colors);
}

void term_find_look(struct terminal *t, const struct look *look)
{
	static const struct {
		unsigned ours;
		attr_t theirs;
	} table[] = {
		{ATTR_BOLD, A_BOLD},
		{ATTR_ITALIC, A_ITALIC},
		{ATTR_UNDERLINE, A_UNDERLINE},
		{ATTR_REVERSE, A_REVERSE},
		{ATTR_DIM, A_DIM},
	};

	if (t->look_known && memcmp(look, &t->look, sizeof(*look)) == 0)
		return;
	t->look = *look;
	t->look_known = true;
	t->attributes = A_NORMAL;
	t->pair = 0;
	for (size_t i = 0; i < G_N_ELEMENTS(table); i++)
		if (look->attributes & table[i].ours)
			t->attributes |= table[i].theirs;
	if (t->colors == 0) {
		/* what only a background would tell is reversed instead */
		if (look->bg != COLOR_DEFAULT_)
			t->attributes |= A_REVERSE;
		return;
	}
	int fg = reduce(t, look->fg), bg = reduce(t, look->bg);
	if (fg < 0 && bg < 0)
		return;
	gpointer key = GINT_TO_POINTER((fg + 1) * 512 + bg + 1);
	gpointer pair = g_hash_table_lookup(t->pairs, key);
	if (!pair) {
		pair = GINT_TO_POINTER(MAX(alloc_pair(fg, bg), 0));
		g_hash_table_insert(t->pairs, key, pair);
	}
	t->pair = GPOINTER_TO_INT(pair);
}

wchar_t term_ascii(uint32_t c)
{
	static const struct {
		uint32_t from;
		char to;
	} table[] = {{0x2500, '-'}, {0x2550, '='}, {0x2502, '|'}, {0x253C, '+'},
		     {0x252C, '+'}, {0x2534, '+'}, {0x251C, '+'}, {0x2524, '+'},
		     {0x2022, '*'}, {0x25E6, 'o'}, {0x25AA, '*'}, {0x2026, '.'}};
	char utf8[8] = {0};

	if (c < 0x80)
		return (wchar_t)c;
	for (size_t i = 0; i < G_N_ELEMENTS(table); i++)
		if (table[i].from == c)
			return (wchar_t)table[i].to;
	utf8[g_unichar_to_utf8(c, utf8)] = 0;
	g_autofree char *ascii = g_str_to_ascii(utf8, NULL);
	return ascii && (unsigned char)ascii[0] >= ' ' ? (wchar_t)ascii[0] : L'?';
}

static void send_cell(struct terminal *t, const struct canvas *c, int x, int y)
{
	const struct cell *cell = canvas_cell(c, x, y);
	wchar_t text[CELL_CHARS + 1] = {0};
	cchar_t out;

	term_find_look(t, &cell->look);
	if (!t->utf8) {
		text[0] = term_ascii(cell->chars[0]);
	} else {
		for (int i = 0; i < CELL_CHARS && cell->chars[i]; i++)
			text[i] = (wchar_t)cell->chars[i];
	}
	short pair = (short)t->pair;
	if (setcchar(&out, text, t->attributes, pair, &t->pair) == ERR) {
		text[1] = 0;
		if (setcchar(&out, text, t->attributes, pair, &t->pair) == ERR)
			setcchar(&out, L"?", t->attributes, pair, &t->pair);
	}
	mvadd_wch(y, x, &out);
	if (!t->utf8 && cell->width == 2) {
		setcchar(&out, L" ", t->attributes, pair, &t->pair);
		mvadd_wch(y, x + 1, &out);
	}
}

/* Until it has come back from its first endwin, curses sends each movement of the cursor
 * by itself: a screen in fifty pieces. */
static void send_whole_screens(void)
{
	typeahead(-1); /* all keys are read before a draw */
	endwin();
	doupdate();
}

static void start_screen(struct terminal *t)
{
	send_whole_screens();
	raw();
	noecho();
	nonl();
	leaveok(stdscr, FALSE);
	scrollok(stdscr, FALSE);
	start_colors(t);
}

struct terminal *term_new(bool mouse, bool bidi, GError **err)
{
	if (!check_terminal(err))
		return NULL;
	tcgetattr(STDIN_FILENO, &before);
	SCREEN *screen = newterm(NULL, stdout, stdin);
	if (!screen) {
		g_set_error(err, TNEWS_ERROR, ERR_SYSTEM,
			    _("the terminal cannot be set up"));
		return NULL;
	}
	struct terminal *t = g_new0(struct terminal, 1);
	t->screen = screen;
	t->mouse = mouse;
	t->utf8 = shows_utf8();
	/* VTE puts text in visual order itself unless it is told not to */
	t->order = bidi && g_getenv("VTE_VERSION");
	t->beside = g_byte_array_new();
	t->pairs = g_hash_table_new(NULL, NULL);
	t->fresh = true;
	start_screen(t);
	note_give_back(t);
	term_find_abilities(t);
	for (size_t i = 0; i < G_N_ELEMENTS(deadly); i++)
		signal(deadly[i], on_deadly);
	t->active = true;
	modes(t, true);
	return t;
}

void term_free(struct terminal *t)
{
	if (!t)
		return;
	if (t->active)
		term_leave(t);
	for (size_t i = 0; i < G_N_ELEMENTS(deadly); i++)
		signal(deadly[i], SIG_DFL);
	delscreen(t->screen);
	g_hash_table_unref(t->pairs);
	g_byte_array_unref(t->beside);
	canvas_clear(&t->shown);
	g_free(t);
}

int term_fd(const struct terminal *t)
{
	(void)t;
	return STDIN_FILENO;
}

gssize term_read(struct terminal *t, char *bytes, size_t n)
{
	(void)t;
	gssize done = read(STDIN_FILENO, bytes, n);
	if (done > 0)
		return done;
	return done < 0 && (errno == EINTR || errno == EAGAIN) ? 0 : -1;
}

void term_size(struct terminal *t, int *w, int *h)
{
	struct winsize size = {0};

	(void)t;
	*w = *h = 0;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 &&
	    size.ws_row > 0) {
		*w = size.ws_col;
		*h = size.ws_row;
	}
}

void term_draw(struct terminal *t, const struct canvas *c)
{
	if (!t->active || c->w < 1 || c->h < 1)
		return;
	if (t->shown.epoch != c->epoch) {
		t->shown.epoch = c->epoch;
		t->fresh = true;
	}
	if (t->shown.w != c->w || t->shown.h != c->h) {
		resizeterm(c->h, c->w);
		canvas_resize(&t->shown, c->w, c->h);
		t->fresh = true;
	}
	if (t->fresh) {
		clear();
		clearok(stdscr, TRUE);
	}
	bool rows_beside = term_beside_begin(t, c);
	for (int y = 0; y < c->h; y++) {
		size_t row = (size_t)y * (size_t)c->w;
		if (!t->fresh && memcmp(c->cells + row, t->shown.cells + row,
					(size_t)c->w * sizeof(struct cell)) == 0)
			continue;
		if (rows_beside)
			term_beside_row(t, c, y);
		for (int x = 0; x < c->w; x++) {
			const struct cell *cell = canvas_cell(c, x, y);
			if (cell->width == 0)
				continue;
			if (!t->fresh && memcmp(cell, canvas_cell(&t->shown, x, y),
						sizeof(*cell)) == 0)
				continue;
			send_cell(t, c, x, y);
		}
		memcpy(t->shown.cells + row, c->cells + row,
		       (size_t)c->w * sizeof(struct cell));
	}
	t->fresh = false;
	curs_set(c->cursor_shown ? 1 : 0);
	move(c->cursor_shown ? c->cursor_y : 0, c->cursor_shown ? c->cursor_x : 0);
	refresh();
	if (rows_beside)
		term_beside_write(t, c);
}

void term_redraw(struct terminal *t)
{
	t->fresh = true;
}

void term_mouse(struct terminal *t, bool on)
{
	if (t->mouse == on)
		return;
	t->mouse = on;
	if (t->active)
		term_write(on ? MOUSE_ON : MOUSE_OFF);
}

void term_leave(struct terminal *t)
{
	if (!t->active)
		return;
	modes(t, false);
	curs_set(1);
	endwin();
	t->active = false;
}

void term_return(struct terminal *t)
{
	if (t->active)
		return;
	refresh(); /* curses takes the terminal back */
	t->active = true;
	modes(t, true);
	t->fresh = true;
}

int term_colors(const struct terminal *t)
{
	return t->colors;
}

bool term_utf8(const struct terminal *t)
{
	return t->utf8;
}
