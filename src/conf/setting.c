/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of settings.def, and values that fall back from a feed to its section, the
 * outer section, the global ones, the default. */
#include "conf/setting.h"

#include <string.h>

#include "conf/line.h"
#include "text/date.h"
#include "util/error.h"
#include "util/i18n.h"

enum { SCOPE_GLOBAL, SCOPE_SECTION };

static const struct setting_info infos[SETTINGS] = {
#define SETTING(id, name, type, def, bounds, scope, help) \
	[SET_##id] = {name, TYPE_##type, def, bounds, SCOPE_##scope, help},
#include "conf/settings.def"
#undef SETTING
};

struct value {
	int64_t number;
	char *text;
	char **words;
	char *source; /* as it would be written */
};

struct settings {
	const struct settings *outer;
	struct value *values[SETTINGS]; /* NULL: not set here */
	bool is_default[SETTINGS];
};

const struct setting_info *setting_info(enum setting_id id)
{
	return &infos[id];
}

int setting_of_name(const char *name)
{
	for (int i = 0; i < SETTINGS; i++)
		if (!strcmp(infos[i].name, name))
			return i;
	return -1;
}

static void value_free(struct value *v)
{
	if (!v)
		return;
	g_free(v->text);
	g_strfreev(v->words);
	g_free(v->source);
	g_free(v);
}

/* --- reading values -------------------------------------------------------------- */

static bool parse_number(const char *text, int64_t *out)
{
	char *end;
	if (!g_ascii_isdigit(text[*text == '-']))
		return false;
	gint64 number = g_ascii_strtoll(text, &end, 10);
	*out = number;
	return !*end && number != G_MAXINT64 && number != G_MININT64;
}

static bool parse_bytes(const char *text, int64_t *out)
{
	char *end;
	if (!g_ascii_isdigit(*text))
		return false;
	gint64 number = g_ascii_strtoll(text, &end, 10);
	int shift = 0;
	switch (g_ascii_toupper(*end)) {
	case 'K':
		shift = 10;
		break;
	case 'M':
		shift = 20;
		break;
	case 'G':
		shift = 30;
		break;
	}
	if (shift)
		end++;
	if (g_ascii_toupper(*end) == 'B')
		end++;
	if (*end || number > (G_MAXINT64 >> shift))
		return false;
	*out = number << shift;
	return true;
}

static bool parse_amount(enum setting_type type, const char *text, int64_t *out)
{
	switch (type) {
	case TYPE_SECONDS:
		return date_duration(text, out);
	case TYPE_BYTES:
		return parse_bytes(text, out);
	default:
		return parse_number(text, out);
	}
}

static bool allows_never(const struct setting_info *info)
{
	return info->type == TYPE_SECONDS && !strcmp(info->def, "never");
}

static bool bad_value(const struct setting_info *info, const char *text,
		      const char *wanted, GError **err)
{
	g_set_error(err, TNEWS_ERROR, ERR_CONF, _("'%s' does not fit %s: %s"), text,
		    info->name, wanted);
	return false;
}

static bool read_amount(const struct setting_info *info, const char *text,
			struct value *v, GError **err)
{
	if (allows_never(info) && !strcmp(text, "never")) {
		v->number = -1;
		return true;
	}
	g_auto(GStrv) bounds = g_strsplit(info->bounds, "..", 2);
	int64_t least = 0, most = G_MAXINT64;
	parse_amount(info->type, bounds[0], &least);
	parse_amount(info->type, bounds[1], &most);
	if (parse_amount(info->type, text, &v->number) && v->number >= least &&
	    v->number <= most)
		return true;
	g_autofree char *wanted = NULL;
	if (allows_never(info))
		wanted = g_strdup_printf(_("a time from %s to %s, or never"), bounds[0],
					 bounds[1]);
	else if (info->type == TYPE_SECONDS)
		wanted = g_strdup_printf(_("a time from %s to %s"), bounds[0], bounds[1]);
	else if (info->type == TYPE_BYTES)
		wanted = g_strdup_printf(_("a size from %s to %s"), bounds[0], bounds[1]);
	else
		wanted = g_strdup_printf(_("a number from %s to %s"), bounds[0],
					 bounds[1]);
	return bad_value(info, text, wanted, err);
}

static bool read_bool(const struct setting_info *info, const char *text, struct value *v,
		      GError **err)
{
	static const char *const yes[] = {"yes", "on", "true", NULL};
	static const char *const no[] = {"no", "off", "false", NULL};
	v->number = g_strv_contains(yes, text);
	if (!v->number && !g_strv_contains(no, text))
		return bad_value(info, text, _("yes or no"), err);
	return true;
}

static bool read_choice(const struct setting_info *info, const char *text,
			struct value *v, GError **err)
{
	g_auto(GStrv) choices = g_strsplit(info->bounds, "|", -1);
	for (v->number = 0; choices[v->number]; v->number++)
		if (!strcmp(choices[v->number], text))
			return true;
	g_autofree char *all = g_strjoinv(", ", choices);
	const char *near = err_nearest(text, (const char *const *)choices,
				       g_strv_length(choices));
	if (!near)
		return bad_value(info, text, all, err);
	g_set_error(err, TNEWS_ERROR, ERR_CONF,
		    _("'%s' does not fit %s: %s (did you mean '%s'?)"), text, info->name,
		    all, near);
	return false;
}

static char *expand_home(const char *path)
{
	if (path[0] == '~' && (!path[1] || path[1] == '/'))
		return g_strconcat(g_get_home_dir(), path + 1, NULL);
	return g_strdup(path);
}

/* One word that holds several is taken apart, so that -o browser="firefox %u" works. */
static char **read_words(const char *const *words, GError **err)
{
	if (words[0] && !words[1])
		return line_split(words[0], err);
	return g_strdupv((char **)words);
}

static char *write_words(const char *const *words)
{
	GString *out = g_string_new(NULL);
	for (size_t i = 0; words[i]; i++) {
		g_autofree char *word = line_word(words[i]);
		if (i > 0)
			g_string_append_c(out, ' ');
		g_string_append(out, word);
	}
	return g_string_free(out, FALSE);
}

static bool read_value(const struct setting_info *info, const char *const *words,
		       struct value *v, GError **err)
{
	v->source = write_words(words);
	if (info->type == TYPE_WORDS) {
		v->words = read_words(words, err);
		return v->words != NULL;
	}
	if (!words[0] || words[1]) {
		g_set_error(err, TNEWS_ERROR, ERR_CONF,
			    words[0]
				    ? _("%s takes one value: put several words in quotes")
				    : _("%s needs a value"),
			    info->name);
		return false;
	}
	v->text = info->type == TYPE_PATH ? expand_home(words[0]) : g_strdup(words[0]);
	switch (info->type) {
	case TYPE_BOOL:
		return read_bool(info, words[0], v, err);
	case TYPE_CHOICE:
		return read_choice(info, words[0], v, err);
	case TYPE_NUMBER:
	case TYPE_SECONDS:
	case TYPE_BYTES:
		return read_amount(info, words[0], v, err);
	default:
		return true;
	}
}

/* --- settings -------------------------------------------------------------------- */

static void set_default(struct settings *s, enum setting_id id)
{
	const char *words[] = {infos[id].def, NULL};
	struct value *v = g_new0(struct value, 1);
	bool good = read_value(&infos[id], words, v, NULL);
	g_assert(good); /* settings.def contradicts itself */
	value_free(s->values[id]);
	s->values[id] = v;
	s->is_default[id] = true;
}

struct settings *settings_new(const struct settings *outer)
{
	struct settings *s = g_new0(struct settings, 1);
	s->outer = outer;
	for (int i = 0; !outer && i < SETTINGS; i++)
		set_default(s, (enum setting_id)i);
	return s;
}

void settings_free(struct settings *s)
{
	if (!s)
		return;
	for (int i = 0; i < SETTINGS; i++)
		value_free(s->values[i]);
	g_free(s);
}

bool setting_set(struct settings *s, enum setting_id id, const char *const *words,
		 GError **err)
{
	struct value *v = g_new0(struct value, 1);
	if (!read_value(&infos[id], words, v, err)) {
		value_free(v);
		return false;
	}
	value_free(s->values[id]);
	s->values[id] = v;
	s->is_default[id] = false;
	return true;
}

void setting_reset(struct settings *s, enum setting_id id)
{
	if (!s->outer) {
		set_default(s, id);
	} else {
		g_clear_pointer(&s->values[id], value_free);
	}
}

bool setting_is_set(const struct settings *s, enum setting_id id)
{
	return s->values[id] && !s->is_default[id];
}

static const struct value *value_of(const struct settings *s, enum setting_id id)
{
	while (!s->values[id])
		s = s->outer;
	return s->values[id];
}

int64_t setting_number(const struct settings *s, enum setting_id id)
{
	return value_of(s, id)->number;
}

const char *setting_text(const struct settings *s, enum setting_id id)
{
	const char *text = value_of(s, id)->text;
	return text ? text : "";
}

const char *const *setting_words(const struct settings *s, enum setting_id id)
{
	static const char *const none[] = {NULL};
	char **words = value_of(s, id)->words;
	return words ? (const char *const *)words : none;
}

char *setting_print(const struct settings *s, enum setting_id id)
{
	return g_strdup(value_of(s, id)->source);
}
