/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An array of places and where in it one stands. */
#include "config.h"

#include "ui/jump.h"

#include <string.h>

#include "ui/headlines.h"
#include "ui/sections.h"

enum { MOST = 100 };

struct spot {
	struct list_request request;
	char *name, *place;
	bool is_search;
	int64_t story;
	enum pane_id focus;
};

struct jumps {
	GPtrArray *spots; /* struct spot */
	guint at;	  /* spots->len: at the end, not in the list */
};

static void spot_free(gpointer p)
{
	struct spot *s = p;

	list_request_clear(&s->request);
	g_free(s->name);
	g_free(s->place);
	g_free(s);
}

static struct spot *here(struct ui *ui)
{
	const struct list *l = ui->headlines->list;
	struct spot *s = g_new0(struct spot, 1);

	list_request_copy(&s->request, &l->request);
	s->name = g_strdup(l->name);
	s->place = g_strdup(l->place);
	s->is_search = l->is_search;
	s->story = list_cursor_id(l);
	s->focus = ui->focus;
	return s;
}

static void go_to(struct ui *ui, const struct spot *s)
{
	struct headlines *h = ui->headlines;

	if (strcmp(h->list->place, s->place) != 0 || !*s->place) {
		if (!*s->place || !sections_go(ui, s->place))
			headlines_open(ui, &s->request, s->name, s->place);
		h->list->is_search = s->is_search;
		h->list->want = s->story;
	} else {
		size_t at = list_index(h->list, s->story);
		if (at != SIZE_MAX)
			headlines_cursor(ui, at);
	}
	ui_focus(ui, s->focus);
}

struct jumps *jumps_new(void)
{
	struct jumps *j = g_new0(struct jumps, 1);

	j->spots = g_ptr_array_new_with_free_func(spot_free);
	return j;
}

void jumps_free(struct jumps *j)
{
	if (!j)
		return;
	g_ptr_array_unref(j->spots);
	g_free(j);
}

void jump_note(struct ui *ui)
{
	struct jumps *j = ui->jumps;

	if (!ui->headlines->list->loaded)
		return;
	if (j->at < j->spots->len)
		g_ptr_array_remove_range(j->spots, j->at, j->spots->len - j->at);
	g_ptr_array_add(j->spots, here(ui));
	if (j->spots->len > MOST)
		g_ptr_array_remove_index(j->spots, 0);
	j->at = j->spots->len;
}

bool jump_go(struct ui *ui, int n)
{
	struct jumps *j = ui->jumps;
	int64_t to = (int64_t)j->at - n;

	to = CLAMP(to, 0, (int64_t)j->spots->len - (n < 0 ? 1 : 0));
	if (j->spots->len == 0 || to == (int64_t)j->at || to < 0)
		return false;
	if (j->at == j->spots->len) /* the way forward leads back here */
		g_ptr_array_add(j->spots, here(ui));
	j->at = (guint)to;
	go_to(ui, g_ptr_array_index(j->spots, j->at));
	return true;
}
