/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of share/sites: where some sites keep the feeds of their pages. */
#include <string.h>

#include "conf/read.h"
#include "util/replace.h"
#include "util/url.h"

enum { RULES_MOST = 1 << 20 };

/* `site 'REGEX' 'ADDRESS'...`: what the regex caught stands for \1 in the addresses. */
static void try_rule(GPtrArray *out, const struct line *line, const char *url)
{
	const struct word *first = line->words->pdata[0];
	if (line->words->len < 3 || strcmp(first->text, "site"))
		return;
	const struct word *pattern = line->words->pdata[1];
	g_autoptr(GRegex) regex = g_regex_new(pattern->text, G_REGEX_CASELESS, 0, NULL);
	g_autoptr(GMatchInfo) match = NULL;
	if (!regex || !g_regex_match(regex, url, 0, &match))
		return;
	for (guint i = 2; i < line->words->len; i++) {
		const struct word *word = line->words->pdata[i];
		char *made = g_match_info_expand_references(match, word->text, NULL);
		if (made && url_is_web(made))
			g_ptr_array_add(out, made);
		else
			g_free(made);
	}
}

GPtrArray *conf_site_feeds(const char *url)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *path = conf_data_file("sites");
	size_t n = 0;
	g_autofree char *text = path ? file_read(path, RULES_MOST, &n, NULL) : NULL;
	if (!text || !g_utf8_validate(text, (gssize)n, NULL))
		return out;
	struct line_reader reader;
	struct line line;
	line_reader_init(&reader, text, n, NULL, NULL);
	line_init(&line);
	while (out->len == 0 && line_read(&reader, &line))
		if (line.kind == LINE_WORDS)
			try_rule(out, &line, url);
	line_clear(&line);
	return out;
}
