/* SPDX-License-Identifier: GPL-3.0-or-later */
/* httpd: a server on loopback for tests that says what a file tells it to, good or bad.
 *
 *   httpd [--log FILE] FOLDER
 *
 * prints its address (http://127.0.0.1:PORT) and serves until its standard input ends.
 * GET /a/b?c is answered by the first of these files under FOLDER:
 *   a/b.N.http  the N-th request for that path      a/b.http  each request
 *   a/b         as it is, with ETag, Last-Modified and 304
 * An .http file:
 *   200                      status; without one 200
 *   Content-Type: text/xml   headers; with ETag or Last-Modified 304 is given when due
 *   @delay 300               milliseconds before the answer
 *   @file feed.xml           body from that file of the same folder
 *   @endless                 the body again and again, without end
 *   @cut 100                 connection dies after that many bytes of the body
 *   @rate 1000               bytes a second
 *   @no304                   always a full answer
 *   @raw                     the body is sent as it is, without status and headers, then
 *                            the connection is closed
 *                            (empty line, then the body)
 */
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <microhttpd.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <netinet/in.h>
#include <unistd.h>

struct server {
	const char *folder;
	FILE *log;
	GMutex lock;
	GHashTable *seen; /* path -> requests so far */
};

/* What an .http file says. */
struct answer {
	unsigned status;
	GPtrArray *names, *values;
	GString *body;
	unsigned delay_ms;
	gint64 cut; /* -1: not */
	gint64 rate;
	bool endless, no304, raw;
};

static void answer_free(struct answer *a)
{
	g_ptr_array_unref(a->names);
	g_ptr_array_unref(a->values);
	g_string_free(a->body, TRUE);
	g_free(a);
}

static struct answer *answer_new(void)
{
	struct answer *a = g_new0(struct answer, 1);

	a->status = 200;
	a->cut = -1;
	a->names = g_ptr_array_new_with_free_func(g_free);
	a->values = g_ptr_array_new_with_free_func(g_free);
	a->body = g_string_new(NULL);
	return a;
}

static void answer_add(struct answer *a, const char *name, const char *value)
{
	g_ptr_array_add(a->names, g_strdup(name));
	g_ptr_array_add(a->values, g_strdup(value));
}

static const char *answer_header(const struct answer *a, const char *name)
{
	for (guint i = 0; i < a->names->len; i++)
		if (g_ascii_strcasecmp(a->names->pdata[i], name) == 0)
			return a->values->pdata[i];
	return NULL;
}

static bool append_file(GString *to, const char *path)
{
	g_autofree char *text = NULL;
	gsize len;

	if (!g_file_get_contents(path, &text, &len, NULL))
		return false;
	g_string_append_len(to, text, (gssize)len);
	return true;
}

static void directive(struct answer *a, const char *line, const char *folder)
{
	g_auto(GStrv) w = g_strsplit(line, " ", 2);
	gint64 n = w[1] ? g_ascii_strtoll(w[1], NULL, 10) : 0;

	if (strcmp(w[0], "@delay") == 0) {
		a->delay_ms = (unsigned)n;
	} else if (strcmp(w[0], "@cut") == 0) {
		a->cut = n;
	} else if (strcmp(w[0], "@rate") == 0) {
		a->rate = n;
	} else if (strcmp(w[0], "@endless") == 0) {
		a->endless = true;
	} else if (strcmp(w[0], "@no304") == 0) {
		a->no304 = true;
	} else if (strcmp(w[0], "@raw") == 0) {
		a->raw = true;
	} else if (strcmp(w[0], "@file") == 0 && w[1]) {
		g_autofree char *path = g_build_filename(folder, w[1], NULL);

		append_file(a->body, path);
	} else {
		fprintf(stderr, "httpd: unknown line: %s\n", line);
	}
}

static struct answer *read_script(const char *path)
{
	g_autofree char *text = NULL;
	g_autofree char *folder = g_path_get_dirname(path);
	gsize len;
	const char *at;

	if (!g_file_get_contents(path, &text, &len, NULL))
		return NULL;
	struct answer *a = answer_new();

	for (at = text; *at && *at != '\n';) {
		const char *end = strchrnul(at, '\n');
		g_autofree char *line = g_strndup(at, (gsize)(end - at));
		char *colon = strchr(line, ':');

		if (*line == '@') {
			directive(a, line, folder);
		} else if (g_ascii_isdigit(*line)) {
			a->status = (unsigned)g_ascii_strtoull(line, NULL, 10);
		} else if (colon) {
			*colon = '\0';
			answer_add(a, line, g_strchug(colon + 1));
		}
		at = *end ? end + 1 : end;
	}
	if (*at)
		g_string_append_len(a->body, at + 1, (gssize)(text + len - at - 1));
	return a;
}

static const char *type_of(const char *path)
{
	static const char *const types[][2] = {{".xml", "application/xml"},
					       {".rss", "application/rss+xml"},
					       {".atom", "application/atom+xml"},
					       {".json", "application/feed+json"},
					       {".html", "text/html"}};

	for (size_t i = 0; i < G_N_ELEMENTS(types); i++)
		if (g_str_has_suffix(path, types[i][0]))
			return types[i][1];
	return "application/octet-stream";
}

static struct answer *read_plain(const char *path)
{
	struct stat st;

	if (stat(path, &st) < 0 || !S_ISREG(st.st_mode))
		return NULL;
	struct answer *a = answer_new();
	g_autofree char *tag = g_strdup_printf("\"%lx-%lx\"", (unsigned long)st.st_size,
					       (unsigned long)st.st_mtim.tv_sec);
	g_autoptr(GDateTime) when = g_date_time_new_from_unix_utc(st.st_mtim.tv_sec);
	g_autofree char *modified = g_date_time_format(when, "%a, %d %b %Y %H:%M:%S GMT");

	append_file(a->body, path);
	answer_add(a, "Content-Type", type_of(path));
	answer_add(a, "ETag", tag);
	answer_add(a, "Last-Modified", modified);
	return a;
}

static struct answer *find_answer(struct server *s, const char *url)
{
	g_mutex_lock(&s->lock);
	guint nth = GPOINTER_TO_UINT(g_hash_table_lookup(s->seen, url)) + 1;

	g_hash_table_replace(s->seen, g_strdup(url), GUINT_TO_POINTER(nth));
	g_mutex_unlock(&s->lock);
	if (strstr(url, ".."))
		return NULL;
	g_autofree char *plain = g_build_filename(s->folder, url, NULL);
	g_autofree char *each = g_strconcat(plain, ".http", NULL);
	g_autofree char *this_one = g_strdup_printf("%s.%u.http", plain, nth);
	struct answer *a = read_script(this_one);

	if (!a)
		a = read_script(each);
	return a ? a : read_plain(plain);
}

static enum MHD_Result log_header(void *data, enum MHD_ValueKind kind, const char *key,
				  const char *value)
{
	(void)kind;
	fprintf(data, "%s: %s\n", key, value ? value : "");
	return MHD_YES;
}

static void log_request(struct server *s, struct MHD_Connection *c, const char *method,
			const char *url)
{
	if (!s->log)
		return;
	g_mutex_lock(&s->lock);
	fprintf(s->log, "%s %s\n", method, url);
	MHD_get_connection_values(c, MHD_HEADER_KIND, log_header, s->log);
	fprintf(s->log, "\n");
	fflush(s->log);
	g_mutex_unlock(&s->lock);
}

/* Called by the server for each next piece of the body. */
static ssize_t body_piece(void *data, uint64_t pos, char *buf, size_t max)
{
	const struct answer *a = data;
	size_t len = a->body->len;

	if (a->cut >= 0 && pos >= (uint64_t)a->cut)
		return MHD_CONTENT_READER_END_WITH_ERROR;
	if (!a->endless && pos >= len)
		return MHD_CONTENT_READER_END_OF_STREAM;
	size_t at = len ? (size_t)(pos % len) : 0, n = len ? MIN(max, len - at) : max;

	if (a->cut >= 0)
		n = MIN(n, (size_t)((uint64_t)a->cut - pos));
	if (a->rate > 0) {
		n = MIN(n, (size_t)MAX(a->rate / 10, 1));
		g_usleep(100000);
	}
	if (len)
		memcpy(buf, a->body->str + at, n);
	else
		memset(buf, ' ', n);
	return (ssize_t)n;
}

static void body_done(void *data)
{
	answer_free(data);
}

static bool not_modified(struct MHD_Connection *c, const struct answer *a)
{
	const char *etag = answer_header(a, "ETag");
	const char *modified = answer_header(a, "Last-Modified");
	const char *match = MHD_lookup_connection_value(c, MHD_HEADER_KIND,
							"If-None-Match");
	const char *since = MHD_lookup_connection_value(c, MHD_HEADER_KIND,
							"If-Modified-Since");

	if (a->no304 || a->status != 200)
		return false;
	if (match)
		return etag && strcmp(match, etag) == 0;
	return since && modified && strcmp(since, modified) == 0;
}

static void send_raw(struct MHD_Connection *c, const struct answer *a)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);
	const char *at = a->body->str;
	size_t left = a->body->len;

	while (left > 0 || a->endless) {
		if (left == 0) {
			at = a->body->str;
			left = a->body->len;
		}
		ssize_t n = send(info->connect_fd, at, left, MSG_NOSIGNAL);

		if (n < 0 && (errno == EAGAIN || errno == EINTR)) {
			g_usleep(1000);
			continue;
		}
		if (n <= 0)
			break;
		at += n;
		left -= (size_t)n;
	}
	shutdown(info->connect_fd, SHUT_RDWR);
}

static enum MHD_Result reply(struct MHD_Connection *c, struct answer *a)
{
	bool unchanged = not_modified(c, a);
	unsigned status = unchanged ? 304 : a->status;
	uint64_t size = a->endless || a->cut >= 0 || a->rate > 0 ? MHD_SIZE_UNKNOWN
								 : a->body->len;
	struct MHD_Response *r;

	if (unchanged) {
		r = MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
	} else {
		r = MHD_create_response_from_callback(size, 65536, body_piece, a,
						      body_done);
	}
	for (guint i = 0; i < a->names->len; i++)
		MHD_add_response_header(r, a->names->pdata[i], a->values->pdata[i]);
	if (unchanged)
		answer_free(a);
	enum MHD_Result result = MHD_queue_response(c, status, r);

	MHD_destroy_response(r);
	return result;
}

static enum MHD_Result handle(void *data, struct MHD_Connection *c, const char *url,
			      const char *method, const char *version, const char *upload,
			      size_t *upload_size, void **state)
{
	struct server *s = data;

	(void)version;
	(void)upload;
	if (!*state) {
		*state = s;
		return MHD_YES;
	}
	if (*upload_size) {
		*upload_size = 0;
		return MHD_YES;
	}
	log_request(s, c, method, url);
	struct answer *a = find_answer(s, url);

	if (!a) {
		a = answer_new();
		a->status = 404;
		g_string_assign(a->body, "<html><body>nothing here</body></html>\n");
		answer_add(a, "Content-Type", "text/html");
	}
	if (a->delay_ms)
		g_usleep((gulong)a->delay_ms * 1000);
	if (a->raw) {
		send_raw(c, a);
		answer_free(a);
		return MHD_NO;
	}
	return reply(c, a);
}

int main(int argc, char **argv)
{
	struct server s = {0};
	struct sockaddr_in where = {.sin_family = AF_INET,
				    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	char c;

	if (argc == 4 && strcmp(argv[1], "--log") == 0) {
		s.log = fopen(argv[2], "we");
		s.folder = argv[3];
	} else if (argc == 2) {
		s.folder = argv[1];
	} else {
		fprintf(stderr, "usage: httpd [--log FILE] FOLDER\n");
		return 2;
	}
	g_mutex_init(&s.lock);
	s.seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	struct MHD_Daemon *d = MHD_start_daemon(
		MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD, 0, NULL,
		NULL, handle, &s, MHD_OPTION_SOCK_ADDR, &where,
		MHD_OPTION_CONNECTION_TIMEOUT, 120U, MHD_OPTION_END);

	if (!d) {
		fprintf(stderr, "httpd: cannot listen on loopback\n");
		return 1;
	}
	printf("http://127.0.0.1:%u\n",
	       (unsigned)MHD_get_daemon_info(d, MHD_DAEMON_INFO_BIND_PORT)->port);
	fflush(stdout);
	while (read(STDIN_FILENO, &c, 1) > 0)
		;
	/* Threads may be in an endless answer: nothing to wait for. */
	_exit(0);
}
