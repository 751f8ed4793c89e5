/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ops_feed: changes of subscriptions, written into the user's file at once, and their way
 * back. */
#ifndef UI_OPS_FEED_H
#define UI_OPS_FEED_H

#include "conf/edit.h"
#include "ui/state.h"

/* The edits of this run that can be taken back. */
struct edits {
	GArray *done, *undone; /* of ops_feed.c */
	GPtrArray
		*fetch; /* addresses that were added: fetched when the store knows them */
	bool newest;	/* the last change by the user was one of them */
};

struct edits *edits_new(void);
void edits_free(struct edits *e);
/* The file was changed: undo is kept, the file read again. Both are taken over. */
bool edits_done(struct ui *ui, struct conf_undo *taken_undo, char *taken_label);
/* Takes the last edit back (again: makes it again) if it is the last change of all;
 * false: it is not, the store's changes are meant. */
bool edits_undo(struct ui *ui, bool again);

/* The feeds that an address leads to have come, or why not. False: nobody waits. */
bool feed_offers(struct ui *ui, struct event *e);
/* The store knows the feeds of the file now. */
void feed_subscribed(struct ui *ui);
/* The feed gets the address that its server named for good. */
void feed_accept_move(struct ui *ui, int64_t feed);

#endif
