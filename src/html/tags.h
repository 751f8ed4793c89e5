/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tags: the elements and attributes of HTML that tnews knows, from tags.def and
 * attributes.def. */
#ifndef HTML_TAGS_H
#define HTML_TAGS_H

#include <stddef.h>
#include <stdint.h>

enum tag {
	TAG_TEXT,    /* no element: text */
	TAG_UNKNOWN, /* an element with a name of its own */
#define TAG(id, name, display, keep, top, bottom, style, handler) TAG_##id,
#include "html/tags.def"
#undef TAG
	TAG_COUNT
};

enum attribute_id {
	ATTRIBUTE_UNKNOWN,
#define ATTRIBUTE(id, name, kind) ATTRIBUTE_##id,
#include "html/attributes.def"
#undef ATTRIBUTE
	ATTRIBUTE_COUNT
};

enum tag_display { DISPLAY_INLINE, DISPLAY_BLOCK, DISPLAY_NONE };
enum tag_keep { TAG_KEEP, TAG_DROP, TAG_UNWRAP, TAG_VOID, TAG_VOID_DROP };
enum attribute_kind { ATTRIBUTE_KEEP, ATTRIBUTE_URL, ATTRIBUTE_DROP };

struct tag_info {
	const char *name;
	enum tag_display display;
	enum tag_keep keep;
	int top, bottom;
	uint32_t style; /* enum span_style */
};

struct attribute_info {
	const char *name;
	enum attribute_kind kind;
};

/* Names in lower case; TAG_UNKNOWN, ATTRIBUTE_UNKNOWN if not in the lists. */
enum tag tag_find(const char *name, size_t n);
enum attribute_id attribute_find(const char *name);
const struct tag_info *tag_info(enum tag tag);
const struct attribute_info *attribute_info(enum attribute_id id);

#endif
