/* SPDX-License-Identifier: GPL-3.0-or-later */
/* prompt: the line that asks for text, in place of the status line: editing, history,
 * completion, faults shown while typing. */
#ifndef UI_PROMPT_H
#define UI_PROMPT_H

#include "ui/edit.h"
#include "ui/state.h"

enum prompt_kind {
	PROMPT_COMMAND,
	PROMPT_FIND,
	PROMPT_FILTER,
	PROMPT_SEARCH,
	PROMPT_TAGS,
	PROMPT_UNTAG,
	PROMPT_NUMBER,
	PROMPT_ADDRESS,
	PROMPT_SECTION,
	PROMPT_NAME,
	PROMPT_PIPE,
	PROMPT_YES_NO,
	PROMPT_KINDS
};

/* What may stand at the cursor. */
struct candidate {
	char *text;    /* what is put in */
	char *meaning; /* shown behind it, or NULL */
};

struct prompt {
	enum prompt_kind kind;
	char *label;
	struct edit edit;
	/* text: what stands there when Enter is pressed; NULL: left with Esc. It may open
	 * another prompt. */
	void (*done)(struct ui *ui, const char *text, void *data);
	/* as typed, 30 ms after the last key; may be NULL */
	void (*typed)(struct ui *ui, const char *text);
	void *data; /* freed with g_free */
	guint timer;
	char *fault; /* why it cannot be read, or NULL */
	int fault_column;
	GPtrArray *candidates; /* struct candidate, or NULL while none are shown */
	int chosen;	       /* -1 none yet */
	size_t word_from;      /* the bytes that completion replaces */
	char *typed_word;
	size_t place; /* in the history, from the newest; 0 is the line itself */
	char *own;    /* what was typed before going back in the history */
	bool literal, searching;
	char *suggestion; /* dim rest from the history, or NULL */
};

void prompt_open(struct ui *ui, enum prompt_kind kind, const char *label,
		 const char *text,
		 void (*done)(struct ui *ui, const char *text, void *data),
		 void (*typed)(struct ui *ui, const char *text), void *taken_data);
void prompt_key(struct ui *ui, uint32_t key);
void prompt_paste(struct ui *ui, const char *text);
/* Closes it without doing anything. */
void prompt_leave(struct ui *ui);
void prompt_free(struct prompt *p);
void prompt_draw(struct ui *ui);
void prompt_set_fault(struct ui *ui, const char *text, int column);

/* complete.c: what may stand at the cursor; sets word_from. NULL: nothing. */
GPtrArray *complete(struct ui *ui, struct prompt *p);

/* history.c */
struct history *history_new(const char *data_dir, int64_t most);
void history_free(struct history *h);
void history_add(struct history *h, enum prompt_kind kind, const char *line);
/* The n-th newest (from 1) that begins with prefix; NULL. Borrowed. */
const char *history_get(struct history *h, enum prompt_kind kind, const char *prefix,
			size_t n);
/* The n-th newest that contains text. */
const char *history_search(struct history *h, enum prompt_kind kind, const char *text,
			   size_t n);

#endif
