/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One context and one dictionary, used again for each text. */
#include "store/packer.h"

#include <zstd.h>

#include "store/pack.h"

enum { SHORTEST = 120 }; /* bytes of a text that is worth the work */

struct packer {
	ZSTD_CCtx *context;
	ZSTD_CDict *dictionary; /* or NULL */
	uint32_t number;
	char *buffer;
	size_t size;
};

struct packer *packer_new(void)
{
	struct packer *p = g_new0(struct packer, 1);
	p->context = ZSTD_createCCtx();
	ZSTD_CCtx_setParameter(p->context, ZSTD_c_compressionLevel, PACK_LEVEL);
	return p;
}

void packer_free(struct packer *p)
{
	if (!p)
		return;
	ZSTD_freeCCtx(p->context);
	ZSTD_freeCDict(p->dictionary);
	g_free(p->buffer);
	g_free(p);
}

void packer_use(struct packer *p, GBytes *dictionary)
{
	size_t n = 0;
	const void *bytes = dictionary ? g_bytes_get_data(dictionary, &n) : NULL;
	ZSTD_CDict *old = p->dictionary;
	p->dictionary = bytes ? ZSTD_createCDict(bytes, n, PACK_LEVEL) : NULL;
	p->number = p->dictionary ? ZSTD_getDictID_fromCDict(p->dictionary) : 0;
	ZSTD_CCtx_refCDict(p->context, p->dictionary);
	ZSTD_freeCDict(old);
}

uint32_t packer_number(const struct packer *p)
{
	return p->number;
}

struct packed packer_pack(struct packer *p, const char *text, size_t n)
{
	struct packed none = {NULL, 0};
	if (n < SHORTEST || n > PACK_LARGEST)
		return none;
	size_t bound = ZSTD_compressBound(n);
	if (p->size < bound) {
		g_free(p->buffer);
		p->buffer = g_malloc(bound);
		p->size = bound;
	}
	size_t packed = ZSTD_compress2(p->context, p->buffer, bound, text, n);
	if (ZSTD_isError(packed) || packed >= n - n / 10)
		return none;
	return (struct packed){p->buffer, packed};
}

uint32_t packed_number(const struct packed *packed)
{
	return ZSTD_getDictID_fromFrame(packed->bytes, packed->n);
}
