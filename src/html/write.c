/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes a tree as HTML; without recursion, since text is all that has to be escaped. */
#include "html/write.h"

#include <string.h>

static void put_escaped(GString *out, const char *s, size_t n, bool attribute)
{
	size_t from = 0;
	for (size_t i = 0; i < n; i++) {
		const char *instead = s[i] == '&'		 ? "&amp;"
				      : s[i] == '<'		 ? "&lt;"
				      : s[i] == '>'		 ? "&gt;"
				      : s[i] == '"' && attribute ? "&quot;"
								 : NULL;
		if (!instead)
			continue;
		g_string_append_len(out, s + from, (gssize)(i - from));
		g_string_append(out, instead);
		from = i + 1;
	}
	g_string_append_len(out, s + from, (gssize)(n - from));
}

static const char *name_of(const struct node *node)
{
	return node->tag == TAG_UNKNOWN ? node->text : tag_info(node->tag)->name;
}

static bool is_void(const struct node *node)
{
	enum tag_keep keep = tag_info(node->tag)->keep;
	return keep == TAG_VOID || keep == TAG_VOID_DROP;
}

static void open_tag(GString *out, const struct node *node)
{
	g_string_append_printf(out, "<%s", name_of(node));
	for (size_t i = 0; i < node->n_attributes; i++) {
		const struct attribute *a = &node->attributes[i];
		g_string_append_printf(out, " %s", a->name);
		if (!*a->value)
			continue;
		g_string_append(out, "=\"");
		put_escaped(out, a->value, strlen(a->value), true);
		g_string_append_c(out, '"');
	}
	g_string_append_c(out, '>');
	/* A line feed right behind the tag would be dropped by the next reader. */
	if ((node->tag == TAG_PRE || node->tag == TAG_LISTING) && node->first &&
	    node->first->tag == TAG_TEXT && node->first->text[0] == '\n')
		g_string_append_c(out, '\n');
}

static void close_tag(GString *out, const struct node *node)
{
	if (!is_void(node))
		g_string_append_printf(out, "</%s>", name_of(node));
}

void write_html(GString *out, const struct node *top)
{
	const struct node *node = top->first;
	while (node) {
		if (node->tag == TAG_TEXT)
			put_escaped(out, node->text, node->n_text, false);
		else
			open_tag(out, node);
		if (node->first) {
			node = node->first;
			continue;
		}
		if (node->tag != TAG_TEXT)
			close_tag(out, node);
		while (node && !node->next) {
			node = node->parent;
			if (node == top)
				return;
			close_tag(out, node);
		}
		node = node ? node->next : NULL;
	}
}
