/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What curses cannot say, written right after its update: links that can be clicked
 * (OSC 8), struck text, text for the clipboard (OSC 52). Curses may write any cell of a
 * row again in which one has changed; so in such rows all cells that need more than it
 * can say are written once more, with the attributes that it would use. */
#include "config.h"

#include "ui/term_private.h"

#include <stdlib.h>
#include <string.h>

#include "text/utf8.h"
#include "util/window.h"
#include "wire/page.h"

enum { MOST_COPIED = 100000 };

/* That tputs and vid_puts give their bytes to: curses has no place for a pointer. */
static GString *sink;

static int to_sink(int c)
{
	g_string_append_c(sink, (char)c);
	return c;
}

static bool begins(const char *s, const char *const *words, size_t n)
{
	for (size_t i = 0; s && i < n; i++)
		if (g_str_has_prefix(s, words[i]))
			return true;
	return false;
}

static bool is_set(const char *name)
{
	const char *value = g_getenv(name);

	return value && *value;
}

/* No capability tells it. Terminals of these names either have links or drop the whole
 * sequence; of those that borrow a name and do neither, the ones known are left out. */
static bool has_links(const char *name)
{
	static const char *const names[] = {"xterm", "tmux",	"foot",	      "alacritty",
					    "kitty", "wezterm", "contour",    "ghostty",
					    "rio",   "vte",	"gnome",      "konsole",
					    "iterm", "mintty",	"ms-terminal"};
	const char *vte = g_getenv("VTE_VERSION"), *program = g_getenv("TERM_PROGRAM");

	if (is_set("INSIDE_EMACS") || g_strcmp0(program, "Apple_Terminal") == 0)
		return false;
	if (vte && g_ascii_strtoll(vte, NULL, 10) < 5000)
		return false;
	return begins(name, names, G_N_ELEMENTS(names));
}

/* Ms is the extended capability; terminals that are known to take it without saying so
 * stand beside it. */
static bool has_clipboard(const char *name)
{
	static const char *const names[] = {"xterm-kitty", "kitty",	   "foot",
					    "alacritty",   "wezterm",	   "contour",
					    "ghostty",	   "xterm-ghostty"};
	const char *ms = tigetstr("Ms");

	return (ms && ms != (char *)-1) || begins(name, names, G_N_ELEMENTS(names));
}

static const char *capability(const char *name)
{
	const char *value = tigetstr(name);

	return value && value != (char *)-1 ? value : NULL;
}

void term_find_abilities(struct terminal *t)
{
	const char *name = g_getenv("TERM");

	t->links = has_links(name);
	t->progress = -1;
	t->clipboard = has_clipboard(name);
	t->strike = capability("smxx");
	t->no_strike = capability("rmxx");
	if (!t->no_strike)
		t->strike = NULL;
}

void term_hyperlinks(struct terminal *t, enum term_links wanted)
{
	bool links = wanted == TERM_LINKS_YES ||
		     (wanted == TERM_LINKS_AUTO && has_links(g_getenv("TERM")));

	if (links != t->links)
		t->fresh = true;
	t->links = links;
}

static bool is_struck(const struct terminal *t, const struct cell *cell)
{
	return t->strike && (cell->look.attributes & ATTR_STRIKE);
}

static bool needs_more(const struct terminal *t, const struct cell *cell)
{
	return (t->links && cell->link) || is_struck(t, cell);
}

bool term_beside_begin(struct terminal *t, const struct canvas *c)
{
	if (!t->links && !t->strike)
		return false;
	g_byte_array_set_size(t->beside, (guint)c->h);
	memset(t->beside->data, 0, (size_t)c->h);
	return true;
}

/* Each cell is marked that needs more, or needed it: what curses finds unchanged would
 * keep its link. */
void term_beside_row(struct terminal *t, const struct canvas *c, int y)
{
	for (int x = 0; x < c->w; x++)
		if (needs_more(t, canvas_cell(c, x, y)))
			t->beside->data[y] = 1;
		else if (!t->fresh && needs_more(t, canvas_cell(&t->shown, x, y)))
			t->beside->data[y] |= 2;
}

static void put_cell(struct terminal *t, const struct cell *cell)
{
	char bytes[8];

	if (!t->utf8) {
		g_string_append_c(sink, (char)term_ascii(cell->chars[0]));
		if (cell->width == 2)
			g_string_append_c(sink, ' ');
		return;
	}
	for (int i = 0; i < CELL_CHARS && cell->chars[i]; i++)
		g_string_append_len(sink, bytes, (gssize)utf8_put(cell->chars[i], bytes));
}

static void set_link(struct terminal *t, const struct canvas *c, uint16_t link)
{
	const char *url = t->links ? canvas_link_url(c, link) : NULL;

	if (!url) {
		g_string_append(sink, "\033]8;;\033\\");
		return;
	}
	/* the number joins what is one link though it stands in several lines */
	g_string_append_printf(sink, "\033]8;id=tnews%u;", (unsigned)link);
	page_link_text(sink, url);
	g_string_append(sink, "\033\\");
}

/* Cells from x on that are alike: where they lead and how they look. */
static int write_run(struct terminal *t, const struct canvas *c, int x, int y)
{
	const struct cell *first = canvas_cell(c, x, y);
	bool struck = is_struck(t, first), linked = t->links && first->link;

	term_find_look(t, &first->look);
	tputs(tiparm(cursor_address, y, x), 1, to_sink);
	vid_puts(t->attributes, (short)t->pair, &t->pair, to_sink);
	if (linked)
		set_link(t, c, first->link);
	if (struck)
		tputs(t->strike, 1, to_sink);
	for (; x < c->w; x++) {
		const struct cell *cell = canvas_cell(c, x, y);
		if (cell->width == 0)
			continue;
		if (cell->link != first->link ||
		    memcmp(&cell->look, &first->look, sizeof(cell->look)) != 0)
			break;
		put_cell(t, cell);
	}
	if (struck)
		tputs(t->no_strike, 1, to_sink);
	if (linked)
		set_link(t, c, 0);
	return x;
}

/* Where links were and are no more the whole row is written: which cells curses has left
 * alone is not known. */
static void write_row(struct terminal *t, const struct canvas *c, int y, bool all)
{
	for (int x = 0; x < c->w;) {
		const struct cell *cell = canvas_cell(c, x, y);
		if (cell->width > 0 && (all || needs_more(t, cell)))
			x = write_run(t, c, x, y);
		else
			x++;
	}
}

void term_beside_write(struct terminal *t, const struct canvas *c)
{
	sink = g_string_new(NULL);
	for (int y = 0; y < c->h; y++)
		if (t->beside->data[y])
			write_row(t, c, y, (t->beside->data[y] & 2) != 0);
	if (sink->len > 0) {
		int y = c->cursor_shown ? c->cursor_y : 0;
		int x = c->cursor_shown ? c->cursor_x : 0;
		tputs(tiparm(cursor_address, y, x), 1, to_sink);
		term_write(sink->str);
	}
	g_string_free(g_steal_pointer(&sink), TRUE);
}

bool term_copy(struct terminal *t, const char *text)
{
	size_t n = strlen(text);

	if (!t->clipboard || n > MOST_COPIED)
		return false;
	g_autofree char *code = g_base64_encode((const guchar *)text, n);
	g_autofree char *sequence = g_strconcat("\033]52;c;", code, "\033\\", NULL);
	term_write(sequence);
	return true;
}

void term_bell(struct terminal *t)
{
	if (t->active)
		term_write("\a");
}

void term_message(struct terminal *t, const char *text)
{
	if (!t->active)
		return;
	g_autofree char *clean = utf8_clean(text, strlen(text), CLEAN_SHOWN);
	g_autofree char *sequence = g_strconcat("\033]9;", clean, "\033\\", NULL);
	term_write(sequence);
}

void term_progress(struct terminal *t, bool shown, int percent)
{
	if (!shown || !t->active || t->progress == percent)
		return;
	g_autofree char *sequence = window_progress(percent);
	term_write(sequence);
	t->progress = percent;
}
