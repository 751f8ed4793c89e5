/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fatal: the signals that a fault of a program brings about. tnews starts its worker with
 * them blocked, as long as that cannot yet tell who sent one (work/shot). */
#ifndef UTIL_FATAL_H
#define UTIL_FATAL_H

#include <signal.h>
#include <stdbool.h>

enum { FATAL_SIGNALS = 6 };

extern const int fatal_signals[FATAL_SIGNALS];

void fatal_signal_set(sigset_t *set);

#endif
