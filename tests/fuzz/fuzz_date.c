/* SPDX-License-Identifier: GPL-3.0-or-later */
/* words: src/text/date.c src/text/date_local.c tests/unit/test_date.c
 * Dates: whatever is read is a date of the years 1 to 9999, and is read back as written. */
#include "text/date.h"

#include <glib.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *s = g_strndup((const char *)data, size);
	int64_t t, to;
	if (date_parse(s, &t)) {
		if (t < INT64_C(-62135596800) || t > INT64_C(253402300799))
			abort();
		char *iso = date_iso(t);
		int64_t again;
		if (!date_parse(iso, &again) || again != t)
			abort();
		g_free(iso);
		g_free(date_short(t, 0));
		g_free(date_long(t));
		g_free(date_age(t, 0));
	}
	date_period(s, 1795466160, &t, &to);
	date_duration(s, &t);
	date_playtime(s, &t);
	g_free(s);
	return 0;
}
