/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rules: what the user's file does to stories by itself: `rule QUERY => +tag -tag`. A rule
 * is a search, restricted to the stories that it is meant for, and the tags of an act: the
 * language has one meaning. */
#ifndef ENGINE_RULES_H
#define ENGINE_RULES_H

#include "engine/scope.h"
#include "store/db.h"

/* Inside a transaction: the rules of the scope on the n stories that just arrived, in
 * their order, each on what those before it left. Rules whose day is over do nothing. A
 * rule that fails changes nothing, and is named in err; the others are applied all the
 * same (then false). */
bool rules_arrived(struct db *db, const struct scope *scope, const int64_t *ids, size_t n,
		   int64_t now, GError **err);

#endif
