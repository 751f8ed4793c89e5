/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tnews rules: what the rules of the user's file are, which stories one would match, and
 * one on the stories that are here already. */
#include "engine/rules.h"

#include <string.h>

#include "cli/format.h"
#include "store/list.h"
#include "store/state.h"
#include "text/utf8.h"

static void print_rule(const struct rule *rule, guint number, bool json)
{
	g_autofree char *actions = rule_actions(rule);
	if (json) {
		struct json *j = out_object();
		out_number(j, "number", number);
		out_text(j, "name", rule->name);
		out_text(j, "query", rule->query);
		out_text(j, "actions", actions);
		out_text(j, "file", rule->file);
		out_number(j, "line", rule->line);
		out_line(j);
		return;
	}
	g_autofree char *query = utf8_clean(rule->query, strlen(rule->query),
					    CLEAN_SHOWN);
	cli_print("%u\t%s\t%s\t%s\n", number, rule->name ? rule->name : "-", query,
		  actions);
}

static bool list_rules(struct cli *c, bool json)
{
	const GPtrArray *rules = c->conf->actions->rules;
	for (guint i = 0; i < rules->len && cli_output_good(); i++)
		print_rule(g_ptr_array_index(rules, i), i + 1, json);
	return true;
}

static bool apply_rule(struct cli *c, const struct rule *rule, GError **err)
{
	char *words[] = {rule->query, NULL};
	struct query *query = cli_query(c, words, err);
	if (!query || !cli_open(c, DB_WRITE, err)) {
		query_free(query);
		return false;
	}
	g_autofree char *label = rule_actions(rule);
	struct list_spec spec = cli_spec(c, query);
	struct act act = {
		.spec = &spec,
		.add = (const char *const *)rule->add,
		.remove = (const char *const *)rule->remove,
		.label = label,
	};
	struct act_result result = {0};
	bool good = state_act(c->db, &act, &result, err);
	if (good)
		cli_say_changed(c, result.n_changed);
	if (result.ids)
		g_array_unref(result.ids);
	query_free(query);
	return good;
}

static bool count_of(struct cli *c, char **words, int64_t *n, GError **err)
{
	struct query *query = cli_query(c, words, err);
	bool good = query && (c->db || cli_open(c, DB_READ, err)); /* the list has */
	if (good) {
		struct list_spec spec = cli_spec(c, query);
		*n = list_count(c->db, &spec, err);
		good = *n >= 0;
	}
	query_free(query);
	return good;
}

/* How many match; and how many do that a rule has hidden before, which no list shows. */
static bool say_matches(struct cli *c, const struct rule *rule, GError **err)
{
	g_autofree char *query = g_strdup_printf("(%s)", rule->query);
	char *seen[] = {query, NULL}, *hidden[] = {query, "tag:ignored", NULL};
	int64_t n = 0, n_hidden = 0;
	if (!count_of(c, seen, &n, err) || !count_of(c, hidden, &n_hidden, err))
		return false;
	g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, n);
	g_autofree char *more = g_strdup_printf("%" G_GINT64_FORMAT, n_hidden);
	if (n_hidden)
		cli_say(_("matches: %s; already hidden (tag:ignored): %s"), number, more);
	else
		cli_say(_("matches: %s"), number);
	return true;
}

/* As `tnews list` would, with its options. */
static bool test_rule(struct cli *c, const struct rule *rule, bool json, GError **err)
{
	GStrvBuilder *b = g_strv_builder_new();
	if (json)
		g_strv_builder_add(b, "--json");
	g_strv_builder_add(b, "--");
	g_strv_builder_add(b, rule->query);
	char **words = g_strv_builder_end(b);
	g_strv_builder_unref(b);
	bool good = cmd_list(c, words, err);
	g_strfreev(words);
	return good && (json || c->quiet || say_matches(c, rule, err));
}

bool cmd_rules(struct cli *c, char **words, GError **err)
{
	gboolean json = FALSE;
	const GOptionEntry entries[] = {CLI_JSON(&json), {0}};
	if (!cli_options(c, entries, false, &words, err))
		return false;
	g_auto(GStrv) rest = words;
	guint n = g_strv_length(rest);
	bool list = n == 0 || (n == 1 && strcmp(rest[0], "list") == 0);
	if (list)
		return list_rules(c, json);
	bool test = strcmp(rest[0], "test") == 0;
	if (n != 2 || (!test && strcmp(rest[0], "apply") != 0)) {
		g_set_error(err, TNEWS_ERROR, ERR_USAGE,
			    _("expected: list, test NAME or apply NAME"));
		return false;
	}
	const struct rule *rule = rule_find(c->conf->actions->rules, rest[1], err);
	if (!rule)
		return false;
	return test ? test_rule(c, rule, json, err) : apply_rule(c, rule, err);
}
