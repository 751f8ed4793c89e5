/* SPDX-License-Identifier: GPL-3.0-or-later */
/* style: what things look like: styles.def, themes, `color` and `palette` lines. */
#ifndef CONF_STYLE_H
#define CONF_STYLE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

enum style_id {
#define STYLE(id, name, fg, bg, attributes, help) STYLE_##id,
#include "conf/styles.def"
#undef STYLE
	STYLES
};

enum style_attributes {
	ATTR_BOLD = 1, ATTR_ITALIC = 2, ATTR_UNDERLINE = 4, ATTR_REVERSE = 8, ATTR_DIM = 16,
	ATTR_STRIKE = 32,
};

/* A colour: COLOR_DEFAULT_, 0..255, or COLOR_RGB | 0xrrggbb. */
enum { COLOR_DEFAULT_ = -1, COLOR_RGB = 1 << 24 };

struct look {
	int32_t fg, bg;
	unsigned attributes;
};

struct style_info {
	const char *name;
	struct look look; /* the built-in one */
	const char *help;
};

struct styles {
	struct look looks[STYLES];
	bool own[STYLES];     /* said by a color line of the user, stronger than a theme */
	GHashTable *palette;  /* name -> colour, of palette lines and the theme */
	GHashTable *tags;     /* name: struct look, of "color tag:NAME ..." */
	char *theme;          /* whose colours these are, or NULL */
};

const struct style_info *style_info(enum style_id id);
int style_of_name(const char *name);
/* "red", "bright-blue", "214", "#rrggbb", "default"; false with ERR_CONF. */
bool color_parse(const char *text, int32_t *color, GError **err);
/* The nearest of the first n (8, 16, 256) colours. */
int color_reduce(int32_t color, int n);

#endif
