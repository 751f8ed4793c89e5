/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The title line above the panes and the status line below them: the place and facts
 * that wait on the left, what is going on on the right, a message instead of the left. */
#include "config.h"

#include "ui/status.h"

#include <inttypes.h>
#include <string.h>

#include "text/date.h"
#include "text/width.h"
#include "ui/article.h"
#include "ui/headlines.h"
#include "ui/sections.h"
#include "util/clock.h"
#include "util/i18n.h"

enum { LOG_MOST = 1000, DONE_MS = 5000, BAR = 10 };

static void message_free(gpointer p)
{
	struct message *m = p;

	g_free(m->text);
	g_free(m);
}

struct status *status_new(void)
{
	struct status *s = g_new0(struct status, 1);

	s->log = g_ptr_array_new_with_free_func(message_free);
	return s;
}

void status_free(struct status *s)
{
	if (!s)
		return;
	if (s->timer)
		g_source_remove(s->timer);
	if (s->ended_timer)
		g_source_remove(s->ended_timer);
	g_ptr_array_unref(s->log);
	g_free(s->ended);
	g_free(s);
}

static gboolean message_over(gpointer data)
{
	struct ui *ui = data;

	ui->status->timer = 0;
	ui->status->shown = NULL;
	ui_draw_soon(ui);
	return G_SOURCE_REMOVE;
}

static gboolean summary_over(gpointer data)
{
	struct ui *ui = data;

	ui->status->ended_timer = 0;
	g_clear_pointer(&ui->status->ended, g_free);
	ui_draw_soon(ui);
	return G_SOURCE_REMOVE;
}

void ui_say(struct ui *ui, enum message_kind kind, const char *format, ...)
{
	struct status *s = ui->status;
	struct message *m = g_new0(struct message, 1);
	va_list args;

	va_start(args, format);
	m->text = g_strdup_vprintf(format, args);
	va_end(args);
	m->kind = kind;
	m->at = clock_now();
	if (s->log->len >= LOG_MOST) {
		if (s->shown == g_ptr_array_index(s->log, 0))
			s->shown = NULL;
		g_ptr_array_remove_index(s->log, 0);
	}
	g_ptr_array_add(s->log, m);
	/* a fault that nobody has seen yet is not covered by a smaller thing; who presses
	 * keys has seen it, and wants to know what they did */
	if (!s->shown || s->shown->kind <= kind || s->keyed) {
		s->shown = m;
		s->keyed = false;
	}
	g_clear_handle_id(&s->timer, g_source_remove);
	if (s->shown->kind == MESSAGE_DONE)
		s->timer = g_timeout_add(DONE_MS, message_over, ui);
	ui_todo(ui, TODO_DRAW);
}

void ui_say_error(struct ui *ui, GError *taken)
{
	if (!taken)
		return;
	bool warning = taken->domain == TNEWS_ERROR &&
		       (taken->code == ERR_USAGE || taken->code == ERR_CONF);
	ui_say(ui, warning ? MESSAGE_WARNING : MESSAGE_ERROR, "%s", taken->message);
	g_error_free(taken);
}

void status_ended(struct ui *ui, const char *summary)
{
	struct status *s = ui->status;

	g_free(s->ended);
	s->ended = g_strdup(summary);
	g_clear_handle_id(&s->ended_timer, g_source_remove);
	s->ended_timer = g_timeout_add(DONE_MS, summary_over, ui);
}

void status_on_key(struct ui *ui)
{
	struct status *s = ui->status;

	s->keyed = true;
	if (s->shown && s->shown->kind <= MESSAGE_NOTICE) {
		s->shown = NULL;
		g_clear_handle_id(&s->timer, g_source_remove);
		ui_todo(ui, TODO_DRAW);
	}
}

bool status_dismiss(struct ui *ui)
{
	struct status *s = ui->status;
	bool had = s->shown != NULL;

	s->shown = NULL;
	g_clear_handle_id(&s->timer, g_source_remove);
	return had;
}

void status_seen(struct ui *ui)
{
	ui->status->shown = NULL;
}

/* In the form with one pane the title line is the pane's own and the way back. */
static void single_title(struct ui *ui, struct canvas *c, struct rect r,
			 const struct look *look)
{
	const struct list *l = ui->headlines->list;
	g_autofree char *right = NULL;
	GString *left = g_string_new(" ");

	if (ui->focus == PANE_SECTIONS) {
		g_string_append(left, "tnews");
		right = g_strdup_printf(_("%" PRId64 " unread"), ui->totals.unread);
	} else {
		g_string_append_printf(left, "< %s", l->name);
		if (ui->focus == PANE_HEADLINES || ui->find[PANE_ARTICLE] == NULL)
			right = g_strdup_printf("%zu/%zu", l->n > 0 ? l->cursor + 1 : 0,
						headlines_total(ui));
		else
			right = article_pane.title_right(ui);
	}
	int w = width_text(right, strlen(right));
	g_autofree char *cut = width_cut(left->str, MAX(r.w - w - 3, 4));
	canvas_text(c, r.x, r.y, r.w, cut, look);
	canvas_text_right(c, r.x, r.y, r.w - 1, right, look);
	g_string_free(left, TRUE);
}

static char *title_right(struct ui *ui)
{
	const struct totals *t = &ui->totals;
	GString *s = g_string_new(NULL);

	if (!ui->counted)
		return g_string_free(s, FALSE);
	g_string_append_printf(s, _("%" PRId64 " unread of %" PRId64), t->unread,
			       t->total);
	if (t->last_reload != DATE_NONE && ui->canvas.w >= 100) {
		g_autofree char *when = date_short(t->last_reload, clock_now());
		g_string_append_printf(s, "   ");
		g_string_append_printf(s, _("updated %s"), when);
	}
	return g_string_free(s, FALSE);
}

void status_draw_title(struct ui *ui)
{
	struct canvas *c = &ui->canvas;
	struct rect r = ui->layout.title;
	struct look look = look_over(*ui_look(ui, STYLE_NORMAL),
				     ui_look(ui, STYLE_TITLE));
	const struct list *l = ui->headlines->list;
	GString *left = g_string_new(" ");

	canvas_fill(c, r, ' ', &look);
	if (ui->layout.form == FORM_SINGLE) {
		single_title(ui, c, r, &look);
		g_string_free(left, TRUE);
		return;
	}
	if (ui->layout.form == FORM_DRAWER) {
		g_autofree char *key = bind_key_of(ui->conf->bindings, CONTEXT_HEADLINES,
						   OP_LEFT);
		g_string_append(left, l->name);
		if (key && !ui->wish.drawer)
			g_string_append_printf(left, _(" (%s sections)"), key);
	} else {
		g_string_append(left, "tnews");
		if (*l->name && ui->canvas.w >= 100)
			g_string_append_printf(left, " - %s", l->name);
	}
	g_autofree char *right = title_right(ui);
	int w = width_text(right, strlen(right));
	g_autofree char *cut = width_cut(left->str, MAX(r.w - w - 2, 6));
	canvas_text(c, r.x, r.y, r.w, cut, &look);
	canvas_text_right(c, r.x, r.y, r.w - 1, right, &look);
	g_string_free(left, TRUE);
}

static char *progress(struct ui *ui)
{
	const struct reload_progress *p = &ui->reload;
	GString *s = g_string_new(NULL);

	if (!p->running)
		return g_string_free(s, FALSE);
	if (ui->canvas.w >= 60)
		g_string_append_printf(s, "%s ", _("reload"));
	g_string_append_printf(s, "%zu/%zu", p->done, p->total);
	if (ui->canvas.w >= 80) {
		size_t full = p->total > 0 ? MIN(p->done * BAR / p->total, BAR) : 0;
		g_string_append(s, " [");
		for (size_t i = 0; i < BAR; i++)
			g_string_append_c(s, i < full ? '#' : '.');
		g_string_append_c(s, ']');
	}
	if (ui->canvas.w >= 100) {
		if (p->failed > 0)
			g_string_append_printf(s, _(" %zu failed,"), p->failed);
		g_string_append_printf(s, _(" %zu new"), p->new_stories);
	}
	return g_string_free(s, FALSE);
}

static void add_part(GString *s, const char *text)
{
	if (s->len > 1)
		g_string_append(s, "  ");
	g_string_append(s, text);
}

static void add_facts(struct ui *ui, GString *s)
{
	const struct list *l = ui->headlines->list;
	guint selected = g_hash_table_size(ui->headlines->selected);
	g_autofree char *keys = keys_print(&ui->keys);

	if (keys)
		add_part(s, keys);
	if (selected > 0) {
		g_autofree char *text = g_strdup_printf(_("%u selected"), selected);
		add_part(s, text);
	}
	if (l->request.filter) {
		g_autofree char *text = g_strdup_printf(_("filter: %s"),
							l->request.filter);
		add_part(s, text);
	}
	if (ui->totals.failing > 0) {
		g_autofree char *key = bind_key_of(ui->conf->bindings, ui_context(ui),
						   OP_GO_ERRORS);
		g_autofree char *text = g_strdup_printf(
			key ? _("%" PRId64 " failing (%s)") : _("%" PRId64 " failing"),
			ui->totals.failing, key);
		add_part(s, text);
	}
	if (ui->offline)
		add_part(s, _("offline"));
	if (l->n_new > 0) {
		g_autofree char *key = bind_key_of(ui->conf->bindings, ui_context(ui),
						   OP_TIDY);
		g_autofree char *text = g_strdup_printf(_("%zu new, %s shows"), l->n_new,
							key ? key : ":exec tidy");
		add_part(s, text);
	}
	if (ui->conf->faults->len > 0) {
		g_autofree char *text = g_strdup_printf(
			ngettext("%u fault in the configuration (:check)",
				 "%u faults in the configuration (:check)",
				 ui->conf->faults->len),
			ui->conf->faults->len);
		add_part(s, text);
	}
	if (ui->seek)
		add_part(s, _("looking..."));
}

static char *place_text(struct ui *ui)
{
	const struct list *l = ui->headlines->list;
	const struct row *row = headlines_current(ui);
	GString *s = g_string_new(" ");
	int link = ui->article->link;
	const char *url = ui->focus == PANE_ARTICLE && link > 0
				  ? article_link(ui, link, NULL)
				  : NULL;

	if (url) {
		g_string_append_printf(s, "[%d] %s", link, url);
	} else {
		if (ui->canvas.w >= 72) {
			g_string_append_printf(s, "%s > ", l->name);
			if (ui->canvas.w >= 132 && row) {
				g_autofree char *title = width_cut(row->title,
								   ui->canvas.w / 3);
				g_string_append_printf(s, "%s   ", title);
			}
		}
		if (ui->layout.form == FORM_SINGLE && ui->counted)
			g_string_append_printf(s, _("%" PRId64 " unread"),
					       ui->totals.unread);
		else
			g_string_append_printf(s, "%zu/%zu", l->n > 0 ? l->cursor + 1 : 0,
					       headlines_total(ui));
	}
	add_facts(ui, s);
	return g_string_free(s, FALSE);
}

static enum style_id style_of(enum message_kind kind)
{
	static const enum style_id styles[] = {STYLE_MESSAGE_DONE, STYLE_MESSAGE_NOTICE,
					       STYLE_MESSAGE_WARNING,
					       STYLE_MESSAGE_ERROR};

	return styles[kind];
}

void status_draw(struct ui *ui)
{
	static const char *const letters[] = {"", "i ", "! ", "E "};
	struct status *s = ui->status;
	struct canvas *c = &ui->canvas;
	struct rect r = ui->layout.status;
	struct look look = look_over(*ui_look(ui, STYLE_NORMAL),
				     ui_look(ui, STYLE_STATUS));
	g_autofree char *right = progress(ui);
	g_autofree char *left = NULL;
	struct look text = look;

	canvas_fill(c, r, ' ', &look);
	if (s->shown) {
		left = g_strdup_printf(" %s%s", letters[s->shown->kind], s->shown->text);
		text = look_over(look, ui_look(ui, style_of(s->shown->kind)));
	} else if (s->ended && !ui->reload.running) {
		left = g_strdup_printf(" %s", s->ended);
	} else {
		left = place_text(ui);
	}
	int w = width_text(right, strlen(right));
	g_autofree char *cut = width_cut(left, MAX(r.w - (w > 0 ? w + 3 : 1), 8));
	canvas_text(c, r.x, r.y, r.w, cut, &text);
	if (w > 0)
		canvas_text_right(c, r.x, r.y, r.w - 1, right, &look);
}
