/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The writer makes the JSON of what arrived, main starts the programs. */
#include "engine/hook.h"

#include <jansson.h>
#include <string.h>

#include "store/list.h"
#include "text/date.h"
#include "text/utf8.h"
#include "util/run.h"

/* --- JSON ------------------------------------------------------------------------------ */

static void put_text(json_t *o, const char *name, const char *text)
{
	if (!text || !*text)
		return;
	g_autofree char *clean = utf8_clean(text, strlen(text), CLEAN_TEXT);
	json_object_set_new_nocheck(o, name, json_string_nocheck(clean));
}

static void put_date(json_t *o, const char *name, int64_t t)
{
	if (t == DATE_NONE)
		return;
	g_autofree char *iso = date_iso(t);
	json_object_set_new_nocheck(o, name, json_string_nocheck(iso));
}

static json_t *story_json(const struct story *s)
{
	json_t *o = json_object(), *feed = json_object(), *tags = json_array();
	json_object_set_new_nocheck(o, "id", json_integer(s->row.id));
	put_text(feed, "url", s->feed_url);
	put_text(feed, "title", s->feed_title);
	json_object_set_new_nocheck(o, "feed", feed);
	put_text(o, "title", s->row.title);
	put_text(o, "link", s->link);
	put_text(o, "comments", s->comments);
	put_text(o, "author", s->authors);
	put_text(o, "language", s->language);
	put_date(o, "published", s->published);
	put_date(o, "updated", s->updated);
	put_date(o, "received", s->received);
	for (size_t i = 0; s->row.tags && s->row.tags[i]; i++)
		json_array_append_new(tags, json_string_nocheck(s->row.tags[i]));
	if (json_array_size(tags) > 0)
		json_object_set_new_nocheck(o, "tags", tags);
	else
		json_decref(tags);
	json_object_set_new_nocheck(o, "unread", json_boolean(s->row.unread));
	json_object_set_new_nocheck(o, "starred", json_boolean(s->row.starred));
	put_text(o, "summary", s->summary);
	return o;
}

char *hook_stories(struct db *db, const GArray *ids)
{
	GString *out = g_string_new(NULL);
	for (guint i = 0; i < ids->len && i < HOOK_STORIES; i++) {
		struct story *s = list_story(db, g_array_index(ids, int64_t, i), NULL);
		if (!s)
			continue;
		if (!s->row.deleted) {
			json_t *o = story_json(s);
			char *line = json_dumps(o, JSON_COMPACT);
			g_string_append_printf(out, "%s\n", line ? line : "");
			free(line);
			json_decref(o);
		}
		story_free(s);
	}
	return g_string_free(out, FALSE);
}

/* --- programs --------------------------------------------------------------------------- */

/* %n, %f, %s, %%: all else stays. */
static char *fill_in(const char *word, const struct reload_progress *p,
		     const char *sentence)
{
	GString *out = g_string_new(NULL);
	for (const char *s = word; *s; s++) {
		if (*s != '%' || !strchr("nfs%", s[1]) || !s[1]) {
			g_string_append_c(out, *s);
			continue;
		}
		s++;
		if (*s == 'n')
			g_string_append_printf(out, "%zu", p ? p->new_stories : 0);
		else if (*s == 'f')
			g_string_append_printf(out, "%zu", p ? p->failed : 0);
		else
			g_string_append(out,
					*s == 's' ? (sentence ? sentence : "") : "%");
	}
	return g_string_free(out, FALSE);
}

bool hooks_want_stories(const struct conf *conf)
{
	return conf->actions->hooks->len > 0;
}

void hooks_run(struct engine *e, const char *event, const struct reload_progress *p,
	       const char *sentence, const char *stories)
{
	const GPtrArray *hooks = e->conf->actions->hooks;
	for (guint i = 0; i < hooks->len; i++) {
		const struct hook *hook = g_ptr_array_index(hooks, i);
		if (strcmp(hook->event, event) != 0)
			continue;
		g_auto(GStrv) argv = g_strdupv(hook->command);
		for (size_t k = 0; argv[k]; k++) {
			char *filled = fill_in(argv[k], p, sentence);
			g_free(argv[k]);
			argv[k] = filled;
		}
		const char *input = stories ? stories : "";
		GError *err = NULL;
		if (!run_detached_with(argv, input, strlen(input), &err)) {
			struct event *notice = event_new(EVENT_NOTICE, 0);
			notice->text = g_strdup_printf("hook %s: %s", event,
						       err->message);
			g_error_free(err);
			e->on_event(notice,
				    e->data); /* before the end of what it is about */
		}
	}
}

void hooks_reload(struct engine *e, const struct event *event)
{
	const struct reload_progress *p = &event->reload;
	if (p->running)
		return;
	if (p->new_stories > 0)
		hooks_run(e, "new-stories", p, event->text, event->stories);
	if (p->total > 0)
		hooks_run(e, "reload-done", p, event->text, event->stories);
}
