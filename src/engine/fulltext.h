/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fulltext: the pages behind stories. Ahead of time, after a reload, for feeds with
 * fulltext=yes: one page at a time of each host, with a pause in between; or at once, for
 * the one story that somebody wants. A story on several pages is followed up to a limit.
 *
 * Main has the queues and the pace; the reader finds which stories lack their page; the
 * worker fetches and extracts; the writer keeps the text. Inner header of engine/. */
#ifndef ENGINE_FULLTEXT_H
#define ENGINE_FULLTEXT_H

#include "engine/internal.h"

/* --- main */
struct fulltexts *fulltexts_new(void);
void fulltexts_free(struct fulltexts *f);
/* A reload ended: what is new of those feeds is looked for. */
void fulltext_after_reload(struct engine *e);
/* What waits is not fetched. */
void fulltext_stop(struct engine *e);
/* An event, before the face hears of it; true: it was for this file alone. */
bool fulltext_note(struct engine *e, struct event *event);

/* --- the reader */
void fulltext_look(struct engine *e, struct db *db, const struct task *t);

/* --- any thread: a page came, or did not. Takes both over. */
void fulltext_answer(struct engine *e, struct fetch *taken, struct answer *taken_answer);

/* --- the writer: whether there was a text, which is kept now. Main hears of it. */
bool fulltext_keep(struct engine *e, struct db *db, const struct fetch *f);

/* Whether next is page n (from 2 on) of the story whose page before is at now: the same
 * address but for that number. */
bool fulltext_is_next(const char *now, const char *next, unsigned n);

#endif
