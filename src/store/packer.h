/* SPDX-License-Identifier: GPL-3.0-or-later */
/* packer: compresses the texts of stories, one frame of zstd each, with a dictionary of
 * the store or without one. It knows no store: what it made may be bound in another
 * thread (store/pack), which looks whether the dictionary is still the right one. */
#ifndef STORE_PACKER_H
#define STORE_PACKER_H

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

/* A text made ready elsewhere; bytes NULL: it was not worth it, or not done. */
struct packed {
	const void *bytes;
	size_t n;
};

/* The texts of one story. */
struct packed_story {
	struct packed summary, content;
};

struct packer;

struct packer *packer_new(void);
void packer_free(struct packer *p);
/* From here on with this dictionary; NULL: with none. */
void packer_use(struct packer *p, GBytes *dictionary);
/* The number of that dictionary, 0 none. */
uint32_t packer_number(const struct packer *p);
/* The bytes are the packer's, until the next call. */
struct packed packer_pack(struct packer *p, const char *text, size_t n);

/* The number of the dictionary that a text was packed with. */
uint32_t packed_number(const struct packed *packed);

#endif
