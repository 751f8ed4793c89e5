/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ends of what the store gives out. */
#include "store/story.h"

#include <glib.h>

void rows_free(struct rows *r)
{
	if (r)
		arena_free(r->arena);
	g_free(r);
}

void story_free(struct story *s)
{
	if (s)
		arena_free(s->arena);
	g_free(s);
}

void ids_free(struct ids *ids)
{
	if (ids)
		g_free(ids->ids);
	g_free(ids);
}

struct ids *ids_copy(const struct ids *ids)
{
	struct ids *copy = g_new0(struct ids, 1);
	copy->n = ids->n;
	copy->ids = g_memdup2(ids->ids, ids->n * sizeof *ids->ids);
	return copy;
}

void feed_states_free(struct feed_states *f)
{
	if (f)
		arena_free(f->arena);
	g_free(f);
}

void tag_counts_free(struct tag_counts *t)
{
	if (t)
		arena_free(t->arena);
	g_free(t);
}
