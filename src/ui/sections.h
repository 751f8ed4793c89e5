/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sections: the left pane: built-in lists, sections with their feeds, tags, queries. */
#ifndef UI_SECTIONS_H
#define UI_SECTIONS_H

#include "ui/state.h"

enum place_kind {
	PLACE_ALL,
	PLACE_UNREAD,
	PLACE_STARRED,
	PLACE_NEW,
	PLACE_WELCOME,
	PLACE_SEARCH,
	PLACE_SECTION,
	PLACE_FEED,
	PLACE_TAG,
	PLACE_HEADER,
	PLACE_BLANK, /* cannot be chosen */
};

/* One line of the pane. */
struct place {
	enum place_kind kind;
	char *key; /* names it for good: "section:Sci & Tech" */
	char *name;
	int depth;
	const struct section *section; /* SECTION */
	const struct sub *sub;	       /* FEED */
	bool folded, has_inner;
	bool failing, fetching, counted;
	int64_t unread, total;
};

struct sections {
	GPtrArray *places; /* struct place */
	size_t cursor, top;
	bool loose;	  /* the wheel moved the view away from the cursor */
	GHashTable *open; /* paths of sections that are unfolded */
	bool only_unread, totals;
	char *search;  /* the last search, "" none */
	char *welcome; /* key if the welcome section is shown */
	struct rect body;
};

struct sections *sections_new(void);
void sections_free(struct sections *s);
/* The lines are made anew: the file, the counts or the folds changed. */
void sections_rebuild(struct ui *ui);
const struct place *sections_current(const struct ui *ui);
const struct place *sections_find(const struct ui *ui, const char *key);
/* The cursor goes to a place; its list is shown. False if there is none of that key. */
bool sections_go(struct ui *ui, const char *key);
/* The same for a feed, in the first section that holds it. */
bool sections_go_feed(struct ui *ui, const struct sub *sub);
/* The list of the place under the cursor is shown in the headlines pane. */
void sections_show(struct ui *ui);
bool place_can_be_chosen(const struct place *p);
void place_request(const struct place *p,
		   struct list_request *out); /* strings to be freed */
/* Next place in dir with (or without) unread stories, of sections and feeds. NULL: none. */
const struct place *sections_next(const struct ui *ui, int dir, bool unread);
const struct place *sections_failing(const struct ui *ui, int dir);
void sections_fold(struct ui *ui, int how); /* -1 close, 0 the other way, 1 open */
void sections_fold_all(struct ui *ui,
		       int how); /* -1 close, 1 open, 2 those with unread */
/* The search that has a line of its own; NULL takes it away. */
void sections_set_search(struct ui *ui, const char *query);
bool sections_is_first_run(const struct ui *ui);

#endif
