/* SPDX-License-Identifier: GPL-3.0-or-later */
/* run: other programs. An argument vector, never a shell; descriptors close on exec;
 * standard input is /dev/null or the bytes given; output under a ceiling; a time limit.
 * With a time limit the program leads a process group of its own, so that what it
 * started is stopped with it; without one it may use the terminal. */
#ifndef UTIL_RUN_H
#define UTIL_RUN_H

#include <glib.h>
#include <stdbool.h>

struct run_result {
	GString *out; /* standard output */
	GString *err; /* standard error, at most 64 KiB */
	int status;   /* as waitpid gives it */
};

void run_result_clear(struct run_result *r);

/* Runs argv (searched in PATH) and waits, at most timeout_ms (0: no limit), for at most
 * ceiling bytes of output; cancel, if given, is read atomically: once it is not 0 the
 * program is killed and this is ERR_CANCELLED. Blocks: not for the thread that draws. A non-zero exit is
 * ERR_SYSTEM with the last line of its standard error. */
bool run_capture(char *const *argv, const char *input, size_t n_input, size_t ceiling,
		 unsigned timeout_ms, const int *cancel, struct run_result *result,
		 GError **err);
/* Starts argv in a session of its own, without our terminal, and does not wait. */
bool run_detached(char *const *argv, GError **err);
/* The same with text as its standard input. */
bool run_detached_with(char *const *argv, const char *input, size_t n_input,
		       GError **err);
/* Starts argv with one end of a socket pair as its descriptor 3, standard error to fd_err
 * (-1: /dev/null), and the signals of util/fatal blocked. Returns our end (close on
 * exec), or -1. */
int run_with_socket(char *const *argv, int fd_err, GPid *pid, GError **err);
/* "exit status 3", "signal 11 (Segmentation fault)"; to be freed. */
char *run_status_text(int status);

#endif
