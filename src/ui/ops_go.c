/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operations that go elsewhere: stories, sections, lists. */
#include "config.h"

#include <string.h>

#include "ui/article.h"
#include "ui/headlines.h"
#include "ui/jump.h"
#include "ui/opener.h"
#include "ui/ops.h"
#include "ui/picker.h"
#include "ui/popup.h"
#include "ui/prompt.h"
#include "ui/readon.h"
#include "ui/seek.h"
#include "ui/sections.h"
#include "ui/status.h"
#include "util/i18n.h"

static void next_story(struct ui *ui, int n)
{
	struct list *l = ui->headlines->list;
	int64_t at = (int64_t)l->cursor + n;

	if (l->n == 0)
		return;
	if (at < 0 || at >= (int64_t)l->n)
		ui_say(ui, MESSAGE_DONE,
		       n > 0 ? _("this is the last story")
			     : _("this is the first story"));
	headlines_cursor(ui, (size_t)CLAMP(at, 0, (int64_t)l->n - 1));
	if (ui->focus == PANE_SECTIONS)
		ui_focus(ui, PANE_HEADLINES);
}

void op_STORY_NEXT(struct ui *ui, const struct op_call *call)
{
	next_story(ui, op_count(call));
}

void op_STORY_PREV(struct ui *ui, const struct op_call *call)
{
	next_story(ui, -op_count(call));
}

void op_UNREAD_NEXT(struct ui *ui, const struct op_call *call)
{
	(void)call;
	readon_next_unread(ui, 1);
}

void op_UNREAD_PREV(struct ui *ui, const struct op_call *call)
{
	(void)call;
	readon_next_unread(ui, -1);
}

static void to_section(struct ui *ui, const struct op_call *call, int dir, bool unread)
{
	for (int i = 0; i < op_count(call); i++) {
		const struct place *p = sections_next(ui, dir, unread);
		if (!p) {
			ui_say(ui, MESSAGE_DONE,
			       unread ? _("no other section has unread stories")
				      : _("no further section"));
			return;
		}
		g_autofree char *key = g_strdup(p->key);
		if (i == 0)
			jump_note(ui);
		sections_go(ui, key);
	}
	if (unread) {
		ui->headlines->list->want_unread = true;
		readon_rows(ui);
	}
}

void op_SECTION_UNREAD_NEXT(struct ui *ui, const struct op_call *call)
{
	to_section(ui, call, 1, true);
}

void op_SECTION_UNREAD_PREV(struct ui *ui, const struct op_call *call)
{
	to_section(ui, call, -1, true);
}

void op_SECTION_NEXT(struct ui *ui, const struct op_call *call)
{
	to_section(ui, call, 1, false);
}

void op_SECTION_PREV(struct ui *ui, const struct op_call *call)
{
	to_section(ui, call, -1, false);
}

static void found_star(struct ui *ui, size_t at)
{
	headlines_cursor(ui, at);
}

static void no_star(struct ui *ui)
{
	ui_say(ui, MESSAGE_DONE, _("no starred story there"));
}

void op_STARRED_NEXT(struct ui *ui, const struct op_call *call)
{
	(void)call;
	seek_start(ui, SEEK_STARRED, NULL, ui->headlines->list->cursor + 1, 1, false,
		   found_star, no_star);
}

void op_STARRED_PREV(struct ui *ui, const struct op_call *call)
{
	size_t at = ui->headlines->list->cursor;

	(void)call;
	seek_start(ui, SEEK_STARRED, NULL, at > 0 ? at - 1 : SIZE_MAX, -1, false,
		   found_star, no_star);
}

static void to_failing(struct ui *ui, int dir)
{
	const struct place *p = sections_failing(ui, dir);

	if (!p) {
		ui_say(ui, MESSAGE_DONE, _("no feed fails"));
		return;
	}
	g_autofree char *key = g_strdup(p->key);
	jump_note(ui);
	sections_go(ui, key);
	ui_focus(ui, PANE_SECTIONS);
}

void op_FAILING_NEXT(struct ui *ui, const struct op_call *call)
{
	(void)call;
	to_failing(ui, 1);
}

void op_FAILING_PREV(struct ui *ui, const struct op_call *call)
{
	(void)call;
	to_failing(ui, -1);
}

static void go_to_key(struct ui *ui, const char *key, bool focus)
{
	jump_note(ui);
	if (sections_go(ui, key) && focus)
		ui_focus(ui, PANE_HEADLINES);
}

static void any_unread(struct ui *ui, size_t at)
{
	headlines_cursor(ui, at);
}

void op_RANDOM_UNREAD(struct ui *ui, const struct op_call *call)
{
	struct list *l = ui->headlines->list;

	(void)call;
	if (strcmp(l->place, "unread") != 0 || !l->loaded) {
		go_to_key(ui, "unread", true);
		ui->headlines->list->want_unread = true;
		return;
	}
	if (l->n > 0)
		seek_start(ui, SEEK_UNREAD, NULL,
			   (size_t)g_random_int_range(0, (gint32)MIN(l->n, G_MAXINT32)),
			   1, true, any_unread, NULL);
}

void op_BACK(struct ui *ui, const struct op_call *call)
{
	if (article_go_back(ui))
		return;
	if (!jump_go(ui, op_count(call)))
		ui_say(ui, MESSAGE_DONE, _("no way further back"));
}

void op_FORWARD(struct ui *ui, const struct op_call *call)
{
	if (!jump_go(ui, -op_count(call)))
		ui_say(ui, MESSAGE_DONE, _("no way further forward"));
}

void op_GO_ALL(struct ui *ui, const struct op_call *call)
{
	(void)call;
	go_to_key(ui, "all", true);
}

void op_GO_UNREAD(struct ui *ui, const struct op_call *call)
{
	(void)call;
	go_to_key(ui, "unread", true);
}

void op_GO_STARRED(struct ui *ui, const struct op_call *call)
{
	(void)call;
	go_to_key(ui, "starred", true);
}

static void go_to_query(struct ui *ui, const char *query, const char *name,
			const char *key)
{
	struct list_request request = {.scope = SCOPE_QUERY, .query = (char *)query};

	jump_note(ui);
	if (!*key || !sections_go(ui, key))
		headlines_open(ui, &request, name, key);
	ui_focus(ui, PANE_HEADLINES);
}

void op_GO_LATER(struct ui *ui, const struct op_call *call)
{
	(void)call;
	go_to_query(ui, "tag:later", "later", "tag:later");
}

void op_GO_NEW(struct ui *ui, const struct op_call *call)
{
	(void)call;
	if (sections_find(ui, "new"))
		go_to_key(ui, "new", true);
	else
		ui_say(ui, MESSAGE_DONE, _("nothing new since the last reload"));
}

void op_GO_TAG(struct ui *ui, const struct op_call *call)
{
	if (call->args && call->args[0]) {
		g_autofree char *key = g_strconcat("tag:", call->args[0], NULL);
		go_to_query(ui, key, call->args[0], key);
		return;
	}
	picker_go_tag(ui);
}

void op_GO_QUERY(struct ui *ui, const struct op_call *call)
{
	if (call->args && call->args[0]) {
		g_autofree char *query = g_strjoinv(" ", call->args);
		go_to_query(ui, query, query, "");
		ui->headlines->list->is_search = true;
		return;
	}
	picker_go_query(ui);
}

void op_GO_FEED(struct ui *ui, const struct op_call *call)
{
	const struct row *row = headlines_current(ui);
	const struct sub *sub = row ? ui_sub(ui, row->feed) : NULL;

	(void)call;
	if (!row) {
		ui_say(ui, MESSAGE_DONE, _("there is no story here"));
		return;
	}
	int64_t id = row->id;
	struct list_request request = {.scope = SCOPE_FEED, .feed = row->feed};
	jump_note(ui);
	if (!sub || !sections_go_feed(ui, sub))
		headlines_open(ui, &request, ui_feed_name(ui, row->feed), "");
	ui->headlines->list->want = id;
	ui_focus(ui, PANE_HEADLINES);
}

void op_GO_ERRORS(struct ui *ui, const struct op_call *call)
{
	(void)call;
	errors_open(ui);
}

void op_GO_FEEDS(struct ui *ui, const struct op_call *call)
{
	(void)call;
	feeds_open(ui);
}

void op_GO_MESSAGES(struct ui *ui, const struct op_call *call)
{
	(void)call;
	messages_open(ui);
}

static void link_number(struct ui *ui, const char *text, void *data)
{
	(void)data;
	if (text && *text)
		opener_link(ui, (int)CLAMP(g_ascii_strtoll(text, NULL, 10), 0, G_MAXINT));
}

void op_GO_LINK(struct ui *ui, const struct op_call *call)
{
	if (call->count > 0)
		opener_link(ui, call->count);
	else
		prompt_open(ui, PROMPT_NUMBER, _("link number: "), "", link_number, NULL,
			    NULL);
}

void op_BROWSER(struct ui *ui, const struct op_call *call)
{
	const struct story *s = article_story(ui);
	const struct place *p = sections_current(ui);

	if (call->count > 0) {
		opener_link(ui, call->count);
	} else if (ui->focus == PANE_SECTIONS && p && p->sub) {
		const struct feed_state *f = ui_feed(ui, p->sub->id);
		opener_url(ui, f && f->link && *f->link ? f->link : p->sub->url);
	} else if (ui->focus == PANE_SECTIONS) {
		ui_say(ui, MESSAGE_DONE, _("a section has no site; its feeds have"));
	} else if (ui->focus == PANE_ARTICLE && ui->article->link > 0) {
		opener_link(ui, ui->article->link);
	} else if (s && s->link && *s->link) {
		if (opener_url(ui, s->link))
			readon_opened(ui, s->row.id);
	} else {
		ui_say(ui, MESSAGE_DONE, _("this story has no link"));
	}
}

void op_BROWSER_NEXT(struct ui *ui, const struct op_call *call)
{
	struct op_call none = {0};

	(void)call;
	if (ui->focus == PANE_SECTIONS)
		ui_focus(ui, PANE_HEADLINES);
	ui->article->link = 0;
	op_BROWSER(ui, &none);
	readon_next_unread(ui, 1);
}

void op_COMMENTS(struct ui *ui, const struct op_call *call)
{
	const struct story *s = article_story(ui);

	(void)call;
	if (s && s->comments && *s->comments)
		opener_url(ui, s->comments);
	else
		ui_say(ui, MESSAGE_DONE, _("this story names no comments"));
}

void op_LINKS(struct ui *ui, const struct op_call *call)
{
	if (call->count > 0)
		opener_link(ui, call->count);
	else
		picker_links(ui);
}

void op_LINK_NEXT(struct ui *ui, const struct op_call *call)
{
	article_next_link(ui, 1, op_count(call));
}

void op_LINK_PREV(struct ui *ui, const struct op_call *call)
{
	article_next_link(ui, -1, op_count(call));
}
