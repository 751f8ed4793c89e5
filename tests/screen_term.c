/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A program on a pseudo terminal, read back through libvterm: starting and ending it,
 * then keys and mouse in, then cells out. */
#include "screen_term.h"

#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vterm.h>

struct term {
	VTerm *vt;
	VTermScreen *screen;
	GString *title;
	GString *osc;	  /* what has come of an operating system command */
	char *link;	  /* that is being written, NULL none */
	GPtrArray *links; /* of each cell, row by row; NULL none */
	char *clipboard;  /* what the program has copied */
	char *message;	  /* what it last had shown on the desktop */
	int fd;
	pid_t pid;
	int status; /* as waitpid gives it, once reaped */
	bool reaped, eof, cursor_visible;
	int rows, cols;
};

static void pass_on(struct term *t)
{
	char buf[4096];
	size_t n;

	while ((n = vterm_output_read(t->vt, buf, sizeof(buf))) > 0)
		term_send(t, buf, n);
}

static int on_property(VTermProp prop, VTermValue *val, void *user)
{
	struct term *t = user;

	if (prop == VTERM_PROP_CURSORVISIBLE)
		t->cursor_visible = val->boolean;
	if (prop == VTERM_PROP_TITLE) {
#if VTERM_VERSION_MAJOR == 0 && VTERM_VERSION_MINOR < 2
		g_string_assign(t->title, val->string);
#else
		if (val->string.initial)
			g_string_truncate(t->title, 0);
		g_string_append_len(t->title, val->string.str, (gssize)val->string.len);
#endif
	}
	return 1;
}

/* Whatever is written into cells takes the link that is open. */
static int on_damage(VTermRect r, void *user)
{
	struct term *t = user;

	for (int row = r.start_row; row < MIN(r.end_row, t->rows); row++)
		for (int col = r.start_col; col < MIN(r.end_col, t->cols); col++) {
			gpointer *cell = &t->links->pdata[row * t->cols + col];

			g_free(*cell);
			*cell = g_strdup(t->link);
		}
	return 1;
}

static void new_links(struct term *t)
{
	if (t->links)
		g_ptr_array_unref(t->links);
	t->links = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_set_size(t->links, t->rows * t->cols);
}

/* "8;PARAMETERS;URL", "52;c;BASE64" and "9;TEXT", but "9;4;..." is progress. */
static void took_osc(struct term *t, const char *text)
{
	if (g_str_has_prefix(text, "8;") && strchr(text + 2, ';')) {
		const char *url = strchr(text + 2, ';') + 1;

		g_free(t->link);
		t->link = *url ? g_strdup(url) : NULL;
	} else if (g_str_has_prefix(text, "52;c;")) {
		gsize n = 0;
		g_autofree guchar *bytes = g_base64_decode(text + 5, &n);

		g_free(t->clipboard);
		t->clipboard = g_strndup((char *)bytes, n);
	} else if (g_str_has_prefix(text, "9;") && !g_str_has_prefix(text, "9;4;")) {
		g_free(t->message);
		t->message = g_strdup(text + 2);
	}
}

#if VTERM_VERSION_MAJOR == 0 && VTERM_VERSION_MINOR < 2
static int on_osc(const char *command, size_t n, void *user)
{
	g_autofree char *text = g_strndup(command, n);

	took_osc(user, text);
	return 1;
}
typedef VTermParserCallbacks fallbacks_type;
#else
static int on_osc(int command, VTermStringFragment part, void *user)
{
	struct term *t = user;

	if (part.initial)
		g_string_printf(t->osc, "%d;", command);
	g_string_append_len(t->osc, part.str, (gssize)part.len);
	if (part.final)
		took_osc(t, t->osc->str);
	return 1;
}
typedef VTermStateFallbacks fallbacks_type;
#endif

static const fallbacks_type fallbacks = {.osc = on_osc};
static const VTermScreenCallbacks callbacks = {.settermprop = on_property,
					       .damage = on_damage};

struct term *term_start(char *const *argv, int rows, int cols)
{
	struct term *t = g_new0(struct term, 1);
	struct winsize size = {.ws_row = (unsigned short)rows,
			       .ws_col = (unsigned short)cols};

	t->rows = rows;
	t->cols = cols;
	t->cursor_visible = true;
	t->title = g_string_new(NULL);
	t->osc = g_string_new(NULL);
	new_links(t);
	t->vt = vterm_new(rows, cols);
	vterm_set_utf8(t->vt, 1);
	t->screen = vterm_obtain_screen(t->vt);
	vterm_screen_set_callbacks(t->screen, &callbacks, t);
	vterm_screen_set_unrecognised_fallbacks(t->screen, &fallbacks, t);
	vterm_screen_enable_altscreen(t->screen, 1);
	vterm_screen_reset(t->screen, 1);
	t->pid = forkpty(&t->fd, NULL, NULL, &size);
	if (t->pid < 0)
		g_error("forkpty: %s", g_strerror(errno));
	if (t->pid == 0) {
		const char *type = getenv("SCREEN_TERM");

		setenv("TERM", type ? type : "xterm-256color", 1);
		unsetenv("LINES");
		unsetenv("COLUMNS");
		execvp(argv[0], argv);
		_exit(127);
	}
	return t;
}

bool term_ended(const struct term *t)
{
	return t->eof;
}

static bool reap(struct term *t, int flags)
{
	if (!t->reaped && waitpid(t->pid, &t->status, flags) == t->pid)
		t->reaped = true;
	return t->reaped;
}

void term_kill(struct term *t, int signal)
{
	if (!t->reaped)
		kill(t->pid, signal);
}

void term_free(struct term *t)
{
	if (!t)
		return;
	if (!reap(t, WNOHANG)) {
		kill(t->pid, SIGKILL);
		reap(t, 0);
	}
	close(t->fd);
	vterm_free(t->vt);
	g_string_free(t->title, TRUE);
	g_string_free(t->osc, TRUE);
	g_ptr_array_unref(t->links);
	g_free(t->link);
	g_free(t->message);
	g_free(t->clipboard);
	g_free(t);
}

int term_rows(const struct term *t)
{
	return t->rows;
}

int term_cols(const struct term *t)
{
	return t->cols;
}

bool term_read(struct term *t, int ms)
{
	struct pollfd p = {.fd = t->fd, .events = POLLIN};
	char buf[65536];

	if (t->eof || poll(&p, 1, ms) <= 0)
		return false;
	ssize_t n = read(t->fd, buf, sizeof(buf));

	if (n < 0 && errno == EINTR)
		return true;
	if (n <= 0) { /* EIO: nobody holds the other end any more */
		t->eof = true;
		return false;
	}
	vterm_input_write(t->vt, buf, (size_t)n);
	vterm_screen_flush_damage(t->screen);
	pass_on(t);
	return true;
}

int term_wait(struct term *t, int ms)
{
	gint64 until = g_get_monotonic_time() + (gint64)ms * 1000;

	while (!reap(t, WNOHANG)) {
		if (g_get_monotonic_time() > until)
			return -1;
		if (!term_read(t, 20) && t->eof)
			g_usleep(2000);
	}
	while (term_read(t, 0))
		;
	t->eof = true;
	return WIFEXITED(t->status) ? WEXITSTATUS(t->status) : 128 + WTERMSIG(t->status);
}

void term_resize(struct term *t, int rows, int cols)
{
	struct winsize size = {.ws_row = (unsigned short)rows,
			       .ws_col = (unsigned short)cols};

	t->rows = rows;
	t->cols = cols;
	new_links(t);
	vterm_set_size(t->vt, rows, cols);
	ioctl(t->fd, TIOCSWINSZ, &size);
}

void term_send(struct term *t, const char *bytes, gsize n)
{
	while (n > 0) {
		ssize_t done = write(t->fd, bytes, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return;
		bytes += done;
		n -= (gsize)done;
	}
}

static const struct {
	const char *name;
	VTermKey key;
} special_keys[] = {
	{"Enter", VTERM_KEY_ENTER},
	{"Tab", VTERM_KEY_TAB},
	{"Backspace", VTERM_KEY_BACKSPACE},
	{"Esc", VTERM_KEY_ESCAPE},
	{"Up", VTERM_KEY_UP},
	{"Down", VTERM_KEY_DOWN},
	{"Left", VTERM_KEY_LEFT},
	{"Right", VTERM_KEY_RIGHT},
	{"Ins", VTERM_KEY_INS},
	{"Del", VTERM_KEY_DEL},
	{"Home", VTERM_KEY_HOME},
	{"End", VTERM_KEY_END},
	{"PgUp", VTERM_KEY_PAGEUP},
	{"PgDn", VTERM_KEY_PAGEDOWN},
};

static bool special_key(struct term *t, const char *name, VTermModifier mod)
{
	for (size_t i = 0; i < G_N_ELEMENTS(special_keys); i++)
		if (strcmp(special_keys[i].name, name) == 0) {
			vterm_keyboard_key(t->vt, special_keys[i].key, mod);
			return true;
		}
	if (name[0] == 'F' && g_ascii_isdigit(name[1])) {
		guint64 n = g_ascii_strtoull(name + 1, NULL, 10);

		vterm_keyboard_key(t->vt, (VTermKey)VTERM_KEY_FUNCTION((int)n), mod);
		return true;
	}
	return false;
}

bool term_key(struct term *t, const char *name)
{
	VTermModifier mod = VTERM_MOD_NONE;
	bool done = true;

	while (name[0] && name[1] == '-' && name[2]) {
		mod |= name[0] == 'A'	? VTERM_MOD_ALT
		       : name[0] == 'S' ? VTERM_MOD_SHIFT
					: VTERM_MOD_CTRL;
		name += 2;
	}
	if (strcmp(name, "Space") == 0) {
		vterm_keyboard_unichar(t->vt, ' ', mod);
	} else if (name[0] == '^' && name[1] && !name[2]) {
		char c = (char)(g_ascii_toupper(name[1]) & 0x1f);

		term_send(t, &c, 1);
	} else if (g_utf8_strlen(name, -1) == 1) {
		vterm_keyboard_unichar(t->vt, g_utf8_get_char(name), mod);
	} else {
		done = special_key(t, name, mod);
	}
	pass_on(t);
	return done;
}

void term_paste(struct term *t, const char *text)
{
	vterm_keyboard_start_paste(t->vt);
	pass_on(t);
	term_send(t, text, strlen(text));
	vterm_keyboard_end_paste(t->vt);
	pass_on(t);
}

void term_mouse(struct term *t, int row, int col, int button, bool pressed)
{
	vterm_mouse_move(t->vt, row, col, VTERM_MOD_NONE);
	vterm_mouse_button(t->vt, button, pressed, VTERM_MOD_NONE);
	pass_on(t);
}

/* Appends what a cell holds; false for the second half of a wide one. */
static bool cell_text(const struct term *t, int row, int col, GString *out)
{
	VTermScreenCell cell;

	vterm_screen_get_cell(t->screen, (VTermPos){.row = row, .col = col}, &cell);
	if (cell.chars[0] == (uint32_t)-1)
		return false;
	if (cell.chars[0] == 0)
		g_string_append_c(out, ' ');
	for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++)
		g_string_append_unichar(out, cell.chars[i]);
	return true;
}

char *term_row(const struct term *t, int row)
{
	GString *out = g_string_new(NULL);

	for (int col = 0; col < t->cols; col++)
		cell_text(t, row, col, out);
	return g_strchomp(g_string_free(out, FALSE));
}

bool term_find(const struct term *t, const char *text, int *row, int *col)
{
	for (int r = 0; r < t->rows; r++) {
		g_autofree char *line = term_row(t, r);
		const char *at = strstr(line, text);

		if (!at)
			continue;
		g_autoptr(GString) before = g_string_new(NULL);

		*row = r;
		*col = 0;
		while (*col < t->cols && before->len < (gsize)(at - line))
			cell_text(t, r, (*col)++, before);
		return true;
	}
	return false;
}

static void style_color(GString *out, const char *what, const VTermColor *c,
			bool is_default)
{
	if (is_default)
		return;
	if (VTERM_COLOR_IS_INDEXED(c))
		g_string_append_printf(out, "%s=%d ", what, c->indexed.idx);
	else
		g_string_append_printf(out, "%s=#%02x%02x%02x ", what, c->rgb.red,
				       c->rgb.green, c->rgb.blue);
}

char *term_style(const struct term *t, int row, int col)
{
	GString *out = g_string_new(NULL);
	VTermScreenCell cell;

	vterm_screen_get_cell(t->screen, (VTermPos){.row = row, .col = col}, &cell);
	if (cell.attrs.bold)
		g_string_append(out, "bold ");
	if (cell.attrs.italic)
		g_string_append(out, "italic ");
	if (cell.attrs.underline)
		g_string_append(out, "underline ");
	if (cell.attrs.reverse)
		g_string_append(out, "reverse ");
	if (cell.attrs.strike)
		g_string_append(out, "strike ");
	style_color(out, "fg", &cell.fg, VTERM_COLOR_IS_DEFAULT_FG(&cell.fg));
	style_color(out, "bg", &cell.bg, VTERM_COLOR_IS_DEFAULT_BG(&cell.bg));
	return g_strchomp(g_string_free(out, FALSE));
}

void term_cursor(const struct term *t, int *row, int *col, bool *visible)
{
	VTermPos pos;

	vterm_state_get_cursorpos(vterm_obtain_state(t->vt), &pos);
	*row = pos.row;
	*col = pos.col;
	*visible = t->cursor_visible;
}

char *term_title(const struct term *t)
{
	return g_strdup(t->title->str);
}

const char *term_link(const struct term *t, int row, int col)
{
	return t->links->pdata[row * t->cols + col];
}

const char *term_message(const struct term *t)
{
	return t->message;
}

const char *term_clipboard(const struct term *t)
{
	return t->clipboard;
}
