/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tnews import, tnews export: subscriptions from other programs and for them. */
#include <string.h>

#include "cli/cli.h"
#include "cli/tools.h"
#include "engine/engine.h"
#include "store/feeds.h"
#include "text/utf8.h"
#include "util/url.h"

enum { REFUSED_NAMED = 20 };

/* --- import ------------------------------------------------------------------------------- */

/* What is no address of the web would be run, or read, by other programs. */
static void say_refused(const struct answer *answer)
{
	size_t n = 0;
	for (size_t i = 0; i < answer->n_outlines; i++) {
		const struct outline *o = &answer->outlines[i];
		if (!o->url || conf_may_import(o->url) || n++ >= REFUSED_NAMED)
			continue;
		char *cut = utf8_ellipsis(o->url, 200);
		cli_say(_("left out, no http or https address: %s"), cut);
		g_free(cut);
	}
	if (n > REFUSED_NAMED)
		cli_say(_("and %zu more"), n - REFUSED_NAMED);
}

static void say_added(const struct cli *c, const struct conf_added *added, bool dry)
{
	if (added->n == 0 && added->n_known == 0) {
		cli_say(_("the file lists no feed"));
		return;
	}
	char *feeds = g_strdup_printf(ngettext("%zu feed", "%zu feeds", added->n),
				      added->n);
	char *known = g_strdup_printf(ngettext("%zu was there already",
					       "%zu were there already", added->n_known),
				      added->n_known);
	char *shown = utf8_clean(c->conf->path, strlen(c->conf->path), CLEAN_SHOWN);
	char *also = added->n_known ? g_strconcat("; ", known, NULL) : g_strdup("");
	char *text = dry ? g_strdup_printf(_("%s would be added to %s%s"), feeds, shown,
					   also)
			 : g_strdup_printf(_("%s added to %s%s"), feeds, shown, also);
	if (dry)
		cli_say("%s", text);
	else
		cli_print("%s\n", text);
	if (!dry && added->n)
		cli_say(_("\"tnews reload\" fetches them"));
	g_free(text);
	g_free(also);
	g_free(shown);
	g_free(known);
	g_free(feeds);
}

static bool take(struct cli *c, const struct answer *answer, bool dry, GError **err)
{
	struct conf_added added = {0};
	bool good = engine_import(c->conf, answer, dry, &added, NULL, err);
	if (good && dry) {
		char *clean = utf8_clean(added.text->str, added.text->len, CLEAN_TEXT);
		cli_write(clean, strlen(clean));
		g_free(clean);
	}
	if (good)
		say_refused(answer);
	if (good && !c->quiet)
		say_added(c, &added, dry);
	g_string_free(added.text, TRUE);
	return good;
}

bool cmd_import(struct cli *c, char **words, GError **err)
{
	gboolean dry = FALSE;
	const GOptionEntry entries[] = {
		{"dry-run", 0, 0, G_OPTION_ARG_NONE, &dry,
		 N_("print the lines instead of adding them"), NULL},
		{0},
	};
	struct answer *answer = NULL;
	GString *text = NULL;
	if (cli_options(c, entries, false, &words, err) && cli_words(words, 1, 1, err) &&
	    (text = tools_read(words[0], err)))
		answer = tools_ask(tools_job(JOB_OUTLINES, text, NULL), ANSWER_OUTLINES,
				   err);
	for (size_t i = 0; answer && !c->quiet && i < answer->n_warnings; i++)
		cli_say(_("line %d: %s"), MAX(answer->warnings[i].line, 1),
			answer->warnings[i].message);
	bool good = answer && take(c, answer, dry, err);
	answer_free(answer);
	g_strfreev(words);
	return good;
}

/* --- export ------------------------------------------------------------------------------- */

bool cmd_export(struct cli *c, char **words, GError **err)
{
	gboolean opml = FALSE;
	const GOptionEntry entries[] = {
		{"opml", 0, 0, G_OPTION_ARG_NONE, &opml,
		 N_("as OPML, which nearly all readers import; the only form so far"),
		 NULL},
		{0},
	};
	bool good = cli_options(c, entries, false, &words, err) &&
		    cli_words(words, 0, 0, err);
	g_strfreev(words);
	if (!good)
		return false;
	/* The store knows titles and sites; without one the addresses have to do. */
	c->db = db_open_quick(c->data_dir, NULL);
	struct feed_states *known = c->db ? feeds_read(c->db, NULL) : NULL;
	size_t n, n_left_out;
	GString *text = engine_export(c->conf, known, &n, &n_left_out);
	cli_write(text->str, text->len);
	if (n_left_out && !c->quiet)
		cli_say(ngettext("%zu feed was left out: a program or a file of this "
				 "machine",
				 "%zu feeds were left out: programs or files of this "
				 "machine",
				 n_left_out),
			n_left_out);
	g_string_free(text, TRUE);
	feed_states_free(known);
	return true;
}
