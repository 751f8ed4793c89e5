/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps from bytes to a feed: inflate, compare with the last time, parse. Each gives
 * back what it no longer needs before the next begins. */
#include "work/task.h"

#include <string.h>

#include "feed/feed.h"
#include "html/html.h"
#include "net/inflate.h"
#include "text/charset.h"
#include "util/error.h"
#include "util/i18n.h"
#include "util/limit.h"

enum { FEED_BUDGET = 192 << 20, OFFERS_BUDGET = 128 << 20, ROBOT_PAGE = 256 << 10 };
enum { HEAD_OF_PAGE = 1 << 20, OFFERS_NAMED = 5 };

static struct answer *failed_with(uint32_t number, enum fail fail, GError *err)
{
	struct answer *answer = task_failed(number, fail, err->message);
	g_error_free(err);
	return answer;
}

/* The transfer's side of an answer, into the arena of the one that takes its place. */
static void copy_fetched(struct answer *to, const struct answer *from)
{
	if (!from)
		return;
	to->fetched = from->fetched;
	to->fetched.url = arena_strdup(to->arena, from->fetched.url);
	to->fetched.etag = arena_strdup(to->arena, from->fetched.etag);
	to->fetched.last_modified = arena_strdup(to->arena, from->fetched.last_modified);
	to->fetched.content_type = arena_strdup(to->arena, from->fetched.content_type);
}

static size_t ceiling_of(const struct job *job)
{
	uint64_t most = job->transfer.max_bytes;
	return most > 0 && most < LIMIT_FRAME ? (size_t)most : LIMIT_DOCUMENT;
}

/* Walls that answer 200 and want a program or a person to solve something first. */
static bool is_robot_page(const char *bytes, size_t n)
{
	static const char *const marks[] = {
		"/cdn-cgi/challenge-platform/",
		"cf-chl-",
		"cf_chl_opt",
		"Just a moment...</title>",
		"making sure you&#39;re not a bot",
		"within.website/x/cmd/anubis",
		"_Incapsula_Resource",
		"captcha-delivery.com",
		"px-captcha",
		"DDoS-Guard</title>",
		"/_sec/cp_challenge/",
	};
	n = MIN(n, ROBOT_PAGE);
	for (size_t i = 0; i < G_N_ELEMENTS(marks); i++)
		if (memmem(bytes, n, marks[i], strlen(marks[i])))
			return true;
	return false;
}

/* Where a page is found that came without an address. */
#define NOWHERE "http://page.invalid"

/* A page in place of a feed: the feeds that its head names belong to the message. */
static void name_offers(GError *err, const char *bytes, size_t n,
			const struct feed_hints *hints)
{
	struct arena *arena = arena_new(OFFERS_BUDGET);
	g_autofree char *charset = charset_of_type(hints->content_type);
	GString *text = charset_to_utf8(bytes, MIN(n, HEAD_OF_PAGE), CHARSET_HTML,
					charset, LIMIT_DOCUMENT, NULL, NULL);
	size_t n_offers, skip = strlen(NOWHERE);
	struct offer *offers = html_discover(arena, text->str, text->len,
					     hints->url ? hints->url : NOWHERE "/",
					     &n_offers);
	g_autoptr(GString) list = g_string_new(NULL);
	for (size_t i = 0; i < n_offers && i < OFFERS_NAMED; i++) {
		const char *url = offers[i].url;
		g_string_append(list, i ? ", " : "");
		g_string_append(list,
				g_str_has_prefix(url, NOWHERE "/") ? url + skip : url);
	}
	if (n_offers) {
		/* TRANSLATORS: a sentence that says this is an HTML page; addresses */
		char *message = g_strdup_printf(_("%s; feeds that it offers: %s"),
						err->message, list->str);
		g_free(err->message);
		err->message = message;
	}
	g_string_free(text, TRUE);
	arena_free(arena);
}

static struct answer *read_feed(const struct job *job, const struct answer *transfer,
				const char *bytes, size_t n)
{
	struct answer *answer = answer_new(ANSWER_FEED, job->number, FEED_BUDGET);
	/* Texts of a frame, and GString's, end in a NUL. */
	struct feed_hints hints = {
		.url = job->url, .content_type = job->content_type, .terminated = true};
	if (transfer && transfer->fetched.url)
		hints.url = transfer->fetched.url;
	if (transfer)
		hints.content_type = transfer->fetched.content_type;
	enum fail fail = FAIL_BROKEN;
	GError *err = NULL;
	answer->feed = feed_parse(answer->arena, bytes, n, &hints, &fail, &err);
	if (answer->feed)
		return answer;
	answer_free(answer);
	if (transfer && fail == FAIL_WEB_PAGE && is_robot_page(bytes, n)) {
		g_error_free(err);
		return task_failed(
			job->number, FAIL_REFUSED,
			_("a page that asks whether you are a robot, no feed"));
	}
	if (fail == FAIL_WEB_PAGE && job->kind != JOB_DISCOVER)
		name_offers(err, bytes, n, &hints);
	return failed_with(job->number, fail == FAIL_NONE ? FAIL_BROKEN : fail, err);
}

/* --- what an address offers --------------------------------------------------------- */

/* The feed itself as the one offer. */
static void offer_feed(struct answer *answer, const struct feed *feed, const char *url)
{
	struct offer *o = answer->offers = arena_new_of(answer->arena, struct offer);
	answer->n_offers = 1;
	*o = (struct offer){
		.url = url,
		.title = arena_strdup(answer->arena, feed->title),
		.type = feed_format_name(feed->format),
		.is_feed = true,
		.n_items = (uint32_t)feed->n_items,
		.newest = DATE_NONE,
	};
	for (size_t i = 0; i < feed->n_items; i++)
		o->newest = MAX(o->newest, feed->items[i].published != DATE_NONE
						   ? feed->items[i].published
						   : feed->items[i].updated);
}

static void offer_links(struct answer *answer, const struct transfer_result *task,
			const GString *document, const char *url)
{
	g_autofree char *charset = charset_of_type(task->answer->fetched.content_type);
	GString *text = charset_to_utf8(document->str, document->len, CHARSET_HTML,
					charset, LIMIT_DOCUMENT, NULL, NULL);
	if (!text)
		return;
	answer->offers = html_discover(answer->arena, text->str, text->len, url,
				       &answer->n_offers);
	g_string_free(text, TRUE);
}

static struct answer *offers_answer(const struct transfer_result *task,
				    const GString *document)
{
	const struct job *job = task->job;
	const char *url = task->answer->fetched.url ? task->answer->fetched.url
						    : job->url;
	struct answer *feed = read_feed(job, task->answer, document->str, document->len);
	bool page = feed->kind == ANSWER_FAILED &&
		    (feed->fail == FAIL_WEB_PAGE || feed->fail == FAIL_BROKEN);
	if (feed->kind == ANSWER_FAILED && !page)
		return feed;
	struct answer *answer = answer_new(ANSWER_OFFERS, job->number, OFFERS_BUDGET);
	if (feed->kind == ANSWER_FEED)
		offer_feed(answer, feed->feed, arena_strdup(answer->arena, url));
	else
		offer_links(answer, task, document, url);
	/* what is neither a feed nor a page with feeds is told as what it is */
	if (page && feed->fail == FAIL_BROKEN && answer->n_offers == 0) {
		answer_free(answer);
		return feed;
	}
	answer_free(feed);
	return answer;
}

/* --- a transfer's body ----------------------------------------------------------- */

/* What a server calls something else than a page is none; text alone is shown as it is. */
static bool is_page_type(const char *type)
{
	static const char *const pages[] = {"text/", "application/xhtml",
					    "application/xml"};
	if (!type)
		return true;
	for (size_t i = 0; i < G_N_ELEMENTS(pages); i++)
		if (g_ascii_strncasecmp(type, pages[i], strlen(pages[i])) == 0)
			return true;
	return strncmp(type, "application/octet-stream", 24) == 0;
}

static GString *plain_as_html(const GString *text)
{
	g_autofree char *escaped = g_markup_escape_text(text->str, (gssize)text->len);
	GString *html = g_string_new("<body><article><pre>");
	g_string_append(html, escaped);
	return html;
}

/* The story of a web page. Content-Type stands before what the page says of itself. */
static struct answer *read_page(const struct job *job, const struct answer *transfer,
				const char *bytes, size_t n)
{
	struct answer *answer = answer_new(ANSWER_FEED, job->number, 0);
	const char *url = transfer && transfer->fetched.url ? transfer->fetched.url
							    : job->url;
	const char *type = transfer ? transfer->fetched.content_type : job->content_type;
	if (!is_page_type(type)) {
		answer_free(answer);
		g_autofree char *what = g_strdup_printf(_("it is no web page but %s"),
							type);
		return task_failed(job->number, FAIL_BROKEN, what);
	}
	g_autofree char *charset = charset_of_type(type);
	GString *text = charset_to_utf8(bytes, n, CHARSET_HTML, charset, LIMIT_DOCUMENT,
					NULL, NULL);
	if (type && g_ascii_strncasecmp(type, "text/plain", 10) == 0) {
		GString *html = plain_as_html(text);
		g_string_free(text, TRUE);
		text = html;
	}
	enum fail fail = FAIL_BROKEN;
	GError *err = NULL;
	answer->feed = html_extract(answer->arena, text->str, text->len, url,
				    job->select, &fail, &err);
	g_string_free(text, TRUE);
	if (answer->feed)
		return answer;
	answer_free(answer);
	if (transfer && is_robot_page(bytes, n)) {
		g_error_free(err);
		return task_failed(job->number, FAIL_REFUSED,
				   _("it asks whether you are a robot"));
	}
	return failed_with(job->number, fail, err);
}

static struct answer *read_document(struct transfer_result *task, const GString *document)
{
	const struct job *job = task->job;
	uint64_t digest = digest_document(document->str, document->len);
	task->answer->fetched.body_digest = digest;
	task->answer->fetched.body_bytes = document->len;
	if (digest == job->transfer.body_digest && !job->transfer.force && !task->cut)
		return answer_new(ANSWER_SAME, job->number, 0);
	if (job->kind == JOB_DISCOVER)
		return offers_answer(task, document);
	if (job->transfer.raw)
		return task_text(job->number, document->str, document->len);
	if (job->transfer.page)
		return read_page(job, task->answer, document->str, document->len);
	return read_feed(job, task->answer, document->str, document->len);
}

/* A connection that broke may have brought all: a document without a fault is whole. Of
 * one that was cut nothing is kept, it would be half a story; the failure of the transfer
 * stands. */
static bool is_half(const struct transfer_result *task, const struct answer *answer)
{
	return task->cut &&
	       (answer->kind == ANSWER_FAILED || answer->kind == ANSWER_TEXT ||
		(answer->feed && answer->feed->n_warnings > 0));
}

static struct answer *fetched_answer(struct transfer_result *task)
{
	GError *err = NULL;
	GString *document = inflate_all(task->body->data, task->body->len,
					task->encodings, ceiling_of(task->job), &err);
	struct answer *answer;
	g_clear_pointer(&task->body, g_byte_array_unref);
	if (document) {
		answer = read_document(task, document);
		g_string_free(document, TRUE);
	} else {
		enum fail fail = err->code == ERR_NET ? FAIL_TOO_LARGE : FAIL_BROKEN;
		answer = failed_with(task->job->number, fail, err);
	}
	if (is_half(task, answer)) {
		answer_free(answer);
		answer = task_failed(task->job->number, FAIL_CUT, task->answer->message);
	}
	copy_fetched(answer, task->answer);
	return answer;
}

/* --- a job's own bytes ----------------------------------------------------------- */

static struct answer *print_answer(const struct job *job)
{
	struct feed_hints hints = {
		.url = job->url, .content_type = job->content_type, .terminated = true};
	enum fail fail = FAIL_BROKEN;
	GError *err = NULL;
	const char *bytes = job->bytes ? job->bytes : "";
	GString *text = feed_parse_json(bytes, job->n_bytes, &hints, &fail, &err);
	if (!text && fail == FAIL_WEB_PAGE)
		name_offers(err, bytes, job->n_bytes, &hints);
	if (!text)
		return failed_with(job->number, fail, err);
	struct answer *answer = answer_new(ANSWER_TEXT, job->number, 0);
	answer->n_text = text->len;
	answer->text = g_string_free(text, FALSE);
	arena_adopt(answer->arena, (char *)(uintptr_t)answer->text);
	return answer;
}

static struct answer *outlines_answer(const struct job *job)
{
	struct answer *answer = answer_new(ANSWER_OUTLINES, job->number, FEED_BUDGET);
	struct feed_hints hints = {.terminated = true};
	struct feed_list list;
	enum fail fail = FAIL_BROKEN;
	GError *err = NULL;
	if (!feed_parse_list(answer->arena, job->bytes ? job->bytes : "", job->n_bytes,
			     &hints, &list, &fail, &err)) {
		answer_free(answer);
		return failed_with(job->number, fail, err);
	}
	answer->outlines = list.outlines;
	answer->n_outlines = list.n_outlines;
	answer->warnings = list.warnings;
	answer->n_warnings = list.n_warnings;
	return answer;
}

struct answer *task_answer(struct transfer_result *task)
{
	const struct job *job = task->job;
	if (task->answer)
		return fetched_answer(task);
	if (job->n_bytes > LIMIT_DOCUMENT)
		return task_page(task); /* says so */
	switch (job->kind) {
	case JOB_PARSE:
		return read_feed(job, NULL, job->bytes ? job->bytes : "", job->n_bytes);
	case JOB_EXTRACT:
		return read_page(job, NULL, job->bytes ? job->bytes : "", job->n_bytes);
	case JOB_OUTLINES:
		return outlines_answer(job);
	case JOB_PRINT_FEED:
		return print_answer(job);
	default:
		return task_page(task);
	}
}
