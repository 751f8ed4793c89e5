/* SPDX-License-Identifier: GPL-3.0-or-later */
/* when: times to come, as a person types them. */
#ifndef TEXT_WHEN_H
#define TEXT_WHEN_H

#include <stdbool.h>
#include <stdint.h>

/* 12h, 3d, 2w, 1m, 1y from now; tomorrow; mon or monday: the next such day; a date. A day
 * begins at midnight of the local zone. False if it is none of these, or not to come. */
bool when_parse(const char *s, int64_t now, int64_t *out);

#endif
