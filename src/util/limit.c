/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Growing text with a ceiling. */
#include "util/limit.h"

bool limit_append(GString *text, const char *bytes, size_t n, size_t ceiling)
{
	if (text->len > ceiling || n > ceiling - text->len)
		return false;
	g_string_append_len(text, bytes, (gssize)n);
	return true;
}
