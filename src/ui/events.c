/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the engine tells: who gets which event, and what is kept of it. */
#include "config.h"

#include <string.h>

#include "text/date.h"
#include "ui/article.h"
#include "ui/headlines.h"
#include "ui/lists.h"
#include "ui/ops_feed.h"
#include "ui/picker.h"
#include "ui/popup.h"
#include "ui/ops_copy.h"
#include "ui/prompt.h"
#include "ui/seek.h"
#include "ui/sections.h"
#include "ui/state.h"
#include "ui/status.h"
#include "util/clock.h"
#include "util/i18n.h"
#include "util/window.h"

static void took_counts(struct ui *ui, struct event *e)
{
	feed_states_free(ui->feeds);
	ui->feeds = g_steal_pointer(&e->feeds);
	ui->totals = e->totals;
	ui->counted = true;
	g_hash_table_remove_all(ui->feed_by_id);
	for (size_t i = 0; ui->feeds && i < ui->feeds->n; i++)
		g_hash_table_insert(ui->feed_by_id, &ui->feeds->feeds[i].id,
				    &ui->feeds->feeds[i]);
	g_hash_table_remove_all(ui->section_counts);
	for (size_t i = 0; i < e->n_sections; i++)
		g_hash_table_insert(ui->section_counts, g_strdup(e->sections[i].path),
				    g_memdup2(&e->sections[i], sizeof(e->sections[i])));
	sections_rebuild(ui);
}

static void ask_tags(struct ui *ui)
{
	ui_send(ui, request_new(REQ_TAGS));
}

static void took_acted(struct ui *ui, struct event *e)
{
	if (e->undone || e->redone) {
		list_stale(ui->headlines->list, e->changed_ids, e->n_changed_ids);
		if (e->n_changed == 0 && !e->label)
			ui_say(ui, MESSAGE_DONE,
			       e->undone ? _("nothing to take back")
					 : _("nothing to make again"));
		else
			ui_say(ui, MESSAGE_DONE,
			       e->undone ? _("taken back: %s") : _("again: %s"),
			       e->label ? e->label : "");
		headlines_refresh(ui);
	} else if (ui_colors_rows(ui) && e->changed_ids) {
		list_stale(ui->headlines->list, e->changed_ids, e->n_changed_ids);
	}
	if (!e->undone && !e->redone && e->n_changed > 1 && e->label) {
		ui_say(ui, MESSAGE_DONE,
		       ngettext("%zu story: %s", "%zu stories: %s", (gulong)e->n_changed),
		       e->n_changed, e->label);
		/* of a query: nobody has shown it yet */
		list_stale(ui->headlines->list, e->changed_ids, e->n_changed_ids);
	}
	/* also where the list is not on the screen: the article shows its tags */
	headlines_need(ui, ui->headlines->list->cursor, ui->headlines->list->cursor + 1);
	ask_tags(ui);
}

/* R found nothing to do: when something is, and what asks all the same. */
static void say_not_due(struct ui *ui)
{
	int64_t next = DATE_NONE, now = clock_now();

	for (size_t i = 0; ui->feeds && i < ui->feeds->n; i++) {
		const struct feed_state *f = &ui->feeds->feeds[i];
		if (f->subscribed && f->next > now &&
		    (next == DATE_NONE || f->next < next))
			next = f->next;
	}
	g_autofree char *when = next != DATE_NONE ? date_short(next, now) : NULL;
	g_autofree char *key = bind_key_of(ui->conf->bindings, ui_context(ui), OP_RELOAD);
	if (when)
		ui_say(ui, MESSAGE_DONE,
		       _("no feed is due before %s; %s asks these all the same"), when,
		       key ? key : ":exec reload");
	else
		ui_say(ui, MESSAGE_DONE, _("no feed is due"));
}

/* As the setting says, that there is something new: also to who looks elsewhere. */
static void announce(struct ui *ui, const struct reload_progress *p)
{
	const char *how = setting_text(ui->conf->settings, SET_ANNOUNCE);
	bool both = g_str_equal(how, "both");

	if (p->new_stories == 0)
		return;
	if (both || g_str_equal(how, "bell"))
		term_bell(ui->term);
	if (!both && !g_str_equal(how, "message"))
		return;
	g_autofree char *text = g_strdup_printf(ngettext("tnews: %zu new story",
							 "tnews: %zu new stories",
							 p->new_stories),
						p->new_stories);
	term_message(ui->term, text);
}

static void took_reload(struct ui *ui, struct event *e)
{
	bool was_running = ui->reload.running;

	ui->reload = e->reload;
	g_hash_table_remove_all(ui->fetching);
	for (size_t i = 0; i < e->n_fetching; i++)
		g_hash_table_add(ui->fetching,
				 g_memdup2(&e->fetching[i], sizeof(e->fetching[i])));
	const struct reload_progress *p = &e->reload;
	term_progress(ui->term,
		      window_shows_progress(
			      setting_text(ui->conf->settings, SET_WINDOW_PROGRESS)),
		      p->running && p->total > 0 ? (int)(p->done * 100 / p->total) : -1);
	if (!e->reload.running) {
		announce(ui, p);
		if (e->text && p->total == 0)
			say_not_due(ui);
		else if (e->text)
			status_ended(ui, e->text);
		if (was_running || e->reload.total > 0)
			headlines_refresh(ui);
		ask_tags(ui);
	}
	sections_rebuild(ui);
}

static void took_failure(struct ui *ui, struct event *e)
{
	if (e->error == ERR_CANCELLED)
		return;
	/* what was shown ahead of the writer is read again */
	list_stale(ui->headlines->list, NULL, 0);
	if (ui->prompt &&
	    (ui->prompt->kind == PROMPT_FILTER || ui->prompt->kind == PROMPT_SEARCH)) {
		prompt_set_fault(ui, e->text, 0);
		return;
	}
	ui_say(ui, e->error == ERR_USAGE ? MESSAGE_WARNING : MESSAGE_ERROR, "%s",
	       e->text ? e->text : _("that failed"));
}

static void take(struct ui *ui, struct event *e)
{
	if (feed_offers(ui, e) || lists_event(ui, e))
		return;
	if (copy_event(ui, e) || seek_event(ui, e) || article_event(ui, e) ||
	    headlines_event(ui, e))
		return;
	switch (e->kind) {
	case EVENT_COUNTS:
		took_counts(ui, e);
		break;
	case EVENT_TAGS:
		tag_counts_free(ui->tags);
		ui->tags = g_steal_pointer(&e->tags);
		sections_rebuild(ui);
		picker_tags_counted(ui);
		break;
	case EVENT_ACTED:
		took_acted(ui, e);
		break;
	case EVENT_RELOAD:
		took_reload(ui, e);
		break;
	case EVENT_SUBSCRIBED:
		feed_subscribed(ui);
		break;
	case EVENT_FEED:
		ui->offline = e->fail == FAIL_OFFLINE;
		break; /* its failure comes with the counts; errors never interrupt */
	case EVENT_CHANGED:
		list_stale(ui->headlines->list, NULL, 0);
		headlines_refresh(ui);
		if (!ui->reload.running)
			ask_tags(ui);
		break;
	case EVENT_FAILED:
		took_failure(ui, e);
		break;
	case EVENT_NOTICE:
		if (e->text)
			ui_say(ui, MESSAGE_WARNING, "%s", e->text);
		break;
	default:
		return; /* an answer that nobody waits for any more */
	}
	ui_todo(ui, TODO_DRAW);
}

void ui_event(struct event *taken, void *data)
{
	struct ui *ui = data;
	unsigned before = ui->todo;

	take(ui, taken);
	event_free(taken);
	if (ui->todo != before || ui->todo != TODO_NOTHING)
		ui_draw_soon(ui);
}
