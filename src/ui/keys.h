/* SPDX-License-Identifier: GPL-3.0-or-later */
/* keys: digits become a count, keys become a chord, a chord its binding in a context. */
#ifndef UI_KEYS_H
#define UI_KEYS_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "conf/bind.h"

struct keys {
	struct chord chord; /* the prefix typed so far */
	int count;	    /* 0 none */
};

enum keys_result {
	KEYS_WAIT, /* a digit, or a prefix: more must come */
	KEYS_FOUND,
	KEYS_UNKNOWN, /* nothing is bound to it */
	KEYS_LEFT,    /* Esc while a prefix or a count was typed */
};

/* *binding and *count (0 none) are set for KEYS_FOUND; *binding is valid until the
 * bindings change. The state is empty again after anything but KEYS_WAIT. */
enum keys_result keys_take(struct keys *k, const struct bindings *b, unsigned context,
			   uint32_t key, const struct binding **binding, int *count);
void keys_reset(struct keys *k);
/* What was typed so far, "3g"; to be freed, NULL for nothing. */
char *keys_print(const struct keys *k);
/* The bindings that go on from the prefix, in a context: const struct binding *. */
GPtrArray *keys_continuations(const struct keys *k, const struct bindings *b,
			      unsigned context);

#endif
