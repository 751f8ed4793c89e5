/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gathers text into the paragraph: white space collapsed, runs of one style and link;
 * links with their numbers, quotes, raised and lowered text, ruby, simple formulas. */
#include "html/render.h"

#include "text/utf8.h"
#include "util/limit.h"
#include "util/url.h"
#include "wire/job.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_LINKS = 20000, MAX_LINK_TEXT = 400, TAB = 8 };

static void set_run(struct render *r, uint32_t style, int link)
{
	if (r->runs->len > 0) {
		struct run *last = &g_array_index(r->runs, struct run, r->runs->len - 1);
		if (last->style == style && last->link == link)
			return;
		if (last->start == r->text->len) {
			last->style = style;
			last->link = link;
			return;
		}
	}
	struct run run = {.start = r->text->len, .style = style, .link = link};
	g_array_append_val(r->runs, run);
}

/* A blank takes the style of what it stands between only if that is the same on both
 * sides: no underlined blanks at the edge of a link. */
static void put_space(struct render *r)
{
	if (!r->space)
		return;
	r->space = false;
	size_t n = r->text->len;
	if (n == 0 || r->text->str[n - 1] == '\n' || r->text->str[n - 1] == ' ')
		return;
	const struct run *last = &g_array_index(r->runs, struct run, r->runs->len - 1);
	if (last->style != r->style || last->link != r->link)
		set_run(r, last->style & r->style, last->link == r->link ? r->link : 0);
	g_string_append_c(r->text, ' ');
}

void render_literal_link(struct render *r, const char *text, uint32_t style, int link)
{
	put_space(r);
	set_run(r, r->style | style, link);
	g_string_append(r->text, text);
}

void render_literal(struct render *r, const char *text, uint32_t style)
{
	render_literal_link(r, text, style, r->link);
}

/* Ideographs and kana: between them a line feed of the source is no blank. */
static bool is_wide_script(uint32_t c)
{
	return (c >= 0x2e80 && c < 0xa4d0 && c != 0x3000) ||
	       (c >= 0xf900 && c < 0xfb00) || (c >= 0xff00 && c < 0xff61) ||
	       (c >= 0x20000 && c < 0x40000);
}

static uint32_t last_char(const GString *text)
{
	size_t n = text->len, k = 1;
	while (k < n && k < 4 && ((unsigned char)text->str[n - k] & 0xc0) == 0x80)
		k++;
	size_t length;
	return n ? utf8_next(text->str + n - k, k, &length) : 0;
}

static bool joins_over_feed(const struct render *r, const char *s, size_t n)
{
	size_t k;
	return n > 0 && (signed char)*s < 0 && is_wide_script(utf8_next(s, n, &k)) &&
	       is_wide_script(last_char(r->text));
}

/* Length of the text up to the next white space. */
static size_t word_length(const char *s, size_t n)
{
	size_t i = 0;
	while (i < n && (unsigned char)s[i] > ' ')
		i++;
	return i;
}

/* Characters that Unicode has raised and lowered. */
static const char *const raised[] = {"0⁰", "1¹", "2²", "3³", "4⁴", "5⁵", "6⁶",
				     "7⁷", "8⁸", "9⁹", "+⁺", "-⁻", "=⁼", "(⁽",
				     ")⁾", "nⁿ", "*",  "[",  "]",  ",",	 " "};
static const char *const lowered[] = {"0₀", "1₁", "2₂", "3₃", "4₄", "5₅", "6₆", "7₇",
				      "8₈", "9₉", "+₊", "-₋", "=₌", "(₍", ")₎"};

static const char *shift_of(const struct render *r, char c)
{
	const char *const *table = r->shift > 0 ? raised : lowered;
	size_t n = r->shift > 0 ? G_N_ELEMENTS(raised) : G_N_ELEMENTS(lowered);
	for (size_t i = 0; i < n; i++)
		if (table[i][0] == c)
			return table[i][1] ? table[i] + 1 : table[i];
	return NULL;
}

static void add_shifted(struct render *r, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *instead = shift_of(r, s[i]);
		if (instead)
			g_string_append(r->text, instead);
		else
			g_string_append_c(r->text, s[i]);
	}
}

static void add_collapsed(struct render *r, const char *s, size_t n)
{
	for (size_t i = 0; i < n;) {
		if ((unsigned char)s[i] <= ' ') {
			bool feed = false;
			for (; i < n && (unsigned char)s[i] <= ' '; i++)
				feed = feed || s[i] == '\n';
			r->space = r->space ||
				   !(feed && joins_over_feed(r, s + i, n - i));
			continue;
		}
		size_t k = word_length(s + i, n - i);
		put_space(r);
		set_run(r, r->style, r->link);
		if (r->shift)
			add_shifted(r, s + i, k);
		else
			g_string_append_len(r->text, s + i, (gssize)k);
		i += k;
	}
}

/* Tabs go to the next multiple of 8, counted in characters. */
static void add_preformatted(struct render *r, const char *s, size_t n)
{
	set_run(r, r->style, r->link);
	const char *feed = strrchr(r->text->str, '\n');
	size_t column = (size_t)g_utf8_strlen(feed ? feed + 1 : r->text->str, -1);
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '\t') {
			do
				g_string_append_c(r->text, ' ');
			while (++column % TAB != 0);
			continue;
		}
		if (s[i] == '\r' || s[i] == '\f')
			continue;
		g_string_append_c(r->text, s[i]);
		if (s[i] == '\n')
			column = 0;
		else
			column += ((unsigned char)s[i] & 0xc0) != 0x80;
	}
}

/* White space of the source: add_collapsed and add_preformatted know what to do. */
static bool is_white(char c)
{
	return c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

/* The text without what must not be shown, between white space; NULL if there is no such
 * thing in it. */
static GString *cleaned(const char *s, size_t n)
{
	GString *out = NULL;
	for (size_t i = 0, k; i < n; i += k) {
		for (k = 0; i + k < n && !is_white(s[i + k]);)
			k++;
		if (k == 0) {
			k = 1;
			if (out)
				g_string_append_c(out, s[i]);
			continue;
		}
		bool clean = utf8_is_clean(s + i, k, CLEAN_SHOWN);
		if (!clean && !out)
			out = g_string_new_len(s, (gssize)i);
		if (!clean) {
			g_autofree char *piece = utf8_clean(s + i, k, CLEAN_SHOWN);
			g_string_append(out, piece);
		} else if (out) {
			g_string_append_len(out, s + i, (gssize)k);
		}
	}
	return out;
}

void render_text(struct render *r, const char *text, size_t n)
{
	GString *other = cleaned(text, n);
	if (other) {
		text = other->str;
		n = other->len;
	}
	if (r->pre)
		add_preformatted(r, text, n);
	else
		add_collapsed(r, text, n);
	if (other)
		g_string_free(other, TRUE);
}

void render_br(struct render *r, const struct node *node)
{
	(void)node;
	if (r->text->len == 0 && !r->pre) {
		render_margin(r, 1);
		return;
	}
	r->space = false;
	set_run(r, r->style, r->link);
	g_string_append_c(r->text, '\n');
}

void render_wbr(struct render *r, const struct node *node)
{
	(void)node;
	if (r->text->len > 0 && !r->space)
		g_string_append(r->text, "\xe2\x80\x8b");
}

/* --- links */

static enum page_link_kind kind_of(enum page_link_kind kind, const char *url)
{
	if (kind != LINK_PAGE)
		return kind;
	if (url_is_web(url))
		return LINK_PAGE;
	return g_ascii_strncasecmp(url, "mailto:", 7) == 0 ? LINK_MAIL : LINK_OTHER;
}

int render_link_new(struct render *r, enum page_link_kind kind, const char *address,
		    const char *text)
{
	if (!address || r->links->len >= MAX_LINKS || strlen(address) > LIMIT_URL)
		return 0;
	g_autofree char *url = url_resolve(r->base, address);
	if (!url || !*url || !url_is_harmless(url) ||
	    !utf8_is_clean(url, strlen(url), CLEAN_LINE))
		return 0;
	int number = GPOINTER_TO_INT(g_hash_table_lookup(r->numbers, url));
	if (number)
		return number;
	struct page_link link = {.kind = kind_of(kind, url),
				 .url = arena_strdup(r->arena, url),
				 .text = text,
				 .line = SIZE_MAX}; /* render_lines.c finds it */
	g_array_append_val(r->links, link);
	g_hash_table_insert(r->numbers, (gpointer)link.url,
			    GINT_TO_POINTER(r->links->len));
	return (int)r->links->len;
}

void render_number(struct render *r)
{
	r->numbered = true;
	if (!r->link || (r->flags & RENDER_NO_NUMBERS))
		return;
	char text[16];
	g_snprintf(text, sizeof text, "[%d]", r->link);
	bool space = r->space;
	r->space = false;
	set_run(r, SPAN_NUMBER, r->link);
	g_string_append(r->text, text);
	r->space = space;
}

/* What the link was called: its text in the paragraph. */
static void name_link(struct render *r, int number, size_t from)
{
	struct page_link *link = &g_array_index(r->links, struct page_link,
						(guint)number - 1);
	if (link->text)
		return;
	from = MIN(from, r->text->len);
	size_t n = MIN(r->text->len - from, MAX_LINK_TEXT);
	while (from + n < r->text->len &&
	       ((unsigned char)r->text->str[from + n] & 0xc0) == 0x80)
		n--;
	g_autofree char *text = utf8_clean(r->text->str + from, n, CLEAN_LINE);
	link->text = arena_strdup(r->arena, text);
}

void render_link(struct render *r, const struct node *node)
{
	const char *href = node_attribute(node, ATTRIBUTE_HREF);
	guint n_links = r->links->len;
	int number = r->link ? 0 : render_link_new(r, LINK_PAGE, href, NULL);
	if (number == 0) {
		render_children(r, node);
		return;
	}
	size_t from = r->text->len, lines = r->lines->len;
	r->link = number;
	r->numbered = false;
	r->style |= SPAN_LINK;
	render_children(r, node);
	bool shown = r->text->len > from || r->lines->len > lines;
	if (!shown && *href != '#') {
		/* what it led to has been taken out of it: the number alone stands there */
		render_number(r);
	} else if (shown) {
		name_link(r, number, r->lines->len > lines ? r->text->len : from);
		if (!r->numbered)
			render_number(r);
	} else if (r->links->len == n_links + 1) {
		/* nothing to click on */
		const struct page_link *link = &g_array_index(r->links, struct page_link,
							      n_links);
		g_hash_table_remove(r->numbers, link->url);
		g_array_set_size(r->links, n_links);
	}
	r->link = 0;
	r->numbered = false;
}

/* --- small things */

/* How the languages write a quote, and one in a quote. */
static const struct quotes {
	const char *languages; /* ISO 639, each with a blank behind it */
	const char *marks[4];  /* outer, inner: opening, closing */
} quotes[] = {
	{"de cs sk sl bg lt is sq ka ", {"„", "“", "‚", "‘"}},
	{"fr ", {"«\u00a0", "\u00a0»", "“", "”"}},
	{"es it pt ca gl eu el hy fa ar ", {"«", "»", "“", "”"}},
	{"ru uk be kk ", {"«", "»", "„", "“"}},
	{"pl ro hu hr sr ", {"„", "”", "«", "»"}},
	{"da nb nn no ", {"«", "»", "‘", "’"}},
	{"sv fi ", {"”", "”", "’", "’"}},
	{"ja zh-tw zh-hk zh-hant ", {"「", "」", "『", "』"}},
	{"", {"“", "”", "‘", "’"}},
};

static bool speaks(const struct quotes *q, const char *language)
{
	size_t n = strcspn(language, "-_");
	g_autofree char *all = g_ascii_strdown(language, -1);
	g_strdelimit(all, "_", '-');
	for (const char *s = q->languages; *s; s = strchr(s, ' ') + 1) {
		size_t length = strcspn(s, " ");
		bool whole = strncmp(s, all, length) == 0 &&
			     (all[length] == '\0' || all[length] == '-');
		if (whole && (length > n || length == n))
			return true;
	}
	return *q->languages == '\0';
}

static const struct quotes *quotes_of(const struct render *r, const struct node *node)
{
	const char *language = NULL;
	for (; node && !language; node = node->parent)
		language = node->tag == TAG_TEXT ? NULL
						 : node_attribute(node, ATTRIBUTE_LANG);
	if (!language || !*language)
		language = r->language ? r->language : "";
	const struct quotes *q = quotes;
	while (!speaks(q, language))
		q++;
	return q;
}

void render_inline_quote(struct render *r, const struct node *node)
{
	const char *const *marks = quotes_of(r, node)->marks + (r->quotes % 2 ? 2 : 0);
	render_literal(r, marks[0], 0);
	r->quotes++;
	render_children(r, node);
	r->quotes--;
	r->space = false;
	render_literal(r, marks[1], 0);
}

/* Whether such text is read without a sign before it: 1st, M. Name (TM), a footnote. */
static bool is_plain_index(const char *text)
{
	static const char *const plain[] = {"st", "nd", "rd",  "th", "e",
					    "er", "re", "nde", "TM", "SM",
					    "R",  "o",	"a",   "me", "lle"};
	for (size_t i = 0; i < G_N_ELEMENTS(plain); i++)
		if (g_ascii_strcasecmp(text, plain[i]) == 0)
			return true;
	return strlen(text) > 8 || !g_ascii_isalnum(text[0]) || strchr(text, ' ');
}

/* Raised or lowered: in the characters that Unicode has for it, else behind a sign. */
static void put_shifted(struct render *r, const struct node *node, int shift)
{
	GString *text = g_string_new(NULL);
	node_text(text, node, 64);
	g_strstrip(text->str);
	int saved = r->shift;
	r->shift = shift;
	bool all = true;
	for (const char *s = text->str; *s && all; s++)
		all = shift_of(r, *s) != NULL;
	if (!all || saved) {
		r->shift = saved;
		if (*text->str && !is_plain_index(text->str) && !r->space &&
		    r->text->len > 0)
			render_literal(r, shift > 0 ? "^" : "_", 0);
	}
	render_children(r, node);
	r->shift = saved;
	g_string_free(text, TRUE);
}

void render_sup(struct render *r, const struct node *node)
{
	put_shifted(r, node, 1);
}

void render_sub(struct render *r, const struct node *node)
{
	put_shifted(r, node, -1);
}

/* What compare.c has found. The signs are those of wdiff: they can be read where no
 * attribute shows. */
void render_changed(struct render *r, const struct node *node)
{
	bool is_new = node->tag == TAG_TNEWS_NEW;
	render_literal(r, is_new ? "{+" : "[-", SPAN_MARK);
	render_children(r, node);
	r->space = false;
	render_literal(r, is_new ? "+}" : "-]", SPAN_MARK);
}

void render_ruby_text(struct render *r, const struct node *node)
{
	r->space = false;
	render_literal(r, "(", 0);
	render_children(r, node);
	r->space = false;
	render_literal(r, ")", 0);
}

/* --- formulas: enough to read them in a line */

static size_t count_elements(const struct node *node)
{
	size_t n = 0;
	for (const struct node *c = node->first; c; c = c->next)
		n += !node_is_blank(c);
	return n;
}

/* The children of node with sign between them; what is longer than one thing in
 * brackets. */
static void render_joined(struct render *r, const struct node *node, const char *sign)
{
	bool first = true;
	for (const struct node *c = node->first; c; c = c->next) {
		if (node_is_blank(c))
			continue;
		if (!first)
			render_literal(r, sign, 0);
		bool brackets = c->tag != TAG_TEXT && count_elements(c) > 1;
		if (brackets)
			render_literal(r, "(", 0);
		render_node(r, c);
		r->space = false;
		if (brackets)
			render_literal(r, ")", 0);
		first = false;
	}
}

void render_fraction(struct render *r, const struct node *node)
{
	render_joined(r, node, "/");
}

void render_power(struct render *r, const struct node *node)
{
	render_joined(r, node, "^");
}

void render_index(struct render *r, const struct node *node)
{
	render_joined(r, node, "_");
}

void render_root(struct render *r, const struct node *node)
{
	render_literal(r, "\xe2\x88\x9a(", 0);
	render_children(r, node);
	r->space = false;
	render_literal(r, ")", 0);
}
