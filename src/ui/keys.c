/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts and prefixes. A key is an operation or a prefix, so no clock decides here. */
#include "config.h"

#include "ui/keys.h"

#include <string.h>

enum { COUNT_MAX = 9999999, ESC = 0x1B };

void keys_reset(struct keys *k)
{
	memset(k, 0, sizeof(*k));
}

enum keys_result keys_take(struct keys *k, const struct bindings *b, unsigned context,
			   uint32_t key, const struct binding **binding, int *count)
{
	bool pending = k->chord.n > 0 || k->count > 0;

	if (key == ESC && pending) {
		keys_reset(k);
		return KEYS_LEFT;
	}
	struct chord next = k->chord;
	if (next.n >= (int)G_N_ELEMENTS(next.keys)) {
		keys_reset(k);
		return KEYS_UNKNOWN;
	}
	next.keys[next.n++] = key;
	const struct binding *found = NULL;
	enum bind_match match = bind_find(b, context, &next, &found);
	/* a digit that is bound itself is no count, so that "1" can be a key */
	if (match == MATCH_NONE && k->chord.n == 0 &&
	    ((key >= '1' && key <= '9') || (key == '0' && k->count > 0))) {
		k->count = MIN(k->count * 10 + (int)(key - '0'), COUNT_MAX);
		return KEYS_WAIT;
	}
	if (match == MATCH_PREFIX) {
		k->chord = next;
		return KEYS_WAIT;
	}
	*count = k->count;
	*binding = found;
	keys_reset(k);
	return match == MATCH_FULL ? KEYS_FOUND : KEYS_UNKNOWN;
}

char *keys_print(const struct keys *k)
{
	if (k->chord.n == 0 && k->count == 0)
		return NULL;
	g_autofree char *chord = k->chord.n > 0 ? chord_print(&k->chord) : g_strdup("");
	return k->count > 0 ? g_strdup_printf("%d%s", k->count, chord) : g_strdup(chord);
}

GPtrArray *keys_continuations(const struct keys *k, const struct bindings *b,
			      unsigned context)
{
	GPtrArray *out = g_ptr_array_new();

	for (guint i = 0; i < b->all->len; i++) {
		const struct binding *x = g_ptr_array_index(b->all, i);
		if (!(x->contexts & context) || x->chord.n <= k->chord.n)
			continue;
		if (memcmp(x->chord.keys, k->chord.keys,
			   (size_t)k->chord.n * sizeof(uint32_t)) == 0)
			g_ptr_array_add(out, (gpointer)x);
	}
	return out;
}
