/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes and reads structs by their tables (wire/fields.c). Reading trusts nothing: each
 * row, text and number is asked for before it is used. */
#include "wire/record.h"

#include <string.h>

#include "text/utf8.h"
#include "util/error.h"
#include "util/pages.h"
#include "wire/feed.h"

/* Years 1 to 9999 are what a date's bounds say; "no date" is the one value outside. */
static bool is_date(const struct field *field)
{
	return field->kind == FIELD_I64 && field->min < -1;
}

static bool number_fits(const struct field *field, int64_t value)
{
	return (value >= field->min && value <= field->max) ||
	       (value == DATE_NONE && is_date(field));
}

static bool text_is_clean(const struct field *field, const char *s, size_t n)
{
	switch (field->kind) {
	case FIELD_LINE:
		return utf8_is_clean(s, n, CLEAN_LINE);
	case FIELD_SHOWN:
		return utf8_is_clean(s, n, CLEAN_SHOWN);
	default:
		return utf8_valid(s, n); /* has no NUL */
	}
}

/* --- writing --------------------------------------------------------------------- */

static void put_word(struct record_writer *w, enum section section, uint64_t word)
{
	g_array_append_val(w->sections[section], word);
}

static size_t cut_at_character(const char *s, size_t n, size_t limit)
{
	if (n <= limit)
		return n;
	while (limit > 0 && ((unsigned char)s[limit] & 0xC0) == 0x80)
		limit--;
	return limit;
}

static void append_text(struct record_writer *w, enum section section, const char *s,
			size_t n)
{
	guint at = w->text->len;
	put_word(w, section, n + 1);
	g_byte_array_set_size(w->text, at + (guint)n + 1);
	pages_large(w->text->data + at, n);
	memcpy(w->text->data + at, s, n);
	w->text->data[at + n] = '\0';
}

static void put_text(struct record_writer *w, enum section section,
		     const struct field *field, const char *s)
{
	if (!s) {
		put_word(w, section, 0);
		return;
	}
	size_t n = cut_at_character(s, strlen(s), (size_t)field->max);
	if (text_is_clean(field, s, n)) {
		append_text(w, section, s, n);
		return;
	}
	g_autofree char *clean = field->kind == FIELD_LINE ? utf8_clean(s, n, CLEAN_LINE)
				 : field->kind == FIELD_SHOWN
					 ? utf8_clean(s, n, CLEAN_SHOWN)
					 : utf8_repair(s, n, NULL);
	append_text(w, section, clean,
		    cut_at_character(clean, strlen(clean), (size_t)field->max));
}

static int64_t number_of(const struct field *field, const char *p)
{
	switch (field->kind) {
	case FIELD_BOOL: {
		bool v;
		memcpy(&v, p, sizeof v);
		return v;
	}
	case FIELD_INT: {
		int v;
		memcpy(&v, p, sizeof v);
		return v;
	}
	case FIELD_U32: {
		uint32_t v;
		memcpy(&v, p, sizeof v);
		return v;
	}
	case FIELD_SIZE: {
		size_t v;
		memcpy(&v, p, sizeof v);
		return (int64_t)v;
	}
	default: {
		int64_t v;
		memcpy(&v, p, sizeof v);
		return v;
	}
	}
}

static int64_t bounded(const struct field *field, int64_t value)
{
	if (field->kind == FIELD_U64 || number_fits(field, value))
		return value;
	return is_date(field) ? DATE_NONE : CLAMP(value, field->min, field->max);
}

static size_t size_at(const void *object, size_t at)
{
	size_t n;
	memcpy(&n, (const char *)object + at, sizeof n);
	return n;
}

static const void *pointer_at(const void *object, size_t at)
{
	const void *p;
	memcpy(&p, (const char *)object + at, sizeof p);
	return p;
}

static void put_list(struct record_writer *w, enum section section,
		     const struct field *field, const char *elements, size_t n)
{
	n = MIN(n, (size_t)field->max);
	put_word(w, section, n);
	for (size_t i = 0; i < n; i++)
		record_put(w, field->of, elements + i * field->of->size);
}

/* The words of a row must stand together, so the row is complete before the rows of its
 * lists are begun in the same section: no struct holds a list of its own kind. */
void record_put(struct record_writer *w, const struct record *record, const void *object)
{
	for (size_t i = 0; i < record->n_fields; i++) {
		const struct field *f = &record->fields[i];
		const void *p = (const char *)object + f->at;
		switch (f->kind) {
		case FIELD_LINE:
		case FIELD_SHOWN:
		case FIELD_HTML:
			put_text(w, record->section, f, pointer_at(object, f->at));
			break;
		case FIELD_BYTES: {
			const char *bytes = pointer_at(object, f->at);
			if (bytes)
				append_text(
					w, record->section, bytes,
					MIN(size_at(object, f->at_n), (size_t)f->max));
			else
				put_word(w, record->section, 0);
			break;
		}
		case FIELD_ONE: {
			const void *one = pointer_at(object, f->at);
			put_list(w, record->section, f, one, one ? 1 : 0);
			break;
		}
		case FIELD_LIST:
			put_list(w, record->section, f, pointer_at(object, f->at),
				 size_at(object, f->at_n));
			break;
		default:
			put_word(w, record->section,
				 (uint64_t)bounded(f, number_of(f, p)));
		}
	}
}

/* --- reading --------------------------------------------------------------------- */

static bool lies(const struct field *field, const char *how, GError **err)
{
	g_set_error(err, TNEWS_ERROR, ERR_DATA, "a message is not as it must be: %s %s",
		    field->name, how);
	return false;
}

static bool get_text(struct record_reader *r, const struct field *field, uint64_t word,
		     char *object, GError **err)
{
	if (word == 0)
		return true;
	if (word - 1 > (uint64_t)field->max)
		return lies(field, "is too long", err);
	if (word > r->n_text)
		return lies(field, "is not there", err);
	size_t n = (size_t)word - 1;
	const char *s = r->text;
	if (s[n] != '\0')
		return lies(field, "has no end", err);
	if (field->kind == FIELD_BYTES)
		memcpy(object + field->at_n, &n, sizeof n);
	else if (!text_is_clean(field, s, n))
		return lies(field, "is not clean", err);
	memcpy(object + field->at, &s, sizeof s);
	r->text += word;
	r->n_text -= (size_t)word;
	return true;
}

static bool get_list(struct record_reader *r, const struct field *field, uint64_t word,
		     char *object, GError **err)
{
	if (word == 0)
		return true;
	const struct record *of = field->of;
	if (word > (uint64_t)field->max)
		return lies(field, "has too many elements", err);
	if (word > r->sections[of->section].n / of->n_fields)
		return lies(field, "has elements that are not there", err);
	size_t n = (size_t)word;
	char *elements = arena_array(r->arena, n, of->size);
	memcpy(object + field->at, &elements, sizeof elements);
	if (field->kind == FIELD_LIST)
		memcpy(object + field->at_n, &n, sizeof n);
	for (size_t i = 0; i < n; i++)
		if (!record_get(r, of, elements + i * of->size, err))
			return false;
	return true;
}

static bool get_number(const struct field *field, uint64_t word, char *p, GError **err)
{
	int64_t value = (int64_t)word;
	if (field->kind != FIELD_U64 && !number_fits(field, value))
		return lies(field, "is out of bounds", err);
	switch (field->kind) {
	case FIELD_BOOL:
		*(bool *)(void *)p = value != 0;
		break;
	case FIELD_INT:
		*(int *)(void *)p = (int)value;
		break;
	case FIELD_U32:
		*(uint32_t *)(void *)p = (uint32_t)value;
		break;
	case FIELD_SIZE:
		*(size_t *)(void *)p = (size_t)value;
		break;
	default:
		*(int64_t *)(void *)p = value;
	}
	return true;
}

bool record_get(struct record_reader *r, const struct record *record, void *object,
		GError **err)
{
	if (r->sections[record->section].n < record->n_fields)
		return lies(&record->fields[0], "is not there", err);
	const uint64_t *words = r->sections[record->section].words;
	r->sections[record->section].words += record->n_fields;
	r->sections[record->section].n -= record->n_fields;
	for (size_t i = 0; i < record->n_fields; i++) {
		const struct field *f = &record->fields[i];
		bool good;
		switch (f->kind) {
		case FIELD_LINE:
		case FIELD_SHOWN:
		case FIELD_HTML:
		case FIELD_BYTES:
			good = get_text(r, f, words[i], object, err);
			break;
		case FIELD_ONE:
		case FIELD_LIST:
			good = get_list(r, f, words[i], object, err);
			break;
		default:
			good = get_number(f, words[i], (char *)object + f->at, err);
		}
		if (!good)
			return false;
	}
	return true;
}

bool record_end(const struct record_reader *r, GError **err)
{
	bool all = r->n_text == 0;
	for (int i = 0; i < SECTIONS; i++)
		all = all && r->sections[i].n == 0;
	if (!all)
		g_set_error(err, TNEWS_ERROR, ERR_DATA,
			    "a message is not as it must be: something is left over");
	return all;
}
