/* SPDX-License-Identifier: GPL-3.0-or-later */
/* jsonfeed: JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1). */
#ifndef FEED_JSONFEED_H
#define FEED_JSONFEED_H

#include "feed/read.h"

/* Reads text (valid UTF-8) into r. False, and *what said what the
 * document is instead, when it is no JSON Feed. */
bool jsonfeed_read(struct reader *r, const char *text, size_t n, const char **what);
/* The text that a document is, which is but a JSON string; NULL if it is none. To be
 * freed. */
char *jsonfeed_string(const char *text, size_t n);

#endif
