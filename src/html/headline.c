/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds the first thing in the story that has text, and compares it with the headline:
 * letters and digits only, folded, so that case, quotes and punctuation do not count. */
#include "html/headline.h"

#include "text/fold.h"

#include <string.h>

enum { LONGEST = 1000, MOST_REPEATS = 2, MOST_SITE_WORDS = 5 };

/* Folded words with single blanks between them; to be freed. */
static char *words_of(const char *text)
{
	g_autofree char *folded = fold_text(text);
	GString *out = g_string_new(NULL);
	bool gap = false;
	for (const char *s = folded; *s; s = g_utf8_next_char(s)) {
		gunichar c = g_utf8_get_char(s);
		if (g_unichar_isalnum(c) || g_unichar_ismark(c)) {
			if (gap && out->len > 0)
				g_string_append_c(out, ' ');
			g_string_append_unichar(out, c);
			gap = false;
		} else if (c != '\'' && c != 0x2019) {
			gap = true;
		}
	}
	return g_string_free(out, FALSE);
}

static bool is_short(const char *words)
{
	int n = 1;
	for (; *words; words++)
		n += *words == ' ';
	return n <= MOST_SITE_WORDS;
}

/* Whether text parts at s, where sign stands, into the title and a few words: the name of
 * the site. */
static bool parts_at(const char *text, const char *s, const char *sign, const char *title)
{
	g_autofree char *before = g_strndup(text, (gsize)(s - text));
	g_autofree char *left = words_of(before);
	g_autofree char *right = words_of(s + strlen(sign));
	return (strcmp(left, title) == 0 && is_short(right)) ||
	       (strcmp(right, title) == 0 && is_short(left));
}

/* "Title | Site", "Site: Title". */
static bool is_with_site(const char *text, const char *title)
{
	static const char *const signs[] = {
		" | ", " - ", " \xe2\x80\x93 ", " \xe2\x80\x94 ",
		": ",  " / ", " \xc2\xbb ",	" \xc2\xb7 "};
	for (size_t i = 0; i < G_N_ELEMENTS(signs); i++)
		for (const char *s = strstr(text, signs[i]); s;
		     s = strstr(s + 1, signs[i]))
			if (parts_at(text, s, signs[i], title))
				return true;
	return false;
}

/* alone: the text is one block or one line, in which a site's name may stand as well. */
static bool is_title(const GString *text, const char *title, bool alone)
{
	if (text->len == 0 || text->len >= LONGEST)
		return false;
	g_autofree char *words = words_of(text->str);
	if (!*words)
		return false;
	return strcmp(words, title) == 0 || (alone && is_with_site(text->str, title));
}

static bool is_block(const struct node *node)
{
	return node->tag != TAG_TEXT && tag_info(node->tag)->display == DISPLAY_BLOCK;
}

static bool holds_block(const struct node *node)
{
	for (const struct node *n = node->first; n; n = node_next(n, node))
		if (is_block(n))
			return true;
	return false;
}

/* Whether something of node shows: text. Pictures above a headline do not count. */
static bool has_text(const struct node *node)
{
	GString *text = g_string_new(NULL);
	node_text(text, node, LONGEST);
	bool found = false;
	for (const char *s = text->str; *s && !found; s = g_utf8_next_char(s)) {
		gunichar c = g_utf8_get_char(s);
		found = c > ' ' && c != 0xa0;
	}
	g_string_free(text, TRUE);
	return found;
}

static struct node *first_with_text(const struct node *parent)
{
	struct node *c = parent->first;
	while (c && (c->tag == TAG_TEXT ? node_is_blank(c) : !has_text(c)))
		c = c->next;
	return c;
}

static bool holds_picture(const struct node *node)
{
	return node_find(node, TAG_IMG) || node_find(node, TAG_IFRAME) ||
	       node_find(node, TAG_VIDEO) || node_find(node, TAG_AUDIO);
}

/* From first on what stands in one line: up to a block or a line break. */
static bool drop_line(struct node *first, const char *title)
{
	GString *text = g_string_new(NULL);
	struct node *end = first;
	for (; end && end->tag != TAG_BR && !is_block(end) && !holds_block(end);
	     end = end->next) {
		node_text(text, end, LONGEST);
		if (holds_picture(end))
			g_string_append(text, " picture ");
	}
	bool found = end != first && is_title(text, title, true);
	g_string_free(text, TRUE);
	if (!found)
		return false;
	for (struct node *n = first, *next; n != end; n = next) {
		next = n->next;
		node_remove(n);
	}
	while (end && (end->tag == TAG_BR || node_is_blank(end))) {
		struct node *next = end->next;
		node_remove(end);
		end = next;
	}
	return true;
}

static bool drop_once(struct node *root, const char *title)
{
	struct node *parent = root;
	for (;;) {
		struct node *first = first_with_text(parent);
		if (!first || first->tag == TAG_TEXT ||
		    (!is_block(first) && !holds_block(first)))
			return first && drop_line(first, title);
		GString *text = g_string_new(NULL);
		node_text(text, first, LONGEST);
		bool found = !holds_picture(first) &&
			     is_title(text, title, !holds_block(first));
		g_string_free(text, TRUE);
		if (found && first->tag != TAG_BODY) {
			node_remove(first);
			return true;
		}
		parent = first;
	}
}

void headline_drop(struct node *root, const char *title)
{
	g_autofree char *words = words_of(title);
	for (int i = 0; *words && i < MOST_REPEATS; i++)
		if (!drop_once(root, words))
			break;
}
