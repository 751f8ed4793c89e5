/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Breaks the paragraph into lines (UAX 14), and writes lines: what the boxes put before
 * them, then spans of one style. Columns are counted by clusters, once a paragraph. */
#include "html/render.h"

#include "text/bidi.h"
#include "text/segment.h"
#include "text/utf8.h"
#include "text/width.h"

#include <string.h>

enum {
	INSIDE = 0xff,
	TAB = 8,
	MAX_MARKS = 30,
	MOST_REPEATED = 400,
	MOST_HYPHENS = 2,
	LEAST_GAIN = 3
};

#define SOFT_HYPHEN "\xc2\xad"
#define ZERO_WIDTH_SPACE "\xe2\x80\x8b"
#define WORD_JOINER "\xe2\x81\xa0"
#define BAR "\xe2\x94\x82"

/* what: a literal, so that its length is known here. */
#define starts(s, n, what) \
	((n) >= sizeof(what) - 1 && memcmp((s), (what), sizeof(what) - 1) == 0)

/* Length of a blank at s that may go at the end of a line, 0 if there is none: no-break
 * spaces too. */
static size_t blank_at(const char *s, size_t n)
{
	if ((signed char)*s >= 0)
		return *s == ' ' || *s == '\n' ? 1 : 0;
	if (starts(s, n, "\xc2\xa0"))
		return 2;
	if (starts(s, n, ZERO_WIDTH_SPACE) || starts(s, n, "\xe3\x80\x80") ||
	    starts(s, n, "\xe2\x80\xaf") || starts(s, n, "\xe2\x80\x87"))
		return 3;
	return 0;
}

/* Length of the blank that ends at s + n. */
static size_t blank_before(const char *s, size_t n)
{
	if (n > 0 && (signed char)s[n - 1] >= 0)
		return blank_at(s + n - 1, 1);
	for (size_t k = 2; k <= 3 && k <= n; k++)
		if (blank_at(s + n - k, k) == k)
			return k;
	return 0;
}

const char *line_repeat(const char *sign, int n, size_t *length)
{
	static const char blanks[] = "                                        "
				     "                                        "
				     "                                        ";
	static gsize done;
	static char rules[2][MOST_REPEATED * 3 + 1];
	n = CLAMP(n, 0, MOST_REPEATED);
	if (*sign == ' ') {
		n = MIN(n, (int)sizeof blanks - 1);
		*length = (size_t)n;
		return blanks + sizeof blanks - 1 - n;
	}
	if (g_once_init_enter(&done)) {
		for (int i = 0; i < MOST_REPEATED; i++) {
			memcpy(rules[0] + 3 * i, "\xe2\x94\x80", 3);
			memcpy(rules[1] + 3 * i, "\xe2\x95\x90", 3);
		}
		g_once_init_leave(&done, 1);
	}
	*length = 3 * (size_t)n;
	return rules[sign[1] == '\x95'] + 3 * (MOST_REPEATED - n);
}

/* --- lines */

void line_measure(struct render *r, int min, int max)
{
	r->extent->min = MAX(r->extent->min, r->prefix + min);
	r->extent->max = MAX(r->extent->max, r->prefix + max);
}

int line_room(const struct render *r)
{
	int room = r->width - r->prefix;
	for (guint i = 0; i < r->boxes->len; i++) {
		const struct box *box = &g_array_index(r->boxes, struct box, i);
		if (box->marker && box->marker_columns > box->columns)
			room -= box->marker_columns - box->columns;
	}
	return MAX(room, 2);
}

void line_span(struct render *r, const char *text, size_t n, uint32_t style, int link,
	       int columns)
{
	struct span span = {.style = style, .link = link, .columns = columns};
	/* The text gets its place in line_end; till then text is its offset. */
	span.text = GSIZE_TO_POINTER(r->spans_text->len);
	g_string_append_len(r->spans_text, text, (gssize)n);
	g_string_append_c(r->spans_text, '\0');
	g_array_append_val(r->spans, span);
}

void line_blanks(struct render *r, int columns)
{
	while (columns > 0) {
		size_t n;
		const char *blanks = line_repeat(" ", columns, &n);
		line_span(r, blanks, n, 0, 0, (int)n);
		columns -= (int)n;
	}
}

/* Whether the marker of box i is written: where boxes had to give up their columns only
 * the innermost has room for it. */
static bool has_marker(const struct render *r, unsigned i)
{
	const struct box *box = &g_array_index(r->boxes, struct box, i);
	return box->marker &&
	       (box->marker_columns <= box->columns || i + 1 == r->boxes->len);
}

/* What the first n_boxes boxes put before a line; returns the indent: blanks before the
 * first sign are no span. */
static int write_prefix(struct render *r, unsigned n_boxes, bool with_markers)
{
	int indent = 0, blanks = 0;
	bool signs = false;
	for (unsigned i = 0; i < n_boxes && i < r->boxes->len; i++) {
		struct box *box = &g_array_index(r->boxes, struct box, i);
		const char *marker = with_markers && has_marker(r, i) ? box->marker
								      : NULL;
		if (with_markers)
			box->marker = NULL;
		if (!marker && (!box->bar || box->columns == 0)) {
			blanks += box->columns;
			continue;
		}
		int columns = marker ? box->marker_columns : 1;
		blanks += marker ? MAX(box->columns - columns, 0) : 0;
		if (signs)
			line_blanks(r, blanks);
		else
			indent = blanks;
		line_span(r, marker ? marker : BAR, strlen(marker ? marker : BAR),
			  SPAN_MARK, 0, columns);
		signs = true;
		blanks = marker ? 0 : box->columns - 1;
	}
	if (!with_markers)
		return signs ? indent : 0;
	if (signs)
		line_blanks(r, blanks);
	return signs ? indent : blanks;
}

static void take_ids(struct render *r)
{
	for (guint i = 0; i < r->ids->len; i++) {
		struct page_place place = {.id = r->ids->pdata[i], .line = r->lines->len};
		g_array_append_val(r->places, place);
	}
	g_ptr_array_set_size(r->ids, 0);
}

/* Blanks that fill a cell are of no use at the end of the line. */
static void trim_blanks(struct render *r)
{
	while (r->spans->len > 0) {
		const struct span *last = &g_array_index(r->spans, struct span,
							 r->spans->len - 1);
		const char *text = r->spans_text->str + GPOINTER_TO_SIZE(last->text);
		if (last->style || last->link || text[strspn(text, " ")] != '\0')
			break;
		g_string_truncate(r->spans_text, GPOINTER_TO_SIZE(last->text));
		g_array_set_size(r->spans, r->spans->len - 1);
	}
}

/* The spans gathered become a line. */
static void line_write(struct render *r, int indent, bool rtl, bool pre)
{
	trim_blanks(r);
	struct line line = {.indent = indent,
			    .rtl = rtl,
			    .pre = pre,
			    .anchor = r->anchor,
			    .n_spans = r->spans->len};
	if (line.n_spans > 0) {
		char *text = arena_alloc(r->arena, r->spans_text->len);
		memcpy(text, r->spans_text->str, r->spans_text->len);
		line.spans = arena_array_of(r->arena, line.n_spans, struct span);
		memcpy(line.spans, r->spans->data, line.n_spans * sizeof(struct span));
		for (size_t i = 0; i < line.n_spans; i++)
			line.spans[i].text = text + GPOINTER_TO_SIZE(line.spans[i].text);
	}
	g_array_append_val(r->lines, line);
	g_string_truncate(r->spans_text, 0);
	g_array_set_size(r->spans, 0);
}

void line_begin(struct render *r, bool rtl)
{
	for (; r->blank > 0; r->blank--) {
		int indent = write_prefix(r, r->least_boxes, false);
		line_write(r, indent, rtl, false);
	}
	take_ids(r);
	r->indent = write_prefix(r, r->boxes->len, true);
	r->least_boxes = r->boxes->len;
	r->fresh = false;
}

void line_end(struct render *r, bool rtl, bool pre)
{
	line_write(r, r->indent, rtl, pre);
}

/* --- paragraphs */

/* Columns of the cluster at s, in the paragraph: what is taken out takes none. */
static int cluster_columns(const char *s, size_t n)
{
	if (n == 2 && starts(s, n, SOFT_HYPHEN))
		return 0;
	if (n == 3 && (starts(s, n, ZERO_WIDTH_SPACE) || starts(s, n, WORD_JOINER)))
		return 0;
	if (*s == '\n')
		return 0;
	return width_cluster(s, n);
}

/* Fills cells: for each byte the columns of the cluster that starts there, or INSIDE. */
static void measure_clusters(struct render *r)
{
	const char *s = r->text->str;
	size_t n = r->text->len;
	g_byte_array_set_size(r->cells, (guint)n);
	guint8 *cells = r->cells->data;
	for (size_t i = 0, k; i < n; i += k) {
		k = 1;
		if ((signed char)s[i] >= ' ' &&
		    (i + 1 == n || (signed char)s[i + 1] > 0)) {
			cells[i] = 1;
			continue;
		}
		k = segment_cluster(s + i, n - i);
		cells[i] = (guint8)cluster_columns(s + i, k);
		memset(cells + i + 1, INSIDE, k - 1);
	}
}

/* Fills breaks; the number of a link does not leave what it stands behind. */
static void find_breaks(struct render *r)
{
	g_byte_array_set_size(r->breaks, r->cells->len);
	char *breaks = (char *)r->breaks->data;
	segment_breaks(r->text->str, r->text->len, breaks);
	for (guint i = 0; i < r->runs->len; i++) {
		const struct run *run = &g_array_index(r->runs, struct run, i);
		if ((run->style & SPAN_NUMBER) && run->start < r->text->len &&
		    breaks[run->start] == BREAK_MAY)
			breaks[run->start] = BREAK_NO;
	}
}

/* The line where a link stands first. */
static void note_link(struct render *r, int number)
{
	struct page_link *link = &g_array_index(r->links, struct page_link,
						(guint)number - 1);
	if (link->line == SIZE_MAX)
		link->line = r->lines->len;
}

/* Writes text[from, to) of one run without what is invisible. */
static void write_piece(struct render *r, const struct run *run, size_t from, size_t to,
			bool hyphen)
{
	const char *s = r->text->str;
	const guint8 *cells = r->cells->data;
	GString *out = r->spans_text;
	struct span span = {.text = GSIZE_TO_POINTER(out->len),
			    .style = run->style,
			    .link = run->link};
	size_t plain = from;
	for (size_t i = from; i < to; i++) {
		if (cells[i] == INSIDE)
			continue;
		span.columns += cells[i];
		if ((signed char)s[i] >= ' ')
			continue;
		const char *instead = NULL;
		size_t k = to - i;
		if (cells[i] == 0 &&
		    (starts(s + i, k, SOFT_HYPHEN) || s[i] == '\n' ||
		     starts(s + i, k, ZERO_WIDTH_SPACE) || starts(s + i, k, WORD_JOINER)))
			instead = "";
		else if (starts(s + i, k, "\xc2\xa0") ||
			 starts(s + i, k, "\xe2\x80\xaf") ||
			 starts(s + i, k, "\xe2\x80\x87"))
			instead = " ";
		if (!instead)
			continue;
		g_string_append_len(out, s + plain, (gssize)(i - plain));
		g_string_append(out, instead);
		plain = i + (s[i] == '\n' ? 1 : s[i] == '\xc2' ? 2 : 3);
	}
	if (plain < to)
		g_string_append_len(out, s + plain, (gssize)(to - plain));
	if (hyphen) {
		g_string_append_c(out, '-');
		span.columns++;
	}
	if (out->len == GPOINTER_TO_SIZE(span.text))
		return;
	if (span.link)
		note_link(r, span.link);
	g_string_append_c(out, '\0');
	g_array_append_val(r->spans, span);
}

/* Writes text[from, to) as spans; *run is the run that holds from or one before it. */
static void write_spans(struct render *r, size_t from, size_t to, guint *run, bool hyphen)
{
	while (from < to) {
		while (*run + 1 < r->runs->len &&
		       g_array_index(r->runs, struct run, *run + 1).start <= from)
			++*run;
		size_t end = *run + 1 < r->runs->len
				     ? g_array_index(r->runs, struct run, *run + 1).start
				     : r->text->len;
		end = MIN(end, to);
		write_piece(r, &g_array_index(r->runs, struct run, *run), from, end,
			    hyphen && end == to);
		from = end;
	}
}

/* How the lines of the paragraph are made. */
struct filling {
	struct render *r;
	bool rtl;
	guint run;
	size_t from;  /* start of the line */
	size_t maybe; /* the last place where it may break, 0 none */
	int columns, maybe_columns;
	int hard_columns; /* at the last place without a hyphen */
	unsigned hyphens; /* lines in a row that end with one */
	uint32_t anchor;  /* of the paragraph */
};

/* A blank that the end of the line takes in; with a mark on it it is text. */
static bool blank_in(const struct render *r, size_t i)
{
	size_t k = blank_at(r->text->str + i, r->text->len - i);

	return k > 0 && (i + k == r->text->len || r->cells->data[i + k] != INSIDE);
}

static void fill_line(struct filling *f, size_t to)
{
	struct render *r = f->r;
	const char *s = r->text->str;
	size_t end = to, k;
	bool hyphen = to < r->text->len && to >= f->from + 2 &&
		      starts(s + to - 2, 2, SOFT_HYPHEN);
	while (end > f->from && (k = blank_before(s + f->from, end - f->from)) > 0)
		end -= k;
	r->anchor = f->anchor + (uint32_t)f->from;
	if (end == f->from) {
		/* an empty line, of two line breaks: at most one of them */
		render_margin(r, 1);
	} else {
		line_begin(r, f->rtl);
		write_spans(r, f->from, end, &f->run, hyphen);
		line_end(r, f->rtl, false);
	}
	f->from = to;
	f->maybe = 0;
	f->columns = 0;
	f->hard_columns = 0;
	f->hyphens = hyphen ? f->hyphens + 1 : 0;
}

/* A word that need not be parted is, if the line would be much shorter without it, and
 * not on three lines in a row. */
static bool is_worth(const struct filling *f, int room)
{
	if (!f->r->hyphenated || f->hard_columns == 0)
		return true;
	return f->hyphens < MOST_HYPHENS &&
	       f->columns - f->hard_columns >= MAX(room / 12, LEAST_GAIN);
}

static void fill_lines(struct filling *f)
{
	struct render *r = f->r;
	const char *s = r->text->str;
	const guint8 *cells = r->cells->data;
	const char *breaks = (const char *)r->breaks->data;
	int room = line_room(r);
	for (size_t i = 0; i < r->text->len; i++) {
		if (cells[i] == INSIDE)
			continue;
		if (breaks[i] == BREAK_MUST) {
			fill_line(f, i);
			room = line_room(r);
		} else if (breaks[i] == BREAK_MAY && i > f->from) {
			bool soft = i >= 2 && starts(s + i - 2, 2, SOFT_HYPHEN);
			/* a soft hyphen takes a column; blanks may stand over the edge */
			if (!soft || (f->columns < room && is_worth(f, room))) {
				f->hard_columns = soft ? f->hard_columns : f->columns;
				f->maybe = i;
				f->maybe_columns = f->columns;
			}
		}
		if (f->columns + cells[i] > room && !blank_in(r, i) && i > f->from) {
			int rest = f->maybe ? f->columns - f->maybe_columns : 0;
			fill_line(f, f->maybe ? f->maybe : i);
			f->columns = rest;
			room = line_room(r);
			if (f->columns + cells[i] > room && i > f->from) {
				fill_line(f, i);
				room = line_room(r);
			}
		}
		f->columns += cells[i];
	}
	if (f->from < r->text->len)
		fill_line(f, r->text->len);
}

/* Notes the widest line and the widest piece between two breaks. */
static void measure_paragraph(struct render *r)
{
	int line = 0, word = 0, min = 0, max = 0, blanks = 0;
	for (size_t i = 0; i < r->text->len; i++) {
		guint8 columns = r->cells->data[i];
		if (columns == INSIDE)
			continue;
		if (r->breaks->data[i] != BREAK_NO)
			word = 0;
		if (r->breaks->data[i] == BREAK_MUST)
			line = blanks = 0;
		bool blank = blank_in(r, i);
		blanks = blank ? blanks + columns : 0;
		line += columns;
		word += blank ? 0 : columns;
		min = MAX(min, word);
		max = MAX(max, line - blanks);
	}
	int beside = r->width - r->prefix - line_room(r);
	line_measure(r, min + MAX(beside, 0), max + MAX(beside, 0));
}

static bool is_ideograph(uint32_t c)
{
	return (c >= 0x3040 && c < 0xa000) || (c >= 0x20000 && c < 0x40000);
}

/* Words of the paragraph, for the reading time; two ideographs count as one. */
static size_t count_words(const char *s, size_t n)
{
	size_t words = 0, ideographs = 0;
	bool in = false;
	for (size_t i = 0, k; i < n; i += k) {
		k = 1;
		if ((signed char)s[i] > 0) {
			bool letter = g_ascii_isalnum(s[i]);
			words += letter && !in;
			in = letter || (in && s[i] != ' ' && s[i] != '\n' && s[i] != '-');
			continue;
		}
		uint32_t c = utf8_next(s + i, n - i, &k);
		if (is_ideograph(c)) {
			ideographs++;
			in = false;
		} else if (g_unichar_isalpha(c)) {
			words += !in;
			in = true;
		} else if (c == 0xa0 || (c >= 0x2000 && c < 0x2020)) {
			in = in && c == 0x2019;
		}
	}
	return words + ideographs / 2;
}

static bool is_rtl(const struct render *r)
{
	const char *s = r->text->str;
	size_t n = r->text->len;
	if (r->direction == DIRECTION_LTR)
		return false;
	if (r->direction == DIRECTION_RTL) {
		if (bidi_has_rtl(s, n))
			return true;
		/* Latin words in a right-to-left page: only what has no letters follows it */
		for (size_t i = 0; i < n; i++)
			if (g_ascii_isalpha(s[i]) || (signed char)s[i] < 0)
				return false;
		return true;
	}
	return bidi_has_rtl(s, n) && bidi_is_rtl(s, n);
}

/* --- preformatted text */

/* Where the line from this place has to end to fit. */
static size_t fitting(const struct render *r, size_t from, size_t end)
{
	int room = line_room(r), columns = 0;
	for (size_t i = from; i < end; i++) {
		guint8 n = r->cells->data[i];
		if (n == INSIDE)
			continue;
		if (columns + n > room && i > from)
			return i;
		columns += n;
	}
	return end;
}

/* Lines of the text as they are. */
static void write_pre(struct render *r, bool rtl, uint32_t anchor)
{
	const char *s = r->text->str;
	guint run = 0;
	size_t n = r->text->len;
	for (size_t from = 0; from <= n;) {
		const char *feed = memchr(s + from, '\n', n - from);
		size_t to = feed ? (size_t)(feed - s) : n, end = to;
		if (to == n && from == n && from > 0)
			break;
		while (end > from && s[end - 1] == ' ')
			end--;
		do {
			/* only the page itself can be scrolled sideways, not a cell */
			size_t cut = r->tables ? fitting(r, from, end) : end;
			r->anchor = anchor + (uint32_t)from;
			line_begin(r, rtl);
			write_spans(r, from, cut, &run, false);
			line_end(r, rtl, true);
			from = cut;
		} while (from < end);
		from = to + 1;
	}
}

static void measure_pre(struct render *r)
{
	int columns = 0, max = 0;
	for (size_t i = 0; i < r->text->len; i++) {
		if (r->text->str[i] == '\n')
			columns = 0;
		else if (r->cells->data[i] != INSIDE)
			columns += r->cells->data[i];
		max = MAX(max, columns);
	}
	line_measure(r, MIN(max, 40), max);
}

static bool is_blank(const char *s, size_t n)
{
	for (size_t i = 0, k; i < n; i += k) {
		k = blank_at(s + i, n - i);
		if (k == 0)
			return false;
	}
	return true;
}

static void forget_paragraph(struct render *r)
{
	g_string_truncate(r->text, 0);
	g_array_set_size(r->runs, 0);
	r->space = false;
}

void render_flush(struct render *r)
{
	if (is_blank(r->text->str, r->text->len)) {
		forget_paragraph(r);
		return;
	}
	if (r->link && !r->numbered)
		render_number(r);
	if (!r->pre)
		render_hyphenate(r);
	measure_clusters(r);
	uint32_t anchor = r->anchor;
	bool rtl = is_rtl(r);
	if (r->pre && r->extent) {
		measure_pre(r);
	} else if (r->pre) {
		render_code(r);
		write_pre(r, rtl, anchor);
	} else {
		find_breaks(r);
		struct filling filling = {.r = r, .rtl = rtl, .anchor = anchor};
		if (r->extent)
			measure_paragraph(r);
		else
			fill_lines(&filling);
	}
	if (!r->extent) {
		r->n_words += count_words(r->text->str, r->text->len);
		r->anchor = anchor + (uint32_t)r->text->len;
	} else {
		r->fresh = false;
	}
	forget_paragraph(r);
}
