/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Large memory in large pages, by advice to the kernel. */
#include "util/pages.h"

#include <glib.h>
#include <stdint.h>
#include <sys/mman.h>

enum { PAGE = 4096, LARGE = 4 << 20 };

void pages_large(void *memory, size_t n)
{
#ifdef MADV_HUGEPAGE
	if (n < LARGE)
		return;
	uintptr_t start = ((uintptr_t)memory + PAGE - 1) / PAGE * PAGE;
	uintptr_t end = ((uintptr_t)memory + n) / PAGE * PAGE;
	madvise((void *)start, end - start, MADV_HUGEPAGE);
#else
	(void)memory, (void)n;
#endif
}

void *pages_alloc(size_t n)
{
	void *memory = g_malloc(n);
	pages_large(memory, n);
	return memory;
}
