/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Look-up in the lists of elements and attributes: binary search by name. */
#include "html/tags.h"

#include "wire/page.h"

#include <string.h>

#define DISPLAY(display) DISPLAY_##display

static const struct tag_info tags[TAG_COUNT] = {
	[TAG_TEXT] = {.name = "", .keep = TAG_KEEP},
	[TAG_UNKNOWN] = {.name = "", .keep = TAG_UNWRAP},
#define TAG(id, tag_name, tag_display, tag_keep, tag_top, tag_bottom, tag_style, \
	    handler)                                                             \
	[TAG_##id] = {.name = tag_name,                                          \
		      .display = DISPLAY(tag_display),                           \
		      .keep = TAG_##tag_keep,                                    \
		      .top = tag_top,                                            \
		      .bottom = tag_bottom,                                      \
		      .style = tag_style},
#include "html/tags.def"
#undef TAG
};

static const struct attribute_info attributes[ATTRIBUTE_COUNT] = {
	[ATTRIBUTE_UNKNOWN] = {.name = "", .kind = ATTRIBUTE_DROP},
#define ATTRIBUTE(id, attribute_name, attribute_kind) \
	[ATTRIBUTE_##id] = {.name = attribute_name, .kind = ATTRIBUTE_##attribute_kind},
#include "html/attributes.def"
#undef ATTRIBUTE
};

enum tag tag_find(const char *name, size_t n)
{
	int low = TAG_UNKNOWN + 1, high = TAG_COUNT - 1;
	while (low <= high) {
		int middle = (low + high) / 2;
		const char *other = tags[middle].name;
		int order = strncmp(name, other, n);
		if (order == 0 && other[n] != '\0')
			order = -1;
		if (order == 0)
			return (enum tag)middle;
		if (order < 0)
			high = middle - 1;
		else
			low = middle + 1;
	}
	return TAG_UNKNOWN;
}

enum attribute_id attribute_find(const char *name)
{
	int low = ATTRIBUTE_UNKNOWN + 1, high = ATTRIBUTE_COUNT - 1;
	while (low <= high) {
		int middle = (low + high) / 2;
		int order = strcmp(name, attributes[middle].name);
		if (order == 0)
			return (enum attribute_id)middle;
		if (order < 0)
			high = middle - 1;
		else
			low = middle + 1;
	}
	return ATTRIBUTE_UNKNOWN;
}

const struct tag_info *tag_info(enum tag tag)
{
	return &tags[tag];
}

const struct attribute_info *attribute_info(enum attribute_id id)
{
	return &attributes[id];
}
