/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inflate: encoded bodies, whole, under a ceiling: gzip and deflate (libdeflate), zstd,
 * brotli where its library is there. */
#ifndef NET_INFLATE_H
#define NET_INFLATE_H

#include <glib.h>

#include "net/fetcher.h"

/* The decoded bytes, at most ceiling; NULL with ERR_DATA when broken, ERR_NET with
 * "larger than ..." beyond the ceiling or when the ratio passes 200 beyond 1 MiB.
 * Several gzip members are read one after the other. */
GString *inflate_body(const unsigned char *bytes, size_t n, enum body_encoding encoding,
		      size_t ceiling, GError **err);

/* Both encodings of a body, undone from the last on. */
GString *inflate_all(const unsigned char *bytes, size_t n,
		     const enum body_encoding encodings[BODY_ENCODINGS], size_t ceiling,
		     GError **err);

/* The value for Accept-Encoding: what inflate_body can undo. */
const char *inflate_accepts(void);

#endif
