/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One list for both programs. */
#include "util/fatal.h"

const int fatal_signals[FATAL_SIGNALS] = {SIGSEGV, SIGBUS,  SIGFPE,
					  SIGILL,  SIGABRT, SIGTRAP};

void fatal_signal_set(sigset_t *set)
{
	sigemptyset(set);
	for (int i = 0; i < FATAL_SIGNALS; i++)
		sigaddset(set, fatal_signals[i]);
}
