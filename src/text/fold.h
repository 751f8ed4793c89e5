/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fold: case and accents folded away, for searching and sorting. */
#ifndef TEXT_FOLD_H
#define TEXT_FOLD_H

#include <stdbool.h>

/* Case folded, compatibility decomposed, marks dropped; Arabic yeh, kaf and digits
 * unified, tatweel and ZWNJ dropped. To be freed. */
char *fold_text(const char *s);
/* Whether needle (already folded) stands in s. */
bool fold_contains(const char *s, const char *folded_needle);
/* For sorting names as people expect; by code point of the folded text, then of s. */
int fold_compare(const char *a, const char *b);

#endif
