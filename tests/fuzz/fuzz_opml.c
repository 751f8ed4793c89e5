/* SPDX-License-Identifier: GPL-3.0-or-later */
/* seeds: tests/opml
 * words: src/feed/opml.c
 * Lists of any kind: each folder is one deeper at most than what stands before it, texts
 * are lines without control characters, and what crosses the socket comes out the same. */
#include "feed/feed.h"
#include "util/limit.h"
#include "wire/wire.h"

#include "fuzz.h"

static void check_crossing(const struct answer *answer)
{
	GByteArray *out = g_byte_array_new();
	struct frame_head head;
	if (!wire_put_answer(out, answer) ||
	    !wire_head(out->data, ANSWER_KINDS, &head, NULL))
		abort();
	struct answer *got = wire_get_answer(
		&head, g_memdup2(out->data + WIRE_HEAD, head.length), NULL);
	if (!got || got->n_outlines != answer->n_outlines)
		abort();
	for (size_t i = 0; i < got->n_outlines; i++)
		if (got->outlines[i].depth != answer->outlines[i].depth ||
		    g_strcmp0(got->outlines[i].url, answer->outlines[i].url) != 0 ||
		    g_strcmp0(got->outlines[i].title, answer->outlines[i].title) != 0)
			abort();
	answer_free(got);
	g_byte_array_unref(out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool ready;
	if (!ready)
		feed_init();
	ready = true;
	struct answer *answer = answer_new(ANSWER_OUTLINES, 1, 200 << 20);
	struct feed_list list = {0};
	GError *err = NULL;
	bool good = feed_parse_list(answer->arena, (const char *)data, size, NULL, &list,
				    NULL, &err);
	if (good == (err != NULL))
		abort();
	g_clear_error(&err);
	uint32_t most = 0; /* how deep the next may stand */
	for (size_t i = 0; i < list.n_outlines; i++) {
		const struct outline *o = &list.outlines[i];
		if (o->depth > most || (!o->url && !o->title))
			abort();
		most = o->url ? o->depth : o->depth + 1;
		fuzz_clean(o->title, CLEAN_LINE);
		fuzz_clean(o->url, CLEAN_LINE);
	}
	answer->outlines = list.outlines;
	answer->n_outlines = list.n_outlines;
	check_crossing(answer);
	answer_free(answer);
	return 0;
}
