/* SPDX-License-Identifier: GPL-3.0-or-later */
/* utf8: valid, repaired and filtered text.
 *
 * Inside tnews all text is valid UTF-8 without NUL. Text from outside passes
 * utf8_clean() at the border; what is shown passes it once more with SHOWN. */
#ifndef TEXT_UTF8_H
#define TEXT_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The code point at s (n > 0 bytes are there) and its length; U+FFFD and 1 for a bad byte. */
uint32_t utf8_next(const char *s, size_t n, size_t *length);
/* Writes c to at most 4 bytes, returns their number. */
size_t utf8_put(uint32_t c, char *out);
bool utf8_valid(const char *s, size_t n);
/* The length of the character at s if it is one of those that most texts beyond ASCII are
 * made of (U+00C0-07FF, U+1000-1FFF, U+3000-CFFF), all of which utf8_clean keeps; 0 if it
 * is another, or bad. */
static inline size_t utf8_letter(const char *s, size_t n)
{
	unsigned char lead = n > 0 ? (unsigned char)s[0] : 0;
	if (lead < 0xc3 || lead > 0xec || n < 3 || (s[1] & 0xc0) != 0x80)
		return 0;
	if (lead < 0xe0)
		return 2;
	/* U+0800 has another range of second bytes, U+2000 is where the filtered ones are. */
	return lead != 0xe0 && lead != 0xe2 && (s[2] & 0xc0) == 0x80 ? 3 : 0;
}
/* Bad bytes become U+FFFD, one for each maximal part (WHATWG Encoding); NUL too.
 * To be freed; *length, if given, is its length. */
char *utf8_repair(const char *s, size_t n, size_t *length);

/* How utf8_clean filters; security.md 5.5. */
enum utf8_clean {
	CLEAN_TEXT,  /* several lines: tab and line feed stay */
	CLEAN_LINE,  /* one line: white space collapsed to single blanks, none outside */
	CLEAN_SHOWN, /* as CLEAN_LINE without collapsing, also without bidi embeddings,
	                overrides, isolates; at most 30 marks in a row */
};

/* Drops C0 (but as said), DEL, C1, U+FEFF, U+FFF9-FFFB, tags, non-characters; U+2028
 * and U+2029 become line feeds, U+0085 a blank. Input need not be valid. To be freed. */
char *utf8_clean(const char *s, size_t n, enum utf8_clean how);
/* Whether utf8_clean would change nothing: then no copy is needed. */
bool utf8_is_clean(const char *s, size_t n, enum utf8_clean how);
/* s cut to at most chars characters with an ellipsis; for messages. To be freed. */
char *utf8_ellipsis(const char *s, size_t chars);

#endif
