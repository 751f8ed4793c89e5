/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of a user's own form, JSON on standard output, pages as text. */
#include "cli/format.h"

#include <stdio.h>
#include <string.h>

#include "text/date.h"
#include "text/utf8.h"
#include "text/width.h"

/* --- a line of the user's own -------------------------------------------------------------- */

struct piece {
	char *text; /* or, NULL, the field */
	size_t field;
};

struct format {
	GArray *pieces; /* struct piece */
};

static void add_text(struct format *f, const char *text, size_t n)
{
	struct piece piece = {.text = g_strndup(text, n)};
	g_array_append_val(f->pieces, piece);
}

static bool add_field(struct format *f, const char *name, const char *const *names,
		      GError **err)
{
	size_t n = g_strv_length((char **)names);
	for (size_t i = 0; i < n; i++)
		if (strcmp(names[i], name) == 0) {
			struct piece piece = {.field = i};
			g_array_append_val(f->pieces, piece);
			return true;
		}
	const char *nearest = err_nearest(name, names, n);
	char *all = g_strjoinv(", ", (char **)names);
	if (nearest)
		g_set_error(err, TNEWS_ERROR, ERR_USAGE,
			    _("unknown field {%s} (did you mean {%s}?)"), name, nearest);
	else
		g_set_error(err, TNEWS_ERROR, ERR_USAGE,
			    _("unknown field {%s}; there are %s"), name, all);
	g_free(all);
	return false;
}

struct format *format_new(const char *text, const char *const *names, GError **err)
{
	struct format *f = g_new0(struct format, 1);
	f->pieces = g_array_new(FALSE, FALSE, sizeof(struct piece));
	bool good = utf8_valid(text, strlen(text));
	if (!good)
		g_set_error(err, TNEWS_ERROR, ERR_USAGE,
			    _("the format is not valid UTF-8"));
	for (const char *p = text; good && *p;) {
		size_t n = strcspn(p, "{}\\");
		if (n > 0) {
			add_text(f, p, n);
			p += n;
		} else if (p[0] == '\\' && p[1] && strchr("tn\\", p[1])) {
			add_text(f, p[1] == 't' ? "\t" : p[1] == 'n' ? "\n" : "\\", 1);
			p += 2;
		} else if (*p != '{' || p[1] == '{') {
			add_text(f, p, 1);
			p += p[0] == p[1] && *p != '\\' ? 2 : 1;
		} else {
			n = strcspn(++p, "}");
			char *name = g_strndup(p, n);
			good = add_field(f, name, names, err);
			g_free(name);
			p += p[n] ? n + 1 : n;
		}
	}
	if (good)
		return f;
	format_free(f);
	return NULL;
}

void format_free(struct format *f)
{
	if (!f)
		return;
	for (guint i = 0; i < f->pieces->len; i++)
		g_free(g_array_index(f->pieces, struct piece, i).text);
	g_array_unref(f->pieces);
	g_free(f);
}

bool format_print(const struct format *f, char *(*value)(size_t i, void *data),
		  void *data)
{
	for (guint i = 0; i < f->pieces->len; i++) {
		const struct piece *piece = &g_array_index(f->pieces, struct piece, i);
		if (piece->text) {
			fputs(piece->text, stdout);
			continue;
		}
		char *text = value(piece->field, data);
		char *shown = text ? utf8_clean(text, strlen(text), CLEAN_SHOWN) : NULL;
		if (shown)
			fputs(shown, stdout);
		g_free(shown);
		g_free(text);
	}
	putc('\n', stdout);
	return cli_output_good();
}

/* --- JSON ---------------------------------------------------------------------------------- */

bool out_line(struct json *taken)
{
	g_autofree char *line = out_dump(taken);
	fputs(line ? line : "", stdout);
	putc('\n', stdout);
	return cli_output_good();
}

/* --- fields of a story ---------------------------------------------------------------------- */

enum field {
	FIELD_ID,
	FIELD_FEED_TITLE,
	FIELD_FEED_URL,
	FIELD_SECTION_PATH,
	FIELD_STORY_TITLE,
	FIELD_STORY_LINK,
	FIELD_STORY_AUTHOR,
	FIELD_STORY_SNIPPET,
	FIELD_DATE_SHORT,
	FIELD_PUBLISHED,
	FIELD_UPDATED,
	FIELD_RECEIVED,
	FIELD_TAGS,
	FIELD_UNREAD,
	FIELD_STARRED,
	FIELD_LANGUAGE,
	FIELD_NOTE,
	FIELD_COMMENTS,
};

const char *const story_fields[] = {
	[FIELD_ID] = "id",
	[FIELD_FEED_TITLE] = "feed",
	[FIELD_FEED_URL] = "feed-url",
	[FIELD_SECTION_PATH] = "section",
	[FIELD_STORY_TITLE] = "title",
	[FIELD_STORY_LINK] = "link",
	[FIELD_STORY_AUTHOR] = "author",
	[FIELD_STORY_SNIPPET] = "snippet",
	[FIELD_DATE_SHORT] = "date",
	[FIELD_PUBLISHED] = "published",
	[FIELD_UPDATED] = "updated",
	[FIELD_RECEIVED] = "received",
	[FIELD_TAGS] = "tags",
	[FIELD_UNREAD] = "unread",
	[FIELD_STARRED] = "starred",
	[FIELD_LANGUAGE] = "language",
	[FIELD_NOTE] = "note",
	[FIELD_COMMENTS] = "comments",
	NULL,
};

static char *iso_or_none(int64_t t)
{
	return t == DATE_NONE ? NULL : date_iso(t);
}

char *story_field(const struct cli *c, const struct story *s, size_t i)
{
	switch ((enum field)i) {
	case FIELD_ID:
		return g_strdup_printf("%" G_GINT64_FORMAT, s->row.id);
	case FIELD_FEED_TITLE:
		return g_strdup(s->feed_title ? s->feed_title : s->feed_url);
	case FIELD_FEED_URL:
		return g_strdup(s->feed_url);
	case FIELD_SECTION_PATH:
		return g_strdup(cli_section(c, s->row.feed));
	case FIELD_STORY_TITLE:
		return g_strdup(s->row.title);
	case FIELD_STORY_LINK:
		return g_strdup(s->link);
	case FIELD_STORY_SNIPPET:
		return g_strdup(s->row.snippet ? s->row.snippet : "");
	case FIELD_STORY_AUTHOR:
		return g_strdup(s->authors);
	case FIELD_DATE_SHORT:
		return date_short(s->row.date, c->now);
	case FIELD_PUBLISHED:
		return iso_or_none(s->published);
	case FIELD_UPDATED:
		return iso_or_none(s->updated);
	case FIELD_RECEIVED:
		return iso_or_none(s->received);
	case FIELD_TAGS:
		return s->row.tags ? g_strjoinv(",", (char **)s->row.tags) : NULL;
	case FIELD_UNREAD:
		return g_strdup(s->row.unread ? "N" : " ");
	case FIELD_STARRED:
		return g_strdup(s->row.starred ? "*" : " ");
	case FIELD_LANGUAGE:
		return g_strdup(s->language);
	case FIELD_NOTE:
		return g_strdup(s->note);
	case FIELD_COMMENTS:
		return g_strdup(s->comments);
	}
	return NULL;
}

/* --- a page as text -------------------------------------------------------------------------- */

bool print_page(const struct page *page, unsigned flags)
{
	GString *text = g_string_new(NULL);
	page_print(text, page, flags);
	fwrite(text->str, 1, text->len, stdout);
	g_string_free(text, TRUE);
	return cli_output_good();
}
