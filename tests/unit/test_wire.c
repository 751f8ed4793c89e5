/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Frames: what goes in comes out; what lies is refused. */
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "util/error.h"
#include "util/limit.h"
#include "wire/wire.h"

static void *payload_of(const GByteArray *frame, struct frame_head *head, uint32_t kinds)
{
	GError *err = NULL;
	g_assert_true(wire_head(frame->data, kinds, head, &err));
	g_assert_no_error(err);
	g_assert_cmpuint(frame->len, ==, WIRE_HEAD + head->length);
	return g_memdup2(frame->data + WIRE_HEAD, head->length);
}

static struct answer *across(const struct answer *answer)
{
	struct frame_head head;
	GError *err = NULL;
	GByteArray *frame = g_byte_array_new();
	g_assert_true(wire_put_answer(frame, answer));
	struct answer *got =
		wire_get_answer(&head, payload_of(frame, &head, ANSWER_KINDS), &err);
	g_assert_no_error(err);
	g_byte_array_unref(frame);
	return got;
}

static struct answer *some_feed(void)
{
	struct answer *a = answer_new(ANSWER_FEED, 7, 0);
	struct feed *feed = a->feed = arena_new_of(a->arena, struct feed);
	a->fetched.status = 200;
	a->fetched.url = "http://example.org/feed";
	a->fetched.etag = "\"x\"";
	a->fetched.body_digest = UINT64_MAX;
	a->fetched.fresh_s = 60;
	feed->format = FEED_ATOM_10;
	feed->title = "Ein Titel";
	feed->updated = DATE_NONE;
	feed->published = 1700000000;
	feed->ttl_minutes = -1;
	feed->n_items = 3;
	feed->items = arena_array_of(a->arena, 3, struct item);
	for (int i = 0; i < 3; i++) {
		struct item *item = &feed->items[i];
		item->id = arena_printf(a->arena, "id-%d", i);
		item->title = i == 1 ? "" : "Überschrift";
		item->content = "<p>Text\n\twith <b>marks</b></p>";
		item->published = item->updated = DATE_NONE;
		item->duration_s = -1;
		item->digest = 0xDEADBEEF00000000u + (unsigned)i;
		item->n_authors = (size_t)i;
		item->authors = arena_array_of(a->arena, (size_t)i, struct person);
		for (int k = 0; k < i; k++)
			item->authors[k].name = arena_printf(a->arena, "author %d", k);
		item->source.title = "source";
	}
	feed->n_warnings = 1;
	feed->warnings = arena_new_of(a->arena, struct warning);
	*feed->warnings = (struct warning){12, "a bare ampersand"};
	return a;
}

static void test_feed(void)
{
	struct answer *a = some_feed();
	struct answer *b = across(a);
	g_assert_cmpuint(b->number, ==, 7);
	g_assert_cmpint(b->kind, ==, ANSWER_FEED);
	g_assert_cmpstr(b->fetched.etag, ==, "\"x\"");
	g_assert_null(b->fetched.last_modified);
	g_assert_cmpuint(b->fetched.body_digest, ==, UINT64_MAX);
	g_assert_cmpint(b->fetched.retry_after_s, ==, -1);
	g_assert_cmpstr(b->feed->title, ==, "Ein Titel");
	g_assert_null(b->feed->link);
	g_assert_true(b->feed->updated == DATE_NONE);
	g_assert_cmpuint(b->feed->n_items, ==, 3);
	g_assert_cmpstr(b->feed->items[1].title, ==, "");
	g_assert_cmpstr(b->feed->items[2].title, ==, "Überschrift");
	g_assert_cmpstr(b->feed->items[2].content, ==,
			"<p>Text\n\twith <b>marks</b></p>");
	g_assert_cmpuint(b->feed->items[2].n_authors, ==, 2);
	g_assert_cmpstr(b->feed->items[2].authors[1].name, ==, "author 1");
	g_assert_cmpuint(b->feed->items[2].digest, ==, 0xDEADBEEF00000002u);
	g_assert_cmpstr(b->feed->items[0].source.title, ==, "source");
	g_assert_cmpint(b->feed->warnings[0].line, ==, 12);
	answer_free(a);
	answer_free(b);
}

static void test_job(void)
{
	struct frame_head head;
	GError *err = NULL;
	struct job *job = job_new(JOB_FETCH, 0);
	job->number = 99;
	job->url = "http://user:pass@example.org/";
	job->urgent = true;
	job->bytes = "a\0b\xff";
	job->n_bytes = 4;
	job->transfer.password = "p\xc3\xa4ss";
	job->transfer.max_bytes = UINT64_MAX;
	job->width = 77;
	GByteArray *frame = g_byte_array_new();
	g_assert_true(wire_put_job(frame, job));
	struct job *got = wire_get_job(&head, payload_of(frame, &head, JOB_KINDS), &err);
	g_assert_no_error(err);
	g_assert_cmpuint(got->number, ==, 99);
	g_assert_cmpstr(got->url, ==, job->url);
	g_assert_true(got->urgent);
	g_assert_cmpuint(got->n_bytes, ==, 4);
	g_assert_true(memcmp(got->bytes, "a\0b\xff", 4) == 0);
	g_assert_cmpstr(got->transfer.password, ==, "p\xc3\xa4ss");
	g_assert_cmpuint(got->transfer.max_bytes, ==, UINT64_MAX);
	g_assert_cmpint(got->width, ==, 77);
	g_assert_null(got->context);
	job_free(job);
	job_free(got);
	g_byte_array_unref(frame);
}

static struct answer *some_page(void)
{
	struct answer *a = answer_new(ANSWER_PAGE, 3, 0);
	struct page *page = a->page = arena_new_of(a->arena, struct page);
	page->width = 80;
	page->n_lines = 2;
	page->lines = arena_array_of(a->arena, 2, struct line);
	page->lines[0].n_spans = 1;
	page->lines[0].spans = arena_new_of(a->arena, struct span);
	*page->lines[0].spans = (struct span){"a  link", SPAN_LINK, 1, 7};
	page->lines[1].anchor = 4;
	page->n_links = 1;
	page->links = arena_new_of(a->arena, struct page_link);
	page->links[0].url = "http://example.org/";
	page->n_words = 2;
	return a;
}

static void test_page(void)
{
	struct answer *a = some_page();
	struct answer *b = across(a);
	g_assert_cmpstr(b->page->lines[0].spans[0].text, ==, "a  link");
	g_assert_cmpint(b->page->lines[0].spans[0].link, ==, 1);
	g_assert_cmpuint(b->page->lines[1].n_spans, ==, 0);
	g_assert_cmpuint(b->page->lines[1].anchor, ==, 4);
	answer_free(a);
	answer_free(b);
}

/* What is beyond bounds or not clean is mended on the way out. */
static void test_mended(void)
{
	struct answer *a = some_feed();
	g_autofree char *long_title = g_strnfill(LIMIT_TITLE + 10, 'x');
	a->feed->items[0].title = long_title;
	a->feed->items[1].title = "a\x1b[31mred\xc2\x9b b\xff";
	a->feed->items[2].content = "bad \xff byte";
	a->feed->items[2].published = INT64_MAX;
	struct answer *b = across(a);
	g_assert_cmpuint(strlen(b->feed->items[0].title), ==, LIMIT_TITLE);
	g_assert_null(strchr(b->feed->items[1].title, 0x1b));
	g_assert_cmpstr(b->feed->items[2].content, ==, "bad \xef\xbf\xbd byte");
	g_assert_true(b->feed->items[2].published == DATE_NONE);
	answer_free(a);
	answer_free(b);
}

static void assert_refused(const GByteArray *frame)
{
	struct frame_head head;
	g_autoptr(GError) err = NULL;
	if (wire_head(frame->data, ANSWER_KINDS, &head, &err)) {
		void *payload = g_memdup2(frame->data + WIRE_HEAD, head.length);
		g_assert_null(wire_get_answer(&head, payload, &err));
	}
	g_assert_error(err, TNEWS_ERROR, ERR_DATA);
}

static void set_head(GByteArray *frame, int at, uint32_t value)
{
	memcpy(frame->data + 4 * at, &value, 4);
}

static void test_heads_that_lie(void)
{
	struct answer *a = some_feed();
	GByteArray *frame = g_byte_array_new();
	wire_put_answer(frame, a);
	uint32_t length = frame->len - WIRE_HEAD, n_text;
	memcpy(&n_text, frame->data + 12, 4);
	static const struct {
		int at;
		int64_t value;
	} lies[] = {{0, LIMIT_FRAME + 1},
		    {0, 0xffffffff},
		    {2, 0},
		    {2, ANSWER_KINDS},
		    {2, ANSWER_PAGE},
		    {2, ANSWER_TEXT},
		    {2, ANSWER_SAME},
		    {2, ANSWER_FAILED},
		    {3, 0},
		    {3, 0xffffffff},
		    {3, 8}};
	for (size_t i = 0; i < G_N_ELEMENTS(lies); i++) {
		GByteArray *lie = g_byte_array_new();
		g_byte_array_append(lie, frame->data, frame->len);
		set_head(lie, lies[i].at, (uint32_t)lies[i].value);
		assert_refused(lie);
		g_byte_array_unref(lie);
	}
	for (int by = -9; by <= 9; by++) {
		if (by == 0)
			continue;
		set_head(frame, 3, n_text + (uint32_t)by);
		assert_refused(frame);
	}
	set_head(frame, 3, n_text);
	for (uint32_t cut = 0; cut<length; cut += length> 4096 ? 97 : 1) {
		set_head(frame, 0, cut);
		assert_refused(frame);
	}
	answer_free(a);
	g_byte_array_unref(frame);
}

/* Each byte of a frame changed: refused, or a message that is sound (a letter changed). */
static void test_bytes_that_lie(void)
{
	struct answer *a = some_feed();
	a->feed->n_items = 2;
	GByteArray *frame = g_byte_array_new();
	wire_put_answer(frame, a);
	for (guint i = WIRE_HEAD; i < frame->len; i++) {
		static const guint8 values[] = {0x00, 0xff, 0x80, 0x1b, 0x41};
		guint8 kept = frame->data[i];
		for (size_t k = 0; k < G_N_ELEMENTS(values); k++) {
			struct frame_head head;
			g_autoptr(GError) err = NULL;
			frame->data[i] = values[k];
			wire_head(frame->data, ANSWER_KINDS, &head, NULL);
			struct answer *got = wire_get_answer(
				&head, g_memdup2(frame->data + WIRE_HEAD, head.length),
				&err);
			if (got) {
				GByteArray *again = g_byte_array_new();
				wire_put_answer(again, got);
				g_assert_cmpuint(again->len, ==, frame->len);
				g_assert_true(memcmp(again->data, frame->data,
						     frame->len) == 0);
				g_byte_array_unref(again);
			} else {
				g_assert_error(err, TNEWS_ERROR, ERR_DATA);
			}
			answer_free(got);
		}
		frame->data[i] = kept;
	}
	answer_free(a);
	g_byte_array_unref(frame);
}

static void test_pages_that_lie(void)
{
	struct answer *a = some_page();
	GByteArray *frame = g_byte_array_new();
	a->page->lines[0].spans[0].link = 2;
	wire_put_answer(frame, a);
	assert_refused(frame);
	a->page->lines[0].spans[0].link = 1;
	a->page->links[0].line = 9;
	g_byte_array_set_size(frame, 0);
	wire_put_answer(frame, a);
	assert_refused(frame);
	answer_free(a);
	a = answer_new(ANSWER_FAILED, 1, 0);
	g_byte_array_set_size(frame, 0);
	wire_put_answer(frame, a);
	assert_refused(frame);
	answer_free(a);
	g_byte_array_unref(frame);
}

static void test_stream(void)
{
	int pair[2];
	struct frame_head head;
	void *payload;
	GError *err = NULL;
	struct answer *a = some_feed();
	GByteArray *frame = g_byte_array_new();
	wire_put_answer(frame, a);
	guint one = frame->len;
	wire_put_answer(frame, a);
	g_assert_cmpuint(frame->len, ==, 2 * one);
	g_assert_cmpint(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), ==, 0);
	g_assert_true(wire_write(pair[0], frame->data, frame->len, &err));
	for (int i = 0; i < 2; i++) {
		g_assert_true(wire_read(pair[1], ANSWER_KINDS, &head, &payload, &err));
		struct answer *got = wire_get_answer(&head, payload, &err);
		g_assert_no_error(err);
		g_assert_cmpuint(got->feed->n_items, ==, 3);
		answer_free(got);
	}
	close(pair[0]);
	g_assert_false(wire_read(pair[1], ANSWER_KINDS, &head, &payload, &err));
	g_assert_no_error(err);
	close(pair[1]);
	answer_free(a);
	g_byte_array_unref(frame);
}

static void test_digests(void)
{
	/* Kept in stores: these values may never change. */
	g_assert_cmpuint(digest_bytes(DIGEST_SEED, "", 0), !=, DIGEST_SEED);
	g_assert_cmpuint(digest_bytes(DIGEST_SEED, "tnews", 5), ==,
			 digest_bytes(DIGEST_SEED, "tnews", 5));
	g_assert_cmpuint(digest_bytes(DIGEST_SEED, "tnews\0", 6), !=,
			 digest_bytes(DIGEST_SEED, "tnews", 5));
	struct answer *a = some_feed();
	struct item *item = &a->feed->items[1];
	uint64_t before = item_digest(item);
	item->summary = "";
	g_assert_cmpuint(item_digest(item), !=, before);
	item->summary = NULL;
	g_assert_cmpuint(item_digest(item), ==, before);
	answer_free(a);
}

/* Each byte and the length count, at any length. */
static void test_document_digests(void)
{
	char text[100];
	memset(text, 'x', sizeof text);
	g_autoptr(GHashTable)
		seen = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	for (size_t n = 0; n <= sizeof text; n++)
		for (size_t at = 0; at <= n; at++) {
			if (at < n)
				text[at] = 'y';
			uint64_t digest = digest_document(text, n);
			g_assert_cmpuint(digest, ==, digest_document(text, n));
			g_assert_true(g_hash_table_add(
				seen, g_memdup2(&digest, sizeof digest)));
			if (at < n)
				text[at] = 'x';
		}
}

static void test_names(void)
{
	for (int i = 0; i < FAIL_KINDS; i++)
		g_assert_cmpint(fail_of_name(fail_name((enum fail)i)), ==, i);
	g_assert_cmpint(fail_of_name("nonsense"), ==, FAIL_OTHER);
	g_assert_cmpstr(feed_format_name(FEED_JSON_11), ==, "json-feed-1.1");
	g_assert_null(feed_format_name(FEED_UNKNOWN));
}

/* 40,000 stories of 3 kB, as they come in a reload; told, not judged. */
static void test_speed(void)
{
	if (!g_test_perf())
		return;
	g_autofree char *body = g_strnfill(3000, 'y');
	GByteArray *frame = g_byte_array_new();
	struct answer *a = some_feed();
	a->feed->n_items = 50;
	a->feed->items = arena_array_of(a->arena, 50, struct item);
	for (int i = 0; i < 50; i++)
		a->feed->items[i] = (struct item){.id = "http://example.org/12345",
						  .title = "A headline of usual length",
						  .link = "http://example.org/12345",
						  .content = body};
	g_test_timer_start();
	for (int i = 0; i < 800; i++) {
		struct frame_head head;
		g_byte_array_set_size(frame, 0);
		wire_put_answer(frame, a);
		struct answer *got = wire_get_answer(
			&head, payload_of(frame, &head, ANSWER_KINDS), NULL);
		g_assert_nonnull(got);
		answer_free(got);
	}
	double s = g_test_timer_elapsed();
	g_test_minimized_result(s, "40,000 stories: %.0f ms", s * 1e3);
	answer_free(a);
	g_byte_array_unref(frame);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/wire/feed", test_feed);
	g_test_add_func("/wire/job", test_job);
	g_test_add_func("/wire/page", test_page);
	g_test_add_func("/wire/mended", test_mended);
	g_test_add_func("/wire/heads-that-lie", test_heads_that_lie);
	g_test_add_func("/wire/bytes-that-lie", test_bytes_that_lie);
	g_test_add_func("/wire/pages-that-lie", test_pages_that_lie);
	g_test_add_func("/wire/stream", test_stream);
	g_test_add_func("/wire/digests", test_digests);
	g_test_add_func("/wire/document-digests", test_document_digests);
	g_test_add_func("/wire/names", test_names);
	g_test_add_func("/wire/speed", test_speed);
	return g_test_run();
}
