/* SPDX-License-Identifier: GPL-3.0-or-later */
/* task: what a thread of the pool does with one job. Inner header of work/. */
#ifndef WORK_TASK_H
#define WORK_TASK_H

#include "net/fetcher.h"
#include "wire/job.h"

/* The answer to a job: of a transfer whose body is to be read, or of a job with bytes of
 * its own (task->answer NULL). The answer is the caller's; the body is freed on the way. */
struct answer *task_answer(struct transfer_result *task);

/* What is read before a worker that lays out pages gives files up. */
void task_page_prepare(void);

/* The same for the jobs that a worker without network and feeds knows. */
struct answer *task_page(struct transfer_result *task);

/* An answer ANSWER_TEXT with a copy of the text. */
struct answer *task_text(uint32_t number, const char *text, size_t n);

/* An answer ANSWER_FAILED with this message, cleaned. */
struct answer *task_failed(uint32_t number, enum fail fail, const char *message);

#endif
