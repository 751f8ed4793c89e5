/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of commands. A line that names none of them is given to the reader of the
 * user's file (set, bind, theme, ...). */
#include "config.h"

#include "ui/command.h"

#include <string.h>

#include "engine/engine.h"
#include "ui/article.h"
#include "ui/headlines.h"
#include "ui/lists.h"
#include "ui/ops.h"
#include "ui/ops_mark.h"
#include "ui/popup.h"
#include "ui/prompt.h"
#include "ui/rules.h"
#include "ui/sections.h"
#include "ui/status.h"
#include "util/error.h"
#include "util/i18n.h"

static void run_quit(struct ui *ui, const char *rest)
{
	(void)rest;
	ui_quit(ui, 0);
}

static void run_messages(struct ui *ui, const char *rest)
{
	(void)rest;
	messages_open(ui);
}

static void run_errors(struct ui *ui, const char *rest)
{
	(void)rest;
	errors_open(ui);
}

static void run_help(struct ui *ui, const char *rest)
{
	(void)rest;
	help_open(ui);
}

static void run_check(struct ui *ui, const char *rest)
{
	(void)rest;
	faults_open(ui);
}

static void run_exec(struct ui *ui, const char *rest)
{
	g_auto(GStrv) words = NULL;
	GError *err = NULL;

	if (!*rest) {
		ui_say(ui, MESSAGE_WARNING, _(":exec needs an operation"));
		return;
	}
	if (!g_shell_parse_argv(rest, NULL, &words, &err) ||
	    !ops_run_name(ui, words[0], words[1] ? words + 1 : NULL, &err))
		ui_say_error(ui, err);
}

static void run_reload(struct ui *ui, const char *rest)
{
	if (!*rest)
		ui_reload(ui, NULL, NULL, 0, false, false);
	else if (subs_section(ui->conf->subs, rest))
		ui_reload(ui, rest, NULL, 0, false, false);
	else
		ui_say(ui, MESSAGE_WARNING, _("there is no section %s"), rest);
}

static bool good_query(struct ui *ui, const char *text)
{
	GError *err = NULL;

	if (engine_query_check(text, NULL, &err))
		return true;
	ui_say_error(ui, err);
	return false;
}

static void run_read(struct ui *ui, const char *rest)
{
	static char *const unread[] = {"unread", NULL};
	struct list_request request = {.scope = SCOPE_QUERY, .query = (char *)rest};

	if (!*rest) {
		struct op_call call = {0};
		op_READ_ALL(ui, &call);
		return;
	}
	if (!good_query(ui, rest))
		return;
	g_autofree char *label = g_strdup_printf(_("%s read"), rest);
	mark_list(ui, &request, NULL, unread, label);
}

/* +name -name ... [--] QUERY; without a query, what is selected or under the cursor. */
static void run_tag(struct ui *ui, const char *rest)
{
	GString *tags = g_string_new(NULL);
	char **add = NULL, **remove = NULL;
	GError *err = NULL;
	size_t n = 0;

	while (*rest == '+' || (*rest == '-' && rest[1] != '-')) {
		size_t length = strcspn(rest, " ");
		g_string_append_len(tags, rest, (gssize)length);
		g_string_append_c(tags, ' ');
		rest += length;
		rest += strspn(rest, " ");
	}
	if (g_str_has_prefix(rest, "--") && (rest[2] == ' ' || !rest[2]))
		rest += 2 + strspn(rest + 2, " ");
	if (!tags_of_text(tags->str, &add, &remove, &err)) {
		ui_say_error(ui, err);
	} else if (!add && !remove) {
		ui_say(ui, MESSAGE_WARNING, _(":tag +name -name QUERY: no tag is named"));
	} else if (!*rest) {
		g_autofree int64_t *ids = headlines_targets(ui, 1, &n);
		mark_tags(ui, ids, n, add, remove);
	} else if (good_query(ui, rest)) {
		struct list_request request = {.scope = SCOPE_QUERY,
					       .query = (char *)rest};
		mark_list(ui, &request, add, remove, g_strchomp(tags->str));
	}
	g_strfreev(add);
	g_strfreev(remove);
	g_string_free(tags, TRUE);
}

static void run_query(struct ui *ui, const char *rest)
{
	char *words[] = {(char *)rest, NULL};
	struct op_call call = {.args = *rest ? words : NULL};

	if (*rest && !good_query(ui, rest))
		return;
	op_GO_QUERY(ui, &call);
}

static void run_conf_line(struct ui *ui, const char *line)
{
	GError *err = NULL;

	if (!conf_line(ui->conf, line, &err)) {
		ui_say_error(ui, err);
		return;
	}
	ui_apply_settings(ui);
}

static void run_layout(struct ui *ui, const char *rest)
{
	g_autofree char *line = g_strconcat("set layout ", *rest ? rest : "auto", NULL);

	run_conf_line(ui, line);
}

static void run_source(struct ui *ui, const char *rest)
{
	if (*rest) {
		g_autofree char *line = g_strconcat("include ", rest, NULL);
		run_conf_line(ui, line);
		sections_rebuild(ui);
	} else if (ui_reread_conf(ui)) {
		ui_say(ui, MESSAGE_DONE, _("the configuration was read again"));
	}
}

static void run_set(struct ui *ui, const char *rest)
{
	size_t n = strcspn(rest, " ?");
	g_autofree char *name = g_strndup(rest, n);
	int id = setting_of_name(name);

	if (id >= 0 && (!rest[n] || rest[n] == '?')) {
		g_autofree char *value = setting_print(ui->conf->settings,
						       (enum setting_id)id);
		ui_say(ui, MESSAGE_NOTICE, "%s %s", name, value);
		return;
	}
	g_autofree char *line = g_strconcat("set ", rest, NULL);
	run_conf_line(ui, line);
}

static void run_about(struct ui *ui, const char *rest)
{
	(void)rest;
	ui_say(ui, MESSAGE_NOTICE, "%s, GPL-3.0-or-later", PACKAGE_STRING);
}

static void run_add(struct ui *ui, const char *rest)
{
	char *words[] = {(char *)rest, NULL};
	struct op_call call = {.args = *rest ? words : NULL};

	op_ADD(ui, &call);
}

static void run_undo(struct ui *ui, const char *rest)
{
	struct op_call call = {
		.count = (int)CLAMP(g_ascii_strtoll(rest, NULL, 10), 0, 1000000)};

	op_UNDO(ui, &call);
}

static const struct command commands[] = {
	{"about", ARG_NONE, N_("version and licence"), run_about},
	{"add", ARG_NONE, N_("a feed by its address"), run_add},
	{"check", ARG_NONE, N_("faults of the configuration"), run_check},
	{"errors", ARG_NONE, N_("failing feeds and why"), run_errors},
	{"exec", ARG_OPERATION, N_("any operation by its name"), run_exec},
	{"export", ARG_PATH, N_("the subscriptions into a new OPML file"), lists_export},
	{"help", ARG_NONE, N_("keys of this context"), run_help},
	{"import", ARG_PATH, N_("the feeds of an OPML file"), lists_import},
	{"layout", ARG_LAYOUT, N_("auto, columns, rows, single"), run_layout},
	{"messages", ARG_NONE, N_("all messages so far"), run_messages},
	{"mute", ARG_QUERY, N_("WORD [until]: hides what comes with it"), mute_command},
	{"query", ARG_QUERY, N_("shows what matches a query"), run_query},
	{"quit", ARG_NONE, N_("ends tnews"), run_quit},
	{"read", ARG_QUERY, N_("marks what matches a query as read"), run_read},
	{"reload", ARG_SECTION, N_("fetches all feeds, or a section's"), run_reload},
	{"rules", ARG_NONE, N_("lists the rules; test NAME, apply NAME"), rules_command},
	{"set", ARG_CONF, N_("a setting, or its value"), run_set},
	{"source", ARG_PATH, N_("reads the configuration again, or a file"), run_source},
	{"tag", ARG_TAGS_QUERY, N_("+name -name QUERY: tags what matches"), run_tag},
	{"undo", ARG_NONE, N_("takes the last changes back"), run_undo},
};

const struct command *command_table(size_t *n)
{
	*n = G_N_ELEMENTS(commands);
	return commands;
}

static void typed_command(struct ui *ui, const char *text, void *data)
{
	(void)data;
	if (text)
		command_run(ui, text);
}

void command_prompt(struct ui *ui, const char *text)
{
	prompt_open(ui, PROMPT_COMMAND, ":", text, typed_command, NULL, NULL);
}

void command_run(struct ui *ui, const char *text)
{
	text += strspn(text, " :");
	size_t n = strcspn(text, " ");
	const char *rest = text + n + strspn(text + n, " ");
	const struct command *found = NULL;
	size_t matches = 0;

	if (n == 0)
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(commands); i++) {
		if (strncmp(commands[i].name, text, n) != 0)
			continue;
		if (strlen(commands[i].name) == n) {
			commands[i].run(ui, rest);
			return;
		}
		found = &commands[i];
		matches++;
	}
	/* "q", "w" and the like are the first letters of one */
	if (matches == 1 || (matches > 1 && n == 1 && *text == 'q')) {
		for (size_t i = 0; *text == 'q' && i < G_N_ELEMENTS(commands); i++)
			if (n == 1 && strcmp(commands[i].name, "quit") == 0)
				found = &commands[i];
		found->run(ui, rest);
		return;
	}
	run_conf_line(ui, text);
}
