/* inflate: gzip and deflate bodies, whole, under a ceiling (libdeflate). */
#ifndef NET_INFLATE_H
#define NET_INFLATE_H

#include <glib.h>

#include "net/fetcher.h"

/* The decoded bytes, at most ceiling; NULL with ERR_DATA when broken, ERR_NET with
 * "larger than ..." beyond the ceiling or when the ratio passes 200 beyond 1 MiB.
 * Several gzip members are read one after the other. */
GString *inflate_body(const unsigned char *bytes, size_t n, enum body_encoding encoding,
		      size_t ceiling, GError **err);

#endif
