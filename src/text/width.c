/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns. wcwidth decides; where it knows nothing (no UTF-8 locale, a character newer
 * than libc) GLib's tables do, corrected where the two differ. */
#include "text/width.h"

#include "text/segment.h"
#include "text/utf8.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>
#include <wchar.h>

static int width_by_glib(uint32_t c)
{
	if (c < 0x20 || (c >= 0x7f && c < 0xa0) || c > 0x10ffff)
		return 0;
	/* Where GLib differs from libc: signs that enclose numbers, and two wide blocks. */
	if (c == 0xad || (c >= 0x600 && c <= 0x605) || c == 0x6dd || c == 0x70f ||
	    c == 0x890 || c == 0x891 || c == 0x8e2 || c == 0x110bd || c == 0x110cd)
		return 1;
	if ((c >= 0x3248 && c <= 0x324f) || (c >= 0x4dc0 && c <= 0x4dff))
		return 2;
	if (g_unichar_iszerowidth(c))
		return 0;
	return g_unichar_iswide(c) ? 2 : 1;
}

int width_char(uint32_t c)
{
	if (c < 0x7f)
		return c >= 0x20;
	if (c < 0xa0)
		return 0;
	int width = wcwidth((wchar_t)c);
	return width >= 0 ? MIN(width, 2) : width_by_glib(c);
}

static bool is_regional(uint32_t c)
{
	return c >= 0x1f1e6 && c <= 0x1f1ff;
}

int width_cluster(const char *s, size_t n)
{
	int width = 0, regional = 0;
	for (size_t i = 0, k; i < n; i += k) {
		uint32_t c = utf8_next(s + i, n - i, &k);
		width = MAX(width, width_char(c));
		regional += is_regional(c);
	}
	/* A flag is two letters of one column each. */
	return regional == 2 ? 2 : width;
}

int width_text(const char *s, size_t n)
{
	int width = 0;
	for (size_t i = 0, k; i < n; i += k) {
		k = segment_cluster(s + i, n - i);
		width += k == 1 ? width_char((unsigned char)s[i])
				: width_cluster(s + i, k);
	}
	return width;
}

size_t width_fit(const char *s, size_t n, int columns, int *used)
{
	int width = 0;
	size_t i = 0;
	while (i < n) {
		size_t k = segment_cluster(s + i, n - i);
		int w = width_cluster(s + i, k);
		if (width + w > columns)
			break;
		width += w;
		i += k;
	}
	if (used)
		*used = width;
	return i;
}

char *width_cut(const char *s, int columns)
{
	size_t n = strlen(s);
	if (columns <= 0)
		return g_strdup("");
	if (width_fit(s, n, columns, NULL) == n)
		return g_strdup(s);
	size_t k = width_fit(s, n, columns - 1, NULL);
	return g_strdup_printf("%.*s~", (int)k, s);
}

char *width_cut_middle(const char *s, int columns)
{
	size_t n = strlen(s);
	if (columns < 3 || width_fit(s, n, columns, NULL) == n)
		return width_cut(s, columns);
	int head_columns = columns / 2;
	size_t head = width_fit(s, n, head_columns, &head_columns);
	int left = columns - 1 - head_columns;
	size_t tail = n;
	while (tail > head) {
		size_t k = segment_cluster_back(s, tail);
		left -= width_cluster(s + tail - k, k);
		if (left < 0)
			break;
		tail -= k;
	}
	return g_strdup_printf("%.*s~%s", (int)head, s, s + tail);
}
