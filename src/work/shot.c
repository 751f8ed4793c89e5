/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kernel says who sent a signal. What was there before (nothing, or a sanitizer's
 * report) gets the real faults. */
#include "work/shot.h"

#include <signal.h>
#include <unistd.h>

#include "util/fatal.h"
#include "wire/wire.h"

static struct sigaction before[FATAL_SIGNALS];
static pid_t self;

/* Before a call that does not return AddressSanitizer looks for the stack's bounds, which
 * it may not read any more here, and ends with a status of its own. */
__attribute__((no_sanitize_address)) static void on_fatal(int number, siginfo_t *info,
							  void *context)
{
	(void)context;
	/* SI_USER and its like are not positive: kill, sigqueue, tgkill. */
	if (info->si_code <= 0 && info->si_pid != self)
		_exit(WIRE_STATUS_SHOT);
	for (int i = 0; i < FATAL_SIGNALS; i++)
		if (fatal_signals[i] == number)
			sigaction(number, &before[i], NULL);
	/* A fault comes again when the instruction does; a raised one has to be. */
	if (info->si_code <= 0)
		raise(number);
}

void shot_watch(void)
{
	struct sigaction action = {.sa_sigaction = on_fatal,
				   .sa_flags = SA_SIGINFO | SA_ONSTACK};
	self = getpid();
	sigemptyset(&action.sa_mask);
	for (int i = 0; i < FATAL_SIGNALS; i++)
		sigaction(fatal_signals[i], &action, &before[i]);
	sigset_t set;
	fatal_signal_set(&set);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}
