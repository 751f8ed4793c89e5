/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A worker that does what the address of a job says: for tests of its keeper. */
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "util/fatal.h"
#include "wire/wire.h"

static void send_answer(const struct job *job, enum answer_kind kind)
{
	struct answer *answer = answer_new(kind, job->number, 0);
	GByteArray *frame = g_byte_array_new();
	if (kind == ANSWER_FAILED) {
		answer->fail = FAIL_OTHER;
		answer->message = job->url;
	}
	wire_put_answer(frame, answer);
	wire_write(3, frame->data, frame->len, NULL);
	g_byte_array_unref(frame);
	answer_free(answer);
}

static void lie(const char *how, const struct job *job)
{
	struct answer *answer = answer_new(ANSWER_SAME, job->number, 0);
	GByteArray *frame = g_byte_array_new();
	wire_put_answer(frame, answer);
	if (g_str_equal(how, "lie-kind"))
		frame->data[8] = 200;
	else if (g_str_equal(how, "lie-length"))
		memset(frame->data, 0xff, 4);
	else if (g_str_equal(how, "lie-form"))
		frame->data[frame->len - 1] ^= 1;
	else if (g_str_equal(how, "lie-number"))
		frame->data[5] ^= 0x55;
	else if (g_str_equal(how, "lie-unasked"))
		frame->data[8] = ANSWER_TEXT;
	wire_write(3, frame->data, frame->len, NULL);
	g_byte_array_unref(frame);
	answer_free(answer);
}

int main(void)
{
	struct frame_head head;
	void *payload;
	sigset_t fatal;
	fatal_signal_set(&fatal);
	sigprocmask(SIG_UNBLOCK, &fatal, NULL);
	while (wire_read(3, JOB_KINDS, &head, &payload, NULL)) {
		struct job *job = wire_get_job(&head, payload, NULL);
		if (!job)
			return 3;
		const char *what = job->url ? job->url : "";
		if (g_str_has_prefix(what, "begun-"))
			send_answer(job, ANSWER_BEGUN);
		if (strstr(what, "segv")) {
			signal(SIGSEGV, SIG_DFL);
			raise(SIGSEGV);
		} else if (strstr(what, "exit")) {
			_exit(9);
		} else if (strstr(what, "lie-")) {
			lie(strstr(what, "lie-"), job);
		} else if (strstr(what, "silent")) {
			pause();
		} else if (job->kind != JOB_CANCEL) {
			send_answer(job, ANSWER_FAILED);
		}
		job_free(job);
	}
	return 0;
}
