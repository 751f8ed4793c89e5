/* SPDX-License-Identifier: GPL-3.0-or-later */
/* clock: what time it is. TNEWS_NOW (seconds UTC or 2026-11-23T20:36:00Z) fixes the
 * calendar for tests. Calendar time is for what people see and for "when next";
 * limits and waits use the monotonic clock. */
#ifndef UTIL_CLOCK_H
#define UTIL_CLOCK_H

#include <stdint.h>

/* Seconds since 1970, UTC. */
int64_t clock_now(void);
/* Microseconds of a clock that only goes forward; its zero means nothing. */
int64_t clock_mono_us(void);
/* Microseconds of processor time that the calling thread used. */
int64_t clock_cpu_us(void);

#endif
