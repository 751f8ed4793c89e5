/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tnews feed: one subscription is changed in the user's file; its stories stay. */
#include <string.h>

#include "cli/cli.h"
#include "conf/edit.h"
#include "store/feeds.h"
#include "text/date.h"
#include "text/utf8.h"
#include "util/url.h"

struct wishes {
	char *rename, *section, *url, *pause;
	gboolean resume, remove;
};

static struct sub *find(struct cli *c, const char *word, GError **err)
{
	struct sub *sub = subs_feed(c->conf->subs, word);
	for (guint i = 0; !sub && i < c->conf->subs->feeds->len; i++) {
		struct sub *other = c->conf->subs->feeds->pdata[i];
		if (other->name && strcmp(other->name, word) == 0)
			sub = other;
	}
	if (!sub)
		g_set_error(err, TNEWS_ERROR, ERR_USAGE,
			    _("there is no feed %s in the configuration"), word);
	return sub;
}

static bool change(struct cli *c, const struct sub *sub, struct conf_change change,
		   GError **err)
{
	char *key = feed_key(sub->url);
	change.key = key;
	bool good = conf_change_feed(sub->file ? sub->file : c->conf->path, &change, NULL,
				     err);
	g_free(key);
	return good;
}

/* The row of the store gets the new address, so that its stories stay with it. */
static bool move_stories(struct cli *c, const char *from, const char *to, GError **err)
{
	struct db *db = db_open(c->data_dir, DB_WRITE, err);
	char *safe = url_resolve(NULL, to);
	bool good = db && feeds_move(db, from, safe, err);
	g_free(safe);
	db_close(db);
	return good;
}

static bool pause_feed(struct cli *c, const struct sub *sub, const char *until,
		       GError **err)
{
	int64_t from, to;
	if (strcmp(until, "yes") != 0 && !date_period(until, c->now, &from, &to)) {
		g_set_error(err, TNEWS_ERROR, ERR_USAGE, _("'%s' is no date"), until);
		return false;
	}
	return change(c, sub,
		      (struct conf_change){
			      .kind = CHANGE_SET, .attribute = "paused", .name = until},
		      err);
}

static bool apply(struct cli *c, const struct sub *sub, const struct wishes *w,
		  GError **err)
{
	if (w->remove)
		return change(c, sub, (struct conf_change){.kind = CHANGE_REMOVE}, err);
	bool good = true;
	if (w->rename)
		good = change(
			c, sub,
			(struct conf_change){.kind = CHANGE_NAME, .name = w->rename},
			err);
	if (good && w->pause)
		good = pause_feed(c, sub, w->pause, err);
	if (good && w->resume && sub->paused)
		good = change(
			c, sub,
			(struct conf_change){.kind = CHANGE_SET, .attribute = "paused"},
			err);
	if (good && w->section)
		good = change(c, sub,
			      (struct conf_change){.kind = CHANGE_MOVE, .to = w->section},
			      err);
	if (good && w->url)
		good = change(c, sub,
			      (struct conf_change){.kind = CHANGE_URL, .name = w->url},
			      err) &&
		       move_stories(c, sub->url, w->url, err);
	return good;
}

static bool check(const struct cli *c, const struct wishes *w, GError **err)
{
	bool any = w->rename || w->section || w->url || w->pause || w->resume ||
		   w->remove;
	if (!any)
		g_set_error(err, TNEWS_ERROR, ERR_USAGE,
			    _("say what is to be changed: --rename, --section, --url, "
			      "--pause, --resume, --remove"));
	else if (w->url && !url_is_web(w->url))
		g_set_error(err, TNEWS_ERROR, ERR_USAGE,
			    _("'%s' is no http or https address"), w->url);
	else if (w->url && subs_feed(c->conf->subs, w->url))
		g_set_error(err, TNEWS_ERROR, ERR_USAGE, _("%s is there already"),
			    w->url);
	else
		return true;
	return false;
}

/* --pause may stand without a date: what follows is one unless it is the address, the
 * name of a feed, or an option. The words are copied. */
static char **with_pause(const struct cli *c, char **words)
{
	GPtrArray *out = g_ptr_array_new();
	for (size_t i = 0; words[i]; i++) {
		if (strcmp(words[i], "--pause") != 0) {
			g_ptr_array_add(out, g_strdup(words[i]));
			continue;
		}
		int64_t from, to;
		const char *next = words[i + 1];
		bool dated = next && date_period(next, c->now, &from, &to);
		g_ptr_array_add(out, g_strconcat("--pause=", dated ? next : "yes", NULL));
		i += dated;
	}
	g_ptr_array_add(out, NULL);
	return (char **)g_ptr_array_free(out, FALSE);
}

bool cmd_feed(struct cli *c, char **words, GError **err)
{
	struct wishes w = {0};
	const GOptionEntry entries[] = {
		{"rename", 0, 0, G_OPTION_ARG_FILENAME, &w.rename,
		 N_("another name; an empty one for its own title"), "NAME"},
		{"section", 0, 0, G_OPTION_ARG_FILENAME, &w.section,
		 N_("to that section"), "NAME"},
		{"url", 0, 0, G_OPTION_ARG_FILENAME, &w.url, N_("another address"),
		 "NEW"},
		{"pause", 0, 0, G_OPTION_ARG_FILENAME, &w.pause,
		 N_("not fetched any more, or until that day"), "DATE"},
		{"resume", 0, 0, G_OPTION_ARG_NONE, &w.resume, N_("fetched again"), NULL},
		{"remove", 0, 0, G_OPTION_ARG_NONE, &w.remove,
		 N_("out of the file; its stories stay until they are purged"), NULL},
		{0},
	};
	char **copy = with_pause(c, words);
	words = copy;
	bool good = cli_options(c, entries, false, &words, err) &&
		    cli_words(words, 1, 1, err);
	const struct sub *sub = good ? find(c, words[0], err) : NULL;
	good = sub && check(c, &w, err) && apply(c, sub, &w, err);
	if (good && !c->quiet) {
		char *shown = url_without_secrets(sub->url);
		cli_print(w.remove ? _("removed: %s\n") : _("changed: %s\n"), shown);
		g_free(shown);
	}
	g_strfreev(words);
	g_strfreev(copy);
	g_free(w.rename);
	g_free(w.section);
	g_free(w.url);
	g_free(w.pause);
	return good;
}
