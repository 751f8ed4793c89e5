/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The user's file, of any bytes. What it says of a word must read back the same, and no
 * fault may hold a control character. seeds: tests/fuzz/conf
 * words: src/conf/settings.def src/conf/operations.def src/conf/actions.c src/conf/subs.c */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "conf/conf.h"
#include "conf/line.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_words(const char *text)
{
	g_autofree char *word = line_word(text);
	g_auto(GStrv) back = line_split(word, NULL);
	if (!strpbrk(text, "\r\n") &&
	    (!back || !back[0] || back[1] || strcmp(back[0], text)))
		abort();
}

static void check_faults(const struct conf *c)
{
	for (guint i = 0; i < c->faults->len; i++) {
		const struct fault *fault = c->faults->pdata[i];
		if (!utf8_is_clean(fault->text, strlen(fault->text), CLEAN_SHOWN))
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char path[] = "/tmp/fuzz-conf-XXXXXX";
	static int fd = -1;
	if (fd < 0) {
		fd = mkstemp(path);
		g_setenv("XDG_CONFIG_HOME", "/nonexistent", TRUE);
	}
	if (ftruncate(fd, 0) || pwrite(fd, data, size, 0) != (ssize_t)size)
		return 0;
	struct conf *c = conf_load(path, true, NULL);
	check_faults(c);
	g_autofree char *text = utf8_repair((const char *)data, size, NULL);
	check_words(text);
	conf_line(c, text, NULL);
	check_faults(c);
	conf_free(c);
	return 0;
}
