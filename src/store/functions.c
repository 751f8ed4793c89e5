/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQL functions that a query's condition calls; query/sql.h says which. What they fail
 * with is kept in the db, because SQLite carries only a code. */
#include "store/hits.h"

#include <string.h>

#include "store/encode.h"
#include "store/pack.h"
#include "text/fold.h"
#include "util/error.h"
#include "util/i18n.h"

/* Matching steps per text, and texts that may reach them before we give up. */
#define REGEX_LIMITS "(*LIMIT_MATCH=200000)(*LIMIT_DEPTH=2000)"
enum { REGEX_PATIENCE = 20 };

struct regex {
	GRegex *regex;
	int limit_reached;
};

static const char *text_of(sqlite3_value *v)
{
	return (const char *)sqlite3_value_text(v);
}

static void fail(sqlite3_context *c, struct db *db, GError *error)
{
	if (db->function_error)
		g_error_free(error);
	else
		db->function_error = error;
	sqlite3_result_error_code(c, SQLITE_ABORT);
}

static void text_hit(sqlite3_context *c, int n, sqlite3_value **args)
{
	(void)n;
	struct db *db = sqlite3_user_data(c);
	int group = sqlite3_value_int(args[0]);
	if (group < 0 || group >= db->n_groups || !db->groups[group]) {
		sqlite3_result_int(c, 0);
		return;
	}
	GError *error = NULL;
	int hit = hits_test(db->groups[group], sqlite3_value_int64(args[1]), &error);
	if (hit < 0)
		fail(c, db, error);
	else
		sqlite3_result_int(c, hit);
}

static void regex_free(void *data)
{
	struct regex *r = data;
	if (r->regex)
		g_regex_unref(r->regex);
	g_free(r);
}

/* Case is folded unless the pattern itself holds a capital letter. */
static bool has_capital(const char *s)
{
	for (; *s; s = g_utf8_next_char(s)) {
		if (*s == '\\' && s[1])
			s++;
		else if (g_unichar_isupper(g_utf8_get_char(s)))
			return true;
	}
	return false;
}

static struct regex *regex_new(const char *pattern)
{
	struct regex *r = g_new0(struct regex, 1);
	char *limited = g_strconcat(REGEX_LIMITS, pattern, NULL);
	r->regex = g_regex_new(limited, has_capital(pattern) ? 0 : G_REGEX_CASELESS, 0,
			       NULL);
	g_free(limited);
	return r;
}

static void regex_hit(sqlite3_context *c, int n, sqlite3_value **args)
{
	(void)n;
	struct db *db = sqlite3_user_data(c);
	const char *text = text_of(args[1]);
	struct regex *r = sqlite3_get_auxdata(c, 0);
	if (!r) {
		const char *pattern = text_of(args[0]);
		r = regex_new(pattern ? pattern : "");
		sqlite3_set_auxdata(c, 0, r, regex_free);
		r = sqlite3_get_auxdata(c, 0);
	}
	if (!r || !r->regex || !text) {
		sqlite3_result_int(c, 0);
		return;
	}
	GError *error = NULL;
	bool hit = g_regex_match_full(r->regex, text, sqlite3_value_bytes(args[1]), 0, 0,
				      NULL, &error);
	if (error && ++r->limit_reached > REGEX_PATIENCE) {
		g_clear_error(&error);
		fail(c, db,
		     g_error_new(
			     TNEWS_ERROR, ERR_USAGE,
			     _("the regular expression /%s/ takes too long, expected a "
			       "simpler one"),
			     text_of(args[0])));
		return;
	}
	g_clear_error(&error);
	sqlite3_result_int(c, hit);
}

static void text_rank(sqlite3_context *c, int n, sqlite3_value **args)
{
	struct db *db = sqlite3_user_data(c);
	int64_t sum = 0;
	(void)n;
	for (int i = 0; i < db->n_groups; i++) {
		GError *error = NULL;
		int64_t rank = db->groups[i]
				       ? hits_rank(db->groups[i],
						   sqlite3_value_int64(args[0]), &error)
				       : 0;
		if (error) {
			fail(c, db, error);
			return;
		}
		sum += rank;
	}
	sqlite3_result_int64(c, sum);
}

static void body_text(sqlite3_context *c, int n, sqlite3_value **args)
{
	(void)n;
	struct db *db = sqlite3_user_data(c);
	GError *error = NULL;
	sqlite3_stmt *s =
		db_query(db, &error,
			 "SELECT unpacked(summary),unpacked(content),unpacked(fulltext)"
			 " FROM body WHERE id=?1",
			 "i", (int64_t)sqlite3_value_int64(args[0]));
	int step = s ? db_step(db, s, &error) : -1;
	if (step < 0) {
		fail(c, db, error);
		return;
	}
	if (step == 0)
		return;
	GString *text = g_string_new(NULL);
	body_plain(text, (const char *)sqlite3_column_text(s, 0),
		   (const char *)sqlite3_column_text(s, 1),
		   (const char *)sqlite3_column_text(s, 2));
	db_reset(s);
	int length = (int)text->len;
	sqlite3_result_text(c, g_string_free(text, FALSE), length, g_free);
}

static void fold_has(sqlite3_context *c, int n, sqlite3_value **args)
{
	(void)n;
	const char *text = text_of(args[0]), *needle = text_of(args[1]);
	char *folded = sqlite3_get_auxdata(c, 1);
	if (!folded && needle) {
		sqlite3_set_auxdata(c, 1, fold_text(needle), g_free);
		folded = sqlite3_get_auxdata(c, 1);
	}
	sqlite3_result_int(c, text && folded && fold_contains(text, folded));
}

/* "en-US": "en enus", for the index. */
static void lang_words(sqlite3_context *c, int n, sqlite3_value **args)
{
	(void)n;
	const char *language = text_of(args[0]);
	if (!language)
		return;
	size_t first = strcspn(language, "-_");
	GString *out = g_string_new_len(language, (gssize)first);
	if (language[first]) {
		g_string_append_c(out, ' ');
		for (; *language; language++)
			if (*language != '-' && *language != '_')
				g_string_append_c(out, *language);
	}
	sqlite3_result_text(c, g_string_free(out, FALSE), -1, g_free);
}

/* Terms and labels of the column, without their schemes. */
static void category_words(sqlite3_context *c, int n, sqlite3_value **args)
{
	(void)n;
	const char *text = text_of(args[0]);
	if (!text)
		return;
	struct arena *arena = arena_new(0);
	size_t found;
	const struct category *all = decode_categories(arena, text, &found);
	GString *out = g_string_new(NULL);
	for (size_t i = 0; i < found; i++) {
		const char *term = all[i].term, *label = all[i].label;
		if (term)
			g_string_append_printf(out, "%s\n", term);
		if (label && g_strcmp0(term, label))
			g_string_append_printf(out, "%s\n", label);
	}
	arena_free(arena);
	sqlite3_result_text(c, g_string_free(out, FALSE), -1, g_free);
}

static void fold(sqlite3_context *c, int n, sqlite3_value **args)
{
	(void)n;
	const char *text = text_of(args[0]);
	if (text)
		sqlite3_result_text(c, fold_text(text), -1, g_free);
}

static void feed_key(sqlite3_context *c, int n, sqlite3_value **args)
{
	(void)n;
	struct db *db = sqlite3_user_data(c);
	int64_t id = sqlite3_value_int64(args[0]);
	if (!db->feed_keys)
		db->feed_keys = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free,
						      g_free);
	char *key = g_hash_table_lookup(db->feed_keys, &id);
	if (!key) {
		sqlite3_stmt *s = db_query(
			db, NULL, "SELECT coalesce(name,title,url) FROM feed WHERE id=?1",
			"i", id);
		if (s && db_step(db, s, NULL) > 0) {
			key = fold_text((const char *)sqlite3_column_text(s, 0));
			db_reset(s);
		} else {
			key = g_strdup("");
		}
		g_hash_table_insert(db->feed_keys, g_memdup2(&id, sizeof id), key);
	}
	sqlite3_result_text(c, key, -1, SQLITE_TRANSIENT);
}

bool functions_add(struct db *db, GError **err)
{
	static const struct {
		const char *name;
		int args;
		int flags;
		void (*function)(sqlite3_context *, int, sqlite3_value **);
	} all[] = {
		{"text_hit", 2, 0, text_hit},
		{"text_rank", 1, 0, text_rank},
		{"regex_hit", 2, SQLITE_DETERMINISTIC, regex_hit},
		{"body_text", 1, 0, body_text},
		{"fold_has", 2, SQLITE_DETERMINISTIC, fold_has},
		{"lang_words", 1, SQLITE_DETERMINISTIC, lang_words},
		{"category_words", 1, SQLITE_DETERMINISTIC, category_words},
		{"fold", 1, SQLITE_DETERMINISTIC, fold},
		{"feed_key", 1, 0, feed_key},
		{"unpacked", 1, 0, pack_function},
		{"can_unpack", 1, 0, pack_test},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
		int code = sqlite3_create_function_v2(
			db->sql, all[i].name, all[i].args,
			SQLITE_UTF8 | SQLITE_DIRECTONLY | all[i].flags, db,
			all[i].function, NULL, NULL, NULL);
		if (code != SQLITE_OK)
			return db_fail(db, code, err);
	}
	return true;
}
