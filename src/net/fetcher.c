/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The multi handle and its queue. Only as many transfers as may run have an easy handle:
 * a thousand waiting ones cost their jobs. One turn: start what may start, wait, let
 * libcurl work on each socket that is ready and hand out what is done after each, so that
 * the others have work as soon as the first document is there. */
#include "net/fetcher.h"

#include <curl/curl.h>
#include <glib-unix.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "net/transfer.h"
#include "util/clock.h"

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
	STOPPED_US = 5000000, /* then one turn: or a server would be taken for slow */
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
	/* the sockets that libcurl waits for; each knows its place here, plus one. The
	 * first two places are the caller's descriptor and the end of the pipe. */
	GArray *sockets;  /* struct pollfd */
	GArray *ready;	  /* struct pollfd: those of this turn */
	int64_t alarm_us; /* when libcurl wants to be called, monotonic; -1 never */
	int wake[2];
	size_t coming; /* bytes in bodies of those that run */
	enum fetcher_hold held;
	int64_t stopped_us; /* since when; or the last turn that was granted since */
	bool starved; /* nothing could start at the last look, nothing ended since */
	void (*done)(struct transfer_result *taken, void *data);
	void *data;
};

void fetcher_init(void)
{
	curl_global_init(CURL_GLOBAL_ALL);
}

/* --- sockets --------------------------------------------------------------------- */

enum { PLACE_FD, PLACE_WAKE, PLACES };

static void remove_place(struct fetcher *f, guint place)
{
	guint last = f->sockets->len - 1;
	g_array_remove_index_fast(f->sockets, place);
	if (place != last)
		curl_multi_assign(f->multi,
				  g_array_index(f->sockets, struct pollfd, place).fd,
				  GUINT_TO_POINTER(place + 1));
}

/* libcurl says what it waits for. */
static int on_watch(CURL *easy, curl_socket_t fd, int what, void *data,
		    void *place_plus_1)
{
	struct fetcher *f = data;
	guint place = GPOINTER_TO_UINT(place_plus_1);
	(void)easy;
	if (what == CURL_POLL_REMOVE) {
		if (place)
			remove_place(f, place - 1);
		return 0;
	}
	if (!place) {
		struct pollfd more = {.fd = fd};
		g_array_append_val(f->sockets, more);
		place = f->sockets->len;
		curl_multi_assign(f->multi, fd, GUINT_TO_POINTER(place));
	}
	g_array_index(f->sockets, struct pollfd, place - 1).events =
		(short)((what & CURL_POLL_IN ? POLLIN : 0) |
			(what & CURL_POLL_OUT ? POLLOUT : 0));
	return 0;
}

static int on_alarm(CURLM *multi, long timeout_ms, void *data)
{
	struct fetcher *f = data;
	(void)multi;
	f->alarm_us = timeout_ms < 0 ? -1 : clock_mono_us() + timeout_ms * INT64_C(1000);
	return 0;
}

static void open_sockets(struct fetcher *f)
{
	struct pollfd none = {.fd = -1, .events = POLLIN};
	GError *err = NULL;
	f->sockets = g_array_new(FALSE, FALSE, sizeof(struct pollfd));
	f->ready = g_array_new(FALSE, FALSE, sizeof(struct pollfd));
	if (!g_unix_open_pipe(f->wake, FD_CLOEXEC, &err) ||
	    !g_unix_set_fd_nonblocking(f->wake[0], TRUE, &err) ||
	    !g_unix_set_fd_nonblocking(f->wake[1], TRUE, &err))
		g_error("no pipe: %s", err->message);
	g_array_append_val(f->sockets, none);
	none.fd = f->wake[0];
	g_array_append_val(f->sockets, none);
	f->alarm_us = -1;
	curl_multi_setopt(f->multi, CURLMOPT_SOCKETFUNCTION, on_watch);
	curl_multi_setopt(f->multi, CURLMOPT_SOCKETDATA, f);
	curl_multi_setopt(f->multi, CURLMOPT_TIMERFUNCTION, on_alarm);
	curl_multi_setopt(f->multi, CURLMOPT_TIMERDATA, f);
}

static void close_sockets(struct fetcher *f)
{
	g_array_unref(f->sockets);
	g_array_unref(f->ready);
	close(f->wake[0]);
	close(f->wake[1]);
}

/* --- transfers ------------------------------------------------------------------- */

struct fetcher *fetcher_new(void (*done)(struct transfer_result *taken, void *data),
			    void *data)
{
	struct fetcher *f = g_new0(struct fetcher, 1);
	f->multi = curl_multi_init();
	curl_multi_setopt(f->multi, CURLMOPT_MAXCONNECTS, (long)KEPT_CONNECTIONS);
	curl_multi_setopt(f->multi, CURLMOPT_PIPELINING, (long)CURLPIPE_MULTIPLEX);
	open_sockets(f);
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
	f->coming -= t->received;
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
	close_sockets(f);
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

size_t fetcher_bytes(const struct fetcher *f)
{
	return f->coming;
}

void fetcher_hold(struct fetcher *f, enum fetcher_hold hold)
{
	if (f->held && !hold)
		f->starved = false;
	if (hold == FETCH_STOP && f->held != FETCH_STOP)
		f->stopped_us = clock_mono_us();
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
	t->coming = &f->coming;
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

static int64_t until_alarm_ms(const struct fetcher *f)
{
	int64_t left = f->alarm_us - clock_mono_us();
	return left <= 0 ? 0 : (left + 999) / 1000;
}

static int wait_ms(const struct fetcher *f, int timeout_ms)
{
	if (could_start(f))
		return 0;
	if (f->alarm_us < 0)
		return timeout_ms;
	int64_t left = until_alarm_ms(f);
	return timeout_ms >= 0 && timeout_ms < left ? timeout_ms : (int)left;
}

static void drain_wake(const struct fetcher *f)
{
	char bytes[64];
	while (read(f->wake[0], bytes, sizeof bytes) > 0)
		;
}

/* Those that are ready; libcurl changes the list while it works on them. */
static void note_ready(struct fetcher *f)
{
	g_array_set_size(f->ready, 0);
	for (guint i = PLACES; i < f->sockets->len; i++) {
		struct pollfd *at = &g_array_index(f->sockets, struct pollfd, i);
		if (at->revents)
			g_array_append_val(f->ready, *at);
	}
}

static void work_on(struct fetcher *f, const struct pollfd *at)
{
	int running;
	int mask = (at->revents & POLLIN ? CURL_CSELECT_IN : 0) |
		   (at->revents & POLLOUT ? CURL_CSELECT_OUT : 0) |
		   (at->revents & (POLLERR | POLLHUP | POLLNVAL) ? CURL_CSELECT_ERR : 0);
	curl_multi_socket_action(f->multi, at->fd, mask, &running);
	collect(f);
}

static void ring(struct fetcher *f)
{
	int running;
	if (f->alarm_us < 0 || until_alarm_ms(f) > 0)
		return;
	f->alarm_us = -1;
	curl_multi_socket_action(f->multi, CURL_SOCKET_TIMEOUT, 0, &running);
	collect(f);
}

/* Whether it is, in this turn. */
static bool is_stopped(struct fetcher *f)
{
	int64_t now = clock_mono_us();
	if (f->held != FETCH_STOP)
		return false;
	if (now - f->stopped_us < STOPPED_US)
		return true;
	f->stopped_us = now;
	return false;
}

void fetcher_run(struct fetcher *f, int fd, int timeout_ms, bool *fd_ready)
{
	bool stopped = is_stopped(f);
	if (!stopped) {
		start_waiting(f);
		ring(f);
	}
	/* What ended or connected made room: the next ones start before anything is
	 * waited for. It may have been all that ran, and then nothing would end a wait. */
	g_array_index(f->sockets, struct pollfd, PLACE_FD).fd = fd;
	int n = poll((struct pollfd *)(void *)f->sockets->data,
		     stopped ? (nfds_t)PLACES : f->sockets->len,
		     stopped ? timeout_ms : wait_ms(f, timeout_ms));
	bool ready = n > 0 && g_array_index(f->sockets, struct pollfd, PLACE_FD).revents;
	if (fd_ready)
		*fd_ready = ready;
	if (n > 0 && g_array_index(f->sockets, struct pollfd, PLACE_WAKE).revents)
		drain_wake(f);
	if (n > 0 && !stopped)
		note_ready(f);
	for (guint i = 0; n > 0 && !stopped && i < f->ready->len; i++)
		work_on(f, &g_array_index(f->ready, struct pollfd, i));
}

void fetcher_wake(struct fetcher *f)
{
	/* a full pipe wakes as well */
	ssize_t n = write(f->wake[1], "", 1);
	(void)n;
}
