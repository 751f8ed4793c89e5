/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tnews tag, tnews tags, tnews undo. */
#include <string.h>

#include "cli/format.h"
#include "store/state.h"
#include "text/tagname.h"
#include "text/utf8.h"

/* "+x -y" before "--", the query after it. */
static bool split(char **words, GPtrArray *add, GPtrArray *remove, char ***query,
		  GError **err)
{
	char **w = words;
	for (; *w && strcmp(*w, "--") != 0; w++) {
		if ((**w != '+' && **w != '-') || g_str_has_prefix(*w, "--")) {
			g_set_error(
				err, TNEWS_ERROR, ERR_USAGE,
				_("%s is no tag with + or -; the query stands after --"),
				*w);
			return false;
		}
		char *clean = NULL;
		if (!tagname_read(*w + 1, &clean, err))
			return false;
		g_ptr_array_add(**w == '+' ? add : remove, clean);
	}
	if (!*w || !w[1]) {
		g_set_error(err, TNEWS_ERROR, ERR_USAGE,
			    _("say after -- which stories are meant"));
		return false;
	}
	if (add->len + remove->len == 0) {
		g_set_error(err, TNEWS_ERROR, ERR_USAGE, _("no tag was named"));
		return false;
	}
	*query = w + 1;
	return true;
}

bool cmd_tag(struct cli *c, char **words, GError **err)
{
	/* "-x" is no option here; help is the only one. */
	if (*words && strcmp(*words, "--help") == 0) {
		char **none = words;
		return cli_options(c, NULL, false, &none, err);
	}
	GPtrArray *add = g_ptr_array_new_with_free_func(g_free);
	GPtrArray *remove = g_ptr_array_new_with_free_func(g_free);
	struct query *query = NULL;
	char **rest;
	bool good = split(words, add, remove, &rest, err) &&
		    (query = cli_query(c, rest, err)) && cli_open(c, DB_WRITE, err);
	if (good) {
		g_ptr_array_add(add, NULL);
		g_ptr_array_add(remove, NULL);
		char *label = g_strjoinv(" ", words);
		char *end = strstr(label, " -- ");
		if (end)
			*end = '\0';
		struct list_spec spec = cli_spec(c, query);
		struct act act = {
			.spec = &spec,
			.add = (const char *const *)add->pdata,
			.remove = (const char *const *)remove->pdata,
			.label = label,
		};
		struct act_result result = {0};
		good = state_act(c->db, &act, &result, err);
		if (good)
			cli_say_changed(c, result.n_changed);
		if (result.ids)
			g_array_unref(result.ids);
		g_free(label);
	}
	query_free(query);
	g_ptr_array_unref(add);
	g_ptr_array_unref(remove);
	return good;
}

/* One change, so that undo brings the old name back. */
static bool rename_tag(struct cli *c, char **words, GError **err)
{
	if (strcmp(*words, "rename") != 0) {
		g_set_error(err, TNEWS_ERROR, ERR_USAGE,
			    _("tags has no '%s', only rename OLD NEW"), *words);
		return false;
	}
	if (!cli_words(words, 3, 3, err) || !cli_open(c, DB_WRITE, err))
		return false;
	struct act_result result = {0};
	bool good = state_rename_tag(c->db, words[1], words[2], &result, err);
	if (good)
		cli_say_changed(c, result.n_changed);
	if (result.ids)
		g_array_unref(result.ids);
	return good;
}

bool cmd_tags(struct cli *c, char **words, GError **err)
{
	gboolean json = FALSE;
	const GOptionEntry entries[] = {
		CLI_JSON(&json),
		{0},
	};
	bool good = cli_options(c, entries, false, &words, err);
	if (good && *words) {
		good = rename_tag(c, words, err);
		g_strfreev(words);
		return good;
	}
	good = good && cli_open(c, DB_READ, err);
	g_strfreev(words);
	struct tag_counts *tags = good ? list_tags(c->db, err) : NULL;
	if (!tags)
		return false;
	for (size_t i = 0; i < tags->n && cli_output_good(); i++) {
		const struct tag_count *tag = &tags->tags[i];
		if (json) {
			struct json *j = out_object();
			out_text(j, "name", tag->name);
			out_number(j, "total", tag->total);
			out_number(j, "unread", tag->unread);
			out_line(j);
			continue;
		}
		char *shown = utf8_clean(tag->name, strlen(tag->name), CLEAN_SHOWN);
		cli_print("%" G_GINT64_FORMAT "\t%s\n", tag->total, shown);
		g_free(shown);
	}
	tag_counts_free(tags);
	return true;
}

bool cmd_undo(struct cli *c, char **words, GError **err)
{
	int64_t n = 1;
	bool good = cli_options(c, NULL, false, &words, err) &&
		    cli_words(words, 0, 1, err) &&
		    (!*words || cli_number(*words, "undo", &n, err)) &&
		    cli_open(c, DB_WRITE, err);
	g_strfreev(words);
	if (!good)
		return false;
	size_t done = 0;
	char *label = NULL;
	struct act_result result = {0};
	good = undo_back(c->db, (size_t)n, &done, &label, &result, err);
	if (good && done == 0) {
		g_set_error(err, TNEWS_ERROR, ERR_DATA, _("there is nothing to undo"));
		good = false;
	} else if (good && !c->quiet) {
		char *shown = label ? utf8_clean(label, strlen(label), CLEAN_SHOWN)
				    : NULL;
		cli_print(_("undone: %s\n"), shown ? shown : "");
		g_free(shown);
		cli_say_changed(c, result.n_changed);
	}
	if (result.ids)
		g_array_unref(result.ids);
	g_free(label);
	return good;
}
