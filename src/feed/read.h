/* SPDX-License-Identifier: GPL-3.0-or-later */
/* read: the reader of an XML feed, shared by the files of this folder.
 *
 * xml.c calls walk_start, walk_text and walk_end for what libxml2 finds. walk.c keeps
 * the stack of open elements, looks each up in elements.def, gathers its text, and calls
 * the function that the table names; those are in rss.c, atom.c, cdf.c, modules.c, and
 * put what they find into r->draft. */
#ifndef FEED_READ_H
#define FEED_READ_H

#include <glib.h>
#include <stdbool.h>

#include "feed/draft.h"
#include "feed/feed.h"
#include "feed/ns.h"

/* What an element stands in: the nearest open element that opened something. */
enum inside {
	IN_DOCUMENT = 1 << 0,
	IN_FEED = 1 << 1,
	IN_ITEM = 1 << 2,
	IN_SOURCE = 1 << 3,
	IN_IMAGE = 1 << 4, /* the image of a feed */
	IN_PERSON = 1 << 5,
	IN_MEDIA = 1 << 6, /* a media:content, media:group */
	IN_OTHER = 1 << 7, /* an element nobody knows */
	IN_ANY = (1 << 8) - 1,
	IN_FOREIGN = 1 << 8, /* an element of a namespace of its own: no stories here */
	IN_SKIP = 1 << 9,    /* skipHours, skipDays */
};

/* What of an element's content is wanted. */
enum content {
	NO_TEXT, /* its attributes say all */
	TEXT,	 /* its text, markup inside left out */
	MARKUP,	 /* HTML: as text, or as elements that are written out again */
	OPENS,	 /* elements of its own */
};

struct attr {
	const char *name; /* local name */
	enum ns ns;	  /* NS_RSS for none */
	const char *value;
};

/* An element that a function is called for: valid during the call. */
struct element {
	const struct rule *rule;
	const char *name; /* local name as written */
	const char *uri;  /* its namespace as written, or NULL */
	const struct attr *attrs;
	size_t n_attrs;
	const char *text; /* TEXT: trimmed; MARKUP: HTML; else "" */
	size_t n_text;
	bool markup;	  /* held elements, not only text */
	bool clean;	  /* utf8_clean would leave all of text as it is */
	const char *base; /* xml:base in force, absolute, or NULL */
	const char *lang; /* xml:lang in force, or NULL */
	int line;
};

struct reader;
typedef void element_fn(struct reader *r, const struct element *e);

/* One line of elements.def. */
struct rule {
	enum ns ns;
	const char *name; /* lower case */
	unsigned inside;  /* enum inside, several */
	enum content content;
	enum inside opens;   /* OPENS: what its children stand in */
	element_fn *begin;   /* called at the start tag, or NULL */
	element_fn *end;     /* called at the end tag, or NULL */
	unsigned char field; /* enum draft_text, draft_date: for the function */
	unsigned char rank;
	const char *help;
};

struct reader {
	struct arena *arena; /* of what is read now: keep, or that of the item */
	struct arena *keep;  /* of the feed */
	struct arena *own;   /* of one item, if they are printed one by one; or NULL */
	GString *printed;    /* to where they are printed, or NULL */
	struct feed *feed;
	const char *url; /* of the document, or NULL */
	struct draft channel, item, source;
	struct draft *draft; /* what functions put into */
	GArray *items;	     /* struct item */
	GArray *waiting;     /* guint: those of them that have relative addresses */
	GArray *warnings;    /* struct warning */
	enum ns native;	     /* of elements without a known namespace */
	bool rdf;	     /* the root was RDF */
	bool mended;	     /* the document was: elements may stand anywhere */
	bool clean;	     /* what is read of it is as utf8_clean would leave it */
	size_t n_printed;
	bool items_skipped;	 /* there were more than LIMIT_ITEMS */
	bool in_item, item_held; /* item_held: something */
	const char *link;	 /* the feed's own, as it was last judged */
	bool link_is_base;
	struct person person;
	bool person_contributor;
	struct enclosure *media; /* of the media:content that is open */
	bool media_default, image_default;
	GString *scratch;
	struct walk *walk;
	/* a list of subscriptions: */
	GArray *outlines; /* struct outline; NULL: a feed is wanted */
	uint32_t outline_depth;
	bool opml; /* it is one */
};

/* --- for the functions of elements.def -------------------------------------------- */

/* The value of an attribute without a namespace, or NULL. */
const char *element_attr(const struct element *e, const char *name);
const char *element_attr_ns(const struct element *e, enum ns ns, const char *name);

/* Adds a warning; line 0: unknown. */
void reader_warn(struct reader *r, int line, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Text in the arena, filtered as CLEAN_LINE, at most ceiling bytes; NULL if empty. */
const char *reader_line(struct reader *r, const char *s, size_t n, size_t ceiling);
/* The same in the arena of the feed, for what outlives an item. */
const char *reader_keep(struct reader *r, const char *s, size_t ceiling);
/* The same of text that may be HTML: markup and one level of entities taken out. */
const char *reader_plain(struct reader *r, const char *html, size_t n);
/* An absolute address in the arena, seen from the element; NULL if empty or harmful. */
const char *reader_url(struct reader *r, const struct element *e, const char *ref);
/* HTML in the arena with absolute addresses, or NULL. */
const char *reader_html(struct reader *r, const struct element *e, const char *html,
			size_t n);

/* Functions that several formats share; field and rank come from the rule. */
element_fn put_line, put_plain, put_html, put_url, put_date, put_image_url;

/* The format of a feed without a root that says it: by the element at hand. */
void reader_guess_format(struct reader *r, const struct element *e);

/* Items: begun by the start tag, finished by the end tag, the next item, or the end. */
element_fn item_begin, item_end;

/* --- for feed.c, xml.c ------------------------------------------------------------- */

/* printed: items are written there as soon as they are read, as JSON (print.h), and not
 * kept; or NULL. */
void reader_init(struct reader *r, struct arena *arena, struct feed *feed,
		 const char *url, GString *printed);
void reader_clear(struct reader *r);
/* Forgets all that was read: for a second attempt. */
void reader_restart(struct reader *r);
/* Addresses made absolute once the feed's own link is known; all into r->feed. */
void reader_finish(struct reader *r);

#endif
