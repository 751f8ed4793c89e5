/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tnews backup, tnews restore. */
#include <string.h>

#include "cli/cli.h"
#include "store/backup.h"
#include "text/utf8.h"
#include "util/replace.h"

enum { CONF_BYTES = 16 << 20 };

/* "400 stories of 40 feeds, 2.9 MiB"; to be freed. */
static char *told(const struct backup_result *r)
{
	char *size = g_format_size_full((guint64)r->bytes, G_FORMAT_SIZE_IEC_UNITS);
	char *stories = g_strdup_printf(ngettext("%" G_GINT64_FORMAT " story",
						 "%" G_GINT64_FORMAT " stories",
						 (gulong)r->stories),
					r->stories);
	char *feeds = g_strdup_printf(ngettext("%" G_GINT64_FORMAT " feed",
					       "%" G_GINT64_FORMAT " feeds",
					       (gulong)r->feeds),
				      r->feeds);
	char *text = g_strdup_printf(_("%s of %s, %s"), stories, feeds, size);
	g_free(feeds);
	g_free(stories);
	g_free(size);
	return text;
}

static char *shown(const char *path)
{
	return utf8_clean(path, strlen(path), CLEAN_SHOWN);
}

bool cmd_backup(struct cli *c, char **words, GError **err)
{
	gboolean force = FALSE;
	const GOptionEntry entries[] = {
		{"force", 0, 0, G_OPTION_ARG_NONE, &force,
		 N_("replace a file that is there already"), NULL},
		{0},
	};
	struct backup_result result = {0};
	bool good = cli_options(c, entries, false, &words, err) &&
		    cli_words(words, 1, 1, err);
	if (good) {
		size_t n = 0;
		char *conf = c->conf->exists
				     ? file_read(c->conf->path, CONF_BYTES, &n, NULL)
				     : NULL;
		char *text = conf ? g_strndup(conf, n) : NULL;
		good = backup_write(c->data_dir, *words, text, force, &result, err);
		g_free(text);
		g_free(conf);
	}
	if (good && !c->quiet) {
		char *what = told(&result), *file = shown(*words);
		cli_print(_("%s: written to %s\n"), what, file);
		g_free(file);
		g_free(what);
	}
	backup_result_clear(&result);
	g_strfreev(words);
	return good;
}

/* The user's file is put where it was only if nothing is there: it may name programs,
 * and what a person wrote since must not be lost. */
static bool restore_conf(struct cli *c, const char *text, bool wanted, GError **err)
{
	if (!text)
		return true;
	if (!wanted) {
		if (!c->quiet && !c->conf->exists)
			cli_print("%s\n", _("the backup holds the configuration, too: "
					    "\"tnews restore --config\" writes it"));
		return true;
	}
	char *path = c->conf->exists ? g_strconcat(c->conf->path, ".restored", NULL)
				     : g_strdup(c->conf->path);
	bool good = file_replace(path, text, strlen(text), NULL, err);
	if (good && !c->quiet) {
		char *file = shown(path);
		cli_print(_("the configuration was written to %s\n"), file);
		g_free(file);
	}
	g_free(path);
	return good;
}

bool cmd_restore(struct cli *c, char **words, GError **err)
{
	gboolean config = FALSE;
	const GOptionEntry entries[] = {
		{"config", 0, 0, G_OPTION_ARG_NONE, &config,
		 N_("also write the configuration, beside one that is there"), NULL},
		{0},
	};
	struct backup_result result = {0};
	bool good = cli_options(c, entries, false, &words, err) &&
		    cli_words(words, 1, 1, err) &&
		    backup_restore(c->data_dir, *words, &result, err);
	if (good && !c->quiet) {
		char *what = told(&result), *file = shown(*words);
		cli_print(_("%s: restored from %s\n"), what, file);
		g_free(file);
		g_free(what);
		if (result.kept)
			cli_print(_("what was there before is kept in %s\n"),
				  result.kept);
	}
	good = good && restore_conf(c, result.conf, config, err);
	backup_result_clear(&result);
	g_strfreev(words);
	return good;
}
