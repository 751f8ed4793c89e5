/* SPDX-License-Identifier: GPL-3.0-or-later */
/* confine: what the worker gives up before it meets the first foreign byte.
 *
 * Everything is best effort by kernel: an old one leaves locks out, and the report says
 * so. Landlock and seccomp bind the calling thread and the threads it starts later, so
 * confine_process comes before any thread, and each thread that parses goes one step
 * further with confine_parser. Linux only; elsewhere the limits are all there is. */
#ifndef WORK_CONFINE_H
#define WORK_CONFINE_H

#include <glib.h>
#include <stdbool.h>

/* The calling thread, and all threads to come: files: read certificates, resolver files,
 * libraries, translations, nothing else, write none; no new program or process, no
 * tracing, mounting, kernel interfaces; no listening socket; memory and descriptors
 * bounded; no core file. */
void confine_process(void);

/* In the place of confine_process, for a worker that only lays out pages: no file and no
 * connection for any of its threads. */
void confine_page(void);

/* The calling thread alone, after confine_process: no file and no socket at all, and no
 * system call beyond memory, time, locks and open descriptors. */
void confine_parser(void);

/* What is in force, a line each; to be freed. From any thread. */
char *confine_report(void);

#endif
