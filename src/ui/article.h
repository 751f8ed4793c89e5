/* SPDX-License-Identifier: GPL-3.0-or-later */
/* article: the story under the cursor: its head, the page that the worker laid out, its
 * links. Pages of the neighbours are asked for ahead of time and kept for a while. */
#ifndef UI_ARTICLE_H
#define UI_ARTICLE_H

#include "ui/state.h"

/* A story laid out for a width. */
struct article_page {
	int64_t id;
	int width;
	enum page_view view;
	struct story *story; /* NULL: a text of our own */
	struct page *page;
	struct arena *arena;
	char *failure; /* why it cannot be shown, or NULL */
	uint64_t used;
};

/* Lines before and after the page's own. */
struct article_line {
	char *text;
	enum style_id style;
	int link; /* number of the link it stands for, 0 none */
};

/* A page that was asked for. */
struct article_ask {
	int64_t id;
	int width;
	enum page_view view;
};

struct article {
	int64_t id;	       /* the story that is to be shown, 0 none, below 0 one of
	                         welcome's */
	GPtrArray *pages;      /* struct article_page, a few */
	GHashTable *fulltexts; /* int64_t *: stories whose page is being fetched */
	GHashTable *offered;   /* int64_t *: stories whose page Space has asked for */
	GHashTable *asked;     /* serial -> what was asked (struct article_ask) */
	struct article_page *shown;
	GPtrArray *head, *foot; /* struct article_line, made for shown and width */
	int laid_width;
	size_t top;   /* line in sight, of head + page + foot */
	GArray *left; /* size_t: tops where links within the story were followed */
	int side;
	enum page_view view;
	int link;	    /* link under the cursor, 0 none */
	GHashTable *places; /* id -> anchor of the line where it was left */
	size_t new_line;    /* marked in the margin, SIZE_MAX none */
	guint new_timer;
	uint64_t clock;
	GArray *broken;	 /* struct found_part: hits over the breaks of lines ... */
	char *broken_of; /* ... of this text, in what is shown with so many lines */
	const struct article_page *broken_in;
	size_t broken_lines;
	size_t hits;	 /* in the whole text */
	size_t hit_line; /* line of the current hit */
	struct rect body;
	int margin;	 /* blank columns left of the text */
	int width;	 /* columns of the text */
	bool has_anchor; /* the page to come is shown from this place on */
	uint32_t anchor;
};

struct article *article_new(void);
void article_free(struct article *a);

/* Shows a story; 0: none. */
void article_show(struct ui *ui, int64_t id);
/* The program ends: where the story is left is kept. */
void article_leave(struct ui *ui);
/* Pages of stories that may be wanted next. */
void article_ahead(struct ui *ui, int64_t id);
/* The rows, the file or the settings changed: head, width and pages anew. */
void article_forget(struct ui *ui);
/* Tags of the story changed. */
void article_apply(struct ui *ui, const int64_t *ids, size_t n, char *const *add,
		   char *const *remove);
/* The row of the story was read again: the head says the same. */
void article_sync(struct ui *ui, const struct row *row);
/* The story that is to be shown is, or none is. */
bool article_settled(const struct ui *ui);
bool article_event(struct ui *ui, struct event *e);

/* The story laid out, or what else there is to see of it. */
void article_set_view(struct ui *ui, enum page_view view);
/* Asks for the page of a story; ahead: nobody waits for it yet. */
void article_ask(struct ui *ui, int64_t id, bool ahead);
/* article_fulltext.c */
/* The page behind a story is to be fetched; its text is shown when it is there, if the
 * story still is. */
void article_ask_fulltext(struct ui *ui, int64_t id);
/* The story that is shown breaks off, and its page is to be offered (auto-fulltext). */
bool article_offers_fulltext(const struct ui *ui);
/* Takes the offer, which is not made again. */
void article_take_offer(struct ui *ui);
/* EVENT_FULLTEXT. */
void article_fulltext(struct ui *ui, const struct event *e);
size_t article_lines(const struct article *a);
void article_scroll(struct ui *ui, int lines);
bool article_at_end(const struct ui *ui);
/* The story that is shown, NULL while it is not there. */
const struct story *article_story(const struct ui *ui);
/* A link: 1 to n are the page's, then the story's own and its comments. NULL: no such. */
const char *article_link(const struct ui *ui, int number, enum page_link_kind *kind);
int article_n_links(const struct ui *ui);
/* To the place in the story that the link leads to; false if there is none. */
bool article_go_place(struct ui *ui, const char *url);
/* Back to where the last such link was followed; false if none was. */
bool article_go_back(struct ui *ui);
void article_next_link(struct ui *ui, int dir, int count);
/* The line of the page that a number of head + page + foot is; NULL if it is none. */
const struct line *article_page_line(const struct article *a, size_t n);
/* article_lines.c */
/* "320 words, 1 min", of the page that is shown; NULL if there is none. */
char *article_length(const struct ui *ui);
void article_lay_head(struct ui *ui);
void article_draw_line(struct ui *ui, struct canvas *c, int x, int y, int columns,
		       size_t n);
int article_link_at(struct ui *ui, int x, int y);
/* article_find.c */
bool article_find(struct ui *ui, const char *text, int dir);
/* Marks the hits that are broken over lines in line n. */
void article_mark_broken(struct ui *ui, size_t n, struct glyph *glyphs, size_t n_glyphs);

#endif
