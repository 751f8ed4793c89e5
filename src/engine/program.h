/* SPDX-License-Identifier: GPL-3.0-or-later */
/* program: documents that tnews reads itself, because the user's file says so: exec:
 * commands, file: feeds, filter= programs, and password-command. Each runs in one of a
 * few threads of its own; what it brings goes to the worker to be parsed like any other
 * document. */
#ifndef ENGINE_PROGRAM_H
#define ENGINE_PROGRAM_H

#include <stdbool.h>

#include "wire/job.h"

struct engine;
struct fetch;
struct programs;

struct programs *programs_new(struct engine *e);
void programs_free(struct programs *p);
/* Whether this feed has to pass here before the worker. */
bool programs_wanted(const struct fetch *f);
/* Takes the fetch over. */
void programs_push(struct programs *p, struct fetch *taken);

/* Makes the job that fetches f over the network, and hands f to it. */
void program_send_fetch(struct engine *e, struct fetch *taken);
/* An answer that the worker never saw: the feed failed here, or is the same. */
struct answer *program_failed(enum fail fail, const char *message);

#endif
