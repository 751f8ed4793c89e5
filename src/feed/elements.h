/* SPDX-License-Identifier: GPL-3.0-or-later */
/* elements: the table that elements.def makes. */
#ifndef FEED_ELEMENTS_H
#define FEED_ELEMENTS_H

#include "feed/read.h"

/* All rules, in the order of elements.def. */
const struct rule *element_rules(size_t *n);

#endif
