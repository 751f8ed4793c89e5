/* SPDX-License-Identifier: GPL-3.0-or-later */
/* headlines: the list of stories, what is selected in it, and which list it is. */
#ifndef UI_HEADLINES_H
#define UI_HEADLINES_H

#include "ui/list.h"
#include "ui/state.h"

struct headlines {
	struct list *list;    /* never NULL */
	struct list *kept;    /* what a prompt that shows results hides; or NULL */
	GHashTable *selected; /* int64_t * */
	size_t range_from;    /* place where `v` began, SIZE_MAX none */
	int side;	      /* columns moved left, for long headlines */
	bool unread_only;     /* of all lists */
	struct rect body;
	int64_t step; /* how far the cursor moved last; 0: it was put there */
};

struct headlines *headlines_new(void);
void headlines_free(struct headlines *h);

/* Another list is shown; place: key of its line in the sections pane, or "". */
void headlines_open(struct ui *ui, const struct list_request *request, const char *name,
		    const char *place);
/* The same list is asked for again; keep: the story under the cursor stays in it. */
void headlines_again(struct ui *ui, bool keep);
/* With a filter, or another order; NULL: none. */
void headlines_set_filter(struct ui *ui, const char *filter);
void headlines_set_sort(struct ui *ui, const char *sort);
/* The order in force, as the setting names it. */
const char *headlines_sort(const struct ui *ui);
/* What is new is looked for, without touching what is shown. */
void headlines_refresh(struct ui *ui);
void headlines_tidy(struct ui *ui);
/* While a prompt shows results as they are typed: keep the list, and go back to it. */
void headlines_keep(struct ui *ui);
void headlines_unkeep(struct ui *ui, bool restore);

/* The row under the cursor, NULL if there is none or it is not known yet. */
const struct row *headlines_current(const struct ui *ui);
/* The cursor moves, the article follows. */
void headlines_cursor(struct ui *ui, size_t i);
/* The view moves, the cursor stays even if it is out of sight. */
void headlines_wheel(struct ui *ui, int n);
/* The cursor stands elsewhere, or its list is new: the article shows its story. */
void headlines_follow(struct ui *ui);
/* Asks for the rows between two places; true if all are there. */
bool headlines_need(struct ui *ui, size_t from, size_t to);
/* What is likely to be in sight next is asked for: rows a page before and after, stories
 * beside the cursor and, where it moves by pages, those that it would come to. For when
 * all that is in sight is there and drawn. */
void headlines_ahead(struct ui *ui);
/* Whether a row no longer fits the list that it stands in. */
bool headlines_is_gone(const struct ui *ui, const struct row *row);
void headlines_select(struct ui *ui, int64_t id, bool on);
bool headlines_is_selected(const struct ui *ui, int64_t id);
/* The ids an operation works on: what is selected, else `count` from the cursor on; to be
 * freed. */
int64_t *headlines_targets(struct ui *ui, int count, size_t *n);
/* How many there are, as far as is known yet. */
size_t headlines_total(const struct ui *ui);
/* Nothing that is in sight is still awaited. */
bool headlines_settled(const struct ui *ui);
/* Events that are meant for a list; true if one took it. */
bool headlines_event(struct ui *ui, struct event *e);

#endif
