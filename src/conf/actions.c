/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules, openers, hooks, accounts, quick tags, query keys, highlights: lines that say
 * what is done when. They are checked here and carried out elsewhere. */
#include "conf/actions.h"

#include <string.h>

#include "conf/read.h"
#include "text/date.h"
#include "text/tagname.h"
#include "text/utf8.h"
#include "util/clock.h"
#include "util/i18n.h"
#include "util/url.h"

static void rule_free(void *p)
{
	struct rule *rule = p;
	g_free(rule->name);
	g_free(rule->query);
	g_strfreev(rule->add);
	g_strfreev(rule->remove);
	g_free(rule);
}

static void opener_free(void *p)
{
	struct opener *opener = p;
	g_free(opener->pattern);
	g_strfreev(opener->command);
	g_free(opener);
}

static void hook_free(void *p)
{
	struct hook *hook = p;
	g_free(hook->event);
	g_strfreev(hook->command);
	g_free(hook);
}

static void account_free(void *p)
{
	struct account *a = p;
	g_free(a->name);
	g_free(a->type);
	g_free(a->url);
	g_free(a->user);
	g_strfreev(a->password_command);
	g_free(a->password_file);
	g_free(a->ca_file);
	g_free(a->cert);
	g_free(a->key);
	g_free(a);
}

static void highlight_free(void *p)
{
	struct highlight *highlight = p;
	g_free(highlight->query);
	g_free(highlight->regex);
	g_clear_pointer(&highlight->compiled, g_regex_unref);
	g_free(highlight);
}

static void letter_free(void *p)
{
	struct letter *letter = p;
	g_free(letter->text);
	g_free(letter);
}

struct actions *actions_new(void)
{
	struct actions *a = g_new0(struct actions, 1);
	a->rules = g_ptr_array_new_with_free_func(rule_free);
	a->openers = g_ptr_array_new_with_free_func(opener_free);
	a->hooks = g_ptr_array_new_with_free_func(hook_free);
	a->accounts = g_ptr_array_new_with_free_func(account_free);
	a->highlights = g_ptr_array_new_with_free_func(highlight_free);
	a->quick_tags = g_ptr_array_new_with_free_func(letter_free);
	a->query_keys = g_ptr_array_new_with_free_func(letter_free);
	return a;
}

void actions_free(struct actions *a)
{
	if (!a)
		return;
	g_ptr_array_unref(a->rules);
	g_ptr_array_unref(a->openers);
	g_ptr_array_unref(a->hooks);
	g_ptr_array_unref(a->accounts);
	g_ptr_array_unref(a->highlights);
	g_ptr_array_unref(a->quick_tags);
	g_ptr_array_unref(a->query_keys);
	g_free(a);
}

/* --- letters ---------------------------------------------------------------------- */

/* Takes the text over. */
static void set_letter(struct conf_reader *r, GPtrArray *letters, char *taken_text)
{
	const struct word *word = reader_word(r, 1);
	size_t length = 0;
	uint32_t c = *word->text ? utf8_next(word->text, strlen(word->text), &length) : 0;
	if (length == 0 || word->text[length] || c < ' ') {
		g_autofree char *shown = reader_show(word->text);
		reader_fault(r, word, _("'%s' is not one letter"), shown);
		g_free(taken_text);
		return;
	}
	for (guint i = 0; i < letters->len; i++)
		if (((struct letter *)letters->pdata[i])->letter == c) {
			g_ptr_array_remove_index(letters, i);
			break;
		}
	struct letter *letter = g_new0(struct letter, 1);
	letter->letter = c;
	letter->text = taken_text;
	g_ptr_array_add(letters, letter);
}

char *reader_tag(struct conf_reader *r, const struct word *word, const char *name)
{
	GError *err = NULL;
	char *clean = NULL;
	if (!tagname_read(name, &clean, &err))
		reader_error(r, word, err);
	return clean;
}

void command_quick_tag(struct conf_reader *r)
{
	if (!reader_needs(r, 2, _("quick-tag LETTER TAG")))
		return;
	const char *text = reader_text(r, 2);
	char *tag = reader_tag(r, reader_word(r, 2), *text == '+' ? text + 1 : text);
	if (tag)
		set_letter(r, r->conf->actions->quick_tags, tag);
}

void command_query_key(struct conf_reader *r)
{
	if (!reader_needs(r, 2, _("query-key LETTER QUERY")))
		return;
	g_autofree char *query = line_raw(r->source, r->line, 2, reader_count(r));
	if (reader_query(r, 2, query))
		set_letter(r, r->conf->actions->query_keys, g_steal_pointer(&query));
}

/* --- highlights ------------------------------------------------------------------- */

void command_highlight(struct conf_reader *r)
{
	if (!reader_needs(r, 2, _("highlight QUERY-OR-/REGEX/ COLOUR...")))
		return;
	/* Colours are looked for from the end: attributes, then at most two colours. */
	guint from = reader_count(r);
	for (int colors = 0; from > 2; from--) {
		bool is_attribute;
		if (!reader_is_look(r, reader_text(r, from - 1), &is_attribute) ||
		    (!is_attribute && colors++ == 2))
			break;
	}
	if (from == reader_count(r)) {
		struct look look;
		reader_look(r, from - 1,
			    &look); /* says what is wrong with the last word */
		return;
	}
	struct highlight *highlight = g_new0(struct highlight, 1);
	bool good = reader_look(r, from, &highlight->look);
	g_autofree char *what = line_raw(r->source, r->line, 1, from);
	size_t n = strlen(what);
	if (n >= 2 && what[0] == '/' && what[n - 1] == '/') {
		highlight->regex = g_strndup(what + 1, n - 2);
		g_autoptr(GError) err = NULL;
		g_autofree char *bounded = g_strconcat(
			"(*LIMIT_MATCH=20000)(*LIMIT_DEPTH=500)", highlight->regex, NULL);
		highlight->compiled = g_regex_new(bounded, G_REGEX_CASELESS, 0, &err);
		if (!highlight->compiled)
			reader_fault(r, reader_word(r, 1), "%s", err->message);
		good = good && highlight->compiled;
	} else {
		highlight->query = g_steal_pointer(&what);
		good = good && reader_query(r, 1, highlight->query);
	}
	if (good)
		g_ptr_array_add(r->conf->actions->highlights, highlight);
	else
		highlight_free(highlight);
}

/* --- rules ------------------------------------------------------------------------ */

/* rule [NAME] QUERY => ...: the first of several words is the name when it is a plain
 * one, with or without a colon behind it; "(one two)" is a query without a name. */
static guint take_rule_name(const struct conf_reader *r, guint arrow, char **name)
{
	const struct word *first = reader_word(r, 1);
	if (arrow < 3 || !g_ascii_isalnum(first->text[0]) ||
	    first->bare != strlen(first->text) || !strcmp(reader_text(r, 2), "OR"))
		return 1;
	size_t n = strcspn(first->text, ":\"'()/*=");
	if (first->text[n] && strcmp(first->text + n, ":"))
		return 1;
	*name = g_strndup(first->text, n);
	return 2;
}

static bool read_until(struct conf_reader *r, const struct word *word, const char *value,
		       int64_t *until)
{
	int64_t from;
	/* An age would begin anew with each start. */
	if (g_ascii_isdigit(*value) && strchr(value, '-') &&
	    date_period(value, clock_now(), &from, until))
		return true;
	reader_fault(r, word, _("until= takes a date: until=2026-12-31"));
	return false;
}

static bool read_rule_action(struct conf_reader *r, const struct word *word,
			     GPtrArray *add, GPtrArray *remove, int64_t *until)
{
	size_t n;
	const char *value = word_attribute(word, &n);
	char sign = word->text[0];
	if (value && n == strlen("until") && g_str_has_prefix(word->text, "until"))
		return read_until(r, word, value, until);
	if ((sign == '+' || sign == '-') && word->text[1]) {
		char *tag = reader_tag(r, word, word->text + 1);
		if (tag)
			g_ptr_array_add(sign == '+' ? add : remove, tag);
		return tag != NULL;
	}
	g_autofree char *shown = reader_show(word->text);
	reader_fault(r, word, _("a rule does +TAG, -TAG or until=DATE, not '%s'"), shown);
	return false;
}

static char **steal_strv(GPtrArray *array)
{
	g_ptr_array_add(array, NULL);
	return (char **)g_ptr_array_steal(array, NULL);
}

void command_rule(struct conf_reader *r)
{
	static const char *const form =
		N_("rule [NAME] QUERY => +TAG -TAG... [until=DATE]");
	guint arrow = 1;
	while (arrow < reader_count(r) && strcmp(reader_text(r, arrow), "=>"))
		arrow++;
	if (arrow == 1 || arrow + 1 >= reader_count(r)) {
		reader_fault(r, NULL, _("expected: %s"), _(form));
		return;
	}
	g_autoptr(GPtrArray) add = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) remove = g_ptr_array_new_with_free_func(g_free);
	struct rule *rule = g_new0(struct rule, 1);
	rule->until = INT64_MAX;
	rule->file = r->file;
	rule->line = r->line->number;
	guint from = take_rule_name(r, arrow, &rule->name);
	rule->query = line_raw(r->source, r->line, from, arrow);
	bool good = reader_query(r, from, rule->query);
	for (guint i = arrow + 1; i < reader_count(r); i++)
		good = read_rule_action(r, reader_word(r, i), add, remove,
					&rule->until) &&
		       good;
	for (guint i = 0; good && rule->name && i < r->conf->actions->rules->len; i++) {
		const struct rule *other = r->conf->actions->rules->pdata[i];
		if (g_strcmp0(other->name, rule->name))
			continue;
		reader_fault(r, reader_word(r, 1),
			     _("there is a rule '%s' already (line %d)"), rule->name,
			     other->line);
		good = false;
	}
	rule->add = steal_strv(add);
	rule->remove = steal_strv(remove);
	if (good)
		g_ptr_array_add(r->conf->actions->rules, rule);
	else
		rule_free(rule);
}

/* --- openers and hooks -------------------------------------------------------------- */

void command_opener(struct conf_reader *r)
{
	if (!reader_needs(r, 2, _("opener PATTERN-OR-TYPE COMMAND...")))
		return;
	struct opener *opener = g_new0(struct opener, 1);
	opener->pattern = g_strdup(reader_text(r, 1));
	opener->command = reader_texts(r, 2, reader_count(r));
	g_ptr_array_add(r->conf->actions->openers, opener);
}

void command_hook(struct conf_reader *r)
{
	static const char *const events[] = {"new-stories", "quit", "reload-done",
					     "start"};
	if (!reader_needs(r, 2, _("hook EVENT COMMAND...")))
		return;
	const char *event = reader_text(r, 1);
	for (size_t i = 0; i < G_N_ELEMENTS(events); i++) {
		if (strcmp(events[i], event))
			continue;
		struct hook *hook = g_new0(struct hook, 1);
		hook->event = g_strdup(event);
		hook->command = reader_texts(r, 2, reader_count(r));
		g_ptr_array_add(r->conf->actions->hooks, hook);
		return;
	}
	g_autofree char *shown = reader_show(event);
	g_autofree char *what = g_strdup_printf(_("unknown event '%s'"), shown);
	reader_unknown(r, reader_word(r, 1), event, what, events, G_N_ELEMENTS(events));
}

/* --- accounts ----------------------------------------------------------------------- */

static const char *const account_types[] = {"feedbin",	"greader",   "miniflux",
					    "newsblur", "nextcloud", "ttrss"};
static const char *const account_words[] = {
	"ca-file",	    "cert",	     "insecure", "key", "labels", "limit",
	"password-command", "password-file", "type",	 "url", "user"};

static bool read_flag(struct conf_reader *r, const struct word *word, const char *value,
		      bool *out)
{
	*out = !strcmp(value, "yes");
	if (*out || !strcmp(value, "no"))
		return true;
	reader_fault(r, word, _("expected yes or no"));
	return false;
}

static bool read_account_type(struct conf_reader *r, const struct word *word,
			      const char *value)
{
	for (size_t i = 0; i < G_N_ELEMENTS(account_types); i++)
		if (!strcmp(account_types[i], value))
			return true;
	g_autofree char *shown = reader_show(value);
	g_autofree char *what = g_strdup_printf(_("unknown account type '%s'"), shown);
	reader_unknown(r, word, value, what, account_types, G_N_ELEMENTS(account_types));
	return false;
}

static bool read_account_limit(struct conf_reader *r, const struct word *word,
			       const char *value, int64_t *out)
{
	char *end;
	*out = g_ascii_strtoll(value, &end, 10);
	if (g_ascii_isdigit(*value) && !*end && *out >= 1 && *out <= 10000000)
		return true;
	reader_fault(r, word, _("limit= takes a number from 1 to 10000000"));
	return false;
}

static bool read_account_word(struct conf_reader *r, const struct word *word,
			      struct account *a)
{
	size_t n;
	const char *value = word_attribute(word, &n);
	g_autofree char *name = g_strndup(word->text, value ? n : strlen(word->text));
	const struct {
		const char *name;
		char **to;
	} texts[] = {{"type", &a->type}, {"url", &a->url}, {"user", &a->user}};
	const struct {
		const char *name;
		char **to;
	} paths[] = {{"password-file", &a->password_file},
		     {"ca-file", &a->ca_file},
		     {"cert", &a->cert},
		     {"key", &a->key}};
	for (size_t i = 0; value && i < G_N_ELEMENTS(texts); i++)
		if (!strcmp(name, texts[i].name)) {
			g_free(*texts[i].to);
			*texts[i].to = g_strdup(value);
			return i > 0 || read_account_type(r, word, value);
		}
	for (size_t i = 0; value && i < G_N_ELEMENTS(paths); i++)
		if (!strcmp(name, paths[i].name)) {
			g_free(*paths[i].to);
			*paths[i].to = reader_path(value);
			return true;
		}
	if (value && !strcmp(name, "labels"))
		return read_flag(r, word, value, &a->labels);
	if (value && !strcmp(name, "insecure"))
		return read_flag(r, word, value, &a->insecure);
	if (value && !strcmp(name, "limit"))
		return read_account_limit(r, word, value, &a->limit);
	if (value && !strcmp(name, "password-command")) {
		/* One text of the user's own, for the shell that he expects here. */
		const char *const words[] = {"/bin/sh", "-c", value, NULL};
		g_strfreev(a->password_command);
		a->password_command = g_strdupv((char **)words);
		return true;
	}
	g_autofree char *shown = reader_show(name);
	g_autofree char *what = g_strdup_printf(_("unknown attribute '%s'"), shown);
	reader_unknown(r, word, name, what, account_words, G_N_ELEMENTS(account_words));
	return false;
}

static bool check_account(struct conf_reader *r, const struct account *a)
{
	if (!a->type || !a->url) {
		reader_fault(r, NULL,
			     a->type ? _("an account needs url=")
				     : _("an account needs type="));
		return false;
	}
	if (!url_is_web(a->url)) {
		reader_fault(r, NULL, _("url= is no http or https address"));
		return false;
	}
	for (guint i = 0; i < r->conf->actions->accounts->len; i++) {
		const struct account *other = r->conf->actions->accounts->pdata[i];
		if (!strcmp(other->name, a->name)) {
			reader_fault(r, reader_word(r, 1),
				     _("there is an account '%s' already"), a->name);
			return false;
		}
	}
	return true;
}

void command_account(struct conf_reader *r)
{
	if (!reader_needs(r, 2,
			  _("account NAME type=TYPE url=URL [user=NAME] "
			    "[password-command=COMMAND]")))
		return;
	struct account *a = g_new0(struct account, 1);
	a->name = g_strdup(reader_text(r, 1));
	a->labels = true;
	bool good = true;
	for (guint i = 2; i < reader_count(r); i++)
		good = read_account_word(r, reader_word(r, i), a) && good;
	if (good && check_account(r, a))
		g_ptr_array_add(r->conf->actions->accounts, a);
	else
		account_free(a);
}

/* --- letters as keys ---------------------------------------------------------------- */

static void bind_letter(struct conf *conf, const char *prefix, uint32_t letter,
			const char *operation, const char *text, const char *help)
{
	g_autofree char *key = key_print(letter);
	g_autofree char *chord = g_strconcat(prefix, key, NULL);
	g_autofree char *chord_word = line_quoted(chord);
	g_autofree char *text_word = line_word(text);
	g_autofree char *help_word = line_quoted(help);
	g_autofree char *line = g_strdup_printf("bind %s %s %s %s", chord_word, operation,
						text_word, help_word);
	conf_line(conf, line, NULL);
}

static void bind_tag(struct conf *conf, uint32_t letter, const char *tag)
{
	g_autofree char *help = g_strdup_printf(_("the tag %s on or off"), tag);
	bind_letter(conf, ";", letter, "quick-tag", tag, help);
}

void actions_bind_letters(struct conf *conf)
{
	const GPtrArray *tags = conf->actions->quick_tags,
			*queries = conf->actions->query_keys;
	bool later = false;
	for (guint i = 0; i < tags->len; i++) {
		const struct letter *l = g_ptr_array_index(tags, i);
		later |= l->letter == 'l';
		bind_tag(conf, l->letter, l->text);
	}
	if (!later)
		bind_tag(conf, 'l', "later");
	for (guint i = 0; i < queries->len; i++) {
		const struct letter *l = g_ptr_array_index(queries, i);
		g_autofree char *help = g_strdup_printf(_("the stories of %s"), l->text);
		bind_letter(conf, "'", l->letter, "go-query", l->text, help);
	}
}

char *rule_actions(const struct rule *rule)
{
	GString *text = g_string_new(NULL);
	for (char **t = rule->add; t && *t; t++)
		g_string_append_printf(text, "%s+%s", text->len ? " " : "", *t);
	for (char **t = rule->remove; t && *t; t++)
		g_string_append_printf(text, "%s-%s", text->len ? " " : "", *t);
	if (rule->until != INT64_MAX) {
		g_autoptr(GDateTime)
			day = g_date_time_new_from_unix_local(rule->until - 1);
		g_autofree char *shown = day ? g_date_time_format(day, "%F") : NULL;
		g_string_append_printf(text, " until=%s", shown ? shown : "");
	}
	return g_string_free(text, FALSE);
}

const struct rule *rule_find(const GPtrArray *rules, const char *name, GError **err)
{
	guint64 number;
	for (guint i = 0; i < rules->len; i++) {
		const struct rule *rule = g_ptr_array_index(rules, i);
		if (g_strcmp0(rule->name, name) == 0)
			return rule;
	}
	if (g_ascii_string_to_unsigned(name, 10, 1, rules->len, &number, NULL))
		return g_ptr_array_index(rules, number - 1);
	g_set_error(err, TNEWS_ERROR, ERR_USAGE, _("there is no rule '%s'"), name);
	return NULL;
}
