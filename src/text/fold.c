/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Case and accents folded away. ASCII, most of what is searched, goes a short way. */
#include "text/fold.h"

#include "text/utf8.h"

#include <glib.h>
#include <string.h>

/* Letters that Unicode does not decompose although readers type them so. */
static const struct {
	gunichar c;
	const char *to;
} letters[] = {
	{0xad, ""},	   {0xe6, "ae"},      {0xf0, "d"},    {0xf8, "o"},
	{0x111, "d"},	   {0x127, "h"},      {0x131, "i"},   {0x142, "l"},
	{0x153, "oe"},	   {0x167, "t"},      {0x640, ""},    {0x643, "\u06a9"},
	{0x649, "\u06cc"}, {0x64a, "\u06cc"}, {0x200b, ""},   {0x200c, ""},
	{0x200d, ""},	   {0x2010, "-"},     {0x2011, "-"},  {0x2018, "'"},
	{0x2019, "'"},	   {0x201c, "\""},    {0x201d, "\""},
};

static bool is_ascii(const char *s)
{
	for (; *s; s++)
		if (*s & 0x80)
			return false;
	return true;
}

/* Marks that make another letter in their script stay: vowel signs of India (class 0),
 * virama (9), the voicing of kana (8). */
static bool is_dropped_mark(gunichar c)
{
	if (c < 0x300)
		return false;
	int class = g_unichar_combining_class(c);
	return class != 0 && class != 8 && class != 9;
}

static void append_folded(GString *out, gunichar c)
{
	size_t low = 0, high = G_N_ELEMENTS(letters);
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (letters[middle].c < c)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < G_N_ELEMENTS(letters) && letters[low].c == c)
		g_string_append(out, letters[low].to);
	else if (c >= 0x660 && g_unichar_type(c) == G_UNICODE_DECIMAL_NUMBER)
		g_string_append_c(out, (char)('0' + g_unichar_digit_value(c)));
	else
		g_string_append_unichar(out, c);
}

char *fold_text(const char *s)
{
	if (is_ascii(s))
		return g_ascii_strdown(s, -1);
	char *lower = g_utf8_casefold(s, -1);
	char *apart = g_utf8_normalize(lower, -1, G_NORMALIZE_ALL);
	g_free(lower);
	if (!apart) /* not UTF-8 */
		return g_ascii_strdown(s, -1);
	/* What compatibility made a capital letter (squared, fullwidth) is folded again. */
	lower = g_utf8_casefold(apart, -1);
	g_free(apart);
	GString *out = g_string_sized_new(strlen(lower));
	bool hangul = false;
	for (const char *p = lower; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		hangul = hangul || (c >= 0x1100 && c < 0x1200);
		if (!is_dropped_mark(c))
			append_folded(out, c);
	}
	g_free(lower);
	char *folded = g_string_free(out, FALSE);
	if (hangul) {
		char *composed = g_utf8_normalize(folded, -1, G_NORMALIZE_NFC);
		g_free(folded);
		folded = composed;
	}
	return folded;
}

bool fold_contains(const char *s, const char *folded_needle)
{
	char *folded = fold_text(s);
	bool found = strstr(folded, folded_needle) != NULL;
	g_free(folded);
	return found;
}

int fold_compare(const char *a, const char *b)
{
	char *folded_a = fold_text(a), *folded_b = fold_text(b);
	int order = strcmp(folded_a, folded_b);
	g_free(folded_a);
	g_free(folded_b);
	return order ? order : strcmp(a, b);
}
