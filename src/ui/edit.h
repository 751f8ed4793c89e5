/* SPDX-License-Identifier: GPL-3.0-or-later */
/* edit: one line of text with a cursor, moved by characters as people see them. */
#ifndef UI_EDIT_H
#define UI_EDIT_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct edit {
	GString *text;
	size_t at;    /* bytes before the cursor */
	GString *cut; /* what was deleted last, for putting back */
};

void edit_init(struct edit *e, const char *text);
void edit_clear(struct edit *e);
void edit_set(struct edit *e, const char *text);
/* Line feeds become blanks, other control characters are dropped. */
void edit_insert(struct edit *e, const char *text, size_t n);
/* Whether the key changed text or cursor. */
bool edit_key(struct edit *e, uint32_t key);
/* Replaces the bytes from..to and puts the cursor behind what was put in. */
void edit_replace(struct edit *e, size_t from, size_t to, const char *text);

#endif
