/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operations that look: find, filter, search, order, folds, facts. */
#include "config.h"

#include <string.h>

#include "engine/engine.h"
#include "ui/article.h"
#include "ui/headlines.h"
#include "ui/jump.h"
#include "ui/ops.h"
#include "ui/picker.h"
#include "ui/popup.h"
#include "ui/prompt.h"
#include "ui/readon.h"
#include "ui/seek.h"
#include "ui/sections.h"
#include "ui/status.h"
#include "util/error.h"
#include "util/i18n.h"

/* Where the pane stood when / was pressed: each letter looks from there on. */
struct origin {
	enum pane_id pane;
	size_t cursor, top;
	char *before; /* what was looked for until now */
};

static struct origin origin; /* of the one prompt that can be open */

static void set_find(struct ui *ui, enum pane_id pane, const char *text)
{
	char *copy = text && *text ? g_strdup(text) : NULL;

	g_free(ui->find[pane]);
	ui->find[pane] = copy;
	ui_todo(ui, TODO_DRAW);
}

static void to_origin(struct ui *ui)
{
	if (origin.pane == PANE_SECTIONS) {
		ui->sections->cursor = MIN(origin.cursor, ui->sections->places->len - 1);
		ui->sections->top = origin.top;
		const struct place *p = sections_current(ui);
		if (p && strcmp(p->key, ui->headlines->list->place) != 0)
			sections_show(ui);
	} else if (origin.pane == PANE_HEADLINES) {
		struct list *l = ui->headlines->list;
		l->cursor = MIN(origin.cursor, l->n > 0 ? l->n - 1 : 0);
		l->top = MIN(origin.top, l->cursor);
		headlines_follow(ui);
	} else {
		ui->article->top = origin.top;
	}
}

static void find_typed(struct ui *ui, const char *text)
{
	set_find(ui, origin.pane, text);
	if (origin.pane == PANE_SECTIONS && *text) {
		/* without going back first: the lists in between would be asked for */
		ui->sections->cursor = MIN(origin.cursor, ui->sections->places->len - 1);
		size_t before = ui->sections->cursor;
		sections_pane.find(ui, text, 0);
		if (ui->sections->cursor == before) {
			const struct place *p = sections_current(ui);
			if (p && strcmp(p->key, ui->headlines->list->place) != 0)
				sections_show(ui);
		}
		return;
	}
	to_origin(ui);
	if (*text)
		ui_pane(origin.pane)->find(ui, text, 0);
}

static void find_done(struct ui *ui, const char *text, void *data)
{
	(void)data;
	if (!text) {
		set_find(ui, origin.pane, origin.before);
		seek_cancel(ui);
		to_origin(ui);
	} else if (!*text && origin.before) { /* the same again */
		set_find(ui, origin.pane, origin.before);
		ui_pane(origin.pane)->find(ui, origin.before, 1);
	} else {
		set_find(ui, origin.pane, text);
		if (*text && !ui_pane(origin.pane)->find(ui, text, 0))
			ui_say(ui, MESSAGE_NOTICE, _("'%s' is not here"), text);
	}
	g_clear_pointer(&origin.before, g_free);
}

void op_FIND(struct ui *ui, const struct op_call *call)
{
	(void)call;
	g_free(origin.before);
	origin.pane = ui->focus;
	origin.before = g_strdup(ui->find[ui->focus]);
	if (ui->focus == PANE_SECTIONS) {
		origin.cursor = ui->sections->cursor;
		origin.top = ui->sections->top;
	} else {
		origin.cursor = ui->headlines->list->cursor;
		origin.top = ui->focus == PANE_ARTICLE ? ui->article->top
						       : ui->headlines->list->top;
	}
	if (call->args && call->args[0]) {
		g_autofree char *text = g_strjoinv(" ", call->args);
		find_done(ui, text, NULL);
		return;
	}
	prompt_open(ui, PROMPT_FIND, "/", "", find_done, find_typed, NULL);
}

static void next_match(struct ui *ui, int dir, int count)
{
	const char *text = ui->find[ui->focus];

	if (!text) {
		readon_next_unread(ui, dir);
		return;
	}
	for (int i = 0; i < count; i++)
		if (!ui_pane(ui->focus)->find(ui, text, dir)) {
			ui_say(ui, MESSAGE_NOTICE, _("'%s' is not here"), text);
			return;
		}
}

void op_MATCH_NEXT(struct ui *ui, const struct op_call *call)
{
	next_match(ui, 1, op_count(call));
}

void op_MATCH_PREV(struct ui *ui, const struct op_call *call)
{
	next_match(ui, -1, op_count(call));
}

/* A query that cannot be read is shown with its column, and nothing else changes. */
static bool readable(struct ui *ui, const char *text)
{
	GError *err = NULL;
	int column = 0;

	if (engine_query_check(text, &column, &err)) {
		prompt_set_fault(ui, NULL, 0);
		return true;
	}
	prompt_set_fault(ui, err->message, column);
	g_error_free(err);
	return false;
}

static void filter_typed(struct ui *ui, const char *text)
{
	if (readable(ui, text))
		headlines_set_filter(ui, text);
}

static void filter_done(struct ui *ui, const char *text, void *data)
{
	(void)data;
	if (text)
		headlines_set_filter(ui, text);
	headlines_unkeep(ui, text == NULL);
}

void op_FILTER(struct ui *ui, const struct op_call *call)
{
	const char *now = ui->headlines->list->request.filter;

	if (call->args) {
		g_autofree char *text = g_strjoinv(" ", call->args);
		headlines_set_filter(ui, text);
		return;
	}
	if (ui->focus == PANE_SECTIONS)
		ui_focus(ui, PANE_HEADLINES);
	headlines_keep(ui);
	prompt_open(ui, PROMPT_FILTER, _("filter: "), now ? now : "", filter_done,
		    filter_typed, NULL);
}

static void show_results(struct ui *ui, const char *text)
{
	struct list_request request = {.scope = SCOPE_QUERY, .query = (char *)text};
	const struct list *l = ui->headlines->list;

	if (l->is_search && g_strcmp0(l->request.query, text) == 0)
		return;
	g_autofree char *key = g_strconcat("search:", text, NULL);
	g_autofree char *name = g_strdup_printf(_("Search: %s"), text);
	headlines_open(ui, &request, name, key);
	ui->headlines->list->is_search = true;
	ui->headlines->list->request.unread_only = false;
}

static void search_typed(struct ui *ui, const char *text)
{
	if (readable(ui, text) && *text)
		show_results(ui, text);
}

static void search_done(struct ui *ui, const char *text, void *data)
{
	(void)data;
	if (!text || !*text) {
		headlines_unkeep(ui, true);
		return;
	}
	/* the way back leads to the list that was there before */
	struct list *results;
	show_results(ui, text);
	results = g_steal_pointer(&ui->headlines->list);
	if (ui->headlines->kept) {
		ui->headlines->list = g_steal_pointer(&ui->headlines->kept);
		jump_note(ui);
		list_free(ui->headlines->list);
	}
	ui->headlines->list = results;
	sections_set_search(ui, text);
	if (sections_find(ui, results->place))
		sections_go(ui, results->place);
	if (ui->focus == PANE_SECTIONS || ui->focus == PANE_ARTICLE)
		ui_focus(ui, PANE_HEADLINES);
	headlines_follow(ui);
}

void op_SEARCH(struct ui *ui, const struct op_call *call)
{
	headlines_keep(ui);
	if (call->args && call->args[0]) {
		g_autofree char *text = g_strjoinv(" ", call->args);
		search_done(ui, text, NULL);
		return;
	}
	prompt_open(ui, PROMPT_SEARCH, _("search: "), "", search_done, search_typed,
		    NULL);
}

void op_UNREAD_ONLY(struct ui *ui, const struct op_call *call)
{
	struct headlines *h = ui->headlines;

	(void)call;
	h->unread_only = !h->unread_only;
	ui->sections->only_unread = h->unread_only;
	const struct place *p = sections_find(ui, h->list->place);
	if (!p || p->kind != PLACE_UNREAD)
		h->list->request.unread_only = h->unread_only;
	headlines_again(ui, true);
	sections_rebuild(ui);
	ui_say(ui, MESSAGE_DONE,
	       h->unread_only ? _("unread only") : _("read and unread"));
}

void op_TIDY(struct ui *ui, const struct op_call *call)
{
	(void)call;
	headlines_tidy(ui);
}

void op_REVERSE(struct ui *ui, const struct op_call *call)
{
	const char *now = headlines_sort(ui);
	g_autofree char *other = *now == '-' ? g_strdup(now + 1)
					     : g_strconcat("-", now, NULL);

	(void)call;
	headlines_set_sort(ui, other);
}

void op_SORT(struct ui *ui, const struct op_call *call)
{
	if (call->args && call->args[0])
		headlines_set_sort(ui, call->args[0]);
	else
		picker_sort(ui);
}

void op_FOLD(struct ui *ui, const struct op_call *call)
{
	(void)call;
	sections_fold(ui, 0);
}

void op_UNFOLD(struct ui *ui, const struct op_call *call)
{
	(void)call;
	sections_fold(ui, 1);
}

void op_FOLD_CLOSE(struct ui *ui, const struct op_call *call)
{
	(void)call;
	sections_fold(ui, -1);
}

void op_FOLD_ALL(struct ui *ui, const struct op_call *call)
{
	(void)call;
	sections_fold_all(ui, -1);
}

void op_UNFOLD_ALL(struct ui *ui, const struct op_call *call)
{
	(void)call;
	sections_fold_all(ui, 1);
}

void op_UNFOLD_UNREAD(struct ui *ui, const struct op_call *call)
{
	(void)call;
	sections_fold_all(ui, 2);
}

void op_SOURCE(struct ui *ui, const struct op_call *call)
{
	static const enum page_view next[PAGE_VIEWS] = {
		[VIEW_STORY] = VIEW_HTML, [VIEW_HTML] = VIEW_ENTRY};

	(void)call;
	article_set_view(ui, next[ui->article->view]);
}

/* Between the feed's text and the page's; what is not there yet is fetched. */
void op_FULLTEXT(struct ui *ui, const struct op_call *call)
{
	const struct story *s = article_story(ui);
	size_t n = 0;
	g_autofree int64_t *ids = headlines_targets(ui, call->count, &n);

	if (n == 1 && s && s->row.id == ids[0] && s->fulltext) {
		bool page = ui->article->view != VIEW_FEED;
		article_set_view(ui, page ? VIEW_FEED : VIEW_STORY);
		ui_say(ui, MESSAGE_DONE,
		       page ? _("the feed's text") : _("the page's text"));
		return;
	}
	for (size_t i = 0; i < n; i++)
		if (ids[i] > 0)
			article_ask_fulltext(ui, ids[i]);
	if (n > 0 && ids[0] > 0)
		ui_say(ui, MESSAGE_NOTICE,
		       ngettext("fetching the page ...", "fetching %zu pages ...",
				(gulong)n),
		       n);
}

void op_COMPARE(struct ui *ui, const struct op_call *call)
{
	const struct story *s = article_story(ui);

	(void)call;
	if (ui->article->view == VIEW_COMPARE)
		article_set_view(ui, VIEW_STORY);
	else if (s && s->changed != DATE_NONE)
		article_set_view(ui, VIEW_COMPARE);
	else
		ui_say(ui, MESSAGE_DONE, _("this story was not changed since it came"));
}

void op_INFO(struct ui *ui, const struct op_call *call)
{
	(void)call;
	info_open(ui);
}

void op_WIDTH(struct ui *ui, const struct op_call *call)
{
	(void)call;
	if (ui->focus == PANE_SECTIONS) {
		ui->sections->totals = !ui->sections->totals;
		return;
	}
	ui->clip_width = !ui->clip_width;
	ui_todo(ui, TODO_LAYOUT);
}
