/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The writer makes the JSON of what arrived, main starts the programs. */
#include "engine/hook.h"

#include <string.h>

#include "engine/json.h"
#include "store/list.h"
#include "util/run.h"

char *hook_stories(struct db *db, const GArray *ids)
{
	GString *out = g_string_new(NULL);
	/* those that are listed: rules kill some, others were in another feed before */
	struct list_spec spec = {
		.all_feeds = true,
		.order = {SORT_RECEIVED, true},
		.only = (const int64_t *)(const void *)ids->data,
		.n_only = MIN(ids->len, HOOK_STORIES),
	};
	struct ids *listed = list_ids(db, &spec, NULL, NULL, NULL);
	for (size_t i = 0; listed && i < listed->n; i++) {
		struct story *s = list_story(db, listed->ids[i], NULL);
		if (!s)
			continue;
		g_autofree char *line = out_dump(out_story(s, NULL, false));
		g_string_append_printf(out, "%s\n", line ? line : "");
		story_free(s);
	}
	ids_free(listed);
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
