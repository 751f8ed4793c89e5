/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole bodies are decoded at once: three times faster than the streaming decoder inside
 * libcurl, and the only way to hold a bomb: libcurl's own limit does not count what it
 * unpacks. The length in a gzip trailer is only a hint for the first buffer. */
#include "config.h"

#include "net/inflate.h"

#include <libdeflate.h>
#include <string.h>
#include <zstd.h>
#ifdef HAVE_BROTLI
#include <brotli/decode.h>
#endif

#include "util/error.h"

enum {
	RATIO = 200,	      /* of decoded to encoded bytes, beyond ... */
	RATIO_FROM = 1 << 20, /* ... this many decoded bytes */
	FIRST_BUFFER = 64 << 10,
	ZSTD_WINDOW_LOG = 23, /* RFC 9659: 8 MiB is the most that HTTP may ask for */
};

const char *inflate_accepts(void)
{
#ifdef HAVE_BROTLI
	return "gzip, deflate, br, zstd";
#else
	return "gzip, deflate, zstd";
#endif
}

static void broken(const char *name, GError **err)
{
	g_set_error(err, TNEWS_ERROR, ERR_DATA, "the %s encoding of the answer is broken",
		    name);
}

static void too_large(size_t ceiling, size_t cap, GError **err)
{
	if (cap < ceiling) {
		g_set_error(err, TNEWS_ERROR, ERR_NET,
			    "larger than %d times its encoded size, which is refused",
			    RATIO);
		return;
	}
	g_autofree char *size = g_format_size_full(ceiling, G_FORMAT_SIZE_IEC_UNITS);
	g_set_error(err, TNEWS_ERROR, ERR_NET, "larger than %s", size);
}

/* What may come out of n bytes. */
static size_t cap_of(size_t n, size_t ceiling)
{
	size_t most = n > SIZE_MAX / RATIO ? SIZE_MAX : n * RATIO;
	return MIN(ceiling, MAX(most, (size_t)RATIO_FROM));
}

/* Makes room in out for at least one more byte, up to cap; false when it is full. */
static bool grow(GString *out, size_t cap)
{
	size_t room = out->allocated_len - 1;
	if (room >= cap)
		return false;
	size_t want = MIN(cap, MAX((size_t)FIRST_BUFFER, room * 2)), len = out->len;
	g_string_set_size(out, want);
	out->len = len;
	out->str[len] = '\0';
	return true;
}

static size_t room_of(const GString *out, size_t cap)
{
	return MIN(out->allocated_len - 1, cap) - out->len;
}

/* --- gzip, deflate --------------------------------------------------------------- */

static bool is_gzip(const unsigned char *bytes, size_t n)
{
	return n >= 18 && bytes[0] == 0x1f && bytes[1] == 0x8b;
}

static size_t length_hint(const unsigned char *bytes, size_t n)
{
	return (size_t)bytes[n - 4] | (size_t)bytes[n - 3] << 8 |
	       (size_t)bytes[n - 2] << 16 | (size_t)bytes[n - 1] << 24;
}

/* One member or stream, appended to out, which grows as it must. */
static enum libdeflate_result one_stream(struct libdeflate_decompressor *d,
					 enum body_encoding encoding, bool raw,
					 const unsigned char *bytes, size_t n,
					 GString *out, size_t cap, size_t *used)
{
	for (;;) {
		char *to = out->str + out->len;
		size_t room = room_of(out, cap), got = 0;
		enum libdeflate_result result =
			encoding == BODY_GZIP ? libdeflate_gzip_decompress_ex(
							d, bytes, n, to, room, used, &got)
			: raw ? libdeflate_deflate_decompress_ex(d, bytes, n, to, room,
								 used, &got)
			      : libdeflate_zlib_decompress_ex(d, bytes, n, to, room, used,
							      &got);
		if (result == LIBDEFLATE_INSUFFICIENT_SPACE && grow(out, cap))
			continue;
		if (result == LIBDEFLATE_SUCCESS)
			out->len += got;
		out->str[out->len] = '\0';
		return result;
	}
}

static bool inflate_gzip(const unsigned char *bytes, size_t n, GString *out, size_t cap,
			 enum body_encoding encoding, enum libdeflate_result *result)
{
	struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
	if (!d)
		g_error("out of memory");
	size_t used = 0;
	*result = one_stream(d, encoding, false, bytes, n, out, cap, &used);
	/* Some servers call a bare deflate stream "deflate", against RFC 9110. */
	if (*result == LIBDEFLATE_BAD_DATA && encoding == BODY_DEFLATE)
		*result = one_stream(d, encoding, true, bytes, n, out, cap, &used);
	while (*result == LIBDEFLATE_SUCCESS && encoding == BODY_GZIP && used > 0 &&
	       is_gzip(bytes + used, n - used)) {
		bytes += used;
		n -= used;
		*result = one_stream(d, encoding, false, bytes, n, out, cap, &used);
	}
	libdeflate_free_decompressor(d);
	return *result == LIBDEFLATE_SUCCESS;
}

/* --- zstd, brotli ---------------------------------------------------------------- */

enum streamed { STREAM_WHOLE, STREAM_BROKEN, STREAM_TOO_LARGE };

static enum streamed inflate_zstd(const unsigned char *bytes, size_t n, GString *out,
				  size_t cap)
{
	ZSTD_DCtx *d = ZSTD_createDCtx();
	ZSTD_DCtx_setParameter(d, ZSTD_d_windowLogMax, ZSTD_WINDOW_LOG);
	ZSTD_inBuffer in = {bytes, n, 0};
	enum streamed done = STREAM_BROKEN;
	for (;;) {
		ZSTD_outBuffer to = {out->str + out->len, room_of(out, cap), 0};
		size_t before = in.pos;
		size_t left = ZSTD_decompressStream(d, &to, &in);
		out->len += to.pos;
		if (ZSTD_isError(left))
			break;
		if (left == 0 && in.pos == in.size) {
			done = STREAM_WHOLE;
			break;
		}
		if (to.pos == to.size && !grow(out, cap)) {
			done = STREAM_TOO_LARGE;
			break;
		}
		if (in.pos == before && to.pos == 0 && to.size > 0)
			break; /* it wants more than there is */
	}
	ZSTD_freeDCtx(d);
	return done;
}

#ifdef HAVE_BROTLI
static enum streamed inflate_brotli(const unsigned char *bytes, size_t n, GString *out,
				    size_t cap)
{
	BrotliDecoderState *d = BrotliDecoderCreateInstance(NULL, NULL, NULL);
	enum streamed done = STREAM_BROKEN;
	for (;;) {
		size_t room = room_of(out, cap), before = room;
		uint8_t *to = (uint8_t *)out->str + out->len;
		BrotliDecoderResult result =
			BrotliDecoderDecompressStream(d, &n, &bytes, &room, &to, NULL);
		out->len += before - room;
		if (result == BROTLI_DECODER_RESULT_SUCCESS)
			done = STREAM_WHOLE;
		if (result != BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT)
			break;
		if (!grow(out, cap)) {
			done = STREAM_TOO_LARGE;
			break;
		}
	}
	BrotliDecoderDestroyInstance(d);
	return done;
}
#endif

/* --- public ---------------------------------------------------------------------- */

static enum streamed decode(const unsigned char *bytes, size_t n,
			    enum body_encoding encoding, GString *out, size_t cap,
			    const char **name)
{
	enum libdeflate_result result;
	switch (encoding) {
	case BODY_ZSTD:
		*name = "zstd";
		return inflate_zstd(bytes, n, out, cap);
#ifdef HAVE_BROTLI
	case BODY_BROTLI:
		*name = "brotli";
		return inflate_brotli(bytes, n, out, cap);
#endif
	case BODY_GZIP:
	case BODY_DEFLATE:
		*name = encoding == BODY_GZIP ? "gzip" : "deflate";
		if (inflate_gzip(bytes, n, out, cap, encoding, &result))
			return STREAM_WHOLE;
		return result == LIBDEFLATE_INSUFFICIENT_SPACE ? STREAM_TOO_LARGE
							       : STREAM_BROKEN;
	default:
		*name = "unknown";
		return STREAM_BROKEN;
	}
}

GString *inflate_body(const unsigned char *bytes, size_t n, enum body_encoding encoding,
		      size_t ceiling, GError **err)
{
	if (encoding == BODY_PLAIN || n == 0) {
		if (n <= ceiling)
			return g_string_new_len((const char *)bytes, (gssize)n);
		too_large(ceiling, ceiling, err);
		return NULL;
	}
	size_t cap = cap_of(n, ceiling);
	size_t first = encoding == BODY_GZIP && is_gzip(bytes, n) ? length_hint(bytes, n)
								  : n * 4;
	GString *out = g_string_sized_new(MIN(cap, MAX(first, 1)));
	const char *name;
	enum streamed done = decode(bytes, n, encoding, out, cap, &name);
	if (done == STREAM_WHOLE) {
		out->str[out->len] = '\0';
		return out;
	}
	g_string_free(out, TRUE);
	if (done == STREAM_TOO_LARGE)
		too_large(ceiling, cap, err);
	else
		broken(name, err);
	return NULL;
}

GString *inflate_all(const unsigned char *bytes, size_t n,
		     const enum body_encoding encodings[BODY_ENCODINGS], size_t ceiling,
		     GError **err)
{
	GString *out = NULL;
	for (int i = BODY_ENCODINGS - 1; i >= 0; i--) {
		if (encodings[i] == BODY_PLAIN && (i > 0 || out))
			continue;
		GString *next = inflate_body(out ? (unsigned char *)out->str : bytes,
					     out ? out->len : n, encodings[i], ceiling,
					     err);
		if (out)
			g_string_free(out, TRUE);
		out = next;
		if (!out)
			return NULL;
	}
	return out;
}
