/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What tnews asks of its worker, and what comes back.
 *
 * A job and an answer are heap structs with an arena that holds all they point to;
 * whoever gets one owns it. Every job is answered exactly once, in any order, by an
 * answer with the job's number; a job that was cancelled or that killed its worker is
 * answered, too (FAIL_CANCELLED, FAIL_CRASH). The worker is not trusted: wire checks
 * every frame, and bounds every string and count. */
#ifndef WIRE_JOB_H
#define WIRE_JOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/arena.h"
#include "wire/feed.h"
#include "wire/page.h"

enum job_kind {
	JOB_FETCH = 1,	/* url -> ANSWER_FEED, ANSWER_SAME */
	JOB_PARSE,	/* bytes -> ANSWER_FEED */
	JOB_PRINT_FEED, /* bytes -> ANSWER_TEXT: the JSON of `tnews parse` */
	JOB_RENDER,	/* bytes (HTML) -> ANSWER_PAGE */
	JOB_CANCEL,	/* stop all JOB_FETCH; not answered itself */
	JOB_DISCOVER,	/* url -> ANSWER_OFFERS: the feed there, or those a page offers */
	JOB_EXTRACT,	/* bytes (a web page) -> ANSWER_FEED of one item: its story */
	JOB_CONFINEMENT, /* -> ANSWER_TEXT: how the worker is locked in, a line each */
	JOB_OUTLINES,	 /* bytes (OPML) -> ANSWER_OUTLINES: the feeds that it lists */
	JOB_KINDS
};

enum job_auth { AUTH_AUTO, AUTH_BASIC, AUTH_DIGEST, AUTH_BEARER, AUTHS };

/* What a transfer is told; security.md 5.3 has the reasons. 0 and NULL: default. */
struct job_transfer {
	const char *etag, *last_modified;
	const char *user_agent, *proxy;
	const char *user, *password;
	const char *headers;	     /* more request headers, a line each */
	const char *cookies;	     /* lines in Netscape's form */
	const char *ca, *cert, *key; /* PEM: trusted, own, its key */
	uint32_t auth;		     /* enum job_auth */
	uint64_t max_speed;	     /* bytes a second */
	uint32_t timeout_ms, connect_timeout_ms;
	uint64_t max_bytes; /* of the decoded body */
	uint32_t max_connections, max_host_connections;
	uint64_t body_digest; /* of the last body: the same again is ANSWER_SAME */
	bool force;	      /* without the cache */
	bool raw;	      /* the document itself is wanted (filter=): decoded, not
	                             parsed -> ANSWER_TEXT */
	bool page;    /* a web page: its story is wanted, as JOB_EXTRACT gives it */
	bool outside; /* no address of the own network: nobody asked for this very one */
};

enum render_flags {
	RENDER_LINK_LIST = 1 << 0, /* the list of links at the end, as --links */
	RENDER_PLAIN = 1 << 1,	   /* bytes are plain text, not HTML */
	RENDER_NO_NUMBERS = 1 << 2,
	RENDER_HYPHENATE = 1 << 3, /* long words are parted, if patterns are installed */
};

struct job {
	struct arena *arena;
	uint32_t number; /* given by the sender; answers carry it */
	enum job_kind kind;
	bool urgent;	 /* somebody waits for it */
	void *context;	 /* the sender's own; never crosses the socket, comes back in the
	                    answer */
	const char *url; /* FETCH: the address; else the base for relative links */
	const char *content_type;
	const char *bytes;
	size_t n_bytes;
	struct job_transfer transfer;
	/* RENDER */
	int width;	    /* columns */
	uint32_t flags;	    /* enum render_flags */
	const char *former; /* HTML of before, to compare with; or NULL */
	const char *title;  /* headline: dropped where the body begins with it again */
	const char *language;
	/* EXTRACT, FETCH of a page: a CSS selector of the story, NULL: it is looked for */
	const char *select;
};

enum answer_kind {
	ANSWER_FEED = 1, /* feed, fetched */
	ANSWER_SAME,	 /* fetched; nothing new: 304, or the same bytes */
	ANSWER_PAGE,	 /* page */
	ANSWER_TEXT,	 /* text */
	ANSWER_FAILED,	 /* fail, message, fetched as far as it came */
	ANSWER_OFFERS,	 /* fetched; offers, perhaps none */
	ANSWER_OUTLINES, /* outlines, perhaps none; warnings */
	ANSWER_BEGUN, /* the job's bytes are about to be read: should the worker die, it
	                    is among the suspects. Never handed out by engine/worker */
	ANSWER_KINDS
};

/* Why a job failed; ui.md 7 has the words. */
enum fail {
	FAIL_NONE,
	FAIL_HOST,    /* no such host */
	FAIL_CONNECT, /* no connection */
	FAIL_TIMEOUT,
	FAIL_TLS,	/* certificate or handshake */
	FAIL_REFUSED,	/* 401, 403, 407, 451: wall or login */
	FAIL_TOO_MANY,	/* 429 */
	FAIL_NOT_FOUND, /* 404 and other 4xx */
	FAIL_GONE,	/* 410 */
	FAIL_SERVER,	/* 5xx, and answers that are no HTTP */
	FAIL_REDIRECT,	/* loop, too many, forbidden scheme or address */
	FAIL_WEB_PAGE,	/* a web page instead of a feed */
	FAIL_BROKEN,	/* no feed that can be read */
	FAIL_EMPTY,
	FAIL_TOO_LARGE,
	FAIL_CUT,     /* the connection broke in the middle */
	FAIL_COMMAND, /* exec:, filter= */
	FAIL_FILE,    /* file: */
	FAIL_CRASH,   /* the worker died of it, twice */
	FAIL_CANCELLED,
	FAIL_OFFLINE, /* this machine is: nothing was learned of the feed */
	FAIL_OTHER,
	FAIL_KINDS
};

/* What is known of a transfer. */
struct fetched {
	int status;	 /* HTTP status, 0 none */
	const char *url; /* where it ended, after redirects */
	bool moved;	 /* all redirects on the way were permanent (301, 308) */
	const char *etag, *last_modified; /* printable, at most 1 KiB, else NULL */
	const char *content_type;
	uint64_t body_digest;
	int64_t fresh_s;       /* Cache-Control, Expires: seconds; -1 unknown */
	int64_t retry_after_s; /* -1 none; at most a day */
	uint64_t wire_bytes, body_bytes;
	uint32_t elapsed_ms;
};

/* A feed that is at the address itself, or that a page there names. */
struct offer {
	const char *url, *title, *type; /* type: "atom-1.0", or what the page says */
	bool is_feed;			/* it was read: the numbers below are known */
	uint32_t n_items;
	int64_t newest; /* DATE_NONE unknown */
};

/* One line of a list of subscriptions: a folder, or a feed if it has an address. What a
 * folder holds follows it, one deeper. */
struct outline {
	uint32_t depth; /* 0: outermost */
	const char *title, *url;
	/* known to tnews alone, when it writes such a list: */
	const char *page, *tags; /* tags: by commas */
};

struct answer {
	struct arena *arena;
	uint32_t number;
	void *context; /* of the job */
	enum answer_kind kind;
	struct fetched fetched;
	struct feed *feed;
	struct page *page;
	struct offer *offers;
	size_t n_offers;
	struct outline *outlines;
	size_t n_outlines;
	struct warning *warnings; /* of outlines; those of a feed are the feed's */
	size_t n_warnings;
	const char *text;
	size_t n_text;
	enum fail fail;
	const char *message; /* one sentence, CLEAN_SHOWN, at most LIMIT_MESSAGE */
	size_t weight;	     /* bytes of the frame that it came in; crosses nothing */
};

/* Both have an arena of their own (budget as given, 0 for none). */
struct job *job_new(enum job_kind kind, size_t budget);
void job_free(struct job *job);
struct answer *answer_new(enum answer_kind kind, uint32_t number, size_t budget);
void answer_free(struct answer *answer);
/* "not-found", "timeout", ...: a stable word for JSON and the store; FAIL_OTHER for a
 * word that is none. */
const char *fail_name(enum fail fail);
enum fail fail_of_name(const char *name);

#endif
