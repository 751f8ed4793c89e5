/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What both workers do with a job: lay out a page, and say what they are and what went
 * wrong. Nothing here may need the network or XML: tnews-worker-page is without them. */
#include "work/task.h"

#include <string.h>

#include "html/html.h"
#include "html/hyphen.h"
#include "text/charset.h"
#include "text/utf8.h"
#include "util/i18n.h"
#include "util/limit.h"
#include "work/confine.h"

enum {
	PAGE_BUDGET = 128 << 20,
	LEAST_WIDTH = 10,
	WIDTH = 80,
};

static void set_failure(struct answer *answer, enum fail fail, const char *message)
{
	g_autofree char *clean = utf8_clean(message, strlen(message), CLEAN_SHOWN);
	g_autofree char *cut = utf8_ellipsis(clean, LIMIT_MESSAGE);
	answer->kind = ANSWER_FAILED;
	answer->fail = fail;
	answer->message = arena_strdup(answer->arena, cut);
}

struct answer *task_failed(uint32_t number, enum fail fail, const char *message)
{
	struct answer *answer = answer_new(ANSWER_FAILED, number, 0);
	set_failure(answer, fail, message);
	return answer;
}

struct answer *task_text(uint32_t number, const char *text, size_t n)
{
	struct answer *answer = answer_new(ANSWER_TEXT, number, 0);
	answer->text = arena_strndup(answer->arena, text, n);
	answer->n_text = n;
	return answer;
}

/* Stories are UTF-8 already; a file that somebody wants to see may be anything. */
static GString *text_of(const struct job *job)
{
	bool plain = utf8_valid(job->bytes, job->n_bytes) &&
		     !memchr(job->bytes, 0, job->n_bytes) &&
		     !memchr(job->bytes, 0x1b, job->n_bytes);
	if (plain && !job->content_type)
		return NULL;
	g_autofree char *charset = charset_of_type(job->content_type);
	return charset_to_utf8(job->bytes, job->n_bytes, CHARSET_HTML,
			       plain && !charset ? "utf-8" : charset, LIMIT_DOCUMENT,
			       NULL, NULL);
}

static struct answer *page_answer(const struct job *job)
{
	struct answer *answer = answer_new(ANSWER_PAGE, job->number, PAGE_BUDGET);
	struct render_options options = {
		.width = job->width ? MAX(job->width, LEAST_WIDTH) : WIDTH,
		.base = job->url,
		.former = job->former,
		.title = job->title,
		.language = job->language,
		.flags = job->flags,
	};
	GString *text = text_of(job);
	answer->page = html_render(answer->arena, text ? text->str : job->bytes,
				   text ? text->len : job->n_bytes, &options);
	if (text)
		g_string_free(text, TRUE);
	return answer;
}

/* Answered here because this thread is locked in by now, as all of the pool are before
 * their first task. */
static struct answer *confinement_answer(const struct job *job)
{
	g_autofree char *locks = confine_report(), *hyphens = hyphen_report();
	g_autofree char *text = g_strconcat(locks, hyphens, NULL);
	return task_text(job->number, text, strlen(text));
}

void task_page_prepare(void)
{
	hyphen_open(NULL);
}

struct answer *task_page(struct transfer_result *task)
{
	struct job *job = task->job;
	if (!job->bytes) {
		job->bytes = "";
		job->n_bytes = 0;
	}
	if (job->n_bytes > LIMIT_DOCUMENT) {
		g_autofree char *what = g_strdup_printf(_("larger than %d MiB"),
							LIMIT_DOCUMENT >> 20);
		return task_failed(job->number, FAIL_TOO_LARGE, what);
	}
	switch (job->kind) {
	case JOB_RENDER:
		return page_answer(job);
	case JOB_CONFINEMENT:
		return confinement_answer(job);
	default:
		return task_failed(job->number, FAIL_OTHER, "no such job");
	}
}
