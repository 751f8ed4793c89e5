/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HTML -> words, in one scan. Each byte is looked at a bounded number of times: what was
 * searched in vain to the end (a closing quote, the end of a comment) is not searched
 * again. */
#include "text/plain.h"

#include "text/utf8.h"

#include <string.h>

enum { NAME_MAX_LENGTH = 31 };

static const struct entity {
	char name[NAME_MAX_LENGTH + 1];
	char text[7];
	bool bare; /* may stand without its semicolon */
} entities[] = {
#define ENTITY(name, text) {name, text, false},
#define BARE(name, text) {name, text, true},
#include "text/entities.def"
#undef ENTITY
#undef BARE
};

/* Bytes 0x80 to 0x9F of windows-1252: what &#128; to &#159; mean. */
static const unsigned short windows_1252[32] = {
	0x20ac, 0x81,	0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
	0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8d,	0x017d, 0x8f,
	0x90,	0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d,	0x017e, 0x0178,
};

/* Tags: those that end a line, those whose content is no text, the rest. Sorted. */
enum tag_kind { UNKNOWN, INLINE, BLOCK, HIDDEN };

static const struct tag {
	char name[11];
	unsigned char kind;
} tags[] = {
	{"a", INLINE},	       {"abbr", INLINE},     {"acronym", INLINE},
	{"address", BLOCK},    {"area", INLINE},     {"article", BLOCK},
	{"aside", BLOCK},      {"audio", INLINE},    {"b", INLINE},
	{"base", INLINE},      {"bdi", INLINE},	     {"bdo", INLINE},
	{"big", INLINE},       {"blink", INLINE},    {"blockquote", BLOCK},
	{"body", BLOCK},       {"br", BLOCK},	     {"button", INLINE},
	{"canvas", INLINE},    {"caption", BLOCK},   {"center", BLOCK},
	{"cite", INLINE},      {"code", INLINE},     {"col", INLINE},
	{"data", INLINE},      {"dd", BLOCK},	     {"del", INLINE},
	{"details", BLOCK},    {"dfn", INLINE},	     {"dir", BLOCK},
	{"div", BLOCK},	       {"dl", BLOCK},	     {"dt", BLOCK},
	{"em", INLINE},	       {"embed", INLINE},    {"fieldset", BLOCK},
	{"figcaption", BLOCK}, {"figure", BLOCK},    {"font", INLINE},
	{"footer", BLOCK},     {"form", BLOCK},	     {"h1", BLOCK},
	{"h2", BLOCK},	       {"h3", BLOCK},	     {"h4", BLOCK},
	{"h5", BLOCK},	       {"h6", BLOCK},	     {"head", BLOCK},
	{"header", BLOCK},     {"hr", BLOCK},	     {"html", BLOCK},
	{"i", INLINE},	       {"iframe", INLINE},   {"img", INLINE},
	{"input", INLINE},     {"ins", INLINE},	     {"kbd", INLINE},
	{"label", INLINE},     {"legend", BLOCK},    {"li", BLOCK},
	{"link", INLINE},      {"main", BLOCK},	     {"mark", INLINE},
	{"marquee", BLOCK},    {"menu", BLOCK},	     {"meta", INLINE},
	{"meter", INLINE},     {"nav", BLOCK},	     {"nobr", INLINE},
	{"noscript", BLOCK},   {"object", INLINE},   {"ol", BLOCK},
	{"optgroup", BLOCK},   {"option", BLOCK},    {"output", INLINE},
	{"p", BLOCK},	       {"param", INLINE},    {"picture", INLINE},
	{"pre", BLOCK},	       {"progress", INLINE}, {"q", INLINE},
	{"rp", INLINE},	       {"rt", INLINE},	     {"ruby", INLINE},
	{"s", INLINE},	       {"samp", INLINE},     {"script", HIDDEN},
	{"section", BLOCK},    {"select", BLOCK},    {"small", INLINE},
	{"source", INLINE},    {"span", INLINE},     {"strike", INLINE},
	{"strong", INLINE},    {"style", HIDDEN},    {"sub", INLINE},
	{"summary", BLOCK},    {"sup", INLINE},	     {"svg", INLINE},
	{"table", BLOCK},      {"tbody", BLOCK},     {"td", BLOCK},
	{"textarea", BLOCK},   {"tfoot", BLOCK},     {"th", BLOCK},
	{"thead", BLOCK},      {"time", INLINE},     {"title", BLOCK},
	{"tr", BLOCK},	       {"track", INLINE},    {"tt", INLINE},
	{"u", INLINE},	       {"ul", BLOCK},	     {"var", INLINE},
	{"video", INLINE},     {"wbr", INLINE},
};

static const struct tag *tag_find(const char *name, size_t n)
{
	char lower[sizeof tags[0].name];
	if (n == 0 || n >= sizeof lower)
		return NULL;
	for (size_t i = 0; i < n; i++)
		lower[i] = g_ascii_tolower(name[i]);
	lower[n] = '\0';
	size_t low = 0, high = G_N_ELEMENTS(tags);
	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = strcmp(lower, tags[middle].name);
		if (order == 0)
			return &tags[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

static const struct entity *entity_find(const char *name, size_t n)
{
	size_t low = 0, high = G_N_ELEMENTS(entities);
	if (n == 0 || n > NAME_MAX_LENGTH)
		return NULL;
	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = strncmp(name, entities[middle].name, n);
		if (order == 0 && entities[middle].name[n] != '\0')
			order = -1;
		if (order == 0)
			return &entities[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

/* The length of "&#38;", "&#x26;", both also without the semicolon, and the number. */
static size_t read_number(const char *s, size_t n, uint32_t *c)
{
	bool hex = n > 2 && (s[2] == 'x' || s[2] == 'X');
	size_t start = hex ? 3 : 2, i = start;
	*c = 0;
	for (; i < n; i++) {
		int digit = hex ? g_ascii_xdigit_value(s[i]) : g_ascii_digit_value(s[i]);
		if (digit < 0)
			break;
		if (*c <= 0x10ffff) /* beyond, it only has to stay so */
			*c = *c * (hex ? 16 : 10) + (uint32_t)digit;
	}
	if (i == start)
		return 0;
	return i < n && s[i] == ';' ? i + 1 : i;
}

static size_t numeric_entity(const char *s, size_t n, char out[8], size_t *out_length)
{
	uint32_t c, low;
	size_t i = read_number(s, n, &c);
	if (i == 0)
		return 0;
	if (c >= 0x80 && c < 0xa0)
		c = windows_1252[c - 0x80];
	/* "&#55357;&#56832;": the two halves of UTF-16. */
	if (c >= 0xd800 && c < 0xdc00 && n - i > 2 && s[i] == '&' && s[i + 1] == '#') {
		size_t more = read_number(s + i, n - i, &low);
		if (more && low >= 0xdc00 && low < 0xe000) {
			c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
			i += more;
		}
	}
	*out_length = utf8_put(c ? c : 0xfffd, out);
	return i;
}

size_t plain_entity(const char *s, size_t n, char out[8], size_t *out_length)
{
	if (n < 3)
		return 0;
	if (s[1] == '#')
		return numeric_entity(s, n, out, out_length);
	size_t length = 0;
	while (1 + length < n && length <= NAME_MAX_LENGTH &&
	       g_ascii_isalnum(s[1 + length]))
		length++;
	const struct entity *entity = NULL;
	size_t end = 1 + length;
	if (end < n && s[end] == ';' && (entity = entity_find(s + 1, length)))
		end++;
	/* The longest name without semicolon; these have two to six letters. */
	for (length = MIN(length, 6); !entity && length >= 2; length--) {
		entity = entity_find(s + 1, length);
		if (entity && !entity->bare)
			entity = NULL;
		end = 1 + length;
	}
	if (!entity)
		return 0;
	*out_length = strlen(entity->text);
	memcpy(out, entity->text, *out_length);
	return end;
}

const char *plain_entity_name(const char *name, size_t n)
{
	const struct entity *entity = entity_find(name, n);
	return entity ? entity->text : NULL;
}

struct scan {
	GString *out;
	size_t ceiling, start; /* start: where our part of out begins */
	enum { NOTHING, BLANK, LINE } pending;
	bool no_end[4]; /* what is not to come any more: ' " --> ]]> */
	bool full;
};

enum { NO_SINGLE, NO_DOUBLE, NO_COMMENT_END, NO_CDATA_END };

static void put(struct scan *scan, const char *s, size_t n)
{
	GString *out = scan->out;
	size_t gap = scan->pending != NOTHING && out->len > scan->start;
	if (out->len + gap + n > scan->ceiling) {
		size_t room = out->len + gap < scan->ceiling
				      ? scan->ceiling - out->len - gap
				      : 0;
		n = MIN(n, room);
		while (n > 0 && ((unsigned char)s[n] & 0xc0) == 0x80)
			n--;
		scan->full = true;
	}
	if (n == 0)
		return;
	if (gap)
		g_string_append_c(out, scan->pending == LINE ? '\n' : ' ');
	scan->pending = NOTHING;
	g_string_append_len(out, s, (gssize)n);
}

static void space(struct scan *scan, bool line)
{
	if (line)
		scan->pending = LINE;
	else if (scan->pending == NOTHING)
		scan->pending = BLANK;
}

/* The place after end, or NULL; the same end is searched in vain only once. */
static const char *after(struct scan *scan, int which, const char *s, const char *limit,
			 const char *end)
{
	if (scan->no_end[which])
		return NULL;
	size_t n = strlen(end);
	const char *found = memmem(s, (size_t)(limit - s), end, n);
	if (!found)
		scan->no_end[which] = true;
	return found ? found + n : NULL;
}

/* The end of the tag whose name ended at s: after its ">", not one in quotes. */
static const char *tag_end(struct scan *scan, const char *s, const char *limit)
{
	while (s < limit && *s != '>') {
		bool value = *s++ == '=';
		while (value && s < limit && g_ascii_isspace(*s))
			s++;
		if (!value || s == limit || (*s != '"' && *s != '\''))
			continue;
		const char *next = *s == '"' ? after(scan, NO_DOUBLE, s + 1, limit, "\"")
					     : after(scan, NO_SINGLE, s + 1, limit, "'");
		s = next ? next : s + 1;
	}
	return s < limit ? s + 1 : s;
}

/* After the end tag of script or style; without one the rest is hidden. */
static const char *hidden_end(struct scan *scan, const struct tag *tag, const char *s,
			      const char *limit)
{
	size_t n = strlen(tag->name);
	while ((s = memchr(s, '<', (size_t)(limit - s)))) {
		if ((size_t)(limit - s) > n + 2 && s[1] == '/' &&
		    g_ascii_strncasecmp(s + 2, tag->name, n) == 0 &&
		    !g_ascii_isalnum(s[2 + n]))
			return tag_end(scan, s + 2 + n, limit);
		s++;
	}
	return limit;
}

/* At "<!" or "<?". */
static const char *declaration(struct scan *scan, const char *s, const char *limit)
{
	size_t n = (size_t)(limit - s);
	const char *end = NULL;
	if (n >= 4 && memcmp(s, "<!--", 4) == 0) {
		if (n > 4 && s[4] == '>') /* <!--> is a whole comment */
			return s + 5;
		end = after(scan, NO_COMMENT_END, s + 4, limit, "-->");
	} else if (n >= 9 && memcmp(s, "<![CDATA[", 9) == 0) {
		end = after(scan, NO_CDATA_END, s + 9, limit, "]]>");
		if (end) { /* text, whatever is in it */
			put(scan, s + 9, (size_t)(end - 3 - (s + 9)));
			return end;
		}
	}
	if (!end)
		end = memchr(s, '>', n) ? (const char *)memchr(s, '>', n) + 1 : limit;
	return end;
}

static const char *markup(struct scan *scan, const char *s, const char *limit)
{
	const char *name = s + 1;
	if (name < limit && (*name == '!' || *name == '?'))
		return declaration(scan, s, limit);
	bool closing = name < limit && *name == '/';
	if (closing)
		name++;
	if (name == limit || !g_ascii_isalpha(*name)) {
		put(scan, s, 1);
		return s + 1;
	}
	const char *end = name;
	while (end < limit && g_ascii_isalnum(*end))
		end++;
	const struct tag *tag = tag_find(name, (size_t)(end - name));
	s = tag_end(scan, end, limit);
	if (!tag)
		return s;
	if (tag->kind != INLINE)
		space(scan, true);
	if (tag->kind == HIDDEN && !closing && s[-1] == '>')
		return hidden_end(scan, tag, s, limit);
	return s;
}

static const char *reference(struct scan *scan, const char *s, const char *limit)
{
	char text[8];
	size_t length, used = plain_entity(s, (size_t)(limit - s), text, &length);
	if (used == 0) {
		put(scan, s, 1);
		return s + 1;
	}
	unsigned char first = (unsigned char)text[0];
	/* A blank, or a control character (C1: 0xC2 and a byte below 0xA0). */
	if (length == 1 && g_ascii_isspace(text[0]))
		space(scan, false);
	else if (first >= ' ' && first != 0x7f &&
		 !(first == 0xc2 && (unsigned char)text[1] < 0xa0))
		put(scan, text, length);
	return s + used;
}

static bool is_ordinary(char c)
{
	return (unsigned char)c > ' ' && c != '<' && c != '&';
}

/* Bytes that are neither white space nor the begin of markup; single blanks between them
 * belong to them: so text is copied in long pieces. */
static size_t ordinary(const char *s, size_t n)
{
	size_t i = 0;
	while (i < n && (is_ordinary(s[i]) || (s[i] == ' ' && i > 0 && i + 1 < n &&
					       is_ordinary(s[i + 1]) && s[i - 1] != ' ')))
		i++;
	return i;
}

void plain_append(GString *out, const char *html, size_t n, size_t ceiling)
{
	struct scan scan = {.out = out, .ceiling = ceiling, .start = out->len};
	const char *s = html, *limit = html + n;
	while (s < limit && !scan.full) {
		if (*s == '<') {
			s = markup(&scan, s, limit);
		} else if (*s == '&') {
			s = reference(&scan, s, limit);
		} else if ((unsigned char)*s <= ' ') {
			space(&scan, false);
			s++;
		} else {
			size_t k = ordinary(s, (size_t)(limit - s));
			put(&scan, s, k);
			s += k;
		}
	}
}

char *plain_from_html(const char *html, size_t n)
{
	if (!memchr(html, '<', n) && !memchr(html, '&', n))
		return utf8_clean(html, n, CLEAN_LINE);
	GString *text = g_string_sized_new(n);
	plain_append(text, html, n, SIZE_MAX / 2);
	char *line = utf8_clean(text->str, text->len, CLEAN_LINE);
	g_string_free(text, TRUE);
	return line;
}

char *plain_unescape(const char *s, size_t n)
{
	GString *out = g_string_sized_new(n);
	const char *limit = s + n;
	while (s < limit) {
		const char *amp = memchr(s, '&', (size_t)(limit - s));
		if (!amp)
			amp = limit;
		g_string_append_len(out, s, amp - s);
		s = amp;
		if (s == limit)
			break;
		char text[8];
		size_t length, used = plain_entity(s, (size_t)(limit - s), text, &length);
		if (used)
			g_string_append_len(out, text, (gssize)length);
		else
			g_string_append_c(out, '&');
		s += used ? used : 1;
	}
	return g_string_free(out, FALSE);
}

bool plain_has_markup(const char *s, size_t n)
{
	const char *limit = s + n;
	for (const char *p = s; p < limit; p++) {
		char text[8];
		size_t length;
		if (*p == '&' && plain_entity(p, (size_t)(limit - p), text, &length))
			return true;
		if (*p != '<')
			continue;
		const char *name = p + 1;
		if ((size_t)(limit - p) > 3 && memcmp(p, "<!--", 4) == 0)
			return true;
		if (name < limit && *name == '/')
			name++;
		const char *end = name;
		while (end < limit && end - name < 12 && g_ascii_isalnum(*end))
			end++;
		if (end < limit &&
		    (*end == '>' || *end == '/' || g_ascii_isspace(*end)) &&
		    tag_find(name, (size_t)(end - name)))
			return true;
	}
	return false;
}
