/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs what the user's file says has to run for a feed, then sends the document or the
 * transfer to the worker. */
#include "engine/program.h"

#include <string.h>

#include "engine/fulltext.h"
#include "engine/internal.h"
#include "text/utf8.h"
#include "util/i18n.h"
#include "util/limit.h"
#include "util/replace.h"
#include "util/run.h"

enum { THREADS = 4, FILE_MOST = 1 << 20 };

struct programs {
	GThreadPool *pool;
};

struct answer *program_failed(enum fail fail, const char *message)
{
	struct answer *a = answer_new(ANSWER_FAILED, 0, 0);
	g_autofree char *clean = utf8_clean(message, strlen(message), CLEAN_SHOWN);
	a->fail = fail;
	a->message = arena_strdup(a->arena, clean);
	a->fetched.retry_after_s = a->fetched.fresh_s = -1;
	return a;
}

static void hand_over(struct engine *e, struct fetch *taken, struct answer *taken_answer)
{
	if (taken->page) {
		fulltext_answer(e, taken, taken_answer);
		return;
	}
	struct task *task = task_new(TASK_ANSWER, LATER);
	task->fetch = taken;
	task->answer = taken_answer;
	task_push(e->to_writer, task);
}

static void fail(struct engine *e, struct fetch *taken, enum fail kind, GError *taken_err)
{
	hand_over(e, taken, program_failed(kind, taken_err->message));
	g_error_free(taken_err);
}

void program_send_fetch(struct engine *e, struct fetch *taken)
{
	struct job *job = job_new(JOB_FETCH, 0);
	struct arena *arena = job->arena;
	job->context = taken;
	job->urgent = taken->page && taken->page->serial;
	job->url = arena_strdup(arena, taken->url);
	job->transfer = (struct job_transfer){
		.etag = arena_strdup(arena, taken->etag),
		.last_modified = arena_strdup(arena, taken->last_modified),
		.user_agent = arena_strdup(arena, taken->user_agent),
		.proxy = arena_strdup(arena, taken->proxy),
		.user = arena_strdup(arena, taken->user),
		.password = arena_strdup(arena, taken->password),
		.headers = arena_strdup(arena, taken->headers),
		.cookies = arena_strdup(arena, taken->files[FILE_COOKIES]),
		.ca = arena_strdup(arena, taken->files[FILE_CA]),
		.cert = arena_strdup(arena, taken->files[FILE_CERT]),
		.key = arena_strdup(arena, taken->files[FILE_KEY]),
		.auth = taken->auth,
		.max_speed = (uint64_t)taken->max_speed,
		.timeout_ms = (uint32_t)taken->timeout_ms,
		.connect_timeout_ms = (uint32_t)taken->connect_timeout_ms,
		.max_bytes = (uint64_t)taken->max_bytes,
		.max_connections = taken->max_connections,
		.max_host_connections = taken->max_host_connections,
		.body_digest = taken->force ? 0 : taken->body_digest,
		.force = taken->force,
		.raw = taken->filter != NULL,
		.page = taken->page != NULL,
		.outside = taken->page && taken->page->outside,
	};
	if (taken->page)
		job->select = arena_strdup(arena, taken->page->select);
	worker_send(e->worker, job);
}

static void run_command(struct engine *e, struct fetch *taken, char **argv,
			const char *input, size_t n_input);

/* The document passes its filter once, then goes to the worker, or is known already. */
static void send_document(struct engine *e, struct fetch *taken, const char *bytes,
			  size_t n)
{
	if (taken->filter && !taken->filtered) {
		taken->filtered = true;
		run_command(e, taken, taken->filter, bytes, n);
		return;
	}
	taken->document_digest = digest_document(bytes, n);
	if (!taken->force && taken->document_digest == taken->body_digest) {
		struct answer *same = answer_new(ANSWER_SAME, 0, 0);
		same->fetched.body_digest = taken->document_digest;
		same->fetched.retry_after_s = same->fetched.fresh_s = -1;
		hand_over(e, taken, same);
		return;
	}
	struct job *job = job_new(JOB_PARSE, 0);
	job->context = taken;
	/* a path or a command is no base for links; the address of a transfer is */
	if (taken->transfer)
		job->url = arena_strdup(job->arena, taken->transfer->fetched.url);
	job->bytes = arena_strndup(job->arena, bytes, n);
	job->n_bytes = n;
	worker_send(e->worker, job);
}

static void run_command(struct engine *e, struct fetch *taken, char **argv,
			const char *input, size_t n_input)
{
	struct run_result result = {0};
	GError *err = NULL;
	if (run_capture(argv, input, n_input, (size_t)taken->max_bytes,
			(unsigned)taken->timeout_ms, &e->stopping, &result, &err)) {
		send_document(e, taken, result.out->str, result.out->len);
	} else {
		bool stopped = g_error_matches(err, TNEWS_ERROR, ERR_CANCELLED);
		fail(e, taken, stopped ? FAIL_CANCELLED : FAIL_COMMAND, err);
	}
	run_result_clear(&result);
}

/* The first line of the command's output is the password. It is kept in this one place,
 * and wiped with it. */
static bool read_password(struct fetch *f, const int *stopping, GError **err)
{
	struct run_result result = {0};
	if (!run_capture(f->password_command, NULL, 0, 4096, 30000, stopping, &result,
			 err)) {
		g_prefix_error(err, "password-command: ");
		run_result_clear(&result);
		return false;
	}
	size_t n = strcspn(result.out->str, "\r\n");
	f->password = g_strndup(result.out->str, n);
	explicit_bzero(result.out->str, result.out->len);
	run_result_clear(&result);
	return true;
}

static void read_file(struct engine *e, struct fetch *taken)
{
	GError *err = NULL;
	g_autofree char *path = g_filename_from_uri(taken->url, NULL, NULL);
	if (!path) { /* file:name, file:~/name: not quite an address, but clear */
		const char *rest = taken->url + strlen("file:");
		path = g_str_has_prefix(rest, "~/")
			       ? g_build_filename(g_get_home_dir(), rest + 2, NULL)
			       : g_strdup(rest);
	}
	size_t n = 0;
	g_autofree char *bytes = file_read(path, (size_t)taken->max_bytes, &n, &err);
	if (bytes)
		send_document(e, taken, bytes, n);
	else
		fail(e, taken, FAIL_FILE, err);
}

/* The worker may read no file: what stands in them goes with the job. */
static bool read_files(struct fetch *f, GError **err)
{
	for (size_t i = 0; i < FETCH_FILES; i++) {
		size_t n;
		if (!f->paths[i] || f->files[i])
			continue;
		f->files[i] = file_read(f->paths[i], FILE_MOST, &n, err);
		if (!f->files[i])
			return false;
		if (!g_utf8_validate(f->files[i], (gssize)n, NULL)) {
			g_set_error(err, TNEWS_ERROR, ERR_DATA, _("%s holds no text"),
				    f->paths[i]);
			return false;
		}
	}
	return true;
}

static bool has_files(const struct fetch *f)
{
	for (size_t i = 0; i < FETCH_FILES; i++)
		if (f->paths[i] && !f->files[i])
			return true;
	return false;
}

static void run_fetch(void *data, void *engine)
{
	struct engine *e = engine;
	struct fetch *f = data;
	GError *err = NULL;
	if (f->transfer) {
		send_document(e, f, f->transfer->text, f->transfer->n_text);
	} else if (f->command) {
		run_command(e, f, f->command, NULL, 0);
	} else if (g_str_has_prefix(f->url, "file:")) {
		read_file(e, f);
	} else if (f->password_command && !read_password(f, &e->stopping, &err)) {
		fail(e, f, FAIL_COMMAND, err);
	} else if (!read_files(f, &err)) {
		fail(e, f, FAIL_FILE, err);
	} else {
		program_send_fetch(e, f);
	}
}

bool programs_wanted(const struct fetch *f)
{
	return f->command || (f->password_command && !f->password) || has_files(f) ||
	       g_str_has_prefix(f->url, "file:");
}

struct programs *programs_new(struct engine *e)
{
	struct programs *p = g_new0(struct programs, 1);
	p->pool = g_thread_pool_new(run_fetch, e, THREADS, FALSE, NULL);
	return p;
}

void programs_free(struct programs *p)
{
	if (!p)
		return;
	g_thread_pool_free(p->pool, FALSE, TRUE);
	g_free(p);
}

void programs_push(struct programs *p, struct fetch *taken)
{
	g_thread_pool_push(p->pool, taken, NULL);
}
