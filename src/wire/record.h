/* SPDX-License-Identifier: GPL-3.0-or-later */
/* record: the structs that cross the socket, as tables of their fields, and the one pair
 * of functions that writes and reads any of them by its table.
 *
 * A message is texts and words. The texts stand one after the other, each with its NUL,
 * in the order in which the fields are met (a struct, field by field; a list, element by
 * element). The words (64 bits) stand in sections, one for each kind of struct, a row of
 * words for each struct: a number is itself, a text its length and one (0: NULL), a list
 * the number of its elements, which are the next rows of their section. So everything in
 * a message is used exactly once and in order: what a reader finds left over, missing or
 * out of bounds is a lie, and nothing can be counted twice to grow.
 *
 * Inner header of wire/. */
#ifndef WIRE_RECORD_H
#define WIRE_RECORD_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/arena.h"

enum section {
	SECTION_TOP, /* the job or the answer: exactly one row */
	SECTION_FEED,
	SECTION_ITEM,
	SECTION_PERSON,
	SECTION_CATEGORY,
	SECTION_ENCLOSURE,
	SECTION_LINK,
	SECTION_WARNING,
	SECTION_PAGE,
	SECTION_LINE,
	SECTION_SPAN,
	SECTION_PAGE_LINK,
	SECTION_PLACE,
	SECTION_OFFER,
	SECTION_OUTLINE,
	SECTIONS
};

enum field_kind {
	FIELD_LINE,  /* text as CLEAN_LINE */
	FIELD_SHOWN, /* text as CLEAN_SHOWN */
	FIELD_HTML,  /* valid UTF-8 */
	FIELD_BYTES, /* anything, with its length at at_n (size_t) */
	FIELD_BOOL,
	FIELD_INT,
	FIELD_U32, /* also enums */
	FIELD_I64,
	FIELD_U64, /* all values */
	FIELD_SIZE,
	FIELD_ONE,  /* pointer to one struct, or NULL */
	FIELD_LIST, /* pointer to structs, their number at at_n (size_t) */
};

struct record;

struct field {
	const char *name;
	enum field_kind kind;
	size_t at, at_n;
	int64_t min, max; /* of a number; max: bytes of a text, elements of a list */
	const struct record *of;
};

struct record {
	size_t size;
	const struct field *fields;
	size_t n_fields;
	enum section section;
};

extern const struct record job_record, answer_record;

/* A message while it is written: texts go to the end of `text`. */
struct record_writer {
	GByteArray *text;
	GArray *sections[SECTIONS]; /* of uint64_t */
};

/* What is beyond a field's bounds is cut, what is not clean is cleaned: the other side
 * would refuse the whole message. */
void record_put(struct record_writer *w, const struct record *record, const void *object);

/* A message while it is read. Texts of the result point into text. */
struct record_reader {
	char *text;
	size_t n_text;
	struct {
		const uint64_t *words;
		size_t n;
	} sections[SECTIONS];
	struct arena *arena;
};

/* Fills the zeroed object. false with ERR_DATA for a message that lies. */
bool record_get(struct record_reader *r, const struct record *record, void *object,
		GError **err);
/* Whether all was used; false with ERR_DATA. */
bool record_end(const struct record_reader *r, GError **err);

#endif
