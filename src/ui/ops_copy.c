/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operations that copy: a link as it is, title and link as Markdown. Of selected stories
 * the rows are asked for first; what answers is taken by copy_event. */
#include "config.h"

#include <string.h>

#include "ui/article.h"
#include "ui/headlines.h"
#include "ui/opener.h"
#include "ui/ops.h"
#include "ui/ops_copy.h"
#include "ui/sections.h"
#include "ui/status.h"
#include "util/i18n.h"

static uint32_t waiting; /* serial of the rows that are to be copied, 0 none */

/* "[title](link)": what Markdown would read as markup is escaped. */
void copy_markdown(GString *out, const char *title, const char *link)
{
	if (!link || !*link) {
		g_string_append_printf(out, "%s\n", title);
		return;
	}
	g_string_append_c(out, '[');
	for (const char *s = title; *s; s++) {
		if (strchr("\\[]*_`<", *s))
			g_string_append_c(out, '\\');
		g_string_append_c(out, *s);
	}
	g_string_append(out, "](");
	for (const char *s = link; *s; s++) {
		if (strchr("()<>\\ ", *s))
			g_string_append_printf(out, "%%%02X", (unsigned)*s);
		else
			g_string_append_c(out, *s);
	}
	g_string_append(out, ")\n");
}

static void copy_link(struct ui *ui, const char *link)
{
	g_autofree char *url = opener_address(ui, link);
	if (opener_copy(ui, url))
		ui_say(ui, MESSAGE_DONE, _("copied %s"), url);
}

void op_COPY(struct ui *ui, const struct op_call *call)
{
	const struct story *s = article_story(ui);
	const struct place *p = sections_current(ui);
	int link = call->count > 0	       ? call->count
		   : ui->focus == PANE_ARTICLE ? ui->article->link
					       : 0;

	if (link > 0) {
		const char *url = article_link(ui, link, NULL);
		if (url)
			copy_link(ui, url);
		else
			ui_say(ui, MESSAGE_WARNING, _("the story has no link %d"), link);
	} else if (ui->focus == PANE_SECTIONS && p && p->sub) {
		copy_link(ui, p->sub->url);
	} else if (s && s->link && *s->link) {
		copy_link(ui, s->link);
	} else {
		ui_say(ui, MESSAGE_DONE, _("this story has no link"));
	}
}

static void copy_rows(struct ui *ui, const struct row *rows, size_t n)
{
	GString *text = g_string_new(NULL);
	size_t copied = 0;

	for (size_t i = 0; i < n; i++) {
		if (rows[i].id == 0)
			continue;
		g_autofree char *link = rows[i].link ? opener_address(ui, rows[i].link)
						     : NULL;
		copy_markdown(text, rows[i].title, link);
		copied++;
	}
	if (copied == 1) /* alone it may stand in a line of something else */
		g_string_truncate(text, text->len - 1);
	if (copied > 0 && opener_copy(ui, text->str))
		ui_say(ui, MESSAGE_DONE,
		       ngettext("copied %zu story as Markdown",
				"copied %zu stories as Markdown", copied),
		       copied);
	g_string_free(text, TRUE);
}

void op_COPY_MD(struct ui *ui, const struct op_call *call)
{
	size_t n = 0;
	int64_t *ids = headlines_targets(ui, call->count, &n);

	if (n == 0) {
		g_free(ids);
		return;
	}
	struct request *r = request_new(REQ_ROWS);
	r->ids = ids;
	r->n_ids = n;
	waiting = ui_send(ui, r);
}

bool copy_event(struct ui *ui, struct event *e)
{
	if (waiting == 0 || e->serial != waiting)
		return false;
	waiting = 0;
	if (e->kind != EVENT_ROWS)
		return false;
	copy_rows(ui, e->rows->rows, e->rows->n);
	return true;
}
