/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a page says of itself: JSON-LD of schema.org first, then meta elements of Dublin
 * Core, OpenGraph and others, microdata, and last the document's title. */
#include <string.h>

#include "html/extract.h"
#include "text/date.h"
#include "text/fold.h"
#include "text/plain.h"
#include "text/utf8.h"
#include "util/limit.h"
#include "util/url.h"
#include "wire/feed.h"

enum { MOST_SCRIPT = 2 << 20, MOST_AUTHORS = 20, MOST_METAS = 500 };

/* --- text ------------------------------------------------------------------------- */

/* Plain text on one line; NULL for none. Values are often escaped twice. */
static const char *line_of(struct arena *arena, const char *value)
{
	if (!value)
		return NULL;
	size_t n = MIN(strlen(value), LIMIT_TITLE);
	g_autofree char *unescaped = plain_unescape(value, n);
	g_autofree char *line = utf8_clean(unescaped, strlen(unescaped), CLEAN_LINE);
	return *line ? arena_strdup(arena, line) : NULL;
}

static const char *text_below(struct arena *arena, const struct node *node)
{
	GString *text = g_string_new(NULL);
	node_text(text, node, LIMIT_TITLE);
	g_autofree char *line = utf8_clean(text->str, text->len, CLEAN_LINE);
	g_string_free(text, TRUE);
	return *line ? arena_strdup(arena, line) : NULL;
}

/* The words of a text, folded, in order; to be freed. */
static char **words_of(const char *text)
{
	g_autofree char *lower = g_utf8_strdown(text, -1);
	GPtrArray *words = g_ptr_array_new();
	const char *from = NULL;
	for (const char *s = lower;; s = g_utf8_next_char(s)) {
		bool in = *s && g_unichar_isalnum(g_utf8_get_char(s));
		if (in && !from)
			from = s;
		if (!in && from) {
			g_ptr_array_add(words, g_strndup(from, (gsize)(s - from)));
			from = NULL;
		}
		if (!*s)
			break;
	}
	g_ptr_array_add(words, NULL);
	return (char **)g_ptr_array_free(words, FALSE);
}

double meta_likeness(const char *a, const char *b)
{
	if (!a || !b || strlen(a) > LIMIT_ID || strlen(b) > LIMIT_ID)
		return 0;
	g_auto(GStrv) left = words_of(a);
	g_auto(GStrv) right = words_of(b);
	g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);
	for (char **w = left; *w; w++)
		g_hash_table_add(known, *w);
	size_t all = 0, same = 0;
	for (char **w = right; *w; w++) {
		all += strlen(*w) + 1;
		if (g_hash_table_contains(known, *w))
			same += strlen(*w) + 1;
	}
	return all && *left ? (double)same / (double)all : 0;
}

/* --- the document's title --------------------------------------------------------- */

static size_t count_words(const char *s)
{
	size_t words = 0;
	for (bool in = false; *s; s++) {
		bool blank = g_ascii_isspace(*s);
		words += !blank && !in;
		in = !blank;
	}
	return words;
}

/* A separator with blanks around it at s: its length, else 0. */
static size_t separator_at(const char *s, bool *steps)
{
	static const struct {
		const char *sign;
		bool steps;
	} signs[] = {{"|", false}, {"-", false}, {"–", false}, {"—", false},
		     {"\\", true}, {"/", true},	 {">", true},  {"»", true}};
	if (*s != ' ')
		return 0;
	for (size_t i = 0; i < G_N_ELEMENTS(signs); i++) {
		size_t n = strlen(signs[i].sign);
		if (strncmp(s + 1, signs[i].sign, n) == 0 && s[1 + n] == ' ') {
			*steps |= signs[i].steps;
			return n + 2;
		}
	}
	return 0;
}

static bool is_heading_text(struct extract *x, const char *text)
{
	for (struct node *n = node_next(x->root, x->root); n; n = node_next(n, x->root)) {
		if (n->tag != TAG_H1 && n->tag != TAG_H2)
			continue;
		const char *heading = text_below(x->arena, n);
		if (heading && strcmp(heading, text) == 0)
			return true;
	}
	return false;
}

static const char *only_heading(struct extract *x)
{
	struct node *only = NULL;
	for (struct node *n = node_next(x->root, x->root); n; n = node_next(n, x->root)) {
		if (n->tag != TAG_H1)
			continue;
		if (only)
			return NULL;
		only = n;
	}
	return only ? text_below(x->arena, only) : NULL;
}

/* The part of "story | site", "site > story" that is the story's. */
static const char *split_title(struct extract *x, const char *whole)
{
	const char *first = NULL, *last = NULL, *end = NULL;
	bool steps = false;
	size_t separators = 0;
	for (const char *s = whole; *s; s++) {
		size_t n = separator_at(s, &steps);
		if (!n)
			continue;
		separators++;
		last = s;
		if (!first)
			first = s, end = s + n;
	}
	if (!last)
		return NULL;
	const char *part = arena_strndup(x->arena, whole, (size_t)(last - whole));
	if (count_words(part) < 3)
		part = end;
	/* a heading of the page says where the story's part ends */
	part = line_of(x->arena, part);
	if (is_heading_text(x, part))
		return part;
	size_t words = count_words(part);
	if (words <= 4 && (!steps || words + 1 != count_words(whole) - separators))
		return whole;
	return part;
}

static const char *split_colon(struct extract *x, const char *whole)
{
	if (is_heading_text(x, whole))
		return whole;
	const char *part = strrchr(whole, ':') + 1;
	const char *first = strchr(whole, ':');
	if (count_words(part) < 3) {
		part = first + 1;
	} else {
		const char *before = arena_strndup(x->arena, whole,
						   (size_t)(first - whole));
		if (count_words(before) > 5)
			return whole;
	}
	return count_words(part) <= 4 ? whole : line_of(x->arena, part);
}

static const char *document_title(struct extract *x)
{
	struct node *head = node_find(x->root, TAG_HEAD);
	struct node *title = node_find(head ? head : x->root, TAG_TITLE);
	GString *text = g_string_new(NULL);
	for (struct node *n = title ? title->first : NULL; n; n = n->next)
		if (n->tag == TAG_TEXT)
			g_string_append_len(text, n->text,
					    (gssize)MIN(n->n_text, LIMIT_TITLE));
	g_autofree char *line = utf8_clean(text->str, text->len, CLEAN_LINE);
	g_string_free(text, TRUE);
	const char *whole = arena_strdup(x->arena, line);
	const char *part = split_title(x, whole);
	if (!part && strstr(whole, ": "))
		part = split_colon(x, whole);
	glong length = g_utf8_strlen(whole, -1);
	if (!part && (length > 150 || length < 15)) {
		const char *heading = only_heading(x);
		if (heading && count_words(heading) > 4)
			part = heading;
		else if (!*whole)
			part = heading;
	}
	if (!part)
		part = whole;
	return *part ? part : NULL;
}

/* --- JSON-LD ---------------------------------------------------------------------- */

static bool is_story_type(const char *type)
{
	static const char *const types[] = {
		"Article",  "Posting",	    "Report", "Review",	 "Recipe",
		"BlogPost", "APIReference", "HowTo",  "WebPage", NULL};
	return type && words_contain(type, types) && !strstr(type, "AggregateReview");
}

static const char *type_of(const struct json *object)
{
	const struct json *type = json_get(object, "@type");
	if (type && type->list)
		type = type->first;
	return type ? type->text : NULL;
}

/* The object that describes the story: the page as a whole only if no other does. */
static void find_story_object(const struct json *value, int depth,
			      const struct json **story, const struct json **page)
{
	if (!value || depth > 6)
		return;
	const char *type = type_of(value);
	if (type && is_story_type(type)) {
		if (!strstr(type, "WebPage")) {
			if (!*story)
				*story = value;
			return;
		}
		if (!*page)
			*page = value;
	}
	if (value->list) {
		for (const struct json *m = value->first; m; m = m->next)
			find_story_object(m, depth + 1, story, page);
	} else {
		find_story_object(json_get(value, "@graph"), depth + 1, story, page);
		find_story_object(json_get(value, "mainEntity"), depth + 1, story, page);
	}
}

static const char *text_of(const struct json *object, const char *key)
{
	const struct json *value = json_get(object, key);
	if (value && value->list)
		value = value->first;
	return value && value->text && *value->text ? value->text : NULL;
}

static void add_author(struct extract *x, const char *name)
{
	struct page_meta *meta = &x->meta;
	const char *line = line_of(x->arena, name);
	if (!line || url_is_absolute(line) || meta->n_authors >= MOST_AUTHORS)
		return;
	if (!meta->authors)
		meta->authors = arena_array_of(x->arena, MOST_AUTHORS, struct person);
	for (size_t i = 0; i < meta->n_authors; i++)
		if (strcmp(meta->authors[i].name, line) == 0)
			return;
	meta->authors[meta->n_authors++].name = line;
}

static void read_authors(struct extract *x, const struct json *author)
{
	if (!author)
		return;
	if (author->text)
		add_author(x, author->text);
	else if (!author->list)
		add_author(x, text_of(author, "name"));
	else
		for (const struct json *m = author->first; m; m = m->next)
			if (!m->list)
				read_authors(x, m);
}

static void set_text(struct extract *x, const char **to, const char *value)
{
	if (!*to)
		*to = line_of(x->arena, value);
}

static void set_date(struct extract *x, const char *value)
{
	int64_t t;
	if (x->meta.published == DATE_NONE && value && strlen(value) < 100 &&
	    date_parse(value, &t))
		x->meta.published = t;
}

static void set_image(struct extract *x, const char *value)
{
	if (x->meta.image || !value || !*value || strlen(value) > LIMIT_URL)
		return;
	g_autofree char *url = url_resolve(x->base, value);
	if (url && url_is_web(url))
		x->meta.image = arena_strdup(x->arena, url);
}

static void read_image(struct extract *x, const struct json *image)
{
	if (image && image->list)
		image = image->first;
	if (image)
		set_image(x, image->text ? image->text : text_of(image, "url"));
}

/* Whether the document's title is that, or that and the name of the site. */
static bool is_titled(const char *title, const char *what)
{
	return title && (meta_likeness(what, title) > 0.75 || strstr(title, what));
}

static void read_object(struct extract *x, const struct json *o, const char *title,
			bool story)
{
	struct page_meta *meta = &x->meta;
	const char *name = text_of(o, "name"), *headline = text_of(o, "headline");
	if (story) {
		bool prefer_name = name && headline && strcmp(name, headline) != 0 &&
				   is_titled(title, name) && !is_titled(title, headline);
		set_text(x, &meta->title, headline && !prefer_name ? headline : name);
		set_text(x, &meta->site, text_of(json_get(o, "publisher"), "name"));
		set_text(x, &meta->excerpt, text_of(o, "description"));
	}
	if (!meta->n_authors)
		read_authors(x, json_get(o, "author"));
	set_date(x, text_of(o, "datePublished"));
	read_image(x, json_get(o, "image"));
	set_text(x, &meta->language, text_of(o, "inLanguage"));
	const char *free_ = text_of(o, "isAccessibleForFree");
	meta->walled |= free_ && g_ascii_strcasecmp(free_, "false") == 0;
	const char *body = text_of(o, "articleBody");
	if (body && !meta->body)
		meta->body = body;
}

static void read_json(struct extract *x, const char *title)
{
	const struct json *story = NULL, *page = NULL;
	for (struct node *n = node_next(x->root, x->root); n; n = node_next(n, x->root)) {
		if (n->tag != TAG_SCRIPT || !n->first || n->first->tag != TAG_TEXT)
			continue;
		const char *type = node_attribute(n, ATTRIBUTE_TYPE);
		if (!type || !g_str_has_prefix(type, "application/ld+json"))
			continue;
		size_t length = MIN(n->first->n_text, MOST_SCRIPT);
		find_story_object(json_read(x->arena, n->first->text, length), 0, &story,
				  &page);
	}
	if (story)
		read_object(x, story, title, true);
	else if (page)
		read_object(x, page, title, false);
}

/* --- meta elements ---------------------------------------------------------------- */

/* Names in the order of belief. */
static const char *const title_names[] = {
	"dc:title", "dcterm:title",	   "dcterms:title",
	"og:title", "weibo:article:title", "weibo:webpage:title",
	"title",    "twitter:title",	   "parsely-title",
	NULL};
static const char *const author_names[] = {
	"dc:creator", "dcterm:creator", "dcterms:creator",
	"author",     "parsely-author", "article:author",
	NULL};
static const char *const site_names[] = {"og:site_name", NULL};
static const char *const excerpt_names[] = {"dc:description",	   "dcterm:description",
					    "og:description",	   "description",
					    "twitter:description", NULL};
static const char *const date_names[] = {"article:published_time",
					 "parsely-pub-date",
					 "datepublished",
					 "article:published",
					 "og:published_time",
					 "dc:date:issued",
					 "dcterms:created",
					 "dc:date",
					 "dcterms:date",
					 "pubdate",
					 "publishdate",
					 "publish_date",
					 "date",
					 "sailthru:date",
					 NULL};
static const char *const image_names[] = {"og:image:secure_url", "og:image",
					  "twitter:image", "twitter:image:src", NULL};

static void add_metas(struct extract *x, GHashTable *metas, bool properties)
{
	for (struct node *n = node_next(x->root, x->root); n; n = node_next(n, x->root)) {
		if (n->tag != TAG_META || g_hash_table_size(metas) >= MOST_METAS)
			continue;
		const char *content = node_attribute(n, ATTRIBUTE_CONTENT);
		const char *name = node_attribute(n, ATTRIBUTE_PROPERTY);
		if (!properties && !name)
			name = node_attribute(n, ATTRIBUTE_NAME);
		if (!properties && !name)
			name = node_attribute(n, ATTRIBUTE_ITEMPROP);
		if (!name || !content || !*content || strlen(name) > 200)
			continue;
		g_auto(GStrv) names = g_strsplit_set(name, " \t\n", 10);
		for (char **s = names; *s; s++) {
			char *lower = g_ascii_strdown(*s, -1);
			g_strdelimit(lower, ".", ':');
			if (!*lower || g_hash_table_contains(metas, lower))
				g_free(lower);
			else
				g_hash_table_insert(metas, lower,
						    (char *)(uintptr_t)content);
		}
	}
}

/* All metas by name: properties before names, first wins. */
static GHashTable *read_metas(struct extract *x)
{
	GHashTable *metas = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	add_metas(x, metas, true);
	add_metas(x, metas, false);
	return metas;
}

static void set_from(struct extract *x, const char **to, GHashTable *metas,
		     const char *const *names)
{
	for (; !*to && *names; names++)
		set_text(x, to, g_hash_table_lookup(metas, *names));
}

static void use_metas(struct extract *x)
{
	struct page_meta *meta = &x->meta;
	g_autoptr(GHashTable) metas = read_metas(x);
	set_from(x, &meta->title, metas, title_names);
	set_from(x, &meta->site, metas, site_names);
	set_from(x, &meta->excerpt, metas, excerpt_names);
	for (const char *const *n = author_names; !meta->n_authors && *n; n++)
		add_author(x, g_hash_table_lookup(metas, *n));
	for (const char *const *n = date_names; *n; n++)
		set_date(x, g_hash_table_lookup(metas, *n));
	for (const char *const *n = image_names; *n; n++)
		set_image(x, g_hash_table_lookup(metas, *n));
	if (!meta->language) {
		const char *language = g_hash_table_lookup(metas, "content-language");
		set_text(x, &meta->language,
			 language ? language : g_hash_table_lookup(metas, "og:locale"));
	}
}

/* --- links, microdata, the rest --------------------------------------------------- */

static bool has_word(const char *list, const char *word)
{
	size_t n = strlen(word);
	for (const char *s = list; s && *s; s += strcspn(s, " \t\n")) {
		s += strspn(s, " \t\n");
		size_t k = strcspn(s, " \t\n");
		if (k == n && g_ascii_strncasecmp(s, word, n) == 0)
			return true;
	}
	return false;
}

static const char *address_of(struct extract *x, const struct node *node)
{
	const char *href = node_attribute(node, ATTRIBUTE_HREF);
	if (!href || !*href || *href == '#' || strlen(href) > LIMIT_URL)
		return NULL;
	g_autofree char *url = url_resolve(x->base, href);
	return url && url_is_web(url) ? arena_strdup(x->arena, url) : NULL;
}

static const char *byline_of(struct extract *x, const struct node *node)
{
	for (struct node *n = node_next(node, node); n; n = node_next(n, node)) {
		const char *prop = n->tag == TAG_TEXT
					   ? NULL
					   : node_attribute(n, ATTRIBUTE_ITEMPROP);
		if (prop && strstr(prop, "name"))
			return text_below(x->arena, n);
	}
	return text_below(x->arena, node);
}

static void read_element(struct extract *x, const struct node *n)
{
	const char *rel = node_attribute(n, ATTRIBUTE_REL);
	const char *prop = node_attribute(n, ATTRIBUTE_ITEMPROP);
	struct page_meta *meta = &x->meta;
	if (n->tag == TAG_LINK && has_word(rel, "canonical") && !meta->canonical)
		meta->canonical = address_of(x, n);
	if ((n->tag == TAG_LINK || n->tag == TAG_A) && has_word(rel, "next") &&
	    !meta->next)
		meta->next = address_of(x, n);
	if (prop && has_word(prop, "datePublished")) {
		const char *date = node_attribute(n, ATTRIBUTE_DATETIME);
		set_date(x, date ? date : node_attribute(n, ATTRIBUTE_CONTENT));
	}
}

/* A byline as the page shows it, where nothing else names the authors. */
static void find_byline(struct extract *x)
{
	static const char *const names[] = {"byline",	 "author",   "dateline",
					    "writtenby", "p-author", NULL};
	for (struct node *n = node_next(x->body, x->body); n && !x->meta.n_authors;
	     n = node_next(n, x->body)) {
		if (n->tag == TAG_TEXT || tag_info(n->tag)->display == DISPLAY_NONE ||
		    n->n_attributes == 0)
			continue;
		const char *rel = node_attribute(n, ATTRIBUTE_REL);
		const char *prop = node_attribute(n, ATTRIBUTE_ITEMPROP);
		const char *class = node_attribute(n, ATTRIBUTE_CLASS);
		const char *id = node_attribute(n, ATTRIBUTE_ID);
		g_autofree char *both = g_strconcat(class ? class : "", " ", id ? id : "",
						    NULL);
		for (char *s = both; *s; s++)
			*s = g_ascii_tolower(*s);
		if (!(rel && strcmp(rel, "author") == 0) &&
		    !(prop && strstr(prop, "author")) && !words_contain(both, names))
			continue;
		const char *text = byline_of(x, n);
		if (text && g_utf8_strlen(text, -1) < 100)
			add_author(x, text);
	}
}

static void join_authors(struct extract *x)
{
	GString *line = g_string_new(NULL);
	for (size_t i = 0; i < x->meta.n_authors; i++)
		g_string_append_printf(line, "%s%s", i ? ", " : "",
				       x->meta.authors[i].name);
	if (line->len)
		x->meta.byline = arena_strdup(x->arena, line->str);
	g_string_free(line, TRUE);
}

void meta_read(struct extract *x)
{
	struct page_meta *meta = &x->meta;
	meta->published = DATE_NONE;
	const char *language = node_attribute(x->root, ATTRIBUTE_LANG);
	set_text(x, &meta->language, language);
	const char *title = document_title(x);
	read_json(x, title);
	use_metas(x);
	if (!meta->title)
		meta->title = title;
	for (struct node *n = node_next(x->root, x->root); n; n = node_next(n, x->root))
		if (n->tag != TAG_TEXT && n->n_attributes > 0)
			read_element(x, n);
	find_byline(x);
	join_authors(x);
}
