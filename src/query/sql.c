/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Walks the tree once and writes a condition. Terms of a conjunction are put in the order
 * of their price, because SQLite evaluates them as they stand: flags first, then text,
 * then other tables, regular expressions last. */
#include "query/sql.h"

#include <string.h>

#include "text/fold.h"

struct writer {
	struct sql *sql;
	const struct query_scope *scope;
};

static void write_node(struct writer *w, const struct query_node *n);

static void value_clear(gpointer data)
{
	g_free(((struct sql_value *)data)->text);
}

static void text_free(gpointer data)
{
	struct sql_text *t = data;
	g_free(t->text);
	g_free(t);
}

static unsigned bind_int(struct writer *w, int64_t number)
{
	struct sql_value v = {.type = SQL_INT, .number = number};
	g_array_append_val(w->sql->values, v);
	return w->sql->values->len;
}

static unsigned bind_text(struct writer *w, const char *text)
{
	struct sql_value v = {.type = SQL_TEXT, .text = g_strdup(text)};
	g_array_append_val(w->sql->values, v);
	return w->sql->values->len;
}

static int price(const struct query_node *n)
{
	switch (n->kind) {
	case Q_AND:
	case Q_OR:
		return MAX(price(n->a), price(n->b));
	case Q_NOT:
		return price(n->a);
	case Q_TEXT:
	case Q_CATEGORY:
	case Q_LANGUAGE:
		return 1;
	case Q_TYPE:
	case Q_TAG:
	case Q_HAS:
		return 2;
	case Q_REGEX:
		return n->field == FIELD_ANY || n->field == FIELD_BODY ? 4 : 3;
	default:
		return 0;
	}
}

/* What is looked up in the index of words. */
static bool is_text(const struct query_node *n)
{
	return n->kind == Q_TEXT || n->kind == Q_CATEGORY || n->kind == Q_LANGUAGE;
}

static char *letters_of(const char *language)
{
	GString *out = g_string_new(NULL);
	for (; *language; language++)
		if (*language != '-' && *language != '_')
			g_string_append_c(out, *language);
	return g_string_free(out, FALSE);
}

static void add_text(struct writer *w, const struct query_node *n, int group)
{
	struct sql_text *t = g_new0(struct sql_text, 1);
	t->group = group;
	t->field = n->kind == Q_CATEGORY   ? FIELD_CATEGORY
		   : n->kind == Q_LANGUAGE ? FIELD_LANG
					   : n->field;
	t->text = n->kind == Q_LANGUAGE ? letters_of(n->text) : g_strdup(n->text);
	t->prefix = n->prefix || n->kind == Q_CATEGORY;
	g_ptr_array_add(w->sql->texts, t);
}

static void write_regex(struct writer *w, const struct query_node *n)
{
	static const char *const one[] = {[FIELD_TITLE] = "s.title",
					  [FIELD_AUTHOR] = "s.author",
					  [FIELD_BODY] = "body_text(s.id)",
					  [FIELD_LINK] = "s.link"};
	unsigned v = bind_text(w, n->text);
	if (n->field != FIELD_ANY)
		g_string_append_printf(w->sql->where, "regex_hit(?%u,%s)", v,
				       one[n->field]);
	else
		g_string_append_printf(
			w->sql->where,
			"(regex_hit(?%u,s.title) OR regex_hit(?%u,s.author)"
			" OR regex_hit(?%u,body_text(s.id)))",
			v, v, v);
}

static bool feed_matches(const struct query_feed *f, const struct query_node *n,
			 const char *folded)
{
	if (n->kind == Q_FEED)
		return (f->name && fold_contains(f->name, folded)) ||
		       (strpbrk(n->text, "./") && f->url &&
			fold_contains(f->url, folded));
	for (size_t i = 0; f->sections && f->sections[i]; i++)
		if (fold_contains(f->sections[i], folded))
			return true;
	return false;
}

/* A feed is also found by the title that it gives itself, which the store knows. */
static void write_feeds(struct writer *w, const struct query_node *n)
{
	bool titles = n->kind == Q_FEED;
	const char *column = titles ? "id" : "s.feed";
	char *folded = fold_text(n->text);
	size_t found = 0;

	if (titles)
		g_string_append_printf(
			w->sql->where,
			"s.feed IN (SELECT id FROM feed WHERE fold_has(title,?%u) OR ",
			bind_text(w, n->text));
	for (size_t i = 0; w->scope && i < w->scope->n_feeds; i++) {
		const struct query_feed *f = &w->scope->feeds[i];
		if (!feed_matches(f, n, folded))
			continue;
		if (found++ == 0)
			g_string_append_printf(w->sql->where, "%s IN (", column);
		else
			g_string_append_c(w->sql->where, ',');
		g_string_append_printf(w->sql->where, "%" G_GINT64_FORMAT, f->id);
	}
	g_string_append(w->sql->where, found ? ")" : "0");
	if (titles)
		g_string_append_c(w->sql->where, ')');
	g_free(folded);
}

static void write_is(struct writer *w, enum query_is what)
{
	GString *out = w->sql->where;
	switch (what) {
	case IS_UNREAD:
		g_string_append(out, "s.unread=1");
		break;
	case IS_READ:
		g_string_append(out, "s.unread=0");
		break;
	case IS_STARRED:
		g_string_append(out, "s.starred=1");
		break;
	case IS_NEW:
		g_string_append_printf(
			out, "s.received>=?%u",
			bind_int(w, w->scope ? w->scope->new_since : INT64_MAX));
		break;
	case IS_DUPLICATE:
		w->sql->asks_same = true;
		g_string_append(out, "s.id IN (SELECT story FROM same UNION ALL SELECT"
				     " first FROM same)");
		break;
	case IS_DELETED:
		w->sql->asks_deleted = true;
		g_string_append(out, "(s.hidden&2)!=0");
		break;
	}
}

static void write_has(struct writer *w, enum query_has what)
{
	static const char *const sql[] = {
		[HAS_ENCLOSURE] = "(s.marks&1)!=0",
		[HAS_NOTE] = "(s.marks&2)!=0",
		[HAS_FULLTEXT] = "(s.marks&4)!=0",
		[HAS_COMMENTS] = "(s.marks&8)!=0",
		[HAS_TAG] = "EXISTS(SELECT 1 FROM story_tag x WHERE x.story=s.id)",
	};
	g_string_append(w->sql->where, sql[what]);
}

/* One of them at least is there. */
static void write_bounds(struct writer *w, const struct query_node *n, const char *column)
{
	GString *out = w->sql->where;
	if (n->from != INT64_MIN)
		g_string_append_printf(out, "%s>=?%u", column, bind_int(w, n->from));
	if (n->to != INT64_MAX)
		g_string_append_printf(out, "%s%s<?%u",
				       n->from != INT64_MIN ? " AND " : "", column,
				       bind_int(w, n->to));
}

static void write_period(struct writer *w, const struct query_node *n)
{
	const char *column = n->kind == Q_DATE ? "s.date" : "s.received";
	GString *out = w->sql->where;
	if (n->from == INT64_MIN && n->to == INT64_MAX) {
		g_string_append(out, "1");
		return;
	}
	g_string_append_c(out, '(');
	write_bounds(w, n, column);
	g_string_append_c(out, ')');
}

/* Of the few feeds: what their rows say, not a count of their stories. */
static void write_feed_has(struct writer *w, const struct query_node *n)
{
	static const char *const columns[] = {[FEED_HAS_NEWEST] = "newest",
					      [FEED_HAS_TOTAL] = "total",
					      [FEED_HAS_UNREAD] = "unread"};
	g_string_append(w->sql->where, "s.feed IN (SELECT id FROM feed WHERE ");
	write_bounds(w, n, columns[n->what]);
	g_string_append_c(w->sql->where, ')');
}

static void write_call(struct writer *w, const char *function, const char *column,
		       const char *text)
{
	unsigned v = bind_text(w, text);
	g_string_append_printf(w->sql->where, "%s(%s,?%u)", function, column, v);
}

static bool says(const struct query_node *n, enum query_is what)
{
	enum query_is other = what == IS_UNREAD ? IS_READ : IS_UNREAD;
	if (n->kind == Q_NOT && what <= IS_READ)
		return says(n->a, other);
	return n->kind == Q_IS && n->what == (int)what;
}

static void collect(const struct query_node *n, enum query_kind kind, GPtrArray *out)
{
	if (n->kind != kind) {
		g_ptr_array_add(out, (gpointer)n);
		return;
	}
	collect(n->a, kind, out);
	collect(n->b, kind, out);
}

static void write_list(struct writer *w, const struct query_node *n)
{
	GPtrArray *parts = g_ptr_array_new();
	collect(n, n->kind, parts);
	const char *between = "(";
	for (int p = 0; p <= 4; p++)
		for (unsigned i = 0; i < parts->len; i++) {
			if (price(parts->pdata[i]) != p)
				continue;
			g_string_append(w->sql->where, between);
			write_node(w, parts->pdata[i]);
			between = n->kind == Q_AND ? " AND " : " OR ";
		}
	g_string_append_c(w->sql->where, ')');
	g_ptr_array_free(parts, TRUE);
}

static void write_tag(struct writer *w, const struct query_node *n)
{
	if (!strcmp(n->text, "ignored"))
		w->sql->asks_ignored = true;
	if (!strcmp(n->text, "snoozed"))
		w->sql->asks_snoozed = true;
	unsigned v = bind_text(w, n->text);
	g_string_append_printf(w->sql->where,
			       "s.id IN (SELECT x.story FROM story_tag x WHERE x.tag="
			       "(SELECT t.id FROM tag t WHERE t.name=?%u))",
			       v);
}

static void write_node(struct writer *w, const struct query_node *n)
{
	GString *out = w->sql->where;
	switch (n->kind) {
	case Q_ALL:
		g_string_append(out, "1");
		break;
	case Q_AND:
	case Q_OR:
		write_list(w, n);
		break;
	case Q_NOT:
		/* Indexes know read and unread. */
		if (n->a->kind == Q_IS && n->a->what <= IS_READ) {
			write_is(w, n->a->what == IS_UNREAD ? IS_READ : IS_UNREAD);
			break;
		}
		g_string_append(out, "NOT ");
		write_node(w, n->a);
		break;
	case Q_TEXT:
	case Q_CATEGORY:
	case Q_LANGUAGE:
		g_string_append_printf(out, "text_hit(%d,s.id)", w->sql->n_groups);
		add_text(w, n, w->sql->n_groups++);
		break;
	case Q_REGEX:
		write_regex(w, n);
		break;
	case Q_FEED:
	case Q_SECTION:
		write_feeds(w, n);
		break;
	case Q_TYPE:
		g_string_append(out, "((s.marks&1)!=0 AND ");
		write_call(w, "fold_has", "s.types", n->text);
		g_string_append_c(out, ')');
		break;
	case Q_TAG:
		write_tag(w, n);
		break;
	case Q_IS:
		write_is(w, (enum query_is)n->what);
		break;
	case Q_HAS:
		write_has(w, (enum query_has)n->what);
		break;
	case Q_DATE:
	case Q_RECEIVED:
		write_period(w, n);
		break;
	case Q_FEED_HAS:
		write_feed_has(w, n);
		break;
	}
}

/* What a term of the outermost conjunction says of the index to use. */
static void note(struct writer *w, const struct query_node *n)
{
	struct sql *sql = w->sql;
	sql->must_unread = sql->must_unread || says(n, IS_UNREAD);
	sql->must_read = sql->must_read || says(n, IS_READ);
	sql->must_starred = sql->must_starred || says(n, IS_STARRED);
	if (n->kind == Q_TYPE || (n->kind == Q_HAS && n->what == HAS_ENCLOSURE))
		sql->must_enclosure = true;
	if (n->kind == Q_TAG && !sql->must_tag)
		sql->must_tag = n->text;
	if (n->kind == Q_RECEIVED)
		sql->must_received = MAX(sql->must_received, n->from);
	if (says(n, IS_NEW))
		sql->must_received = w->scope ? w->scope->new_since : INT64_MAX;
}

/* The outermost conjunction: its text terms are one group, and what it says of state may
 * choose an index. */
static void write_root(struct writer *w, const struct query_node *root)
{
	struct sql *sql = w->sql;
	GPtrArray *parts = g_ptr_array_new();
	collect(root, Q_AND, parts);
	const char *between = "";
	for (int p = 0; p <= 4; p++) {
		bool texts = false;
		for (unsigned i = 0; i < parts->len; i++) {
			const struct query_node *n = parts->pdata[i];
			if (price(n) != p)
				continue;
			note(w, n);
			if (is_text(n)) {
				add_text(w, n, 0);
				if (texts)
					continue;
				texts = true;
			}
			g_string_append(sql->where, between);
			between = " AND ";
			if (is_text(n))
				g_string_append(sql->where, "text_hit(0,s.id)");
			else
				write_node(w, n);
		}
	}
	g_ptr_array_free(parts, TRUE);
}

static void write_order(struct sql *sql, const struct query_order *order, size_t n)
{
	static const struct {
		const char *column;
		bool down;
	} keys[] = {
		[SORT_DATE] = {"s.date", true},
		[SORT_RECEIVED] = {"s.received", true},
		[SORT_TITLE] = {"fold(s.title)", false},
		[SORT_AUTHOR] = {"fold(s.author)", false},
		[SORT_FEED] = {"feed_key(s.feed)", false},
		[SORT_SIZE] = {"s.size", true},
		[SORT_RANK] = {"text_rank(s.id)", true},
		[SORT_RANDOM] = {"random()", true},
	};
	for (size_t i = 0; i < n; i++)
		if (order[i].key != SORT_DATE || i + 1 < n)
			g_string_append_printf(
				sql->order, "%s %s,", keys[order[i].key].column,
				keys[order[i].key].down != order[i].reverse ? "DESC"
									    : "ASC");
	/* Whatever the order, stories that are equal in it stand as in a list by date. */
	bool up = n && order[n - 1].key == SORT_DATE && order[n - 1].reverse;
	g_string_append(sql->order, up ? "s.date ASC,s.feed ASC,s.id ASC"
				       : "s.date DESC,s.feed DESC,s.id DESC");
	bool only = !n || (n == 1 && order[0].key == SORT_DATE);
	sql->by_date = only && !up;
	sql->by_date_up = only && up;
}

struct sql *sql_of_query(const struct query *q, const struct query_order *order,
			 const struct query_scope *scope)
{
	struct sql *sql = g_new0(struct sql, 1);
	sql->where = g_string_new(NULL);
	sql->order = g_string_new(NULL);
	sql->values = g_array_new(FALSE, FALSE, sizeof(struct sql_value));
	g_array_set_clear_func(sql->values, value_clear);
	sql->texts = g_ptr_array_new_with_free_func(text_free);
	sql->n_groups = 1;
	sql->must_received = INT64_MIN;
	struct writer w = {.sql = sql, .scope = scope};
	if (q)
		write_root(&w, q->root);
	else
		g_string_append_c(sql->where, '1');
	if (q && q->n_order)
		write_order(sql, q->order, q->n_order);
	else
		write_order(sql, order, order ? 1 : 0);
	return sql;
}

void sql_free(struct sql *sql)
{
	if (!sql)
		return;
	g_string_free(sql->where, TRUE);
	g_string_free(sql->order, TRUE);
	g_array_free(sql->values, TRUE);
	g_ptr_array_free(sql->texts, TRUE);
	g_free(sql);
}
