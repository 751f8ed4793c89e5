/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Frames: a head, texts, words. Writing appends the texts to the frame itself and gathers
 * the words beside it; reading checks the head, then the payload, then that the message
 * makes sense as what its kind says. */
#include "wire/wire.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "util/error.h"
#include "util/limit.h"
#include "wire/record.h"

#define WORDS_TYPE G_VARIANT_TYPE("aat")

static size_t padded(size_t n)
{
	return (n + 7) & ~(size_t)7;
}

static bool lies(const char *how, GError **err)
{
	g_set_error(err, TNEWS_ERROR, ERR_DATA, "a message is not as it must be: %s",
		    how);
	return false;
}

/* --- writing --------------------------------------------------------------------- */

static GVariant *words_of(struct record_writer *w)
{
	GVariant *sections[SECTIONS];
	for (int i = 0; i < SECTIONS; i++)
		sections[i] = g_variant_new_fixed_array(
			G_VARIANT_TYPE_UINT64, w->sections[i]->data, w->sections[i]->len,
			sizeof(uint64_t));
	return g_variant_ref_sink(
		g_variant_new_array(G_VARIANT_TYPE("at"), sections, SECTIONS));
}

static bool put(GByteArray *out, uint32_t number, uint32_t kind,
		const struct record *record, const void *object)
{
	guint start = out->len;
	struct record_writer w = {.text = out};
	for (int i = 0; i < SECTIONS; i++)
		w.sections[i] = g_array_new(FALSE, FALSE, sizeof(uint64_t));
	g_byte_array_set_size(out, start + WIRE_HEAD);
	record_put(&w, record, object);
	guint texts_end = out->len;
	size_t n_text = texts_end - start - WIRE_HEAD;

	GVariant *words = words_of(&w);
	size_t length = padded(n_text) + g_variant_get_size(words);
	bool fits = length <= LIMIT_FRAME;
	if (fits) {
		g_byte_array_set_size(out, start + WIRE_HEAD + (guint)length);
		unsigned char *frame = out->data + start;
		uint32_t head[4] = {(uint32_t)length, number, kind, (uint32_t)n_text};
		memcpy(frame, head, WIRE_HEAD);
		memset(out->data + texts_end, 0, padded(n_text) - n_text);
		/* Not g_variant_store: after another frame this place may not be aligned. */
		memcpy(frame + WIRE_HEAD + padded(n_text), g_variant_get_data(words),
		       g_variant_get_size(words));
	} else {
		g_byte_array_set_size(out, start);
	}
	g_variant_unref(words);
	for (int i = 0; i < SECTIONS; i++)
		g_array_unref(w.sections[i]);
	return fits;
}

bool wire_put_job(GByteArray *out, const struct job *job)
{
	return put(out, job->number, job->kind, &job_record, job);
}

bool wire_put_answer(GByteArray *out, const struct answer *answer)
{
	return put(out, answer->number, answer->kind, &answer_record, answer);
}

/* --- reading --------------------------------------------------------------------- */

bool wire_head(const unsigned char *bytes, uint32_t n_kinds, struct frame_head *head,
	       GError **err)
{
	uint32_t words[4];
	memcpy(words, bytes, WIRE_HEAD);
	*head = (struct frame_head){.length = words[0],
				    .number = words[1],
				    .kind = words[2],
				    .n_text = words[3]};
	if (head->length > LIMIT_FRAME)
		return lies("it is too long", err);
	if (head->kind == 0 || head->kind >= n_kinds)
		return lies("its kind is unknown", err);
	if (head->n_text > head->length || padded(head->n_text) > head->length)
		return lies("its texts are longer than itself", err);
	return true;
}

/* Bytes of one offset in a container of this size, by the format of GVariant. */
static size_t offset_size(size_t container)
{
	return container <= UINT8_MAX	 ? 1
	       : container <= UINT16_MAX ? 2
	       : container <= UINT32_MAX ? 4
					 : 8;
}

/* Lends the sections of words to the reader; false if they are not what put() makes. Any
 * eight bytes are a word, so all that is left of normal form is that the sections stand
 * one behind the other and fill all but their ends behind them. GLib's own look at that
 * is one at each word. */
static bool open_sections(struct record_reader *r, GVariant *words, GError **err)
{
	size_t size = g_variant_get_size(words), width = offset_size(size), end = 0;
	if (g_variant_n_children(words) != SECTIONS || size < SECTIONS * width)
		return lies("its sections are too few or too many", err);
	const unsigned char *ends = g_variant_get_data(words);
	ends += size - SECTIONS * width;
	for (gsize i = 0; i < SECTIONS; i++) {
		g_autoptr(GVariant) section = g_variant_get_child_value(words, i);
		/* The words stay in the payload: the child is only a view of it. */
		r->sections[i].words = g_variant_get_fixed_array(section,
								 &r->sections[i].n, 8);
		end += 8 * r->sections[i].n;
		for (size_t k = 0; k < width; k++)
			if (*ends++ != (unsigned char)(end >> (8 * k)))
				return lies("it is not in normal form", err);
	}
	return end + SECTIONS * width == size || lies("it is not in normal form", err);
}

static bool get(const struct frame_head *head, char *payload, struct arena *arena,
		const struct record *record, void *object, GError **err)
{
	size_t at = padded(head->n_text);
	if (at >= head->length)
		return lies("it is empty", err);
	for (size_t i = head->n_text; i < at; i++)
		if (payload[i] != 0)
			return lies("its padding is not empty", err);
	struct record_reader r = {
		.text = payload, .n_text = head->n_text, .arena = arena};
	g_autoptr(GVariant) words = g_variant_ref_sink(g_variant_new_from_data(
		WORDS_TYPE, payload + at, head->length - at, FALSE, NULL, NULL));
	return open_sections(&r, words, err) && record_get(&r, record, object, err) &&
	       record_end(&r, err);
}

struct job *wire_get_job(const struct frame_head *head, void *taken, GError **err)
{
	struct job *job = job_new((enum job_kind)head->kind, 0);
	job->number = head->number;
	arena_adopt(job->arena, taken);
	bool good = get(head, taken, job->arena, &job_record, job, err);
	if (good && (job->kind == JOB_FETCH || job->kind == JOB_DISCOVER) && !job->url)
		good = lies("a transfer without an address", err);
	if (good)
		return job;
	job_free(job);
	return NULL;
}

/* Numbers of links and lines inside a page must lead somewhere. */
static bool page_is_sound(const struct page *page)
{
	for (size_t i = 0; i < page->n_lines; i++)
		for (size_t k = 0; k < page->lines[i].n_spans; k++) {
			const struct span *span = &page->lines[i].spans[k];
			if (!span->text || (size_t)span->link > page->n_links)
				return false;
		}
	for (size_t i = 0; i < page->n_links; i++)
		if (!page->links[i].url || page->links[i].line > page->n_lines)
			return false;
	for (size_t i = 0; i < page->n_places; i++)
		if (!page->places[i].id || page->places[i].line > page->n_lines)
			return false;
	return true;
}

static bool answer_is_sound(const struct answer *answer, GError **err)
{
	bool feed = answer->kind == ANSWER_FEED, page = answer->kind == ANSWER_PAGE;
	if (feed != (answer->feed != NULL) || page != (answer->page != NULL) ||
	    (answer->kind == ANSWER_TEXT) != (answer->text != NULL))
		return lies("its content is not of its kind", err);
	for (size_t i = 0; i < answer->n_offers; i++)
		if (answer->kind != ANSWER_OFFERS || !answer->offers[i].url)
			return lies("an offer without an address", err);
	if ((answer->kind == ANSWER_FAILED) != (answer->fail != FAIL_NONE) ||
	    (answer->fail != FAIL_NONE && !answer->message))
		return lies("a failure without words", err);
	if (page && !page_is_sound(answer->page))
		return lies("a page points outside itself", err);
	return true;
}

struct answer *wire_get_answer(const struct frame_head *head, void *taken, GError **err)
{
	struct answer *answer = answer_new((enum answer_kind)head->kind, head->number, 0);
	arena_adopt(answer->arena, taken);
	if (get(head, taken, answer->arena, &answer_record, answer, err) &&
	    answer_is_sound(answer, err)) {
		answer->weight = head->length;
		return answer;
	}
	answer_free(answer);
	return NULL;
}

/* --- descriptors ----------------------------------------------------------------- */

/* 1: all n bytes are there, 0: the stream ended, -1: err is set. */
static int read_whole(int fd, unsigned char *bytes, size_t n, GError **err)
{
	while (n > 0) {
		ssize_t got = read(fd, bytes, n);
		if (got == 0 || (got < 0 && errno == ECONNRESET))
			return 0;
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			g_set_error(err, TNEWS_ERROR, ERR_SYSTEM,
				    "the other program cannot be read: %s",
				    g_strerror(errno));
			return -1;
		}
		bytes += got;
		n -= (size_t)got;
	}
	return 1;
}

bool wire_read(int fd, uint32_t n_kinds, struct frame_head *head, void **payload,
	       GError **err)
{
	unsigned char bytes[WIRE_HEAD];
	*payload = NULL;
	if (read_whole(fd, bytes, WIRE_HEAD, err) != 1 ||
	    !wire_head(bytes, n_kinds, head, err))
		return false;
	*payload = g_malloc(MAX(head->length, 1));
	if (read_whole(fd, *payload, head->length, err) == 1)
		return true;
	g_clear_pointer(payload, g_free);
	return false;
}

bool wire_write(int fd, const void *bytes, size_t n, GError **err)
{
	const unsigned char *p = bytes;
	while (n > 0) {
		/* A peer that has died is an error here, not a signal. */
		ssize_t put_bytes = send(fd, p, n, MSG_NOSIGNAL);
		if (put_bytes < 0 && errno == EINTR)
			continue;
		if (put_bytes < 0) {
			g_set_error(err, TNEWS_ERROR, ERR_SYSTEM,
				    "the other program cannot be written to: %s",
				    g_strerror(errno));
			return false;
		}
		p += put_bytes;
		n -= (size_t)put_bytes;
	}
	return true;
}
