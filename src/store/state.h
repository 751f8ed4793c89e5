/* SPDX-License-Identifier: GPL-3.0-or-later */
/* state: what people do to stories: tags, read, starred, deleted. Every act writes its
 * reverse into the journal in the same transaction. `unread`, `starred` and `deleted` are
 * tags. */
#ifndef STORE_STATE_H
#define STORE_STATE_H

#include "store/db.h"
#include "store/list.h"

/* On the stories of ids, or, with ids NULL, on all that spec matches. */
struct act {
	const int64_t *ids;
	size_t n_ids;
	const struct list_spec *spec;
	const char *const *add, *const *remove; /* tag names, NULL-terminated, or NULL */
	bool delete_stories; /* gone for the reader; undo brings them back */
	int64_t snooze_until; /* 0: not; else what is tagged `snoozed` sleeps till then */
	const char *label;   /* what it was, for "undone: ..."; translated */
};

struct act_result {
	int64_t change;	  /* its number in the journal; 0: nothing changed */
	size_t n_changed; /* stories that are different now */
	GArray *ids; /* int64_t: which, at most 1,000; owned by the caller, or NULL */
};

/* Its own transaction, durable when it returns: once this says true, no crash loses it. */
bool state_act(struct db *db, const struct act *act, struct act_result *result,
	       GError **err);
/* Inside a transaction: adds and removes tags on the n stories, without a journal, for
 * rules and for tags of a subscription. */
bool state_apply(struct db *db, const int64_t *ids, size_t n, const char *const *add,
		 const char *const *remove, GError **err);
/* The same on all that spec matches; a failure changes nothing. */
bool state_apply_where(struct db *db, const struct list_spec *spec,
		       const char *const *add, const char *const *remove, GError **err);

/* Every story that has the tag gets the other in its place, as one change. */
bool state_rename_tag(struct db *db, const char *from, const char *to,
		      struct act_result *result, GError **err);

/* Wakes the stories whose time has come: listed again, and unread. Its own transaction, if
 * there are any. next: when the next one wakes, INT64_MAX never. */
bool state_wake(struct db *db, int64_t now, size_t *woken, int64_t *next, GError **err);

/* Takes the last n changes back, or makes them again. label: of the last one; to be
 * freed. *done: how many there were. */
bool undo_back(struct db *db, size_t n, size_t *done, char **label,
	       struct act_result *result, GError **err);
bool undo_again(struct db *db, size_t n, size_t *done, char **label,
		struct act_result *result, GError **err);
/* Forgets changes older than `before`. */
bool undo_forget(struct db *db, int64_t before, GError **err);

#endif
