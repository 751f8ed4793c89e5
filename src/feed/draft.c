/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A feed, an item or a source while its document is being read: draft_init, then the
 * functions that add to it, then draft_to_item or draft_to_feed. */
#include "feed/draft.h"

#include <math.h>
#include <string.h>

#include "text/date.h"
#include "util/limit.h"

static bool same(const char *a, const char *b)
{
	return g_strcmp0(a ? a : "", b ? b : "") == 0;
}

static bool given(const char *s)
{
	return s && *s;
}

void draft_init(struct draft *d)
{
	*d = (struct draft){
		.authors = g_array_new(false, true, sizeof(struct person)),
		.contributors = g_array_new(false, true, sizeof(struct person)),
		.categories = g_array_new(false, true, sizeof(struct category)),
		.enclosures = g_array_new(false, true, sizeof(struct enclosure)),
		.links = g_array_new(false, true, sizeof(struct link)),
	};
	draft_reset(d);
}

void draft_reset(struct draft *d)
{
	g_array_set_size(d->authors, 0);
	g_array_set_size(d->contributors, 0);
	g_array_set_size(d->categories, 0);
	g_array_set_size(d->enclosures, 0);
	g_array_set_size(d->links, 0);
	memset(d->text, 0, sizeof d->text);
	memset(d->text_rank, RANK_NONE, sizeof d->text_rank);
	memset(d->date_rank, RANK_NONE, sizeof d->date_rank);
	d->date[D_PUBLISHED] = d->date[D_UPDATED] = DATE_NONE;
	d->id_is_link = false;
	d->duration_s = d->ttl_minutes = -1;
	d->period_minutes = d->frequency = -1;
	d->skip_hours = d->skip_days = 0;
	d->authors_rank = d->categories_rank = RANK_NONE;
	d->source = (struct source){0};
	d->latitude = d->longitude = (double)NAN;
	d->relative = false;
	d->line = 0;
}

void draft_clear(struct draft *d)
{
	if (!d->authors)
		return;
	g_array_free(d->authors, true);
	g_array_free(d->contributors, true);
	g_array_free(d->categories, true);
	g_array_free(d->enclosures, true);
	g_array_free(d->links, true);
	*d = (struct draft){0};
}

bool draft_wants(const struct draft *d, enum draft_text field, enum rank rank)
{
	return (int)rank < d->text_rank[field];
}

bool draft_text(struct draft *d, enum draft_text field, enum rank rank, const char *value)
{
	if (!given(value) || !draft_wants(d, field, rank))
		return false;
	d->text[field] = value;
	d->text_rank[field] = (unsigned char)rank;
	return true;
}

bool draft_date(struct draft *d, enum draft_date field, enum rank rank, const char *s)
{
	int64_t t;
	if (!given(s) || (int)rank >= d->date_rank[field])
		return given(s);
	if (!date_parse(s, &t))
		return false;
	d->date[field] = t;
	d->date_rank[field] = (unsigned char)rank;
	return true;
}

/* Whether a list of this rank takes a value of that one; a better value empties it. */
static bool list_ready(GArray *list, unsigned char *list_rank, enum rank rank)
{
	if ((int)rank > *list_rank || list->len >= LIMIT_CATEGORIES)
		return false;
	if ((int)rank < *list_rank) {
		g_array_set_size(list, 0);
		*list_rank = (unsigned char)rank;
	}
	return true;
}

static void add_person(GArray *list, const struct person *p)
{
	for (guint i = 0; i < list->len; i++) {
		struct person *o = &g_array_index(list, struct person, i);
		if (same(o->name, p->name) && same(o->email, p->email) &&
		    same(o->uri, p->uri))
			return;
	}
	if (list->len < LIMIT_CATEGORIES)
		g_array_append_val(list, *p);
}

static bool is_person(const struct person *p)
{
	return given(p->name) || given(p->email) || given(p->uri);
}

void draft_author(struct draft *d, enum rank rank, const struct person *p)
{
	if (is_person(p) && list_ready(d->authors, &d->authors_rank, rank))
		add_person(d->authors, p);
}

void draft_contributor(struct draft *d, const struct person *p)
{
	if (is_person(p))
		add_person(d->contributors, p);
}

void draft_category(struct draft *d, enum rank rank, const struct category *c)
{
	if (!given(c->term) || !list_ready(d->categories, &d->categories_rank, rank))
		return;
	for (guint i = 0; i < d->categories->len; i++) {
		struct category *o = &g_array_index(d->categories, struct category, i);
		if (same(o->term, c->term) && same(o->scheme, c->scheme))
			return;
	}
	g_array_append_val(d->categories, *c);
}

struct enclosure *draft_enclosure(struct draft *d, const char *url)
{
	if (!given(url))
		return NULL;
	for (guint i = 0; i < d->enclosures->len; i++) {
		struct enclosure *o = &g_array_index(d->enclosures, struct enclosure, i);
		if (same(o->url, url))
			return o;
	}
	if (d->enclosures->len >= LIMIT_CATEGORIES)
		return NULL;
	struct enclosure e = {.url = url, .length = -1};
	g_array_append_val(d->enclosures, e);
	return &g_array_index(d->enclosures, struct enclosure, d->enclosures->len - 1);
}

void draft_link(struct draft *d, const struct link *link)
{
	if (!given(link->href) || d->links->len >= LIMIT_CATEGORIES)
		return;
	for (guint i = 0; i < d->links->len; i++) {
		struct link *o = &g_array_index(d->links, struct link, i);
		if (same(o->href, link->href) && same(o->rel, link->rel) &&
		    same(o->type, link->type))
			return;
	}
	g_array_append_val(d->links, *link);
}

static void *freeze(struct arena *arena, const GArray *list, size_t size, size_t *n)
{
	*n = list->len;
	if (!list->len)
		return NULL;
	void *copy = arena_array(arena, list->len, size);
	memcpy(copy, list->data, list->len * size);
	return copy;
}

void draft_to_item(const struct draft *d, struct arena *arena, struct item *item)
{
	*item = (struct item){
		.id = d->text[T_ID],
		.id_is_link = d->id_is_link,
		.title = d->text[T_TITLE],
		.link = d->text[T_LINK],
		.comments = d->text[T_COMMENTS],
		.published = d->date[D_PUBLISHED],
		.updated = d->date[D_UPDATED],
		.language = d->text[T_LANGUAGE],
		.rights = d->text[T_RIGHTS],
		.summary = d->text[T_SUMMARY],
		.content = d->text[T_CONTENT],
		.image = d->text[T_IMAGE],
		.duration_s = d->duration_s,
		.source = d->source,
	};
	item->authors = freeze(arena, d->authors, sizeof(struct person),
			       &item->n_authors);
	item->contributors = freeze(arena, d->contributors, sizeof(struct person),
				    &item->n_contributors);
	item->categories = freeze(arena, d->categories, sizeof(struct category),
				  &item->n_categories);
	item->enclosures = freeze(arena, d->enclosures, sizeof(struct enclosure),
				  &item->n_enclosures);
	item->links = freeze(arena, d->links, sizeof(struct link), &item->n_links);
}

void draft_to_feed(const struct draft *d, struct arena *arena, struct feed *feed)
{
	feed->title = d->text[T_TITLE];
	feed->link = d->text[T_LINK];
	feed->self = d->text[T_SELF];
	feed->hub = d->text[T_HUB];
	feed->next = d->text[T_NEXT];
	feed->id = d->text[T_ID];
	feed->language = d->text[T_LANGUAGE];
	feed->generator = d->text[T_GENERATOR];
	feed->icon = d->text[T_ICON];
	feed->image = d->text[T_IMAGE];
	feed->subtitle = d->text[T_SUMMARY];
	feed->rights = d->text[T_RIGHTS];
	feed->updated = d->date[D_UPDATED];
	feed->published = d->date[D_PUBLISHED];
	feed->ttl_minutes = d->ttl_minutes;
	feed->every_minutes = d->period_minutes;
	if (d->period_minutes > 0 && d->frequency > 1)
		feed->every_minutes = MAX(d->period_minutes / d->frequency, 1);
	feed->skip_hours = d->skip_hours;
	feed->skip_days = d->skip_days;
	feed->authors = freeze(arena, d->authors, sizeof(struct person),
			       &feed->n_authors);
	feed->categories = freeze(arena, d->categories, sizeof(struct category),
				  &feed->n_categories);
}
