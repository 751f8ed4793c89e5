/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures, films, sounds and frames: each a link with a word for what it is. */
#include "html/render.h"

#include "text/utf8.h"
#include "util/i18n.h"
#include "util/url.h"

#include <string.h>

enum { MAX_ALT = 2000 };

/* "[image 3: alt]" */
static void put_label(struct render *r, const char *what, int number, const char *text)
{
	g_autofree char *label = number && *text ? g_strdup_printf("[%s %d: %s]", what,
								   number, text)
				 : number ? g_strdup_printf("[%s %d]", what, number)
				 : *text  ? g_strdup_printf("[%s: %s]", what, text)
					  : NULL;
	if (label)
		render_literal_link(r, label, SPAN_IMAGE, number);
}

/* A text of an attribute, as one clean line; to be freed. */
static char *line_of(const char *text)
{
	if (!text)
		return g_strdup("");
	char *line = utf8_clean(text, strnlen(text, MAX_ALT), CLEAN_LINE);
	if (utf8_is_clean(line, strlen(line), CLEAN_SHOWN))
		return line;
	char *shown = utf8_clean(line, strlen(line), CLEAN_SHOWN);
	g_free(line);
	return shown;
}

static bool is_data(const char *url)
{
	return url &&
	       g_ascii_strncasecmp(url + strspn(url, " \t\n\r\f"), "data:", 5) == 0;
}

/* The first address of a srcset; to be freed, or NULL. */
static char *first_of_set(const char *set)
{
	if (!set)
		return NULL;
	set += strspn(set, " \t\n\r\f,");
	size_t n = strcspn(set, " \t\n\r\f");
	while (n > 0 && set[n - 1] == ',')
		n--;
	return n ? g_strndup(set, n) : NULL;
}

/* Where the picture is: pages that load lazily have it elsewhere than in src. */
static char *image_address(const struct node *node)
{
	static const enum attribute_id plain[] = {ATTRIBUTE_DATA_SRC,
						  ATTRIBUTE_DATA_ORIGINAL, ATTRIBUTE_SRC};
	for (size_t i = 0; i < G_N_ELEMENTS(plain); i++) {
		const char *url = node_attribute(node, plain[i]);
		if (url && *url && !is_data(url))
			return g_strdup(url);
	}
	char *url = first_of_set(node_attribute(node, ATTRIBUTE_SRCSET));
	if (!url)
		url = first_of_set(node_attribute(node, ATTRIBUTE_DATA_SRCSET));
	if (url && is_data(url))
		g_clear_pointer(&url, g_free);
	return url;
}

/* A picture of one pixel counts readers, it shows nothing. */
static bool is_pixel(const struct node *node)
{
	return node_number(node, ATTRIBUTE_WIDTH, 0, 10000, 100) <= 1 ||
	       node_number(node, ATTRIBUTE_HEIGHT, 0, 10000, 100) <= 1;
}

void render_image(struct render *r, const struct node *node)
{
	const char *alt = node_attribute(node, ATTRIBUTE_ALT);
	if (!alt || !*alt)
		alt = node_attribute(node, ATTRIBUTE_TITLE);
	g_autofree char *text = line_of(alt);
	if (is_pixel(node) && !*text)
		return;
	g_autofree char *url = image_address(node);
	int number = render_link_new(r, LINK_IMAGE, url, arena_strdup(r->arena, text));
	put_label(r, _("image"), number, text);
}

/* The host of a frame says more than nothing. */
static char *name_of(const struct node *node, const char *url)
{
	const char *title = node_attribute(node, ATTRIBUTE_TITLE);
	if (!title || !*title)
		title = node_attribute(node, ATTRIBUTE_ARIA_LABEL);
	if (title && *title)
		return line_of(title);
	g_autofree char *host = url_host(url);
	return line_of(host);
}

static bool put_media(struct render *r, const struct node *node, enum page_link_kind kind,
		      const char *url)
{
	if (!url || !*url || is_data(url))
		return false;
	g_autofree char *absolute = url_resolve(r->base, url);
	g_autofree char *text = name_of(node, absolute);
	int number = render_link_new(r, kind, url, arena_strdup(r->arena, text));
	if (!number)
		return false;
	const char *what = kind == LINK_AUDIO	? _("audio")
			   : kind == LINK_VIDEO ? _("video")
						: _("frame");
	put_label(r, what, number, text);
	return true;
}

/* video, audio: its own address or the first source's; else what stands in it. */
void render_media(struct render *r, const struct node *node)
{
	enum page_link_kind kind = node->tag == TAG_AUDIO ? LINK_AUDIO : LINK_VIDEO;
	const char *url = node_attribute(node, ATTRIBUTE_SRC);
	if (!url)
		url = node_attribute(node, ATTRIBUTE_DATA_SRC);
	for (const struct node *n = node->first; n && !url; n = node_next(n, node))
		if (n->tag == TAG_SOURCE)
			url = node_attribute(n, ATTRIBUTE_SRC);
	if (!put_media(r, node, kind, url))
		render_children(r, node);
}

/* iframe, embed, frame; what stands in an iframe is not for those who can show it. */
void render_frame(struct render *r, const struct node *node)
{
	const char *url = node_attribute(node, ATTRIBUTE_SRC);
	if (!url || is_data(url) || g_str_has_prefix(url, "about:"))
		url = node_attribute(node, ATTRIBUTE_DATA_SRC);
	const char *type = node_attribute(node, ATTRIBUTE_TYPE);
	enum page_link_kind kind = !type			      ? LINK_FRAME
				   : g_str_has_prefix(type, "audio/") ? LINK_AUDIO
				   : g_str_has_prefix(type, "video/") ? LINK_VIDEO
								      : LINK_FRAME;
	if (!is_pixel(node))
		put_media(r, node, kind, url);
}

void render_object(struct render *r, const struct node *node)
{
	const char *type = node_attribute(node, ATTRIBUTE_TYPE);
	const char *url = node_attribute(node, ATTRIBUTE_DATA);
	if (type && g_str_has_prefix(type, "image/") && url && !is_data(url)) {
		g_autofree char *text = name_of(node, NULL);
		int number = render_link_new(r, LINK_IMAGE, url,
					     arena_strdup(r->arena, text));
		put_label(r, _("image"), number, text);
		return;
	}
	if (!put_media(r, node, LINK_FRAME, url))
		render_children(r, node);
}
