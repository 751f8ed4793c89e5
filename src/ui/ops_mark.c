/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marks, tags, deletion, undo. Stories that are selected are what an operation works on;
 * else the current one, or as many from it on as the count says. */
#include "config.h"

#include "ui/ops_feed.h"
#include "ui/ops_mark.h"

#include <string.h>

#include "ui/article.h"
#include "ui/headlines.h"
#include "ui/ops.h"
#include "ui/picker.h"
#include "ui/prompt.h"
#include "ui/sections.h"
#include "ui/status.h"
#include "text/date.h"
#include "text/when.h"
#include "util/clock.h"
#include "util/error.h"
#include "util/i18n.h"

static char *const unread_tag[] = {"unread", NULL};
static char *const starred_tag[] = {"starred", NULL};

static void remember_change(struct last_change *l, char *const *add, char *const *remove,
			    bool delete_stories, const char *label)
{
	char **new_add = g_strdupv((char **)add),
	     **new_remove = g_strdupv((char **)remove);
	char *new_label = g_strdup(label);

	last_change_clear(l);
	l->add = new_add;
	l->remove = new_remove;
	l->delete_stories = delete_stories;
	l->label = new_label;
}

static bool tag_among(char *const *tags, const char *tag)
{
	for (; tags && *tags; tags++)
		if (strcmp(*tags, tag) == 0)
			return true;
	return false;
}

/* The counts say now what they will say when the writer has done it. */
static void count_at_once(struct ui *ui, const int64_t *ids, size_t n, char *const *add,
			  char *const *remove, bool deleted)
{
	bool changed = false;

	for (size_t i = 0; i < n; i++) {
		const struct row *row = list_row_of(ui->headlines->list, ids[i], NULL);
		struct feed_state *f = row && !row->deleted
					       ? g_hash_table_lookup(ui->feed_by_id,
								     &row->feed)
					       : NULL;
		if (!f)
			continue;
		int unread = tag_among(remove, "unread") ? 0
			     : tag_among(add, "unread")	 ? 1
							 : row->unread;
		int starred = tag_among(remove, "starred") ? 0
			      : tag_among(add, "starred")  ? 1
							   : row->starred;
		unread = (deleted ? 0 : unread) - row->unread;
		starred = (deleted ? 0 : starred) - row->starred;
		f->unread += unread;
		ui->totals.unread += unread;
		ui->totals.starred += starred;
		changed = changed || unread || starred;
	}
	if (changed)
		sections_rebuild(ui);
}

static void show_at_once(struct ui *ui, const int64_t *ids, size_t n, char *const *add,
			 char *const *remove, bool deleted)
{
	struct headlines *h = ui->headlines;

	if (ids)
		count_at_once(ui, ids, n, add, remove, deleted);
	list_apply(h->list, ids, n, add, remove, deleted);
	if (h->kept)
		list_apply(h->kept, ids, n, add, remove, deleted);
	article_apply(ui, ids, n, add, remove);
	ui_todo(ui, TODO_DRAW);
}

void last_change_clear(struct last_change *l)
{
	g_strfreev(l->add);
	g_strfreev(l->remove);
	g_free(l->label);
	memset(l, 0, sizeof(*l));
}

void mark_act(struct ui *ui, const int64_t *ids, size_t n, char *const *add,
	      char *const *remove, bool delete_stories, const char *label, bool remember)
{
	struct request *r = request_new(REQ_ACT);

	r->ids = g_new(int64_t, n + 1);
	for (size_t i = 0; i < n; i++)
		if (ids[i] > 0)
			r->ids[r->n_ids++] = ids[i];
	if (remember)
		remember_change(&ui->last, add, remove, delete_stories, label);
	show_at_once(ui, ids, n, add, remove, delete_stories);
	if (r->n_ids == 0) {
		request_free(r);
		return;
	}
	r->add = g_strdupv((char **)add);
	r->remove = g_strdupv((char **)remove);
	r->delete_stories = delete_stories;
	r->label = g_strdup(label);
	ui_send(ui, r);
}

void mark_read(struct ui *ui, const int64_t *ids, size_t n, bool read, const char *label)
{
	mark_act(ui, ids, n, read ? NULL : unread_tag, read ? unread_tag : NULL, false,
		 label, false);
}

void mark_list(struct ui *ui, const struct list_request *request, char *const *add,
	       char *const *remove, const char *label)
{
	struct request *r = request_new(REQ_ACT);

	list_request_copy(&r->list, request);
	r->list.keep = 0;
	r->by_list = true;
	r->add = g_strdupv((char **)add);
	r->remove = g_strdupv((char **)remove);
	r->label = g_strdup(label);
	ui_send(ui, r);
}

/* What is listed: as it is shown, so that what came since stays unread. */
static void mark_range(struct ui *ui, size_t from, size_t to, const char *label)
{
	struct list *l = ui->headlines->list;

	if (!l->loaded || l->n == 0 || from > to)
		return;
	to = MIN(to, l->n - 1);
	mark_act(ui, l->ids + from, to - from + 1, NULL, unread_tag, false, label, false);
}

static bool any_row(struct ui *ui, const int64_t *ids, size_t n, const char *tag)
{
	for (size_t i = 0; i < n; i++) {
		const struct row *row = list_row_of(ui->headlines->list, ids[i], NULL);
		if (row && row_has_tag(row, tag))
			return true;
	}
	return false;
}

static void toggle(struct ui *ui, int count, char *const *tag, const char *on_label,
		   const char *off_label)
{
	size_t n = 0;
	g_autofree int64_t *ids = headlines_targets(ui, count, &n);

	if (n == 0)
		return;
	/* some have it: read marks take it away from all, stars too */
	bool on = !any_row(ui, ids, n, tag[0]);
	mark_act(ui, ids, n, on ? tag : NULL, on ? NULL : tag, false,
		 on ? on_label : off_label, true);
}

static void section_read(struct ui *ui)
{
	const struct place *p = sections_current(ui);
	struct list_request request;

	if (!p || !place_can_be_chosen(p) || p->kind == PLACE_WELCOME)
		return;
	place_request(p, &request);
	bool read = p->unread > 0 || !p->counted;
	g_autofree char *label = g_strdup_printf(read ? _("%s read") : _("%s unread"),
						 p->name);
	mark_list(ui, &request, read ? NULL : unread_tag, read ? unread_tag : NULL,
		  label);
	if (strcmp(ui->headlines->list->place, p->key) == 0)
		show_at_once(ui, NULL, 0, read ? NULL : unread_tag,
			     read ? unread_tag : NULL, false);
	list_request_clear(&request);
}

void op_TOGGLE_READ(struct ui *ui, const struct op_call *call)
{
	if (ui->focus == PANE_SECTIONS)
		section_read(ui);
	else
		toggle(ui, call->count, unread_tag, _("unread"), _("read"));
}

void op_READ_ALL(struct ui *ui, const struct op_call *call)
{
	struct list *l = ui->headlines->list;

	(void)call;
	if (g_hash_table_size(ui->headlines->selected) > 0) {
		size_t n = 0;
		g_autofree int64_t *ids = headlines_targets(ui, 1, &n);
		mark_act(ui, ids, n, NULL, unread_tag, false, _("all selected read"),
			 false);
	} else if (l->loaded && !l->whole) {
		mark_list(ui, &l->request, NULL, unread_tag, _("all read"));
		show_at_once(ui, NULL, 0, NULL, unread_tag, false);
	} else {
		mark_range(ui, 0, SIZE_MAX, _("all read"));
	}
}

void op_READ_ABOVE(struct ui *ui, const struct op_call *call)
{
	(void)call;
	mark_range(ui, 0, ui->headlines->list->cursor, _("all above read"));
}

void op_READ_BELOW(struct ui *ui, const struct op_call *call)
{
	(void)call;
	mark_range(ui, ui->headlines->list->cursor, SIZE_MAX, _("all below read"));
}

void mark_star(struct ui *ui, int count)
{
	toggle(ui, count, starred_tag, _("starred"), _("star taken off"));
}

void op_STAR(struct ui *ui, const struct op_call *call)
{
	mark_star(ui, call->count);
}

void op_TAG(struct ui *ui, const struct op_call *call)
{
	picker_tags(ui, call->count);
}

bool tags_of_text(const char *text, char ***add, char ***remove, GError **err)
{
	g_auto(GStrv) words = g_strsplit_set(text, " \t,", -1);
	GPtrArray *plus = g_ptr_array_new_with_free_func(g_free);
	GPtrArray *minus = g_ptr_array_new_with_free_func(g_free);
	bool good = true;

	for (size_t i = 0; words[i] && good; i++) {
		const char *w = words[i];
		GPtrArray *to = *w == '-' ? minus : plus;
		if (*w == '+' || *w == '-' || *w == '#')
			w++;
		if (*w)
			g_ptr_array_add(to, g_strdup(w));
		else if (*words[i]) {
			g_set_error(err, TNEWS_ERROR, ERR_USAGE, _("a tag needs a name"));
			good = false;
		}
	}
	g_ptr_array_add(plus, NULL);
	g_ptr_array_add(minus, NULL);
	*add = good && plus->len > 1 ? (char **)g_ptr_array_steal(plus, NULL) : NULL;
	*remove = good && minus->len > 1 ? (char **)g_ptr_array_steal(minus, NULL) : NULL;
	g_ptr_array_unref(plus);
	g_ptr_array_unref(minus);
	return good;
}

static char *tags_label(char *const *add, char *const *remove)
{
	GString *s = g_string_new(NULL);

	for (size_t i = 0; add && add[i]; i++)
		g_string_append_printf(s, "%s+%s", s->len > 0 ? " " : "", add[i]);
	for (size_t i = 0; remove && remove[i]; i++)
		g_string_append_printf(s, "%s-%s", s->len > 0 ? " " : "", remove[i]);
	return g_string_free(s, FALSE);
}

void mark_tags(struct ui *ui, const int64_t *ids, size_t n, char *const *add,
	       char *const *remove)
{
	if (n == 0 || (!add && !remove))
		return;
	g_autofree char *label = tags_label(add, remove);
	remember_change(&ui->last_tags, add, remove, false, label);
	mark_act(ui, ids, n, add, remove, false, label, true);
	ui_say(ui, MESSAGE_DONE, "%s", label);
}

struct tag_prompt {
	int count;
};

static void tags_typed(struct ui *ui, const char *text, void *data)
{
	GError *err = NULL;
	char **add = NULL, **remove = NULL;
	size_t n = 0;

	if (!text)
		return;
	if (!tags_of_text(text, &add, &remove, &err)) {
		ui_say_error(ui, err);
		return;
	}
	g_autofree int64_t *ids =
		headlines_targets(ui, ((struct tag_prompt *)data)->count, &n);
	mark_tags(ui, ids, n, add, remove);
	g_strfreev(add);
	g_strfreev(remove);
}

static void tags_to_remove(struct ui *ui, const char *text, void *data)
{
	GString *all;

	if (!text)
		return;
	g_auto(GStrv) words = g_strsplit_set(text, " \t,", -1);
	all = g_string_new(NULL);
	for (size_t i = 0; words[i]; i++)
		if (*words[i])
			g_string_append_printf(all, "-%s ",
					       words[i] + strspn(words[i], "+-#"));
	tags_typed(ui, all->str, data);
	g_string_free(all, TRUE);
}

static void ask_tags(struct ui *ui, const struct op_call *call, enum prompt_kind kind)
{
	struct tag_prompt *data = g_new0(struct tag_prompt, 1);
	size_t n = 0;

	data->count = call->count;
	if (call->args && call->args[0]) { /* bound with the tags themselves */
		g_autofree char *text = g_strjoinv(" ", call->args);
		(kind == PROMPT_TAGS ? tags_typed : tags_to_remove)(ui, text, data);
		g_free(data);
		return;
	}
	g_free(headlines_targets(ui, call->count, &n));
	if (n == 0) {
		ui_say(ui, MESSAGE_DONE, _("there is no story here"));
		g_free(data);
		return;
	}
	prompt_open(ui, kind, kind == PROMPT_TAGS ? _("tags: ") : _("remove tags: "),
		    kind == PROMPT_TAGS ? "+" : "",
		    kind == PROMPT_TAGS ? tags_typed : tags_to_remove, NULL, data);
}

void op_TAG_ADD(struct ui *ui, const struct op_call *call)
{
	ask_tags(ui, call, PROMPT_TAGS);
}

void op_TAG_REMOVE(struct ui *ui, const struct op_call *call)
{
	ask_tags(ui, call, PROMPT_UNTAG);
}

void op_QUICK_TAG(struct ui *ui, const struct op_call *call)
{
	size_t n = 0;

	if (!call->args || !call->args[0])
		return;
	char *tag[] = {call->args[0], NULL};
	g_autofree int64_t *ids = headlines_targets(ui, call->count, &n);
	if (n == 0)
		return;
	bool on = !any_row(ui, ids, n, tag[0]);
	mark_tags(ui, ids, n, on ? tag : NULL, on ? NULL : tag);
}

void op_TAG_REPEAT(struct ui *ui, const struct op_call *call)
{
	size_t n = 0;

	if (!ui->last_tags.label) {
		ui_say(ui, MESSAGE_DONE, _("no tag was changed yet"));
		return;
	}
	bool selected = g_hash_table_size(ui->headlines->selected) > 0;
	g_autofree int64_t *ids = headlines_targets(ui, call->count, &n);
	struct last_change l = {g_strdupv(ui->last_tags.add),
				g_strdupv(ui->last_tags.remove), false, NULL};
	mark_tags(ui, ids, n, l.add, l.remove);
	last_change_clear(&l);
	if (!selected)
		headlines_cursor(ui, ui->headlines->list->cursor + MAX(n, 1));
}

void op_REPEAT(struct ui *ui, const struct op_call *call)
{
	size_t n = 0;

	if (!ui->last.label) {
		ui_say(ui, MESSAGE_DONE, _("nothing was changed yet"));
		return;
	}
	g_autofree int64_t *ids = headlines_targets(ui, call->count, &n);
	if (n > 0)
		mark_act(ui, ids, n, ui->last.add, ui->last.remove,
			 ui->last.delete_stories, ui->last.label, false);
}

void op_SELECT(struct ui *ui, const struct op_call *call)
{
	struct list *l = ui->headlines->list;

	ui->headlines->range_from = SIZE_MAX;
	for (int i = 0; i < op_count(call) && l->n > 0; i++) {
		int64_t id = list_cursor_id(l);
		headlines_select(ui, id, !headlines_is_selected(ui, id));
		if (l->cursor + 1 < l->n)
			headlines_cursor(ui, l->cursor + 1);
	}
}

void op_SELECT_RANGE(struct ui *ui, const struct op_call *call)
{
	struct headlines *h = ui->headlines;

	(void)call;
	if (h->range_from != SIZE_MAX) {
		h->range_from = SIZE_MAX;
		return;
	}
	if (h->list->n == 0)
		return;
	h->range_from = h->list->cursor;
	headlines_select(ui, list_cursor_id(h->list), true);
}

void op_SELECT_ALL(struct ui *ui, const struct op_call *call)
{
	struct headlines *h = ui->headlines;

	(void)call;
	h->range_from = SIZE_MAX;
	if (g_hash_table_size(h->selected) > 0) {
		g_hash_table_remove_all(h->selected);
		return;
	}
	for (size_t i = 0; i < h->list->n; i++)
		headlines_select(ui, h->list->ids[i], true);
}

static void snooze_typed(struct ui *ui, const char *text, void *data)
{
	static char *const snoozed[] = {"snoozed", NULL};
	struct list *l = ui->headlines->list;
	const struct tag_prompt *prompt = data;
	int64_t until;
	size_t n = 0;

	if (!text || !*text)
		return;
	if (!when_parse(text, clock_now(), &until)) {
		ui_say(ui, MESSAGE_WARNING,
		       _("'%s' is no time to come: 3d, mon, 2027-01-31"), text);
		return;
	}
	bool selected = g_hash_table_size(ui->headlines->selected) > 0;
	g_autofree int64_t *ids = headlines_targets(ui, prompt->count, &n);
	if (n == 0)
		return;
	struct request *r = request_new(REQ_ACT);
	r->ids = g_memdup2(ids, n * sizeof(*ids));
	r->n_ids = n;
	r->snooze_until = until;
	g_autofree char *date = date_long(until);
	r->label = g_strdup_printf(_("hidden until %s"), date);
	ui_say(ui, MESSAGE_DONE, "%s", r->label);
	ui_send(ui, r);
	show_at_once(ui, ids, n, snoozed, NULL, false);
	if (selected)
		g_hash_table_remove_all(ui->headlines->selected);
	else
		headlines_cursor(ui, l->cursor + n);
}

void op_SNOOZE(struct ui *ui, const struct op_call *call)
{
	struct tag_prompt *data = g_new(struct tag_prompt, 1);

	data->count = call->count;
	prompt_open(ui, PROMPT_NAME, _("hidden until (3d, mon, a date): "), "",
		    snooze_typed, NULL, data);
}

static char *const deleted_tag[] = {"deleted", NULL};

static bool all_deleted(const struct ui *ui, const int64_t *ids, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct row *row = list_row_of(ui->headlines->list, ids[i], NULL);
		if (!row || !row->deleted)
			return false;
	}
	return true;
}

/* On what is deleted already: it comes back. */
void op_DELETE(struct ui *ui, const struct op_call *call)
{
	struct list *l = ui->headlines->list;
	size_t n = 0;
	g_autofree int64_t *ids = NULL;

	if (ui->focus == PANE_SECTIONS) {
		ui_say(ui, MESSAGE_DONE, _("d deletes stories; the headlines have them"));
		return;
	}
	bool selected = g_hash_table_size(ui->headlines->selected) > 0;
	ids = headlines_targets(ui, call->count, &n);
	if (n == 0)
		return;
	bool back = all_deleted(ui, ids, n);
	g_autofree char *label = g_strdup_printf(
		back ? ngettext("%zu story brought back", "%zu stories brought back", n)
		     : ngettext("%zu story deleted", "%zu stories deleted", n),
		n);
	mark_act(ui, ids, n, NULL, back ? deleted_tag : NULL, !back, label, true);
	g_autofree char *key = bind_key_of(ui->conf->bindings, ui_context(ui), OP_UNDO);
	if (back)
		ui_say(ui, MESSAGE_DONE, "%s", label);
	else
		ui_say(ui, MESSAGE_DONE, _("%s; %s brings back"), label,
		       key ? key : ":undo");
	if (selected)
		g_hash_table_remove_all(ui->headlines->selected);
	else
		headlines_cursor(ui, l->cursor + n);
}

static void send_undo(struct ui *ui, int n)
{
	struct request *r = request_new(REQ_UNDO);

	r->n = n;
	ui_send(ui, r);
}

void op_UNDO(struct ui *ui, const struct op_call *call)
{
	if (!edits_undo(ui, false))
		send_undo(ui, op_count(call));
}

void op_REDO(struct ui *ui, const struct op_call *call)
{
	if (!edits_undo(ui, true))
		send_undo(ui, -op_count(call));
}
