/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of styles.def, names of colours, `palette`, `color` and `theme` lines. */
#include "conf/style.h"

#include <string.h>

#include "conf/read.h"
#include "util/i18n.h"

enum { DEFAULT = COLOR_DEFAULT_ };

static const struct style_info infos[STYLES] = {
#define STYLE(id, name, fg, bg, attributes, help) \
	[STYLE_##id] = {name, {fg, bg, attributes}, help},
#include "conf/styles.def"
#undef STYLE
};

const struct style_info *style_info(enum style_id id)
{
	return &infos[id];
}

int style_of_name(const char *name)
{
	for (int i = 0; i < STYLES; i++)
		if (!strcmp(infos[i].name, name))
			return i;
	return -1;
}

/* --- colours ---------------------------------------------------------------------- */

static const struct {
	const char *name;
	int32_t color;
} color_names[] = {
	{"default", COLOR_DEFAULT_},
	{"black", 0},
	{"red", 1},
	{"green", 2},
	{"yellow", 3},
	{"blue", 4},
	{"magenta", 5},
	{"cyan", 6},
	{"white", 7},
	{"gray", 8},
	{"grey", 8},
	{"bright-black", 8},
	{"bright-red", 9},
	{"bright-green", 10},
	{"bright-yellow", 11},
	{"bright-blue", 12},
	{"bright-magenta", 13},
	{"bright-cyan", 14},
	{"bright-white", 15},
};

/* "#rrggbb", "#rgb" */
static bool parse_rgb(const char *digits, int32_t *color)
{
	size_t n = strlen(digits);
	if (n != 3 && n != 6)
		return false;
	int32_t value = 0;
	for (size_t i = 0; i < n; i++) {
		int digit = g_ascii_xdigit_value(digits[i]);
		if (digit < 0)
			return false;
		value = value << 4 | digit;
		if (n == 3)
			value = value << 4 | digit;
	}
	*color = COLOR_RGB | value;
	return true;
}

static bool parse_index(const char *text, int32_t *color)
{
	size_t n = strspn(text, "0123456789");
	if (n == 0 || n > 3 || text[n])
		return false;
	int32_t value = 0;
	for (size_t i = 0; i < n; i++)
		value = value * 10 + (text[i] - '0');
	*color = value;
	return value <= 255;
}

bool color_parse(const char *text, int32_t *color, GError **err)
{
	for (size_t i = 0; i < G_N_ELEMENTS(color_names); i++)
		if (!strcmp(color_names[i].name, text)) {
			*color = color_names[i].color;
			return true;
		}
	if (text[0] == '#' ? parse_rgb(text + 1, color) : parse_index(text, color))
		return true;
	g_set_error(err, TNEWS_ERROR, ERR_CONF,
		    _("'%s' is no colour: a name, 0 to 255, #rrggbb or default"), text);
	return false;
}

/* The palette that nearly every terminal has: 16 colours, a cube of 6x6x6, 24 grays. */
static int32_t rgb_of_index(int index)
{
	static const int32_t basic[16] = {0x000000, 0xCD0000, 0x00CD00, 0xCDCD00,
					  0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
					  0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00,
					  0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF};
	static const int32_t steps[6] = {0, 95, 135, 175, 215, 255};
	if (index < 16)
		return basic[index];
	if (index >= 232) {
		int32_t gray = 8 + 10 * (index - 232);
		return gray << 16 | gray << 8 | gray;
	}
	index -= 16;
	return steps[index / 36] << 16 | steps[index / 6 % 6] << 8 | steps[index % 6];
}

static int distance(int32_t a, int32_t b)
{
	int red = (a >> 16 & 255) - (b >> 16 & 255);
	int green = (a >> 8 & 255) - (b >> 8 & 255);
	int blue = (a & 255) - (b & 255);
	/* The eye tells greens apart best, blues worst. */
	return 3 * red * red + 4 * green * green + 2 * blue * blue;
}

int color_reduce(int32_t color, int n)
{
	if (color == COLOR_DEFAULT_ || (color < 256 && color < n))
		return color;
	/* A bright colour on a terminal of eight is the plain one, not its neighbour. */
	if (color < 16 && n == 8)
		return color - 8;
	int32_t rgb = color & COLOR_RGB ? color & 0xFFFFFF : rgb_of_index(color);
	/* The first sixteen are what the user made them: a terminal of 256 has others. */
	int best = n > 16 ? 16 : 0;
	for (int i = best + 1; i < n; i++)
		if (distance(rgb_of_index(i), rgb) < distance(rgb_of_index(best), rgb))
			best = i;
	return best;
}

/* --- styles ----------------------------------------------------------------------- */

struct styles *styles_new(void)
{
	struct styles *s = g_new0(struct styles, 1);
	s->palette = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	s->tags = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	for (int i = 0; i < STYLES; i++)
		s->looks[i] = infos[i].look;
	return s;
}

void styles_free(struct styles *s)
{
	if (!s)
		return;
	g_hash_table_unref(s->palette);
	g_hash_table_unref(s->tags);
	g_free(s->theme);
	g_free(s);
}

/* The name is looked up where it is written, so that the fault has a place. */
bool reader_theme(struct conf_reader *r, const struct word *at, const char *name)
{
	g_auto(GStrv) names = conf_data_names("themes");
	if (!strcmp(name, "default") || g_strv_contains((const char *const *)names, name))
		return true;
	g_autofree char *shown = reader_show(name);
	g_autofree char *what = g_strdup_printf(_("unknown theme '%s'"), shown);
	reader_unknown(r, at, name, what, (const char *const *)names,
		       g_strv_length(names));
	return false;
}

void reader_load_theme(struct conf_reader *r, const struct word *at)
{
	struct styles *s = r->conf->styles;
	const char *name = setting_text(r->conf->settings, SET_THEME);
	for (int i = 0; i < STYLES; i++)
		if (!s->own[i])
			s->looks[i] = infos[i].look;
	g_free(s->theme);
	s->theme = g_strdup(name);
	if (strcmp(name, "default"))
		reader_data(r, at, "themes", name, LAYER_PRESET);
}

static const struct {
	const char *name;
	unsigned bit;
} attribute_names[] = {
	{"bold", ATTR_BOLD},	   {"italic", ATTR_ITALIC}, {"underline", ATTR_UNDERLINE},
	{"reverse", ATTR_REVERSE}, {"dim", ATTR_DIM},	    {"strike", ATTR_STRIKE}};

static unsigned attribute_of_name(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(attribute_names); i++)
		if (!strcmp(attribute_names[i].name, name))
			return attribute_names[i].bit;
	return 0;
}

static bool find_color(const struct conf_reader *r, const char *text, int32_t *color)
{
	gpointer value;
	if (g_hash_table_lookup_extended(r->conf->styles->palette, text, NULL, &value)) {
		*color = GPOINTER_TO_INT(value);
		return true;
	}
	return color_parse(text, color, NULL);
}

bool reader_is_look(const struct conf_reader *r, const char *text, bool *is_attribute)
{
	int32_t color;
	*is_attribute = attribute_of_name(text) != 0;
	return *is_attribute || find_color(r, text, &color);
}

static void unknown_color(const struct conf_reader *r, const struct word *at,
			  bool attribute)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	for (size_t i = 0; i < G_N_ELEMENTS(color_names); i++)
		g_ptr_array_add(names, (char *)color_names[i].name);
	for (size_t i = 0; attribute && i < G_N_ELEMENTS(attribute_names); i++)
		g_ptr_array_add(names, (char *)attribute_names[i].name);
	GHashTableIter iter;
	gpointer name;
	g_hash_table_iter_init(&iter, r->conf->styles->palette);
	while (g_hash_table_iter_next(&iter, &name, NULL))
		g_ptr_array_add(names, name);
	g_autofree char *shown = reader_show(at->text);
	g_autofree char *what =
		g_strdup_printf(attribute ? _("unknown colour or attribute '%s'")
					  : _("unknown colour '%s'"),
				shown);
	reader_unknown(r, at, at->text, what, (const char *const *)names->pdata,
		       names->len);
}

bool reader_look(struct conf_reader *r, guint from, struct look *look)
{
	*look = (struct look){COLOR_DEFAULT_, COLOR_DEFAULT_, 0};
	int colors = 0;
	for (guint i = from; i < reader_count(r); i++) {
		const struct word *word = reader_word(r, i);
		unsigned bit = attribute_of_name(word->text);
		int32_t color;
		if (bit) {
			look->attributes |= bit;
		} else if (colors < 2 && find_color(r, word->text, &color)) {
			*(colors++ == 0 ? &look->fg : &look->bg) = color;
		} else {
			unknown_color(r, word, i > from);
			return false;
		}
	}
	return true;
}

void command_color(struct conf_reader *r)
{
	if (!reader_needs(r, 2, _("color OBJECT FOREGROUND [BACKGROUND] [ATTRIBUTE]...")))
		return;
	const struct word *object = reader_word(r, 1);
	struct look look;
	if (g_str_has_prefix(object->text, "tag:") && object->text[4]) {
		if (reader_look(r, 2, &look))
			g_hash_table_replace(r->conf->styles->tags,
					     g_strdup(object->text + 4),
					     g_memdup2(&look, sizeof look));
		return;
	}
	int id = style_of_name(object->text);
	if (id < 0) {
		const char *names[STYLES];
		for (int i = 0; i < STYLES; i++)
			names[i] = infos[i].name;
		g_autofree char *shown = reader_show(object->text);
		g_autofree char *what = g_strdup_printf(_("unknown object '%s'"), shown);
		reader_unknown(r, object, object->text, what, names, STYLES);
		return;
	}
	struct styles *s = r->conf->styles;
	if (!reader_look(r, 2, &look) || (s->own[id] && r->layer != LAYER_OWN))
		return;
	s->looks[id] = look;
	s->own[id] = r->layer == LAYER_OWN;
}

void command_palette(struct conf_reader *r)
{
	if (!reader_needs(r, 2, _("palette NAME COLOUR")))
		return;
	int32_t color;
	if (!find_color(r, reader_text(r, 2), &color))
		unknown_color(r, reader_word(r, 2), false);
	else
		g_hash_table_insert(r->conf->styles->palette, g_strdup(reader_text(r, 1)),
				    GINT_TO_POINTER(color));
}
