/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operations on feeds, the configuration and the program. */
#include "config.h"

#include <signal.h>
#include <string.h>

#include "ui/article.h"
#include "ui/command.h"
#include "ui/headlines.h"
#include "ui/opener.h"
#include "ui/ops.h"
#include "ui/popup.h"
#include "ui/prompt.h"
#include "ui/seek.h"
#include "ui/sections.h"
#include "ui/status.h"
#include "util/error.h"
#include "util/i18n.h"
#include "util/url.h"

static void add_feed_id(GArray *ids, int64_t id)
{
	for (guint i = 0; i < ids->len; i++)
		if (g_array_index(ids, int64_t, i) == id)
			return;
	if (id > 0)
		g_array_append_val(ids, id);
}

void ui_reload(struct ui *ui, const char *section, const int64_t *feeds, size_t n,
	       bool due, bool force)
{
	struct request *r = request_new(REQ_RELOAD);

	if (ui->conf->subs->feeds->len == 0) {
		request_free(r);
		ui_say(ui, MESSAGE_NOTICE, _("there are no feeds yet; a adds one"));
		return;
	}
	r->section = g_strdup(section);
	if (feeds) {
		r->feeds = g_memdup2(feeds, n * sizeof(int64_t));
		r->n_feeds = n;
	}
	r->due = due;
	r->force = force;
	ui_send(ui, r);
}

/* The feeds of the stories that are selected. */
static bool reload_selected(struct ui *ui, bool force)
{
	GArray *ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
	size_t n = 0;

	if (g_hash_table_size(ui->headlines->selected) > 0) {
		g_autofree int64_t *stories = headlines_targets(ui, 1, &n);
		for (size_t i = 0; i < n; i++) {
			const struct row *row = list_row_of(ui->headlines->list,
							    stories[i], NULL);
			if (row)
				add_feed_id(ids, row->feed);
		}
	}
	bool any = ids->len > 0;
	if (any)
		ui_reload(ui, NULL, (const int64_t *)(void *)ids->data, ids->len, false,
			  force);
	g_array_free(ids, TRUE);
	return any;
}

void ui_reload_here(struct ui *ui, bool force)
{
	const struct place *p = ui->focus == PANE_SECTIONS
					? sections_current(ui)
					: sections_find(ui, ui->headlines->list->place);
	const struct row *row = headlines_current(ui);

	if (ui->focus != PANE_SECTIONS && reload_selected(ui, force))
		return;
	if (p && p->kind == PLACE_SECTION && !p->section->query)
		ui_reload(ui, p->section->path, NULL, 0, false, force);
	else if (p && p->kind == PLACE_FEED)
		ui_reload(ui, NULL, &p->sub->id, 1, false, force);
	else if (ui->focus != PANE_SECTIONS && row && row->id > 0 &&
		 (!p || p->kind == PLACE_TAG || p->kind == PLACE_SEARCH))
		ui_reload(ui, NULL, &row->feed, 1, false, force);
	else
		ui_reload(ui, NULL, NULL, 0, false, force);
}

void op_RELOAD(struct ui *ui, const struct op_call *call)
{
	(void)call;
	ui_reload_here(ui, false);
}

void op_RELOAD_ALL(struct ui *ui, const struct op_call *call)
{
	(void)call;
	ui_reload(ui, NULL, NULL, 0, true, false);
}

void op_RELOAD_FORCE(struct ui *ui, const struct op_call *call)
{
	(void)call;
	ui_reload_here(ui, true);
}

/* The line of the section or feed under the cursor, in its file; the first fault before
 * all, since that is what one wants to see then. */
static void place_in_file(struct ui *ui, const char **file, int *line)
{
	const struct place *p = ui->focus == PANE_SECTIONS ? sections_current(ui) : NULL;
	const struct row *row = headlines_current(ui);
	const struct sub *sub = p ? p->sub : row ? ui_sub(ui, row->feed) : NULL;

	*file = ui->conf->path;
	*line = 1;
	if (ui->conf->faults->len > 0) {
		const struct fault *f = g_ptr_array_index(ui->conf->faults, 0);
		*line = f->line;
	} else if (p && p->section && p->section->file) {
		*file = p->section->file;
		*line = p->section->line;
	} else if (sub && sub->file) {
		*file = sub->file;
		*line = sub->line;
	}
}

void op_EDIT_CONFIG(struct ui *ui, const struct op_call *call)
{
	const char *editor = g_getenv("VISUAL"), *file = NULL;
	GError *err = NULL;
	int line = 1;

	(void)call;
	if (!editor || !*editor)
		editor = g_getenv("EDITOR");
	place_in_file(ui, &file, &line);
	g_auto(GStrv) words = editor_words(editor, file, line);
	if (!opener_on_terminal(ui, words, &err)) {
		ui_say_error(ui, err);
		return;
	}
	if (conf_changed(ui->conf) && ui_reread_conf(ui))
		ui_say(ui, MESSAGE_DONE, _("the configuration was read again"));
}

void op_COMMAND(struct ui *ui, const struct op_call *call)
{
	if (call->args && call->args[0]) {
		g_autofree char *text = g_strjoinv(" ", call->args);
		command_run(ui, text);
		return;
	}
	command_prompt(ui, "");
}

void op_HELP(struct ui *ui, const struct op_call *call)
{
	(void)call;
	help_open(ui);
}

/* One thing a press, in this order: popup, selection, find, filter, message, reload.
 * Prompts and popups take their Esc themselves. */
void op_CANCEL(struct ui *ui, const struct op_call *call)
{
	struct headlines *h = ui->headlines;

	(void)call;
	if (ui->seek) {
		seek_cancel(ui);
	} else if (ui->popup) {
		popup_close(ui);
	} else if (ui->wish.drawer) {
		ui_focus(ui, PANE_HEADLINES);
	} else if (h->range_from != SIZE_MAX || g_hash_table_size(h->selected) > 0) {
		h->range_from = SIZE_MAX;
		g_hash_table_remove_all(h->selected);
	} else if (ui->find[ui->focus]) {
		g_clear_pointer(&ui->find[ui->focus], g_free);
	} else if (ui->article->link > 0 && ui->focus == PANE_ARTICLE) {
		ui->article->link = 0;
	} else if (h->list->request.filter) {
		headlines_set_filter(ui, NULL);
	} else if (!status_dismiss(ui) && ui->reload.running) {
		ui_send(ui, request_new(REQ_STOP_RELOAD));
		ui_say(ui, MESSAGE_NOTICE,
		       _("the reload stops; what has arrived is kept"));
	}
}

void op_REDRAW(struct ui *ui, const struct op_call *call)
{
	(void)call;
	term_redraw(ui->term);
	ui_todo(ui, TODO_LAYOUT);
}

void op_SUSPEND(struct ui *ui, const struct op_call *call)
{
	(void)call;
	term_leave(ui->term);
	/* the whole job stops, as with ^Z in any other program; fg comes back here */
	kill(0, SIGSTOP);
	term_return(ui->term);
	ui_todo(ui, TODO_LAYOUT);
}

void op_QUIT(struct ui *ui, const struct op_call *call)
{
	(void)call;
	if (ui->popup)
		popup_close(ui);
	else if (ui->wish.zoom) {
		ui->wish.zoom = false;
		ui_todo(ui, TODO_LAYOUT);
	} else if (ui->focus == PANE_SECTIONS)
		ui_quit(ui, 0);
	else
		ui_focus(ui, ui->focus == PANE_ARTICLE ? PANE_HEADLINES : PANE_SECTIONS);
}

void op_QUIT_NOW(struct ui *ui, const struct op_call *call)
{
	(void)call;
	ui_quit(ui, 0);
}
