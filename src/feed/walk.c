/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stack of open elements: walk_start looks the element up in elements.def and
 * decides what becomes of its content, walk_text gathers text, walk_end calls the
 * function of the table. Text of nested elements shares one buffer, as a stack. */
#include "feed/walk.h"

#include <string.h>

#include "feed/elements.h"
#include "util/i18n.h"
#include "util/limit.h"
#include "util/url.h"

enum mode {
	SKIPPED,   /* nothing is wanted */
	CONTAINER, /* children are looked up; own text is wanted by few */
	GATHERED,  /* text of it and all below */
	INNER,	   /* below GATHERED */
	MARKED,	   /* markup of all below */
	WRITTEN,   /* below MARKED: written out again */
	DROPPED,   /* below MARKED: its tags are left out */
};

struct frame {
	const struct rule *rule;
	const char *name, *prefix, *uri; /* interned by the parser */
	const char *base, *lang;
	enum mode mode;
	enum inside inside;
	bool escape;   /* MARKED: its text is text, not HTML */
	bool held;     /* MARKED: held elements */
	bool xhtml;    /* MARKED: the first div is only a wrapper */
	bool base64;   /* MARKED: its text has to be decoded */
	bool astray;   /* an element of RSS in Atom, or the other way round */
	bool own_text; /* CONTAINER: text is wanted */
	size_t text_start, attrs_start, attr_text_start;
	int line;
};

struct stored_attr {
	const char *name;
	enum ns ns;
	size_t offset;
};

struct cached_uri {
	const char *uri;
	enum ns ns;
};

struct walk {
	struct reader *r;
	GArray *frames; /* struct frame */
	GString *text;
	GArray *stored; /* struct stored_attr */
	GArray *attrs;	/* struct attr, for one call */
	GString *attr_text;
	GString *decoded;     /* text that was in base64 */
	const char *root_uri; /* of a root in a namespace that nobody knows */
	struct cached_uri cache[16];
	size_t n_cache;
	bool cut; /* some field was too long */
};

enum { TABLE = 1024 };
static unsigned short table[TABLE]; /* index + 1 of the first rule of a name */
static unsigned short *next_rule;

static unsigned hash_name(enum ns ns, const char *name)
{
	unsigned h = 2166136261u ^ (unsigned)ns;
	for (const char *p = name; *p; p++)
		h = (h ^ (unsigned char)g_ascii_tolower(*p)) * 16777619u;
	return (h ^ (h >> 13)) % TABLE;
}

void walk_init(void)
{
	static gsize done;
	if (!g_once_init_enter(&done))
		return;
	size_t n;
	const struct rule *rules = element_rules(&n);
	next_rule = g_new0(unsigned short, n);
	for (size_t i = n; i-- > 0;) {
		unsigned h = hash_name(rules[i].ns, rules[i].name);
		next_rule[i] = table[h];
		table[h] = (unsigned short)(i + 1);
	}
	g_once_init_leave(&done, 1);
}

const struct rule *walk_rule(enum ns ns, const char *name, enum inside inside)
{
	size_t n;
	const struct rule *rules = element_rules(&n);
	for (unsigned i = table[hash_name(ns, name)]; i; i = next_rule[i - 1]) {
		const struct rule *rule = &rules[i - 1];
		if (rule->ns == ns && (rule->inside & (unsigned)inside) &&
		    g_ascii_strcasecmp(rule->name, name) == 0)
			return rule;
	}
	return NULL;
}

struct walk *walk_new(struct reader *r)
{
	struct walk *w = g_new0(struct walk, 1);
	w->r = r;
	w->frames = g_array_new(false, true, sizeof(struct frame));
	w->text = g_string_sized_new(4096);
	w->stored = g_array_new(false, true, sizeof(struct stored_attr));
	w->attrs = g_array_new(false, true, sizeof(struct attr));
	w->attr_text = g_string_sized_new(512);
	w->decoded = g_string_new(NULL);
	return w;
}

void walk_free(struct walk *w)
{
	if (!w)
		return;
	g_array_free(w->frames, true);
	g_string_free(w->text, true);
	g_array_free(w->stored, true);
	g_array_free(w->attrs, true);
	g_string_free(w->attr_text, true);
	g_string_free(w->decoded, true);
	g_free(w);
}

static struct frame *top(struct walk *w)
{
	if (!w->frames->len)
		return NULL;
	return &g_array_index(w->frames, struct frame, w->frames->len - 1);
}

/* Namespace addresses are interned: one comparison of pointers finds most. */
static enum ns uri_ns(struct walk *w, const char *uri)
{
	for (size_t i = 0; i < w->n_cache; i++)
		if (w->cache[i].uri == uri)
			return w->cache[i].ns;
	enum ns ns = ns_of_uri(uri);
	if (w->n_cache < G_N_ELEMENTS(w->cache))
		w->cache[w->n_cache++] = (struct cached_uri){uri, ns};
	return ns;
}

static enum ns element_ns(struct walk *w, const char *prefix, const char *uri)
{
	struct reader *r = w->r;
	if (!uri || !*uri) {
		if (prefix && *prefix)
			return ns_of_prefix(prefix);
		return r->native != NS_UNKNOWN ? r->native : NS_RSS;
	}
	enum ns ns = uri_ns(w, uri);
	if (ns == NS_UNKNOWN && w->root_uri && strcmp(uri, w->root_uri) == 0)
		return r->native;
	if (ns == NS_UNKNOWN && prefix && ns_is_misspelt(uri, prefix))
		return ns_of_prefix(prefix);
	/* CDF has no namespace of its own, RSS inside Atom is nobody's. */
	if (ns == NS_RSS && r->native == NS_CDF)
		return NS_CDF;
	return ns;
}

/* The root of a feed whose namespace is misspelt counts by its name. */
static enum ns root_ns(struct walk *w, const char *name, const char *uri, enum ns ns)
{
	static const struct {
		const char *name;
		enum ns ns;
	} roots[] = {
		{"rss", NS_RSS},
		{"rdf", NS_RDF},
		{"feed", NS_ATOM},
		{"channel", NS_RSS},
		{"opml", NS_RSS}};
	if (ns != NS_UNKNOWN && ns != NS_RSS)
		return ns;
	for (size_t i = 0; i < G_N_ELEMENTS(roots); i++)
		if (g_ascii_strcasecmp(roots[i].name, name) == 0) {
			if (ns == NS_UNKNOWN && uri && *uri)
				w->root_uri = uri;
			return roots[i].ns;
		}
	return ns;
}

/* --- attributes ------------------------------------------------------------------ */

static void store_attrs(struct walk *w, const struct raw_attr *attrs, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct stored_attr s = {.name = attrs[i].name,
					.offset = w->attr_text->len};
		if (attrs[i].uri)
			s.ns = uri_ns(w, attrs[i].uri);
		else if (attrs[i].prefix)
			s.ns = ns_of_prefix(attrs[i].prefix);
		else
			s.ns = NS_RSS;
		g_string_append_len(w->attr_text, attrs[i].value,
				    (gssize)attrs[i].n_value);
		g_string_append_c(w->attr_text, '\0');
		g_array_append_val(w->stored, s);
	}
}

const char *element_attr_ns(const struct element *e, enum ns ns, const char *name)
{
	for (size_t i = 0; i < e->n_attrs; i++)
		if (e->attrs[i].ns == ns &&
		    g_ascii_strcasecmp(e->attrs[i].name, name) == 0)
			return e->attrs[i].value;
	return NULL;
}

const char *element_attr(const struct element *e, const char *name)
{
	const char *value = element_attr_ns(e, NS_RSS, name);
	/* <atom:link atom:href="..."> */
	return value ? value : element_attr_ns(e, e->rule->ns, name);
}

static bool raw_is(const struct raw_attr *a, const char *name)
{
	return !a->prefix && g_ascii_strcasecmp(a->name, name) == 0;
}

static bool raw_value_is(const struct raw_attr *a, const char *value)
{
	return a->n_value == strlen(value) &&
	       g_ascii_strncasecmp(a->value, value, a->n_value) == 0;
}

static void append_escaped(GString *out, const char *s, size_t n, bool quote)
{
	static const bool special[256] = {['&'] = 1, ['<'] = 1, ['>'] = 1, ['"'] = 1};
	size_t from = 0;
	for (size_t i = 0; i < n; i++) {
		if (!special[(unsigned char)s[i]])
			continue;
		const char *with = s[i] == '&'		  ? "&amp;"
				   : s[i] == '<'	  ? "&lt;"
				   : s[i] == '>'	  ? "&gt;"
				   : s[i] == '"' && quote ? "&quot;"
							  : NULL;
		if (!with)
			continue;
		g_string_append_len(out, s + from, (gssize)(i - from));
		g_string_append(out, with);
		from = i + 1;
	}
	g_string_append_len(out, s + from, (gssize)(n - from));
}

/* --- calling the functions of the table -------------------------------------------- */

static void call(struct walk *w, const struct frame *f, element_fn *fn, const char *text,
		 size_t n_text)
{
	g_array_set_size(w->attrs, 0);
	for (size_t i = f->attrs_start; i < w->stored->len; i++) {
		struct stored_attr *s = &g_array_index(w->stored, struct stored_attr, i);
		struct attr a = {s->name, s->ns, w->attr_text->str + s->offset};
		g_array_append_val(w->attrs, a);
	}
	struct element e = {
		.rule = f->rule,
		.name = f->name,
		.uri = f->uri,
		.attrs = (struct attr *)(void *)w->attrs->data,
		.n_attrs = w->attrs->len,
		.text = text,
		.n_text = n_text,
		.markup = f->held,
		.clean = w->r->clean && text != w->decoded->str,
		.base = f->base,
		.lang = f->lang,
		.line = f->line,
	};
	fn(w->r, &e);
}

/* Text in base64, if it is that and if it is text. What is coded, but no text (a
 * picture), is nothing. */
static bool decode(struct walk *w, const struct frame *f, const char *text)
{
	for (const char *p = text; *p; p++)
		if (!g_ascii_isalnum(*p) && !g_ascii_isspace(*p) && !strchr("+/=", *p))
			return false;
	gsize n;
	g_autofree char *bytes = (char *)g_base64_decode(text, &n);
	g_string_truncate(w->decoded, 0);
	if (!g_utf8_validate_len(bytes, n, NULL))
		return true;
	if (f->escape)
		append_escaped(w->decoded, bytes, n, false);
	else
		g_string_append_len(w->decoded, bytes, (gssize)n);
	return true;
}

static void call_with_text(struct walk *w, const struct frame *f)
{
	if (!f->rule->end)
		return;
	const char *text = w->text->str + f->text_start;
	size_t n = w->text->len - f->text_start;
	while (n && g_ascii_isspace(text[n - 1]))
		n--;
	while (n && g_ascii_isspace(*text))
		text++, n--;
	/* Functions may read to the NUL: the buffer is ours. */
	w->text->str[(size_t)(text - w->text->str) + n] = '\0';
	if (f->base64 && !f->held && decode(w, f, text))
		call(w, f, f->rule->end, w->decoded->str, w->decoded->len);
	else
		call(w, f, f->rule->end, text, n);
}

/* --- markup, written out again -------------------------------------------------------- */

static bool is_void(const char *name)
{
	static const char *const names[] = {"area",  "base",   "br",	"col",	"embed",
					    "hr",    "img",    "input", "link", "meta",
					    "param", "source", "track", "wbr"};
	/* The first letter tells nearly all of them apart. */
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if ((*name | 0x20) == *names[i] &&
		    g_ascii_strcasecmp(names[i], name) == 0)
			return true;
	return false;
}

static bool is_address(const char *name)
{
	static const char *const names[] = {"href",   "src",	  "cite",      "poster",
					    "action", "longdesc", "background"};
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

static void write_name(struct walk *w, const struct frame *f)
{
	if (f->prefix) {
		g_string_append(w->text, f->prefix);
		g_string_append_c(w->text, ':');
	}
	g_string_append(w->text, f->name);
}

static void write_start(struct walk *w, const struct frame *f, const char *gather_base,
			const struct raw_attr *attrs, size_t n)
{
	g_string_append_c(w->text, '<');
	write_name(w, f);
	for (size_t i = 0; i < n; i++) {
		const struct raw_attr *a = &attrs[i];
		if (a->prefix)
			continue;
		g_string_append_printf(w->text, " %s=\"", a->name);
		if (f->base && f->base != gather_base && is_address(a->name)) {
			g_autofree char *ref = g_strndup(a->value, a->n_value);
			g_autofree char *url = url_resolve(f->base, ref);
			append_escaped(w->text, url, strlen(url), true);
			w->r->clean = false;
		} else {
			append_escaped(w->text, a->value, a->n_value, true);
		}
		g_string_append_c(w->text, '"');
	}
	g_string_append_c(w->text, '>');
}

/* Whether the text of an Atom element is text rather than HTML, and whether it is coded:
 * by RFC 4287 3.1 and 4.1.3.3, or by type and mode of Atom 0.3. */
static void atom_type(struct frame *f, const struct raw_attr *attrs, size_t n)
{
	const struct raw_attr *type = NULL, *mode = NULL;
	for (size_t i = 0; i < n; i++) {
		if (raw_is(&attrs[i], "type"))
			type = &attrs[i];
		else if (raw_is(&attrs[i], "mode"))
			mode = &attrs[i];
	}
	bool html = type &&
		    (raw_value_is(type, "html") || raw_value_is(type, "text/html"));
	bool xhtml = type && (raw_value_is(type, "xhtml") ||
			      raw_value_is(type, "application/xhtml+xml"));
	bool media_type = type && memchr(type->value, '/', type->n_value);
	f->xhtml = html || xhtml;
	f->escape = !html;
	if (mode && (raw_value_is(mode, "escaped") || raw_value_is(mode, "base64"))) {
		f->escape = (media_type && !f->xhtml) ||
			    (type && raw_value_is(type, "text"));
		f->base64 = raw_value_is(mode, "base64");
	} else if (mode && raw_value_is(mode, "xml")) {
		f->escape = true;
	} else if (media_type && !f->xhtml) {
		f->base64 = g_ascii_strncasecmp(type->value, "text/", 5) != 0 &&
			    !memmem(type->value, type->n_value, "xml", 3);
	}
}

/* --- start tags ------------------------------------------------------------------------ */

static void inherit(struct walk *w, struct frame *f, const struct raw_attr *attrs,
		    size_t n)
{
	const struct frame *parent = top(w);
	if (parent) {
		f->base = parent->base;
		f->lang = parent->lang;
	}
	for (size_t i = 0; i < n; i++) {
		const struct raw_attr *a = &attrs[i];
		if (!a->prefix || strcmp(a->prefix, "xml") != 0 || a->n_value > LIMIT_URL)
			continue;
		g_autofree char *value = g_strndup(a->value, a->n_value);
		if (strcmp(a->name, "lang") == 0) {
			f->lang = reader_keep(w->r, value, 64);
		} else if (strcmp(a->name, "base") == 0) {
			const char *over = f->base ? f->base : w->r->url;
			g_autofree char *url = url_resolve(over, value);
			if (url_is_base(url))
				f->base = arena_strdup(w->r->keep, url);
		}
	}
}

static void start_gathering(struct frame *f, const struct raw_attr *attrs, size_t n)
{
	if (f->rule->content == TEXT) {
		f->mode = GATHERED;
	} else if (f->rule->content == MARKUP) {
		f->mode = MARKED;
		if (f->rule->ns == NS_ATOM && !f->astray)
			atom_type(f, attrs, n);
		else if (f->rule->ns == NS_XHTML)
			f->escape = true;
	}
}

static void dispatch(struct walk *w, struct frame *f, enum inside inside, enum ns ns,
		     const struct raw_attr *attrs, size_t n)
{
	w->r->item_held |= inside == IN_ITEM;
	f->rule = walk_rule(ns, f->name, inside);
	if (!f->rule && ns == w->r->native && (ns == NS_RSS || ns == NS_ATOM)) {
		f->rule = walk_rule(ns == NS_RSS ? NS_ATOM : NS_RSS, f->name, inside);
		f->astray = f->rule;
	}
	f->text_start = w->text->len;
	f->mode = SKIPPED;
	if (!f->rule) {
		/* What wraps a whole feed is passed through. */
		f->inside = inside == IN_DOCUMENT ? IN_DOCUMENT : IN_OTHER;
		bool foreign = ns == NS_UNKNOWN && f->uri && f->prefix;
		/* Around the feed there may be anything: <soap:Envelope>. */
		if ((foreign || inside == IN_FOREIGN) && !w->r->mended &&
		    inside != IN_DOCUMENT)
			f->inside = IN_FOREIGN;
		return;
	}
	store_attrs(w, attrs, n);
	if (f->rule->content == OPENS) {
		f->mode = CONTAINER;
		f->inside = f->rule->opens;
		f->own_text = f->inside == IN_PERSON;
	} else {
		f->inside = IN_OTHER;
		start_gathering(f, attrs, n);
	}
	if (f->rule->begin)
		call(w, f, f->rule->begin, "", 0);
}

static bool starts_item(enum ns ns, const char *name)
{
	return (ns == NS_RSS && g_ascii_strcasecmp(name, "item") == 0) ||
	       (ns == NS_ATOM && g_ascii_strcasecmp(name, "entry") == 0);
}

/* Whether an element inside of one that holds a line of text belongs beside it: "<title>x
 * <link>...". */
static bool belongs_beside(const struct walk *w, enum ns ns, const char *name)
{
	const struct frame *gather = NULL;
	guint i = w->frames->len;
	if (!w->r->mended || (ns != NS_RSS && ns != NS_ATOM))
		return false;
	while (i-- > 0) {
		gather = &g_array_index(w->frames, struct frame, i);
		if (gather->mode == GATHERED || gather->mode == MARKED)
			break;
	}
	if (i == 0 || i > w->frames->len || gather->rule->ns != ns ||
	    (gather->mode == MARKED && gather->rule->end != put_plain))
		return false;
	const struct frame *outer = &g_array_index(w->frames, struct frame, i - 1);
	const struct rule *rule = walk_rule(ns, name, outer->inside);
	return rule && rule != gather->rule && (rule->inside & IN_ITEM);
}

/* A title that is never closed must not swallow the stories after it; or, beside, what
 * belongs into the same story. Returns what it stands in. */
static enum inside finish_gathering(struct walk *w, bool beside)
{
	enum inside outer = IN_OTHER;
	for (guint i = 0; i < w->frames->len; i++) {
		struct frame *f = &g_array_index(w->frames, struct frame, i);
		if (f->mode == GATHERED || f->mode == MARKED) {
			call_with_text(w, f);
			g_string_truncate(w->text, f->text_start);
		}
		if (f->mode != CONTAINER && f->mode != SKIPPED) {
			f->mode = SKIPPED;
			f->rule = NULL;
			f->inside = beside ? outer : IN_OTHER;
			f->text_start = w->text->len;
		} else {
			outer = f->inside;
		}
	}
	return outer;
}

static void start_inside_gathered(struct walk *w, struct frame *f, enum ns ns,
				  const struct raw_attr *attrs, size_t n)
{
	struct frame *gather = NULL;
	for (guint i = w->frames->len; i-- > 0;) {
		gather = &g_array_index(w->frames, struct frame, i);
		if (gather->mode == MARKED)
			break;
	}
	/* cppcheck-suppress nullPointer: this is called inside such a frame only */
	bool first = !gather->held && w->text->len == gather->text_start;
	gather->held = true;
	if (ns == NS_XHTML)
		f->prefix = NULL;
	if (gather->xhtml && first && strcmp(f->name, "div") == 0) {
		f->mode = DROPPED;
		return;
	}
	f->mode = WRITTEN;
	write_start(w, f, gather->base, attrs, n);
}

void walk_start(struct walk *w, const char *name, const char *prefix, const char *uri,
		const struct raw_attr *attrs, size_t n_attrs, int line)
{
	struct frame f = {.name = name, .prefix = prefix, .uri = uri, .line = line};
	f.attrs_start = w->stored->len;
	f.attr_text_start = w->attr_text->len;
	f.text_start = w->text->len;
	inherit(w, &f, attrs, n_attrs);

	struct frame *parent = top(w);
	enum inside inside = parent ? parent->inside : IN_DOCUMENT;
	enum ns ns = element_ns(w, prefix, uri);
	bool gathering = parent && parent->mode != CONTAINER && parent->mode != SKIPPED;
	if (gathering && starts_item(ns, name) && w->r->feed->format != FEED_UNKNOWN) {
		finish_gathering(w, false);
		gathering = false;
		inside = IN_OTHER;
	} else if (gathering && belongs_beside(w, ns, name)) {
		inside = finish_gathering(w, true);
		gathering = false;
	}
	if (inside == IN_DOCUMENT && w->r->feed->format == FEED_UNKNOWN)
		ns = root_ns(w, name, uri, ns);
	if (!gathering) {
		dispatch(w, &f, inside, ns, attrs, n_attrs);
	} else if (parent->mode == GATHERED || parent->mode == INNER) {
		f.mode = INNER;
		parent->held = true;
	} else {
		start_inside_gathered(w, &f, ns, attrs, n_attrs);
	}
	g_array_append_val(w->frames, f);
}

/* --- text and end tags ------------------------------------------------------------------ */

void walk_text(struct walk *w, const char *text, size_t n)
{
	const struct frame *f = top(w);
	if (!f || f->mode == SKIPPED || (f->mode == CONTAINER && !f->own_text))
		return;
	if (w->text->len + n > LIMIT_BODY + LIMIT_BODY / 4) {
		w->cut = true;
		return;
	}
	if (f->mode == WRITTEN || f->mode == DROPPED || (f->mode == MARKED && f->escape))
		append_escaped(w->text, text, n, false);
	else
		g_string_append_len(w->text, text, (gssize)n);
}

void walk_end(struct walk *w)
{
	struct frame *f = top(w);
	if (!f)
		return;
	switch (f->mode) {
	case CONTAINER:
		call_with_text(w, f);
		g_string_truncate(w->text, f->text_start);
		break;
	case GATHERED:
	case MARKED:
		if (w->cut) {
			reader_warn(w->r, f->line, _("<%s> is too long and was cut"),
				    f->name);
			w->cut = false;
		}
		call_with_text(w, f);
		g_string_truncate(w->text, f->text_start);
		break;
	case SKIPPED:
		if (f->rule && f->rule->end)
			call(w, f, f->rule->end, "", 0);
		g_string_truncate(w->text, f->text_start);
		break;
	case WRITTEN:
		if (!is_void(f->name)) {
			g_string_append(w->text, "</");
			write_name(w, f);
			g_string_append_c(w->text, '>');
		}
		break;
	case INNER:
	case DROPPED:
		break;
	}
	g_array_set_size(w->stored, (guint)f->attrs_start);
	g_string_truncate(w->attr_text, f->attr_text_start);
	g_array_set_size(w->frames, w->frames->len - 1);
}

bool walk_is_open(const struct walk *w)
{
	return w->frames->len > 0;
}

void walk_finish(struct walk *w)
{
	while (w->frames->len)
		walk_end(w);
}
