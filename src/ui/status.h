/* SPDX-License-Identifier: GPL-3.0-or-later */
/* status: title line, status line, messages of four kinds and their log. */
#ifndef UI_STATUS_H
#define UI_STATUS_H

#include "ui/state.h"

enum message_kind {
	MESSAGE_DONE,	 /* five seconds, or the next key */
	MESSAGE_NOTICE,	 /* until the next key */
	MESSAGE_WARNING, /* until Esc */
	MESSAGE_ERROR,	 /* until Esc, or seen in the log */
};

struct message {
	enum message_kind kind;
	int64_t at;
	char *text;
};

struct status {
	GPtrArray *log;		     /* struct message, all so far (the last thousand) */
	const struct message *shown; /* in the log; NULL none */
	bool keyed;		     /* a key was pressed since it is shown */
	guint timer;
	char *ended; /* summary of the reload that ended, for five seconds */
	guint ended_timer;
};

struct status *status_new(void);
void status_free(struct status *s);
void ui_say(struct ui *ui, enum message_kind kind, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* Takes err over: an error, or nothing for NULL. */
void ui_say_error(struct ui *ui, GError *taken);
void status_ended(struct ui *ui, const char *summary);
void status_on_key(struct ui *ui);
/* Takes the message away; false if there is none. */
bool status_dismiss(struct ui *ui);
void status_seen(struct ui *ui);
void status_draw_title(struct ui *ui);
void status_draw(struct ui *ui);
void hints_draw(struct ui *ui);
/* What the hint under a column does, OP_NONE if there is none. */
enum op_id hints_at(struct ui *ui, int x);

#endif
