/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of fields: everything that crosses the socket stands here, with its bounds.
 * A field that is not listed stays on its side. */
#include "util/limit.h"
#include "wire/job.h"
#include "wire/record.h"

enum {
	MOST_COLUMNS = 100000,
	MOST_LINES = 4000000,
	MOST_LINKS = 100000,
	LIMIT_VALIDATOR = 1024,
	LIMIT_OPTION = 4096,
	LIMIT_HEADERS = 16 << 10,
	LIMIT_PEM = 1 << 20,
	MOST_OFFERS = 100,
};

/* Years 1 to 9999: what a calendar can show. */
#define DATE_FIRST INT64_C(-62135596800)
#define DATE_LAST INT64_C(253402300799)

#define TEXT_OF(type, field, how, limit)                                               \
	{                                                                              \
		.name = #field, .kind = how, .at = offsetof(type, field), .max = limit \
	}
#define NUMBER_OF(type, field, how, least, most)                                        \
	{                                                                               \
		.name = #field, .kind = how, .at = offsetof(type, field), .min = least, \
		.max = most                                                             \
	}
#define BOOL_OF(type, field) NUMBER_OF(type, field, FIELD_BOOL, 0, 1)
#define BYTES_OF(type, field, length, limit)                                      \
	{                                                                         \
		.name = #field, .kind = FIELD_BYTES, .at = offsetof(type, field), \
		.at_n = offsetof(type, length), .max = limit                      \
	}
#define LIST_OF(type, field, record, limit)                                      \
	{                                                                        \
		.name = #field, .kind = FIELD_LIST, .at = offsetof(type, field), \
		.at_n = offsetof(type, n_##field), .max = limit, .of = &record   \
	}
#define ONE_OF(type, field, record)                                             \
	{                                                                       \
		.name = #field, .kind = FIELD_ONE, .at = offsetof(type, field), \
		.max = 1, .of = &record                                         \
	}
#define RECORD(type, fields_, section_)                                \
	{                                                              \
		.size = sizeof(type), .fields = fields_,               \
		.n_fields = G_N_ELEMENTS(fields_), .section = section_ \
	}

/* --- feed.h ---------------------------------------------------------------------- */

static const struct field person_fields[] = {
	TEXT_OF(struct person, name, FIELD_LINE, LIMIT_TITLE),
	TEXT_OF(struct person, email, FIELD_LINE, LIMIT_TITLE),
	TEXT_OF(struct person, uri, FIELD_LINE, LIMIT_URL),
};
static const struct record person_record = RECORD(struct person, person_fields,
						  SECTION_PERSON);

static const struct field category_fields[] = {
	TEXT_OF(struct category, term, FIELD_LINE, LIMIT_TITLE),
	TEXT_OF(struct category, scheme, FIELD_LINE, LIMIT_URL),
	TEXT_OF(struct category, label, FIELD_LINE, LIMIT_TITLE),
};
static const struct record category_record = RECORD(struct category, category_fields,
						    SECTION_CATEGORY);

static const struct field enclosure_fields[] = {
	TEXT_OF(struct enclosure, url, FIELD_LINE, LIMIT_URL),
	TEXT_OF(struct enclosure, type, FIELD_LINE, LIMIT_ID),
	TEXT_OF(struct enclosure, title, FIELD_LINE, LIMIT_TITLE),
	NUMBER_OF(struct enclosure, length, FIELD_I64, -1, INT64_MAX),
};
static const struct record enclosure_record = RECORD(struct enclosure, enclosure_fields,
						     SECTION_ENCLOSURE);

static const struct field link_fields[] = {
	TEXT_OF(struct link, rel, FIELD_LINE, LIMIT_ID),
	TEXT_OF(struct link, href, FIELD_LINE, LIMIT_URL),
	TEXT_OF(struct link, type, FIELD_LINE, LIMIT_ID),
	TEXT_OF(struct link, title, FIELD_LINE, LIMIT_TITLE),
};
static const struct record link_record = RECORD(struct link, link_fields, SECTION_LINK);

static const struct field warning_fields[] = {
	NUMBER_OF(struct warning, line, FIELD_INT, 0, INT32_MAX),
	TEXT_OF(struct warning, message, FIELD_LINE, 4 * LIMIT_MESSAGE),
};
static const struct record warning_record = RECORD(struct warning, warning_fields,
						   SECTION_WARNING);

static const struct field item_fields[] = {
	TEXT_OF(struct item, id, FIELD_LINE, LIMIT_ID),
	BOOL_OF(struct item, id_is_link),
	TEXT_OF(struct item, title, FIELD_LINE, LIMIT_TITLE),
	TEXT_OF(struct item, link, FIELD_LINE, LIMIT_URL),
	TEXT_OF(struct item, comments, FIELD_LINE, LIMIT_URL),
	LIST_OF(struct item, authors, person_record, LIMIT_CATEGORIES),
	LIST_OF(struct item, contributors, person_record, LIMIT_CATEGORIES),
	NUMBER_OF(struct item, published, FIELD_I64, DATE_FIRST, DATE_LAST),
	NUMBER_OF(struct item, updated, FIELD_I64, DATE_FIRST, DATE_LAST),
	TEXT_OF(struct item, language, FIELD_LINE, LIMIT_ID),
	TEXT_OF(struct item, rights, FIELD_HTML, LIMIT_BODY),
	TEXT_OF(struct item, summary, FIELD_HTML, LIMIT_BODY),
	TEXT_OF(struct item, content, FIELD_HTML, LIMIT_BODY),
	TEXT_OF(struct item, image, FIELD_LINE, LIMIT_URL),
	NUMBER_OF(struct item, duration_s, FIELD_I64, -1, INT64_MAX),
	LIST_OF(struct item, categories, category_record, LIMIT_CATEGORIES),
	LIST_OF(struct item, enclosures, enclosure_record, LIMIT_CATEGORIES),
	LIST_OF(struct item, links, link_record, LIMIT_CATEGORIES),
	TEXT_OF(struct item, source.title, FIELD_LINE, LIMIT_TITLE),
	TEXT_OF(struct item, source.link, FIELD_LINE, LIMIT_URL),
	TEXT_OF(struct item, source.id, FIELD_LINE, LIMIT_ID),
	NUMBER_OF(struct item, digest, FIELD_U64, 0, 0),
};
static const struct record item_record = RECORD(struct item, item_fields, SECTION_ITEM);

static const struct field feed_fields[] = {
	NUMBER_OF(struct feed, format, FIELD_U32, 0, FEED_FORMATS - 1),
	TEXT_OF(struct feed, title, FIELD_LINE, LIMIT_TITLE),
	TEXT_OF(struct feed, link, FIELD_LINE, LIMIT_URL),
	TEXT_OF(struct feed, self, FIELD_LINE, LIMIT_URL),
	TEXT_OF(struct feed, hub, FIELD_LINE, LIMIT_URL),
	TEXT_OF(struct feed, next, FIELD_LINE, LIMIT_URL),
	TEXT_OF(struct feed, id, FIELD_LINE, LIMIT_ID),
	TEXT_OF(struct feed, language, FIELD_LINE, LIMIT_ID),
	TEXT_OF(struct feed, generator, FIELD_LINE, LIMIT_TITLE),
	TEXT_OF(struct feed, icon, FIELD_LINE, LIMIT_URL),
	TEXT_OF(struct feed, image, FIELD_LINE, LIMIT_URL),
	TEXT_OF(struct feed, subtitle, FIELD_HTML, LIMIT_BODY),
	TEXT_OF(struct feed, rights, FIELD_HTML, LIMIT_BODY),
	NUMBER_OF(struct feed, updated, FIELD_I64, DATE_FIRST, DATE_LAST),
	NUMBER_OF(struct feed, published, FIELD_I64, DATE_FIRST, DATE_LAST),
	NUMBER_OF(struct feed, ttl_minutes, FIELD_I64, -1, INT32_MAX),
	NUMBER_OF(struct feed, every_minutes, FIELD_I64, -1, INT32_MAX),
	NUMBER_OF(struct feed, skip_hours, FIELD_U32, 0, 0xFFFFFF),
	NUMBER_OF(struct feed, skip_days, FIELD_U32, 0, 0x7F),
	LIST_OF(struct feed, authors, person_record, LIMIT_CATEGORIES),
	LIST_OF(struct feed, categories, category_record, LIMIT_CATEGORIES),
	LIST_OF(struct feed, items, item_record, LIMIT_ITEMS),
	LIST_OF(struct feed, warnings, warning_record, LIMIT_WARNINGS),
};
static const struct record feed_record = RECORD(struct feed, feed_fields, SECTION_FEED);

/* --- page.h ---------------------------------------------------------------------- */

static const struct field span_fields[] = {
	TEXT_OF(struct span, text, FIELD_SHOWN, LIMIT_BODY),
	NUMBER_OF(struct span, style, FIELD_U32, 0, UINT32_MAX),
	NUMBER_OF(struct span, link, FIELD_INT, 0, MOST_LINKS),
	NUMBER_OF(struct span, columns, FIELD_INT, 0, 2 * LIMIT_BODY),
};
static const struct record span_record = RECORD(struct span, span_fields, SECTION_SPAN);

static const struct field line_fields[] = {
	LIST_OF(struct line, spans, span_record, MOST_LINES),
	NUMBER_OF(struct line, indent, FIELD_INT, 0, MOST_COLUMNS),
	BOOL_OF(struct line, rtl),
	BOOL_OF(struct line, pre),
	NUMBER_OF(struct line, anchor, FIELD_U32, 0, UINT32_MAX),
};
static const struct record line_record = RECORD(struct line, line_fields, SECTION_LINE);

static const struct field page_link_fields[] = {
	NUMBER_OF(struct page_link, kind, FIELD_U32, 0, LINK_KINDS - 1),
	TEXT_OF(struct page_link, url, FIELD_LINE, LIMIT_URL),
	TEXT_OF(struct page_link, text, FIELD_LINE, LIMIT_TITLE),
	NUMBER_OF(struct page_link, line, FIELD_SIZE, 0, MOST_LINES),
};
static const struct record page_link_record = RECORD(struct page_link, page_link_fields,
						     SECTION_PAGE_LINK);

static const struct field place_fields[] = {
	TEXT_OF(struct page_place, id, FIELD_LINE, LIMIT_ID),
	NUMBER_OF(struct page_place, line, FIELD_SIZE, 0, MOST_LINES),
};
static const struct record place_record = RECORD(struct page_place, place_fields,
						 SECTION_PLACE);

static const struct field page_fields[] = {
	NUMBER_OF(struct page, width, FIELD_INT, 0, MOST_COLUMNS),
	LIST_OF(struct page, lines, line_record, MOST_LINES),
	LIST_OF(struct page, links, page_link_record, MOST_LINKS),
	LIST_OF(struct page, places, place_record, MOST_LINKS),
	NUMBER_OF(struct page, n_words, FIELD_SIZE, 0, LIMIT_FRAME),
	TEXT_OF(struct page, warning, FIELD_LINE, 4 * LIMIT_MESSAGE),
};
static const struct record page_record = RECORD(struct page, page_fields, SECTION_PAGE);

/* --- job.h ----------------------------------------------------------------------- */

static const struct field job_fields[] = {
	BOOL_OF(struct job, urgent),
	TEXT_OF(struct job, url, FIELD_LINE, LIMIT_URL),
	TEXT_OF(struct job, content_type, FIELD_LINE, LIMIT_ID),
	BYTES_OF(struct job, bytes, n_bytes, LIMIT_FRAME),
	TEXT_OF(struct job, transfer.etag, FIELD_LINE, LIMIT_VALIDATOR),
	TEXT_OF(struct job, transfer.last_modified, FIELD_LINE, LIMIT_VALIDATOR),
	TEXT_OF(struct job, transfer.user_agent, FIELD_LINE, LIMIT_OPTION),
	TEXT_OF(struct job, transfer.proxy, FIELD_LINE, LIMIT_OPTION),
	TEXT_OF(struct job, transfer.user, FIELD_SHOWN, LIMIT_OPTION),
	TEXT_OF(struct job, transfer.password, FIELD_HTML, LIMIT_OPTION),
	TEXT_OF(struct job, transfer.headers, FIELD_HTML, LIMIT_HEADERS),
	TEXT_OF(struct job, transfer.cookies, FIELD_HTML, LIMIT_PEM),
	TEXT_OF(struct job, transfer.ca, FIELD_HTML, LIMIT_PEM),
	TEXT_OF(struct job, transfer.cert, FIELD_HTML, LIMIT_PEM),
	TEXT_OF(struct job, transfer.key, FIELD_HTML, LIMIT_PEM),
	NUMBER_OF(struct job, transfer.auth, FIELD_U32, 0, AUTHS - 1),
	NUMBER_OF(struct job, transfer.max_speed, FIELD_U64, 0, 0),
	NUMBER_OF(struct job, transfer.timeout_ms, FIELD_U32, 0, INT32_MAX),
	NUMBER_OF(struct job, transfer.connect_timeout_ms, FIELD_U32, 0, INT32_MAX),
	NUMBER_OF(struct job, transfer.max_bytes, FIELD_U64, 0, 0),
	NUMBER_OF(struct job, transfer.max_connections, FIELD_U32, 0, INT32_MAX),
	NUMBER_OF(struct job, transfer.max_host_connections, FIELD_U32, 0, INT32_MAX),
	NUMBER_OF(struct job, transfer.body_digest, FIELD_U64, 0, 0),
	BOOL_OF(struct job, transfer.force),
	BOOL_OF(struct job, transfer.raw),
	BOOL_OF(struct job, transfer.page),
	BOOL_OF(struct job, transfer.outside),
	NUMBER_OF(struct job, width, FIELD_INT, 0, MOST_COLUMNS),
	NUMBER_OF(struct job, flags, FIELD_U32, 0, UINT32_MAX),
	TEXT_OF(struct job, former, FIELD_HTML, LIMIT_BODY),
	TEXT_OF(struct job, title, FIELD_LINE, LIMIT_TITLE),
	TEXT_OF(struct job, language, FIELD_LINE, LIMIT_ID),
	TEXT_OF(struct job, select, FIELD_LINE, LIMIT_URL),
};
const struct record job_record = RECORD(struct job, job_fields, SECTION_TOP);

static const struct field offer_fields[] = {
	TEXT_OF(struct offer, url, FIELD_LINE, LIMIT_URL),
	TEXT_OF(struct offer, title, FIELD_LINE, LIMIT_TITLE),
	TEXT_OF(struct offer, type, FIELD_LINE, LIMIT_ID),
	BOOL_OF(struct offer, is_feed),
	NUMBER_OF(struct offer, n_items, FIELD_U32, 0, INT32_MAX),
	NUMBER_OF(struct offer, newest, FIELD_I64, DATE_FIRST, DATE_LAST),
};
static const struct record offer_record = RECORD(struct offer, offer_fields,
						 SECTION_OFFER);

static const struct field outline_fields[] = {
	NUMBER_OF(struct outline, depth, FIELD_U32, 0, LIMIT_DEPTH),
	TEXT_OF(struct outline, title, FIELD_LINE, LIMIT_TITLE),
	TEXT_OF(struct outline, url, FIELD_LINE, LIMIT_URL),
};
static const struct record outline_record = RECORD(struct outline, outline_fields,
						   SECTION_OUTLINE);

static const struct field answer_fields[] = {
	NUMBER_OF(struct answer, fetched.status, FIELD_INT, 0, 999),
	TEXT_OF(struct answer, fetched.url, FIELD_LINE, LIMIT_URL),
	BOOL_OF(struct answer, fetched.moved),
	TEXT_OF(struct answer, fetched.etag, FIELD_LINE, LIMIT_VALIDATOR),
	TEXT_OF(struct answer, fetched.last_modified, FIELD_LINE, LIMIT_VALIDATOR),
	TEXT_OF(struct answer, fetched.content_type, FIELD_LINE, LIMIT_ID),
	NUMBER_OF(struct answer, fetched.body_digest, FIELD_U64, 0, 0),
	NUMBER_OF(struct answer, fetched.fresh_s, FIELD_I64, -1, INT32_MAX),
	NUMBER_OF(struct answer, fetched.retry_after_s, FIELD_I64, -1, 86400),
	NUMBER_OF(struct answer, fetched.wire_bytes, FIELD_U64, 0, 0),
	NUMBER_OF(struct answer, fetched.body_bytes, FIELD_U64, 0, 0),
	NUMBER_OF(struct answer, fetched.elapsed_ms, FIELD_U32, 0, UINT32_MAX),
	ONE_OF(struct answer, feed, feed_record),
	ONE_OF(struct answer, page, page_record),
	LIST_OF(struct answer, offers, offer_record, MOST_OFFERS),
	LIST_OF(struct answer, outlines, outline_record, LIMIT_OUTLINES),
	LIST_OF(struct answer, warnings, warning_record, LIMIT_WARNINGS),
	BYTES_OF(struct answer, text, n_text, LIMIT_FRAME),
	NUMBER_OF(struct answer, fail, FIELD_U32, 0, FAIL_KINDS - 1),
	TEXT_OF(struct answer, message, FIELD_SHOWN, LIMIT_MESSAGE),
};
const struct record answer_record = RECORD(struct answer, answer_fields, SECTION_TOP);
