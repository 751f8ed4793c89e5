/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tools: one job for the worker, as parse, render and show send it. */
#ifndef CLI_TOOLS_H
#define CLI_TOOLS_H

#include "cli/cli.h"
#include "wire/job.h"

/* Sends the job and waits. NULL with err also if the answer is of another kind. */
struct answer *tools_ask(struct job *taken, enum answer_kind expected, GError **err);
/* The value of --width, within what can be laid out. */
bool tools_width(const char *text, int *width, GError **err);

#endif
