/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes -> UTF-8. First the candidates are collected in their order of belief, then the
 * first that fits the bytes is taken; if none fits, the first is repaired. */
#include "text/charset.h"

#include "text/utf8.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

/* An encoding: its name as WHATWG has it, that of iconv, and what a bad byte costs. */
struct encoding {
	const char *name, *iconv;
	size_t unit;
};

static const struct encoding encodings[] = {
#define ENCODING(id, name, iconv, unit) {name, iconv, unit},
#define LABEL(label, id)
#include "text/labels.def"
#undef ENCODING
#undef LABEL
};

enum encoding_id {
#define ENCODING(id, name, iconv, unit) id,
#define LABEL(label, id)
#include "text/labels.def"
#undef ENCODING
#undef LABEL
	N_ENCODINGS,
	UNKNOWN = N_ENCODINGS,
};

static const struct {
	const char *label;
	enum encoding_id id;
} labels[] = {
#define ENCODING(id, name, iconv, unit)
#define LABEL(label, id) {label, id},
#include "text/labels.def"
#undef ENCODING
#undef LABEL
};

enum { PRESCAN = 4096 };

/* Bytes 0x80 to 0x9F of windows-1252; 0 where it has none. */
static const unsigned short windows_1252[32] = {
	0x20ac, 0x81,	0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
	0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8d,	0x017d, 0x8f,
	0x90,	0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d,	0x017e, 0x0178,
};

static enum encoding_id encoding_of_label(const char *label, size_t n)
{
	while (n > 0 && (g_ascii_isspace(*label) || *label == '"' || *label == '\''))
		label++, n--;
	while (n > 0 && (g_ascii_isspace(label[n - 1]) || label[n - 1] == '"' ||
			 label[n - 1] == '\'' || label[n - 1] == ';'))
		n--;
	if (n == 0 || n > 40)
		return UNKNOWN;
	for (size_t i = 0; i < G_N_ELEMENTS(labels); i++)
		if (strlen(labels[i].label) == n &&
		    g_ascii_strncasecmp(labels[i].label, label, n) == 0)
			return labels[i].id;
	return UNKNOWN;
}

/* The byte order mark; *length is what it takes. */
static enum encoding_id encoding_of_mark(const char *s, size_t n, size_t *length)
{
	static const struct {
		const char *bytes;
		size_t length;
		enum encoding_id id;
	} marks[] = {
		{"\xef\xbb\xbf", 3, UTF_8},    {"\xff\xfe\0\0", 4, UTF_32LE},
		{"\0\0\xfe\xff", 4, UTF_32BE}, {"\xff\xfe", 2, UTF_16LE},
		{"\xfe\xff", 2, UTF_16BE},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(marks); i++)
		if (n >= marks[i].length &&
		    memcmp(s, marks[i].bytes, marks[i].length) == 0) {
			*length = marks[i].length;
			return marks[i].id;
		}
	*length = 0;
	return UNKNOWN;
}

/* Wide characters without a mark, by where the zeros of the first ASCII ones are. */
static enum encoding_id encoding_of_zeros(const char *s, size_t n)
{
	if (n < 4)
		return UNKNOWN;
	unsigned zeros = (unsigned)!s[0] << 3 | (unsigned)!s[1] << 2 |
			 (unsigned)!s[2] << 1 | (unsigned)!s[3];
	switch (zeros) {
	case 0xe:
		return UTF_32BE;
	case 0x7:
		return UTF_32LE;
	case 0xa:
		return UTF_16BE;
	case 0x5:
		return UTF_16LE;
	}
	return UNKNOWN;
}

/* <?xml version="1.0" encoding="..."?> */
static enum encoding_id encoding_of_declaration(const char *s, size_t n)
{
	size_t start = 0;
	while (start < n && start < 64 && g_ascii_isspace(s[start]))
		start++;
	if (n - start < 6 || g_ascii_strncasecmp(s + start, "<?xml", 5) != 0)
		return UNKNOWN;
	n = MIN(n, start + 1024);
	const char *end = memchr(s + start, '>', n - start);
	char *text = g_ascii_strdown(s + start,
				     end ? end - s - (gssize)start : (gssize)(n - start));
	enum encoding_id id = UNKNOWN;
	char *p = strstr(text, "encoding");
	if (p) {
		p += strlen("encoding");
		p += strspn(p, " \t\r\n=");
		bool quoted = *p == '"' || *p == '\'';
		p += quoted;
		id = encoding_of_label(p, strcspn(p, quoted ? "\"'" : " \t\r\n?>"));
	}
	g_free(text);
	return id;
}

/* <meta charset="..."> or <meta ... content="...; charset=..."> */
static enum encoding_id encoding_of_meta(const char *s, size_t n)
{
	char *text = g_ascii_strdown(s, (gssize)MIN(n, PRESCAN));
	enum encoding_id id = UNKNOWN;
	size_t length = MIN(n, PRESCAN);
	for (size_t i = 0; i < length; i++) /* NULs must not end the search */
		if (text[i] == '\0')
			text[i] = ' ';
	for (char *p = text; id == UNKNOWN && (p = strstr(p, "<meta")); p += 5) {
		size_t tag = strcspn(p, ">");
		char *charset = g_strstr_len(p, (gssize)tag, "charset");
		if (!charset)
			continue;
		charset += strlen("charset");
		charset += strspn(charset, " \t\r\n");
		if (*charset != '=')
			continue;
		charset++;
		charset += strspn(charset, " \t\r\n\"'");
		id = encoding_of_label(charset, strcspn(charset, "\"' \t\r\n;/>"));
	}
	g_free(text);
	return id;
}

static void append_bad(GString *out, bool *repaired)
{
	g_string_append(out, "\xef\xbf\xbd");
	*repaired = true;
}

static void from_windows_1252(GString *out, const char *s, size_t n, size_t ceiling)
{
	for (size_t i = 0; i < n && out->len < ceiling; i++) {
		unsigned char c = (unsigned char)s[i];
		if (c < 0x80)
			g_string_append_c(out, (char)c);
		else
			g_string_append_unichar(out,
						c < 0xa0 ? windows_1252[c - 0x80] : c);
	}
}

static void by_iconv(GString *out, iconv_t cd, size_t unit, const char *s, size_t n,
		     size_t ceiling, bool *repaired)
{
	char *in = (char *)s; /* iconv's signature; it does not write there */
	while (n > 0 && out->len < ceiling) {
		char buffer[8192], *to = buffer;
		size_t left = sizeof buffer;
		size_t r = iconv(cd, &in, &n, &to, &left);
		int code = errno;
		g_string_append_len(out, buffer, to - buffer);
		if (r != (size_t)-1 || code == E2BIG)
			continue;
		append_bad(out, repaired);
		size_t skip = code == EINVAL ? n : MIN(unit, n);
		in += skip;
		n -= skip;
		iconv(cd, NULL, NULL, NULL, NULL);
	}
	char buffer[64], *to = buffer;
	size_t left = sizeof buffer;
	if (n == 0 && iconv(cd, NULL, NULL, &to, &left) != (size_t)-1)
		g_string_append_len(out, buffer, to - buffer);
}

/* Replaces NUL (C strings end there) and cuts at a character. */
static void finish(GString *out, size_t ceiling, bool *repaired)
{
	if (memchr(out->str, '\0', out->len)) {
		size_t length;
		char *text = utf8_repair(out->str, out->len, &length);
		g_string_truncate(out, 0);
		g_string_append_len(out, text, (gssize)length);
		g_free(text);
		*repaired = true;
	}
	if (out->len > ceiling) {
		size_t end = ceiling;
		while (end > 0 && ((unsigned char)out->str[end] & 0xc0) == 0x80)
			end--;
		g_string_truncate(out, end);
	}
}

static bool is_ascii(const char *s, size_t n)
{
	size_t i = 0;
	/* Most text is: eight bytes at a time. */
	for (uint64_t w; i + 8 <= n; i += 8) {
		memcpy(&w, s + i, 8);
		if (w & UINT64_C(0x8080808080808080))
			return false;
	}
	for (; i < n; i++)
		if (s[i] & 0x80)
			return false;
	return true;
}

/* Whether bytes hold at least one good sequence of UTF-8 above ASCII, and only such. */
static void look_at_utf8(const char *s, size_t n, bool *valid, bool *some)
{
	*valid = true;
	*some = false;
	for (size_t i = 0, k; i < n; i += k) {
		/* Most of it is ASCII: eight bytes at a time. */
		uint64_t w;
		for (; i + 8 <= n; i += 8) {
			memcpy(&w, s + i, 8);
			if (w & UINT64_C(0x8080808080808080))
				break;
		}
		k = 1;
		if (i >= n || (s[i] & 0x80) == 0)
			continue;
		k = utf8_letter(s + i, n - i);
		if (k == 0)
			utf8_next(s + i, n - i, &k);
		if (k > 1)
			*some = true;
		else
			*valid = false;
		if (*some && !*valid)
			return;
	}
}

/* What the thread of charset_serve is asked for. */
struct opening {
	enum encoding_id id;
	GAsyncQueue *done;
};

static GAsyncQueue *openings; /* NULL: each thread may open files itself */

static iconv_t open_encoding(enum encoding_id id)
{
	iconv_t cd = iconv_open("UTF-8", encodings[id].iconv);
	if (cd != (iconv_t)-1 || !openings)
		return cd;
	struct opening o = {id, g_async_queue_new()};
	g_async_queue_push(openings, &o);
	g_async_queue_pop(o.done);
	g_async_queue_unref(o.done);
	return iconv_open("UTF-8", encodings[id].iconv);
}

static GString *convert(enum encoding_id id, const char *s, size_t n, size_t ceiling,
			bool *repaired)
{
	GString *out = g_string_sized_new(MIN(n, ceiling) + 16);
	*repaired = false;
	if (id == UTF_8) {
		/* More input than this cannot be needed. */
		n = MIN(n, ceiling + 4);
		if (utf8_valid(s, n)) {
			g_string_append_len(out, s, (gssize)n);
		} else {
			size_t length;
			char *text = utf8_repair(s, n, &length);
			g_string_append_len(out, text, (gssize)length);
			g_free(text);
			*repaired = true;
		}
	} else if (id == WINDOWS_1252) {
		from_windows_1252(out, s, n, ceiling);
	} else {
		iconv_t cd = open_encoding(id);
		if (cd == (iconv_t)-1) {
			from_windows_1252(out, s, n, ceiling);
			*repaired = true;
		} else {
			by_iconv(out, cd, encodings[id].unit, s, n, ceiling, repaired);
			iconv_close(cd);
		}
	}
	finish(out, ceiling, repaired);
	return out;
}

/* Which of the named encodings the bytes are in. What is named first is believed, but
 * not against the bytes: text that is valid UTF-8 beyond ASCII is hardly ever anything
 * else, and servers and templates often name a default nobody chose. */
static enum encoding_id choose(const char *s, size_t n, enum encoding_id http,
			       enum encoding_id inner, bool *is_valid)
{
	bool valid = *is_valid = *is_valid || utf8_valid(s, n), some;
	if (valid) /* nearly always */
		some = !is_ascii(s, n);
	else /* a NUL does not count here */
		look_at_utf8(s, n, &valid, &some);
	if (valid && some)
		return http != UNKNOWN && http != UTF_8 && http != WINDOWS_1252 &&
				       inner != UTF_8
			       ? http
			       : UTF_8;
	enum encoding_id first = http != UNKNOWN ? http : inner;
	if (first == UTF_8 && !valid && inner != UNKNOWN && inner != UTF_8)
		return inner;
	if (first == UTF_8 && !valid && !some)
		return WINDOWS_1252;
	if (first == UNKNOWN)
		return valid || some ? UTF_8 : WINDOWS_1252;
	return first;
}

/* *valid: whether the bytes after the mark are valid UTF-8, if that is what it is; true
 * before if that is known. */
static enum encoding_id find_encoding(const char *bytes, size_t n, enum charset_kind kind,
				      const char *http, size_t *mark, bool *valid)
{
	enum encoding_id id = encoding_of_mark(bytes, n, mark);
	if (id == UNKNOWN)
		id = encoding_of_zeros(bytes, n);
	if (id != UNKNOWN) {
		*valid = id == UTF_8 && (*valid || utf8_valid(bytes + *mark, n - *mark));
		return id;
	}
	enum encoding_id outer = http ? encoding_of_label(http, strlen(http)) : UNKNOWN;
	enum encoding_id inner = kind == CHARSET_JSON ? UTF_8 : UNKNOWN;
	if (kind != CHARSET_JSON)
		inner = encoding_of_declaration(bytes, n);
	if (kind == CHARSET_HTML && inner == UNKNOWN)
		inner = encoding_of_meta(bytes, n);
	/* A declaration that could be read as ASCII cannot be right with these. */
	if (inner == UTF_16LE || inner == UTF_16BE || inner == UTF_32LE ||
	    inner == UTF_32BE)
		inner = UTF_8;
	return choose(bytes, n, outer, inner, valid);
}

/* Characters beyond U+FFFF as two halves of three bytes each: CESU-8, which Java and Oracle
 * call UTF-8. A copy with such halves joined, NULL if there are none. */
static GString *with_joined_halves(const char *s, size_t n)
{
	GString *out = NULL;
	const char *from = s, *end = s + n;
	for (const char *p = s; (p = memchr(p, 0xed, (size_t)(end - p)));) {
		const unsigned char *u = (const unsigned char *)p;
		bool pair = end - p >= 6 && (u[1] & 0xf0) == 0xa0 &&
			    (u[2] & 0xc0) == 0x80 && u[3] == 0xed &&
			    (u[4] & 0xf0) == 0xb0 && (u[5] & 0xc0) == 0x80;
		if (!pair) {
			p++;
			continue;
		}
		gunichar high = (u[1] & 0x0fU) << 6 | (u[2] & 0x3fU);
		gunichar low = (u[4] & 0x0fU) << 6 | (u[5] & 0x3fU);
		if (!out)
			out = g_string_sized_new(n);
		g_string_append_len(out, from, p - from);
		g_string_append_unichar(out, 0x10000 + (high << 10 | low));
		from = p += 6;
	}
	if (out)
		g_string_append_len(out, from, end - from);
	return out;
}

GString *charset_to_utf8(const char *bytes, size_t n, enum charset_kind kind,
			 const char *http, size_t ceiling, const char **name,
			 bool *repaired)
{
	bool ignored, valid = false;
	size_t mark;
	enum encoding_id id = find_encoding(bytes, n, kind, http, &mark, &valid);
	GString *joined = valid ? NULL : with_joined_halves(bytes, n);
	size_t joined_mark = 0;
	if (joined && find_encoding(joined->str, joined->len, kind, http, &joined_mark,
				    &valid) == UTF_8) {
		id = UTF_8;
		mark = joined_mark;
		bytes = joined->str;
		n = joined->len;
	}
	if (name)
		*name = encodings[id].name;
	GString *out = convert(id, bytes + mark, n - mark, ceiling,
			       repaired ? repaired : &ignored);
	if (joined)
		g_string_free(joined, TRUE);
	return out;
}

bool charset_is_utf8(const char *bytes, size_t n, enum charset_kind kind,
		     const char *http, bool valid, size_t *mark)
{
	/* ASCII is UTF-8 whatever of these was named. */
	enum encoding_id id = find_encoding(bytes, n, kind, http, mark, &valid);
	return valid && (id == UTF_8 || (id == WINDOWS_1252 && is_ascii(bytes, n)));
}

char *charset_of_type(const char *content_type)
{
	const char *p = content_type ? strchr(content_type, ';') : NULL;
	while (p) {
		p++;
		p += strspn(p, " \t");
		if (g_ascii_strncasecmp(p, "charset", 7) == 0) {
			p += 7;
			p += strspn(p, " \t");
			if (*p == '=') {
				p++;
				p += strspn(p, " \t\"'");
				size_t n = strcspn(p, "\"'; \t\r\n,");
				return n ? g_strndup(p, n) : NULL;
			}
		}
		p = strchr(p, ';');
	}
	return NULL;
}

static void *open_encodings(void *data)
{
	(void)data;
	for (;;) {
		struct opening *o = g_async_queue_pop(openings);
		/* Never closed: the module stays in memory, and whoever opens a handle of
		 * his own from now on needs no file. */
		iconv_open("UTF-8", encodings[o->id].iconv);
		g_async_queue_push(o->done, o);
	}
	return NULL;
}

void charset_serve(void)
{
	if (openings)
		return;
	openings = g_async_queue_new();
	/* One that is built in: makes libc read its list of modules while it can. */
	iconv_t builtin = iconv_open("UTF-8", "UCS-4LE");
	if (builtin != (iconv_t)-1)
		iconv_close(builtin);
	g_thread_unref(g_thread_new("charset", open_encodings, NULL));
}
