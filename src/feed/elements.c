/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of elements.def. */
#include "feed/elements.h"

#include "feed/handlers.h"

#define HOLDS(ns_, name_, inside_, content_, end_, field_, rank_, help_) \
	{.ns = NS_##ns_,                                                 \
	 .name = name_,                                                  \
	 .inside = inside_,                                              \
	 .content = content_,                                            \
	 .end = end_,                                                    \
	 .field = field_,                                                \
	 .rank = rank_,                                                  \
	 .help = help_},
#define WRAPS(ns_, name_, inside_, opens_, begin_, end_, help_) \
	{.ns = NS_##ns_,                                        \
	 .name = name_,                                         \
	 .inside = inside_,                                     \
	 .content = OPENS,                                      \
	 .opens = opens_,                                       \
	 .begin = begin_,                                       \
	 .end = end_,                                           \
	 .help = help_},

static const struct rule rules[] = {
#include "feed/elements.def"
};

const struct rule *element_rules(size_t *n)
{
	*n = G_N_ELEMENTS(rules);
	return rules;
}
