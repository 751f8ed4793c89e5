/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine reads and writes the files; what a list holds goes into the user's file here,
 * as one change that undo takes back, and is fetched. */
#include "config.h"

#include "ui/lists.h"

#include <string.h>

#include "engine/engine.h"
#include "ui/headlines.h"
#include "ui/list.h"
#include "ui/ops_feed.h"
#include "ui/sections.h"
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

/* A change of the file by many feeds at once. */
struct import {
	GHashTable *before; /* addresses of the file */
	struct conf_undo undo;
	struct conf_added added;
	GError *err;
};

static void import_begin(const struct ui *ui, struct import *im)
{
	*im = (struct import){
		.before = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
	for (guint i = 0; i < ui->conf->subs->feeds->len; i++) {
		const struct sub *sub = ui->conf->subs->feeds->pdata[i];
		g_hash_table_add(im->before, g_strdup(sub->url));
	}
}

/* What the file did not have before is fetched as soon as the store knows it. */
static void fetch_new(struct ui *ui, const struct import *im)
{
	for (guint i = 0; i < ui->conf->subs->feeds->len; i++) {
		const struct sub *sub = ui->conf->subs->feeds->pdata[i];
		if (!g_hash_table_contains(im->before, sub->url))
			g_ptr_array_add(ui->edits->fetch, g_strdup(sub->url));
	}
}

static void import_end(struct ui *ui, struct import *im, bool good, size_t n_refused)
{
	const struct conf_added *added = &im->added;

	if (!good) {
		ui_say_error(ui, im->err);
	} else if (added->n == 0 && added->n_known == 0 && added->n_refused == 0) {
		ui_say(ui, MESSAGE_WARNING, _("the file lists no feed"));
	} else {
		char *label = told(added, n_refused);
		if (added->n == 0) {
			ui_say(ui, MESSAGE_DONE, "%s", label);
			g_free(label);
		} else if (edits_done(ui, &im->undo, label)) {
			fetch_new(ui, im);
			/* Welcome is gone with the first feed */
			if (!sections_find(ui, ui->headlines->list->place))
				sections_go(ui, "all");
		}
	}
	g_string_free(im->added.text, TRUE);
	g_hash_table_unref(im->before);
}

void lists_add(struct ui *ui, const struct conf_feed *feeds, size_t n)
{
	struct import im;

	import_begin(ui, &im);
	bool good = conf_import(ui->conf, feeds, n, false, &im.added, &im.undo, &im.err);
	import_end(ui, &im, good, 0);
}

static void took_list(struct ui *ui, const struct answer *list)
{
	struct import im;

	import_begin(ui, &im);
	bool good = engine_import(ui->conf, list, false, &im.added, &im.undo, &im.err);
	import_end(ui, &im, good, count_refused(list));
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
