/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bind: key names, chords, bindings. A key is an operation or a prefix, never both. */
#ifndef CONF_BIND_H
#define CONF_BIND_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

enum bind_context {
	CONTEXT_SECTIONS = 1 << 0,
	CONTEXT_HEADLINES = 1 << 1,
	CONTEXT_ARTICLE = 1 << 2,
	CONTEXT_PROMPT = 1 << 3,
	CONTEXT_ALL = CONTEXT_SECTIONS | CONTEXT_HEADLINES | CONTEXT_ARTICLE,
};

enum op_id {
	OP_NONE,
#define OP(id, name, contexts, keys, help) OP_##id,
#include "conf/operations.def"
#undef OP
	OPS
};

struct op_info {
	const char *name;
	unsigned contexts;
	const char *keys; /* default, separated by blanks: "j Down"; "" for none */
	const char *help;
};

const struct op_info *op_info(enum op_id op);
/* All names but that of OP_NONE, OPS - 1 of them, in the order of the list. */
const char *const *op_names(void);
/* OP_NONE if there is none. */
enum op_id op_of_name(const char *name);

/* A key: a Unicode character (control characters as they come), or one of these; with
 * KEY_ALT for Alt. */
enum {
	KEY_NONE = 0,
	KEY_SPECIAL = 0x200000, /* first that is no character */
	KEY_UP_ARROW = KEY_SPECIAL, KEY_DOWN_ARROW, KEY_LEFT_ARROW, KEY_RIGHT_ARROW,
	KEY_HOME_, KEY_END_, KEY_PAGE_UP, KEY_PAGE_DOWN, KEY_INSERT, KEY_DELETE,
	KEY_BACK_TAB, KEY_F0, /* KEY_F0 + n is Fn, n up to 24 */
	KEY_F_LAST = KEY_F0 + 24, KEY_RESIZED, KEY_MOUSED, KEY_PASTE_BEGIN, KEY_PASTE_END,
	KEY_SHIFT_UP, KEY_SHIFT_DOWN,
	KEY_ALT = 0x400000,
};
/* Names: a, ^X, A-x, F5, Space, Enter, Tab, S-Tab, Esc, Backspace, Up, PgDn ... The
 * terminal's Enter is '\r', Backspace 0x7F. */

/* A sequence of keys. */
struct chord {
	uint32_t keys[8];
	int n;
};

/* "gg", "^Wo", "A-j", "Space", "F5", "zPgDn" -> chord; false with ERR_CONF. */
bool chord_parse(const char *text, struct chord *chord, GError **err);
char *chord_print(const struct chord *chord);
/* The name of one key; to be freed. */
char *key_print(uint32_t key);

/* One step of what a key does. */
struct bind_step {
	enum op_id op;
	char **args; /* NULL-terminated, or NULL */
};

/* Who says it: a stronger one takes away what of the weaker ones it contradicts. */
enum bind_layer { LAYER_DEFAULT, LAYER_PRESET, LAYER_OWN };

struct binding {
	struct chord chord;
	unsigned contexts;
	struct bind_step *steps;
	size_t n_steps;
	char *help;     /* the user's own words, or NULL */
	bool is_default; /* layer == LAYER_DEFAULT */
	enum bind_layer layer;
	int line;        /* of the file, 0 for the other layers */
};

struct bindings {
	GPtrArray *all;     /* struct binding */
	GPtrArray *unbound; /* struct binding without steps: what `unbind` lines took away */
};

enum bind_match { MATCH_NONE, MATCH_PREFIX, MATCH_FULL };
/* What the keys so far mean in a context. */
enum bind_match bind_find(const struct bindings *b, unsigned context,
			  const struct chord *keys, const struct binding **found);
/* The keys of an operation in a context, "j, Down", for help and hints; NULL if it has
 * none. To be freed. */
char *bind_keys_of(const struct bindings *b, unsigned context, enum op_id op);
/* The first of them, for hints. */
char *bind_key_of(const struct bindings *b, unsigned context, enum op_id op);

#endif
