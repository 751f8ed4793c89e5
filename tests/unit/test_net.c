/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Transfers against a server in this process that says raw bytes, good and bad; bodies,
 * header lines and addresses by tables. */
#include "config.h"

#include <arpa/inet.h>
#include <libdeflate.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zstd.h>

#include "net/address.h"
#include "net/fetcher.h"
#include "net/head.h"
#include "net/inflate.h"
#include "util/error.h"
#include "util/limit.h"

/* --- a server ---------------------------------------------------------------------- */

static const struct scripted {
	const char *path, *answer;
} pages[] = {
	{"/good", "HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nLast-Modified: Sat, 21 Nov 2026 "
		  "00:00:00 GMT\r\n"
		  "Cache-Control: max-age=600\r\nContent-Type: "
		  "text/xml\r\nContent-Length: 5\r\n\r\n<rss>"},
	{"/304", "HTTP/1.1 304 Not Modified\r\nETag: \"v1\"\r\n\r\n"},
	{"/404", "HTTP/1.1 404 \x1b[31mNo\r\nContent-Length: 2\r\n\r\nno"},
	{"/410", "HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n"},
	{"/429",
	 "HTTP/1.1 429 Slow\r\nRetry-After: 99999999\r\nContent-Length: 0\r\n\r\n"},
	{"/503", "HTTP/1.1 503 Later\r\nRetry-After: 120\r\nContent-Length: 0\r\n\r\n"},
	{"/403", "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n"},
	{"/empty", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"},
	{"/301", "HTTP/1.1 301 Moved\r\nLocation: /good\r\nContent-Length: 0\r\n\r\n"},
	{"/302", "HTTP/1.1 302 Found\r\nLocation: /301\r\nContent-Length: 0\r\n\r\n"},
	{"/loop", "HTTP/1.1 302 Found\r\nLocation: /loop\r\nContent-Length: 0\r\n\r\n"},
	{"/to-ftp", "HTTP/1.1 302 Found\r\nLocation: "
		    "ftp://127.0.0.1/x\r\nContent-Length: 0\r\n\r\n"},
	{"/to-file", "HTTP/1.1 302 Found\r\nLocation: "
		     "file:///etc/passwd\r\nContent-Length: 0\r\n\r\n"},
	{"/to-user", "HTTP/1.1 302 Found\r\nLocation: "
		     "http://u:p@127.0.0.1/good\r\nContent-Length: 0\r\n\r\n"},
	{"/cut", "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n<rss>half"},
	{"/garbage", "\x01\x02\x03 what is this\r\n\r\n"},
	{"/nothing", ""},
	{"/odd-etag",
	 "HTTP/1.1 200 OK\r\nETag: \"\x1b[31m\"\r\nContent-Length: 5\r\n\r\n<rss>"},
	{"/encoding",
	 "HTTP/1.1 200 OK\r\nContent-Encoding: zip\r\nContent-Length: 5\r\n\r\n<rss>"},
	{"/three", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip, gzip, "
		   "gzip\r\nContent-Length: 5\r\n\r\n<rss>"},
	{"/gzip", "HTTP/1.1 200 OK\r\nContent-Encoding: br, GZIP\r\nContent-Length: "
		  "5\r\n\r\n<rss>"},
	{"/silent", NULL},
};

enum { TOGETHER = 150 };

static struct {
	gint together; /* atomic: requests for /together that wait for the others */
	int fd;
	unsigned port;
	GAsyncQueue *requests; /* char * */
} server;

static void say(int fd, const char *bytes, size_t n)
{
	while (n > 0) {
		ssize_t put = send(fd, bytes, n, MSG_NOSIGNAL);
		if (put <= 0)
			return;
		bytes += put;
		n -= (size_t)put;
	}
}

static void endless(int fd, const char *head, const char *part)
{
	say(fd, head, strlen(head));
	while (send(fd, part, strlen(part), MSG_NOSIGNAL) > 0)
		;
}

/* Answers when all have asked. */
static void answer_together(int fd)
{
	static const char page[] = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n<rss>";
	g_atomic_int_inc(&server.together);
	for (int i = 0; i < 3000 && g_atomic_int_get(&server.together) < TOGETHER; i++)
		g_usleep(10000);
	say(fd, page, strlen(page));
}

static void answer(int fd, const char *path)
{
	if (g_str_equal(path, "/together"))
		answer_together(fd);
	if (g_str_equal(path, "/endless-body"))
		endless(fd, "HTTP/1.1 200 OK\r\n\r\n",
			"0123456789abcdef0123456789abcdef");
	if (g_str_equal(path, "/endless-404"))
		endless(fd, "HTTP/1.1 404 No\r\n\r\n",
			"0123456789abcdef0123456789abcdef");
	if (g_str_equal(path, "/endless-head"))
		endless(fd, "HTTP/1.1 200 OK\r\n", "X-Filler: abcdefgh\r\n");
	if (g_str_equal(path, "/silent"))
		g_usleep(1500000);
	for (size_t i = 0; i < G_N_ELEMENTS(pages); i++) {
		const char *text = pages[i].answer;
		if (!g_str_equal(path, pages[i].path) || !text)
			continue;
		/* After the status line, so that no connection is used twice. */
		const char *line = strstr(text, "\r\n");
		size_t n = line && *text == 'H' ? (size_t)(line - text) + 2 : 0;
		say(fd, text, n);
		say(fd, "Connection: close\r\n", n ? 19 : 0);
		say(fd, text + n, strlen(text + n));
	}
}

static void *serve_one(void *data)
{
	int fd = GPOINTER_TO_INT(data);
	GString *request = g_string_new(NULL);
	char byte;
	while (!g_str_has_suffix(request->str, "\r\n\r\n") && recv(fd, &byte, 1, 0) == 1)
		g_string_append_c(request, byte);
	g_auto(GStrv) words = g_strsplit(request->str, " ", 3);
	g_async_queue_push(server.requests, g_string_free(request, FALSE));
	if (g_strv_length(words) == 3)
		answer(fd, words[1]);
	close(fd);
	return NULL;
}

static void *serve(void *data)
{
	(void)data;
	for (;;) {
		int fd = accept(server.fd, NULL, NULL);
		if (fd < 0)
			return NULL;
		g_thread_unref(g_thread_new("one", serve_one, GINT_TO_POINTER(fd)));
	}
}

static void start_server(void)
{
	struct sockaddr_in at = {.sin_family = AF_INET};
	socklen_t length = sizeof at;
	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	server.fd = socket(AF_INET, SOCK_STREAM, 0);
	g_assert_cmpint(bind(server.fd, (struct sockaddr *)&at, sizeof at), ==, 0);
	g_assert_cmpint(listen(server.fd, TOGETHER), ==, 0);
	getsockname(server.fd, (struct sockaddr *)&at, &length);
	server.port = ntohs(at.sin_port);
	server.requests = g_async_queue_new_full(g_free);
	g_thread_unref(g_thread_new("server", serve, NULL));
}

/* --- transfers --------------------------------------------------------------------- */

static void keep(struct transfer_result *taken, void *data)
{
	g_ptr_array_add(data, taken);
}

static struct job *job_for(const char *path)
{
	struct job *job = job_new(JOB_FETCH, 0);
	job->url = arena_printf(job->arena, "http://127.0.0.1:%u%s", server.port, path);
	job->transfer.timeout_ms = 5000;
	return job;
}

static struct transfer_result *fetch(struct job *job)
{
	g_autoptr(GPtrArray) done = g_ptr_array_new();
	char *old;
	while ((old = g_async_queue_try_pop(server.requests)))
		g_free(old);
	struct fetcher *f = fetcher_new(keep, done);
	fetcher_add(f, job);
	while (done->len == 0)
		fetcher_run(f, -1, 1000, NULL);
	g_assert_cmpuint(done->len, ==, 1);
	g_assert_cmpuint(fetcher_pending(f), ==, 0);
	fetcher_free(f);
	return done->pdata[0];
}

static void test_good(void)
{
	struct transfer_result *r = fetch(job_for("/good"));
	const struct fetched *f = &r->answer->fetched;
	g_assert_cmpint(r->answer->kind, ==, ANSWER_FEED);
	g_assert_cmpuint(r->body->len, ==, 5);
	g_assert_true(memcmp(r->body->data, "<rss>", 5) == 0);
	g_assert_cmpint(r->encodings[0], ==, BODY_PLAIN);
	g_assert_cmpint(f->status, ==, 200);
	g_assert_cmpstr(f->etag, ==, "\"v1\"");
	g_assert_cmpstr(f->last_modified, ==, "Sat, 21 Nov 2026 00:00:00 GMT");
	g_assert_cmpint((int)f->fresh_s, ==, 600);
	g_assert_false(f->moved);
	g_autofree char *request = g_async_queue_pop(server.requests);
	g_assert_nonnull(strstr(request, "\r\nAccept-Encoding: gzip"));
	g_assert_nonnull(strstr(request, "\r\nUser-Agent: tnews/"));
	g_assert_null(strstr(request, "If-None-Match"));
	transfer_result_free(r);
}

static void test_conditional(void)
{
	struct job *job = job_for("/304");
	job->transfer.etag = "\"v1\"";
	job->transfer.last_modified = "Sat, 21 Nov 2026 00:00:00 GMT";
	struct transfer_result *r = fetch(job);
	g_assert_cmpint(r->answer->kind, ==, ANSWER_SAME);
	g_autofree char *request = g_async_queue_pop(server.requests);
	g_assert_nonnull(strstr(request, "\r\nIf-None-Match: \"v1\"\r\n"));
	g_assert_nonnull(strstr(request, "\r\nIf-Modified-Since: Sat, 21 Nov"));
	transfer_result_free(r);

	job = job_for("/good");
	job->transfer.etag = "\"v1\"";
	job->transfer.force = true;
	r = fetch(job);
	g_autofree char *forced = g_async_queue_pop(server.requests);
	g_assert_null(strstr(forced, "If-None-Match"));
	g_assert_nonnull(strstr(forced, "Cache-Control: no-cache"));
	transfer_result_free(r);
}

static void test_failures(void)
{
	static const struct {
		const char *path;
		enum fail fail;
		const char *message; /* stands in it */
	} cases[] = {
		{"/404", FAIL_NOT_FOUND, "HTTP 404 Not Found"},
		{"/410", FAIL_GONE, "HTTP 410 Gone"},
		{"/429", FAIL_TOO_MANY, "HTTP 429"},
		{"/503", FAIL_SERVER, "HTTP 503"},
		{"/403", FAIL_REFUSED, "HTTP 403 Forbidden"},
		{"/304", FAIL_SERVER, "304"},
		{"/empty", FAIL_EMPTY, "empty"},
		{"/loop", FAIL_REDIRECT, "more than 10"},
		{"/to-ftp", FAIL_REDIRECT, "ftp:"},
		{"/to-file", FAIL_REDIRECT, "file:"},
		{"/to-user", FAIL_REDIRECT, "password"},
		{"/garbage", FAIL_SERVER, "not HTTP"},
		{"/nothing", FAIL_CUT, "without an answer"},
		{"/encoding", FAIL_BROKEN, "encoding"},
		{"/three", FAIL_BROKEN, "encoding"},
		{"/endless-body", FAIL_TOO_LARGE, "larger than"},
		{"/endless-404", FAIL_NOT_FOUND, "HTTP 404"},
		{"/endless-head", FAIL_SERVER, "headers"},
		{"/silent", FAIL_TIMEOUT, "timed out after 0.4 s"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct job *job = job_for(cases[i].path);
		if (cases[i].fail == FAIL_TIMEOUT)
			job->transfer.timeout_ms = 400;
		job->transfer.max_bytes = 1 << 20;
		struct transfer_result *r = fetch(job);
		g_test_message("%s: %s", cases[i].path, r->answer->message);
		g_assert_cmpint(r->answer->kind, ==, ANSWER_FAILED);
		g_assert_cmpstr(fail_name(r->answer->fail), ==, fail_name(cases[i].fail));
		g_assert_nonnull(strstr(r->answer->message, cases[i].message));
		g_assert_null(strstr(r->answer->message, "secret"));
		g_assert_null(r->body);
		transfer_result_free(r);
	}
}

static void test_nobody_there(void)
{
	static const struct {
		const char *url;
		enum fail fail;
	} cases[] = {
		{"http://127.0.0.1:1/x", FAIL_CONNECT},
		{"http://no.such.host.invalid/x", FAIL_HOST},
		{"ftp://127.0.0.1/x", FAIL_OTHER},
		{"file:///etc/passwd", FAIL_OTHER},
		{"http://", FAIL_OTHER},
		{"", FAIL_OTHER},
		{"javascript:alert(1)", FAIL_OTHER},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct job *job = job_for("/");
		job->url = cases[i].url;
		struct transfer_result *r = fetch(job);
		g_test_message("%s: %s", cases[i].url, r->answer->message);
		g_assert_cmpint(r->answer->kind, ==, ANSWER_FAILED);
		g_assert_cmpstr(fail_name(r->answer->fail), ==, fail_name(cases[i].fail));
		transfer_result_free(r);
	}
}

static void test_redirects(void)
{
	struct transfer_result *r = fetch(job_for("/301"));
	g_assert_cmpint(r->answer->kind, ==, ANSWER_FEED);
	g_assert_true(r->answer->fetched.moved);
	g_assert_true(g_str_has_suffix(r->answer->fetched.url, "/good"));
	transfer_result_free(r);
	r = fetch(job_for("/302"));
	g_assert_cmpint(r->answer->kind, ==, ANSWER_FEED);
	g_assert_false(r->answer->fetched.moved);
	transfer_result_free(r);
}

static void test_answers(void)
{
	struct transfer_result *r = fetch(job_for("/cut"));
	g_assert_cmpint(r->answer->kind, ==, ANSWER_FEED);
	g_assert_true(r->cut);
	g_assert_cmpuint(r->body->len, ==, 9);
	transfer_result_free(r);
	r = fetch(job_for("/odd-etag"));
	g_assert_null(r->answer->fetched.etag);
	transfer_result_free(r);
	r = fetch(job_for("/429"));
	g_assert_cmpint((int)r->answer->fetched.retry_after_s, ==, 86400);
	transfer_result_free(r);
	r = fetch(job_for("/gzip"));
	g_assert_cmpint(r->encodings[0], ==, BODY_BROTLI);
	g_assert_cmpint(r->encodings[1], ==, BODY_GZIP);
	transfer_result_free(r);
}

static void test_credentials(void)
{
	struct job *job = job_new(JOB_FETCH, 0);
	job->url = arena_printf(job->arena, "http://me:secret@127.0.0.1:%u/good",
				server.port);
	struct transfer_result *r = fetch(job);
	g_assert_cmpint(r->answer->kind, ==, ANSWER_FEED);
	g_assert_null(strstr(r->answer->fetched.url, "secret"));
	transfer_result_free(r);
}

static void test_many(void)
{
	g_autoptr(GPtrArray) done =
		g_ptr_array_new_with_free_func((GDestroyNotify)transfer_result_free);
	struct fetcher *f = fetcher_new(keep, done);
	fetcher_hold(f, true);
	for (int i = 0; i < 50; i++)
		fetcher_add(f, job_for("/good"));
	fetcher_run(f, -1, 10, NULL);
	g_assert_cmpuint(fetcher_pending(f), ==, 50);
	g_assert_cmpuint(done->len, ==, 0);
	fetcher_hold(f, false);
	while (done->len < 20)
		fetcher_run(f, -1, 1000, NULL);
	fetcher_cancel(f);
	g_assert_cmpuint(done->len, ==, 50);
	int good = 0, stopped = 0;
	for (guint i = 0; i < done->len; i++) {
		const struct transfer_result *r = done->pdata[i];
		good += r->answer->kind == ANSWER_FEED;
		stopped += r->answer->fail == FAIL_CANCELLED;
	}
	g_assert_cmpint(good, >=, 20);
	g_assert_cmpint(good + stopped, ==, 50);
	fetcher_free(f);
}

/* Servers that take their time are all waited for at once: the bound on hosts whose
 * address is not known yet does not count those that have been asked. */
static void test_together(void)
{
	g_autoptr(GPtrArray) done =
		g_ptr_array_new_with_free_func((GDestroyNotify)transfer_result_free);
	struct fetcher *f = fetcher_new(keep, done);
	g_atomic_int_set(&server.together, 0);
	for (int i = 0; i < TOGETHER; i++) {
		struct job *job = job_for("/together");
		job->url = arena_printf(job->arena, "http://h%d.localhost:%u/together", i,
					server.port);
		job->transfer.timeout_ms = 20000;
		fetcher_add(f, job);
	}
	while (fetcher_pending(f) > 0)
		fetcher_run(f, -1, 1000, NULL);
	for (guint i = 0; i < done->len; i++) {
		const struct transfer_result *r = done->pdata[i];
		g_assert_cmpint(r->answer->kind, ==, ANSWER_FEED);
	}
	g_assert_cmpint(g_atomic_int_get(&server.together), ==, TOGETHER);
	fetcher_free(f);
}

/* --- bodies ------------------------------------------------------------------------ */

static GByteArray *packed(const char *text, size_t n, enum body_encoding encoding)
{
	GByteArray *out = g_byte_array_new();
	g_byte_array_set_size(out, (guint)n + 4096);
	size_t length = 0;
	struct libdeflate_compressor *c = libdeflate_alloc_compressor(6);
	switch (encoding) {
	case BODY_GZIP:
		length = libdeflate_gzip_compress(c, text, n, out->data, out->len);
		break;
	case BODY_DEFLATE:
		length = libdeflate_zlib_compress(c, text, n, out->data, out->len);
		break;
	case BODY_ZSTD:
		length = ZSTD_compress(out->data, out->len, text, n, 3);
		break;
	default:
		memcpy(out->data, text, n);
		length = n;
	}
	libdeflate_free_compressor(c);
	g_byte_array_set_size(out, (guint)length);
	return out;
}

static const enum body_encoding all[] = {BODY_PLAIN, BODY_GZIP, BODY_DEFLATE, BODY_ZSTD};

static void test_inflate(void)
{
	GString *text = g_string_new(NULL);
	for (int i = 0; i < 20000; i++)
		g_string_append_printf(text, "line %d of a document\n", i * 7919);
	for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
		g_autoptr(GError) err = NULL;
		GByteArray *body = packed(text->str, text->len, all[i]);
		GString *got = inflate_body(body->data, body->len, all[i], LIMIT_DOCUMENT,
					    &err);
		g_assert_no_error(err);
		g_assert_true(g_string_equal(got, text));
		g_string_free(got, TRUE);
		if (all[i] != BODY_PLAIN) {
			g_assert_null(inflate_body(body->data, body->len / 2, all[i],
						   LIMIT_DOCUMENT, &err));
			g_assert_error(err, TNEWS_ERROR, ERR_DATA);
			g_clear_error(&err);
		}
		g_assert_null(inflate_body(body->data, body->len, all[i], 1000, &err));
		g_assert_error(err, TNEWS_ERROR, ERR_NET);
		g_byte_array_unref(body);
	}
	g_string_free(text, TRUE);
}

static void test_bombs(void)
{
	size_t n = 64 << 20;
	g_autofree char *zeros = g_malloc0(n);
	for (size_t i = 1; i < G_N_ELEMENTS(all); i++) {
		g_autoptr(GError) err = NULL;
		GByteArray *bomb = packed(zeros, n, all[i]);
		g_assert_null(inflate_body(bomb->data, bomb->len, all[i], LIMIT_DOCUMENT,
					   &err));
		g_assert_error(err, TNEWS_ERROR, ERR_NET);
		g_assert_nonnull(strstr(err->message, "larger than"));
		g_byte_array_unref(bomb);
	}
}

/* "<rss>brotli, brotli, brotli</rss>", and 64 MiB of zeros. */
static const unsigned char brotli_text[] = {
	0x1b, 0x20, 0x00, 0xf8, 0x8d, 0xd4, 0x62, 0xad, 0xb1, 0x37, 0xe4, 0x36, 0x36,
	0x8f, 0xe0, 0x38, 0xd2, 0x1b, 0xbd, 0x20, 0x08, 0xb4, 0x00, 0x29, 0x49, 0x84,
	0x2a, 0x07, 0x56, 0x38, 0x72, 0x52, 0xed, 0xfb, 0x1d, 0x20, 0x06,
};
static const unsigned char brotli_bomb[] = {
	0xcb, 0xff, 0xff, 0x3f, 0x00, 0x24, 0x00, 0xe2, 0xb1, 0x40, 0x72, 0xef, 0xff,
	0xf8, 0xff, 0xff, 0x07, 0x80, 0x04, 0x40, 0x1c, 0x16, 0x80, 0xee, 0xfd, 0x1f,
	0xff, 0xff, 0xff, 0x00, 0x90, 0x00, 0x88, 0xc3, 0x02, 0xd0, 0xbd, 0xff, 0xe3,
	0xff, 0xff, 0x1f, 0x00, 0x12, 0x00, 0x71, 0x58, 0x00, 0xba, 0xf7, 0x7f, 0xfc,
	0xff, 0xff, 0x03, 0x40, 0x02, 0x20, 0x0e, 0x0b, 0x40, 0xf7, 0xfe, 0x8f, 0xff,
	0xff, 0x7f, 0x00, 0x48, 0x00, 0xc4, 0x61, 0x01, 0xe8, 0xde, 0xff, 0xf1, 0xff,
	0xff, 0x0f, 0x00, 0x09, 0x80, 0x38, 0x2c, 0x00, 0xdd, 0xfb, 0xbf, 0xfc, 0xff,
	0xff, 0x03, 0x20, 0x01, 0x10, 0x87, 0x05, 0xa0, 0x7b, 0xff, 0x07,
};

static void test_brotli(void)
{
#ifdef HAVE_BROTLI
	g_autoptr(GError) err = NULL;
	GString *got = inflate_body(brotli_text, sizeof brotli_text, BODY_BROTLI, 1000,
				    &err);
	g_assert_no_error(err);
	g_assert_cmpstr(got->str, ==, "<rss>brotli, brotli, brotli</rss>");
	g_string_free(got, TRUE);
	g_assert_null(inflate_body(brotli_text, sizeof brotli_text - 5, BODY_BROTLI, 1000,
				   &err));
	g_assert_error(err, TNEWS_ERROR, ERR_DATA);
	g_clear_error(&err);
	g_assert_null(inflate_body(brotli_bomb, sizeof brotli_bomb, BODY_BROTLI,
				   LIMIT_DOCUMENT, &err));
	g_assert_error(err, TNEWS_ERROR, ERR_NET);
#else
	(void)brotli_text;
	(void)brotli_bomb;
	g_test_skip("built without libbrotlidec");
#endif
}

static void test_members(void)
{
	GByteArray *two = packed("first ", 6, BODY_GZIP),
		   *b = packed("second", 6, BODY_GZIP);
	g_byte_array_append(two, b->data, b->len);
	g_byte_array_append(two, (const guint8 *)"\0\0junk", 6);
	GString *got = inflate_body(two->data, two->len, BODY_GZIP, 1000, NULL);
	g_assert_cmpstr(got->str, ==, "first second");
	g_string_free(got, TRUE);
	g_byte_array_unref(two);
	g_byte_array_unref(b);

	g_assert_null(
		inflate_body((const unsigned char *)"<rss>", 5, BODY_GZIP, 1000, NULL));

	GByteArray *once = packed("twice", 5, BODY_GZIP);
	GByteArray *twice = packed((char *)once->data, once->len, BODY_DEFLATE);
	enum body_encoding both[] = {BODY_GZIP, BODY_DEFLATE};
	got = inflate_all(twice->data, twice->len, both, 1000, NULL);
	g_assert_cmpstr(got->str, ==, "twice");
	g_string_free(got, TRUE);
	g_byte_array_unref(once);
	g_byte_array_unref(twice);
}

/* --- header lines, addresses ---------------------------------------------------------- */

static void test_head(void)
{
	struct head h;
	head_init(&h);
	static const char *const lines[] = {
		"HTTP/1.1 302 Found\r\n",
		"ETag: old\r\n",
		"\r\n",
		"HTTP/1.1 200 OK\r\n",
		"Date: Sat, 21 Nov 2026 00:00:00 GMT\r\n",
		"Expires: Sat, 21 Nov 2026 01:00:00 GMT\r\n",
		"Retry-After: Sat, 21 Nov 2026 00:02:00 GMT\r\n",
		"no colon\r\n",
		"\r\n",
		"ETag: trailer\r\n"};
	for (size_t i = 0; i < G_N_ELEMENTS(lines); i++)
		g_assert_true(head_line(&h, lines[i], strlen(lines[i]), 1795219200));
	g_assert_cmpint(h.status, ==, 200);
	g_assert_null(h.etag);
	g_assert_cmpint((int)head_fresh_s(&h), ==, 3600);
	g_assert_cmpint((int)h.retry_after_s, ==, 120);
	head_clear(&h);
	head_init(&h);
	static const char cache[] = "Cache-Control: public, max-age=\"90\", s-maxage=5";
	head_line(&h, cache, strlen(cache), 0);
	head_line(&h, "Age: 30", 7, 0);
	g_assert_cmpint((int)head_fresh_s(&h), ==, 60);
	head_line(&h, "HTTP/2 301 \r\n", 13, 0);
	g_assert_cmpint(h.status, ==, 301);
	for (int i = 0; i < HEAD_MOST_LINES - 3; i++)
		g_assert_true(head_line(&h, "X: y", 4, 0));
	g_assert_false(head_line(&h, "X: y", 4, 0));
	head_clear(&h);
}

static void test_addresses(void)
{
	static const struct {
		const char *text;
		bool is_private;
	} cases[] = {
		{"127.0.0.1", true},	   {"10.1.2.3", true},
		{"172.16.0.1", true},	   {"172.32.0.1", false},
		{"192.168.1.1", true},	   {"169.254.169.254", true},
		{"100.64.0.1", true},	   {"0.0.0.0", true},
		{"224.0.0.1", true},	   {"8.8.8.8", false},
		{"93.184.216.34", false},  {"::1", true},
		{"fe80::1%eth0", true},	   {"fd00::1", true},
		{"::ffff:10.0.0.1", true}, {"::", true},
		{"::ffff:8.8.8.8", false}, {"2001:4860::8888", false},
		{"64:ff9b::a00:1", true},  {"2002:a00:1::", true},
		{"nonsense", true},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_test_message("%s", cases[i].text);
		g_assert_cmpint(address_text_is_private(cases[i].text), ==,
				cases[i].is_private);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	fetcher_init();
	start_server();
	g_test_add_func("/net/good", test_good);
	g_test_add_func("/net/conditional", test_conditional);
	g_test_add_func("/net/failures", test_failures);
	g_test_add_func("/net/nobody-there", test_nobody_there);
	g_test_add_func("/net/redirects", test_redirects);
	g_test_add_func("/net/answers", test_answers);
	g_test_add_func("/net/credentials", test_credentials);
	g_test_add_func("/net/many", test_many);
	g_test_add_func("/net/together", test_together);
	g_test_add_func("/net/inflate", test_inflate);
	g_test_add_func("/net/bombs", test_bombs);
	g_test_add_func("/net/brotli", test_brotli);
	g_test_add_func("/net/members", test_members);
	g_test_add_func("/net/head", test_head);
	g_test_add_func("/net/addresses", test_addresses);
	return g_test_run();
}
