/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plain: HTML -> words, in one linear scan, without a tree: for titles and names, for
 * the text index, for excerpts. Tags go, entities are resolved once, script and style
 * content goes, block tags count as white space. */
#ifndef TEXT_PLAIN_H
#define TEXT_PLAIN_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One line of text of an HTML fragment: white space collapsed, filtered as CLEAN_LINE.
 * To be freed. */
char *plain_from_html(const char *html, size_t n);
/* Appends the words of html to out, block tags as line feeds, at most ceiling bytes. */
void plain_append(GString *out, const char *html, size_t n, size_t ceiling);
/* Resolves the entities in s and nothing else; to be freed. */
char *plain_unescape(const char *s, size_t n);
/* The code points of the entity at s (which begins with '&'), UTF-8 in out (at least 8
 * bytes), its length in *length; 0 if this is no entity. Names as in HTML, with and
 * without the semicolon where HTML allows it; 0x80-0x9F as windows-1252. */
size_t plain_entity(const char *s, size_t n, char out[8], size_t *out_length);
/* UTF-8 of a named entity of HTML ("nbsp"), or NULL. */
const char *plain_entity_name(const char *name, size_t n);
/* Whether s looks like it holds markup: a known tag or an entity. */
bool plain_has_markup(const char *s, size_t n);

#endif
