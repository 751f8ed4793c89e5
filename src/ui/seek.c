/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The state of one search; each answer goes on where the last one ended. */
#include "config.h"

#include "ui/seek.h"

#include <string.h>

#include "text/fold.h"
#include "ui/headlines.h"

enum { PIECE = 512 };

struct seek {
	enum seek_what what;
	char *needle;
	const struct list *list; /* compared only: another list ends the search */
	size_t at, left;	 /* next place, how many are to be looked at */
	int dir;
	bool round;
	uint32_t serial;
	size_t asked_from, asked_n;
	void (*found)(struct ui *ui, size_t at);
	void (*none)(struct ui *ui);
};

static bool fits(const struct seek *s, const struct row *row)
{
	if (row->id == 0 || row->deleted)
		return false;
	switch (s->what) {
	case SEEK_UNREAD:
		return row->unread;
	case SEEK_STARRED:
		return row->starred;
	case SEEK_TITLE:
		return fold_contains(row->title, s->needle);
	}
	return false;
}

static void seek_free(struct seek *s)
{
	if (!s)
		return;
	g_free(s->needle);
	g_free(s);
}

static bool step(struct seek *s, size_t n)
{
	s->left--;
	if (s->dir > 0)
		s->at = s->at + 1 < n ? s->at + 1 : 0;
	else
		s->at = s->at > 0 ? s->at - 1 : n - 1;
	return s->left > 0;
}

static void finish(struct ui *ui, bool found)
{
	struct seek *s = g_steal_pointer(&ui->seek);

	if (found)
		s->found(ui, s->at);
	else if (s->none)
		s->none(ui);
	seek_free(s);
	ui_todo(ui, TODO_DRAW);
}

static void ask(struct ui *ui, const struct list *l)
{
	struct seek *s = ui->seek;
	struct request *r = request_new(REQ_ROWS);
	size_t n = MIN((size_t)PIECE, s->left);

	if (s->dir > 0) {
		n = MIN(n, l->n - s->at);
		s->asked_from = s->at;
	} else {
		n = MIN(n, s->at + 1);
		s->asked_from = s->at + 1 - n;
	}
	s->asked_n = n;
	r->ids = g_memdup2(l->ids + s->asked_from, n * sizeof(int64_t));
	r->n_ids = n;
	s->serial = ui_send(ui, r);
}

static void go_on(struct ui *ui)
{
	const struct list *l = ui->headlines->list;
	struct seek *s = ui->seek;

	while (s->left > 0) {
		const struct row *row = list_row(l, s->at);
		if (!row) {
			ask(ui, l);
			return;
		}
		if (fits(s, row)) {
			finish(ui, true);
			return;
		}
		step(s, l->n);
	}
	finish(ui, false);
}

void seek_start(struct ui *ui, enum seek_what what, const char *needle, size_t from,
		int dir, bool round, void (*found)(struct ui *ui, size_t at),
		void (*none)(struct ui *ui))
{
	const struct list *l = ui->headlines->list;

	seek_cancel(ui);
	struct seek *s = g_new0(struct seek, 1);
	s->what = what;
	s->needle = needle ? fold_text(needle) : NULL;
	s->list = l;
	s->dir = dir;
	s->round = round;
	s->found = found;
	s->none = none;
	ui->seek = s;
	if (l->n == 0 || (!round && (from == SIZE_MAX || from >= l->n))) {
		finish(ui, false);
		return;
	}
	s->at = from == SIZE_MAX ? l->n - 1 : from % l->n;
	s->left = round ? l->n : dir > 0 ? l->n - s->at : s->at + 1;
	go_on(ui);
}

void seek_cancel(struct ui *ui)
{
	seek_free(g_steal_pointer(&ui->seek));
}

bool seek_event(struct ui *ui, struct event *e)
{
	struct seek *s = ui->seek;
	const struct list *l = ui->headlines->list;

	if (!s || e->kind != EVENT_ROWS || e->serial != s->serial)
		return false;
	if (s->list != l || s->asked_from + s->asked_n > l->n) {
		seek_cancel(ui);
		return true;
	}
	for (size_t k = 0; k < s->asked_n && s->left > 0; k++) {
		size_t i = s->at - s->asked_from;
		const struct row *row = list_row(l, s->at);
		if (!row && i < e->rows->n)
			row = &e->rows->rows[i];
		if (row && fits(s, row)) {
			finish(ui, true);
			return true;
		}
		step(s, l->n);
	}
	go_on(ui);
	return true;
}
