/* SPDX-License-Identifier: GPL-3.0-or-later */
/* log: what the engine tells its face, also into a file: which feeds fail and why, what a
 * reload brought. A line is "2026-11-25T10:05:12Z error https://...: sentence"; addresses
 * are without passwords. Inner header of engine/. */
#ifndef ENGINE_LOG_H
#define ENGINE_LOG_H

#include "conf/setting.h"
#include "engine/message.h"

struct log;

struct log *log_new(void);
/* Writes what is still to be written. */
void log_free(struct log *l);
/* The settings log (a file; "" none) and log-level, as they are now. */
void log_set(struct log *l, const struct settings *s);
/* Looks whether the file can be written, at once: log_failure says so. */
void log_try(struct log *l);
/* From any thread; nothing waits for the disk but a thread of the log's own. It opens the
 * file for each few lines: a file that was moved away begins anew. */
void log_event(struct log *l, const struct event *event);
/* Why the file could not be written, once; NULL: it could. To be freed. */
char *log_failure(struct log *l);

#endif
