/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tools: one job for the worker, as parse, render, show, import send it. */
#ifndef CLI_TOOLS_H
#define CLI_TOOLS_H

#include "cli/cli.h"
#include "wire/job.h"

/* A document as it is, NULL with err. "-" is standard input; a pipe or a device is read
 * like a file. */
GString *tools_read(const char *path, GError **err);
/* The job that has these bytes; base may be NULL. */
struct job *tools_job(enum job_kind kind, GString *taken_text, const char *base);
/* Sends the job and waits. NULL with err also if the answer is of another kind. */
struct answer *tools_ask(struct job *taken, enum answer_kind expected, GError **err);
/* The value of --width, within what can be laid out. */
bool tools_width(const char *text, int *width, GError **err);

#endif
