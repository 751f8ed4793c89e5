/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loop: keys and signals are sources of GLib's main loop, events of the engine too.
 * A turn collects what is to be done (ui_todo) and draws once at its end: after keys at
 * once, after events alone 60 times a second at most. */
#include "config.h"

#include "ui/ui.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ui/article.h"
#include "ui/headlines.h"
#include "ui/jump.h"
#include "ui/memory.h"
#include "ui/ops_feed.h"
#include "ui/ops_mark.h"
#include "ui/popup.h"
#include "ui/prompt.h"
#include "ui/readon.h"
#include "ui/seek.h"
#include "ui/sections.h"
#include "ui/state.h"
#include "ui/status.h"
#include "util/i18n.h"

enum {
	ESC_MS = 25,
	FRAME_US = 16000,
	OPENING_US = 60000, /* the longest that a start shows nothing */
	RESIZE_MS = 30,
	NO_SIZE_MS = 1000,
	ANSWER_US = 2000
};

/* GLib has no source for SIGTSTP and SIGCONT: their handler writes a byte. */
static int wake[2] = {-1, -1};

static void on_job_signal(int number)
{
	int saved = errno;
	char c = number == SIGCONT ? 'c' : 's';
	ssize_t ignored = write(wake[1], &c, 1);

	(void)ignored;
	errno = saved;
}

static void do_layout(struct ui *ui)
{
	struct layout_wish *wish = &ui->wish;
	enum form before = ui->layout.form;

	wish->w = ui->canvas.w;
	wish->h = ui->canvas.h;
	wish->focus = ui->focus;
	wish->title = ui_number(ui, SET_TITLE_LINE) != 0;
	wish->hints = ui_number(ui, SET_HINTS) != 1;
	layout_make(wish, &ui->layout);
	if (ui->layout.form == FORM_DRAWER && ui->focus == PANE_SECTIONS &&
	    !wish->drawer) {
		wish->drawer = true; /* what has the focus is on the screen */
		layout_make(wish, &ui->layout);
	}
	wish->before_class = ui->layout.width_class;
	if (ui->layout.form != FORM_DRAWER)
		wish->drawer = false;
	for (int i = 0; i < PANES; i++)
		if (ui->layout.pane[i].visible)
			ui_pane((enum pane_id)i)->layout(ui, ui->layout.pane[i].body);
	if (!ui->layout.pane[PANE_ARTICLE].visible && ui->layout.form == FORM_SINGLE)
		article_pane.layout(ui,
				    ui->layout.panes); /* laid out ahead of being seen */
	if (before != ui->layout.form)
		article_lay_head(ui);
}

/* At the start the first answers are on their way; a frame for each of them would cost
 * more than they do, and flicker. */
static gint64 opening_wait(struct ui *ui)
{
	gint64 left = ui->opening_until - g_get_monotonic_time();

	if (ui->opening_until == 0)
		return 0;
	if (left > 0 && !(ui->counted && headlines_settled(ui) && article_settled(ui)))
		return left;
	ui->opening_until = 0;
	return 0;
}

/* Everything that the turn collected is done, drawing last. */
static void end_turn(struct ui *ui)
{
	if (ui->todo & TODO_QUIT)
		g_main_loop_quit(ui->loop);
	if (ui->canvas.w < 1)
		return;
	readon_check(ui);
	if (ui->todo & TODO_LAYOUT)
		do_layout(ui);
	if (opening_wait(ui) > 0) {
		ui_draw_soon(ui);
	} else if (ui->todo & (TODO_DRAW | TODO_LAYOUT)) {
		g_clear_handle_id(&ui->draw_timer, g_source_remove);
		ui->todo = TODO_NOTHING;
		ui_draw_frame(ui);
	}
	ui->todo = TODO_NOTHING;
}

static gboolean draw_late(gpointer data)
{
	struct ui *ui = data;

	ui->draw_timer = 0;
	ui_todo(ui, TODO_DRAW);
	end_turn(ui);
	return G_SOURCE_REMOVE;
}

static void take_input(struct ui *ui, bool late)
{
	struct input_event e;

	while (!(ui->todo & TODO_QUIT) && input_next(&ui->input, late, &e)) {
		if (e.kind == INPUT_KEY)
			ui_key(ui, e.key);
		else if (e.kind == INPUT_MOUSE)
			ui_mouse(ui, &e);
		else
			ui_paste(ui, e.text);
		g_free(e.text);
		if (ui->todo & TODO_LAYOUT) { /* the next key may depend on it */
			do_layout(ui);
			ui->todo = (ui->todo & ~(unsigned)TODO_LAYOUT) | TODO_DRAW;
		}
	}
}

static gboolean esc_late(gpointer data)
{
	struct ui *ui = data;

	ui->esc_timer = 0;
	take_input(ui, true);
	end_turn(ui);
	return G_SOURCE_REMOVE;
}

static gboolean on_terminal(gint fd, GIOCondition condition, gpointer data)
{
	struct ui *ui = data;
	char bytes[4096];

	(void)fd;
	gssize n = condition & G_IO_IN ? term_read(ui->term, bytes, sizeof(bytes)) : -1;
	if (n < 0) { /* the terminal is gone */
		ui_quit(ui, 1);
		end_turn(ui);
		return G_SOURCE_REMOVE;
	}
	g_clear_handle_id(&ui->esc_timer, g_source_remove);
	input_feed(&ui->input, bytes, (size_t)n);
	take_input(ui, false);
	if (input_waits(&ui->input))
		ui->esc_timer = g_timeout_add(ESC_MS, esc_late, ui);
	end_turn(ui);
	return G_SOURCE_CONTINUE;
}

static void take_size(struct ui *ui)
{
	int w, h;

	term_size(ui->term, &w, &h);
	if (w < 1 || (w == ui->canvas.w && h == ui->canvas.h))
		return;
	canvas_resize(&ui->canvas, w, h);
	ui_todo(ui, TODO_LAYOUT);
}

static gboolean size_late(gpointer data)
{
	struct ui *ui = data;

	ui->size_timer = 0;
	take_size(ui);
	end_turn(ui);
	return G_SOURCE_REMOVE;
}

/* A terminal that tells no size for a second (a serial line) gets the usual one. */
static gboolean no_size(gpointer data)
{
	struct ui *ui = data;

	ui->size_timer = 0;
	take_size(ui);
	if (ui->canvas.w < 1) {
		canvas_resize(&ui->canvas, 80, 24);
		ui_todo(ui, TODO_LAYOUT);
	}
	end_turn(ui);
	return G_SOURCE_REMOVE;
}

static gboolean on_resize(gpointer data)
{
	struct ui *ui = data;

	g_clear_handle_id(&ui->size_timer, g_source_remove);
	ui->size_timer = g_timeout_add(RESIZE_MS, size_late, ui);
	return G_SOURCE_CONTINUE;
}

static gboolean on_end(gpointer data)
{
	struct ui *ui = data;

	ui_quit(ui, 0);
	end_turn(ui);
	return G_SOURCE_CONTINUE;
}

static gboolean on_wake(gint fd, GIOCondition condition, gpointer data)
{
	struct ui *ui = data;
	char c;

	(void)condition;
	while (read(fd, &c, 1) == 1) {
		if (ui->away)
			continue;
		if (c == 's') {
			term_leave(ui->term);
			raise(SIGSTOP);
		}
		/* stopped and continued, by us or from outside */
		term_leave(ui->term);
		term_return(ui->term);
		take_size(ui);
		ui_todo(ui, TODO_LAYOUT);
	}
	end_turn(ui);
	return G_SOURCE_CONTINUE;
}

/* The minute turns, and ages with it. */
static gboolean on_minute(gpointer data)
{
	ui_draw_soon(data);
	return G_SOURCE_CONTINUE;
}

static void watch_signals(struct ui *ui)
{
	struct sigaction action = {.sa_handler = on_job_signal, .sa_flags = SA_RESTART};

	g_unix_signal_add(SIGWINCH, on_resize, ui);
	g_unix_signal_add(SIGTERM, on_end, ui);
	g_unix_signal_add(SIGHUP, on_end, ui);
	g_unix_signal_add(SIGINT, on_end, ui);
	sigemptyset(&action.sa_mask);
	if (g_unix_open_pipe(wake, FD_CLOEXEC, NULL)) {
		g_unix_set_fd_nonblocking(wake[0], TRUE, NULL);
		g_unix_set_fd_nonblocking(wake[1], TRUE, NULL);
		g_unix_fd_add(wake[0], G_IO_IN, on_wake, ui);
		sigaction(SIGTSTP, &action, NULL);
		sigaction(SIGCONT, &action, NULL);
	}
	signal(SIGPIPE, SIG_IGN);
}

static bool own_bidi(const struct ui *ui)
{
	int64_t choice = ui_number(ui, SET_BIDI); /* auto, self, terminal, no */
	const char *term = g_getenv("TERM");

	if (choice == 0) /* mlterm orders text itself and cannot be told not to */
		return !(term && g_str_has_prefix(term, "mlterm"));
	return choice == 1;
}

int64_t ui_number(const struct ui *ui, enum setting_id id)
{
	return setting_number(ui->conf->settings, id);
}

uint32_t ui_send(struct ui *ui, struct request *taken)
{
	uint32_t serial = taken->serial = ++ui->serial;

	if (taken->kind == REQ_ACT)
		ui->edits->newest = false; /* undo takes the story's change back */
	engine_send(ui->engine, taken);
	return serial;
}

void ui_todo(struct ui *ui, unsigned todo)
{
	ui->todo |= todo;
}

void ui_draw_soon(struct ui *ui)
{
	gint64 since = g_get_monotonic_time() - ui->drawn_at;
	gint64 wait = since >= FRAME_US ? 0 : FRAME_US - since;

	/* what follows a key within moments is its answer: shown at once */
	if (wait > ANSWER_US && since < ANSWER_US * 2)
		wait = ANSWER_US;
	if (ui->opening_until) {
		wait = opening_wait(ui);
		g_clear_handle_id(&ui->draw_timer, g_source_remove);
	}
	if (!ui->draw_timer)
		ui->draw_timer = g_timeout_add((guint)((wait + 999) / 1000), draw_late,
					       ui);
}

const struct look *ui_look(const struct ui *ui, enum style_id id)
{
	return &ui->conf->styles->looks[id];
}

const struct pane *ui_pane(enum pane_id pane)
{
	static const struct pane *const panes[PANES] = {
		[PANE_SECTIONS] = &sections_pane,
		[PANE_HEADLINES] = &headlines_pane,
		[PANE_ARTICLE] = &article_pane,
	};

	return panes[pane];
}

unsigned ui_context(const struct ui *ui)
{
	return ui_pane(ui->focus)->context;
}

void ui_focus(struct ui *ui, enum pane_id pane)
{
	bool drawer = pane == PANE_SECTIONS && ui->layout.form == FORM_DRAWER;

	if (ui->focus == pane && ui->wish.drawer == drawer)
		return;
	ui->focus = pane;
	ui->wish.drawer = drawer;
	if (pane != PANE_ARTICLE)
		ui->article->link = 0;
	ui_todo(ui, TODO_LAYOUT);
}

void ui_quit(struct ui *ui, int status)
{
	ui->status_code = status;
	ui_todo(ui, TODO_QUIT);
}

void ui_apply_settings(struct ui *ui)
{
	ui->wish.choice = (enum layout_choice)ui_number(ui, SET_LAYOUT);
	ui->canvas.bidi = own_bidi(ui);
	if (ui->term) {
		term_mouse(ui->term, ui_number(ui, SET_MOUSE) != 0);
		term_hyperlinks(ui->term, (enum term_links)ui_number(ui, SET_HYPERLINKS));
	}
	ui_todo(ui, TODO_LAYOUT);
}

void ui_new_conf(struct ui *ui, struct conf *taken)
{
	struct conf *old = ui->conf;

	ui->conf = taken;
	actions_bind_letters(taken);
	engine_conf(ui->engine, taken);
	keys_reset(&ui->keys);
	sections_rebuild(ui); /* before the old one goes: its lines point into it */
	conf_free(old);
	list_stale(ui->headlines->list, NULL, 0); /* other lines may colour it */
	ui_apply_settings(ui);
	ui_send(ui, request_new(REQ_COUNTS));
}

bool ui_reread_conf(struct ui *ui)
{
	g_autofree char *path = conf_path(ui->conf_given);
	struct conf *conf = conf_load(path, false, ui->sets);

	ui_new_conf(ui, conf);
	if (conf->faults->len > 0) {
		g_autofree char *text = fault_text(g_ptr_array_index(conf->faults, 0));
		ui_say(ui, MESSAGE_WARNING, "%s", text);
		return false;
	}
	return true;
}

const struct feed_state *ui_feed(const struct ui *ui, int64_t id)
{
	return g_hash_table_lookup(ui->feed_by_id, &id);
}

const struct sub *ui_sub(const struct ui *ui, int64_t id)
{
	const GPtrArray *feeds = ui->conf->subs->feeds;

	for (guint i = 0; id != 0 && i < feeds->len; i++) {
		const struct sub *s = g_ptr_array_index(feeds, i);
		if (s->id == id)
			return s;
	}
	return NULL;
}

const char *ui_feed_name(const struct ui *ui, int64_t id)
{
	const struct sub *sub = ui_sub(ui, id);
	const struct feed_state *f = ui_feed(ui, id);

	if (sub && sub->name && *sub->name)
		return sub->name;
	if (f && f->title && *f->title)
		return f->title;
	return sub ? sub->url : f && f->url ? f->url : "";
}

bool ui_is_fetching(const struct ui *ui, int64_t feed)
{
	return feed != 0 && g_hash_table_contains(ui->fetching, &feed);
}

static void make_parts(struct ui *ui)
{
	ui->sections = sections_new();
	ui->headlines = headlines_new();
	ui->article = article_new();
	ui->status = status_new();
	ui->edits = edits_new();
	ui->jumps = jumps_new();
	ui->readon = readon_new();
	ui->history = history_new(ui->data_dir, ui_number(ui, SET_HISTORY));
	ui->feed_by_id = g_hash_table_new(g_int64_hash, g_int64_equal);
	ui->section_counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
						   g_free);
	ui->fetching = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	ui->totals.last_reload = DATE_NONE;
	ui->wish.before_class = -1;
	memory_load(ui);
	input_init(&ui->input);
	canvas_init(&ui->canvas);
}

static void free_parts(struct ui *ui)
{
	guint *timers[] = {&ui->esc_timer,  &ui->prefix_timer, &ui->draw_timer,
			   &ui->size_timer, &ui->second_timer, &ui->read_timer};

	for (size_t i = 0; i < G_N_ELEMENTS(timers); i++)
		g_clear_handle_id(timers[i], g_source_remove);
	popup_close_all(ui);
	prompt_free(g_steal_pointer(&ui->prompt));
	seek_cancel(ui);
	history_free(ui->history);
	readon_free(ui->readon);
	jumps_free(ui->jumps);
	status_free(ui->status);
	edits_free(ui->edits);
	g_free(ui->adding);
	article_free(ui->article);
	headlines_free(ui->headlines);
	sections_free(ui->sections);
	feed_states_free(ui->feeds);
	tag_counts_free(ui->tags);
	g_hash_table_unref(ui->feed_by_id);
	g_hash_table_unref(ui->section_counts);
	g_hash_table_unref(ui->fetching);
	last_change_clear(&ui->last);
	last_change_clear(&ui->last_tags);
	for (int i = 0; i < PANES; i++)
		g_free(ui->find[i]);
	input_clear(&ui->input);
	canvas_clear(&ui->canvas);
}

static void first_requests(struct ui *ui)
{
	ui_apply_settings(ui);
	take_size(ui);
	if (ui->canvas.w > 0)
		do_layout(ui);
	if (ui->wish.drawer) /* a start shows headlines, not a drawer above them */
		ui_focus(ui, PANE_HEADLINES);
	if (ui->canvas.w < 1)
		ui->size_timer = g_timeout_add(NO_SIZE_MS, no_size, ui);
	ui->opening_until = g_get_monotonic_time() + OPENING_US;
	sections_rebuild(ui);
	sections_show(ui);
	ui_send(ui, request_new(REQ_COUNTS));
	ui_send(ui, request_new(REQ_TAGS));
	if (ui->conf->faults->len > 0) {
		g_autofree char *text =
			fault_text(g_ptr_array_index(ui->conf->faults, 0));
		ui_say(ui, MESSAGE_WARNING, "%s", text);
	}
	ui_todo(ui, TODO_DRAW);
}

static void run_loop(struct ui *ui)
{
	ui->loop = g_main_loop_new(NULL, FALSE);
	guint terminal = g_unix_fd_add(term_fd(ui->term), G_IO_IN | G_IO_HUP | G_IO_ERR,
				       on_terminal, ui);
	guint minute = g_timeout_add_seconds(60, on_minute, ui);

	watch_signals(ui);
	first_requests(ui);
	ui_draw_soon(ui);
	g_main_loop_run(ui->loop);
	if (g_main_context_find_source_by_id(NULL, terminal))
		g_source_remove(terminal);
	g_source_remove(minute);
	g_main_loop_unref(ui->loop);
}

int ui_run(struct conf *conf, const char *conf_path_given, const char *data_dir,
	   const char *const *sets)
{
	struct ui *ui = g_new0(struct ui, 1);
	struct engine_options options = {.data_dir = data_dir,
					 .on_event = ui_event,
					 .data = ui,
					 .auto_reload = true,
					 .behind = true};
	GError *err = NULL;

	ui->conf = conf;
	ui->conf_given = conf_path_given;
	ui->data_dir = data_dir;
	ui->sets = sets;
	make_parts(ui);
	actions_bind_letters(conf);
	ui->engine = engine_new(conf, &options, &err);
	if (ui->engine)
		ui->term = term_new(ui_number(ui, SET_MOUSE) != 0, own_bidi(ui), &err);
	if (ui->term) {
		term_hyperlinks(ui->term, (enum term_links)ui_number(ui, SET_HYPERLINKS));
		engine_hook(ui->engine, "start");
		run_loop(ui);
		engine_hook(ui->engine, "quit");
		term_progress(ui->term, ui->reload.running, -1);
		article_leave(ui);
		term_free(ui->term);
	} else {
		fprintf(stderr, "tnews: %s\n", err->message);
		g_error_free(err);
		ui->status_code = 1;
	}
	engine_free(ui->engine);
	int status = ui->status_code;
	memory_save(ui);
	free_parts(ui);
	conf_free(ui->conf);
	g_free(ui);
	return status;
}
