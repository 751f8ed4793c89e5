/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tnews check: what is wrong with the configuration, the store, the worker. What is wrong
 * goes to standard error, a line each; what is right to standard output. */
#include <string.h>

#include "cli/cli.h"
#include "engine/engine.h"
#include "engine/worker.h"
#include "store/salvage.h"
#include "store/verify.h"
#include "text/utf8.h"

static void note(const char *text)
{
	char *shown = utf8_clean(text, strlen(text), CLEAN_SHOWN);
	cli_print("%s\n", shown);
	g_free(shown);
}

/* Three numbers, each with its own plural. */
static char *conf_line_of(const struct conf *conf)
{
	guint feeds = conf->subs->feeds->len, sections = conf->subs->sections->len,
	      faults = conf->faults->len;
	g_autofree char *f = g_strdup_printf(ngettext("%u feed", "%u feeds", feeds),
					     feeds);
	g_autofree char *s = g_strdup_printf(
		ngettext("in %u section", "in %u sections", sections), sections);
	g_autofree char *x = g_strdup_printf(ngettext("%u fault", "%u faults", faults),
					     faults);
	return g_strdup_printf(_("configuration: %s, %s %s, %s"), conf->path, f, s, x);
}

static void check_conf(const struct cli *c)
{
	const struct conf *conf = c->conf;
	for (guint i = 0; i < conf->faults->len; i++) {
		char *text = fault_text(conf->faults->pdata[i]);
		cli_say("%s", text);
		g_free(text);
	}
	char *line;
	if (!conf->exists)
		line = g_strdup_printf(_("configuration: there is no %s yet"),
				       conf->path);
	else
		line = conf_line_of(conf);
	note(line);
	g_free(line);
}

static void say_lost(size_t lost)
{
	if (lost)
		cli_say(ngettext("store: the text of %zu story is lost; the next reload "
				 "brings it, if its feed still has it",
				 "store: the texts of %zu stories are lost; the next "
				 "reload brings those that their feeds still have",
				 (gulong)lost),
			lost);
}

/* A new store from what can be read of a damaged one. */
static bool salvage(const struct cli *c)
{
	GError *err = NULL;
	struct salvage s;
	bool good = salvage_store(c->data_dir, &s, &err);
	if (good) {
		g_autofree char *n = g_strdup_printf("%" G_GINT64_FORMAT, s.stories);
		g_autofree char *feeds = g_strdup_printf("%" G_GINT64_FORMAT, s.feeds);
		g_autofree char *line = g_strdup_printf(
			_("store: a new store was made of what could be read: stories: "
			  "%s, feeds: %s"),
			n, feeds);
		note(line);
		if (s.holes)
			cli_say(_("store: parts of tables could not be read; the next "
				  "reload asks the feeds for all they have"));
		say_lost(s.lost);
		if (s.kept)
			cli_say(_("store: the damaged one is kept as %s"), s.kept);
	} else {
		cli_say(_("store: %s"), err->message);
		g_clear_error(&err);
	}
	g_free(s.kept);
	return good;
}

/* Counters, the text index, indexes of tables: what can be made anew from the rows. */
static bool repair_store(const struct cli *c)
{
	if (salvage_needed(c->data_dir))
		return salvage(c);
	GError *err = NULL;
	struct db *db = db_open(c->data_dir, DB_WRITE, &err);
	size_t lost = 0;
	bool good = db && verify_rebuild(db, &lost, &err);
	db_close(db);
	if (good) {
		note(_("store: what can be made anew was made anew"));
		say_lost(lost);
	} else {
		cli_say(_("store: %s"), err->message);
		g_clear_error(&err);
	}
	return good;
}

static bool check_store(const struct cli *c)
{
	GPtrArray *faults = g_ptr_array_new_with_free_func(g_free);
	GPtrArray *notes = g_ptr_array_new_with_free_func(g_free);
	GError *err = NULL;
	bool good = verify_store(c->data_dir, faults, notes, &err);
	if (err) {
		cli_say(_("store: %s"), err->message);
		g_error_free(err);
	}
	for (guint i = 0; i < faults->len; i++)
		cli_say(_("store: %s"), (const char *)faults->pdata[i]);
	if (faults->len)
		cli_say(_("store: nothing was changed; a backup can be put back with "
			  "tnews restore FILE"));
	for (guint i = 0; i < notes->len; i++) {
		char *line = g_strdup_printf(_("store: %s"),
					     (const char *)notes->pdata[i]);
		note(line);
		g_free(line);
	}
	good = good && faults->len == 0;
	if (good) {
		char *line = g_strdup_printf(_("store: %s is whole"), c->data_dir);
		note(line);
		g_free(line);
	}
	g_ptr_array_unref(faults);
	g_ptr_array_unref(notes);
	return good;
}

/* taken_path: of the program; name: how it is called here. */
static bool check_worker(char *taken_path, const char *name)
{
	g_autofree char *path = taken_path;
	GError *err = NULL;
	g_autofree char *text = worker_confinement(path, &err);
	if (!text) {
		cli_say("%s: %s", name, err->message);
		g_error_free(err);
		return false;
	}
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (size_t i = 0; lines[i]; i++)
		if (*lines[i]) {
			g_autofree char *line = g_strdup_printf("%s: %s", name, lines[i]);
			note(line);
		}
	return true;
}

bool cmd_check(struct cli *c, char **words, GError **err)
{
	gboolean repair = FALSE;
	const GOptionEntry entries[] = {
		{"repair", 0, 0, G_OPTION_ARG_NONE, &repair,
		 N_("make counters and indexes of the store anew, or of a damaged store "
		    "a new one from what can be read; then check"),
		 NULL},
		{0},
	};
	bool good = cli_options(c, entries, false, &words, err) &&
		    cli_words(words, 0, 0, err);
	g_strfreev(words);
	if (!good)
		return false;
	check_conf(c);
	if (repair)
		repair_store(c);
	good = check_store(c);
	good = check_worker(engine_worker_path(), _("worker")) && good;
	good = check_worker(engine_page_worker_path(), _("page worker")) && good;
	return good;
}
