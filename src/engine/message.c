/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages are made and freed here; engine/message.h says what is in them. */
#include "engine/internal.h"

struct request *request_new(enum request_kind kind)
{
	struct request *r = g_new0(struct request, 1);
	r->kind = kind;
	return r;
}

void request_free(struct request *r)
{
	if (!r)
		return;
	g_free(r->list.path);
	g_free(r->list.query);
	g_free(r->list.filter);
	g_free(r->list.sort);
	g_free(r->ids);
	g_free(r->html);
	g_free(r->title);
	g_strfreev(r->add);
	g_strfreev(r->remove);
	g_free(r->label);
	g_free(r->section);
	g_free(r->url);
	g_free(r->from);
	g_free(r->path);
	g_free(r->text);
	g_free(r->feeds);
	g_free(r);
}

void event_free(struct event *e)
{
	if (!e)
		return;
	ids_free(e->ids);
	rows_free(e->rows);
	story_free(e->story);
	arena_free(e->page_arena);
	feed_states_free(e->feeds);
	arena_free(e->sections_arena);
	tag_counts_free(e->tags);
	g_free(e->changed_ids);
	g_free(e->label);
	g_free(e->own_sort);
	g_free(e->fetching);
	g_free(e->url);
	g_free(e->stories);
	if (e->wishes)
		g_ptr_array_unref(e->wishes);
	fetch_free(e->page_fetch);
	if (e->subscribed)
		g_hash_table_unref(e->subscribed);
	if (e->offers)
		g_ptr_array_unref(e->offers);
	answer_free(e->outlines);
	g_free(e->text);
	g_free(e);
}
