/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may stand at the cursor of a prompt: commands, settings and values, operations,
 * sections, feeds, tags, terms of queries. */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include "engine/engine.h"
#include "text/fold.h"
#include "ui/command.h"
#include "ui/headlines.h"
#include "ui/prompt.h"
#include "util/i18n.h"

static void add(GPtrArray *out, const char *text, const char *meaning)
{
	struct candidate *c = g_new0(struct candidate, 1);

	c->text = g_strdup(text);
	c->meaning = meaning && *meaning ? g_strdup(meaning) : NULL;
	g_ptr_array_add(out, c);
}

static void add_if(GPtrArray *out, const char *word, const char *text,
		   const char *meaning)
{
	if (g_str_has_prefix(text, word))
		add(out, text, meaning);
}

/* Words with blanks or signs of the language are quoted. */
static char *query_value(const char *term, const char *name)
{
	if (strpbrk(name, " \t()\""))
		return g_strdup_printf("%s\"%s\"", term, name);
	return g_strconcat(term, name, NULL);
}

static void add_tags(const struct ui *ui, GPtrArray *out, const char *word,
		     const char *before)
{
	for (int pass = 0; pass < 2; pass++) /* most used first: those above the mean */
		for (size_t i = 0; ui->tags && i < ui->tags->n; i++) {
			const struct tag_count *t = &ui->tags->tags[i];
			if (strcmp(t->name, "unread") == 0 ||
			    strcmp(t->name, "starred") == 0)
				continue;
			if ((t->total >= 10) != (pass == 0))
				continue;
			g_autofree char *text = g_strconcat(before, t->name, NULL);
			g_autofree char *count = g_strdup_printf(
				ngettext("%" PRId64 " story", "%" PRId64 " stories",
					 (gulong)t->total),
				t->total);
			add_if(out, word, text, count);
		}
}

static void add_sections(const struct ui *ui, GPtrArray *out, const char *word,
			 const char *term)
{
	const GPtrArray *all = ui->conf->subs->sections;

	for (guint i = 0; i < all->len; i++) {
		const struct section *s = g_ptr_array_index(all, i);
		g_autofree char *text = *term ? query_value(term, s->name)
					      : g_strdup(s->path);
		if (g_ascii_strncasecmp(text, word, strlen(word)) == 0)
			add(out, text, NULL);
	}
}

static void add_feeds(const struct ui *ui, GPtrArray *out, const char *word)
{
	const GPtrArray *all = ui->conf->subs->feeds;

	for (guint i = 0; i < all->len; i++) {
		const struct sub *s = g_ptr_array_index(all, i);
		g_autofree char *text = query_value("feed:", ui_feed_name(ui, s->id));
		if (g_ascii_strncasecmp(text, word, strlen(word)) == 0)
			add(out, text, NULL);
	}
}

/* What may stand behind a field besides names of the user's own. */
static void add_values(GPtrArray *out, const char *word)
{
	static const struct {
		const char *text, *meaning;
	} values[] = {
		{"after:today", N_("since midnight")},
		{"after:yesterday", N_("since the midnight before")},
		{"after:3d", N_("of the last three days")},
		{"before:2w", N_("older than two weeks")},
		{"feed-age:>30d", N_("of feeds with nothing new for so long")},
		{"feed-total:<10", N_("of feeds with few stories")},
		{"feed-unread:>100", N_("of feeds with many unread")},
		{"on:today", NULL},
		{"on:yesterday", NULL},
		{"received:12h", N_("that came within twelve hours")},
		{"type:application", NULL},
		{"type:audio", NULL},
		{"type:image", NULL},
		{"type:video", NULL},
	};
	const char *colon = strchr(word, ':');

	for (size_t i = 0; colon && i < G_N_ELEMENTS(values); i++)
		if (strcmp(values[i].text, word) != 0)
			add_if(out, word, values[i].text,
			       values[i].meaning ? _(values[i].meaning) : NULL);
}

/* Brackets and a minus sign before the word stay. */
static void complete_query(const struct ui *ui, GPtrArray *out, const char *word)
{
	g_autofree char *before = g_strndup(word, strspn(word, "(-"));
	size_t n = 0;

	word += strlen(before);
	if (g_str_has_prefix(word, "tag:"))
		add_tags(ui, out, word, "tag:");
	else if (g_str_has_prefix(word, "section:"))
		add_sections(ui, out, word, "section:");
	else if (g_str_has_prefix(word, "feed:"))
		add_feeds(ui, out, word);
	const char *const *words = engine_query_words(&n);
	for (size_t i = 0; i < n; i++)
		add_if(out, word, words[i], NULL);
	add_values(out, word);
	for (guint i = 0; *before && i < out->len; i++) {
		struct candidate *c = g_ptr_array_index(out, i);
		char *text = g_strconcat(before, c->text, NULL);
		g_free(c->text);
		c->text = text;
	}
}

static void complete_operations(GPtrArray *out, const char *word)
{
	for (int i = 1; i < OPS; i++) {
		const struct op_info *info = op_info((enum op_id)i);
		add_if(out, word, info->name, _(info->help));
	}
}

static void complete_setting(GPtrArray *out, const char *word)
{
	for (int i = 0; i < SETTINGS; i++) {
		const struct setting_info *info = setting_info((enum setting_id)i);
		add_if(out, word, info->name, _(info->help));
	}
}

static void complete_value(GPtrArray *out, const char *name, const char *word)
{
	int id = setting_of_name(name);

	if (id < 0)
		return;
	const struct setting_info *info = setting_info((enum setting_id)id);
	if (info->type == TYPE_BOOL) {
		add_if(out, word, "yes", NULL);
		add_if(out, word, "no", NULL);
	} else if (info->type == TYPE_CHOICE) {
		g_auto(GStrv) choices = g_strsplit(info->bounds, "|", -1);
		for (size_t i = 0; choices[i]; i++)
			add_if(out, word, choices[i],
			       strcmp(choices[i], info->def) == 0 ? _("default") : NULL);
	}
}

static void complete_path(GPtrArray *out, const char *word)
{
	g_autofree char *given = g_path_get_dirname(*word ? word : ".");
	g_autofree char *folder = g_str_has_prefix(given, "~")
					  ? g_build_filename(g_get_home_dir(), given + 1,
							     NULL)
					  : g_strdup(given);
	const char *slash = strrchr(word, '/'), *base = slash ? slash + 1 : word;
	GDir *dir = g_dir_open(folder, 0, NULL);

	for (const char *name; dir && (name = g_dir_read_name(dir));) {
		if (!g_str_has_prefix(name, base) || (*name == '.' && *base != '.') ||
		    !g_utf8_validate(name, -1, NULL))
			continue;
		g_autofree char *path = g_build_filename(folder, name, NULL);
		bool inner = g_file_test(path, G_FILE_TEST_IS_DIR);
		g_autofree char *text = g_strdup_printf("%.*s%s%s", (int)(base - word),
							word, name, inner ? "/" : "");
		add(out, text, NULL);
	}
	if (dir)
		g_dir_close(dir);
}

static void complete_command_name(GPtrArray *out, const char *word)
{
	size_t n = 0;
	const struct command *own = command_table(&n);

	for (size_t i = 0; i < n; i++)
		add_if(out, word, own[i].name, _(own[i].help));
	size_t n_conf = 0;
	const char *const *conf = conf_commands(&n_conf);
	for (size_t i = 0; i < n_conf; i++) {
		bool known = false;
		for (size_t k = 0; k < n; k++)
			known |= strcmp(own[k].name, conf[i]) == 0;
		if (!known)
			add_if(out, word, conf[i], _("as in the configuration"));
	}
}

static void complete_theme(GPtrArray *out, const char *word)
{
	static const char *const themes[] = {"contrast", "contrast-light", "default",
					     "deuteranopia", "mono"};

	for (size_t i = 0; i < G_N_ELEMENTS(themes); i++)
		add_if(out, word, themes[i], NULL);
}

/* words: those before the one at the cursor, the command's name first. */
static void complete_argument(const struct ui *ui, GPtrArray *out, char **words,
			      const char *word)
{
	size_t n = 0, n_words = g_strv_length(words);
	const struct command *own = command_table(&n);
	enum command_argument argument = ARG_CONF;

	for (size_t i = 0; i < n; i++)
		if (strcmp(own[i].name, words[0]) == 0)
			argument = own[i].argument;
	if (strcmp(words[0], "theme") == 0)
		argument = ARG_THEME;
	if (strcmp(words[0], "set") == 0) {
		if (n_words == 1)
			complete_setting(out, word);
		else
			complete_value(out, words[1], word);
		return;
	}
	switch (argument) {
	case ARG_OPERATION:
		complete_operations(out, word);
		break;
	case ARG_CONF:
		if (strcmp(words[0], "bind") == 0 && n_words > 1)
			complete_operations(out, word);
		break;
	case ARG_LAYOUT:
		complete_value(out, "layout", word);
		break;
	case ARG_THEME:
		complete_theme(out, word);
		break;
	case ARG_SECTION:
		add_sections(ui, out, word, "");
		break;
	case ARG_TAGS_QUERY:
		if (*word == '+' || *word == '-')
			add_tags(ui, out, word, *word == '+' ? "+" : "-");
		else
			complete_query(ui, out, word);
		break;
	case ARG_QUERY:
		complete_query(ui, out, word);
		break;
	case ARG_PATH:
		complete_path(out, word);
		break;
	case ARG_NONE:
		break;
	}
}

static void complete_own_tags(struct ui *ui, GPtrArray *out, const char *word)
{
	const struct row *row = headlines_current(ui);

	for (size_t i = 0; row && row->tags && row->tags[i]; i++)
		add_if(out, word, row->tags[i], NULL);
}

GPtrArray *complete(struct ui *ui, struct prompt *p)
{
	GPtrArray *out = g_ptr_array_new();
	const char *text = p->edit.text->str;
	bool whole = p->kind == PROMPT_SECTION;
	size_t from = p->edit.at;
	bool quoted = false; /* section:"Sci & T is one word */

	for (size_t i = 0; i < from; i++)
		quoted ^= text[i] == '"';
	while (!whole && from > 0 && (text[from - 1] != ' ' || quoted)) {
		from--;
		quoted ^= text[from] == '"';
	}
	if (whole)
		from = 0;
	p->word_from = from;
	g_autofree char *word = g_strndup(text + from, p->edit.at - from);
	g_autofree char *before = g_strstrip(g_strndup(text, from));
	switch (p->kind) {
	case PROMPT_COMMAND:
		if (!*before) {
			complete_command_name(out, word);
		} else {
			g_auto(GStrv) words = g_strsplit_set(before, " ", -1);
			complete_argument(ui, out, words, word);
		}
		break;
	case PROMPT_FILTER:
	case PROMPT_SEARCH:
		complete_query(ui, out, word);
		break;
	case PROMPT_TAGS:
		add_tags(ui, out, word, *word == '-' ? "-" : *word == '+' ? "+" : "");
		break;
	case PROMPT_UNTAG:
		complete_own_tags(ui, out, word);
		break;
	case PROMPT_SECTION:
		add_sections(ui, out, word, "");
		break;
	default:
		break;
	}
	return out;
}
