/* SPDX-License-Identifier: GPL-3.0-or-later */
/* list: a snapshot of ids, the rows around the cursor, the cursor itself.
 *
 * The ids come once (the first few at once, the whole after); rows come in chunks and
 * exist only for what was in sight. A row that is not there yet is NULL. The cursor
 * follows an id: when the ids change it stays on its story if that is still there.
 * The list sends no request itself: list_missing says which ids it lacks. */
#ifndef UI_LIST_H
#define UI_LIST_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/message.h"

enum { LIST_CHUNK = 64 };

struct list {
	struct list_request request; /* owned */
	char *name;		     /* what its top line says */
	char *own_sort;		     /* the order that its query asks for, or NULL */
	char *place;		     /* key of the sections row it belongs to, "" none */
	bool is_search;
	uint32_t serial; /* of the awaited answer, 0 none */
	bool loaded, whole;
	int64_t *ids;
	size_t n;
	size_t cursor, top;
	int64_t want;	  /* the story that gets the cursor when the ids come */
	bool want_unread; /* ... or the first unread one */
	bool touched;	  /* the user has moved in it */
	bool loose;	  /* the view was moved away from the cursor, by the wheel */
	GHashTable *chunks;
	/* arrivals that wait */
	uint32_t refresh; /* serial of a REQ_LIST that only looks what is new */
	int64_t *next;	  /* the ids as they would be now */
	size_t n_next, n_new;
	bool next_whole;
};

struct list *list_new(const struct list_request *request, const char *name,
		      const char *place);
void list_free(struct list *l);
void list_request_copy(struct list_request *to, const struct list_request *from);
void list_request_clear(struct list_request *r);

/* Takes ids over (its content). The cursor stays on its story. */
void list_take_ids(struct list *l, struct ids *taken, bool whole);
/* Ids as they would be now; counts the arrivals (l->n_new). */
void list_take_next(struct list *l, struct ids *taken, bool whole);
/* Arrivals that stand above all that is listed join, and no line in sight moves; false
 * if there are none of that kind. */
bool list_join_above(struct list *l);
/* The list becomes what it would be now (zx). False if that is not known. */
bool list_join_all(struct list *l);

/* The row at a place, NULL if it is not there or not known. */
const struct row *list_row(const struct list *l, size_t i);
const struct row *list_row_of(const struct list *l, int64_t id, size_t *at);
/* The ids of the first chunk between from and to that has to be asked for: count in *n,
 * NULL if none. serial is noted with it. Points into the list. */
const int64_t *list_missing(struct list *l, size_t from, size_t to, uint32_t serial,
			    size_t *n);
/* Takes rows over if a chunk waits for that serial. */
bool list_take_rows(struct list *l, uint32_t serial, struct rows *taken);
/* The rows have to be read again: those of ids, or all (NULL). They stay until then. */
void list_stale(struct list *l, const int64_t *ids, size_t n);
/* Marks at once what the writer will make true: NULL-terminated tags, or NULL. */
void list_apply(struct list *l, const int64_t *ids, size_t n, char *const *add,
		char *const *remove, bool deleted);
void row_apply(struct row *row, struct arena *arena, char *const *add,
	       char *const *remove, bool deleted);
bool row_has_tag(const struct row *row, const char *tag);

int64_t list_cursor_id(const struct list *l);
/* SIZE_MAX if it is not there. */
size_t list_index(const struct list *l, int64_t id);
void list_set_cursor(struct list *l, size_t i);

#endif
