/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bidi: visual order of a line (UAX 9), with fribidi. Only called for text that holds
 * right-to-left letters. */
#ifndef TEXT_BIDI_H
#define TEXT_BIDI_H

#include <stdbool.h>
#include <stddef.h>

/* Whether a strong right-to-left letter is in s. */
bool bidi_has_rtl(const char *s, size_t n);
/* Whether the paragraph is right-to-left: its first strong letter (P2, P3). */
bool bidi_is_rtl(const char *s, size_t n);
/* The visual order of one line, cut into clusters by the caller.
 * starts: byte offset of each cluster, n_clusters of them. order[v] is the logical
 * number of the cluster at visual place v. mirrored[v], if given: true if it stands in a
 * right-to-left run, so that brackets are to be mirrored (bidi_mirror). */
void bidi_order(const char *s, size_t n, const size_t *starts, size_t n_clusters,
		bool rtl, size_t *order, bool *mirrored);
/* The mirrored character, or c. */
unsigned bidi_mirror(unsigned c);

#endif
