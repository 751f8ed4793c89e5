/* SPDX-License-Identifier: GPL-3.0-or-later */
/* segment: grapheme clusters (UAX 29) and places where a line may break (UAX 14), from
 * libunistring. */
#ifndef TEXT_SEGMENT_H
#define TEXT_SEGMENT_H

#include <stddef.h>

/* Length in bytes of the first grapheme cluster of s (n > 0). */
size_t segment_cluster(const char *s, size_t n);
/* Length of the last cluster of s. */
size_t segment_cluster_back(const char *s, size_t n);
/* out[i], for each byte: what may happen before it. */
enum segment_break { BREAK_NO = 0, BREAK_MAY, BREAK_MUST };
void segment_breaks(const char *s, size_t n, char *out);
/* Length of the word or the run of non-words at s, for moving by words. */
size_t segment_word(const char *s, size_t n);

#endif
