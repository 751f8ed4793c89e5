/* SPDX-License-Identifier: GPL-3.0-or-later */
/* :rules and :mute. A rule is tried by showing what it matches; applied, it is a change
 * like any other, which undo takes back. */
#include "config.h"

#include "ui/rules.h"

#include <string.h>

#include "conf/edit.h"
#include "engine/engine.h"
#include "text/when.h"
#include "ui/headlines.h"
#include "ui/jump.h"
#include "ui/ops_feed.h"
#include "ui/ops_mark.h"
#include "ui/popup.h"
#include "ui/status.h"
#include "util/clock.h"
#include "util/i18n.h"

static void show_matches(struct ui *ui, const struct rule *rule)
{
	struct list_request request = {.scope = SCOPE_QUERY, .query = rule->query};
	g_autofree char *title = g_strdup_printf(_("rule %s"),
						 rule->name ? rule->name : rule->query);

	jump_note(ui);
	headlines_open(ui, &request, title, "");
	ui->headlines->list->is_search = true;
	ui_focus(ui, PANE_HEADLINES);
}

static void apply_rule(struct ui *ui, const struct rule *rule)
{
	struct list_request request = {.scope = SCOPE_QUERY, .query = rule->query};
	g_autofree char *actions = rule_actions(rule);
	g_autofree char *label = g_strdup_printf("%s => %s", rule->query, actions);

	mark_list(ui, &request, rule->add, rule->remove, label);
}

/* The file may have been read again since the popup was opened. */
static const struct rule *rule_of(const struct ui *ui, const struct popup_item *item)
{
	const GPtrArray *rules = ui->conf->actions->rules;
	const struct rule *rule = item && item->number < rules->len
					  ? g_ptr_array_index(rules, item->number)
					  : NULL;

	return rule && strcmp(rule->query, item->text) == 0 ? rule : NULL;
}

static void chosen(struct ui *ui, struct popup *p, struct popup_item *item)
{
	const struct rule *rule = rule_of(ui, item);

	(void)p;
	popup_close(ui);
	if (rule)
		show_matches(ui, rule);
}

static bool rules_key(struct ui *ui, struct popup *p, uint32_t key)
{
	if (key != 'a')
		return false;
	const struct rule *rule = rule_of(ui, popup_current(p));
	popup_close(ui);
	if (rule)
		apply_rule(ui, rule);
	return true;
}

static void list_rules(struct ui *ui)
{
	const GPtrArray *rules = ui->conf->actions->rules;

	if (rules->len == 0) {
		ui_say(ui, MESSAGE_DONE,
		       _("there are no rules; :mute WORD makes one, the file any"));
		return;
	}
	struct popup *p = popup_open(ui, POPUP_MENU, _("Rules"));
	for (guint i = 0; i < rules->len; i++) {
		const struct rule *rule = g_ptr_array_index(rules, i);
		g_autofree char *actions = rule_actions(rule);
		g_autofree char *left = rule->name ? g_strdup_printf("%s: %s", rule->name,
								     rule->query)
						   : g_strdup(rule->query);
		struct popup_item *item = popup_add(p, left, actions);
		item->text = g_strdup(rule->query);
		item->number = i;
	}
	p->foot = g_strdup(_("Enter shows what it matches  a applies it  Esc leaves"));
	p->has_cursor = true;
	p->key = rules_key;
	p->choose = chosen;
	popup_fill(p);
}

void rules_command(struct ui *ui, const char *rest)
{
	bool test = g_str_has_prefix(rest, "test "),
	     apply = g_str_has_prefix(rest, "apply ");
	GError *err = NULL;

	if (!*rest || strcmp(rest, "list") == 0) {
		list_rules(ui);
		return;
	}
	if (!test && !apply) {
		ui_say(ui, MESSAGE_WARNING, _("expected: list, test NAME or apply NAME"));
		return;
	}
	const char *name = strchr(rest, ' ');
	name += strspn(name, " ");
	const struct rule *rule = rule_find(ui->conf->actions->rules, name, &err);
	if (!rule)
		ui_say_error(ui, err);
	else if (test)
		show_matches(ui, rule);
	else
		apply_rule(ui, rule);
}

/* "WORDS", "WORDS 2w", "WORDS until 2027-01-31": the query, and until when (0: for ever). */
static char *muted_words(const char *rest, int64_t *until)
{
	char *query = g_strchomp(g_strdup(rest)), *last = strrchr(query, ' ');

	*until = 0;
	if (!last || !when_parse(last + 1, clock_now(), until))
		return query;
	*last = '\0';
	g_strchomp(query);
	if (g_str_has_suffix(query, " until"))
		query[strlen(query) - strlen(" until")] = '\0';
	return g_strchomp(query);
}

void mute_command(struct ui *ui, const char *rest)
{
	static char *const ignored[] = {"ignored", NULL};
	struct conf_undo undo = {0};
	int64_t until;
	GError *err = NULL;
	g_autofree char *query = muted_words(rest, &until);

	if (!*query) {
		ui_say(ui, MESSAGE_WARNING,
		       _(":mute WORD [until]: what is to be hidden, and 2w, mon or a "
			 "date"));
		return;
	}
	g_autoptr(GDateTime) day = until ? g_date_time_new_from_unix_local(until) : NULL;
	g_autofree char *date = day ? g_date_time_format(day, "%F") : NULL;
	if (!engine_query_check(query, NULL, &err) ||
	    !conf_add_rule(ui->conf->path, query, "+ignored", date, &undo, &err)) {
		ui_say_error(ui, err);
		return;
	}
	g_autofree char *there = g_strdup_printf("is:unread (%s)", query);
	struct list_request request = {.scope = SCOPE_QUERY, .query = there};
	g_autofree char *label = date ? g_strdup_printf(_("%s muted until %s"), query,
							date)
				      : g_strdup_printf(_("%s muted"), query);
	edits_done(ui, &undo, g_strdup(label));
	mark_list(ui, &request, ignored, NULL, label);
}
