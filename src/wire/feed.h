/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A feed as tnews understands it, whatever its format was. Plain data: it crosses the
 * socket, becomes rows, and is printed by `tnews parse`. cli.md names the fields.
 *
 * All of it lives in one arena. Absent text is NULL, an absent list has n = 0, an absent
 * date is DATE_NONE. Text fields are plain text (CLEAN_LINE); fields marked HTML are
 * HTML with absolute addresses. Dates are seconds UTC. */
#ifndef WIRE_FEED_H
#define WIRE_FEED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DATE_NONE INT64_MIN

enum feed_format {
	FEED_UNKNOWN,
	FEED_RSS_090,
	FEED_RSS_091,
	FEED_RSS_092,
	FEED_RSS_10,
	FEED_RSS_20,
	FEED_ATOM_03,
	FEED_ATOM_10,
	FEED_JSON_10,
	FEED_JSON_11,
	FEED_CDF,
	FEED_FORMATS
};

struct person {
	const char *name, *email, *uri;
};

struct category {
	const char *term, *scheme, *label;
};

struct enclosure {
	const char *url, *type, *title;
	int64_t length; /* bytes, -1 unknown */
};

struct link {
	const char *rel, *href, *type, *title;
};

struct source {
	const char *title, *link, *id;
};

/* A fault that was repaired or that cost something. */
struct warning {
	int line; /* from 1, 0 unknown */
	const char *message;
};

struct item {
	const char *id;
	bool id_is_link;
	const char *title, *link, *comments;
	struct person *authors, *contributors;
	size_t n_authors, n_contributors;
	int64_t published, updated;
	const char *language;
	const char *rights, *summary, *content; /* HTML */
	const char *image;
	int64_t duration_s; /* -1 unknown */
	struct category *categories;
	size_t n_categories;
	struct enclosure *enclosures;
	size_t n_enclosures;
	struct link *links;
	size_t n_links;
	struct source source;
	/* 64-bit digest of all fields above: equal means unchanged (item_digest). */
	uint64_t digest;
};

struct feed {
	enum feed_format format;
	const char *title, *link, *self, *hub, *next, *id, *language, *generator, *icon,
		*image;		       /* next: of its pages (RFC 5005) */
	const char *subtitle, *rights; /* HTML */
	int64_t updated, published;
	int64_t ttl_minutes;   /* -1 unknown */
	int64_t every_minutes; /* sy:updatePeriod by sy:updateFrequency, -1 unknown */
	uint32_t skip_hours;   /* bit 0 is 00:00 to 01:00 UTC: not to be asked then */
	uint32_t skip_days;    /* bit 0 is Sunday */
	struct person *authors;
	size_t n_authors;
	struct category *categories;
	size_t n_categories;
	struct item *items;
	size_t n_items;
	struct warning *warnings;
	size_t n_warnings;
};

/* "rss-2.0", "atom-1.0", ... ; NULL for FEED_UNKNOWN. */
const char *feed_format_name(enum feed_format format);
/* A digest of n bytes, continued from seed: for stories, hashes of ids. The same on every
 * machine (it is kept in stores); not for secrets. */
uint64_t digest_bytes(uint64_t seed, const void *bytes, size_t n);
#define DIGEST_SEED UINT64_C(14695981039346656037)
/* Another one, several times faster: of documents, to be compared with the last time. */
uint64_t digest_document(const void *bytes, size_t n);
/* The digest of an item's text: what makes an updated story. */
uint64_t item_digest(const struct item *item);

#endif
