/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tnews purge, tnews compact. */
#include "cli/cli.h"
#include "store/feeds.h"
#include "store/purge.h"
#include "store/same.h"
#include "text/date.h"
#include "util/i18n.h"

/* "A before:B": what --older adds to the query. */
static struct query *older_than(struct cli *c, const char *age, struct query *taken,
				GError **err)
{
	char *text = g_strconcat("before:", age, NULL);
	struct query *older = query_parse(text, c->now, NULL, NULL);
	g_free(text);
	if (!older) {
		g_set_error(err, TNEWS_ERROR, ERR_USAGE,
			    _("%s is no age: --older takes one like 90d, 2w or 1y"), age);
		query_free(taken);
		return NULL;
	}
	return query_and(taken, older);
}

/* The feeds that say limit=N or limit-age=TIME, themselves or by their section. */
static struct purge_limit *limits(const struct cli *c, size_t *n)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(struct purge_limit));
	for (guint i = 0; i < c->conf->subs->feeds->len; i++) {
		const struct sub *sub = g_ptr_array_index(c->conf->subs->feeds, i);
		int64_t keep = setting_number(sub->settings, SET_LIMIT);
		int64_t age = setting_number(sub->settings, SET_LIMIT_AGE);
		struct purge_limit limit = {
			sub->id, keep, age > 0 ? c->now - age : INT64_MIN,
			setting_number(sub->settings, SET_LIMIT_UNREAD) != 0};
		if ((keep > 0 || age > 0) && sub->id)
			g_array_append_val(out, limit);
	}
	*n = out->len;
	return (struct purge_limit *)(void *)g_array_free(out, FALSE);
}

/* What left the file a moment ago may have left it by mistake: it is an orphan only once a
 * reload has seen the file without it. */
static bool tell_of_fresh_orphans(struct cli *c, GError **err)
{
	struct feed_states *states = feeds_read(c->db, err);
	if (!states)
		return false;
	size_t n = 0;
	for (size_t i = 0; i < states->n; i++)
		n += states->feeds[i].subscribed && !cli_sub(c, states->feeds[i].id);
	if (n)
		cli_say(ngettext("%zu feed left the file after the last reload; its "
				 "stories are orphans from the next one on",
				 "%zu feeds left the file after the last reload; their "
				 "stories are orphans from the next one on",
				 (gulong)n),
			n);
	feed_states_free(states);
	return true;
}

static void tell(const struct cli *c, const struct purge_result *result, bool dry)
{
	if (c->quiet)
		return;
	if (dry)
		cli_print(ngettext("%zu story would go\n", "%zu stories would go\n",
				   (gulong)result->stories),
			  result->stories);
	else
		cli_print(ngettext("%zu story is gone\n", "%zu stories are gone\n",
				   (gulong)result->stories),
			  result->stories);
	if (result->feeds)
		cli_print(ngettext("%zu feed without stories is gone\n",
				   "%zu feeds without stories are gone\n",
				   (gulong)result->feeds),
			  result->feeds);
}

bool cmd_purge(struct cli *c, char **words, GError **err)
{
	gboolean orphans = FALSE, dry = FALSE, kept = FALSE;
	char *older = NULL;
	const GOptionEntry entries[] = {
		{"orphans", 0, 0, G_OPTION_ARG_NONE, &orphans,
		 N_("all of feeds that are no longer subscribed"), NULL},
		{"older", 0, 0, G_OPTION_ARG_STRING, &older,
		 N_("those that are older, of what matches"), N_("AGE")},
		{"kept", 0, 0, G_OPTION_ARG_NONE, &kept,
		 N_("also what is starred, tagged or has a note"), NULL},
		{"dry-run", 0, 0, G_OPTION_ARG_NONE, &dry, N_("only say how many"), NULL},
		{0},
	};
	bool good = cli_options(c, entries, true, &words, err);
	bool chosen = good && (*words || older);
	struct query *query = good ? cli_query(c, words, err) : NULL;
	if (query && older)
		query = older_than(c, older, query, err);
	good = query && cli_open(c, dry ? DB_READ : DB_WRITE, err);
	if (good) {
		struct list_spec spec = cli_spec(c, query);
		struct purge p = {.spec = chosen ? &spec : NULL,
				  .orphans = orphans,
				  .deleted = !chosen && !orphans,
				  .kept_too = kept,
				  .dry = dry};
		struct purge_limit *all = p.deleted ? limits(c, &p.n_limits) : NULL;
		p.limits = all;
		struct purge_result result;
		good = purge_run(c->db, &p, &result, err);
		if (good)
			tell(c, &result, dry);
		if (good && orphans)
			good = tell_of_fresh_orphans(c, err);
		g_free(all);
	}
	query_free(query);
	g_free(older);
	g_strfreev(words);
	return good;
}

bool cmd_compact(struct cli *c, char **words, GError **err)
{
	int64_t before, after;
	bool good = cli_options(c, NULL, false, &words, err) &&
		    cli_words(words, 0, 0, err) && cli_open(c, DB_WRITE, err) &&
		    purge_compact(c->db, &before, &after, err);
	g_strfreev(words);
	if (good && !c->quiet) {
		char *was = g_format_size((guint64)before);
		char *is = g_format_size((guint64)after);
		cli_print(_("the store had %s, it has %s\n"), was, is);
		g_free(was);
		g_free(is);
	}
	return good;
}
