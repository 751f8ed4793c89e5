/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two tables of feeds: those that fail, with the reason and what helps, and all of
 * them with their habits. */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include "text/date.h"
#include "ui/ops.h"
#include "ui/ops_feed.h"
#include "ui/popup.h"
#include "ui/sections.h"
#include "ui/status.h"
#include "util/clock.h"
#include "util/i18n.h"

/* --- words --------------------------------------------------------------------------- */

static const struct {
	enum fail fail;
	const char *word, *advice; /* untranslated; keys as in the foot */
} words[] = {
	{FAIL_HOST, N_("no such host"),
	 N_("the name is wrong, or the site is gone: u other address")},
	{FAIL_CONNECT, N_("no connection"),
	 N_("the server does not answer; it is tried again")},
	{FAIL_TIMEOUT, N_("timed out"),
	 N_("it is tried again; e set timeout for slow ones")},
	{FAIL_TLS, N_("certificate"),
	 N_("the connection would not be safe: the site has to mend it, or u other "
	    "address")},
	{FAIL_REFUSED, N_("refused"),
	 N_("a login or a wall: e set user-agent or cookies; u other address; p pause")},
	{FAIL_TOO_MANY, N_("too many requests"),
	 N_("the server asks to wait, and tnews waits; e set every=")},
	{FAIL_NOT_FOUND, N_("not found"),
	 N_("the feed may have moved: a looks for it on the site's page; u other "
	    "address")},
	{FAIL_GONE, N_("gone"),
	 N_("it was taken down for good, it is not asked any more: d unsubscribe; u "
	    "other address")},
	{FAIL_SERVER, N_("server trouble"),
	 N_("the server is at fault; it is tried again")},
	{FAIL_REDIRECT, N_("redirect"), N_("the server leads nowhere: u other address")},
	{FAIL_WEB_PAGE, N_("a web page"),
	 N_("Enter looks for the feeds that this page names")},
	{FAIL_BROKEN, N_("broken feed"),
	 N_("what is there cannot be read as a feed; the site has to mend it")},
	{FAIL_EMPTY, N_("empty"), N_("the server sends nothing; it is tried again")},
	{FAIL_TOO_LARGE, N_("too large"), N_("e set max-size to read it all the same")},
	{FAIL_CUT, N_("cut off"), N_("the connection broke; it is tried again")},
	{FAIL_COMMAND, N_("command failed"),
	 N_("its last words are above; C edits the line")},
	{FAIL_FILE, N_("file"), N_("C edits the line")},
	{FAIL_CRASH, N_("unsafe"),
	 N_("reading it ended the worker twice: p pause; please report it")},
};

static const char *advice_of(enum fail fail)
{
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (words[i].fail == fail)
			return _(words[i].advice);
	return NULL;
}

/* --- keys that both have --------------------------------------------------------------- */

static void reload_ids(struct ui *ui, const int64_t *ids, size_t n)
{
	struct request *r = request_new(REQ_RELOAD);

	r->feeds = g_memdup2(ids, n * sizeof(int64_t));
	r->n_feeds = n;
	r->force = true;
	ui_send(ui, r);
}

static void reload_all(struct ui *ui, const struct popup *p)
{
	GArray *ids = g_array_new(FALSE, FALSE, sizeof(int64_t));

	for (guint i = 0; i < p->shown->len; i++) {
		const struct popup_item *x =
			g_ptr_array_index(p->items, g_array_index(p->shown, guint, i));
		if (x->number > 0)
			g_array_append_val(ids, x->number);
	}
	if (ids->len > 0)
		reload_ids(ui, (const int64_t *)(const void *)ids->data, ids->len);
	g_array_unref(ids);
}

/* The sections pane goes to the feed, so that the operations mean it. */
static bool go_to(struct ui *ui, int64_t feed)
{
	const struct sub *sub = ui_sub(ui, feed);

	return sub && sections_go_feed(ui, sub);
}

static bool run_on(struct ui *ui, int64_t feed, enum op_id op)
{
	struct op_call call = {0};

	popup_close(ui);
	if (!go_to(ui, feed))
		return true;
	ui_focus(ui, PANE_SECTIONS);
	ops_run(ui, op, &call);
	return true;
}

static bool table_key(struct ui *ui, struct popup *p, uint32_t key)
{
	static const struct {
		uint32_t key;
		enum op_id op;
	} ops[] = {{'e', OP_FEED_SETTINGS}, {'u', OP_FEED_URL},	   {'p', OP_FEED_PAUSE},
		   {'d', OP_FEED_REMOVE},   {'n', OP_FEED_RENAME}, {'C', OP_EDIT_CONFIG}};
	const struct popup_item *item = popup_current(p);
	int64_t feed = item ? item->number : 0;

	if (key == 'R') {
		reload_all(ui, p);
		popup_close(ui);
		return true;
	}
	if (feed == 0)
		return false;
	if (key == 'h') {
		feed_page_open(ui, feed);
		return true;
	}
	if (key == 'r') {
		reload_ids(ui, &feed, 1);
		return true;
	}
	if (key == 'M') {
		popup_close(ui);
		feed_accept_move(ui, feed);
		return true;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(ops); i++)
		if (ops[i].key == key)
			return run_on(ui, feed, ops[i].op);
	return false;
}

static void table_chosen(struct ui *ui, struct popup *p, struct popup_item *item)
{
	int64_t feed = item ? item->number : 0;
	const struct feed_state *f = ui_feed(ui, feed);

	(void)p;
	popup_close(ui);
	if (f && f->fail == FAIL_WEB_PAGE) {
		char *words_of_add[] = {(char *)f->url, NULL};
		struct op_call call = {.args = words_of_add};
		op_ADD(ui, &call);
	} else if (feed > 0 && go_to(ui, feed)) {
		ui_focus(ui, PANE_SECTIONS);
	}
}

/* --- failing feeds --------------------------------------------------------------------- */

static char *failure_line(const struct ui *ui, const struct feed_state *f)
{
	GString *s = g_string_new(ui_feed_name(ui, f->id));
	int64_t now = clock_now();

	g_string_append_printf(s, "   %s", fail_word(f->fail));
	if (f->failing_since != DATE_NONE) {
		g_autofree char *since = date_short(f->failing_since, now);
		g_string_append_printf(s, _(", since %s"), since);
	} else {
		g_string_append(s, _(", hushed"));
	}
	if (f->fails > 1)
		g_string_append_printf(
			s, ngettext(", %d time", ", %d times", (gulong)f->fails),
			f->fails);
	if (f->fail == FAIL_GONE) {
		g_string_append(s, _(", no next try"));
	} else if (f->next != DATE_NONE) {
		g_autofree char *next = date_short(f->next, now);
		g_string_append_printf(s, _(", next try %s"), next);
	}
	return g_string_free(s, FALSE);
}

static void add_line(struct popup *p, const char *text)
{
	g_autofree char *line = text ? g_strconcat("  ", text, NULL) : NULL;

	if (line)
		popup_add(p, line, NULL)->plain = true;
}

static void add_failing(struct ui *ui, struct popup *p, const struct feed_state *f)
{
	g_autofree char *left = failure_line(ui, f);
	struct popup_item *item = popup_add(p, left, NULL);

	item->mark = '!';
	item->number = f->id;
	add_line(p, f->message);
	add_line(p, advice_of(f->fail));
}

static void add_moved(struct ui *ui, struct popup *p, const struct feed_state *f)
{
	g_autofree char *left = g_strdup_printf(_("%s   moved for good"),
						ui_feed_name(ui, f->id));
	g_autofree char *to = g_strdup_printf(_("to %s: M takes the new address"),
					      f->moved_to);
	struct popup_item *item = popup_add(p, left, NULL);

	item->mark = '>';
	item->number = f->id;
	add_line(p, to);
}

void errors_open(struct ui *ui)
{
	struct popup *p = popup_open(ui, POPUP_ERRORS, NULL);
	int n = 0;

	for (size_t i = 0; ui->feeds && i < ui->feeds->n; i++) {
		const struct feed_state *f = &ui->feeds->feeds[i];
		if (f->fail == FAIL_NONE || !f->subscribed)
			continue;
		n++;
		add_failing(ui, p, f);
	}
	for (size_t i = 0; ui->feeds && i < ui->feeds->n; i++) {
		const struct feed_state *f = &ui->feeds->feeds[i];
		if (f->fail == FAIL_NONE && f->subscribed && f->moved_to)
			add_moved(ui, p, f);
	}
	p->title = g_strdup_printf(_("Failing feeds: %d of %u"), n,
				   ui->conf->subs->feeds->len);
	p->foot = g_strdup(_("r try now  R all  h history  e set  u address  p pause  "
			     "d unsubscribe  C file  Esc back"));
	if (p->items->len == 0)
		popup_add(p, _("no feed fails"), NULL)->plain = true;
	p->has_cursor = true;
	p->key = table_key;
	p->choose = table_chosen;
	popup_fill(p);
}

/* --- all feeds --------------------------------------------------------------------------- */

/* Stories a week, by the newest of them; NULL if it is not known. */
static char *rate_text(const struct feed_state *f, int64_t now)
{
	int64_t span = f->pace_from != DATE_NONE ? now - f->pace_from : 0;

	if (f->pace_n == 0 || span <= 0)
		return NULL;
	double week = (double)f->pace_n * 7 * 86400 / (double)span;
	return week >= 9.5 ? g_strdup_printf("%.0f", week)
			   : g_strdup_printf("%.1f", week);
}

static char *size_text(int64_t bytes)
{
	if (bytes <= 0)
		return g_strdup("");
	return bytes < 1 << 20 ? g_strdup_printf("%" PRId64 "K", (bytes + 1023) >> 10)
			       : g_strdup_printf("%.1fM", (double)bytes / (1 << 20));
}

static char *short_or(int64_t t, int64_t now, const char *other)
{
	return t == DATE_NONE ? g_strdup(other) : date_short(t, now);
}

static const char *state_text(const struct sub *sub, const struct feed_state *f,
			      int64_t now)
{
	if (sub->paused)
		return _("paused");
	if (f && f->fail)
		return fail_word(f->fail);
	if (f && f->moved_to)
		return _("moved");
	/* nothing for a year: perhaps nobody writes there any more */
	if (f && f->newest != DATE_NONE && now - f->newest > INT64_C(365) * 86400)
		return _("idle");
	return "";
}

static void add_feed(struct ui *ui, struct popup *p, const struct sub *sub, int64_t now)
{
	const struct feed_state *f = ui_feed(ui, sub->id);
	g_autofree char *last = short_or(f ? f->fetched : DATE_NONE, now, _("never"));
	g_autofree char *next = short_or(f ? f->next : DATE_NONE, now, "-");
	g_autofree char *newest = short_or(f ? f->newest : DATE_NONE, now, "-");
	g_autofree char *rate = f ? rate_text(f, now) : NULL;
	g_autofree char *size = size_text(f ? f->bytes : 0);
	g_autofree char *numbers = g_strdup_printf(
		"%s  %6s %6s %6s %5s %6s %6" PRId64, state_text(sub, f, now), last,
		f && f->fail == FAIL_GONE ? "-" : next, newest, rate ? rate : "-", size,
		f ? f->total : 0);
	const char *name = sub->id ? ui_feed_name(ui, sub->id) : sub->url;
	struct popup_item *item = popup_add(p, name, numbers);

	item->number = sub->id;
	item->mark = f && f->fail ? '!' : sub->paused ? '=' : ' ';
	item->text = g_strdup(sub->url);
}

void feeds_open(struct ui *ui)
{
	const GPtrArray *feeds = ui->conf->subs->feeds;
	struct popup *p = popup_open(ui, POPUP_MENU, NULL);
	int64_t now = clock_now();
	g_autofree char *heads = g_strdup_printf("%6s %6s %6s %5s %6s %6s", _("last"),
						 _("next"), _("newest"), _("/week"),
						 _("size"), _("total"));

	p->title = g_strdup_printf(ngettext("%u feed", "%u feeds", feeds->len),
				   feeds->len);
	popup_add(p, _("feed"), heads)->plain = true;
	for (guint i = 0; i < feeds->len; i++)
		add_feed(ui, p, g_ptr_array_index(feeds, i), now);
	p->foot =
		g_strdup(_("Enter goes there  r fetch  R all  h history  e set  n name  "
			   "u address  p pause  d unsubscribe  Esc back"));
	p->has_cursor = true;
	p->key = table_key;
	p->choose = table_chosen;
	popup_fill(p);
}

const char *fail_word(enum fail fail)
{
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (words[i].fail == fail)
			return _(words[i].word);
	return fail_name(fail);
}
