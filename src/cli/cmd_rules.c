/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tnews rules: what the rules of the user's file are, which stories one would match, and
 * one on the stories that are here already. */
#include "engine/rules.h"

#include <string.h>

#include "cli/format.h"
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
	return good;
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
