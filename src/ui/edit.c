/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys of a line editor: movement, deletion, putting back. */
#include "config.h"

#include "ui/edit.h"

#include <string.h>

#include "conf/bind.h"
#include "text/segment.h"
#include "text/utf8.h"

#define CTRL(c) ((c) - '@')

static size_t next_char(const struct edit *e, size_t at)
{
	return at < e->text->len
		       ? at + segment_cluster(e->text->str + at, e->text->len - at)
		       : at;
}

static size_t prev_char(const struct edit *e, size_t at)
{
	return at > 0 ? at - segment_cluster_back(e->text->str, at) : 0;
}

static bool is_blank(const struct edit *e, size_t at)
{
	return e->text->str[at] == ' ';
}

static size_t next_word(const struct edit *e, size_t at)
{
	while (at < e->text->len && is_blank(e, at))
		at++;
	while (at < e->text->len && !is_blank(e, at))
		at = next_char(e, at);
	return at;
}

static size_t prev_word(const struct edit *e, size_t at)
{
	while (at > 0 && is_blank(e, at - 1))
		at--;
	while (at > 0 && !is_blank(e, at - 1))
		at = prev_char(e, at);
	return at;
}

static void delete_range(struct edit *e, size_t from, size_t to, bool keep)
{
	if (from >= to)
		return;
	if (keep) {
		g_string_truncate(e->cut, 0);
		g_string_append_len(e->cut, e->text->str + from, (gssize)(to - from));
	}
	g_string_erase(e->text, (gssize)from, (gssize)(to - from));
	e->at = from;
}

void edit_init(struct edit *e, const char *text)
{
	e->text = g_string_new(text ? text : "");
	e->at = e->text->len;
	e->cut = g_string_new(NULL);
}

void edit_clear(struct edit *e)
{
	if (e->text)
		g_string_free(e->text, TRUE);
	if (e->cut)
		g_string_free(e->cut, TRUE);
	memset(e, 0, sizeof(*e));
}

void edit_set(struct edit *e, const char *text)
{
	g_string_assign(e->text, text);
	e->at = e->text->len;
}

void edit_insert(struct edit *e, const char *text, size_t n)
{
	g_autofree char *copy = g_strndup(text, n);

	for (char *p = copy; *p; p++)
		if (*p == '\n' || *p == '\t' || *p == '\r')
			*p = ' ';
	g_autofree char *clean = utf8_clean(copy, strlen(copy), CLEAN_SHOWN);
	g_string_insert(e->text, (gssize)e->at, clean);
	e->at += strlen(clean);
}

void edit_replace(struct edit *e, size_t from, size_t to, const char *text)
{
	g_string_erase(e->text, (gssize)from, (gssize)(to - from));
	g_string_insert(e->text, (gssize)from, text);
	e->at = from + strlen(text);
}

static bool move_key(struct edit *e, uint32_t key)
{
	switch (key) {
	case KEY_LEFT_ARROW:
	case CTRL('B'):
		e->at = prev_char(e, e->at);
		return true;
	case KEY_RIGHT_ARROW:
	case CTRL('F'):
		e->at = next_char(e, e->at);
		return true;
	case KEY_HOME_:
	case CTRL('A'):
		e->at = 0;
		return true;
	case KEY_END_:
	case CTRL('E'):
		e->at = e->text->len;
		return true;
	case KEY_ALT | 'b':
	case KEY_ALT | KEY_LEFT_ARROW:
		e->at = prev_word(e, e->at);
		return true;
	case KEY_ALT | 'f':
	case KEY_ALT | KEY_RIGHT_ARROW:
		e->at = next_word(e, e->at);
		return true;
	default:
		return false;
	}
}

bool edit_key(struct edit *e, uint32_t key)
{
	char bytes[8];

	if (move_key(e, key))
		return true;
	switch (key) {
	case 0x7F:
		delete_range(e, prev_char(e, e->at), e->at, false);
		return true;
	case KEY_DELETE:
	case CTRL('D'):
		delete_range(e, e->at, next_char(e, e->at), false);
		return true;
	case CTRL('W'):
	case KEY_ALT | 0x7F:
		delete_range(e, prev_word(e, e->at), e->at, true);
		return true;
	case KEY_ALT | 'd':
		delete_range(e, e->at, next_word(e, e->at), true);
		return true;
	case CTRL('U'):
		delete_range(e, 0, e->at, true);
		return true;
	case CTRL('K'):
		delete_range(e, e->at, e->text->len, true);
		return true;
	case CTRL('Y'):
		edit_insert(e, e->cut->str, e->cut->len);
		return true;
	default:
		if (key < ' ' || key >= KEY_SPECIAL)
			return false;
		edit_insert(e, bytes, utf8_put(key, bytes));
		return true;
	}
}
