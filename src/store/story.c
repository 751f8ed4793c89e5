/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ends of what the store gives out. */
#include "store/story.h"

#include <glib.h>
#include <string.h>

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

const char *story_feed_text(const struct story *s, enum story_text text)
{
	const char *content = s->content && *s->content ? s->content : NULL;
	const char *summary = s->summary && *s->summary ? s->summary : NULL;
	if (!content || !summary)
		return content ? content : summary ? summary : "";
	if (text == TEXT_SUMMARY)
		return summary;
	/* A summary that the content repeats is not shown twice. */
	if (text == TEXT_BOTH && !strstr(content, summary))
		return arena_printf(s->arena, "<div>%s</div><hr><div>%s</div>", summary,
				    content);
	return content;
}

void story_show_text(struct story *s, enum story_text text)
{
	/* Anything else says that the text is damaged, or is that of the page. */
	if (s->body == s->content || s->body == s->summary)
		s->body = story_feed_text(s, text);
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

bool feed_history(const char **at, int64_t *when, GString *word, GString *message)
{
	const char *s = *at, *end = s ? strchr(s, 0x1e) : NULL;
	if (!end) /* the last one was cut */
		return false;
	char *rest;
	*when = g_ascii_strtoll(s, &rest, 10);
	rest += *rest == ' ';
	size_t n = MIN(strcspn(rest, " "), (size_t)(end - rest));
	g_string_truncate(word, 0);
	g_string_append_len(word, rest, (gssize)n);
	rest += n;
	rest += rest < end;
	g_string_truncate(message, 0);
	g_string_append_len(message, rest, end - rest);
	*at = end + 1;
	return true;
}
