/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tnews status: a line for a status bar. No lock, no wait, no reading of the file. */
#include "cli/format.h"
#include "store/feeds.h"

static const char *const fields[] = {"unread",	"new",	       "failing", "total",
				     "starred", "last-reload", NULL};

static char *value(size_t i, void *data)
{
	const struct totals *t = data;
	const int64_t numbers[] = {t->unread, t->fresh,	  t->failing,
				   t->total,  t->starred, t->last_reload};
	if (numbers[i] == DATE_NONE)
		return NULL;
	return g_strdup_printf("%" G_GINT64_FORMAT, numbers[i]);
}

bool cmd_status(struct cli *c, char **words, GError **err)
{
	char *text = NULL;
	const GOptionEntry entries[] = {
		{"format", 0, 0, G_OPTION_ARG_FILENAME, &text,
		 N_("a line with {unread}, {new}, {failing}, {total}, {starred} in it"),
		 "FMT"},
		{0},
	};
	struct format *format = NULL;
	struct totals totals = {.last_reload = DATE_NONE};
	GError *cause = NULL;
	bool good = cli_options(c, entries, false, &words, err) &&
		    cli_words(words, 0, 0, err);
	if (good) {
		format = format_new(
			text ? text : _("{unread} unread, {new} new, {failing} failing"),
			fields, err);
		good = format != NULL;
	}
	if (good) {
		c->db = db_open_quick(c->data_dir, &cause);
		/* Without a store there is nothing, and that is no failure. */
		good = !cause && (!c->db || feeds_totals(c->db, &totals, &cause));
		if (cause)
			g_propagate_error(err, cause);
	}
	if (good)
		format_print(format, value, &totals);
	format_free(format);
	g_strfreev(words);
	g_free(text);
	return good;
}
