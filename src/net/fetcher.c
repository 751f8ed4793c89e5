/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The multi handle and its queue. Only as many transfers as may run have an easy handle:
 * a thousand waiting ones cost their jobs. One turn: start what may start, let libcurl
 * work, hand out what is done, wait. */
#include "net/fetcher.h"

#include <curl/curl.h>
#include <string.h>

#include "net/transfer.h"

enum {
	MOST_TRANSFERS = 256,
	/* Of them those without a connection yet: each asks for its host's address in a
	 * thread, and home routers drop a burst of questions. One that waits for its
	 * answer costs a socket. */
	MOST_CONNECTING = 64,
	MOST_OF_HOST = 2,
	MOST_STREAMS = 16,     /* of one host that speaks HTTP/2 */
	KEPT_CONNECTIONS = 64, /* idle ones; one with TLS takes 60 KB */
	KEPT_HANDLES = 64,
};

struct host {
	guint running;
	bool multiplexes;
};

struct fetcher {
	CURLM *multi;
	CURLSH *share;
	GQueue waiting;	    /* struct transfer */
	GPtrArray *running; /* struct transfer */
	GPtrArray *handles; /* CURL, to be used again */
	GHashTable *hosts;  /* "host:port" -> struct host */
	guint most, most_of_host;
	bool held;
	bool starved; /* nothing could start at the last look, nothing ended since */
	void (*done)(struct transfer_result *taken, void *data);
	void *data;
};

void fetcher_init(void)
{
	curl_global_init(CURL_GLOBAL_ALL);
}

struct fetcher *fetcher_new(void (*done)(struct transfer_result *taken, void *data),
			    void *data)
{
	struct fetcher *f = g_new0(struct fetcher, 1);
	f->multi = curl_multi_init();
	curl_multi_setopt(f->multi, CURLMOPT_MAXCONNECTS, (long)KEPT_CONNECTIONS);
	curl_multi_setopt(f->multi, CURLMOPT_PIPELINING, (long)CURLPIPE_MULTIPLEX);
	f->share = curl_share_init();
	curl_share_setopt(f->share, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
	g_queue_init(&f->waiting);
	f->running = g_ptr_array_new();
	f->handles = g_ptr_array_new_with_free_func(curl_easy_cleanup);
	f->hosts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	f->most = MOST_TRANSFERS;
	f->most_of_host = MOST_OF_HOST;
	f->done = done;
	f->data = data;
	return f;
}

static struct host *host_of(struct fetcher *f, const char *name)
{
	struct host *host = g_hash_table_lookup(f->hosts, name);
	if (!host) {
		host = g_new0(struct host, 1);
		g_hash_table_insert(f->hosts, g_strdup(name), host);
	}
	return host;
}

static void release(struct fetcher *f, struct transfer *t)
{
	if (!t->easy)
		return;
	curl_multi_remove_handle(f->multi, t->easy);
	/* a reset keeps cookies: such a handle is not used again */
	if (f->handles->len < KEPT_HANDLES && !t->cookies) {
		curl_easy_reset(t->easy);
		g_ptr_array_add(f->handles, t->easy);
	} else {
		curl_easy_cleanup(t->easy);
	}
	t->easy = NULL;
	g_ptr_array_remove_fast(f->running, t);
	if (t->host)
		host_of(f, t->host)->running--;
	f->starved = false;
}

static void hand_out(struct fetcher *f, struct transfer *t,
		     struct transfer_result *result)
{
	release(f, t);
	transfer_free(t);
	f->done(result, f->data);
}

static void cancel_all(struct fetcher *f)
{
	struct transfer *t;
	while ((t = g_queue_pop_head(&f->waiting)))
		hand_out(f, t, transfer_cancelled(t));
	while (f->running->len > 0) {
		t = f->running->pdata[f->running->len - 1];
		hand_out(f, t, transfer_cancelled(t));
	}
}

void fetcher_free(struct fetcher *f)
{
	if (!f)
		return;
	cancel_all(f);
	g_ptr_array_unref(f->running);
	g_ptr_array_unref(f->handles);
	g_hash_table_unref(f->hosts);
	curl_multi_cleanup(f->multi);
	curl_share_cleanup(f->share);
	g_free(f);
}

void fetcher_add(struct fetcher *f, struct job *taken)
{
	const struct job_transfer *o = &taken->transfer;
	if (o->max_connections > 0)
		f->most = o->max_connections;
	if (o->max_host_connections > 0)
		f->most_of_host = o->max_host_connections;
	struct transfer *t = transfer_new(taken);
	if (taken->urgent)
		g_queue_push_head(&f->waiting, t);
	else
		g_queue_push_tail(&f->waiting, t);
	f->starved = false;
}

void fetcher_cancel(struct fetcher *f)
{
	cancel_all(f);
}

size_t fetcher_pending(const struct fetcher *f)
{
	return f->waiting.length + f->running->len;
}

void fetcher_hold(struct fetcher *f, bool hold)
{
	if (f->held && !hold)
		f->starved = false;
	f->held = hold;
}

static bool may_start(struct fetcher *f, const struct transfer *t)
{
	if (!t->host)
		return true; /* it fails at once */
	const struct host *host = g_hash_table_lookup(f->hosts, t->host);
	if (!host)
		return true;
	return host->running <
	       (host->multiplexes ? MAX(f->most_of_host, MOST_STREAMS) : f->most_of_host);
}

static void start(struct fetcher *f, struct transfer *t)
{
	CURL *easy = f->handles->len > 0 ? g_ptr_array_steal_index_fast(
						   f->handles, f->handles->len - 1)
					 : curl_easy_init();
	if (!transfer_setup(t, easy, f->share)) {
		curl_easy_reset(easy);
		g_ptr_array_add(f->handles, easy);
		t->easy = NULL;
		hand_out(f, t, transfer_result(t, CURLE_URL_MALFORMAT));
		return;
	}
	g_ptr_array_add(f->running, t);
	host_of(f, t->host)->running++;
	curl_multi_add_handle(f->multi, easy);
}

static guint count_connecting(const struct fetcher *f)
{
	guint n = 0;
	for (guint i = 0; i < f->running->len; i++) {
		const struct transfer *t = f->running->pdata[i];
		n += !t->asked;
	}
	return n;
}

static bool could_start(const struct fetcher *f)
{
	return !f->held && !f->starved && f->waiting.length > 0 &&
	       f->running->len < f->most && count_connecting(f) < MOST_CONNECTING;
}

/* In the order they came; those of a busy host are passed over. */
static void start_waiting(struct fetcher *f)
{
	if (f->held || f->starved)
		return;
	guint connecting = count_connecting(f);
	GList *next;
	for (GList *at = f->waiting.head; at && f->running->len < f->most; at = next) {
		if (connecting >= MOST_CONNECTING)
			return; /* the next turn looks again */
		struct transfer *t = at->data;
		next = at->next;
		if (!may_start(f, t))
			continue;
		g_queue_delete_link(&f->waiting, at);
		start(f, t);
		connecting++;
	}
	f->starved = true;
}

static void collect(struct fetcher *f)
{
	CURLMsg *message;
	int left;
	while ((message = curl_multi_info_read(f->multi, &left))) {
		if (message->msg != CURLMSG_DONE)
			continue;
		struct transfer *t = NULL;
		CURLcode code = message->data.result;
		long version = 0;
		curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &t);
		curl_easy_getinfo(message->easy_handle, CURLINFO_HTTP_VERSION, &version);
		if (t->host && code == CURLE_OK)
			host_of(f, t->host)->multiplexes = version >=
							   CURL_HTTP_VERSION_2_0;
		hand_out(f, t, transfer_result(t, code));
	}
}

void fetcher_run(struct fetcher *f, int fd, int timeout_ms, bool *fd_ready)
{
	int running = 0;
	start_waiting(f);
	curl_multi_perform(f->multi, &running);
	collect(f);
	/* What ended or connected made room: the next ones start before anything is
	 * waited for. It may have been all that ran, and then nothing would end a wait. */
	struct curl_waitfd wait = {.fd = fd, .events = CURL_WAIT_POLLIN};
	curl_multi_poll(f->multi, &wait, fd >= 0 ? 1 : 0,
			could_start(f) ? 0 : timeout_ms, NULL);
	if (fd_ready)
		*fd_ready = fd >= 0 && wait.revents != 0;
}

void fetcher_wake(struct fetcher *f)
{
	curl_multi_wakeup(f->multi);
}
