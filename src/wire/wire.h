/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wire: frames of the socket between tnews and its worker.
 *
 * A frame: a head of 4 numbers of 4 bytes (length of the payload, job number, kind, length
 * of the texts), then the payload: the texts, zeros up to a multiple of 8, and a GVariant
 * of type "aat" with the words (wire/record.h says what they mean). Numbers are in the
 * machine's order: both ends are one machine. A message has exactly one form; refused
 * is what is longer than LIMIT_FRAME, of an unknown kind, not in normal form, padded or
 * left over, beyond the bounds of a field (wire/fields.c), or text that is not clean.
 *
 * Why the texts stand apart: they are nine tenths of the bytes and cross without being
 * copied or looked at twice; the strings of a message point into its frame. */
#ifndef WIRE_WIRE_H
#define WIRE_WIRE_H

#include <glib.h>
#include <stdbool.h>

#include "wire/job.h"

enum { WIRE_HEAD = 16 };

/* Exit status of a worker that somebody's signal ended, no fault of its own. */
enum { WIRE_STATUS_SHOT = 87 };

struct frame_head {
	uint32_t length, number, kind, n_text;
};

/* Appends a whole frame to out. false, and nothing appended, if it would be longer than
 * LIMIT_FRAME. What is beyond the bounds of a field is cut, text that is not clean is
 * cleaned. */
bool wire_put_job(GByteArray *out, const struct job *job);
bool wire_put_answer(GByteArray *out, const struct answer *answer);

/* Takes WIRE_HEAD bytes apart; false if length or kind cannot be (n_kinds excluded). */
bool wire_head(const unsigned char *bytes, uint32_t n_kinds, struct frame_head *head,
	       GError **err);
/* The payload (head->length bytes from g_malloc, taken over whatever happens) as a job or
 * an answer; NULL with ERR_DATA if it lies. */
struct job *wire_get_job(const struct frame_head *head, void *taken, GError **err);
struct answer *wire_get_answer(const struct frame_head *head, void *taken, GError **err);

/* Blocking, whole frames on a descriptor, EINTR handled. read: false with err set for a
 * lie, false without err at the end of the stream. *payload is to be g_free'd. */
bool wire_read(int fd, uint32_t n_kinds, struct frame_head *head, void **payload,
	       GError **err);
bool wire_write(int fd, const void *bytes, size_t n, GError **err);

#endif
