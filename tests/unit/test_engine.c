/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine through its messages: lists, acts, undo, reloads of files and commands. The
 * worker is the real one when it was built. */
#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "engine/engine.h"

enum { PATIENCE_MS = 20000 };

struct bench {
	char *dir;
	struct conf *conf;
	struct engine *engine;
	GMainLoop *loop;
	GQueue events;
	enum event_kind wanted;
	bool (*enough)(const struct event *event);
	struct event *found;
	uint32_t serial;
};

static void on_event(struct event *taken, void *data)
{
	struct bench *b = data;
	if (!b->found && taken->kind == b->wanted && (!b->enough || b->enough(taken))) {
		b->found = taken;
		g_main_loop_quit(b->loop);
		return;
	}
	if (taken->kind == EVENT_FAILED)
		g_test_message("failed: %s", taken->text);
	event_free(taken);
}

static gboolean too_late(gpointer data)
{
	(void)data;
	g_error("the engine did not answer");
	return G_SOURCE_REMOVE;
}

/* Waits for an event of that kind. */
static struct event *wait_for(struct bench *b, enum event_kind kind,
			      bool (*enough)(const struct event *event))
{
	guint timer = g_timeout_add(PATIENCE_MS, too_late, NULL);
	b->wanted = kind;
	b->enough = enough;
	b->found = NULL;
	g_main_loop_run(b->loop);
	g_source_remove(timer);
	return b->found;
}

static void write_file(const struct bench *b, const char *name, const char *text)
{
	g_autofree char *path = g_build_filename(b->dir, name, NULL);
	g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static const char feed_text[] =
	"<?xml version='1.0'?><rss version='2.0'><channel><title>Tides</title>"
	"<item><title>High water</title><guid>1</guid><description>at noon</description>"
	"<pubDate>Mon, 23 Nov 2026 20:36:00 GMT</pubDate></item>"
	"<item><title>Low water</title><guid>2</guid><description>at six</description>"
	"<pubDate>Mon, 23 Nov 2026 21:36:00 GMT</pubDate></item></channel></rss>";

static void start(struct bench *b)
{
	g_autofree char *path = g_build_filename(b->dir, "tnewsrc", NULL);
	g_autofree char *data = g_build_filename(b->dir, "data", NULL);
	g_autofree char *worker = g_strdup(g_getenv("TNEWS_WORKER"));
	GError *err = NULL;
	b->conf = conf_load(path, true, NULL);
	g_assert_cmpuint(b->conf->faults->len, ==, 0);
	struct engine_options options = {
		.data_dir = data,
		.worker_path = worker,
		.on_event = on_event,
		.data = b,
	};
	b->engine = engine_new(b->conf, &options, &err);
	g_assert_no_error(err);
}

static void stop(struct bench *b)
{
	engine_free(b->engine);
	conf_free(b->conf);
}

static void set_up(struct bench *b)
{
	*b = (struct bench){.loop = g_main_loop_new(NULL, FALSE)};
	b->dir = g_dir_make_tmp("tnews-engine-XXXXXX", NULL);
	g_autofree char *conf =
		g_strdup_printf("[Sea]\nfeed file:%s/tides.xml \"Tides\"\n"
				"feed \"exec:printf not-a-feed\"\n"
				"[Low]\nquery low\n",
				b->dir);
	write_file(b, "tnewsrc", conf);
	write_file(b, "tides.xml", feed_text);
	start(b);
}

static void remove_all(const char *path)
{
	GDir *dir = g_dir_open(path, 0, NULL);
	const char *name;
	while (dir && (name = g_dir_read_name(dir))) {
		g_autofree char *inner = g_build_filename(path, name, NULL);
		remove_all(inner);
	}
	if (dir)
		g_dir_close(dir);
	g_remove(path);
}

static void tear_down(struct bench *b)
{
	stop(b);
	remove_all(b->dir);
	g_free(b->dir);
	g_main_loop_unref(b->loop);
}

static bool ended(const struct event *event)
{
	return !event->reload.running;
}

static bool is_whole(const struct event *event)
{
	return event->whole;
}

static void reload(struct bench *b)
{
	engine_send(b->engine, request_new(REQ_RELOAD));
	struct event *end = wait_for(b, EVENT_RELOAD, ended);
	g_assert_cmpstr(end->text, !=, NULL);
	event_free(end);
}

static struct ids *list(struct bench *b, enum list_scope scope, const char *path,
			const char *query)
{
	struct request *r = request_new(REQ_LIST);
	r->serial = ++b->serial;
	r->list.scope = scope;
	r->list.path = g_strdup(path);
	r->list.query = g_strdup(query);
	engine_send(b->engine, r);
	struct event *event = wait_for(b, EVENT_LIST, is_whole);
	struct ids *ids = event->ids;
	event->ids = NULL;
	event_free(event);
	return ids;
}

static size_t list_length(struct bench *b, enum list_scope scope, const char *path,
			  const char *query)
{
	struct ids *ids = list(b, scope, path, query);
	size_t n = ids->n;
	ids_free(ids);
	return n;
}

static void test_reload_and_list(void)
{
	struct bench b;
	set_up(&b);
	engine_send(b.engine, request_new(REQ_RELOAD));
	struct event *end = wait_for(&b, EVENT_RELOAD, ended);
	g_assert_cmpstr(end->text, ==,
			"2 feeds: 1 new content, 0 unchanged, 1 failed; 2 new stories");
	event_free(end);
	g_assert_cmpuint(list_length(&b, SCOPE_ALL, NULL, NULL), ==, 2);
	g_assert_cmpuint(list_length(&b, SCOPE_SECTION, "Sea", NULL), ==, 2);
	g_assert_cmpuint(list_length(&b, SCOPE_SECTION, "Low", NULL), ==, 1);
	g_assert_cmpuint(list_length(&b, SCOPE_QUERY, NULL, "section:sea noon"), ==, 1);
	reload(&b);
	g_assert_cmpuint(list_length(&b, SCOPE_ALL, NULL, NULL), ==, 2);
	tear_down(&b);
}

static void test_page(void)
{
	struct bench b;
	set_up(&b);
	reload(&b);
	struct ids *ids = list(&b, SCOPE_QUERY, NULL, "high");
	g_assert_cmpuint(ids->n, ==, 1);
	struct request *r = request_new(REQ_PAGE);
	r->serial = ++b.serial;
	r->story = ids->ids[0];
	r->width = 40;
	engine_send(b.engine, r);
	struct event *event = wait_for(&b, EVENT_PAGE, NULL);
	g_assert_nonnull(event->page);
	g_assert_cmpuint(event->page->n_lines, ==, 1);
	g_assert_cmpstr(event->page->lines[0].spans[0].text, ==, "at noon");
	g_assert_cmpstr(event->story->row.title, ==, "High water");
	event_free(event);
	ids_free(ids);
	tear_down(&b);
}

static void act(struct bench *b, const struct ids *ids, const char *add)
{
	struct request *r = request_new(REQ_ACT);
	const char *names[] = {add, NULL};
	r->serial = ++b->serial;
	r->ids = g_memdup2(ids->ids, ids->n * sizeof(int64_t));
	r->n_ids = ids->n;
	r->add = g_strdupv((char **)names);
	r->label = g_strdup("tagged");
	engine_send(b->engine, r);
	event_free(wait_for(b, EVENT_ACTED, NULL));
}

static void undo(struct bench *b, int n)
{
	struct request *r = request_new(REQ_UNDO);
	r->n = n;
	engine_send(b->engine, r);
	event_free(wait_for(b, EVENT_ACTED, NULL));
}

static void test_acts_survive(void)
{
	struct bench b;
	set_up(&b);
	reload(&b);
	struct ids *ids = list(&b, SCOPE_ALL, NULL, NULL);
	act(&b, ids, "sea");
	ids_free(ids);
	g_assert_cmpuint(list_length(&b, SCOPE_QUERY, NULL, "tag:sea"), ==, 2);
	stop(&b);
	start(&b);
	g_assert_cmpuint(list_length(&b, SCOPE_QUERY, NULL, "tag:sea"), ==, 2);
	undo(&b, 1);
	g_assert_cmpuint(list_length(&b, SCOPE_QUERY, NULL, "tag:sea"), ==, 0);
	undo(&b, -1);
	g_assert_cmpuint(list_length(&b, SCOPE_QUERY, NULL, "tag:sea"), ==, 2);
	tear_down(&b);
}

static void test_stop(void)
{
	struct bench b;
	set_up(&b);
	stop(&b);
	write_file(&b, "tnewsrc", "feed \"exec:sleep 100\"\n");
	start(&b);
	engine_send(b.engine, request_new(REQ_RELOAD));
	event_free(wait_for(&b, EVENT_RELOAD, NULL));
	engine_send(b.engine, request_new(REQ_STOP_RELOAD));
	struct event *end = wait_for(&b, EVENT_RELOAD, ended);
	g_assert_true(end->reload.cancelled);
	event_free(end);
	tear_down(&b);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	if (!g_getenv("TNEWS_WORKER")) {
		g_autofree char *dir = g_path_get_dirname(argv[0]);
		g_autofree char *path = g_build_filename(dir, "../../src/tnews-worker",
							 NULL);
		g_setenv("TNEWS_WORKER", path, TRUE);
	}
	g_test_add_func("/engine/reload-and-list", test_reload_and_list);
	g_test_add_func("/engine/page", test_page);
	g_test_add_func("/engine/acts-survive", test_acts_survive);
	g_test_add_func("/engine/stop", test_stop);
	return g_test_run();
}
