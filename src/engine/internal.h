/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of engine/ share: the tasks that its threads hand to each other.
 *
 * Each thread has one queue, ordered by priority, then by arrival. A task belongs to
 * whoever took it last. Besides the queues only the two `latest` numbers are shared:
 * atomic, written by main, read by the reader to drop what nobody waits for any more. */
#ifndef ENGINE_INTERNAL_H
#define ENGINE_INTERNAL_H

#include <glib.h>
#include <stdbool.h>

#include "engine/engine.h"
#include "engine/scope.h"
#include "engine/worker.h"
#include "store/db.h"
#include "store/packer.h"

enum task_kind {
	/* to the reader */
	TASK_LIST,
	TASK_ROWS,
	TASK_PAGE,
	TASK_COUNTS,
	TASK_TAGS,
	TASK_RELOAD,  /* fetches */
	TASK_STOP,    /* what waits of a reload is dropped */
	TASK_OFFLINE, /* from the writer: what waits is not asked now */
	TASK_WRITTEN, /* from the writer: feeds whose answers are stored */
	TASK_WISHES, /* feeds: their stories whose page is to be fetched ahead of time; or
	               * request: the one story that somebody wants */
	TASK_SCOPE,  /* a new copy of the subscriptions; also to the writer, for rules */
	/* to the writer */
	TASK_ACT,
	TASK_UNDO,
	TASK_SUBSCRIBE, /* these are the feeds of the file */
	TASK_MOVE,
	TASK_PLACE,
	TASK_STARTED,	/* from the reader: so many feeds are on their way */
	TASK_ANSWER,	/* a feed came */
	TASK_LEARN,	/* from the packer: it wants a dictionary */
	TASK_PAGE_TEXT, /* fetch: the page of a story came */
	/* to the packer, which also gets ANSWER first */
	TASK_DICTIONARY, /* the newest; NULL: there is none */
	/* all */
	TASK_END,
};

/* Smaller goes first. */
enum { FIRST = 0, SOON = 1, LATER = 2, LAST = 3 };

struct task {
	enum task_kind kind;
	int priority;
	uint64_t order;
	struct request *request;
	/* LIST, ACT: the request's list, resolved by main, which alone knows the file */
	struct scope *scope;
	int64_t *feeds; /* also WRITTEN */
	size_t n_feeds;
	bool all_feeds;
	char *section_query;
	char *sort;
	/* SUBSCRIBE: addresses and names (or ""), NULL-terminated, of one length */
	char **urls, **names;
	/* RELOAD */
	GPtrArray *fetches; /* struct fetch, to be taken out one by one */
	/* STARTED */
	size_t n_started;
	bool whole;    /* a reload of everything; WISHES: not the teasers alone */
	size_t weight; /* ANSWER: what it takes, see worker_weigh */
	/* ANSWER */
	struct fetch *fetch;
	struct answer *answer;
	struct packed_story *packed; /* in its arena, one for each item; or NULL */
	/* DICTIONARY */
	GBytes *dictionary;
};

struct task *task_new(enum task_kind kind, int priority);
void task_free(struct task *t);
void task_push(GAsyncQueue *queue, struct task *taken);
/* timeout_us 0: only what is there; -1: waits for ever. NULL on timeout. */
struct task *task_pop(GAsyncQueue *queue, int64_t timeout_us);

/* The queries of a task's list, joined: the section's, what narrows it, what was typed.
 * NULL in *out means everything. */
bool task_query(const struct task *t, struct query **out, GError **err);

/* What an answer belongs to: the context of a job begins with it. */
enum ticket_kind { TICKET_PAGE, TICKET_FETCH };

struct ticket {
	enum ticket_kind kind;
};

struct page_ticket {
	struct ticket ticket;
	struct request *request;
	struct story *story; /* NULL: the request brought its own text */
};

/* The pages of one story, one after the other. */
struct page_fetch {
	int64_t story;
	uint32_t serial; /* of the request; 0 ahead of time */
	bool outside;	 /* see struct job_transfer */
	char *host;
	char *select;	 /* CSS of the story, NULL: it is looked for */
	GString *text;	 /* what came so far; NULL nothing */
	char *title;	 /* of the first page */
	char *next;	 /* the address of the page that follows, NULL none */
	GPtrArray *seen; /* addresses */
	enum fail fail;
	char *message; /* why there is no text, or not all of it; NULL */
	bool for_now;  /* it may be there another time: to be asked again */
};

enum fetch_file { FILE_COOKIES, FILE_CA, FILE_CERT, FILE_KEY, FETCH_FILES };

/* One feed on its way through a reload. What the file says is copied by main, what the
 * store knows is added by the reader. */
struct fetch {
	struct ticket ticket;
	int64_t feed;
	char *url;
	char **command, **filter, **password_command;
	char *user, *password;
	char *user_agent, *proxy, *headers;
	/* files for the transfer, by path, and what stands in them: the worker may read
	 * none */
	char *paths[FETCH_FILES], *files[FETCH_FILES];
	uint32_t auth;
	int64_t max_speed;
	char **tags;
	int64_t timeout_ms, connect_timeout_ms, max_bytes, every_s;
	unsigned max_connections, max_host_connections;
	bool due_only, force, named;   /* named: somebody asked for this very feed */
	bool changed_unread, new_read; /* see struct ingest_options */
	bool first;		       /* the store has no story of it */
	bool exact, adaptive;	       /* see struct policy */
	bool hushed;		       /* see struct feed_times */
	bool stopped;		       /* only the reader: dropped before it was sent */
	/* known */
	int fails;
	int64_t hint_s, pace_from;
	uint32_t skip_hours, skip_days;
	int pace_n;
	char *etag, *last_modified;
	uint64_t body_digest;
	/* the page behind a story, not a feed: engine/fulltext */
	struct page_fetch *page;
	/* on the way */
	struct answer *transfer; /* filter=: the transfer whose document is filtered */
	bool filtered;
	uint64_t document_digest; /* of a document that tnews read itself, 0 none */
};

void fetch_free(struct fetch *f);

struct engine {
	struct conf *conf;
	struct scope *scope;
	char *data_dir;
	void (*on_event)(struct event *taken, void *data);
	void *data;
	unsigned jobs;
	bool auto_reload, finish_index, behind;
	struct worker *worker; /* feeds */
	struct worker *pages;  /* what is read now: never behind a reload */
	struct programs *programs;
	struct log *log;
	struct fulltexts *fulltexts; /* main's */
	GAsyncQueue *to_reader, *to_packer, *to_writer, *events;
	GThread *reader, *packer, *writer;
	struct db *write_db; /* handed to the writer when it starts */
	GSource *source;
	guint refresh;	      /* timer of the automatic reload */
	GHashTable *fetching; /* ids of feeds under way, as main knows */
	GHashTable *moved;    /* address -> id, of feeds that got another; main's */
	bool counts_asked;    /* a TASK_COUNTS is on its way */
	int latest_list, latest_page;
	char *worker_path;
	GThread *discovery, *lists;
	int discovery_over;   /* atomic: its answer is of no use any more */
	GHashTable *deferred; /* ids of feeds that wait for the network, main's */
	guint online_timer;
	int want_stories; /* atomic: a hook wants what is new */
	int stopping;	  /* atomic: commands of feeds are to be killed */
};

/* From any thread: to main, which gets it in its loop. */
void engine_post(struct engine *e, struct event *taken);
void engine_post_error(struct engine *e, uint32_t serial, GError *taken);
struct event *event_new(enum event_kind kind, uint32_t serial);

/* The threads; data is the engine. */
void *reader_thread(void *engine);
void *packing_thread(void *engine);
void *writer_thread(void *engine);
/* Answers of the worker, in its receiver thread. */
void engine_answer(struct answer *taken, void *engine);

/* reload.c, for main: the task that names the feeds. */
struct task *reload_plan(const struct engine *e, struct request *taken);
/* The transfer of a page that a story of this feed links to, with the feed's settings;
 * sub NULL: those for all. What is meant for the feed's server alone (user, password,
 * headers) goes to no other host. */
struct fetch *reload_page_fetch(const struct engine *e, const struct sub *sub,
				const char *url);

/* The window of a reload, kept by the reader: how much is on its way at once. */
struct window {
	GQueue waiting; /* struct fetch */
	size_t open;	/* sent and not yet written */
};

void window_start(struct window *w, struct engine *e, struct db *db, struct task *task);
void window_written(struct window *w, struct engine *e, struct db *db, struct task *task);
void window_stop(struct window *w, struct engine *e);
/* What waits and is not on this machine is answered: offline. */
void window_offline(struct window *w, struct engine *e);

#endif
