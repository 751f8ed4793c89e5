/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines of a story: head (headline, facts), the page, foot (its own links, what is
 * attached); their looks, and the links in them. */
#include "config.h"

#include <string.h>

#include "text/bidi.h"
#include "text/date.h"
#include "text/segment.h"
#include "text/width.h"
#include "ui/headlines.h"
#include "ui/list.h"
#include "ui/article.h"
#include "ui/found.h"
#include "ui/opener.h"
#include "ui/welcome.h"
#include "ui/wrap.h"
#include "util/clock.h"
#include "util/i18n.h"

enum { WORDS_A_MINUTE = 220 };

static void add_line(GPtrArray *out, char *taken, enum style_id style, int link)
{
	struct article_line *line = g_new0(struct article_line, 1);

	line->text = taken;
	line->style = style;
	line->link = link;
	g_ptr_array_add(out, line);
}

static void add_wrapped(GPtrArray *out, const char *text, int width, enum style_id style)
{
	GPtrArray *lines = wrap_text(text, width);

	for (guint i = 0; i < lines->len; i++)
		add_line(out, g_strdup(g_ptr_array_index(lines, i)), style, 0);
	g_ptr_array_unref(lines);
}

static const char *section_name(struct ui *ui, int64_t feed)
{
	const struct sub *sub = ui_sub(ui, feed);

	return sub && sub->name ? sub->name : ui_feed_name(ui, feed);
}

static char *minutes_text(const struct ui *ui, const struct article_page *p)
{
	if (!p->page || p->page->n_words == 0 || ui->canvas.w < 72)
		return NULL;
	size_t minutes = MAX(p->page->n_words / WORDS_A_MINUTE, 1);
	return g_strdup_printf(ngettext("%zu min", "%zu min", minutes), minutes);
}

char *article_length(const struct ui *ui)
{
	const struct article_page *p = ui->article->shown;

	if (!p || !p->page || p->id != ui->article->id)
		return NULL;
	size_t words = p->page->n_words, minutes = MAX(words / WORDS_A_MINUTE, 1);
	g_autofree char *count = g_strdup_printf(
		ngettext("%zu word", "%zu words", words), words);
	g_autofree char *time = g_strdup_printf(
		ngettext("%zu min", "%zu min", minutes), minutes);
	return g_strdup_printf("%s, %s", count, time);
}

static char *tags_text(const struct row *row)
{
	GString *text = g_string_new(NULL);

	for (size_t i = 0; row->tags && row->tags[i]; i++)
		g_string_append_printf(text, "%s#%s", i == 0 ? "" : " ", row->tags[i]);
	return g_string_free(text, FALSE);
}

/* What a word of header-format stands for; NULL or "" if the story has no such thing. */
static char *fact(struct ui *ui, const struct article_page *p, const char *word)
{
	const struct story *s = p->story;
	bool dated = s->row.date != DATE_NONE;

	if (strcmp(word, "feed") == 0)
		return g_strdup(section_name(ui, s->row.feed));
	if (strcmp(word, "author") == 0)
		return g_strdup(s->authors);
	if (strcmp(word, "date") == 0)
		return dated ? date_long(s->row.date) : NULL;
	if (strcmp(word, "age") == 0)
		return dated ? date_age(s->row.date, clock_now()) : NULL;
	if (strcmp(word, "minutes") == 0)
		return minutes_text(ui, p);
	if (strcmp(word, "words") == 0 && p->page)
		return g_strdup_printf(
			ngettext("%zu word", "%zu words", p->page->n_words),
			p->page->n_words);
	if (strcmp(word, "language") == 0)
		return g_strdup(s->language);
	if (strcmp(word, "link") == 0)
		return g_strdup(s->link);
	if (strcmp(word, "star") == 0)
		return s->row.starred ? g_strdup("*") : NULL;
	if (strcmp(word, "tags") == 0)
		return tags_text(&s->row);
	return g_strdup(word);
}

#define MARK_LTR "\xe2\x80\x8e" /* U+200E */

/* Facts on one line while they fit; a line is broken between two of them. */
struct facts {
	GString *line;
	const char *gap;
	int width;
};

static void end_facts(struct ui *ui, struct facts *f)
{
	if (f->line->len > 0)
		add_wrapped(ui->article->head, f->line->str, f->width, STYLE_DATE);
	g_string_truncate(f->line, 0);
}

static void add_fact(struct ui *ui, struct facts *f, const char *text)
{
	/* a right-to-left name does not take the date behind it along */
	const char *mark = bidi_has_rtl(text, strlen(text)) ? MARK_LTR : "";
	int gap = width_text(f->gap, strlen(f->gap));

	if (!*text)
		return;
	if (f->line->len > 0 && width_text(f->line->str, f->line->len) + gap +
						width_text(text, strlen(text)) >
					f->width)
		end_facts(ui, f);
	g_string_append_printf(f->line, "%s%s%s%s", f->line->len > 0 ? f->gap : "", mark,
			       text, mark);
}

static void add_facts(struct ui *ui, const struct article_page *p, int width)
{
	const char *const *words = setting_words(ui->conf->settings, SET_HEADER_FORMAT);
	struct facts facts = {g_string_new(NULL),
			      ui->layout.form == FORM_COLUMNS ? "   " : " - ", width};
	GString *also = g_string_new(NULL);

	for (size_t i = 0; words && words[i]; i++) {
		g_autofree char *text = fact(ui, p, words[i]);
		if (text)
			add_fact(ui, &facts, text);
	}
	for (size_t i = 0; i < p->story->n_also; i++) {
		const struct also *other = &p->story->also[i];
		const char *own = section_name(ui, other->feed);
		g_string_append(also, i ? ", " : _("also in "));
		g_string_append(also, own && *own ? own : other->title);
	}
	add_fact(ui, &facts, also->str);
	end_facts(ui, &facts);
	g_string_free(also, TRUE);
	g_string_free(facts.line, TRUE);
}

static char *size_text(int64_t bytes)
{
	if (bytes >= 1 << 20)
		return g_strdup_printf(" %.1f MB", (double)bytes / (1 << 20));
	if (bytes > 0)
		return g_strdup_printf(" %d kB", (int)((bytes + 1023) >> 10));
	return g_strdup("");
}

static void add_foot(struct ui *ui, const struct article_page *p)
{
	struct article *a = ui->article;
	const struct story *s = p->story;
	int number = p->page ? (int)p->page->n_links : 0;

	if (p->page && p->page->warning) {
		add_line(a->foot, g_strdup(""), STYLE_NORMAL, 0);
		add_wrapped(a->foot, p->page->warning, a->width, STYLE_DATE);
	}
	if (!s)
		return;
	if (article_offers_fulltext(ui)) {
		g_autofree char *key = bind_key_of(ui->conf->bindings, ui_context(ui),
						   OP_READ_ON);
		g_autofree char *text =
			g_strdup_printf(_("The feed has only the beginning; "
					  "%s fetches the rest"),
					key ? key : ":exec fulltext");
		add_line(a->foot, g_strdup(""), STYLE_NORMAL, 0);
		add_wrapped(a->foot, text, a->width, STYLE_MESSAGE_NOTICE);
	}
	add_line(a->foot, g_strdup(""), STYLE_NORMAL, 0);
	if (s->link) {
		number++;
		add_line(a->foot,
			 g_strdup_printf("[%d] %s  %s", number, _("story"), s->link),
			 STYLE_LINK, number);
	}
	if (s->comments) {
		number++;
		add_line(a->foot,
			 g_strdup_printf("[%d] %s  %s", number, _("comments"),
					 s->comments),
			 STYLE_LINK, number);
	}
	for (size_t i = 0; i < s->n_enclosures; i++) {
		const struct enclosure *x = &s->enclosures[i];
		g_autofree char *size = size_text(x->length);
		number++;
		add_line(a->foot,
			 g_strdup_printf("[%d] %s%s  %s", number,
					 x->type && *x->type ? x->type : _("attached"),
					 size, x->url ? x->url : ""),
			 STYLE_LINK, number);
	}
	if (a->foot->len > 0 && number == (p->page ? (int)p->page->n_links : 0))
		g_ptr_array_remove_index(a->foot, a->foot->len - 1);
}

static void add_title(struct ui *ui, const char *title)
{
	struct article *a = ui->article;
	GPtrArray *lines = wrap_text(title, a->width);
	int widest = 0;

	for (guint i = 0; i < lines->len; i++) {
		const char *text = g_ptr_array_index(lines, i);
		widest = MAX(widest, width_text(text, strlen(text)));
		add_line(a->head, g_strdup(text), STYLE_HEADLINE, 0);
	}
	g_ptr_array_unref(lines);
	if (ui->layout.form == FORM_COLUMNS)
		add_line(a->head, g_strnfill((gsize)widest, '='), STYLE_MARK, 0);
}

void article_lay_head(struct ui *ui)
{
	struct article *a = ui->article;
	const struct article_page *p = a->shown;

	g_ptr_array_set_size(a->head, 0);
	g_ptr_array_set_size(a->foot, 0);
	a->laid_width = a->width;
	if (!p)
		return;
	const char *title = p->story	? p->story->row.title
			    : p->id < 0 ? welcome_title(p->id)
					: NULL;
	if (title)
		add_title(ui, title);
	if (p->story)
		add_facts(ui, p, a->width);
	if (title)
		add_line(a->head, g_strdup(""), STYLE_NORMAL, 0);
	if (p->failure) {
		add_wrapped(a->head, p->failure, a->width, STYLE_MESSAGE_ERROR);
		return;
	}
	add_foot(ui, p);
}

/* The look of a span: each of its bits has a line here. */
static struct look span_look(const struct ui *ui, const struct span *span)
{
	static const struct {
		uint32_t bit;
		int style; /* -1: attribute */
		unsigned attribute;
	} table[] = {
		{SPAN_QUOTE, STYLE_QUOTE, 0},
		{SPAN_CODE, STYLE_CODE, 0},
		{SPAN_COMMENT, STYLE_CODE_COMMENT, 0},
		{SPAN_STRING, STYLE_CODE_STRING, 0},
		{SPAN_KEYWORD, STYLE_CODE_KEYWORD, 0},
		{SPAN_VALUE, STYLE_CODE_VALUE, 0},
		{SPAN_HEADING, STYLE_HEADING, 0},
		{SPAN_LINK, STYLE_LINK, 0},
		{SPAN_IMAGE, STYLE_IMAGE, 0},
		{SPAN_NUMBER, STYLE_NUMBER, 0},
		{SPAN_MARK, STYLE_MARK, 0},
		{SPAN_INSERTED, STYLE_INSERTED, 0},
		{SPAN_DELETED, STYLE_DELETED, 0},
		{SPAN_BOLD, -1, ATTR_BOLD},
		{SPAN_ITALIC, -1, ATTR_ITALIC},
		{SPAN_UNDERLINE, -1, ATTR_UNDERLINE},
		{SPAN_STRIKE, -1, ATTR_STRIKE},
		{SPAN_DIM, -1, ATTR_DIM},
	};
	struct look look = *ui_look(ui, STYLE_NORMAL);

	for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
		if (!(span->style & table[i].bit))
			continue;
		if (table[i].style >= 0)
			look = look_over(look,
					 ui_look(ui, (enum style_id)table[i].style));
		else
			look.attributes |= table[i].attribute;
	}
	return look;
}

static void add_glyphs(GArray *out, const char *text, struct look look, uint16_t link)
{
	size_t n = strlen(text);

	while (n > 0) {
		struct glyph g = {text, segment_cluster(text, n), 0, look, link};
		g.width = width_cluster(text, g.n);
		text += g.n;
		n -= g.n;
		g_array_append_val(out, g);
	}
}

/* What a terminal makes clickable. */
static uint16_t cell_link(const struct ui *ui, struct canvas *c, int number)
{
	const char *url = number > 0 ? article_link(ui, number, NULL) : NULL;

	g_autofree char *shown = url ? opener_address(ui, url) : NULL;
	return shown ? canvas_link(c, shown) : 0;
}

static int glyphs_width(const GArray *glyphs)
{
	int w = 0;

	for (guint i = 0; i < glyphs->len; i++)
		w += g_array_index(glyphs, struct glyph, i).width;
	return w;
}

/* What does not fit because the line is preformatted is reached by moving sideways. */
static void skip_columns(GArray *glyphs, int columns)
{
	guint n = 0;
	int w = 0;

	while (n < glyphs->len && w < columns)
		w += g_array_index(glyphs, struct glyph, n++).width;
	if (n > 0)
		g_array_remove_range(glyphs, 0, n);
}

/* Words that the file names with `highlight`. */
static void mark_words(struct ui *ui, struct glyph *glyphs, size_t n)
{
	const GPtrArray *all = ui->conf->actions->highlights;

	for (guint i = 0; i < all->len; i++) {
		const struct highlight *h = g_ptr_array_index(all, i);
		if (h->compiled)
			glyphs_mark_regex(glyphs, n, h->compiled, &h->look);
	}
}

static void draw_page_line(struct ui *ui, struct canvas *c, int x, int y, int columns,
			   const struct line *line, size_t n)
{
	struct article *a = ui->article;
	GArray *glyphs = g_array_new(FALSE, FALSE, sizeof(struct glyph));
	int link_at = -1, indent = line->indent;

	for (size_t i = 0; i < line->n_spans; i++) {
		struct look look = span_look(ui, &line->spans[i]);
		if (a->link > 0 && line->spans[i].link == a->link) {
			look = look_over(look, ui_look(ui, STYLE_LINK_CURSOR));
			if (link_at < 0)
				link_at = indent + glyphs_width(glyphs);
		}
		add_glyphs(glyphs, line->spans[i].text, look,
			   cell_link(ui, c, line->spans[i].link));
	}
	struct glyph *all = (struct glyph *)(void *)glyphs->data;
	mark_words(ui, all, glyphs->len);
	if (ui->find[PANE_ARTICLE]) {
		glyphs_mark(all, glyphs->len, ui->find[PANE_ARTICLE],
			    ui_look(ui, STYLE_HIT));
		article_mark_broken(ui, n, all, glyphs->len);
	}
	int w = glyphs_width(glyphs);
	if (line->pre && a->side > 0 && w > columns - indent)
		skip_columns(glyphs, a->side);
	if (line->rtl && c->bidi)
		indent = MAX(columns - w - line->indent, 0);
	int used = canvas_glyphs(c, x + indent, y, columns - indent,
				 (struct glyph *)(void *)glyphs->data, glyphs->len,
				 line->rtl);
	if (line->pre && a->side > 0 && w > columns - line->indent)
		canvas_char(c, x + indent, y, '<', ui_look(ui, STYLE_MARK));
	if (used < glyphs_width(glyphs) && columns > 0)
		canvas_char(c, x + columns - 1, y, '>', ui_look(ui, STYLE_MARK));
	if (link_at >= 0 && ui->focus == PANE_ARTICLE)
		canvas_cursor(c, x + MIN(link_at, columns - 1), y);
	g_array_free(glyphs, TRUE);
}

static const struct article_line *own_line(const struct article *a, size_t n)
{
	if (n < a->head->len)
		return g_ptr_array_index(a->head, n);
	size_t page = a->shown && a->shown->page ? a->shown->page->n_lines : 0;
	if (n < a->head->len + page || n - a->head->len - page >= a->foot->len)
		return NULL;
	return g_ptr_array_index(a->foot, n - a->head->len - page);
}

/* The row of the list is newer than the story. */
static const struct look *story_color(const struct ui *ui)
{
	const struct story *s = article_story(ui);
	const struct row *row = s ? list_row_of(ui->headlines->list, s->row.id, NULL)
				  : NULL;

	return row ? ui_row_color(ui, row) : s ? ui_row_color(ui, &s->row) : NULL;
}

void article_draw_line(struct ui *ui, struct canvas *c, int x, int y, int columns,
		       size_t n)
{
	struct article *a = ui->article;
	const struct line *line = article_page_line(a, n);
	const struct article_line *own = line ? NULL : own_line(a, n);

	if (line)
		draw_page_line(ui, c, x, y, columns, line, n);
	if (!own)
		return;
	struct look look = look_over(*ui_look(ui, STYLE_NORMAL), ui_look(ui, own->style));
	const struct look *color = own->style == STYLE_HEADLINE ? story_color(ui) : NULL;
	if (color)
		look = look_over(look, color);
	if (own->link > 0 && own->link == a->link) {
		look = look_over(look, ui_look(ui, STYLE_LINK_CURSOR));
		if (ui->focus == PANE_ARTICLE)
			canvas_cursor(c, x, y);
	}
	g_autofree char *cut = width_cut(own->text, columns);
	GArray *glyphs = g_array_new(FALSE, FALSE, sizeof(struct glyph));
	add_glyphs(glyphs, cut, look, cell_link(ui, c, own->link));
	if (ui->find[PANE_ARTICLE])
		glyphs_mark((struct glyph *)(void *)glyphs->data, glyphs->len,
			    ui->find[PANE_ARTICLE], ui_look(ui, STYLE_HIT));
	canvas_glyphs(c, x, y, columns, (struct glyph *)(void *)glyphs->data, glyphs->len,
		      bidi_is_rtl(cut, strlen(cut)));
	g_array_free(glyphs, TRUE);
}

int article_link_at(struct ui *ui, int x, int y)
{
	struct article *a = ui->article;
	size_t n = a->top + (size_t)MAX(y - a->body.y, 0);
	const struct line *line = article_page_line(a, n);
	const struct article_line *own = line ? NULL : own_line(a, n);
	int at = a->body.x + a->margin;

	if (own)
		return own->link;
	if (!line || line->rtl)
		return 0;
	at += line->indent;
	for (size_t i = 0; i < line->n_spans; i++) {
		if (x >= at && x < at + line->spans[i].columns)
			return line->spans[i].link;
		at += line->spans[i].columns;
	}
	return 0;
}

int article_n_links(const struct ui *ui)
{
	const struct article *a = ui->article;
	const struct story *s = article_story(ui);
	int n = 0;

	if (!a->shown || a->shown->id != a->id)
		return 0;
	if (a->shown->page)
		n += (int)a->shown->page->n_links;
	if (s)
		n += (s->link != NULL) + (s->comments != NULL) + (int)s->n_enclosures;
	return n;
}

const char *article_link(const struct ui *ui, int number, enum page_link_kind *kind)
{
	const struct article *a = ui->article;
	const struct story *s = article_story(ui);

	if (number < 1 || !a->shown || a->shown->id != a->id)
		return NULL;
	if (kind)
		*kind = LINK_PAGE;
	int n = a->shown->page ? (int)a->shown->page->n_links : 0;
	if (number <= n) {
		if (kind)
			*kind = a->shown->page->links[number - 1].kind;
		return a->shown->page->links[number - 1].url;
	}
	if (!s)
		return NULL;
	if (s->link && number == ++n)
		return s->link;
	if (s->comments && number == ++n)
		return s->comments;
	for (size_t i = 0; i < s->n_enclosures; i++)
		if (number == ++n)
			return s->enclosures[i].url;
	return NULL;
}

static size_t line_of_link(const struct article *a, int number)
{
	size_t n = a->shown->page ? a->shown->page->n_links : 0;

	if (number <= (int)n)
		return a->head->len + a->shown->page->links[number - 1].line;
	for (guint i = 0; i < a->foot->len; i++)
		if (((struct article_line *)g_ptr_array_index(a->foot, i))->link ==
		    number)
			return article_lines(a) - a->foot->len + i;
	return a->top;
}

void article_next_link(struct ui *ui, int dir, int count)
{
	struct article *a = ui->article;
	int n = article_n_links(ui), at = a->link;

	if (n == 0)
		return;
	if (at == 0) { /* the first in sight, or the last before it */
		at = dir > 0 ? n + 1 : 0;
		for (int i = 1; i <= n; i++) {
			bool below = line_of_link(a, i) >= a->top;
			if (dir > 0 && below) {
				at = i;
				break;
			}
			if (dir < 0 && !below)
				at = i;
		}
		count--;
		if (at < 1 || at > n)
			at = dir > 0 ? 1 : n;
	}
	at += dir * count;
	while (at < 1)
		at += n;
	a->link = (at - 1) % n + 1;
	size_t line = line_of_link(a, a->link), h = (size_t)MAX(a->body.h, 1);
	if (line < a->top)
		a->top = line;
	else if (line >= a->top + h)
		a->top = line - h + 1;
	ui_todo(ui, TODO_DRAW);
}
