/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pages: large memory in large pages.
 *
 * The first touch of each page of 4 KiB costs more than most of what we do with it: for
 * a document of 16 MB, handed through two programs, more than reading it. Where the
 * system has no large pages, nothing is lost. */
#ifndef UTIL_PAGES_H
#define UTIL_PAGES_H

#include <stddef.h>

/* Asks for large pages for n bytes that are about to be filled; below 4 MiB nothing. */
void pages_large(void *memory, size_t n);
/* n bytes of g_malloc, so asked for. */
void *pages_alloc(size_t n);

#endif
