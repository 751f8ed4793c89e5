/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Visual order, by fribidi: levels are found for characters, the order for clusters. */
#include "text/bidi.h"

#include "text/utf8.h"

#include <fribidi.h>
#include <glib.h>

bool bidi_has_rtl(const char *s, size_t n)
{
	for (size_t i = 0, k; i < n; i += k) {
		k = 1;
		/* All right-to-left letters are at or above U+0590. */
		if ((unsigned char)s[i] < 0xd6)
			continue;
		uint32_t c = utf8_next(s + i, n - i, &k);
		if (FRIBIDI_IS_STRONG(fribidi_get_bidi_type(c)) &&
		    FRIBIDI_IS_RTL(fribidi_get_bidi_type(c)))
			return true;
	}
	return false;
}

bool bidi_is_rtl(const char *s, size_t n)
{
	for (size_t i = 0, k; i < n; i += k) {
		FriBidiCharType type = fribidi_get_bidi_type(utf8_next(s + i, n - i, &k));
		if (FRIBIDI_IS_LETTER(type))
			return FRIBIDI_IS_RTL(type);
	}
	return false;
}

void bidi_order(const char *s, size_t n, const size_t *starts, size_t n_clusters,
		bool rtl, size_t *order, bool *mirrored)
{
	FriBidiChar *chars = g_new(FriBidiChar, n + 1);
	FriBidiCharType *types = g_new(FriBidiCharType, n + 1);
	FriBidiBracketType *brackets = g_new(FriBidiBracketType, n + 1);
	FriBidiLevel *levels = g_new0(FriBidiLevel, n + 1);
	FriBidiStrIndex *map = g_new(FriBidiStrIndex, n_clusters + 1);
	FriBidiParType base = rtl ? FRIBIDI_PAR_RTL : FRIBIDI_PAR_LTR;
	FriBidiStrIndex n_chars = 0;
	size_t *first = g_new0(size_t, n_clusters + 1); /* character of each cluster */
	for (size_t i = 0, k, cluster = 0; i < n; i += k, n_chars++) {
		if (cluster < n_clusters && starts[cluster] <= i)
			first[cluster++] = (size_t)n_chars;
		chars[n_chars] = utf8_next(s + i, n - i, &k);
	}
	fribidi_get_bidi_types(chars, n_chars, types);
	fribidi_get_bracket_types(chars, n_chars, types, brackets);
	bool known = n_chars > 0 && fribidi_get_par_embedding_levels_ex(
					    types, brackets, n_chars, &base, levels) > 0;
	for (size_t i = 0; i < n_clusters; i++) {
		/* first[i] >= i, so nothing is overwritten that is still needed */
		types[i] = types[first[i]];
		levels[i] = levels[first[i]];
		map[i] = (FriBidiStrIndex)i;
	}
	if (known)
		known = fribidi_reorder_line(FRIBIDI_FLAGS_DEFAULT, types,
					     (FriBidiStrIndex)n_clusters, 0, base, levels,
					     NULL, map) > 0;
	for (size_t v = 0; v < n_clusters; v++) {
		order[v] = known ? (size_t)map[v] : v;
		if (mirrored)
			mirrored[v] = known && FRIBIDI_LEVEL_IS_RTL(levels[order[v]]);
	}
	g_free(first);
	g_free(map);
	g_free(levels);
	g_free(brackets);
	g_free(types);
	g_free(chars);
}

unsigned bidi_mirror(unsigned c)
{
	FriBidiChar mirror;
	return fribidi_get_mirror_char(c, &mirror) ? mirror : c;
}
