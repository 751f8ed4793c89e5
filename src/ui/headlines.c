/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The middle pane: which list is shown, its cursor and its selection. How a row looks is
 * in headlines_draw.c. */
#include "config.h"

#include "ui/headlines.h"

#include <string.h>

#include "ui/article.h"
#include "ui/headlines_draw.h"
#include "ui/readon.h"
#include "ui/seek.h"
#include "ui/sections.h"
#include "util/i18n.h"

enum { AHEAD = 2 };

/* keep: the story under the cursor stays in, whether it fits or not. */
static void send_list(struct ui *ui, struct list *l, bool quietly, bool keep)
{
	struct request *r = request_new(REQ_LIST);

	list_request_copy(&r->list, &l->request);
	r->list.keep = keep ? list_cursor_id(l) : 0;
	uint32_t serial = ui_send(ui, r);
	if (quietly)
		l->refresh = serial;
	else
		l->serial = serial;
}

static void set_text(char **field, const char *text)
{
	char *copy = text && *text ? g_strdup(text) : NULL;

	g_free(*field);
	*field = copy;
}

static size_t rows_in_sight(const struct ui *ui)
{
	return (size_t)MAX(ui->headlines->body.h, 1);
}

/* Moves the view alone, down to the last row. */
static void scroll_view(struct ui *ui, int n)
{
	struct list *l = ui->headlines->list;
	size_t fit = headlines_fit(ui, l->n - MIN(l->n, (size_t)ui->headlines->body.h));
	size_t most = l->n - MIN(l->n, fit);

	l->touched = true;
	if (n >= 0)
		l->top = MIN(l->top + (size_t)n, MAX(most, l->top));
	else
		l->top -= MIN(l->top, (size_t)-n);
}

static void move_view(struct ui *ui, int n)
{
	struct list *l = ui->headlines->list;
	size_t last = l->n > 0 ? l->n - 1 : 0;

	scroll_view(ui, n);
	size_t end = l->top + headlines_fit(ui, l->top) - 1;
	size_t at = CLAMP(l->cursor, l->top, MIN(end, last));
	if (at != l->cursor)
		headlines_cursor(ui, at);
}

void headlines_wheel(struct ui *ui, int n)
{
	ui->headlines->list->loose = true;
	scroll_view(ui, n);
}

static size_t page_step(size_t rows_in_sight)
{
	return rows_in_sight > 3 ? rows_in_sight - 2 : MAX(rows_in_sight, 1);
}

static void move_headlines(struct ui *ui, enum move move, int n)
{
	struct list *l = ui->headlines->list;
	size_t page = headlines_fit(ui, l->top), last = l->n > 0 ? l->n - 1 : 0;
	int64_t step = n, at = (int64_t)l->cursor;

	switch (move) {
	case MOVE_LINE:
		break;
	case MOVE_PAGE:
		step = n * (int64_t)page_step(page);
		break;
	case MOVE_HALF:
		step = n * (int64_t)MAX(page / 2, 1);
		break;
	case MOVE_VIEW:
		move_view(ui, n);
		return;
	case MOVE_TO:
		at = n - 1;
		step = 0;
		break;
	case MOVE_END:
		at = (int64_t)last;
		step = 0;
		break;
	case MOVE_CENTRE:
		l->top = l->cursor - MIN(l->cursor, page / 2);
		return;
	case MOVE_TOP:
		l->top = l->cursor;
		return;
	case MOVE_BOTTOM:
		l->top = l->cursor - MIN(l->cursor, page > 0 ? page - 1 : 0);
		return;
	case MOVE_SIDE:
		ui->headlines->side = MAX(ui->headlines->side + n, 0);
		return;
	}
	if (move == MOVE_PAGE || move == MOVE_HALF) {
		/* the view moves with the cursor, as a page does */
		if (step > 0)
			l->top = MIN(l->top + (size_t)step, last);
		else
			l->top -= MIN(l->top, (size_t)-step);
	}
	headlines_cursor(ui, (size_t)CLAMP(at + step, 0, (int64_t)last));
}

static void open_headline(struct ui *ui)
{
	if (ui->headlines->list->n > 0)
		ui_focus(ui, PANE_ARTICLE);
}

static void found_row(struct ui *ui, size_t at)
{
	headlines_cursor(ui, at);
}

static void found_none(struct ui *ui)
{
	(void)ui;
}

static bool find_headline(struct ui *ui, const char *text, int dir)
{
	struct list *l = ui->headlines->list;

	seek_cancel(ui);
	if (!text)
		return true;
	size_t from = l->cursor;
	if (dir > 0)
		from = l->cursor + 1 < l->n ? l->cursor + 1 : 0;
	else if (dir < 0)
		from = l->cursor > 0 ? l->cursor - 1 : SIZE_MAX;
	seek_start(ui, SEEK_TITLE, text, from, dir < 0 ? -1 : 1, true, found_row,
		   found_none);
	return true;
}

static void click_headline(struct ui *ui, int x, int y, int times)
{
	struct headlines *h = ui->headlines;
	size_t at = headlines_at(ui, y);

	if (at == SIZE_MAX)
		return;
	headlines_cursor(ui, at);
	headlines_click_at(ui, at, x);
	(void)h;
	if (times > 1)
		ui_focus(ui, PANE_ARTICLE);
}

static void place_headlines(struct ui *ui, struct rect body)
{
	ui->headlines->body = body;
}

struct headlines *headlines_new(void)
{
	struct headlines *h = g_new0(struct headlines, 1);
	struct list_request nothing = {.scope = SCOPE_ALL};

	h->list = list_new(&nothing, "", "");
	h->selected = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	h->range_from = SIZE_MAX;
	return h;
}

void headlines_free(struct headlines *h)
{
	if (!h)
		return;
	list_free(h->list);
	list_free(h->kept);
	g_hash_table_unref(h->selected);
	g_free(h);
}

void headlines_open(struct ui *ui, const struct list_request *request, const char *name,
		    const char *place)
{
	struct headlines *h = ui->headlines;
	struct list *l = list_new(request, name, place);

	l->request.unread_only = request->unread_only || h->unread_only;
	seek_cancel(ui);
	if (!ui->prompt)
		headlines_unkeep(ui, false);
	list_free(h->list);
	h->list = l;
	h->range_from = SIZE_MAX;
	h->side = 0;
	send_list(ui, l, false, false);
	ui_todo(ui, TODO_DRAW);
}

void headlines_again(struct ui *ui, bool keep)
{
	send_list(ui, ui->headlines->list, false, keep);
	ui_todo(ui, TODO_DRAW);
}

void headlines_set_filter(struct ui *ui, const char *filter)
{
	struct list *l = ui->headlines->list;

	if (g_strcmp0(l->request.filter, filter && *filter ? filter : NULL) == 0)
		return;
	set_text(&l->request.filter, filter);
	l->n_new = 0;
	headlines_again(ui, false);
}

void headlines_set_sort(struct ui *ui, const char *sort)
{
	set_text(&ui->headlines->list->request.sort, sort);
	ui->headlines->list->top = 0;
	headlines_again(ui, true);
}

const char *headlines_sort(const struct ui *ui)
{
	const struct list_request *r = &ui->headlines->list->request;

	if (ui->headlines->list->own_sort)
		return ui->headlines->list->own_sort;
	if (r->sort)
		return r->sort;
	if (r->scope == SCOPE_SECTION && r->path) {
		const struct section *s = subs_section(ui->conf->subs, r->path);
		if (s)
			return setting_text(s->settings, SET_SORT);
	}
	return setting_text(ui->conf->settings, SET_SORT);
}

void headlines_refresh(struct ui *ui)
{
	struct list *l = ui->headlines->list;

	if (!l->loaded || l->serial || l->refresh || ui->headlines->kept || l->is_search)
		return;
	send_list(ui, l, true, true);
}

void headlines_tidy(struct ui *ui)
{
	struct list *l = ui->headlines->list;

	l->n_new = 0;
	list_stale(l, NULL, 0);
	headlines_again(ui, false);
}

void headlines_keep(struct ui *ui)
{
	struct headlines *h = ui->headlines;

	if (h->kept)
		return;
	h->kept = h->list;
	h->list = list_new(&h->kept->request, h->kept->name, h->kept->place);
	/* what is shown stays until the first results come */
	h->list->ids = g_memdup2(h->kept->ids, h->kept->n * sizeof(int64_t));
	h->list->n = h->kept->n;
	h->list->cursor = h->kept->cursor;
	h->list->top = h->kept->top;
	h->list->loaded = h->kept->loaded;
	h->list->whole = h->kept->whole;
}

void headlines_unkeep(struct ui *ui, bool restore)
{
	struct headlines *h = ui->headlines;

	if (!h->kept)
		return;
	if (restore) {
		list_free(h->list);
		h->list = g_steal_pointer(&h->kept);
		headlines_follow(ui);
	} else {
		list_free(h->kept);
		h->kept = NULL;
	}
	ui_todo(ui, TODO_DRAW);
}

const struct row *headlines_current(const struct ui *ui)
{
	const struct list *l = ui->headlines->list;

	return list_row(l, l->cursor);
}

void headlines_cursor(struct ui *ui, size_t i)
{
	struct headlines *h = ui->headlines;

	h->step = (int64_t)i - (int64_t)h->list->cursor;
	list_set_cursor(h->list, i);
	if (h->range_from != SIZE_MAX) {
		size_t a = MIN(h->range_from, h->list->cursor);
		size_t b = MAX(h->range_from, h->list->cursor);
		for (size_t k = a; k <= b && k < h->list->n; k++)
			headlines_select(ui, h->list->ids[k], true);
	}
	headlines_follow(ui);
	ui_todo(ui, TODO_DRAW);
}

void headlines_follow(struct ui *ui)
{
	const struct list *l = ui->headlines->list;

	if (!l->loaded)
		return;
	article_show(ui, list_cursor_id(l));
}

bool headlines_need(struct ui *ui, size_t from, size_t to)
{
	struct list *l = ui->headlines->list;
	bool all = true;

	for (;;) {
		size_t n = 0;
		const int64_t *ids = list_missing(l, from, to, ui->serial + 1, &n);
		if (!ids)
			break;
		struct request *r = request_new(REQ_ROWS);
		r->ids = g_memdup2(ids, n * sizeof(int64_t));
		r->n_ids = n;
		/* a search shows where it found what */
		r->list.query = g_strdup(l->request.filter ? l->request.filter
					 : l->is_search	   ? l->request.query
							   : NULL);
		ui_send(ui, r);
		all = false;
	}
	return all;
}

void headlines_ahead(struct ui *ui)
{
	const struct headlines *h = ui->headlines;
	const struct list *l = h->list;

	if (!l->loaded || l->n == 0)
		return;
	for (size_t k = 1; k <= AHEAD && l->cursor + k < l->n; k++)
		article_ahead(ui, l->ids[l->cursor + k]);
	if (l->cursor > 0)
		article_ahead(ui, l->ids[l->cursor - 1]);
	if (!ui->layout.pane[PANE_HEADLINES].visible)
		return;
	size_t fit = headlines_fit(ui, l->top), page = page_step(fit);
	headlines_need(ui, l->top - MIN(l->top, fit), l->top + 2 * fit);
	if (h->step == 1 || h->step == -1)
		return;
	if (l->cursor + page < l->n)
		article_ahead(ui, l->ids[l->cursor + page]);
	if (l->cursor >= page)
		article_ahead(ui, l->ids[l->cursor - page]);
}

bool headlines_is_gone(const struct ui *ui, const struct row *row)
{
	const struct list_request *r = &ui->headlines->list->request;

	if (row->deleted)
		return true;
	if (r->unread_only && !row->unread)
		return true;
	if (row_has_tag(row, "snoozed") && !(r->query && strstr(r->query, "snoozed")))
		return true;
	if (r->scope != SCOPE_QUERY || !r->query)
		return false;
	if (strcmp(r->query, "is:starred") == 0)
		return !row->starred;
	if (strcmp(r->query, "is:unread") == 0)
		return !row->unread;
	if (g_str_has_prefix(r->query, "tag:") && !strchr(r->query, ' '))
		return !row_has_tag(row, r->query + 4);
	return false;
}

void headlines_select(struct ui *ui, int64_t id, bool on)
{
	if (on)
		g_hash_table_add(ui->headlines->selected, g_memdup2(&id, sizeof(id)));
	else
		g_hash_table_remove(ui->headlines->selected, &id);
}

bool headlines_is_selected(const struct ui *ui, int64_t id)
{
	return g_hash_table_contains(ui->headlines->selected, &id);
}

int64_t *headlines_targets(struct ui *ui, int count, size_t *n)
{
	const struct headlines *h = ui->headlines;
	const struct list *l = h->list;
	guint n_selected = g_hash_table_size(h->selected);
	int64_t *ids;

	*n = 0;
	if (n_selected > 0) {
		GHashTableIter i;
		gpointer key;
		ids = g_new(int64_t, n_selected);
		g_hash_table_iter_init(&i, h->selected);
		while (g_hash_table_iter_next(&i, &key, NULL))
			ids[(*n)++] = *(int64_t *)key;
		return ids;
	}
	if (!l->loaded || l->n == 0)
		return NULL;
	*n = MIN((size_t)MAX(count, 1), l->n - l->cursor);
	return g_memdup2(l->ids + l->cursor, *n * sizeof(int64_t));
}

/* The ids of the list itself came. */
static void took_list(struct ui *ui, struct list *l, struct event *e)
{
	bool first = !l->loaded;

	list_take_ids(l, g_steal_pointer(&e->ids), e->whole);
	g_free(l->own_sort);
	l->own_sort = g_steal_pointer(&e->own_sort);
	if (e->whole)
		l->serial = 0;
	if (l != ui->headlines->list)
		return;
	headlines_need(ui, l->top, l->top + rows_in_sight(ui));
	if (first && l->want_unread) {
		l->want_unread = false;
		seek_start(ui, SEEK_UNREAD, NULL, 0, 1, false, found_row, NULL);
	}
	headlines_follow(ui);
}

static void took_refresh(struct ui *ui, struct list *l, struct event *e)
{
	list_take_next(l, g_steal_pointer(&e->ids), e->whole);
	if (!e->whole)
		return;
	l->refresh = 0;
	if (l->n_new == 0)
		return;
	/* nobody has moved yet, or nothing is there: show what came */
	if ((!l->touched && ui->focus != PANE_ARTICLE) || l->n == 0) {
		if (!l->touched)
			l->cursor = l->top = 0;
		if (!l->touched)
			l->n = 0; /* the cursor stays at the top, not on its story */
		list_join_all(l);
		l->n_new = 0;
		headlines_follow(ui);
	} else if (l->top > 0 && strcmp(headlines_sort(ui), "date") == 0) {
		if (list_join_above(l))
			l->top = MIN(l->top, l->cursor);
	}
}

bool headlines_event(struct ui *ui, struct event *e)
{
	struct headlines *h = ui->headlines;
	struct list *lists[] = {h->list, h->kept};

	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++) {
		struct list *l = lists[i];
		if (!l || !e->serial)
			continue;
		if (e->kind == EVENT_LIST && e->serial == l->serial)
			took_list(ui, l, e);
		else if (e->kind == EVENT_LIST && e->serial == l->refresh)
			took_refresh(ui, l, e);
		else if (e->kind == EVENT_FAILED && e->serial == l->serial)
			l->serial = 0, l->loaded = true;
		else if (e->kind == EVENT_FAILED && e->serial == l->refresh) {
			l->refresh = 0;
			return true;
		} else if (e->kind == EVENT_ROWS &&
			   list_take_rows(l, e->serial, e->rows)) {
			e->rows = NULL;
			readon_rows(ui);
		} else
			continue;
		ui_todo(ui, TODO_DRAW);
		return e->kind != EVENT_FAILED;
	}
	return false;
}

/* While the ids of a long list still come the counters know better. */
size_t headlines_total(const struct ui *ui)
{
	const struct list *l = ui->headlines->list;
	const struct list_request *r = &l->request;
	const struct feed_state *feed = ui_feed(ui, r->feed);
	int64_t known = 0;

	if (l->whole || r->unread_only || r->filter || (r->query && *r->query))
		return l->n;
	if (r->scope == SCOPE_ALL)
		known = ui->totals.total;
	else if (r->scope == SCOPE_FEED && feed)
		known = feed->total;
	return MAX(l->n, (size_t)MAX(known, 0));
}

bool headlines_settled(const struct ui *ui)
{
	const struct list *l = ui->headlines->list;
	size_t last = MIN(l->top + (size_t)MAX(ui->headlines->body.h, 1), l->n);

	if (!l->loaded)
		return false;
	for (size_t i = l->top; i < last; i++)
		if (!list_row(l, i))
			return false;
	return true;
}

const struct pane headlines_pane = {
	.context = CONTEXT_HEADLINES,
	.layout = place_headlines,
	.draw = headlines_draw,
	.title = headlines_title,
	.title_right = headlines_title_right,
	.move = move_headlines,
	.open = open_headline,
	.find = find_headline,
	.click = click_headline,
};
