/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operations on subscriptions. Each writes the user's file, reads it again, and keeps what
 * it changed, so that undo brings it back. */
#include "config.h"

#include "ui/ops_feed.h"

#include <string.h>

#include "text/date.h"
#include "text/width.h"
#include "ui/command.h"
#include "ui/headlines.h"
#include "ui/list.h"
#include "ui/ops.h"
#include "ui/popup.h"
#include "ui/prompt.h"
#include "ui/sections.h"
#include "ui/status.h"
#include "util/clock.h"
#include "util/error.h"
#include "util/i18n.h"
#include "util/url.h"

/* One change of the file; from and to: a feed got another address. */
struct edit_done {
	struct conf_undo undo;
	char *label, *from, *to;
};

static void done_clear(void *p)
{
	struct edit_done *e = p;

	conf_undo_clear(&e->undo);
	g_free(e->label);
	g_free(e->from);
	g_free(e->to);
}

struct edits *edits_new(void)
{
	struct edits *e = g_new0(struct edits, 1);

	e->done = g_array_new(FALSE, FALSE, sizeof(struct edit_done));
	e->fetch = g_ptr_array_new_with_free_func(g_free);
	e->undone = g_array_new(FALSE, FALSE, sizeof(struct edit_done));
	g_array_set_clear_func(e->done, done_clear);
	g_array_set_clear_func(e->undone, done_clear);
	return e;
}

void edits_free(struct edits *e)
{
	g_array_unref(e->done);
	g_array_unref(e->undone);
	g_ptr_array_unref(e->fetch);
	g_free(e);
}

/* Before the file is read again. */
static void move_stories(struct ui *ui, const char *from, const char *to)
{
	struct request *r = request_new(REQ_MOVE);

	r->from = g_strdup(from);
	r->url = g_strdup(to);
	ui_send(ui, r);
}

bool edits_undo(struct ui *ui, bool again)
{
	struct edits *edits = ui->edits;
	GArray *from = again ? edits->undone : edits->done;
	GArray *to = again ? edits->done : edits->undone;
	GError *err = NULL;

	if (!edits->newest || from->len == 0)
		return false;
	struct edit_done e = g_array_index(from, struct edit_done, from->len - 1);
	if (!conf_undo(&e.undo, &err)) {
		ui_say_error(ui, err);
		return true;
	}
	if (e.from)
		move_stories(ui, again ? e.from : e.to, again ? e.to : e.from);
	g_array_set_clear_func(from, NULL); /* it only changes hands */
	g_array_set_size(from, from->len - 1);
	g_array_set_clear_func(from, done_clear);
	g_array_append_val(to, e);
	if (ui_reread_conf(ui))
		ui_say(ui, MESSAGE_DONE, again ? _("again: %s") : _("taken back: %s"),
		       e.label);
	return true;
}

/* The file was changed: undo is kept, the file read again, the cursor stays or goes. */
static bool edited(struct ui *ui, struct conf_undo *taken_undo, char *taken_label,
		   const char *from, const char *to)
{
	struct edit_done e = {*taken_undo, taken_label, g_strdup(from), g_strdup(to)};

	*taken_undo = (struct conf_undo){0};
	g_array_append_val(ui->edits->done, e);
	g_array_set_size(ui->edits->undone, 0);
	ui->edits->newest = true;
	if (from)
		move_stories(ui, from, to);
	if (!ui_reread_conf(ui))
		return false;
	g_autofree char *key = bind_key_of(ui->conf->bindings, ui_context(ui), OP_UNDO);
	ui_say(ui, MESSAGE_DONE, _("%s; %s takes it back"), e.label, key ? key : ":undo");
	return true;
}

bool edits_done(struct ui *ui, struct conf_undo *taken_undo, char *taken_label)
{
	return edited(ui, taken_undo, taken_label, NULL, NULL);
}

/* --- which feed -------------------------------------------------------------------- */

/* A feed and the place in which it is meant; found again by its address when a prompt
 * ends: the file may have been read again meanwhile. */
struct target {
	size_t section; /* where it begins in text */
	char url[];	/* the address, NUL, the path of the section, NUL */
};

static const char *target_section(const struct target *t)
{
	return t->url + t->section;
}

static struct target *target_new(const char *url, const char *section)
{
	size_t n = strlen(url) + 1, m = strlen(section) + 1;
	struct target *t = g_malloc0(sizeof(struct target) + n + m);

	t->section = n;
	memcpy(t->url, url, n);
	memcpy(t->url + n, section, m);
	return t;
}

static const char *first_section(const struct sub *sub)
{
	return ((struct section *)sub->sections->pdata[0])->path;
}

/* The feed under the cursor: of the sections pane, else of the story. NULL after a word. */
static struct target *current(struct ui *ui)
{
	const struct place *p = ui->focus == PANE_SECTIONS
					? sections_current(ui)
					: sections_find(ui, ui->headlines->list->place);
	const struct row *row = headlines_current(ui);

	if (p && p->kind == PLACE_FEED && p->sub) {
		const char *end = strchr(p->key, '\n'), *at = p->key + strlen("feed:");
		g_autofree char *section = g_strndup(at, end ? (size_t)(end - at) : 0);
		return target_new(p->sub->url, section);
	}
	const struct sub *sub = ui->focus != PANE_SECTIONS && row ? ui_sub(ui, row->feed)
								  : NULL;
	if (sub)
		return target_new(sub->url, first_section(sub));
	ui_say(ui, MESSAGE_NOTICE, _("there is no feed here: go to one first"));
	return NULL;
}

static const struct sub *sub_of(struct ui *ui, const struct target *t)
{
	const struct sub *sub = subs_feed(ui->conf->subs, t->url);

	if (!sub)
		ui_say(ui, MESSAGE_WARNING, _("the feed is no longer in the file"));
	return sub;
}

static const char *name_of(struct ui *ui, const struct sub *sub)
{
	return sub->id ? ui_feed_name(ui, sub->id) : sub->name ? sub->name : sub->url;
}

/* Makes one change of a feed; says what it was. */
static bool change(struct ui *ui, const struct sub *sub, struct conf_change change,
		   char *taken_label)
{
	g_autofree char *key = feed_key(sub->url);
	g_autofree char *from = change.kind == CHANGE_URL ? g_strdup(sub->url) : NULL;
	g_autofree char *to = from ? url_resolve(NULL, change.name) : NULL;
	struct conf_undo undo = {0};
	GError *err = NULL;

	change.key = key;
	if (conf_change_feed(sub->file ? sub->file : ui->conf->path, &change, &undo,
			     &err))
		return edited(ui, &undo, taken_label, from, to);
	g_free(taken_label);
	ui_say_error(ui, err);
	return false;
}

/* --- add ---------------------------------------------------------------------------- */

static void add_to_section(struct ui *ui, const char *text, void *data)
{
	const struct target *t = data;
	struct conf_undo undo = {0};
	GError *err = NULL;

	if (!text)
		return;
	g_autofree char *url = g_strdup(t->url);
	g_autofree char *section = g_strstrip(g_strdup(text));
	if (!conf_add_feed(ui->conf->path, section, url, NULL, &undo, &err)) {
		ui_say_error(ui, err);
		return;
	}
	char *label = g_strdup_printf(_("added to %s"), ui->conf->path);
	if (!edited(ui, &undo, label, NULL, NULL))
		return;
	g_autofree char *key = *section ? g_strconcat("section:", section, NULL)
					: g_strconcat("feed:\n", url, NULL);
	sections_go(ui, key);
	g_ptr_array_add(ui->edits->fetch, g_steal_pointer(&url));
}

/* The first list of a feed that was not known yet shows nothing: it is asked for again. */
void feed_subscribed(struct ui *ui)
{
	GPtrArray *urls = ui->edits->fetch;
	struct list *l = ui->headlines->list;

	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
	for (guint i = 0; i < urls->len; i++) {
		const struct sub *sub = subs_feed(ui->conf->subs, urls->pdata[i]);
		if (sub && sub->id > 0)
			g_array_append_val(ids, sub->id);
	}
	if (ids->len)
		ui_reload(ui, NULL, (int64_t *)(void *)ids->data, ids->len, false, true);
	g_ptr_array_set_size(urls, 0);
	sections_rebuild(ui);
	const struct place *p = sections_find(ui, l->place);
	if (p && p->kind == PLACE_FEED && p->sub->id != l->request.feed) {
		l->request.feed = p->sub->id;
		headlines_again(ui, false);
	}
}

static void ask_section(struct ui *ui, const char *url, const char *title)
{
	const struct place *p = sections_current(ui);
	const char *section = p && p->section ? p->section->path : "";

	g_autofree char *cut = title ? width_cut(title, ui->canvas.w / 3) : NULL;
	g_autofree char *label = cut ? g_strdup_printf(_("%s: section: "), cut)
				     : g_strdup(_("section: "));
	prompt_open(ui, PROMPT_SECTION, label, section, add_to_section, NULL,
		    target_new(url, ""));
}

static void offer_chosen(struct ui *ui, struct popup *p, struct popup_item *item)
{
	g_autofree char *url = item ? g_strdup(item->text) : NULL;

	(void)p;
	popup_close(ui);
	if (url)
		ask_section(ui, url, NULL);
}

/* What is at the address is shown before anything is written: one feed with the question
 * for its section, several in a list. */
static void show_offers(struct ui *ui, const GPtrArray *offers)
{
	const struct offer *only = g_ptr_array_index(offers, 0);

	if (offers->len == 1) {
		ask_section(ui, only->url, only->title ? only->title : only->url);
		return;
	}
	struct popup *p = popup_open(ui, POPUP_MENU, _("Feeds there"));

	for (guint i = 0; i < offers->len; i++) {
		const struct offer *o = g_ptr_array_index(offers, i);
		g_autofree char *n = g_strdup_printf(
			ngettext("%u story", "%u stories", o->n_items), o->n_items);
		g_autofree char *newest = o->newest != DATE_NONE
						  ? date_age(o->newest, clock_now())
						  : NULL;
		g_autofree char *right =
			g_strdup_printf("%s%s%s  %s", n, newest ? ", " : "",
					newest ? newest : "", o->type ? o->type : "");
		struct popup_item *item = popup_add(p, o->title ? o->title : o->url,
						    right);
		item->text = g_strdup(o->url);
		popup_add(p, o->url, NULL)->plain = true;
	}
	p->foot = g_strdup(_("Enter subscribes  Esc leaves"));
	p->has_cursor = true;
	p->choose = offer_chosen;
	popup_fill(p);
}

static void add_unseen(struct ui *ui, const char *text, void *data)
{
	g_autofree char *url = g_strdup(((struct target *)data)->url);

	if (text)
		ask_section(ui, url, NULL);
}

bool feed_offers(struct ui *ui, struct event *e)
{
	if (!ui->adding || e->serial != ui->adding_serial)
		return false;
	g_autofree char *url = g_steal_pointer(&ui->adding);
	status_dismiss(ui); /* that it is looked at */
	if (e->kind == EVENT_OFFERS) {
		show_offers(ui, e->offers);
	} else if (e->error == ERR_NET && url_is_web(url) && !ui->prompt) {
		/* the server is down, or this machine offline: it can be added all the same */
		g_autofree char *label =
			g_strdup_printf(_("Add it all the same? y/n (%s) "), e->text);
		prompt_open(ui, PROMPT_YES_NO, label, "", add_unseen, NULL,
			    target_new(url, ""));
	} else {
		ui_say(ui, MESSAGE_WARNING, "%s", e->text ? e->text : "");
	}
	ui_todo(ui, TODO_DRAW);
	return true;
}

static void address_typed(struct ui *ui, const char *text, void *data)
{
	(void)data;
	g_autofree char *typed = text ? g_strstrip(g_strdup(text)) : NULL;
	if (!typed || !*typed)
		return;
	struct request *r = request_new(REQ_DISCOVER);
	r->url = g_strdup(typed);
	g_free(ui->adding);
	ui->adding = url_is_absolute(typed) ? g_strdup(typed)
					    : g_strconcat("https://", typed, NULL);
	ui_say(ui, MESSAGE_NOTICE, _("looking at %s ..."), typed);
	ui->adding_serial = ui_send(ui, r);
}

void op_ADD(struct ui *ui, const struct op_call *call)
{
	if (call->args && call->args[0])
		address_typed(ui, call->args[0], NULL);
	else
		prompt_open(ui, PROMPT_ADDRESS, _("address of a page or a feed: "), "",
			    address_typed, NULL, NULL);
}

/* --- change -------------------------------------------------------------------------- */

static void renamed(struct ui *ui, const char *text, void *data)
{
	const struct sub *sub = text ? sub_of(ui, data) : NULL;

	if (!sub)
		return;
	g_autofree char *name = g_strstrip(g_strdup(text));
	change(ui, sub, (struct conf_change){.kind = CHANGE_NAME, .name = name},
	       g_strdup_printf(_("renamed %s"), name_of(ui, sub)));
}

/* The section or saved search under the cursor of its pane. */
static const struct section *current_section(struct ui *ui)
{
	const struct place *p = ui->focus == PANE_SECTIONS ? sections_current(ui) : NULL;

	return p && p->kind == PLACE_SECTION ? p->section : NULL;
}

static void section_renamed(struct ui *ui, const char *text, void *data)
{
	const char *path = data;
	const struct section *s = text ? subs_section(ui->conf->subs, path) : NULL;
	struct conf_undo undo = {0};
	GError *err = NULL;

	g_autofree char *name = text ? g_strstrip(g_strdup(text)) : NULL;
	if (!s || strcmp(name, path) == 0)
		return;
	if (!conf_rename_section(s->file ? s->file : ui->conf->path, path, name, &undo,
				 &err)) {
		ui_say_error(ui, err);
		return;
	}
	/* a query that names it finds nothing from now on */
	bool named = strstr(undo.after, "section:") != NULL;
	g_autofree char *key = g_strconcat("section:", name, NULL);
	char *label = g_strdup_printf(named ? _("renamed %s (queries with section: stay "
						"as they are)")
					    : _("renamed %s"),
				      path);
	if (edited(ui, &undo, label, NULL, NULL))
		sections_go(ui, key);
}

void op_SECTION_RENAME(struct ui *ui, const struct op_call *call)
{
	const struct section *s = current_section(ui);

	if (!s)
		ui_say(ui, MESSAGE_NOTICE,
		       _("there is no section here: go to one first"));
	else if (call->args && call->args[0])
		section_renamed(ui, call->args[0], s->path);
	else
		prompt_open(ui, PROMPT_NAME, _("name of the section: "), s->path,
			    section_renamed, NULL, g_strdup(s->path));
}

void op_FEED_RENAME(struct ui *ui, const struct op_call *call)
{
	if (current_section(ui)) {
		op_SECTION_RENAME(ui, call);
		return;
	}
	struct target *t = current(ui);
	const struct sub *sub = t ? sub_of(ui, t) : NULL;

	if (sub && call->args && call->args[0]) {
		renamed(ui, call->args[0], t);
		g_free(t);
	} else if (sub) {
		prompt_open(ui, PROMPT_NAME, _("name: "), name_of(ui, sub), renamed, NULL,
			    t);
	} else {
		g_free(t);
	}
}

static void moved(struct ui *ui, const char *text, void *data)
{
	const struct target *t = data;
	const struct sub *sub = text ? sub_of(ui, t) : NULL;

	if (!sub)
		return;
	g_autofree char *to = g_strstrip(g_strdup(text));
	g_autofree char *key = g_strconcat("feed:", to, "\n", t->url, NULL);
	if (strcmp(to, target_section(t)) == 0)
		return;
	struct conf_change c = {
		.kind = CHANGE_MOVE, .section = target_section(t), .to = to};
	if (change(ui, sub, c, g_strdup_printf(_("moved %s"), name_of(ui, sub))))
		sections_go(ui, key);
}

void op_FEED_MOVE(struct ui *ui, const struct op_call *call)
{
	struct target *t = current(ui);

	(void)call;
	if (t)
		prompt_open(ui, PROMPT_SECTION, _("to the section: "), target_section(t),
			    moved, NULL, t);
}

static void shift(struct ui *ui, int by)
{
	g_autofree struct target *t = current(ui);
	const struct sub *sub = t ? sub_of(ui, t) : NULL;

	if (!sub)
		return;
	struct conf_change c = {
		.kind = CHANGE_SHIFT, .section = target_section(t), .by = by};
	change(ui, sub, c, g_strdup_printf(_("moved %s"), name_of(ui, sub)));
}

void op_FEED_UP(struct ui *ui, const struct op_call *call)
{
	(void)call;
	shift(ui, -1);
}

void op_FEED_DOWN(struct ui *ui, const struct op_call *call)
{
	(void)call;
	shift(ui, 1);
}

static void set_address(struct ui *ui, const struct sub *sub, const char *url)
{
	if (!url_is_web(url))
		ui_say(ui, MESSAGE_WARNING, _("%s is no http or https address"), url);
	else if (subs_feed(ui->conf->subs, url) && subs_feed(ui->conf->subs, url) != sub)
		ui_say(ui, MESSAGE_WARNING, _("%s is there already"), url);
	else
		change(ui, sub, (struct conf_change){.kind = CHANGE_URL, .name = url},
		       g_strdup_printf(_("another address for %s"), name_of(ui, sub)));
}

static void address_changed(struct ui *ui, const char *text, void *data)
{
	const struct sub *sub = text ? sub_of(ui, data) : NULL;
	g_autofree char *url = sub ? g_strstrip(g_strdup(text)) : NULL;

	if (sub && strcmp(url, sub->url) != 0)
		set_address(ui, sub, url);
}

void op_FEED_URL(struct ui *ui, const struct op_call *call)
{
	struct target *t = current(ui);
	const struct sub *sub = t ? sub_of(ui, t) : NULL;
	const struct feed_state *f = sub ? ui_feed(ui, sub->id) : NULL;

	(void)call;
	if (sub)
		prompt_open(ui, PROMPT_ADDRESS, _("address: "),
			    f && f->moved_to ? f->moved_to : sub->url, address_changed,
			    NULL, t);
	else
		g_free(t);
}

void feed_accept_move(struct ui *ui, int64_t feed)
{
	const struct sub *sub = ui_sub(ui, feed);
	const struct feed_state *f = ui_feed(ui, feed);

	if (sub && f && f->moved_to) {
		g_autofree char *to = g_strdup(f->moved_to);
		set_address(ui, sub, to);
	}
}

static void set_attribute(struct ui *ui, const struct sub *sub, const char *name,
			  const char *value)
{
	struct conf_change c = {.kind = CHANGE_SET, .attribute = name, .name = value};

	change(ui, sub, c,
	       g_strdup_printf("%s: %s=%s", name_of(ui, sub), name, value ? value : ""));
}

static void pause_typed(struct ui *ui, const char *text, void *data)
{
	const struct sub *sub = text ? sub_of(ui, data) : NULL;
	g_autofree char *until = sub ? g_strstrip(g_strdup(text)) : NULL;
	int64_t from, to;

	if (!sub)
		return;
	if (*until && strcmp(until, "yes") != 0 &&
	    !date_period(until, clock_now(), &from, &to))
		ui_say(ui, MESSAGE_WARNING, _("'%s' is no date"), until);
	else
		set_attribute(ui, sub, "paused", *until ? until : "yes");
}

void op_FEED_PAUSE(struct ui *ui, const struct op_call *call)
{
	struct target *t = current(ui);
	const struct sub *sub = t ? sub_of(ui, t) : NULL;

	(void)call;
	if (sub && !sub->paused) {
		prompt_open(ui, PROMPT_NAME,
			    _("pause until (a date, nothing: for ever): "), "",
			    pause_typed, NULL, t);
		return;
	}
	if (sub)
		set_attribute(ui, sub, "paused", NULL);
	g_free(t);
}

/* Only settings may be written so: programs are for a person's hand. */
static void setting_typed(struct ui *ui, const char *text, void *data)
{
	const struct sub *sub = text && *text ? sub_of(ui, data) : NULL;
	const char *equals = sub ? strchr(text, '=') : NULL;

	if (!sub)
		return;
	g_autofree char *name = g_strstrip(
		g_strndup(text, equals ? (size_t)(equals - text) : strlen(text)));
	g_autofree char *value = equals ? g_strstrip(g_strdup(equals + 1)) : NULL;
	int id = setting_of_name(name);
	bool known = strcmp(name, "every") == 0 || strcmp(name, "hidden") == 0 ||
		     (id >= 0 && setting_info((enum setting_id)id)->per_section &&
		      setting_info((enum setting_id)id)->type != TYPE_WORDS);
	if (!known)
		ui_say(ui, MESSAGE_WARNING,
		       _("'%s' is no setting of a feed: every, hidden, timeout, "
			 "user-agent, proxy, ..."),
		       name);
	else
		set_attribute(ui, sub, name, value && *value ? value : NULL);
}

void op_FEED_SETTINGS(struct ui *ui, const struct op_call *call)
{
	struct target *t = current(ui);

	(void)call;
	if (t)
		prompt_open(ui, PROMPT_NAME,
			    _("setting (name=value, name= takes it away): "), "",
			    setting_typed, NULL, t);
}

static void removed(struct ui *ui, const char *text, void *data)
{
	const struct target *t = data;
	const struct sub *sub = text ? sub_of(ui, t) : NULL;

	if (!sub)
		return;
	struct conf_change c = {.kind = CHANGE_REMOVE, .section = target_section(t)};
	change(ui, sub, c, g_strdup_printf(_("unsubscribed from %s"), name_of(ui, sub)));
}

void op_FEED_REMOVE(struct ui *ui, const struct op_call *call)
{
	struct target *t = current(ui);
	const struct sub *sub = t ? sub_of(ui, t) : NULL;

	(void)call;
	if (!sub) {
		g_free(t);
		return;
	}
	const struct feed_state *f = ui_feed(ui, sub->id);
	gulong n = f ? (gulong)f->total : 0;
	g_autofree char *label = g_strdup_printf(
		ngettext("Unsubscribe from %s? Its %lu story stays until purged. y/n ",
			 "Unsubscribe from %s? Its %lu stories stay until purged. y/n ",
			 n),
		name_of(ui, sub), n);
	prompt_open(ui, PROMPT_YES_NO, label, "", removed, NULL, t);
}

static void section_named(struct ui *ui, const char *text, void *data)
{
	struct conf_undo undo = {0};
	GError *err = NULL;

	(void)data;
	if (!text || !*text)
		return;
	g_autofree char *name = g_strstrip(g_strdup(text));
	if (!conf_add_section(ui->conf->path, name, &undo, &err)) {
		ui_say_error(ui, err);
		return;
	}
	g_autofree char *key = g_strconcat("section:", name, NULL);
	if (edited(ui, &undo, g_strdup_printf(_("new section %s"), name), NULL, NULL))
		sections_go(ui, key);
}

void op_SECTION_NEW(struct ui *ui, const struct op_call *call)
{
	if (call->args && call->args[0])
		section_named(ui, call->args[0], NULL);
	else
		prompt_open(ui, PROMPT_NAME, _("new section: "), "", section_named, NULL,
			    NULL);
}
