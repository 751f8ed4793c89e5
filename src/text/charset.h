/* SPDX-License-Identifier: GPL-3.0-or-later */
/* charset: bytes of any encoding become valid UTF-8, through iconv of libc.
 *
 * Order of belief (RFC 7303, WHATWG Encoding): byte order mark, charset of the
 * Content-Type, declaration in the document (XML, meta), what the bytes look like:
 * UTF-8 if valid, else windows-1252. Labels follow WHATWG: iso-8859-1 is windows-1252,
 * gb2312 is gb18030, shift_jis is windows-31j ... */
#ifndef TEXT_CHARSET_H
#define TEXT_CHARSET_H

#include <glib.h>
#include <stdbool.h>

enum charset_kind { CHARSET_XML, CHARSET_HTML, CHARSET_JSON };

/* bytes: borrowed. http: the value of charset= in Content-Type, or NULL.
 * Never fails: what cannot be converted is repaired. The result has no byte order mark,
 * no NUL, and is at most ceiling bytes (cut at a character). *name, if given: the
 * encoding used (static); *repaired: whether bytes had to be replaced. */
GString *charset_to_utf8(const char *bytes, size_t n, enum charset_kind kind,
			 const char *http, size_t ceiling, const char **name,
			 bool *repaired);
/* Whether the bytes, after *mark bytes of a byte order mark, are valid UTF-8 without NUL
 * already, and no other encoding is to be believed: then no copy is needed. valid: that
 * they are valid is known. */
bool charset_is_utf8(const char *bytes, size_t n, enum charset_kind kind,
		     const char *http, bool valid, size_t *mark);
/* The charset parameter of a Content-Type, or NULL; to be freed. */
char *charset_of_type(const char *content_type);
/* For a process whose threads lose the right to open files: starts a thread that opens
 * what the others want to convert from (libc keeps each encoding in a file of its own;
 * to open all would cost 10 ms). Called while threads may still be started, by a thread
 * that may read libc's gconv folder. */
void charset_serve(void);

#endif
