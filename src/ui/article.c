/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which story is shown, the pages that are kept, scrolling. How its lines look is in
 * article_lines.c. */
#include "config.h"

#include "ui/article.h"

#include <string.h>

#include "ui/found.h"
#include "ui/headlines.h"
#include "ui/list.h"
#include "ui/opener.h"
#include "ui/readon.h"
#include "ui/welcome.h"
#include "util/i18n.h"

enum { KEPT_PAGES = 16, MIN_WIDTH = 10 };

static void page_free(gpointer p)
{
	struct article_page *page = p;

	story_free(page->story);
	arena_free(page->arena);
	g_free(page->failure);
	g_free(page);
}

static void line_free(gpointer p)
{
	struct article_line *line = p;

	g_free(line->text);
	g_free(line);
}

static struct article_page *find_page(struct article *a, int64_t id, int width,
				      enum page_view view)
{
	for (guint i = 0; i < a->pages->len; i++) {
		struct article_page *p = g_ptr_array_index(a->pages, i);
		if (p->id == id && p->width == width && p->view == view) {
			p->used = ++a->clock;
			return p;
		}
	}
	return NULL;
}

static void drop_old(struct article *a)
{
	while (a->pages->len > KEPT_PAGES) {
		guint oldest = 0;
		uint64_t used = UINT64_MAX;
		for (guint i = 0; i < a->pages->len; i++) {
			const struct article_page *p = g_ptr_array_index(a->pages, i);
			if (p != a->shown && p->used < used) {
				used = p->used;
				oldest = i;
			}
		}
		g_ptr_array_remove_index_fast(a->pages, oldest);
	}
}

static bool is_asked(const struct article *a, int64_t id, int width, enum page_view view)
{
	GHashTableIter i;
	gpointer value;

	g_hash_table_iter_init(&i, a->asked);
	while (g_hash_table_iter_next(&i, NULL, &value)) {
		const struct article_ask *ask = value;
		if (ask->id == id && ask->width == width && ask->view == view)
			return true;
	}
	return false;
}

/* A setting of the story's feed: a yes or no, or the place of a choice. */
static int64_t feed_setting(const struct ui *ui, int64_t id, enum setting_id setting)
{
	const struct row *row = list_row_of(ui->headlines->list, id, NULL);
	const struct sub *sub = row ? ui_sub(ui, row->feed) : NULL;

	return sub ? setting_number(sub->settings, setting) : ui_number(ui, setting);
}

void article_ask(struct ui *ui, int64_t id, bool ahead)
{
	struct article *a = ui->article;

	if (id == 0 || a->width < MIN_WIDTH)
		return;
	if (ahead && (find_page(a, id, a->width, VIEW_STORY) ||
		      is_asked(a, id, a->width, VIEW_STORY)))
		return;
	struct request *r = request_new(REQ_PAGE);
	r->width = a->width;
	r->ahead = ahead;
	r->flags = feed_setting(ui, id, SET_HYPHENATE) ? RENDER_HYPHENATE : 0;
	r->shown = (enum story_text)feed_setting(ui, id, SET_STORY_TEXT);
	if (id < 0) {
		r->title = g_strdup(welcome_title(id));
		r->html = welcome_html(ui, id);
	} else {
		r->story = id;
		r->view = ahead ? VIEW_STORY : a->view;
	}
	struct article_ask ask = {id, a->width, r->view};
	uint32_t serial = ui_send(ui, r);
	g_hash_table_insert(a->asked, GUINT_TO_POINTER(serial),
			    g_memdup2(&ask, sizeof(ask)));
}

/* The place in the text of the first line in sight; 0 at the top. */
static uint32_t top_anchor(const struct article *a)
{
	for (size_t i = a->top; i < article_lines(a); i++) {
		const struct line *line = article_page_line(a, i);
		if (line)
			return i > a->head->len ? line->anchor : 0;
	}
	return 0;
}

static void remember(struct article *a, int64_t id, uint32_t anchor)
{
	g_hash_table_insert(a->places, g_memdup2(&id, sizeof(id)),
			    GUINT_TO_POINTER(anchor));
}

/* The place where the story is left, for this run and for the next. The store also hears
 * of a story that was changed, once it was looked at. */
static void keep_place(struct ui *ui)
{
	struct article *a = ui->article;
	const struct article_page *p = a->shown;
	gpointer known = NULL;

	if (!p || p->id == 0 || p->view != VIEW_STORY || !p->page)
		return;
	uint32_t anchor = top_anchor(a);
	bool there = g_hash_table_lookup_extended(a->places, &p->id, NULL, &known);
	bool moved = GPOINTER_TO_UINT(known) != anchor;
	bool changed = p->story && p->story->changed != DATE_NONE && !p->story->looked_at;
	remember(a, p->id, anchor);
	if (p->id < 0 || !(moved || (changed && !there)))
		return;
	struct request *r = request_new(REQ_PLACE);
	r->story = p->id;
	r->anchor = anchor;
	ui_send(ui, r);
}

static bool place_of(struct article *a, const struct article_page *p, uint32_t *anchor)
{
	gpointer value;

	if (g_hash_table_lookup_extended(a->places, &p->id, NULL, &value)) {
		*anchor = GPOINTER_TO_UINT(value);
	} else {
		*anchor = p->story && p->story->place > 0 ? (uint32_t)p->story->place : 0;
		/* so that it is written again only when it moves */
		if (!p->story || p->story->looked_at || p->story->changed == DATE_NONE)
			remember(a, p->id, *anchor);
	}
	return *anchor > 0;
}

static void clamp_top(struct article *a)
{
	size_t n = article_lines(a), h = (size_t)MAX(a->body.h, 1);

	a->top = n > h ? MIN(a->top, n - h) : 0;
}

static void note_anchor(struct article *a)
{
	a->anchor = top_anchor(a);
	a->has_anchor = a->anchor > 0;
}

static void go_to_anchor(struct article *a)
{
	size_t at = 0;

	for (size_t i = 0; a->shown->page && i < a->shown->page->n_lines; i++)
		if (a->shown->page->lines[i].anchor <= a->anchor)
			at = a->head->len + i;
	a->top = at;
	a->has_anchor = false;
}

static void show_page(struct ui *ui, struct article_page *p)
{
	struct article *a = ui->article;
	bool same = a->shown && a->shown->id == p->id && a->shown->view == p->view;

	if (!same)
		keep_place(ui);
	a->shown = p;
	article_lay_head(ui);
	if (same && a->has_anchor) {
		go_to_anchor(a);
	} else if (!same) {
		a->top = 0;
		if (p->view == VIEW_STORY && place_of(a, p, &a->anchor))
			go_to_anchor(a);
		a->side = 0;
		a->new_line = SIZE_MAX;
		g_array_set_size(a->left, 0);
		if (ui->find[PANE_ARTICLE])
			article_find(ui, ui->find[PANE_ARTICLE], 0);
	}
	clamp_top(a);
	ui_todo(ui, TODO_DRAW);
}

/* The widest line: a feed or a section may have its own. */
static int64_t text_width(const struct ui *ui)
{
	const struct row *row = headlines_current(ui);
	bool known = row && row->id == ui->article->id;
	const struct sub *sub = known ? ui_sub(ui, row->feed) : NULL;

	if (ui->clip_width)
		return 0;
	return sub ? setting_number(sub->settings, SET_TEXT_WIDTH)
		   : ui_number(ui, SET_TEXT_WIDTH);
}

static int place_columns(struct ui *ui, struct rect body)
{
	struct article *a = ui->article;
	int64_t most = text_width(ui);
	int width = MAX(body.w - 2, MIN(body.w, MIN_WIDTH));

	if (most > 0 && width > most)
		width = (int)most;
	a->body = body;
	a->margin = MAX((body.w - width) / 2, 0);
	return width;
}

static void place_article(struct ui *ui, struct rect body)
{
	struct article *a = ui->article;
	int width = place_columns(ui, body);

	if (width == a->width) {
		clamp_top(a);
		return;
	}
	if (a->shown)
		note_anchor(a);
	g_array_set_size(a->left, 0);
	a->width = width;
	struct article_page *p = find_page(a, a->id, width, a->view);
	if (p)
		show_page(ui, p);
	else
		article_ask(ui, a->id, false);
}

static void draw_article(struct ui *ui, struct canvas *c, struct rect body)
{
	struct article *a = ui->article;
	size_t n = article_lines(a);

	if (ui->focus == PANE_ARTICLE)
		canvas_cursor(c, body.x + a->margin, body.y);
	if (a->id == 0)
		return;
	clamp_top(a);
	for (int y = 0; y < body.h && a->top + (size_t)y < n; y++) {
		size_t line = a->top + (size_t)y;
		if (line == a->new_line && a->margin > 0)
			canvas_char(c, body.x + a->margin - 1, body.y + y, '>',
				    ui_look(ui, STYLE_MARK));
		article_draw_line(ui, c, body.x + a->margin, body.y + y,
				  MIN(a->width, body.w - a->margin), line);
	}
}

static const char *const view_titles[PAGE_VIEWS] = {
	[VIEW_FEED] = N_("Article, the feed's text"),
	[VIEW_HTML] = N_("Article, HTML"),
	[VIEW_ENTRY] = N_("Article, the feed's entry"),
	[VIEW_COMPARE] = N_("Article, what was changed"),
};

static char *title_article(struct ui *ui)
{
	const struct article *a = ui->article;

	if (a->view != VIEW_STORY)
		return g_strdup(_(view_titles[a->view]));
	if (ui->layout.form == FORM_SINGLE && a->shown && a->shown->story)
		return g_strdup(a->shown->story->row.title);
	bool page = a->shown && a->shown->story && a->shown->story->fulltext;
	return g_strdup(page ? _("Article, full text") : _("Article"));
}

static char *title_right(struct ui *ui)
{
	const struct article *a = ui->article;
	size_t n = article_lines(a), h = (size_t)MAX(a->body.h, 1);
	GString *s = g_string_new(NULL);

	if (a->id == 0 || n == 0)
		return g_string_free(s, FALSE);
	if (ui->find[PANE_ARTICLE])
		g_string_append_printf(s,
				       ngettext("/%s %zu hit ", "/%s %zu hits ", a->hits),
				       ui->find[PANE_ARTICLE], a->hits);
	if (n <= h)
		g_string_append(s, _("All"));
	else if (a->top == 0)
		g_string_append(s, _("Top"));
	else if (a->top + h >= n)
		g_string_append(s, _("End"));
	else
		g_string_append_printf(s, "%zu%%", (a->top + h) * 100 / n);
	return g_string_free(s, FALSE);
}

/* Columns that the widest line has beyond the edge. */
static int widest_over(const struct article *a)
{
	int over = 0;

	for (size_t i = 0; a->shown && a->shown->page && i < a->shown->page->n_lines; i++)
		if (a->shown->page->lines[i].pre)
			over = MAX(over,
				   line_columns(&a->shown->page->lines[i]) - a->width);
	return over;
}

static void move_article(struct ui *ui, enum move move, int n)
{
	struct article *a = ui->article;
	int h = MAX(a->body.h, 1);

	a->new_line = SIZE_MAX;
	switch (move) {
	case MOVE_LINE:
	case MOVE_VIEW:
		article_scroll(ui, n);
		break;
	case MOVE_PAGE:
		article_scroll(ui, n * MAX(h - 2, 1));
		break;
	case MOVE_HALF:
		article_scroll(ui, n * MAX(h / 2, 1));
		break;
	case MOVE_TO:
		a->top = (size_t)MAX(n - 1, 0);
		clamp_top(a);
		break;
	case MOVE_END:
		a->top = article_lines(a);
		clamp_top(a);
		break;
	case MOVE_SIDE:
		a->side = CLAMP(a->side + n, 0, widest_over(a));
		break;
	case MOVE_CENTRE:
	case MOVE_TOP:
	case MOVE_BOTTOM:
		break;
	}
	ui_todo(ui, TODO_DRAW);
}

static void open_link(struct ui *ui)
{
	if (ui->article->link > 0)
		opener_link(ui, ui->article->link);
	else
		article_scroll(ui, 1);
}

static void click_article(struct ui *ui, int x, int y, int times)
{
	int link = article_link_at(ui, x, y);

	if (link > 0) {
		ui->article->link = link;
		if (times > 1)
			opener_link(ui, link);
	}
	ui_todo(ui, TODO_DRAW);
}

static bool find_in_article(struct ui *ui, const char *text, int dir)
{
	return article_find(ui, text, dir);
}

struct article *article_new(void)
{
	struct article *a = g_new0(struct article, 1);

	a->pages = g_ptr_array_new_with_free_func(page_free);
	a->head = g_ptr_array_new_with_free_func(line_free);
	a->foot = g_ptr_array_new_with_free_func(line_free);
	a->fulltexts = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	a->offered = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	a->asked = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	a->places = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	a->broken = g_array_new(FALSE, FALSE, sizeof(struct found_part));
	a->left = g_array_new(FALSE, FALSE, sizeof(size_t));
	a->new_line = SIZE_MAX;
	return a;
}

void article_free(struct article *a)
{
	if (!a)
		return;
	if (a->new_timer)
		g_source_remove(a->new_timer);
	g_ptr_array_unref(a->pages);
	g_ptr_array_unref(a->head);
	g_ptr_array_unref(a->foot);
	g_hash_table_unref(a->asked);
	g_hash_table_unref(a->fulltexts);
	g_hash_table_unref(a->offered);
	g_hash_table_unref(a->places);
	g_array_unref(a->left);
	g_array_unref(a->broken);
	g_free(a->broken_of);
	g_free(a);
}

void article_show(struct ui *ui, int64_t id)
{
	struct article *a = ui->article;

	if (a->id == id)
		return;
	readon_left(ui);
	a->id = id;
	a->link = 0;
	a->view = VIEW_STORY;
	a->has_anchor = false;
	if (id != 0)
		a->width = place_columns(ui, a->body);
	if (id == 0) {
		keep_place(ui);
		a->shown = NULL;
		article_lay_head(ui);
		return;
	}
	struct article_page *p = find_page(a, id, a->width, VIEW_STORY);
	if (p)
		show_page(ui, p);
	else
		article_ask(ui, id, false);
}

void article_leave(struct ui *ui)
{
	keep_place(ui);
}

void article_ahead(struct ui *ui, int64_t id)
{
	if (id > 0)
		article_ask(ui, id, true);
}

void article_forget(struct ui *ui)
{
	struct article *a = ui->article;

	keep_place(ui);
	if (a->shown)
		note_anchor(a);
	for (guint i = a->pages->len; i-- > 0;)
		if (g_ptr_array_index(a->pages, i) != a->shown)
			g_ptr_array_remove_index_fast(a->pages, i);
	if (a->shown)
		a->shown->width = -1; /* shown until the new one comes, then dropped */
	article_ask(ui, a->id, false);
}

void article_set_view(struct ui *ui, enum page_view view)
{
	struct article *a = ui->article;

	if (a->id <= 0)
		return;
	a->view = view;
	struct article_page *p = find_page(a, a->id, a->width, a->view);
	if (p)
		show_page(ui, p);
	else
		article_ask(ui, a->id, false);
}

void article_apply(struct ui *ui, const int64_t *ids, size_t n, char *const *add,
		   char *const *remove)
{
	struct article *a = ui->article;

	for (guint i = 0; i < a->pages->len; i++) {
		struct article_page *p = g_ptr_array_index(a->pages, i);
		bool hit = ids == NULL;
		for (size_t k = 0; !hit && k < n; k++)
			hit = ids[k] == p->id;
		if (hit && p->story)
			row_apply(&p->story->row, p->story->arena, add, remove, false);
	}
	article_lay_head(ui);
	ui_todo(ui, TODO_DRAW);
}

static bool same_tags(const struct row *a, const struct row *b)
{
	size_t i = 0;

	while (a->tags && b->tags && a->tags[i] && b->tags[i] &&
	       strcmp(a->tags[i], b->tags[i]) == 0)
		i++;
	return !(a->tags && a->tags[i]) && !(b->tags && b->tags[i]);
}

void article_sync(struct ui *ui, const struct row *row)
{
	struct article *a = ui->article;

	for (guint i = 0; i < a->pages->len; i++) {
		struct article_page *p = g_ptr_array_index(a->pages, i);
		if (p->id != row->id || !p->story)
			continue;
		struct row *own = &p->story->row;
		if (own->unread == row->unread && own->starred == row->starred &&
		    same_tags(own, row))
			continue;
		own->unread = row->unread;
		own->starred = row->starred;
		own->tags = NULL;
		row_apply(own, p->story->arena, (char *const *)(const void *)row->tags,
			  NULL, false);
		if (p == a->shown)
			article_lay_head(ui);
	}
}

static void took_page(struct ui *ui, const struct article_ask *ask, struct event *e)
{
	struct article *a = ui->article;
	struct article_page *p = g_new0(struct article_page, 1);

	p->id = ask->id;
	p->width = ask->width;
	p->view = ask->view;
	p->used = ++a->clock;
	p->story = g_steal_pointer(&e->story);
	p->page = g_steal_pointer(&e->page);
	p->arena = g_steal_pointer(&e->page_arena);
	if (!p->page)
		p->failure = g_strdup(e->text ? e->text : _("the story is gone"));
	struct article_page *old = find_page(a, p->id, p->width, p->view);
	if (old && old != a->shown)
		g_ptr_array_remove_fast(a->pages, old);
	else if (old)
		old->width = -1;
	g_ptr_array_add(a->pages, p);
	if (p->id == a->id && p->width == a->width && p->view == a->view)
		show_page(ui, p);
	drop_old(a);
}

bool article_event(struct ui *ui, struct event *e)
{
	struct article *a = ui->article;
	gpointer key = GUINT_TO_POINTER(e->serial);
	if (e->kind == EVENT_FULLTEXT) {
		article_fulltext(ui, e);
		return true;
	}
	struct article_ask *ask = e->serial ? g_hash_table_lookup(a->asked, key) : NULL;

	if (!ask || (e->kind != EVENT_PAGE && e->kind != EVENT_FAILED))
		return false;
	/* a cancelled request was replaced by a newer one; ahead of time it is asked again */
	if (e->kind == EVENT_PAGE || (ask->id == a->id && e->error != ERR_CANCELLED))
		took_page(ui, ask, e);
	g_hash_table_remove(a->asked, key);
	return true;
}

bool article_settled(const struct ui *ui)
{
	const struct article *a = ui->article;

	return a->id == 0 || a->width < MIN_WIDTH || (a->shown && a->shown->id == a->id);
}

size_t article_lines(const struct article *a)
{
	size_t page = a->shown && a->shown->page ? a->shown->page->n_lines : 0;

	return a->head->len + page + a->foot->len;
}

void article_scroll(struct ui *ui, int lines)
{
	struct article *a = ui->article;

	if (lines >= 0)
		a->top += (size_t)lines;
	else
		a->top -= MIN(a->top, (size_t)-lines);
	clamp_top(a);
	ui_todo(ui, TODO_DRAW);
}

bool article_at_end(const struct ui *ui)
{
	const struct article *a = ui->article;

	if (!a->shown || a->shown->id != a->id)
		return false;
	return a->top + (size_t)MAX(a->body.h, 1) >= article_lines(a);
}

bool article_go_place(struct ui *ui, const char *url)
{
	struct article *a = ui->article;
	size_t line;

	if (!a->shown || !a->shown->page || !page_place_line(a->shown->page, url, &line))
		return false;
	g_array_append_val(a->left, a->top);
	a->top = a->head->len + line;
	a->new_line = a->top;
	clamp_top(a);
	ui_todo(ui, TODO_DRAW);
	return true;
}

bool article_go_back(struct ui *ui)
{
	struct article *a = ui->article;

	if (ui->focus != PANE_ARTICLE || a->left->len == 0)
		return false;
	a->top = g_array_index(a->left, size_t, a->left->len - 1);
	a->new_line = SIZE_MAX;
	g_array_set_size(a->left, a->left->len - 1);
	clamp_top(a);
	ui_todo(ui, TODO_DRAW);
	return true;
}

const struct story *article_story(const struct ui *ui)
{
	const struct article *a = ui->article;

	return a->shown && a->shown->id == a->id ? a->shown->story : NULL;
}

const struct line *article_page_line(const struct article *a, size_t n)
{
	if (!a->shown || !a->shown->page || n < a->head->len)
		return NULL;
	n -= a->head->len;
	return n < a->shown->page->n_lines ? &a->shown->page->lines[n] : NULL;
}

const struct pane article_pane = {
	.context = CONTEXT_ARTICLE,
	.layout = place_article,
	.draw = draw_article,
	.title = title_article,
	.title_right = title_right,
	.move = move_article,
	.open = open_link,
	.find = find_in_article,
	.click = click_article,
};
