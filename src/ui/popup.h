/* SPDX-License-Identifier: GPL-3.0-or-later */
/* popup: a list above the panes: help, facts, messages, menus, pickers. It scrolls, may
 * have a cursor, and may narrow itself as one types. Popups lie on each other; Esc takes
 * the topmost away. */
#ifndef UI_POPUP_H
#define UI_POPUP_H

#include "ui/edit.h"
#include "ui/state.h"

struct popup_item {
	char mark; /* in front, ' ' or 0 none */
	char *left, *right;
	enum style_id style;
	const struct look *look; /* over that, or NULL; of the configuration */
	bool plain;	/* a heading or text, not chosen */
	int64_t number; /* the opener's */
	char *text;	/* the opener's */
};

enum popup_kind {
	POPUP_TEXT,
	POPUP_HELP,
	POPUP_MESSAGES,
	POPUP_ERRORS,
	POPUP_MENU,
	POPUP_TAGS,
	POPUP_PREFIX,
};

struct popup {
	enum popup_kind kind;
	struct popup *below;
	char *title, *foot;
	GPtrArray *items;   /* struct popup_item */
	GArray *shown;	    /* guint: items that fit what is typed */
	size_t cursor, top; /* among shown */
	bool has_cursor;
	bool typing; /* letters narrow the list */
	struct edit filter;
	struct rect rect; /* of the last draw */
	/* First look at a key; true: it was used. May be NULL. */
	bool (*key)(struct ui *ui, struct popup *p, uint32_t key);
	/* Enter or a click; item may be NULL. Called before the popup is closed by its
	 * opener; NULL: Enter closes. */
	void (*choose)(struct ui *ui, struct popup *p, struct popup_item *item);
	/* What is typed changed; NULL: items whose text holds it. */
	void (*narrow)(struct ui *ui, struct popup *p);
	int64_t *ids; /* the opener's */
	size_t n_ids;
	char *data;
};

struct popup *popup_open(struct ui *ui, enum popup_kind kind, const char *title);
struct popup_item *popup_add(struct popup *p, const char *left, const char *right);
/* Text of any length, wrapped, as plain items. */
void popup_add_text(struct ui *ui, struct popup *p, const char *text);
/* After items were added or changed. */
void popup_fill(struct popup *p);
void popup_empty(struct popup *p);
struct popup_item *popup_current(struct popup *p);
/* The topmost goes. */
void popup_close(struct ui *ui);
void popup_close_all(struct ui *ui);
void popup_key(struct ui *ui, uint32_t key);
void popup_paste(struct ui *ui, const char *text);
void popup_mouse(struct ui *ui, const struct input_event *e);
void popup_draw(struct ui *ui);

/* popup_help.c */
void help_open(struct ui *ui);
void info_open(struct ui *ui);
void messages_open(struct ui *ui);
void faults_open(struct ui *ui);
void prefix_popup(struct ui *ui);

/* popup_feed.c: what is known of one feed, and its history */
void feed_facts(struct ui *ui, struct popup *p, int64_t feed);
void feed_page_open(struct ui *ui, int64_t feed);
void popup_add_fact(struct popup *p, const char *name, const char *value);
void popup_add_date(struct popup *p, const char *name, int64_t t);
/* "refused", "timed out", ... */
const char *fail_word(enum fail fail);

/* popup_feeds.c */
void errors_open(struct ui *ui);
void feeds_open(struct ui *ui);

#endif
