/* SPDX-License-Identifier: GPL-3.0-or-later */
/* engine: what tnews does, for any face: lists and rows from the store, pages from the
 * worker, marks into the store, reloads. It owns the threads; architecture.md 5.
 *
 * All functions are for the main thread. None blocks but engine_new (which opens the
 * store) and engine_free (which ends the threads after what has arrived is written). */
#ifndef ENGINE_ENGINE_H
#define ENGINE_ENGINE_H

#include <glib.h>
#include <stdbool.h>

#include "conf/conf.h"
#include "conf/edit.h"
#include "engine/message.h"

struct engine;

struct engine_options {
	const char *data_dir;
	const char *worker_path; /* of both; NULL: beside the program, else libexec */
	void (*on_event)(struct event *taken, void *data);
	void *data;
	unsigned jobs; /* transfers at once, 0: the setting */
	bool finish_index; /* engine_free indexes what came, if it is not much, and some of what is left */
	bool fetches;	  /* feeds will be asked at once */
	bool auto_reload; /* reload by itself, as the setting refresh says */
	bool behind;	  /* fetching and storing make way for the thread that draws */
};

/* conf is borrowed and must outlive the engine or the next engine_conf. NULL with
 * ERR_STORE. The ids in conf->subs->feeds are filled. */
struct engine *engine_new(struct conf *conf, const struct engine_options *options,
			  GError **err);
/* Stops what runs, writes what has arrived, ends the threads. */
void engine_free(struct engine *e);
/* Takes the request over. */
void engine_send(struct engine *e, struct request *taken);
/* Pages of stories that are still to be fetched, or may turn out to be. */
bool engine_fetches_pages(const struct engine *e);
/* The programs that the file names for "start" and "quit". */
void engine_hook(struct engine *e, const char *event);
/* The configuration was read again. The one before may be freed when this returns. Feeds
 * that were there before have their ids at once, new ones after EVENT_SUBSCRIBED. */
void engine_conf(struct engine *e, struct conf *conf);
/* $XDG_DATA_HOME/tnews; to be freed. */
char *engine_data_dir(const char *given);
/* Where the workers are, the one for all jobs and the one for pages; to be freed. */
char *engine_worker_path(void);
char *engine_page_worker_path(void);
/* What a list of feeds holds (an answer of kind ANSWER_OUTLINES) goes into the user's file:
 * folders become sections. See conf_import for the rest. */
bool engine_import(const struct conf *conf, const struct answer *answer, bool dry,
		   struct conf_added *added, struct conf_undo *undo, GError **err);
/* The subscriptions as OPML, sections nested. known: for titles and sites, or NULL.
 * *n_left_out: feeds that are programs or files, of no use to others. */
GString *engine_export(const struct conf *conf, const struct feed_states *known,
		       size_t *n_feeds, size_t *n_left_out);
/* The sentence of a reload that ended: "1000 feeds: 940 new content, ..."; to be freed. */
char *reload_summary(const struct reload_progress *p);

/* Whether text can be read as a query, for a prompt: else false with ERR_USAGE, and the
 * column of the fault, from 1 (0 unknown). */
bool engine_query_check(const char *text, int *column, GError **err);
/* The words of the language, for completion: "tag:", "is:unread", ... */
const char *const *engine_query_words(size_t *n);

#endif
