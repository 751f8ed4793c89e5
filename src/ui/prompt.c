/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A prompt from its opening to Enter or Esc. The text itself is kept by edit, what may
 * stand in it comes from complete.c, older lines from history.c. */
#include "config.h"

#include "ui/prompt.h"

#include <string.h>

#include "text/segment.h"
#include "text/width.h"
#include "util/i18n.h"

#define CTRL(c) ((c) - '@')
enum { ESC = 0x1B, TYPED_MS = 30, SHOWN_CANDIDATES = 8 };

static void candidate_free(gpointer p)
{
	struct candidate *c = p;

	g_free(c->text);
	g_free(c->meaning);
	g_free(c);
}

static void drop_candidates(struct prompt *p)
{
	if (p->candidates)
		g_ptr_array_unref(p->candidates);
	p->candidates = NULL;
	p->chosen = -1;
	g_clear_pointer(&p->typed_word, g_free);
}

static gboolean typed_late(gpointer data)
{
	struct ui *ui = data;
	struct prompt *p = ui->prompt;

	p->timer = 0;
	if (p->typed)
		p->typed(ui, p->edit.text->str);
	ui_draw_soon(ui);
	return G_SOURCE_REMOVE;
}

static void suggest(struct ui *ui, struct prompt *p)
{
	const char *text = p->edit.text->str, *found = NULL;

	g_clear_pointer(&p->suggestion, g_free);
	if (*text && p->edit.at == p->edit.text->len && p->kind != PROMPT_YES_NO)
		found = history_get(ui->history, p->kind, text, 1);
	if (found && strlen(found) > strlen(text))
		p->suggestion = g_strdup(found + strlen(text));
}

static void changed(struct ui *ui, struct prompt *p)
{
	if (p->typed) {
		if (p->timer)
			g_source_remove(p->timer);
		p->timer = g_timeout_add(TYPED_MS, typed_late, ui);
	}
	suggest(ui, p);
	ui_todo(ui, TODO_DRAW);
}

/* The prompt is gone before done is called, so that it may open another one. */
static void finish(struct ui *ui, bool accepted)
{
	struct prompt *p = ui->prompt;

	if (accepted && p->timer && p->typed) {
		g_source_remove(p->timer);
		p->timer = 0;
		p->typed(ui, p->edit.text->str);
		if (p->fault)
			return;
	}
	ui->prompt = NULL;
	if (accepted)
		history_add(ui->history, p->kind, p->edit.text->str);
	p->done(ui, accepted ? p->edit.text->str : NULL, p->data);
	prompt_free(p);
	ui_todo(ui, TODO_LAYOUT);
}

static void go_history(struct ui *ui, int dir)
{
	struct prompt *p = ui->prompt;

	if (p->place == 0) {
		g_free(p->own);
		p->own = g_strdup(p->edit.text->str);
	}
	if (dir > 0) {
		const char *line = history_get(ui->history, p->kind, p->own,
					       p->place + 1);
		if (!line)
			return;
		p->place++;
		edit_set(&p->edit, line);
	} else if (p->place > 0) {
		p->place--;
		const char *line = p->place > 0 ? history_get(ui->history, p->kind,
							      p->own, p->place)
						: p->own;
		edit_set(&p->edit, line ? line : p->own);
	}
	changed(ui, p);
}

/* ^R: the newest line that holds what was typed; again: the one before. */
static void search_history(struct ui *ui)
{
	struct prompt *p = ui->prompt;

	if (!p->searching) {
		g_free(p->own);
		p->own = g_strdup(p->edit.text->str);
		p->place = 0;
		p->searching = true;
	}
	const char *line = history_search(ui->history, p->kind, p->own, p->place + 1);
	if (!line)
		return;
	p->place++;
	edit_set(&p->edit, line);
	changed(ui, p);
}

static size_t common_start(const GPtrArray *candidates)
{
	const struct candidate *first = g_ptr_array_index(candidates, 0);
	size_t n = strlen(first->text);

	for (guint i = 1; i < candidates->len; i++) {
		const struct candidate *c = g_ptr_array_index(candidates, i);
		size_t k = 0;
		while (k < n && c->text[k] == first->text[k])
			k++;
		n = k;
	}
	while (n > 0 && ((unsigned char)first->text[n] & 0xC0) == 0x80)
		n--;
	return n;
}

static void put_candidate(struct prompt *p, const char *text)
{
	edit_replace(&p->edit, p->word_from, p->edit.at, text);
}

static void walk_candidates(struct ui *ui, int dir)
{
	struct prompt *p = ui->prompt;

	if (!p->candidates) {
		p->candidates = complete(ui, p);
		if (!p->candidates)
			return;
		g_ptr_array_set_free_func(p->candidates, candidate_free);
		if (p->candidates->len == 0) {
			drop_candidates(p);
			return;
		}
		p->typed_word = g_strndup(p->edit.text->str + p->word_from,
					  p->edit.at - p->word_from);
		const struct candidate *first = g_ptr_array_index(p->candidates, 0);
		if (p->candidates->len == 1) {
			put_candidate(p, first->text);
			drop_candidates(p);
			changed(ui, p);
			return;
		}
		size_t n = common_start(p->candidates);
		if (n > strlen(p->typed_word)) {
			g_autofree char *start = g_strndup(first->text, n);
			put_candidate(p, start);
			changed(ui, p);
			return;
		}
	}
	int n = (int)p->candidates->len;
	p->chosen = p->chosen < 0 ? (dir > 0 ? 0 : n - 1) : (p->chosen + dir + n) % n;
	const struct candidate *c = g_ptr_array_index(p->candidates, (guint)p->chosen);
	put_candidate(p, c->text);
	changed(ui, p);
}

static void yes_no(struct ui *ui, uint32_t key)
{
	struct prompt *p = ui->prompt;
	/* translators: the letter that says yes */
	gunichar yes = g_unichar_tolower(g_utf8_get_char(_("y")));

	edit_set(&p->edit, "");
	if (key < KEY_SPECIAL && (key == 'y' || g_unichar_tolower(key) == yes))
		finish(ui, true);
	else
		finish(ui, false);
}

void prompt_open(struct ui *ui, enum prompt_kind kind, const char *label,
		 const char *text,
		 void (*done)(struct ui *ui, const char *text, void *data),
		 void (*typed)(struct ui *ui, const char *text), void *taken_data)
{
	if (ui->prompt)
		prompt_leave(ui);
	struct prompt *p = g_new0(struct prompt, 1);
	p->kind = kind;
	p->label = g_strdup(label);
	edit_init(&p->edit, text);
	p->done = done;
	p->typed = typed;
	p->data = taken_data;
	p->chosen = -1;
	ui->prompt = p;
	ui_todo(ui, TODO_LAYOUT);
}

void prompt_free(struct prompt *p)
{
	if (!p)
		return;
	if (p->timer)
		g_source_remove(p->timer);
	drop_candidates(p);
	edit_clear(&p->edit);
	g_free(p->label);
	g_free(p->fault);
	g_free(p->own);
	g_free(p->suggestion);
	g_free(p->data);
	g_free(p);
}

void prompt_leave(struct ui *ui)
{
	if (ui->prompt)
		finish(ui, false);
}

static bool special_key(struct ui *ui, uint32_t key)
{
	struct prompt *p = ui->prompt;

	switch (key) {
	case ESC:
		finish(ui, false);
		return true;
	case CTRL('C'):
	case CTRL('G'):
		finish(ui, false);
		return true;
	case '\r':
		if (!p->fault || p->timer)
			finish(ui, true);
		return true;
	case '\t':
		walk_candidates(ui, 1);
		return true;
	case KEY_BACK_TAB:
		walk_candidates(ui, -1);
		return true;
	case KEY_UP_ARROW:
	case CTRL('P'):
		go_history(ui, 1);
		return true;
	case KEY_DOWN_ARROW:
	case CTRL('N'):
		go_history(ui, -1);
		return true;
	case CTRL('R'):
		search_history(ui);
		return true;
	case CTRL('V'):
		p->literal = true;
		return true;
	case KEY_RIGHT_ARROW:
	case KEY_END_:
		if (!p->suggestion || p->edit.at < p->edit.text->len)
			return false;
		g_string_append(p->edit.text, p->suggestion);
		p->edit.at = p->edit.text->len;
		changed(ui, p);
		return true;
	default:
		return false;
	}
}

void prompt_key(struct ui *ui, uint32_t key)
{
	struct prompt *p = ui->prompt;

	ui_todo(ui, TODO_DRAW);
	if (p->kind == PROMPT_YES_NO) {
		yes_no(ui, key);
		return;
	}
	if (p->literal) {
		p->literal = false;
		g_autofree char *name = key_print(key);
		edit_insert(&p->edit, name, strlen(name));
		changed(ui, p);
		return;
	}
	/* nothing left to delete: the prompt goes, as fingers expect of : and / */
	if (key == 0x7F && p->edit.text->len == 0) {
		finish(ui, false);
		return;
	}
	if (special_key(ui, key))
		return;
	drop_candidates(p);
	if (edit_key(&p->edit, key)) {
		p->place = 0;
		p->searching = false;
		changed(ui, p);
	}
}

void prompt_paste(struct ui *ui, const char *text)
{
	struct prompt *p = ui->prompt;

	if (p->kind == PROMPT_YES_NO)
		return;
	drop_candidates(p);
	g_autofree char *copy = g_strdup(text);
	g_strchomp(copy);
	edit_insert(&p->edit, copy, strlen(copy));
	changed(ui, p);
}

void prompt_set_fault(struct ui *ui, const char *text, int column)
{
	struct prompt *p = ui->prompt;

	if (!p)
		return;
	g_free(p->fault);
	p->fault = g_strdup(text);
	p->fault_column = column;
	ui_todo(ui, TODO_DRAW);
}

static void draw_candidates(struct ui *ui, int y)
{
	struct prompt *p = ui->prompt;
	struct canvas *c = &ui->canvas;
	int n = (int)p->candidates->len, shown = MIN(MIN(n, SHOWN_CANDIDATES), y);
	int from = CLAMP(p->chosen - shown / 2, 0, n - shown), widest = 12;
	struct look look = look_over(*ui_look(ui, STYLE_NORMAL),
				     ui_look(ui, STYLE_POPUP));
	struct look dim = look_over(look, ui_look(ui, STYLE_SUGGESTION));

	for (int i = 0; i < n; i++) {
		const struct candidate *x = g_ptr_array_index(p->candidates, (guint)i);
		widest = MAX(widest, width_text(x->text, strlen(x->text)));
	}
	widest = MIN(widest, c->w / 2);
	for (int i = 0; i < shown; i++) {
		const struct candidate *x = g_ptr_array_index(p->candidates,
							      (guint)(from + i));
		struct rect row = {0, y - shown + i, c->w, 1};
		canvas_fill(c, row, ' ', &look);
		g_autofree char *text = width_cut(x->text, widest);
		canvas_text(c, 1, row.y, widest, text, &look);
		if (x->meaning)
			canvas_text(c, 3 + widest, row.y, c->w - widest - 4, x->meaning,
				    &dim);
		if (from + i == p->chosen)
			canvas_over(c, row, ui_look(ui, STYLE_CURSOR));
	}
}

/* A fault stands above the line, its caret under the column (the line is below it, so
 * the caret is the last thing of the fault's row when it would be off the screen). */
static void draw_fault(struct ui *ui, int y, int text_x)
{
	struct prompt *p = ui->prompt;
	struct canvas *c = &ui->canvas;
	struct look look = look_over(*ui_look(ui, STYLE_NORMAL),
				     ui_look(ui, STYLE_MESSAGE_ERROR));

	if (y < 1)
		return;
	canvas_fill(c, (struct rect){0, y, c->w, 1}, ' ', &look);
	int x = text_x + MAX(p->fault_column - 1, 0);
	if (p->fault_column > 0 && x < c->w)
		canvas_char(c, x, y, '^', &look);
	int w = width_text(p->fault, strlen(p->fault)), at = x + 2;
	if (at + w >= c->w)
		at = MAX(x - w - 1, 0);
	g_autofree char *cut = width_cut(p->fault, MAX(c->w - at, 1));
	canvas_text(c, at, y, c->w - at, cut, &look);
}

void prompt_draw(struct ui *ui)
{
	struct prompt *p = ui->prompt;
	struct canvas *c = &ui->canvas;
	struct rect r = ui->layout.status;
	struct look look = look_over(*ui_look(ui, STYLE_NORMAL),
				     ui_look(ui, STYLE_PROMPT));
	struct look dim = look_over(look, ui_look(ui, STYLE_SUGGESTION));
	bool below = ui->layout.has_hints && p->fault;

	canvas_clip(c, NULL);
	canvas_fill(c, r, ' ', &look);
	int x = canvas_text(c, 0, r.y, r.w - 4, p->label, &look);
	int room = r.w - x - 1;
	const char *text = p->edit.text->str;
	/* a long line moves left until the cursor is in sight */
	size_t from = 0;
	while (width_text(text + from, p->edit.at - from) > room)
		from += segment_cluster(text + from, p->edit.text->len - from);
	bool bidi = c->bidi;
	c->bidi = bidi && from == 0;
	int used = canvas_text(c, x, r.y, room, text + from, &look);
	c->bidi = bidi;
	if (p->suggestion)
		canvas_text(c, x + used, r.y, room - used, p->suggestion, &dim);
	canvas_cursor(c, x + width_text(text + from, p->edit.at - from), r.y);
	if (p->fault)
		draw_fault(ui, below ? ui->layout.hints.y : r.y - 1, x);
	else if (p->candidates)
		draw_candidates(ui, r.y);
}
