/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page behind the story: asked for, and what becomes of what is shown when it came. */
#include "config.h"

#include "ui/article.h"
#include "ui/status.h"
#include "util/i18n.h"

void article_ask_fulltext(struct ui *ui, int64_t id)
{
	GHashTable *asked = ui->article->fulltexts;

	if (g_hash_table_contains(asked, &id))
		return;
	struct request *r = request_new(REQ_FULLTEXT);
	r->story = id;
	ui_send(ui, r);
	g_hash_table_add(asked, g_memdup2(&id, sizeof(id)));
}

bool article_offers_fulltext(const struct ui *ui)
{
	const struct article *a = ui->article;
	const struct story *s = article_story(ui);
	if (!s || !s->teaser || a->view != VIEW_STORY ||
	    g_hash_table_contains(a->offered, &s->row.id))
		return false;
	const struct sub *sub = ui_sub(ui, s->row.feed);
	return (sub ? setting_number(sub->settings, SET_AUTO_FULLTEXT)
		    : ui_number(ui, SET_AUTO_FULLTEXT)) != 0;
}

void article_take_offer(struct ui *ui)
{
	int64_t id = ui->article->id;

	g_hash_table_add(ui->article->offered, g_memdup2(&id, sizeof(id)));
	article_ask_fulltext(ui, id);
	article_lay_head(ui);
	ui_say(ui, MESSAGE_NOTICE, _("fetching the rest ..."));
	ui_todo(ui, TODO_DRAW);
}

/* What is read now does not change under the eyes, unless it was asked for: a page that
 * came by itself is shown when the story is shown the next time. */
void article_fulltext(struct ui *ui, const struct event *e)
{
	struct article *a = ui->article;
	bool asked = g_hash_table_remove(a->fulltexts, &e->story_id) && e->serial;

	if (e->text) {
		if (asked)
			ui_say(ui, MESSAGE_WARNING, "%s", e->text);
		return;
	}
	for (guint i = a->pages->len; i-- > 0;) {
		const struct article_page *p = g_ptr_array_index(a->pages, i);
		if (p->id == e->story_id && p != a->shown)
			g_ptr_array_remove_index_fast(a->pages, i);
	}
	GHashTableIter asks;
	gpointer ask;
	g_hash_table_iter_init(&asks, a->asked);
	while (g_hash_table_iter_next(&asks, NULL, &ask))
		if (((struct article_ask *)ask)->id == e->story_id)
			((struct article_ask *)ask)->width = -1; /* of before */
	if (a->shown && a->shown->id == e->story_id)
		a->shown->width = -1; /* shown until the new one comes */
	if (!a->shown || a->id != e->story_id)
		return;
	if (asked || a->top == 0) {
		a->view = VIEW_STORY;
		article_ask(ui, a->id, false);
	}
	if (asked)
		ui_say(ui, MESSAGE_DONE, _("the page's text"));
}
