/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hint bar: the most useful operations of the focused pane, with the keys that are
 * really bound to them; after a prefix what may follow; in prompts and popups theirs. */
#include "config.h"

#include <string.h>

#include "text/width.h"
#include "ui/article.h"
#include "ui/headlines.h"
#include "ui/memory.h"
#include "ui/popup.h"
#include "ui/prompt.h"
#include "ui/sections.h"
#include "ui/status.h"
#include "util/i18n.h"

enum { MOST_HINTS = 12, HINTS_LEARN = 2 /* of the choices of the setting */ };

struct hint {
	enum op_id op;
	const char *word; /* untranslated */
};

static const struct hint in_sections[] = {
	{OP_READ_ON, N_("read on")},  {OP_OPEN, N_("open")},
	{OP_RELOAD, N_("reload")},    {OP_RELOAD_ALL, N_("all")},
	{OP_ADD, N_("add feed")},     {OP_TOGGLE_READ, N_("read")},
	{OP_SEARCH, N_("search")},    {OP_FIND, N_("find")},
	{OP_FOLD, N_("fold")},	      {OP_INFO, N_("info")},
	{OP_UNDO, N_("undo")},	      {OP_GO_TAG, N_("go to tag")},
	{OP_GO_FEEDS, N_("feeds")},   {OP_READ_ALL, N_("all read")},
	{OP_EDIT_CONFIG, N_("file")}, {OP_COMMAND, N_("command")},
	{OP_HELP, N_("help")},
};

static const struct hint in_headlines[] = {
	{OP_READ_ON, N_("read on")},   {OP_TAG, N_("tag")},
	{OP_STAR, N_("star")},	       {OP_TOGGLE_READ, N_("read")},
	{OP_BROWSER, N_("browser")},   {OP_FILTER, N_("filter")},
	{OP_SEARCH, N_("search")},     {OP_SELECT, N_("select")},
	{OP_RELOAD, N_("reload")},     {OP_SORT, N_("sort")},
	{OP_UNDO, N_("undo")},	       {OP_TAG_REPEAT, N_("tag again")},
	{OP_READ_ALL, N_("all read")}, {OP_UNREAD_NEXT, N_("unread")},
	{OP_FIND, N_("find")},	       {OP_GO_TAG, N_("go to tag")},
	{OP_COMMAND, N_("command")},   {OP_HELP, N_("help")},
};

static const struct hint in_article[] = {
	{OP_READ_ON, N_("read on")},	 {OP_TAG, N_("tag")},
	{OP_STAR, N_("star")},		 {OP_TOGGLE_READ, N_("read")},
	{OP_BROWSER, N_("browser")},	 {OP_LINKS, N_("links")},
	{OP_FULLTEXT, N_("full text")},	 {OP_FIND, N_("find")},
	{OP_SEARCH, N_("search all")},	 {OP_STORY_NEXT, N_("next")},
	{OP_ZOOM, N_("zoom")},		 {OP_UNDO, N_("undo")},
	{OP_LINK_NEXT, N_("next link")}, {OP_UNREAD_NEXT, N_("unread")},
	{OP_COPY, N_("copy")},		 {OP_INFO, N_("info")},
	{OP_COMMAND, N_("command")},	 {OP_HELP, N_("help")},
};

struct place_of_hint {
	int x, w;
	enum op_id op;
};

static const struct hint *hints_of(const struct ui *ui, size_t *n)
{
	if (ui->focus == PANE_SECTIONS) {
		*n = G_N_ELEMENTS(in_sections);
		return in_sections;
	}
	if (ui->focus == PANE_ARTICLE) {
		*n = G_N_ELEMENTS(in_article);
		return in_article;
	}
	*n = G_N_ELEMENTS(in_headlines);
	return in_headlines;
}

static const char *short_key(const char *key)
{
	if (strcmp(key, "Space") == 0)
		return "SPC";
	return strcmp(key, "Enter") == 0 ? "RET" : key;
}

/* The order in which hints get a place: with `hints learn` those that were used often give
 * way to others; help stays the last. To be freed. */
static size_t *order_of(const struct ui *ui, const struct hint *hints, size_t n)
{
	bool learn = ui_number(ui, SET_HINTS) == HINTS_LEARN;
	size_t *order = g_new(size_t, n), count = 0;

	for (int part = 0; part < 2; part++)
		for (size_t i = 0; i + 1 < n; i++) {
			bool known = learn && ui->used[hints[i].op] >= HINT_LEARNED;
			if (known == (part == 1))
				order[count++] = i;
		}
	order[n - 1] = n - 1;
	return order;
}

/* The last hint of a line is help, even where not all fit. */
static GArray *lay_hints(struct ui *ui, GPtrArray *keys)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(struct place_of_hint));
	size_t n = 0;
	const struct hint *hints = hints_of(ui, &n);
	unsigned context = ui_context(ui);
	int x = 1, gap = ui->canvas.w >= 100 ? 3 : 2, end = ui->layout.hints.w;
	g_autofree char *help = bind_key_of(ui->conf->bindings, context, OP_HELP);
	int keep = help ? (int)strlen(help) + width_text(_("help"), strlen(_("help"))) + 1
			: 0;

	g_autofree size_t *order = order_of(ui, hints, n);
	for (size_t k = 0; k < n; k++) {
		size_t i = order[k];
		g_autofree char *key = bind_key_of(ui->conf->bindings, context,
						   hints[i].op);
		bool last = hints[i].op == OP_HELP;
		if (!key || (!last && out->len + 1 >= MOST_HINTS))
			continue;
		const char *word = _(hints[i].word);
		int w = (int)strlen(short_key(key)) + 1 + width_text(word, strlen(word));
		if (x + w > end - (last ? 0 : keep + gap)) {
			if (last && x + (int)strlen(key) <= end)
				w = (int)strlen(key);
			else
				continue;
		}
		struct place_of_hint p = {x, w, hints[i].op};
		g_array_append_val(out, p);
		g_ptr_array_add(keys, g_strdup(short_key(key)));
		x += w + gap;
	}
	return out;
}

static const char *word_of(struct ui *ui, enum op_id op)
{
	size_t n = 0;
	const struct hint *hints = hints_of(ui, &n);

	for (size_t i = 0; i < n; i++)
		if (hints[i].op == op)
			return _(hints[i].word);
	return "";
}

static char *prompt_hint(const struct prompt *p)
{
	switch (p->kind) {
	case PROMPT_YES_NO:
		return g_strdup(_(" y yes  any other key no"));
	case PROMPT_FIND:
		return g_strdup(_(" Enter goes there  Up Down older  Esc back"));
	case PROMPT_FILTER:
	case PROMPT_SEARCH:
		return g_strdup(
			_(" Enter keeps  Tab completes  Up Down older  Esc back"));
	default:
		return g_strdup(
			_(" Enter does it  Tab completes  Up Down older  Esc leaves"));
	}
}

static void draw_text(struct ui *ui, const char *text)
{
	struct rect r = ui->layout.hints;
	struct look look = look_over(*ui_look(ui, STYLE_NORMAL), ui_look(ui, STYLE_HINT));
	g_autofree char *cut = width_cut(text, r.w);

	canvas_text(&ui->canvas, r.x, r.y, r.w, cut, &look);
}

static char *prefix_hint(struct ui *ui)
{
	GString *s = g_string_new(" ");
	GPtrArray *next = keys_continuations(&ui->keys, ui->conf->bindings,
					     ui_context(ui));
	g_autofree char *typed = keys_print(&ui->keys);

	g_string_append_printf(s, "%s ", typed);
	for (guint i = 0; i < next->len && s->len < 400; i++) {
		const struct binding *b = g_ptr_array_index(next, i);
		g_autofree char *key = key_print(b->chord.keys[ui->keys.chord.n]);
		g_string_append_printf(s, " %s %s ", key,
				       b->n_steps > 0 ? op_info(b->steps[0].op)->name
						      : "");
	}
	g_ptr_array_unref(next);
	return g_string_free(s, FALSE);
}

void hints_draw(struct ui *ui)
{
	struct canvas *c = &ui->canvas;
	struct rect r = ui->layout.hints;
	struct look word = look_over(*ui_look(ui, STYLE_NORMAL), ui_look(ui, STYLE_HINT));
	struct look key = look_over(*ui_look(ui, STYLE_NORMAL),
				    ui_look(ui, STYLE_HINT_KEY));
	g_autofree char *text = NULL;

	canvas_fill(c, r, ' ', &word);
	if (ui->prompt)
		text = prompt_hint(ui->prompt);
	else if (ui->keys.chord.n > 0)
		text = prefix_hint(ui);
	else if (ui->popup)
		text = g_strconcat(" ", ui->popup->foot ? ui->popup->foot : _("Esc back"),
				   NULL);
	if (text) {
		draw_text(ui, text);
		return;
	}
	GPtrArray *keys = g_ptr_array_new_with_free_func(g_free);
	GArray *places = lay_hints(ui, keys);
	for (guint i = 0; i < places->len; i++) {
		const struct place_of_hint *p = &g_array_index(places,
							       struct place_of_hint, i);
		int used = canvas_text(c, p->x, r.y, p->w, g_ptr_array_index(keys, i),
				       &key);
		if (used + 1 < p->w)
			canvas_text(c, p->x + used + 1, r.y, p->w - used - 1,
				    word_of(ui, p->op), &word);
	}
	g_array_free(places, TRUE);
	g_ptr_array_unref(keys);
}

enum op_id hints_at(struct ui *ui, int x)
{
	GPtrArray *keys = g_ptr_array_new_with_free_func(g_free);
	GArray *places = lay_hints(ui, keys);
	enum op_id op = OP_NONE;

	for (guint i = 0; i < places->len; i++) {
		const struct place_of_hint *p = &g_array_index(places,
							       struct place_of_hint, i);
		if (x >= p->x && x < p->x + p->w)
			op = p->op;
	}
	g_array_free(places, TRUE);
	g_ptr_array_unref(keys);
	return op;
}
