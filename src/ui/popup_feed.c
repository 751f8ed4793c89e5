/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is known of one feed: addresses, counts, when it was asked, and how it went so far:
 * each line of the history is a turn, for as long as nothing changes none is added. */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include "text/date.h"
#include "ui/popup.h"
#include "util/clock.h"
#include "util/i18n.h"

void popup_add_fact(struct popup *p, const char *name, const char *value)
{
	if (!value || !*value)
		return;
	g_autofree char *left = g_strdup_printf("%-12s %s", name, value);
	popup_add(p, left, NULL)->plain = true;
}

void popup_add_date(struct popup *p, const char *name, int64_t t)
{
	if (t == DATE_NONE)
		return;
	g_autofree char *date = date_long(t);
	popup_add_fact(p, name, date);
}

static void add_history(struct ui *ui, struct popup *p, const struct feed_state *f)
{
	GString *word = g_string_new(NULL), *message = g_string_new(NULL);
	const char *at = f->history;
	int64_t when;
	bool first = true;

	while (feed_history(&at, &when, word, message)) {
		bool good = g_str_equal(word->str, "good");
		g_autofree char *date = date_long(when);
		g_autofree char *line = g_strdup_printf(
			"%s  %s%s%s", date,
			good ? _("it came") : fail_word(fail_of_name(word->str)),
			message->len ? ": " : "", message->str);
		if (first) {
			popup_add(p, "", NULL)->plain = true;
			popup_add(p, _("history"), NULL)->plain = true;
		}
		first = false;
		popup_add_text(ui, p, line);
	}
	g_string_free(word, TRUE);
	g_string_free(message, TRUE);
}

void feed_facts(struct ui *ui, struct popup *p, int64_t feed)
{
	const struct feed_state *f = ui_feed(ui, feed);
	const struct sub *sub = ui_sub(ui, feed);

	popup_add_fact(p, _("feed"), ui_feed_name(ui, feed));
	popup_add_fact(p, _("address"), sub ? sub->url : f ? f->url : NULL);
	if (!f)
		return;
	popup_add_fact(p, _("site"), f->link);
	g_autofree char *counts = g_strdup_printf(_("%" PRId64 " unread of %" PRId64),
						  f->unread, f->total);
	popup_add_fact(p, _("stories"), counts);
	popup_add_date(p, _("newest"), f->newest);
	popup_add_date(p, _("last tried"), f->fetched);
	popup_add_date(p, _("last fetched"), f->succeeded);
	popup_add_date(p, _("next try"), f->next);
	if (f->bytes > 0) {
		g_autofree char *size = g_format_size_full((guint64)f->bytes,
							   G_FORMAT_SIZE_IEC_UNITS);
		g_autofree char *took = g_strdup_printf(_("%s in %" PRId64 " ms"), size,
							MAX(f->elapsed_ms, 0));
		popup_add_fact(p, _("document"), took);
	}
	if (f->fail != FAIL_NONE)
		popup_add_fact(p, _("failing"),
			       f->message ? f->message : fail_name(f->fail));
	popup_add_fact(p, _("moved to"), f->moved_to);
	add_history(ui, p, f);
}

void feed_page_open(struct ui *ui, int64_t feed)
{
	struct popup *p = popup_open(ui, POPUP_TEXT, ui_feed_name(ui, feed));

	p->foot = g_strdup(_("Esc back"));
	feed_facts(ui, p, feed);
	popup_fill(p);
}
