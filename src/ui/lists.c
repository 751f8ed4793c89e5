/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine reads and writes the files; what a list holds goes into the user's file here,
 * as one change that undo takes back, and is fetched. */
#include "config.h"

#include "ui/lists.h"

#include <string.h>

#include "engine/engine.h"
#include "ui/ops_feed.h"
#include "ui/status.h"
#include "util/i18n.h"
#include "util/url.h"

/* A leading ~/ is the home folder. */
static char *path_of(const char *typed)
{
	g_autofree char *text = g_strstrip(g_strdup(typed));

	if (g_str_has_prefix(text, "~/"))
		return g_build_filename(g_get_home_dir(), text + 2, NULL);
	return g_steal_pointer(&text);
}

void lists_import(struct ui *ui, const char *path)
{
	if (!*path) {
		ui_say(ui, MESSAGE_WARNING,
		       _(":import FILE: which list of feeds (OPML)?"));
		return;
	}
	struct request *r = request_new(REQ_IMPORT);

	r->path = path_of(path);
	ui_say(ui, MESSAGE_NOTICE, _("reading %s ..."), r->path);
	ui->list_serial = ui_send(ui, r);
}

void lists_export(struct ui *ui, const char *path)
{
	size_t n, n_left_out;

	if (!*path) {
		ui_say(ui, MESSAGE_WARNING,
		       _(":export FILE: to which file? It must not be there yet"));
		return;
	}
	struct request *r = request_new(REQ_EXPORT);
	GString *text = engine_export(ui->conf, ui->feeds, &n, &n_left_out);

	r->path = path_of(path);
	r->text = g_string_free(text, FALSE);
	ui->list_serial = ui_send(ui, r);
}

static size_t count_refused(const struct answer *list)
{
	size_t n = 0;

	for (size_t i = 0; i < list->n_outlines; i++)
		n += list->outlines[i].url && !conf_may_import(list->outlines[i].url);
	return n;
}

/* "12 feeds added, 3 were there already, 1 left out: no web address"; to be freed. */
static char *told(const struct conf_added *added, size_t n_refused)
{
	GString *s = g_string_new(NULL);

	g_string_append_printf(s, ngettext("%zu feed added", "%zu feeds added", added->n),
			       added->n);
	if (added->n_known)
		g_string_append_printf(s,
				       ngettext(", %zu was there already",
						", %zu were there already",
						added->n_known),
				       added->n_known);
	if (n_refused)
		g_string_append_printf(s, _(", %zu left out: no http or https address"),
				       n_refused);
	return g_string_free(s, FALSE);
}

/* Those that the file did not have before are fetched as soon as the store knows them. */
static void fetch_new(struct ui *ui, const struct answer *list, GHashTable *before)
{
	for (size_t i = 0; i < list->n_outlines; i++) {
		const char *url = list->outlines[i].url;
		const struct sub *sub = url ? subs_feed(ui->conf->subs, url) : NULL;
		if (sub && !g_hash_table_contains(before, sub->url))
			g_ptr_array_add(ui->edits->fetch, g_strdup(sub->url));
	}
}

static void took_list(struct ui *ui, const struct answer *list)
{
	struct conf_undo undo = {0};
	struct conf_added added = {0};
	GError *err = NULL;
	g_autoptr(GHashTable)
		before = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint i = 0; i < ui->conf->subs->feeds->len; i++) {
		const struct sub *sub = ui->conf->subs->feeds->pdata[i];
		g_hash_table_add(before, g_strdup(sub->url));
	}
	if (!engine_import(ui->conf, list, false, &added, &undo, &err)) {
		ui_say_error(ui, err);
	} else if (added.n == 0 && added.n_known == 0 && added.n_refused == 0) {
		ui_say(ui, MESSAGE_WARNING, _("the file lists no feed"));
	} else {
		char *label = told(&added, count_refused(list));
		if (added.n == 0) {
			ui_say(ui, MESSAGE_DONE, "%s", label);
			g_free(label);
		} else if (edits_done(ui, &undo, label)) {
			fetch_new(ui, list, before);
		}
	}
	g_string_free(added.text, TRUE);
}

bool lists_event(struct ui *ui, struct event *e)
{
	bool own = e->serial == ui->list_serial &&
		   (e->kind == EVENT_OUTLINES || e->kind == EVENT_EXPORTED ||
		    e->kind == EVENT_FAILED);

	if (!own)
		return false;
	status_dismiss(ui); /* that it is read */
	if (e->kind == EVENT_OUTLINES)
		took_list(ui, e->outlines);
	else if (e->kind == EVENT_EXPORTED)
		ui_say(ui, MESSAGE_DONE, _("written to %s"), e->text);
	else
		ui_say(ui, MESSAGE_WARNING, "%s", e->text ? e->text : "");
	ui_todo(ui, TODO_DRAW);
	return true;
}
