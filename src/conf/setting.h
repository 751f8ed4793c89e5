/* SPDX-License-Identifier: GPL-3.0-or-later */
/* setting: typed values from settings.def: one line a setting there gives enum, default,
 * bounds, help. A section or feed has settings of its own that fall back to the outer
 * section's, then to the global ones. */
#ifndef CONF_SETTING_H
#define CONF_SETTING_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

enum setting_id {
#define SETTING(id, name, type, def, bounds, scope, help) SET_##id,
#include "conf/settings.def"
#undef SETTING
	SETTINGS
};

enum setting_type {
	TYPE_BOOL,     /* yes, no */
	TYPE_NUMBER,
	TYPE_SECONDS,  /* 30s 15m 6h 7d, never (-1) */
	TYPE_BYTES,    /* 64K 32M */
	TYPE_CHOICE,   /* one of bounds; the number is its place */
	TYPE_TEXT,
	TYPE_WORDS,    /* several words: a program and its arguments */
	TYPE_PATH,     /* ~/ is expanded */
};

/* What a line of settings.def says. */
struct setting_info {
	const char *name;
	enum setting_type type;
	const char *def;    /* as a person would write it */
	const char *bounds; /* NUMBER, SECONDS, BYTES: "1..64"; CHOICE: "auto|columns|rows" */
	bool per_section;   /* whether a section or a feed may have its own */
	const char *help;   /* untranslated; _() it */
};

const struct setting_info *setting_info(enum setting_id id);
/* -1 if there is none of that name. */
int setting_of_name(const char *name);

struct settings;
/* outer: what to fall back to (borrowed, must outlive), or NULL for the defaults. */
struct settings *settings_new(const struct settings *outer);
void settings_free(struct settings *s);
/* words: as they stand on the line. False with ERR_CONF that names the bounds. */
bool setting_set(struct settings *s, enum setting_id id, const char *const *words,
		 GError **err);
void setting_reset(struct settings *s, enum setting_id id);
bool setting_is_set(const struct settings *s, enum setting_id id);

/* bool, number, seconds, bytes, place of the choice. */
int64_t setting_number(const struct settings *s, enum setting_id id);
/* text, path, name of the choice; "" when empty. Borrowed until the next change. */
const char *setting_text(const struct settings *s, enum setting_id id);
/* NULL-terminated. */
const char *const *setting_words(const struct settings *s, enum setting_id id);
/* The value as it would be written in the file; to be freed. */
char *setting_print(const struct settings *s, enum setting_id id);

#endif
