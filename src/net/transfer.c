/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One transfer, in the order of its life: transfer_new takes the address apart,
 * transfer_setup sets the options, the callbacks count and refuse, transfer_result puts
 * into words what became of it. */
#include "config.h"

#include "net/transfer.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net/address.h"
#include "net/inflate.h"
#include "util/clock.h"
#include "util/i18n.h"
#include "util/limit.h"
#include "util/url.h"

enum {
	TIMEOUT_MS = 60000,
	CONNECT_TIMEOUT_MS = 15000,
	LOW_SPEED_BYTES = 100,
	LOW_SPEED_S = 20,
	MOST_REDIRECTS = 10,
	BUFFER = 32 << 10,
	ERROR_PAGE = 64 << 10, /* more of an error page is not waited for */
	FIRST_BODY = 1 << 20,  /* most that is reserved on a server's word */
};

#define ACCEPT                                                                       \
	"Accept: application/atom+xml, application/rss+xml, application/feed+json, " \
	"application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.9, */*;q=0.5"

#define ACCEPT_PAGE "Accept: text/html, application/xhtml+xml, */*;q=0.5"

/* --- the address ----------------------------------------------------------------- */

static char *url_part(CURLU *url, CURLUPart part, unsigned flags)
{
	char *value = NULL;
	if (curl_url_get(url, part, &value, flags) != CURLUE_OK)
		return NULL;
	char *copy = g_strdup(value);
	curl_free(value);
	return copy;
}

struct transfer *transfer_new(struct job *taken)
{
	struct transfer *t = g_new0(struct transfer, 1);
	t->job = taken;
	t->body = g_byte_array_new();
	t->all_permanent = true;
	head_init(&t->head);
	t->url = curl_url();
	g_autofree char *escaped = url_resolve(NULL, taken->url);
	if (curl_url_set(t->url, CURLUPART_URL, escaped, CURLU_NON_SUPPORT_SCHEME) !=
	    CURLUE_OK)
		return t;
	g_autofree char *host = url_part(t->url, CURLUPART_HOST, 0);
	g_autofree char *port = url_part(t->url, CURLUPART_PORT, CURLU_DEFAULT_PORT);
	g_autofree char *scheme = url_part(t->url, CURLUPART_SCHEME, 0);
	t->other_scheme = scheme && !g_str_equal(scheme, "http") &&
			  !g_str_equal(scheme, "https");
	if (host && port && !t->other_scheme) {
		t->name = g_ascii_strdown(host, -1);
		t->host = g_strconcat(t->name, ":", port, NULL);
	}
	return t;
}

void transfer_free(struct transfer *t)
{
	if (!t)
		return;
	job_free(t->job);
	g_free(t->host);
	g_free(t->name);
	curl_url_cleanup(t->url);
	curl_slist_free_all(t->headers);
	if (t->body)
		g_byte_array_unref(t->body);
	head_clear(&t->head);
	g_free(t->private_address);
	g_free(t);
}

/* --- callbacks ------------------------------------------------------------------- */

static uint64_t ceiling_of(const struct job *job)
{
	uint64_t most = job->transfer.max_bytes;
	return most > 0 && most < LIMIT_FRAME ? most : LIMIT_DOCUMENT;
}

static bool is_success(int status)
{
	return status >= 200 && status < 300;
}

static bool is_other_host(const struct transfer *t, const char *location)
{
	char *at = NULL;
	curl_easy_getinfo(t->easy, CURLINFO_EFFECTIVE_URL, &at);
	g_autofree char *next = url_resolve(at, location);
	g_autofree char *host = url_host(next);
	/* from https to http is another one, too: what was secret would be read */
	return g_strcmp0(host, t->name) != 0 ||
	       (at && g_ascii_strncasecmp(at, "https:", 6) == 0 &&
		g_ascii_strncasecmp(next, "https:", 6) != 0);
}

/* The last line of an answer that leads elsewhere: one more hop. False: the request has
 * headers of its own, keys perhaps, and would take them to another host. */
static bool note_redirect(struct transfer *t)
{
	const struct head *h = &t->head;
	if (h->status < 300 || h->status > 399 || h->status == 304 || !h->location)
		return true;
	t->hops++;
	if (h->status != 301 && h->status != 308)
		t->all_permanent = false;
	return !t->job->transfer.headers || !is_other_host(t, h->location);
}

static size_t on_header(char *line, size_t size, size_t n, void *data)
{
	struct transfer *t = data;
	bool done = t->head.done;
	if (!head_line(&t->head, line, size * n, clock_now())) {
		t->refusal = REFUSAL_HEAD;
		return 0;
	}
	if (t->head.done && !done && !note_redirect(t)) {
		t->refusal = REFUSAL_HEADERS;
		return 0;
	}
	return size * n;
}

static size_t on_body(char *bytes, size_t size, size_t n, void *data)
{
	struct transfer *t = data;
	size_t length = size * n;
	uint64_t ceiling = is_success(t->head.status) ? ceiling_of(t->job) : ERROR_PAGE;
	if (t->body->len + length > ceiling) {
		t->refusal = is_success(t->head.status) ? REFUSAL_TOO_LARGE
							: REFUSAL_DONE;
		return 0;
	}
	if (t->body->len == 0) {
		curl_off_t announced = -1;
		curl_easy_getinfo(t->easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T,
				  &announced);
		if (announced > (curl_off_t)length) {
			guint room = (guint)MIN(announced, FIRST_BODY);
			g_byte_array_set_size(t->body, room);
			g_byte_array_set_size(t->body, 0);
		}
	}
	g_byte_array_append(t->body, (const guint8 *)bytes, (guint)length);
	t->received += length;
	*t->coming += length;
	return length;
}

/* The first address decides what kind of subscription this is; a redirect from a public
 * one to a private one is refused. What a feed names, and nobody else, is public from the
 * first. */
static bool may_visit(struct transfer *t, bool is_private, const char *text)
{
	if (t->hops == 0 && !t->job->transfer.outside) {
		t->private_origin = is_private;
		t->known_origin = true;
		return true;
	}
	bool outside = t->job->transfer.outside;
	if (!is_private || (!outside && (!t->known_origin || t->private_origin)))
		return true;
	t->refusal = REFUSAL_PRIVATE;
	g_free(t->private_address);
	t->private_address = g_strdup(text);
	return false;
}

/* Before each request, also on a connection that was there already. */
static int on_request(void *data, char *ip, char *local_ip, int port, int local_port)
{
	(void)local_ip;
	(void)port;
	(void)local_port;
	struct transfer *t = data;
	t->asked = true;
	return may_visit(t, address_text_is_private(ip), ip) ? CURL_PREREQFUNC_OK
							     : CURL_PREREQFUNC_ABORT;
}

/* Before each connection: a private host is not even knocked at. */
static curl_socket_t on_socket(void *data, curlsocktype purpose,
			       struct curl_sockaddr *address)
{
	struct transfer *t = data;
	(void)purpose;
	if ((t->hops > 0 || t->job->transfer.outside) &&
	    !may_visit(t, address_is_private(&address->addr), NULL))
		return CURL_SOCKET_BAD;
	return socket(address->family, address->socktype | SOCK_CLOEXEC,
		      address->protocol);
}

/* --- options --------------------------------------------------------------------- */

static void add_header(struct transfer *t, const char *line)
{
	struct curl_slist *longer = curl_slist_append(t->headers, line);
	if (longer)
		t->headers = longer;
}

static void add_validators(struct transfer *t)
{
	const struct job_transfer *o = &t->job->transfer;
	if (o->force) {
		add_header(t, "Cache-Control: no-cache");
		return;
	}
	if (o->etag) {
		g_autofree char *line = g_strconcat("If-None-Match: ", o->etag, NULL);
		add_header(t, line);
	}
	if (o->last_modified) {
		g_autofree char *line =
			g_strconcat("If-Modified-Since: ", o->last_modified, NULL);
		add_header(t, line);
	}
}

/* User and password of the configuration, else those of the address; they are set apart,
 * so libcurl keeps them from other hosts and refuses any that a redirect brings. */
static void set_credentials(struct transfer *t)
{
	const struct job_transfer *o = &t->job->transfer;
	g_autofree char *scheme = url_part(t->url, CURLUPART_SCHEME, 0);
	g_autofree char *user = url_part(t->url, CURLUPART_USER, CURLU_URLDECODE);
	g_autofree char *password = url_part(t->url, CURLUPART_PASSWORD, CURLU_URLDECODE);
	curl_url_set(t->url, CURLUPART_USER, NULL, 0);
	curl_url_set(t->url, CURLUPART_PASSWORD, NULL, 0);
	/* without a word about it the safer of what the server offers, and never a password
	 * that everybody on the way can read */
	static const long kinds[AUTHS] = {
		[AUTH_AUTO] = (long)CURLAUTH_DIGEST,
		[AUTH_BASIC] = (long)CURLAUTH_BASIC,
		[AUTH_DIGEST] = (long)CURLAUTH_DIGEST,
		[AUTH_BEARER] = (long)CURLAUTH_BEARER,
	};
	if (o->auth == AUTH_BEARER && o->password) {
		curl_easy_setopt(t->easy, CURLOPT_XOAUTH2_BEARER, o->password);
		curl_easy_setopt(t->easy, CURLOPT_HTTPAUTH, kinds[AUTH_BEARER]);
	} else if (o->user || user) {
		t->has_user = true;
		curl_easy_setopt(t->easy, CURLOPT_USERNAME, o->user ? o->user : user);
		curl_easy_setopt(t->easy, CURLOPT_PASSWORD,
				 o->password ? o->password
				 : password  ? password
					     : "");
		bool safe = o->auth == AUTH_AUTO && g_strcmp0(scheme, "https") == 0;
		curl_easy_setopt(t->easy, CURLOPT_HTTPAUTH,
				 kinds[o->auth] | (safe ? (long)CURLAUTH_BASIC : 0L));
	}
	if (password)
		explicit_bzero(password, strlen(password));
}

static void set_bounds(struct transfer *t)
{
	CURL *easy = t->easy;
	const struct job_transfer *o = &t->job->transfer;
	uint32_t timeout = o->timeout_ms ? o->timeout_ms : TIMEOUT_MS;
	uint32_t connect = o->connect_timeout_ms ? o->connect_timeout_ms
						 : CONNECT_TIMEOUT_MS;
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)timeout);
	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)MIN(connect, timeout));
	curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, (long)LOW_SPEED_BYTES);
	curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, (long)LOW_SPEED_S);
	curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)ceiling_of(t->job));
	curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 1L);
	curl_easy_setopt(easy, CURLOPT_MAXREDIRS, (long)MOST_REDIRECTS);
}

/* Certificates of one's own, as OpenSSL and the curl program know them. */
static void set_certificates(CURL *easy)
{
	const char *file = getenv("SSL_CERT_FILE"), *folder = getenv("SSL_CERT_DIR");
	if (file && *file)
		curl_easy_setopt(easy, CURLOPT_CAINFO, file);
	if (folder && *folder)
		curl_easy_setopt(easy, CURLOPT_CAPATH, folder);
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
}

static void set_protocol(struct transfer *t, CURLSH *share)
{
	CURL *easy = t->easy;
	curl_easy_setopt(easy, CURLOPT_SHARE, share);
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(easy, CURLOPT_UNRESTRICTED_AUTH, 0L);
	curl_easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(easy, CURLOPT_AUTOREFERER, 0L);
	curl_easy_setopt(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
	set_certificates(easy);
	curl_easy_setopt(easy, CURLOPT_HTTP09_ALLOWED, 0L);
	curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
	curl_easy_setopt(easy, CURLOPT_PIPEWAIT, 1L);
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
	curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, (long)BUFFER);
	/* Bodies as they come: the pool unpacks them, faster and under a ceiling. */
	add_header(t, t->job->transfer.page ? ACCEPT_PAGE : ACCEPT);
	g_autofree char *line = g_strconcat("Accept-Encoding: ", inflate_accepts(), NULL);
	add_header(t, line);
	curl_easy_setopt(easy, CURLOPT_HTTP_CONTENT_DECODING, 0L);
}

static void set_callbacks(struct transfer *t)
{
	CURL *easy = t->easy;
	curl_easy_setopt(easy, CURLOPT_PRIVATE, (void *)t);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, t->error);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, (void *)t);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, (void *)t);
	curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, on_request);
	curl_easy_setopt(easy, CURLOPT_PREREQDATA, (void *)t);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, on_socket);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, (void *)t);
}

static void set_blob(CURL *easy, CURLoption option, const char *pem)
{
	struct curl_blob blob = {(void *)(uintptr_t)pem, pem ? strlen(pem) : 0,
				 CURL_BLOB_NOCOPY};
	if (pem)
		curl_easy_setopt(easy, option, &blob);
}

/* What the user's file says of this feed alone. */
static void set_own(struct transfer *t)
{
	const struct job_transfer *o = &t->job->transfer;
	set_blob(t->easy, CURLOPT_CAINFO_BLOB, o->ca);
	set_blob(t->easy, CURLOPT_SSLCERT_BLOB, o->cert);
	set_blob(t->easy, CURLOPT_SSLKEY_BLOB, o->key ? o->key : o->cert);
	if (o->max_speed > 0)
		curl_easy_setopt(t->easy, CURLOPT_MAX_RECV_SPEED_LARGE,
				 (curl_off_t)MIN(o->max_speed, INT64_MAX));
	g_auto(GStrv) headers = g_strsplit(o->headers ? o->headers : "", "\n", 100);
	for (size_t i = 0; headers[i]; i++)
		if (*headers[i])
			add_header(t, headers[i]);
	if (!o->cookies)
		return;
	t->cookies = true;
	curl_easy_setopt(t->easy, CURLOPT_COOKIEFILE, ""); /* the engine, no file */
	g_auto(GStrv) cookies = g_strsplit(o->cookies, "\n", 0);
	for (size_t i = 0; cookies[i]; i++) {
		g_strchomp(cookies[i]);
		bool comment = cookies[i][0] == '#' &&
			       !g_str_has_prefix(cookies[i], "#HttpOnly_");
		if (*cookies[i] && !comment)
			curl_easy_setopt(t->easy, CURLOPT_COOKIELIST, cookies[i]);
	}
}

bool transfer_setup(struct transfer *t, CURL *easy, CURLSH *share)
{
	const struct job_transfer *o = &t->job->transfer;
	t->easy = easy;
	t->started_us = clock_mono_us();
	if (!t->host)
		return false;
	set_credentials(t);
	set_bounds(t);
	set_protocol(t, share);
	set_callbacks(t);
	set_own(t);
	add_validators(t);
	curl_easy_setopt(easy, CURLOPT_USERAGENT,
			 o->user_agent && *o->user_agent ? o->user_agent
							 : "tnews/" PACKAGE_VERSION);
	if (o->proxy && *o->proxy)
		curl_easy_setopt(easy, CURLOPT_PROXY, o->proxy);
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, t->headers);
	return curl_easy_setopt(easy, CURLOPT_CURLU, t->url) == CURLE_OK;
}

/* --- what became of it ----------------------------------------------------------- */

/* What servers wrote may stand in it: wire cleans and cuts every message. */
static void fail(struct answer *a, enum fail kind, const char *format, ...)
	G_GNUC_PRINTF(3, 4);

static void fail(struct answer *a, enum fail kind, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	g_autofree char *text = g_strdup_vprintf(format, args);
	va_end(args);
	a->kind = ANSWER_FAILED;
	a->fail = kind;
	a->message = arena_strdup(a->arena, text);
}

static const char *ceiling_text(struct arena *arena, uint64_t bytes)
{
	g_autofree char *text = g_format_size_full(bytes, G_FORMAT_SIZE_IEC_UNITS);
	return arena_strdup(arena, text);
}

static void fail_status(struct answer *a, int status, int wall)
{
	enum fail kind = FAIL_OTHER;
	if (status == 401 || status == 403 || status == 407 || status == 451)
		kind = FAIL_REFUSED;
	else if (status == 410)
		kind = FAIL_GONE;
	else if (status == 429)
		kind = FAIL_TOO_MANY;
	else if (status == 408 || status == 425 || status >= 500 || status < 200)
		kind = FAIL_SERVER;
	else if (status >= 400)
		kind = FAIL_NOT_FOUND;
	else if (status >= 300)
		kind = FAIL_REDIRECT;
	/* such walls say 503 as well while they look at the visitor */
	bool walled = wall >= (kind == FAIL_REFUSED ? 1 : status == 503 ? 2 : 3);
	const char *reason = head_reason(status);
	fail(a, walled ? FAIL_REFUSED : kind, "HTTP %d%s%s%s", status, reason ? " " : "",
	     reason ? reason : "",
	     walled ? _("; this looks like a wall against robots") : "");
}

/* There is a password, and the server takes it only as it is, on an open line. */
static bool wants_open_password(const struct transfer *t)
{
	long offered = 0;
	char *scheme = NULL;
	if (t->head.status != 401 || t->job->transfer.auth != AUTH_AUTO)
		return false;
	if (!t->has_user ||
	    curl_easy_getinfo(t->easy, CURLINFO_HTTPAUTH_AVAIL, &offered) != CURLE_OK)
		return false;
	curl_easy_getinfo(t->easy, CURLINFO_SCHEME, &scheme);
	return (offered & (long)CURLAUTH_BASIC) != 0 &&
	       !(offered & (long)CURLAUTH_DIGEST) && scheme &&
	       g_ascii_strcasecmp(scheme, "http") == 0;
}

static void fail_timeout(const struct transfer *t, struct answer *a)
{
	const struct job_transfer *o = &t->job->transfer;
	curl_off_t connected = 0;
	curl_easy_getinfo(t->easy, CURLINFO_PRETRANSFER_TIME_T, &connected);
	double spent_s = (double)(clock_mono_us() - t->started_us) / 1e6;
	double limit_s = (o->timeout_ms ? o->timeout_ms : TIMEOUT_MS) / 1e3;
	if (connected == 0)
		fail(a, FAIL_TIMEOUT, _("no connection to %s within %.3g s"), t->host,
		     spent_s);
	else if (spent_s < limit_s * 0.95)
		fail(a, FAIL_TIMEOUT, _("less than %d bytes a second for %d s"),
		     (int)LOW_SPEED_BYTES, (int)LOW_SPEED_S);
	else
		fail(a, FAIL_TIMEOUT, _("timed out after %.4g s"), limit_s);
}

static void fail_refused(const struct transfer *t, struct answer *a)
{
	switch (t->refusal) {
	case REFUSAL_TOO_LARGE:
		fail(a, FAIL_TOO_LARGE, _("larger than %s"),
		     ceiling_text(a->arena, ceiling_of(t->job)));
		break;
	case REFUSAL_HEAD:
		fail(a, FAIL_SERVER, _("more than %d lines or %s of headers"),
		     (int)HEAD_MOST_LINES, ceiling_text(a->arena, HEAD_MOST_BYTES));
		break;
	case REFUSAL_HEADERS:
		fail(a, FAIL_REDIRECT,
		     _("a redirect to another host, which must not see the headers of "
		       "this feed"));
		break;
	default:
		fail(a, FAIL_REDIRECT,
		     t->job->transfer.outside
			     ? _("a private address%s%s, which is refused")
			     : _("a redirect to a private address%s%s, which is refused"),
		     t->private_address ? " " : "",
		     t->private_address ? t->private_address : "");
	}
}

static void fail_protocol(const struct transfer *t, struct answer *a)
{
	if (strstr(t->error, "HTTP/0.9"))
		fail(a, FAIL_SERVER, _("the answer is not HTTP"));
	else if (t->head.location) {
		g_autofree char *where = url_without_secrets(t->head.location);
		fail(a, FAIL_REDIRECT, _("a redirect to %s, which is refused"), where);
	} else
		fail(a, FAIL_OTHER, _("the address is neither http nor https"));
}

static void fail_connect(const struct transfer *t, struct answer *a)
{
	long number = 0;
	curl_easy_getinfo(t->easy, CURLINFO_OS_ERRNO, &number);
	fail(a, FAIL_CONNECT, _("no connection to %s%s%s"), t->host, number ? ": " : "",
	     number ? g_strerror((int)number) : "");
}

static void fail_broken_off(const struct transfer *t, struct answer *a, CURLcode code)
{
	if (t->head.status == 0 && code == CURLE_GOT_NOTHING)
		fail(a, FAIL_CUT,
		     _("the server closed the connection without an answer"));
	else if (t->body->len == 0)
		fail(a, FAIL_CUT, _("the connection broke: %s"),
		     *t->error ? t->error : curl_easy_strerror(code));
	else
		fail(a, FAIL_CUT, _("the connection broke after %u bytes"), t->body->len);
}

static const char *what_curl_says(const struct transfer *t, CURLcode code)
{
	return *t->error ? t->error : curl_easy_strerror(code);
}

/* libcurl's codes as kinds of failure and sentences. */
static void fail_code(struct transfer *t, struct answer *a, CURLcode code)
{
	switch (code) {
	case CURLE_COULDNT_RESOLVE_HOST:
		fail(a, FAIL_HOST, _("no such host: %s"), t->name);
		break;
	case CURLE_COULDNT_RESOLVE_PROXY:
		fail(a, FAIL_CONNECT, _("no such host: the proxy"));
		break;
	case CURLE_COULDNT_CONNECT:
		fail_connect(t, a);
		break;
	case CURLE_OPERATION_TIMEDOUT:
		fail_timeout(t, a);
		break;
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CERTPROBLEM:
	case CURLE_SSL_CIPHER:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_SSL_ISSUER_ERROR:
	case CURLE_SSL_INVALIDCERTSTATUS:
		fail(a, FAIL_TLS, _("no safe connection to %s: %s"), t->name,
		     what_curl_says(t, code));
		break;
	case CURLE_TOO_MANY_REDIRECTS:
		fail(a, FAIL_REDIRECT, _("more than %d redirects"), (int)MOST_REDIRECTS);
		break;
	case CURLE_UNSUPPORTED_PROTOCOL:
		fail_protocol(t, a);
		break;
	case CURLE_URL_MALFORMAT:
		if (t->hops > 0 || t->other_scheme)
			fail_protocol(t, a);
		else
			fail(a, FAIL_OTHER, _("the address cannot be understood"));
		break;
	case CURLE_LOGIN_DENIED:
		fail(a, FAIL_REDIRECT,
		     _("a redirect to an address with a password, which is refused"));
		break;
	case CURLE_FILESIZE_EXCEEDED:
		fail(a, FAIL_TOO_LARGE, _("larger than %s"),
		     ceiling_text(a->arena, ceiling_of(t->job)));
		break;
	case CURLE_WEIRD_SERVER_REPLY:
		fail(a, FAIL_SERVER, _("the answer is not HTTP"));
		break;
	case CURLE_PARTIAL_FILE:
	case CURLE_RECV_ERROR:
	case CURLE_SEND_ERROR:
	case CURLE_GOT_NOTHING:
	case CURLE_HTTP2:
	case CURLE_HTTP2_STREAM:
		fail_broken_off(t, a, code);
		break;
	default:
		fail(a, FAIL_OTHER, "%s", what_curl_says(t, code));
	}
}

static void fill_fetched(struct transfer *t, struct answer *a)
{
	struct fetched *f = &a->fetched;
	const struct head *h = &t->head;
	curl_off_t bytes = 0;
	char *url = NULL;
	f->elapsed_ms = (uint32_t)((clock_mono_us() - t->started_us) / 1000);
	f->status = h->status;
	f->moved = t->hops > 0 && t->all_permanent;
	f->etag = arena_strdup(a->arena, h->etag);
	f->last_modified = arena_strdup(a->arena, h->last_modified);
	f->content_type = arena_strdup(a->arena, h->content_type);
	f->fresh_s = head_fresh_s(h);
	f->retry_after_s = h->retry_after_s;
	if (!t->easy)
		return;
	curl_easy_getinfo(t->easy, CURLINFO_SIZE_DOWNLOAD_T, &bytes);
	f->wire_bytes = (uint64_t)bytes;
	curl_easy_getinfo(t->easy, CURLINFO_EFFECTIVE_URL, &url);
	if (url && strlen(url) <= LIMIT_URL) {
		g_autofree char *clean = url_without_secrets(url);
		f->url = arena_strdup(a->arena, clean);
	}
}

static bool asked_conditionally(const struct job *job)
{
	return !job->transfer.force &&
	       (job->transfer.etag || job->transfer.last_modified);
}

/* An answer that came whole, or as far as we wanted it. */
static void judge(struct transfer *t, struct transfer_result *r)
{
	struct answer *a = r->answer;
	const struct head *h = &t->head;
	if (h->status == 304 && asked_conditionally(t->job))
		a->kind = ANSWER_SAME;
	else if (h->status == 304)
		fail(a, FAIL_SERVER,
		     _("HTTP 304 Not Modified, but nothing was known before"));
	else if (wants_open_password(t))
		fail(a, FAIL_REFUSED,
		     _("the server takes the password only unprotected (Basic over "
		       "http), so it was not sent; auth=basic at the feed sends it"));
	else if (!is_success(h->status))
		fail_status(a, h->status, h->wall);
	else if (h->bad_encoding)
		fail(a, FAIL_BROKEN,
		     _("the answer has an encoding that was not asked for"));
	else if (t->body->len == 0)
		fail(a, FAIL_EMPTY, _("the answer is empty"));
	else
		r->body = g_steal_pointer(&t->body);
	memcpy(r->encodings, h->encodings, sizeof r->encodings);
}

struct transfer_result *transfer_result(struct transfer *t, CURLcode code)
{
	struct transfer_result *r = g_new0(struct transfer_result, 1);
	struct answer *a = r->answer = answer_new(ANSWER_FEED, t->job->number, 0);
	fill_fetched(t, a);
	if (code == CURLE_OK || t->refusal == REFUSAL_DONE) {
		judge(t, r);
	} else if (t->refusal != REFUSAL_NONE) {
		fail_refused(t, a);
	} else {
		bool cut = (code == CURLE_PARTIAL_FILE || code == CURLE_RECV_ERROR) &&
			   is_success(t->head.status) && !t->head.bad_encoding &&
			   t->body->len > 0;
		fail_code(t, a, code);
		/* A server may just count wrong: the pool sees whether the document is
		 * whole, else this failure stands. */
		if (cut) {
			a->kind = ANSWER_FEED;
			r->cut = true;
			r->body = g_steal_pointer(&t->body);
			memcpy(r->encodings, t->head.encodings, sizeof r->encodings);
		}
	}
	r->job = g_steal_pointer(&t->job);
	return r;
}

struct transfer_result *transfer_cancelled(struct transfer *t)
{
	struct transfer_result *r = g_new0(struct transfer_result, 1);
	r->answer = answer_new(ANSWER_FAILED, t->job->number, 0);
	fail(r->answer, FAIL_CANCELLED, _("stopped before it was done"));
	r->job = g_steal_pointer(&t->job);
	return r;
}
