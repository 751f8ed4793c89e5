/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The flow of reading with one key, in the order of the manual: headlines, more of the
 * story, the next unread, the next section. One press never leaves a list by surprise. */
#include "config.h"

#include "ui/readon.h"

#include <string.h>

#include "ui/article.h"
#include "ui/headlines.h"
#include "ui/jump.h"
#include "ui/ops_mark.h"
#include "ui/seek.h"
#include "ui/sections.h"
#include "ui/status.h"
#include "util/i18n.h"

enum { MARK_MS = 1000, DELAY_MS = 3000, TRAIL = 500 };
enum read_when { READ_OPEN, READ_PAGE, READ_END, READ_DELAY, READ_LEAVE, READ_NEVER };

struct step {
	int64_t id;
	char *place;
};

struct readon {
	char *next_place;   /* second Space goes there, NULL: not asked yet */
	GPtrArray *trail;   /* struct step: stories left by Space */
	int64_t considered; /* this one was marked once; not again while it is shown */
	int64_t delayed;
	bool was_focused;
};

static void step_free(gpointer p)
{
	struct step *s = p;

	g_free(s->place);
	g_free(s);
}

static enum read_when read_when(const struct ui *ui)
{
	return (enum read_when)ui_number(ui, SET_READ_WHEN);
}

/* Marks the story that is shown, once. */
static void mark_shown(struct ui *ui)
{
	struct readon *r = ui->readon;
	const struct story *s = article_story(ui);
	int64_t id = ui->article->id;

	if (id == 0 || r->considered == id)
		return;
	const struct row *row = list_row_of(ui->headlines->list, id, NULL);
	if (!s && !row && id > 0)
		return;
	r->considered = id;
	if (read_when(ui) == READ_NEVER)
		return;
	if (row ? row->unread : (s && s->row.unread))
		mark_read(ui, &id, 1, true, _("read"));
}

static gboolean delay_over(gpointer data)
{
	struct ui *ui = data;

	ui->read_timer = 0;
	if (ui->article->id == ui->readon->delayed)
		mark_shown(ui);
	ui_draw_soon(ui);
	return G_SOURCE_REMOVE;
}

static gboolean unmark_line(gpointer data)
{
	struct ui *ui = data;

	ui->article->new_timer = 0;
	ui->article->new_line = SIZE_MAX;
	ui_draw_soon(ui);
	return G_SOURCE_REMOVE;
}

static void push_trail(struct ui *ui)
{
	struct readon *r = ui->readon;
	struct step *s = g_new0(struct step, 1);

	s->id = ui->article->id;
	s->place = g_strdup(ui->headlines->list->place);
	g_ptr_array_add(r->trail, s);
	if (r->trail->len > TRAIL)
		g_ptr_array_remove_index(r->trail, 0);
}

static void page_on(struct ui *ui)
{
	struct article *a = ui->article;
	size_t h = (size_t)MAX(a->body.h, 1), first = a->top + h;

	article_scroll(ui, MAX(a->body.h - 2, 1));
	a->new_line = first;
	if (a->new_timer)
		g_source_remove(a->new_timer);
	a->new_timer = g_timeout_add(MARK_MS, unmark_line, ui);
	if (read_when(ui) == READ_OPEN || read_when(ui) == READ_PAGE)
		mark_shown(ui);
}

static void found_next(struct ui *ui, size_t at)
{
	push_trail(ui);
	headlines_cursor(ui, at);
	if (ui->focus == PANE_ARTICLE || ui->layout.form == FORM_SINGLE)
		ui_focus(ui, PANE_ARTICLE);
}

static void none_left(struct ui *ui)
{
	struct readon *r = ui->readon;
	const struct place *next = sections_next(ui, 1, true);

	g_clear_pointer(&r->next_place, g_free);
	if (!next) {
		if (ui->totals.unread > 0 && ui->counted)
			ui_say(ui, MESSAGE_NOTICE, _("%s done"),
			       ui->headlines->list->name);
		else
			ui_say(ui, MESSAGE_NOTICE, _("All read. r reloads."));
		return;
	}
	r->next_place = g_strdup(next->key);
	ui_say(ui, MESSAGE_NOTICE, _("%s done. Space: next section, %s"),
	       ui->headlines->list->name, next->name);
}

static void next_unread_here(struct ui *ui)
{
	const struct list *l = ui->headlines->list;
	size_t from = l->cursor + 1 < l->n ? l->cursor + 1 : 0;

	seek_start(ui, SEEK_UNREAD, NULL, from, 1, true, found_next, none_left);
}

static void to_place(struct ui *ui, const char *key)
{
	enum pane_id focus = ui->focus == PANE_SECTIONS ? PANE_HEADLINES : ui->focus;

	jump_note(ui);
	if (!sections_go(ui, key))
		return;
	ui->headlines->list->want_unread = true;
	if (ui->headlines->list->loaded)
		readon_rows(ui);
	ui_focus(ui, focus);
}

static void found_first(struct ui *ui, size_t at)
{
	headlines_cursor(ui, at);
}

static void from_sections(struct ui *ui)
{
	struct list *l = ui->headlines->list;
	const struct place *p = sections_current(ui);

	if (p && strcmp(l->place, p->key) != 0) {
		sections_show(ui);
		l = ui->headlines->list;
	}
	if (p && l->loaded && l->n == 0 && p->counted && p->total == 0 &&
	    (p->kind == PLACE_FEED || p->kind == PLACE_SECTION)) {
		ui_reload_here(ui, false);
		return;
	}
	ui_focus(ui, PANE_HEADLINES);
	if (l->loaded)
		seek_start(ui, SEEK_UNREAD, NULL, 0, 1, false, found_first, NULL);
	else
		l->want_unread = true;
}

struct readon *readon_new(void)
{
	struct readon *r = g_new0(struct readon, 1);

	r->trail = g_ptr_array_new_with_free_func(step_free);
	return r;
}

void readon_free(struct readon *r)
{
	if (!r)
		return;
	g_ptr_array_unref(r->trail);
	g_free(r->next_place);
	g_free(r);
}

void readon_space(struct ui *ui)
{
	struct readon *r = ui->readon;

	if (ui->focus == PANE_SECTIONS) {
		from_sections(ui);
		return;
	}
	if (r->next_place) {
		g_autofree char *key = g_steal_pointer(&r->next_place);
		push_trail(ui);
		to_place(ui, key);
		return;
	}
	if (!ui->layout.pane[PANE_ARTICLE].visible && ui->headlines->list->n > 0) {
		ui_focus(ui, PANE_ARTICLE); /* the story is not on the screen yet */
		return;
	}
	if (ui->article->id != 0 && ui->article->shown && !article_at_end(ui)) {
		page_on(ui);
		return;
	}
	if (article_offers_fulltext(ui)) {
		article_take_offer(ui);
		return;
	}
	mark_shown(ui);
	next_unread_here(ui);
}

void readon_back(struct ui *ui)
{
	struct readon *r = ui->readon;

	g_clear_pointer(&r->next_place, g_free);
	if (ui->focus != PANE_SECTIONS && ui->article->top > 0) {
		article_scroll(ui, -MAX(ui->article->body.h - 2, 1));
		return;
	}
	if (r->trail->len == 0) {
		ui_say(ui, MESSAGE_DONE, _("this is where reading began"));
		return;
	}
	struct step *s = g_ptr_array_steal_index(r->trail, r->trail->len - 1);
	struct list *l = ui->headlines->list;
	if (strcmp(l->place, s->place) != 0 && sections_go(ui, s->place)) {
		ui->headlines->list->want = s->id;
	} else {
		size_t at = list_index(l, s->id);
		if (at != SIZE_MAX)
			headlines_cursor(ui, at);
	}
	step_free(s);
}

static void found_unread(struct ui *ui, size_t at)
{
	headlines_cursor(ui, at);
}

static void no_unread_below(struct ui *ui)
{
	const struct place *next = sections_next(ui, 1, true);

	if (next)
		to_place(ui, next->key);
	else
		ui_say(ui, MESSAGE_NOTICE, _("nothing more unread"));
}

static void no_unread_above(struct ui *ui)
{
	ui_say(ui, MESSAGE_NOTICE, _("nothing unread above"));
}

void readon_next_unread(struct ui *ui, int dir)
{
	const struct list *l = ui->headlines->list;

	if (ui->focus == PANE_SECTIONS && dir > 0 && l->n > 0) {
		/* from the sections the first one counts, too */
		seek_start(ui, SEEK_UNREAD, NULL, l->cursor, 1, false, found_unread,
			   no_unread_below);
		ui_focus(ui, PANE_HEADLINES);
		return;
	}
	seek_start(ui, SEEK_UNREAD, NULL,
		   dir > 0	   ? l->cursor + 1
		   : l->cursor > 0 ? l->cursor - 1
				   : SIZE_MAX,
		   dir, false, found_unread, dir > 0 ? no_unread_below : no_unread_above);
}

void readon_left(struct ui *ui)
{
	struct readon *r = ui->readon;

	if (read_when(ui) == READ_LEAVE && r->was_focused)
		mark_shown(ui);
	if (ui->read_timer)
		g_source_remove(ui->read_timer);
	ui->read_timer = 0;
	r->considered = r->delayed = 0;
	r->was_focused = false;
	g_clear_pointer(&r->next_place, g_free);
}

void readon_rows(struct ui *ui)
{
	struct list *l = ui->headlines->list;
	const struct row *row = list_row_of(l, ui->article->id, NULL);

	if (l->want_unread && l->loaded) {
		l->want_unread = false;
		seek_start(ui, SEEK_UNREAD, NULL, 0, 1, false, found_first, NULL);
	}
	if (row)
		article_sync(ui, row);
}

void readon_check(struct ui *ui)
{
	struct readon *r = ui->readon;
	int64_t id = ui->article->id;
	bool looking = ui->focus == PANE_ARTICLE && !ui->popup;

	if (id == 0 || !ui->article->shown || ui->article->shown->id != id)
		return;
	if (looking)
		r->was_focused = true;
	switch (read_when(ui)) {
	case READ_OPEN:
		if (looking)
			mark_shown(ui);
		break;
	case READ_END:
		if (looking && article_at_end(ui))
			mark_shown(ui);
		break;
	case READ_DELAY:
		if (r->delayed != id) {
			r->delayed = id;
			if (ui->read_timer)
				g_source_remove(ui->read_timer);
			ui->read_timer = g_timeout_add(DELAY_MS, delay_over, ui);
		}
		break;
	default:
		break;
	}
}

void readon_opened(struct ui *ui, int64_t id)
{
	const struct row *row = list_row_of(ui->headlines->list, id, NULL);

	if (read_when(ui) != READ_NEVER && row && row->unread)
		mark_read(ui, &id, 1, true, _("read"));
}
