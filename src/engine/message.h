/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the faces of tnews (panes, commands) ask of the engine, and what they hear.
 *
 * A request is sent with engine_send and is never answered at once; events arrive in the
 * main loop, by the function given to engine_new. Whoever gets a message owns it. */
#ifndef ENGINE_MESSAGE_H
#define ENGINE_MESSAGE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "store/story.h"
#include "wire/page.h"

enum request_kind {
	REQ_LIST,     /* ids of a list -> EVENT_LIST (first few, then whole) */
	REQ_ROWS,     /* rows of ids -> EVENT_ROWS */
	REQ_PAGE,     /* a story laid out -> EVENT_PAGE */
	REQ_COUNTS,   /* -> EVENT_COUNTS; also sent unasked when they change */
	REQ_TAGS,     /* -> EVENT_TAGS */
	REQ_ACT,      /* tags, marks, deletion -> EVENT_ACTED */
	REQ_PLACE,    /* where a story was left: story, anchor; not answered */
	REQ_UNDO,     /* n changes back (n < 0: again) -> EVENT_ACTED */
	REQ_RELOAD,   /* -> EVENT_RELOAD while it goes on */
	REQ_STOP_RELOAD,
	REQ_DISCOVER, /* the feeds at an address (url) -> EVENT_OFFERS, or EVENT_FAILED */
	REQ_FULLTEXT, /* the page behind a story (story) is fetched and kept -> EVENT_FULLTEXT */
	REQ_IMPORT,   /* the file (path) is read as a list of feeds -> EVENT_OUTLINES */
	REQ_EXPORT,   /* text into a new file (path) -> EVENT_EXPORTED */
	REQ_MOVE,     /* the feed of the one address (from) gets another (url), with its
	                 stories; not answered, but by EVENT_FAILED */
};

/* Which stories a list shows. */
enum list_scope {
	SCOPE_ALL,     /* of all subscribed feeds */
	SCOPE_SECTION, /* path: a section, with those inside it; a query section, its query */
	SCOPE_FEED,    /* feed: id of the store */
	SCOPE_QUERY,   /* query alone, over everything */
};

/* What of a story a page shows. */
enum page_view {
	VIEW_STORY,   /* laid out: the text of its page, if it is kept, else the feed's */
	VIEW_FEED,    /* laid out: the feed's text, whatever else is kept */
	VIEW_HTML,    /* its HTML as text */
	VIEW_ENTRY,   /* all that the feed says of it, as text */
	VIEW_COMPARE, /* laid out, the words marked that were changed */
	PAGE_VIEWS
};

struct list_request {
	enum list_scope scope;
	char *path;
	int64_t feed;
	char *query;       /* narrows the scope; "" or NULL: nothing */
	char *filter;      /* narrows further, as typed with f */
	bool unread_only;
	int64_t keep;      /* a story that stays in although it no longer fits; 0 none */
	char *sort;        /* "date" (newest first), "-date", "title": NULL for the section's own */
};

struct request {
	enum request_kind kind;
	uint32_t serial;   /* the asker's; the events that answer carry it. A newer REQ_LIST
	                      or REQ_PAGE cancels an older one that is not urgent */
	struct list_request list;   /* LIST; ACT with by_list; ROWS: of it only query, the
	                               text whose hits are to be shown, or NULL */
	int64_t *ids;               /* ROWS; ACT */
	size_t n_ids;
	/* PAGE */
	int64_t story;
	int width;
	uint32_t flags;             /* enum render_flags */
	enum page_view view;
	enum story_text shown;      /* which of the feed's texts */
	uint32_t anchor;            /* PLACE */
	bool ahead;                 /* nobody waits yet: a neighbour of the cursor */
	char *html, *title;         /* this text instead of a story (then story is 0) */
	/* ACT */
	bool by_list;
	char **add, **remove;       /* NULL-terminated, or NULL */
	bool delete_stories;
	int64_t snooze_until;       /* 0: not */
	char *label;
	/* UNDO */
	int n;
	/* RELOAD */
	char *section;              /* path, or NULL */
	int64_t *feeds;             /* ids, or NULL: section's, else all */
	size_t n_feeds;
	bool due;                   /* only those whose time has come */
	bool force;                 /* without the cache */
	char *url;                  /* DISCOVER: as typed; MOVE */
	char *from;                 /* MOVE; ACT: every story that has this tag gets the tag
	                               url in its place */
	char *path, *text;          /* IMPORT, EXPORT */
};

struct fetch;

struct request *request_new(enum request_kind kind);
void request_free(struct request *r);

enum event_kind {
	EVENT_LIST,
	EVENT_ROWS,
	EVENT_PAGE,
	EVENT_COUNTS,
	EVENT_TAGS,
	EVENT_ACTED,
	EVENT_RELOAD,
	EVENT_FEED,    /* one feed of a reload is done */
	EVENT_CHANGED, /* stories changed under us: a reload's batch, another process */
	EVENT_FULLTEXT, /* story_id: its page came and is kept; or text: why not. story_id 0:
	                 only left, the pages that are still to come */
	EVENT_SUBSCRIBED, /* the store knows the feeds of the file that was read again:
	                     their ids stand in conf->subs now */
	EVENT_OFFERS,  /* the feeds that an address leads to */
	EVENT_OUTLINES, /* what a list holds: for engine_import */
	EVENT_EXPORTED, /* text: the file that was written */
	EVENT_FAILED,  /* a request failed: text; serial says which */
	EVENT_NOTICE,  /* something to tell: text (a feed that cannot be read safely ...) */
};

/* Counts of a section that is a query. */
struct section_count {
	const char *path;
	int64_t unread, total;
};

/* A reload as it stands. */
struct reload_progress {
	bool running;
	size_t total, done;         /* feeds */
	size_t changed, unchanged, failed;
	size_t new_stories;
	bool cancelled;
};

struct event {
	enum event_kind kind;
	uint32_t serial;
	/* LIST */
	struct ids *ids;
	bool whole;                 /* false: the first few, the whole follows */
	char *own_sort;             /* the order that its query asks for, as in sort:,
	                               or NULL: that of the request holds */
	/* ROWS */
	struct rows *rows;
	/* PAGE: either may be NULL when the story is gone; text says why */
	struct story *story;
	struct page *page;          /* lives in page_arena */
	struct arena *page_arena;
	int width;
	enum page_view view;
	/* COUNTS */
	struct feed_states *feeds;
	struct totals totals;
	struct section_count *sections; /* in sections_arena */
	size_t n_sections;
	struct arena *sections_arena;
	/* TAGS */
	struct tag_counts *tags;
	/* ACTED */
	size_t n_changed;
	int64_t *changed_ids;       /* at most 1,000; NULL: more, ask again */
	size_t n_changed_ids;
	bool undone, redone;
	char *label;
	/* SUBSCRIBED, for the engine */
	GHashTable *subscribed;     /* url -> int64_t * */
	/* RELOAD */
	struct reload_progress reload;
	int64_t *fetching;          /* feeds under way now */
	size_t n_fetching;
	/* FEED; text: what failed, or NULL */
	int64_t feed;
	char *url;
	enum fail fail;             /* FAIL_NONE: new content, or unchanged */
	bool unchanged;
	bool hushed;                /* nobody wants to hear of its failure */
	size_t n_new, n_updated;    /* stories */
	int64_t next;               /* next try, DATE_NONE any time */
	char *stories;              /* RELOAD that ended: what is new, for hooks */
	/* FULLTEXT; serial 0: nobody asked for it, it was fetched ahead of time */
	int64_t story_id;
	size_t left;
	/* between the files of engine/ alone: */
	GPtrArray *wishes;          /* struct fulltext_wish */
	struct fetch *page_fetch;   /* a page that came, or did not */
	/* OFFERS */
	GPtrArray *offers;          /* struct offer of wire/job.h, at least one */
	struct answer *outlines;    /* OUTLINES: of kind ANSWER_OUTLINES */
	/* FAILED, NOTICE, and the summary of a RELOAD that ended */
	char *text;
	int error;                  /* enum err_kind of FAILED */
};

void event_free(struct event *e);

#endif
