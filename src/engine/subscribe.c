/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Addresses are asked in rounds, all of a round at once: those of the rules, the address
 * itself, what the page names, the customary places. The first round that finds a feed is
 * the last. */
#include "engine/subscribe.h"

#include <string.h>

#include "engine/worker.h"
#include "util/error.h"
#include "util/i18n.h"
#include "util/url.h"

enum { MOST_CHECKED = 16, LOOK_US = 100 * 1000 };

struct discovery {
	char *url;
	GPtrArray *by_rules;
	char *user_agent, *proxy;
	struct job_transfer transfer;
};

/* --- addresses --------------------------------------------------------------------- */

char *subscribe_address(const char *typed)
{
	g_autofree char *text = g_strstrip(g_strdup(typed));
	if (g_str_has_prefix(text, "feed:"))
		return url_normal(text);
	bool has_port = strchr(text, ':') && g_ascii_isdigit(strchr(text, ':')[1]);
	if (!url_is_absolute(text) || (has_port && !strstr(text, "://")))
		return g_strconcat("https://", text, NULL);
	return g_strdup(text);
}

struct discovery *discovery_new(const struct conf *conf, const char *address,
				GError **err)
{
	g_autofree char *url = subscribe_address(address);
	if (!url_is_web(url)) {
		g_autofree char *shown = url_without_secrets(url);
		g_set_error(err, TNEWS_ERROR, ERR_USAGE,
			    _("'%s' is no http or https address"), shown);
		return NULL;
	}
	const struct settings *s = conf->settings;
	struct discovery *d = g_new0(struct discovery, 1);
	d->url = g_steal_pointer(&url);
	d->by_rules = conf_site_feeds(d->url);
	d->user_agent = g_strdup(setting_text(s, SET_USER_AGENT));
	d->proxy = g_strdup(setting_text(s, SET_PROXY));
	d->transfer = (struct job_transfer){
		.user_agent = d->user_agent,
		.proxy = d->proxy,
		.timeout_ms = (uint32_t)setting_number(s, SET_TIMEOUT) * 1000,
		.connect_timeout_ms = (uint32_t)setting_number(s, SET_CONNECT_TIMEOUT) *
				      1000,
		.max_bytes = (uint64_t)setting_number(s, SET_MAX_SIZE),
		.max_connections = (uint32_t)setting_number(s, SET_MAX_CONNECTIONS),
		.max_host_connections =
			(uint32_t)setting_number(s, SET_MAX_HOST_CONNECTIONS),
	};
	return d;
}

void discovery_free(struct discovery *d)
{
	if (!d)
		return;
	g_free(d->url);
	g_ptr_array_unref(d->by_rules);
	g_free(d->user_agent);
	g_free(d->proxy);
	g_free(d);
}

/* --- asking ------------------------------------------------------------------------ */

struct asker {
	const struct discovery *d;
	struct worker *worker;
	GAsyncQueue *answers; /* struct answer */
	const int *cancel;
	GPtrArray *found; /* struct offer */
	GHashTable *seen; /* url_normal of what was found or asked */
};

static void offer_free(void *p)
{
	struct offer *o = p;
	g_free((char *)o->url);
	g_free((char *)o->title);
	g_free((char *)o->type);
	g_free(o);
}

static void on_answer(struct answer *taken, void *data)
{
	g_async_queue_push(data, taken);
}

static bool is_cancelled(const struct asker *a)
{
	return a->cancel && g_atomic_int_get(a->cancel);
}

/* What was read as a feed is kept; its own title, else the one that the page gave it. */
static void keep(struct asker *a, const struct offer *offer, const char *title)
{
	char *key = url_normal(offer->url);
	if (!g_hash_table_add(a->seen, key))
		return;
	struct offer *copy = g_new(struct offer, 1);
	*copy = *offer;
	copy->url = g_strdup(offer->url);
	copy->title = g_strdup(offer->title && *offer->title ? offer->title : title);
	copy->type = g_strdup(offer->type);
	g_ptr_array_add(a->found, copy);
}

/* The answers to all of them, in the order of urls; NULL when it was cancelled. */
static struct answer **ask(struct asker *a, const char *const *urls, size_t n)
{
	struct answer **answers = g_new0(struct answer *, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct job *job = job_new(JOB_DISCOVER, 0);
		job->urgent = true;
		job->context = GSIZE_TO_POINTER(i + 1);
		job->url = arena_strdup(job->arena, urls[i]);
		job->transfer = a->d->transfer;
		worker_send(a->worker, job);
	}
	for (size_t got = 0; got < n && !is_cancelled(a);) {
		struct answer *answer = g_async_queue_timeout_pop(a->answers, LOOK_US);
		if (!answer)
			continue;
		answers[GPOINTER_TO_SIZE(answer->context) - 1] = answer;
		got++;
	}
	return answers;
}

static void answers_free(struct answer **answers, size_t n)
{
	for (size_t i = 0; i < n; i++)
		answer_free(answers[i]);
	g_free(answers);
}

/* One round of addresses that are feeds or nothing. */
static void check(struct asker *a, const char *const *urls, const char *const *titles,
		  size_t n)
{
	n = MIN(n, MOST_CHECKED);
	struct answer **answers = ask(a, urls, n);
	for (size_t i = 0; i < n; i++)
		if (answers[i] && answers[i]->kind == ANSWER_OFFERS &&
		    answers[i]->n_offers == 1 && answers[i]->offers[0].is_feed)
			keep(a, &answers[i]->offers[0], titles ? titles[i] : NULL);
	answers_free(answers, n);
}

static void check_offers(struct asker *a, const struct answer *page)
{
	const char **urls = g_new(const char *, page->n_offers + 1);
	const char **titles = g_new(const char *, page->n_offers + 1);
	for (size_t i = 0; i < page->n_offers; i++) {
		urls[i] = page->offers[i].url;
		titles[i] = page->offers[i].title;
	}
	check(a, urls, titles, page->n_offers);
	g_free(urls);
	g_free(titles);
}

static void check_customary(struct asker *a, const char *url)
{
	static const char *const paths[] = {"feed",	 "feed.xml",	      "rss",
					    "rss.xml",	 "atom.xml",	      "index.xml",
					    "feed.json", "feeds/all.atom.xml"};
	g_autoptr(GPtrArray) urls = g_ptr_array_new_with_free_func(g_free);
	for (size_t i = 0; i < 2 * G_N_ELEMENTS(paths); i++) {
		const char *path = paths[i % G_N_ELEMENTS(paths)];
		g_autofree char *rooted = g_strconcat("/", path, NULL);
		bool at_root = i >= G_N_ELEMENTS(paths);
		g_autofree char *made = url_resolve(url, at_root ? rooted : path);
		if (!g_ptr_array_find_with_equal_func(urls, made, g_str_equal, NULL))
			g_ptr_array_add(urls, g_steal_pointer(&made));
	}
	check(a, (const char *const *)urls->pdata, NULL, urls->len);
}

/* The address itself. */
static void look_there(struct asker *a, GError **err)
{
	const char *urls[] = {a->d->url};
	struct answer **answers = ask(a, urls, 1);
	const struct answer *page = answers[0];
	if (!page) {
		/* cancelled */
	} else if (page->kind != ANSWER_OFFERS) {
		g_autofree char *shown = url_without_secrets(a->d->url);
		g_set_error(err, TNEWS_ERROR, ERR_NET, "%s: %s", shown,
			    page->message ? page->message : fail_name(page->fail));
	} else if (page->n_offers == 1 && page->offers[0].is_feed) {
		keep(a, &page->offers[0], NULL);
	} else {
		check_offers(a, page);
		const char *at = page->fetched.url ? page->fetched.url : a->d->url;
		if (a->found->len == 0)
			check_customary(a, at);
	}
	answers_free(answers, 1);
}

GPtrArray *discovery_run(const struct discovery *d, const char *worker_path,
			 const int *cancel, GError **err)
{
	struct asker a = {.d = d, .cancel = cancel};
	GError *bad = NULL;
	a.answers = g_async_queue_new_full((GDestroyNotify)answer_free);
	a.worker = worker_new(worker_path, on_answer, a.answers);
	a.found = g_ptr_array_new_with_free_func(offer_free);
	a.seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	if (d->by_rules->len > 0)
		check(&a, (const char *const *)d->by_rules->pdata, NULL,
		      d->by_rules->len);
	if (a.found->len == 0 && !is_cancelled(&a))
		look_there(&a, &bad);
	worker_free(a.worker);
	g_async_queue_unref(a.answers);
	g_hash_table_unref(a.seen);
	if (a.found->len > 0) {
		g_clear_error(&bad);
		return a.found;
	}
	g_ptr_array_unref(a.found);
	if (bad)
		g_propagate_error(err, bad);
	else if (is_cancelled(&a))
		g_set_error(err, TNEWS_ERROR, ERR_CANCELLED, _("stopped"));
	else
		g_set_error(err, TNEWS_ERROR, ERR_DATA,
			    _("there is no feed at %s, and the page names none"), d->url);
	return NULL;
}
