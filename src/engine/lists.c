/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list of another program becomes feeds of the user's file; the file becomes a list. */
#include "engine/lists.h"

#include <string.h>

#include "engine/engine.h"
#include "engine/worker.h"
#include "exchange/opml.h"
#include "text/utf8.h"
#include "util/clock.h"
#include "util/error.h"
#include "util/i18n.h"
#include "util/limit.h"
#include "util/replace.h"
#include "util/url.h"

/* --- in --------------------------------------------------------------------------------- */

static bool is_address(const struct outline *o)
{
	/* A name that is the address says nothing: the feed's own title is better. */
	return o->title && o->url && strcmp(o->title, o->url) == 0;
}

bool engine_import(const struct conf *conf, const struct answer *answer, bool dry,
		   struct conf_added *added, struct conf_undo *undo, GError **err)
{
	struct conf_feed *feeds = g_new0(struct conf_feed, answer->n_outlines + 1);
	g_autoptr(GPtrArray) open = g_ptr_array_new(); /* folders, outermost first */
	g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
	char *const *path = NULL; /* of the open ones, shared by what stands in there */
	size_t n = 0;
	for (size_t i = 0; i < answer->n_outlines; i++) {
		const struct outline *o = &answer->outlines[i];
		if (o->depth < open->len) {
			g_ptr_array_set_size(open, (gint)o->depth);
			path = NULL;
		}
		if (!o->url) {
			g_ptr_array_add(open,
					(char *)(uintptr_t)(o->title ? o->title : ""));
			path = NULL;
			continue;
		}
		if (!path) {
			char **names = g_new0(char *, open->len + 1);
			for (guint k = 0; k < open->len; k++)
				names[k] = open->pdata[k];
			g_ptr_array_add(paths, names);
			path = names;
		}
		feeds[n++] = (struct conf_feed){.path = path,
						.url = o->url,
						.name = is_address(o) ? NULL : o->title};
	}
	bool good = conf_import(conf, feeds, n, dry, added, undo, err);
	g_free(feeds);
	return good;
}

/* --- out -------------------------------------------------------------------------------- */

struct list {
	GArray *outlines;  /* struct outline */
	GPtrArray *texts;  /* what they point to */
	GHashTable *known; /* address -> struct feed_state */
	size_t n_left_out;
};

static char *joined_tags(const struct sub *sub)
{
	GString *s = g_string_new(NULL);
	for (guint i = 0; i < sub->tags->len; i++)
		g_string_append_printf(s, "%s%s", i ? "," : "",
				       (const char *)sub->tags->pdata[i]);
	return g_string_free(s, FALSE);
}

static void list_feed(struct list *l, const struct sub *sub, uint32_t depth)
{
	if (!url_is_web(sub->url)) { /* a program, a file: of this machine alone */
		l->n_left_out++;
		return;
	}
	const struct feed_state *state = g_hash_table_lookup(l->known, sub->url);
	struct outline o = {.depth = depth, .url = sub->url};
	o.title = sub->name ? sub->name : state ? state->title : NULL;
	o.page = state && state->link && url_is_web(state->link) ? state->link : NULL;
	if (sub->tags->len) {
		char *tags = joined_tags(sub);
		g_ptr_array_add(l->texts, tags);
		o.tags = tags;
	}
	g_array_append_val(l->outlines, o);
}

/* A search has no feeds of its own, and no form in such a list. */
static void list_section(struct list *l, const struct section *section, uint32_t depth)
{
	if (section->parent || (section->name && *section->name)) {
		if (section->query && !section->feeds->len && !section->children->len)
			return;
		struct outline o = {.depth = depth++, .title = section->name};
		g_array_append_val(l->outlines, o);
	}
	for (guint i = 0; i < section->feeds->len; i++)
		list_feed(l, section->feeds->pdata[i], depth);
	for (guint i = 0; i < section->children->len; i++)
		list_section(l, section->children->pdata[i], depth);
}

GString *engine_export(const struct conf *conf, const struct feed_states *known,
		       size_t *n_feeds, size_t *n_left_out)
{
	struct list l = {.outlines = g_array_new(FALSE, FALSE, sizeof(struct outline))};
	l.texts = g_ptr_array_new_with_free_func(g_free);
	l.known = g_hash_table_new(g_str_hash, g_str_equal);
	for (size_t i = 0; known && i < known->n; i++)
		g_hash_table_insert(l.known, (char *)(uintptr_t)known->feeds[i].url,
				    &known->feeds[i]);
	list_section(&l, conf->subs->root, 0);
	const struct outline *outlines = (const struct outline *)(void *)l.outlines->data;
	GString *out = opml_write(outlines, l.outlines->len, clock_now());
	*n_feeds = 0;
	for (guint i = 0; i < l.outlines->len; i++)
		*n_feeds += outlines[i].url != NULL;
	*n_left_out = l.n_left_out;
	g_hash_table_unref(l.known);
	g_ptr_array_unref(l.texts);
	g_array_unref(l.outlines);
	return out;
}

/* --- for the panes: files are read and written beside the thread that draws ------------- */

enum { LIST_MS = 20000 };

struct list_thread {
	struct engine *e;
	struct request *request;
};

static struct answer *read_list(const struct engine *e, const char *path, GError **err)
{
	size_t n = 0;
	char *bytes = file_read(path, LIMIT_DOCUMENT, &n, err);
	if (!bytes)
		return NULL;
	struct job *job = job_new(JOB_OUTLINES, 0);
	job->urgent = true;
	arena_adopt(job->arena, bytes);
	job->bytes = bytes;
	job->n_bytes = n;
	struct answer *answer = worker_ask_within(e->worker_path, job, LIST_MS, err);
	if (answer && answer->kind != ANSWER_OUTLINES) {
		g_set_error(err, TNEWS_ERROR, ERR_DATA, "%s: %s", path,
			    answer->message ? answer->message : fail_name(answer->fail));
		g_clear_pointer(&answer, answer_free);
	}
	return answer;
}

/* What somebody else wrote there is never replaced. */
static bool write_list(const char *path, const char *text, GError **err)
{
	struct file_stamp none = {0};
	if (!file_stamp(path).exists)
		return file_replace(path, text, strlen(text), &none, err);
	g_set_error(err, TNEWS_ERROR, ERR_USAGE, _("%s is there already"), path);
	return false;
}

static void *list_thread(void *data)
{
	struct list_thread *t = data;
	struct request *r = t->request;
	GError *err = NULL;
	struct event *event = NULL;
	if (r->kind == REQ_IMPORT) {
		struct answer *answer = read_list(t->e, r->path, &err);
		if (answer) {
			event = event_new(EVENT_OUTLINES, r->serial);
			event->outlines = answer;
		}
	} else if (write_list(r->path, r->text, &err)) {
		event = event_new(EVENT_EXPORTED, r->serial);
		event->text = g_strdup(r->path);
	}
	if (event)
		engine_post(t->e, event);
	else
		engine_post_error(t->e, r->serial, err);
	request_free(r);
	g_free(t);
	return NULL;
}

void lists_request(struct engine *e, struct request *taken)
{
	struct list_thread *t = g_new(struct list_thread, 1);
	*t = (struct list_thread){e, taken};
	lists_end(e);
	e->lists = g_thread_new("lists", list_thread, t);
}

void lists_end(struct engine *e)
{
	if (e->lists)
		g_thread_join(e->lists);
	e->lists = NULL;
}
