/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Frames from a worker that was taken over (and jobs, the other way): refused, or a
 * message that gives the very same frame again. */
#include <stdlib.h>
#include <string.h>

#include "wire/wire.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void check(const unsigned char *data, size_t size, uint32_t kinds)
{
	struct frame_head head;
	if (!wire_head(data, kinds, &head, NULL) || head.length > size - WIRE_HEAD)
		return;
	GByteArray *again = g_byte_array_new();
	void *payload = g_memdup2(data + WIRE_HEAD, head.length);
	if (kinds == JOB_KINDS) {
		struct job *job = wire_get_job(&head, payload, NULL);
		if (job)
			wire_put_job(again, job);
		job_free(job);
	} else {
		struct answer *answer = wire_get_answer(&head, payload, NULL);
		if (answer)
			wire_put_answer(again, answer);
		answer_free(answer);
	}
	if (again->len > 0 && (again->len != WIRE_HEAD + head.length ||
			       memcmp(again->data, data, again->len) != 0))
		abort();
	g_byte_array_unref(again);
}

/* Seeds that are whole: a fuzzer hardly finds the words of an answer by itself. */
static size_t seed(unsigned char *out, size_t most, unsigned which)
{
	GByteArray *frame = g_byte_array_new();
	struct answer *a = answer_new(which % 2 ? ANSWER_FEED : ANSWER_PAGE, 1, 0);
	a->fetched.url = "http://example.org/";
	if (which % 2) {
		a->feed = arena_new_of(a->arena, struct feed);
		a->feed->title = "title";
		a->feed->n_items = 2;
		a->feed->items = arena_array_of(a->arena, 2, struct item);
		a->feed->items[0].content = "<p>x";
		a->feed->items[1].n_authors = 1;
		a->feed->items[1].authors = arena_new_of(a->arena, struct person);
		a->feed->items[1].authors->name = "name";
	} else {
		a->page = arena_new_of(a->arena, struct page);
		a->page->n_lines = 1;
		a->page->lines = arena_new_of(a->arena, struct line);
		a->page->lines->n_spans = 1;
		a->page->lines->spans = arena_new_of(a->arena, struct span);
		a->page->lines->spans->text = "words";
	}
	wire_put_answer(frame, a);
	size_t n = MIN(frame->len, most);
	memcpy(out, frame->data, n);
	answer_free(a);
	g_byte_array_unref(frame);
	return n;
}

size_t LLVMFuzzerMutate(unsigned char *data, size_t size, size_t most);
size_t LLVMFuzzerCustomMutator(unsigned char *data, size_t size, size_t most,
			       unsigned random);

size_t LLVMFuzzerCustomMutator(unsigned char *data, size_t size, size_t most,
			       unsigned random)
{
	if (random % 16 == 0)
		size = seed(data, most, random / 16);
	size = LLVMFuzzerMutate(data, size, most);
	/* The length must fit, or nothing behind it is ever reached. */
	if (size >= WIRE_HEAD && random % 3 != 0) {
		uint32_t length = (uint32_t)(size - WIRE_HEAD);
		memcpy(data, &length, 4);
	}
	return size;
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	if (size < WIRE_HEAD)
		return 0;
	check(data, size, ANSWER_KINDS);
	check(data, size, JOB_KINDS);
	return 0;
}
