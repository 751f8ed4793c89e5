/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of feed formats, and the digests by which documents and stories are compared
 * with what they were. */
#include "wire/feed.h"

#include <glib.h>
#include <string.h>

static const char *const format_names[FEED_FORMATS] = {
	[FEED_RSS_090] = "rss-0.90",	  [FEED_RSS_091] = "rss-0.91",
	[FEED_RSS_092] = "rss-0.92",	  [FEED_RSS_10] = "rss-1.0",
	[FEED_RSS_20] = "rss-2.0",	  [FEED_ATOM_03] = "atom-0.3",
	[FEED_ATOM_10] = "atom-1.0",	  [FEED_JSON_10] = "json-feed-1.0",
	[FEED_JSON_11] = "json-feed-1.1", [FEED_CDF] = "cdf",
};

const char *feed_format_name(enum feed_format format)
{
	return (unsigned)format < FEED_FORMATS ? format_names[format] : NULL;
}

/* A round of multiplication and folding takes 8 bytes; the odd constant is 2^64 divided
 * by the golden ratio. Words are little endian everywhere: digests stay in stores. */
static uint64_t stir(uint64_t h, uint64_t word)
{
	h = (h ^ word) * UINT64_C(0x9E3779B97F4A7C15);
	return h ^ (h >> 32);
}

uint64_t digest_bytes(uint64_t seed, const void *bytes, size_t n)
{
	const unsigned char *p = bytes;
	uint64_t h = stir(seed, n);
	for (; n >= 8; p += 8, n -= 8) {
		uint64_t word;
		memcpy(&word, p, 8);
		h = stir(h, GUINT64_FROM_LE(word));
	}
	if (n > 0) {
		uint64_t word = 0;
		memcpy(&word, p, n);
		h = stir(h, GUINT64_FROM_LE(word));
	}
	return stir(stir(h, UINT64_C(0xD6E8FEB86659FD93)), h >> 29);
}

/* The rounds of one word hang on those of the word before; four that do not keep a
 * processor busy. */
uint64_t digest_document(const void *bytes, size_t n)
{
	const unsigned char *p = bytes;
	uint64_t a = DIGEST_SEED, b = a + 1, c = a + 2, d = a + 3;
	size_t left = n;
	for (; left >= 32; p += 32, left -= 32) {
		uint64_t words[4];
		memcpy(words, p, sizeof words);
		a = stir(a, GUINT64_FROM_LE(words[0]));
		b = stir(b, GUINT64_FROM_LE(words[1]));
		c = stir(c, GUINT64_FROM_LE(words[2]));
		d = stir(d, GUINT64_FROM_LE(words[3]));
	}
	uint64_t h = stir(stir(stir(stir(a, n), b), c), d);
	return digest_bytes(h, p, left);
}

static uint64_t text(uint64_t h, const char *s)
{
	return s ? digest_bytes(h, s, strlen(s)) : stir(h, UINT64_MAX);
}

static uint64_t persons(uint64_t h, const struct person *list, size_t n)
{
	h = stir(h, n);
	for (size_t i = 0; i < n; i++)
		h = text(text(text(h, list[i].name), list[i].email), list[i].uri);
	return h;
}

uint64_t item_digest(const struct item *item)
{
	uint64_t h = DIGEST_SEED;
	h = text(text(text(h, item->id), item->title), item->link);
	h = text(text(text(h, item->comments), item->language), item->rights);
	h = text(text(text(h, item->summary), item->content), item->image);
	h = stir(stir(h, (uint64_t)item->published), (uint64_t)item->updated);
	h = stir(stir(h, (uint64_t)item->duration_s), item->id_is_link);
	h = persons(h, item->authors, item->n_authors);
	h = persons(h, item->contributors, item->n_contributors);
	h = stir(h, item->n_categories);
	for (size_t i = 0; i < item->n_categories; i++) {
		const struct category *c = &item->categories[i];
		h = text(text(text(h, c->term), c->scheme), c->label);
	}
	h = stir(h, item->n_enclosures);
	for (size_t i = 0; i < item->n_enclosures; i++) {
		const struct enclosure *e = &item->enclosures[i];
		h = text(text(text(h, e->url), e->type), e->title);
		h = stir(h, (uint64_t)e->length);
	}
	h = stir(h, item->n_links);
	for (size_t i = 0; i < item->n_links; i++) {
		const struct link *l = &item->links[i];
		h = text(text(text(text(h, l->rel), l->href), l->type), l->title);
	}
	h = text(text(text(h, item->source.title), item->source.link), item->source.id);
	return h;
}
