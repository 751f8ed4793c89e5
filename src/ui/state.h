/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of ui/ share: the state of the panes. All of it belongs to the main
 * thread. Each part is changed by its own file; others call the functions below. */
#ifndef UI_STATE_H
#define UI_STATE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "conf/conf.h"
#include "engine/engine.h"
#include "engine/message.h"
#include "ui/canvas.h"
#include "ui/input.h"
#include "ui/keys.h"
#include "ui/layout.h"
#include "ui/pane.h"
#include "ui/term.h"

struct list;
struct popup;
struct prompt;
struct sections;
struct headlines;
struct article;
struct status;
struct jumps;
struct readon;
struct seek;
struct history;
struct edits;

/* The last change by the user, for `.` and `T`. */
struct last_change {
	char **add, **remove;
	bool delete_stories;
	char *label;
};

struct ui {
	struct conf *conf;
	const char *conf_given, *data_dir;
	const char *const *sets;
	struct engine *engine;
	struct terminal *term;
	GMainLoop *loop;
	int status_code;

	struct canvas canvas;
	struct layout layout;
	struct layout_wish wish;
	enum pane_id focus;
	bool clip_width; /* zw: the text is as wide as the pane */

	struct keys keys;
	struct input input;
	guint esc_timer, prefix_timer, draw_timer, size_timer, second_timer, read_timer;
	gint64 drawn_at;      /* µs */
	gint64 opening_until; /* µs; nothing is drawn yet; 0: the start is over */
	bool prefix_shown;
	unsigned todo; /* enum todo, collected until the end of the turn */
	bool away;     /* the terminal is given to somebody else */

	struct sections *sections;
	struct headlines *headlines;
	struct article *article;
	struct prompt *prompt; /* NULL: none is open */
	struct popup *popup;   /* NULL: none is open; popups stack */
	struct status *status;
	struct jumps *jumps;
	struct readon *readon;
	struct seek *seek; /* NULL: nothing is looked for */
	struct history *history;
	struct edits *edits;
	char *adding; /* the address that is looked at, NULL none */
	uint32_t adding_serial;
	uint32_t list_serial; /* of :import or :export; 0 none */
	struct last_change last, last_tags;
	guint *used;	  /* of each operation, by keys; memory.c */
	char *remembered; /* its file as it was */

	/* what the engine told last */
	struct feed_states *feeds;
	GHashTable *feed_by_id; /* int64_t * -> struct feed_state * */
	struct totals totals;
	bool counted;
	GHashTable *section_counts; /* path -> struct section_count * (own copy) */
	struct tag_counts *tags;
	struct reload_progress reload;
	bool offline;	      /* the last that was asked said so */
	GHashTable *fetching; /* int64_t * of feeds under way */
	GHashTable *fetched;  /* int64_t * of feeds that were asked in this run */

	uint32_t serial;   /* of the last request */
	char *find[PANES]; /* what / looks for in each pane, NULL nothing */
};

/* ui.c */
uint32_t ui_send(struct ui *ui, struct request *taken); /* gives it a serial */
void ui_draw_soon(struct ui *ui);
void ui_todo(struct ui *ui, unsigned todo);
const struct look *ui_look(const struct ui *ui, enum style_id id);
void ui_focus(struct ui *ui, enum pane_id pane);
const struct pane *ui_pane(enum pane_id pane);
unsigned ui_context(const struct ui *ui);
void ui_quit(struct ui *ui, int status);
void ui_new_conf(struct ui *ui, struct conf *taken);
bool ui_reread_conf(struct ui *ui);
void ui_apply_settings(struct ui *ui);
int64_t ui_number(const struct ui *ui, enum setting_id id);
/* The lines of panes: '-' and friends, or what looks better where it can be shown. */
/* TOP: where a separator begins at a top line; LEFT: where a top line begins at it. */
enum ui_line { UI_LINE_H, UI_LINE_FOCUS, UI_LINE_V, UI_LINE_TOP, UI_LINE_LEFT };
uint32_t ui_line(const struct ui *ui, enum ui_line line);

/* color.c: whether the file colours rows by a query; the look of one, NULL: as it is */
bool ui_colors_rows(const struct ui *ui);
const struct look *ui_row_color(const struct ui *ui, const struct row *row);

/* draw.c */
void ui_draw_frame(struct ui *ui);

/* loop.c: keys to what they do */
void ui_key(struct ui *ui, uint32_t key);
void ui_paste(struct ui *ui, const char *text);
void ui_mouse(struct ui *ui, const struct input_event *e);
/* Carries out what a key is bound to. */
void ui_run_binding(struct ui *ui, const struct binding *b, int count);

/* What is known of a feed; NULL if nothing is. */
const struct feed_state *ui_feed(const struct ui *ui, int64_t id);
/* The name of a feed: the user's, else its own, else its address. Borrowed. */
const char *ui_feed_name(const struct ui *ui, int64_t id);
const struct sub *ui_sub(const struct ui *ui, int64_t id);
bool ui_is_fetching(const struct ui *ui, int64_t feed);

/* ops_conf.c: the place under the cursor, or what is selected, is fetched */
void ui_reload_here(struct ui *ui, bool force);

/* events.c */
void ui_event(struct event *taken, void *data);

#endif
