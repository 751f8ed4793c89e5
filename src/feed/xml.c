/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An XML document, as libxml2 reads it: xml_read takes what stands before the root out,
 * parses, and at the first fault mends the document and parses it again. */
#include "feed/xml.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <string.h>

#include "feed/doctype.h"
#include "feed/mend.h"
#include "text/utf8.h"
#include "util/clock.h"
#include "util/i18n.h"
#include "util/limit.h"

enum {
	DEADLINE_US = 3500000, /* of processor time for one document */
	EVENTS = 4096,	       /* between two looks at the clock and the budget */
	RUN = 64 << 10,	       /* text that is taken at once */
};

struct source_text {
	struct reader *r;
	struct walk *walk;
	xmlParserCtxtPtr ctxt;
	struct entities entities;
	xmlEntity entity;  /* what the hook lends to the parser */
	GString *name;	   /* text of that entity */
	GString *value;	   /* an attribute with its entities resolved */
	GString *run;	   /* text that is taken past the parser */
	GArray *attrs;	   /* struct raw_attr */
	GPtrArray *values; /* resolved values */
	int first_line;	   /* lines before what the parser sees */
	bool mended, failed, stopped;
	int64_t deadline;
	unsigned events;
};

static int count_lines(const char *text, size_t n)
{
	int lines = 0;
	const char *end = text + n;
	while ((text = memchr(text, '\n', (size_t)(end - text)))) {
		lines++;
		text++;
	}
	return lines;
}

static void stop(struct source_text *s, const char *why)
{
	if (s->stopped)
		return;
	s->stopped = true;
	reader_warn(s->r, xmlSAX2GetLineNumber(s->ctxt) + s->first_line, "%s", why);
	xmlStopParser(s->ctxt);
}

/* Called for each event: the parser must not drop entities after a fault, and nothing
 * goes on for ever. */
static void tick(struct source_text *s)
{
	s->ctxt->wellFormed = 1;
	if (++s->events % EVENTS)
		return;
	if (arena_full(s->r->arena) || arena_full(s->r->keep))
		stop(s, _("the document needs too much memory, the rest was not read"));
	else if (clock_cpu_us() > s->deadline)
		stop(s, _("the document takes too long, the rest was not read"));
}

/* --- libxml2's hooks ------------------------------------------------------------------- */

/* An attribute's value still holds what is no predefined entity. */
static void resolve(struct source_text *s, struct raw_attr *a)
{
	const char *p = a->value, *end = p + a->n_value;
	g_string_truncate(s->value, 0);
	while (p < end) {
		const char *amp = memchr(p, '&', (size_t)(end - p));
		if (!amp)
			amp = end;
		g_string_append_len(s->value, p, amp - p);
		p = amp;
		if (p >= end)
			break;
		const char *close = memchr(p, ';', (size_t)(end - p));
		const char *text = NULL;
		if (close && close - p < 64) {
			g_autofree char *name = g_strndup(p + 1, (gsize)(close - p - 1));
			text = strcmp(name, "#38") == 0
				       ? "&"
				       : entities_text(&s->entities, name);
		}
		g_string_append(s->value, text ? text : "&");
		p = text ? close + 1 : p + 1;
	}
	a->n_value = s->value->len;
	a->value = g_strndup(s->value->str, s->value->len);
	g_ptr_array_add(s->values, (char *)(uintptr_t)a->value);
}

/* <title><![CDATA[...]]>: libxml2 takes such a section character by character, which costs
 * more than all the rest. So its text is handed on here, at the end of the start tag, and
 * the parser goes on at the last byte of the section, as if that were the '>' of the tag
 * that it looks for next. What is cut or has carriage returns is left to the parser. */
static void take_section(struct source_text *s)
{
	static const char opening[] = "><![CDATA[";
	xmlParserInputPtr input = s->ctxt->input;
	const char *text = (const char *)input->cur, *end = (const char *)input->end;
	if (input->buf || (size_t)(end - text) < strlen(opening) ||
	    memcmp(text, opening, strlen(opening)) != 0)
		return;
	text += strlen(opening);
	const char *close = mend_section_end(text, (size_t)(end - text));
	if (!close || memchr(text, '\r', (size_t)(close - text)))
		return;
	walk_text(s->walk, text, (size_t)(close - text));
	input->line += count_lines(text, (size_t)(close - text));
	input->cur = (const xmlChar *)close + strlen("]]>") - 1;
}

/* Text in which nothing has to be understood: up to a tag, a reference, the end, a carriage
 * return, "]]>", U+FFFE or U+FFFF, which XML has not. */
static const char *skip_text(const char *p)
{
	static const bool special[256] = {
		[0] = 1, ['\r'] = 1, ['&'] = 1, ['<'] = 1, [']'] = 1, [0xEF] = 1};
	for (;; p++) {
		while (!special[(unsigned char)*p])
			p++;
		if (*p == ']' ? strncmp(p, "]]>", 3) != 0
			      : *p == '\xEF' && (p[1] != '\xBF' || (p[2] & 0xFE) != 0xBE))
			continue;
		return p;
	}
}

/* What one of the references that every document of escaped HTML is full of stands for: its
 * length, or 0 if it is another. */
static size_t take_reference(const char *p, char *c)
{
	static const struct {
		char name[8];
		size_t n;
		char c;
	} list[] = {{"&lt;", 4, '<'},
		    {"&gt;", 4, '>'},
		    {"&amp;", 5, '&'},
		    {"&quot;", 6, '"'},
		    {"&apos;", 6, '\''}};
	for (size_t i = 0; i < G_N_ELEMENTS(list); i++) {
		size_t k = 1;
		while (k < list[i].n && p[k] == list[i].name[k])
			k++;
		if (k == list[i].n) {
			*c = list[i].c;
			return k;
		}
	}
	return 0;
}

/* libxml2 hands escaped HTML on in pieces, and what is not ASCII character by character.
 * So after a reference or an end tag the text that follows is read here, as far as it is
 * simple; the parser goes on behind it. */
static void take_text(struct source_text *s)
{
	xmlParserInputPtr input = s->ctxt->input;
	const char *from = (const char *)input->cur, *p = from;
	if (s->stopped || s->failed || input->buf || s->ctxt->inputNr != 1 ||
	    !walk_is_open(s->walk))
		return;
	g_string_truncate(s->run, 0);
	while (p - from < RUN) {
		const char *stop = skip_text(p);
		/* Long text is cut in the pieces of the parser. */
		if (stop - p > RUN)
			break;
		g_string_append_len(s->run, p, stop - p);
		p = stop;
		char c = '\0';
		size_t n = *p == '&' ? take_reference(p, &c) : 0;
		if (n > 0)
			g_string_append_c(s->run, c);
		else if (p[0] == '\r' && p[1] == '\n')
			n = 1;
		else
			break;
		p += n;
	}
	if (s->run->len > 0)
		walk_text(s->walk, s->run->str, s->run->len);
	input->line += count_lines(from, (size_t)(p - from));
	input->cur = (const xmlChar *)p;
}

/* A document may be clean, and yet hold what stands for something that is not: what the
 * parser does not hand on from the document itself is looked at. */
static void look_at(struct source_text *s, const char *text, size_t n)
{
	const char *from = (const char *)s->ctxt->input->base,
		   *end = (const char *)s->ctxt->input->end;
	bool own = text >= from && text < end;
	if (s->r->clean && !own && !utf8_is_clean(text, n, CLEAN_TEXT))
		s->r->clean = false;
}

static void on_start(void *data, const xmlChar *name, const xmlChar *prefix,
		     const xmlChar *uri, int n_ns, const xmlChar **ns, int n_attrs,
		     int n_defaulted, const xmlChar **attrs)
{
	(void)n_ns, (void)ns, (void)n_defaulted;
	struct source_text *s = data;
	tick(s);
	if (s->stopped)
		return;
	g_array_set_size(s->attrs, 0);
	for (int i = 0; i < n_attrs; i++, attrs += 5) {
		struct raw_attr a = {
			.name = (const char *)attrs[0],
			.prefix = (const char *)attrs[1],
			.uri = (const char *)attrs[2],
			.value = (const char *)attrs[3],
			.n_value = (size_t)(attrs[4] - attrs[3]),
		};
		if (memchr(a.value, '&', a.n_value))
			resolve(s, &a);
		look_at(s, a.value, a.n_value);
		g_array_append_val(s->attrs, a);
	}
	walk_start(s->walk, (const char *)name, (const char *)prefix, (const char *)uri,
		   (struct raw_attr *)(void *)s->attrs->data, s->attrs->len,
		   xmlSAX2GetLineNumber(s->ctxt) + s->first_line);
	if (s->values->len)
		g_ptr_array_set_size(s->values, 0);
	take_section(s);
}

static void on_end(void *data, const xmlChar *name, const xmlChar *prefix,
		   const xmlChar *uri)
{
	(void)name, (void)prefix, (void)uri;
	struct source_text *s = data;
	tick(s);
	if (s->stopped)
		return;
	walk_end(s->walk);
	take_text(s);
}

/* What libxml2 hands on for the five references that XML has of its own. */
static const xmlChar *predefined[5];

static void init_predefined(void)
{
	static const char *const names[G_N_ELEMENTS(predefined)] = {"lt", "gt", "amp",
								    "quot", "apos"};
	for (size_t i = 0; i < G_N_ELEMENTS(predefined); i++) {
		xmlEntityPtr entity = xmlGetPredefinedEntity((const xmlChar *)names[i]);
		predefined[i] = entity ? entity->content : NULL;
	}
}

static bool is_predefined(const xmlChar *text)
{
	for (size_t i = 0; i < G_N_ELEMENTS(predefined); i++)
		if (predefined[i] == text)
			return true;
	return false;
}

static void on_text(void *data, const xmlChar *text, int n)
{
	struct source_text *s = data;
	tick(s);
	if (s->stopped)
		return;
	look_at(s, (const char *)text, (size_t)n);
	walk_text(s->walk, (const char *)text, (size_t)n);
	/* A predefined entity, or one of get_entity: both are handed on as they are kept. */
	if (n == 1 ? is_predefined(text) : text == (const xmlChar *)s->name->str)
		take_text(s);
}

/* Every name is known: that of HTML, that of the document; any other stands for itself,
 * as it was written. Text goes in as a predefined entity, which is never read again;
 * attributes keep the reference, and resolve() sees to it. */
static xmlEntityPtr get_entity(void *data, const xmlChar *name)
{
	struct source_text *s = data;
	const char *text = entities_text(&s->entities, (const char *)name);
	g_string_truncate(s->name, 0);
	if (text)
		g_string_append(s->name, text);
	else
		g_string_append_printf(s->name, "&%s;", (const char *)name);
	s->entity = (xmlEntity){
		.type = XML_ENTITY_DECL,
		.name = name,
		.orig = (xmlChar *)s->name->str,
		.content = (xmlChar *)s->name->str,
		.length = (int)s->name->len,
		.etype = s->ctxt->instate == XML_PARSER_ATTRIBUTE_VALUE
				 ? XML_INTERNAL_GENERAL_ENTITY
				 : XML_INTERNAL_PREDEFINED_ENTITY,
		.checked = 2,
	};
	if (s->entity.etype == XML_INTERNAL_GENERAL_ENTITY)
		s->entity.content = s->entity.orig = (xmlChar *)(uintptr_t) "";
	return &s->entity;
}

static xmlEntityPtr no_entity(void *data, const xmlChar *name)
{
	(void)data, (void)name;
	return NULL;
}

static xmlParserInputPtr no_input(void *data, const xmlChar *public_id,
				  const xmlChar *system_id)
{
	(void)data, (void)public_id, (void)system_id;
	return NULL;
}

static void on_error(void *data, xmlErrorPtr err)
{
	struct source_text *s = data;
	if (s->stopped || s->failed || err->level != XML_ERR_FATAL)
		return;
	s->failed = true;
	g_autofree char *text = g_strdup(err->message ? err->message : "");
	g_strchomp(text);
	if (!s->mended) {
		reader_warn(s->r, err->line + s->first_line,
			    _("not well-formed XML, mended: %s"), text);
		xmlStopParser(s->ctxt);
	}
}

static const xmlSAXHandler hooks = {
	.initialized = XML_SAX2_MAGIC,
	.startElementNs = on_start,
	.endElementNs = on_end,
	.characters = on_text,
	.ignorableWhitespace = on_text,
	.cdataBlock = on_text,
	.getEntity = get_entity,
	.getParameterEntity = no_entity,
	.resolveEntity = no_input,
	.serror = on_error,
};

/* --- one attempt ------------------------------------------------------------------------ */

static void parse(struct source_text *s, const char *text)
{
	xmlParserCtxtPtr ctxt = xmlNewParserCtxt();
	s->ctxt = ctxt;
	s->walk = walk_new(s->r);
	*ctxt->sax = hooks;
	ctxt->userData = s;
	xmlCtxtUseOptions(ctxt, XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOCDATA |
					XML_PARSE_COMPACT | XML_PARSE_IGNORE_ENC);
	/* NOCDATA puts its own functions in. */
	*ctxt->sax = hooks;
	/* No copy: an input without a buffer is read where it lies. */
	xmlParserInputPtr input = xmlNewStringInputStream(ctxt, (const xmlChar *)text);
	inputPush(ctxt, input);
	xmlParseDocument(ctxt);
	if (!s->failed || s->mended)
		walk_finish(s->walk);
	walk_free(s->walk);
	s->walk = NULL;
	if (ctxt->myDoc)
		xmlFreeDoc(ctxt->myDoc);
	ctxt->myDoc = NULL;
	xmlFreeParserCtxt(ctxt);
	s->ctxt = NULL;
}

/* The declaration, a comment, the document type at p, which begins with '<': the byte
 * after it, or NULL if it is none of these. */
static const char *skip_mark(struct source_text *s, const char *p, const char *end)
{
	const char *close = NULL;
	if (g_str_has_prefix(p, "<?")) {
		close = strstr(p, "?>");
		return close ? close + 2 : strchr(p, '>');
	}
	if (g_str_has_prefix(p, "<!--")) {
		close = strstr(p, "-->");
		return close ? close + 3 : end;
	}
	if (g_ascii_strncasecmp(p, "<!doctype", 9) == 0) {
		bool inner;
		close = doctype_skip(p, end, &s->entities, &inner);
		if (inner)
			reader_warn(s->r, 0,
				    _("the declarations of the document type are "
				      "ignored, but for simple entities"));
	}
	return close;
}

/* Where the root element begins, or end. */
static const char *find_root(struct source_text *s, const char *text, const char *end)
{
	const char *p = text;
	bool junk = false;
	while (p && p < end) {
		const char *at = strchr(p, '<');
		for (const char *q = p; at && q < at; q++)
			junk |= !g_ascii_isspace(*q);
		if (!at)
			return end;
		if (g_ascii_isalpha(at[1]) || at[1] == '_' || (at[1] & 0x80)) {
			if (junk)
				reader_warn(
					s->r, 1,
					_("text before the beginning of the document"));
			return at;
		}
		p = skip_mark(s, at, end);
		if (!p) {
			junk = true;
			p = at + 1;
		}
	}
	return end;
}

void xml_read(struct reader *r, const char *text, size_t n_text)
{
	struct source_text s = {.r = r};
	s.name = g_string_new(NULL);
	s.value = g_string_new(NULL);
	s.run = g_string_sized_new(4096);
	s.attrs = g_array_new(false, false, sizeof(struct raw_attr));
	s.values = g_ptr_array_new_with_free_func(g_free);
	s.deadline = clock_cpu_us() + DEADLINE_US;
	const char *from = find_root(&s, text, text + n_text);
	size_t n = (size_t)(text + n_text - from);
	s.first_line = count_lines(text, (size_t)(from - text));
	const char *at, *mend = mend_is_needed(from, n, &at);
	if (mend)
		reader_warn(r, 1 + count_lines(text, (size_t)(at - text)),
			    _("not well-formed XML, mended: %s"), _(mend));
	else if (n)
		parse(&s, from);
	if (mend || s.failed) {
		reader_restart(r);
		s.mended = r->mended = true;
		s.failed = s.stopped = false;
		GString *mended = mend_document(from, n);
		parse(&s, mended->str);
		g_string_free(mended, true);
	}
	entities_clear(&s.entities);
	g_string_free(s.name, true);
	g_string_free(s.value, true);
	g_string_free(s.run, true);
	g_array_free(s.attrs, true);
	g_ptr_array_free(s.values, true);
}

/* --- once a process --------------------------------------------------------------------- */

static xmlParserInputPtr no_external(const char *url, const char *id,
				     xmlParserCtxtPtr ctxt)
{
	(void)url, (void)id, (void)ctxt;
	return NULL;
}

static void silent(void *data, const char *format, ...)
{
	(void)data, (void)format;
}

void xml_init(void)
{
	xmlInitParser();
	xmlSetExternalEntityLoader(no_external);
	xmlSetGenericErrorFunc(NULL, silent);
	init_predefined();
}
