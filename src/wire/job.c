/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Jobs and answers as objects: their life, and the words for failures. How they cross
 * the socket is wire/wire.c. */
#include "wire/job.h"

#include <glib.h>
#include <string.h>

/* Stable: they stand in the store and in the JSON of users' scripts. */
static const char *const fail_names[FAIL_KINDS] = {
	[FAIL_NONE] = "none",
	[FAIL_HOST] = "no-such-host",
	[FAIL_CONNECT] = "no-connection",
	[FAIL_TIMEOUT] = "timeout",
	[FAIL_TLS] = "certificate",
	[FAIL_REFUSED] = "refused",
	[FAIL_TOO_MANY] = "too-many-requests",
	[FAIL_NOT_FOUND] = "not-found",
	[FAIL_GONE] = "gone",
	[FAIL_SERVER] = "server",
	[FAIL_REDIRECT] = "redirect",
	[FAIL_WEB_PAGE] = "web-page",
	[FAIL_BROKEN] = "broken",
	[FAIL_EMPTY] = "empty",
	[FAIL_TOO_LARGE] = "too-large",
	[FAIL_CUT] = "cut",
	[FAIL_COMMAND] = "command",
	[FAIL_FILE] = "file",
	[FAIL_CRASH] = "crash",
	[FAIL_CANCELLED] = "cancelled",
	[FAIL_OFFLINE] = "offline",
	[FAIL_OTHER] = "other",
};

struct job *job_new(enum job_kind kind, size_t budget)
{
	struct job *job = g_new0(struct job, 1);
	job->arena = arena_new(budget);
	job->kind = kind;
	return job;
}

void job_free(struct job *job)
{
	if (!job)
		return;
	arena_free(job->arena);
	g_free(job);
}

struct answer *answer_new(enum answer_kind kind, uint32_t number, size_t budget)
{
	struct answer *answer = g_new0(struct answer, 1);
	answer->arena = arena_new(budget);
	answer->kind = kind;
	answer->number = number;
	answer->fetched.fresh_s = -1;
	answer->fetched.retry_after_s = -1;
	return answer;
}

void answer_free(struct answer *answer)
{
	if (!answer)
		return;
	arena_free(answer->arena);
	g_free(answer);
}

const char *fail_name(enum fail fail)
{
	return (unsigned)fail < FAIL_KINDS ? fail_names[fail] : fail_names[FAIL_OTHER];
}

enum fail fail_of_name(const char *name)
{
	for (unsigned i = 0; name && i < FAIL_KINDS; i++)
		if (strcmp(name, fail_names[i]) == 0)
			return (enum fail)i;
	return FAIL_OTHER;
}
