/* wire: frames of the socket between tnews and its worker, to and from GVariant.
 *
 * A frame: 4 bytes length of the payload (little endian), 4 bytes job number, 4 bytes
 * kind, 4 bytes zero, then the payload: a GVariant of the type that belongs to the kind,
 * in normal form, little endian. Refused: longer than LIMIT_FRAME, of an unknown kind,
 * not in normal form, strings and counts beyond util/limit, text that is not clean. */
#ifndef WIRE_WIRE_H
#define WIRE_WIRE_H

#include <glib.h>
#include <stdbool.h>

#include "wire/job.h"

enum { WIRE_HEAD = 16 };

struct frame_head {
	uint32_t length, number, kind;
};

/* Appends a whole frame to out. */
void wire_put_job(GByteArray *out, const struct job *job);
void wire_put_answer(GByteArray *out, const struct answer *answer);

/* Takes WIRE_HEAD bytes apart; false if length or kind cannot be (n_kinds excluded). */
bool wire_head(const unsigned char *bytes, uint32_t n_kinds, struct frame_head *head,
	       GError **err);
/* The payload (head->length bytes, aligned to 8, borrowed) as a job or an answer of its
 * own memory; NULL with ERR_DATA if it lies. */
struct job *wire_get_job(const struct frame_head *head, const void *payload, GError **err);
struct answer *wire_get_answer(const struct frame_head *head, const void *payload,
			       GError **err);

/* Blocking, whole frames on a descriptor, EINTR handled. read: false with err set for a
 * lie, false without err at the end of the stream. *payload is to be g_free'd. */
bool wire_read(int fd, uint32_t n_kinds, struct frame_head *head, void **payload,
	       GError **err);
bool wire_write(int fd, const void *bytes, size_t n, GError **err);

#endif
