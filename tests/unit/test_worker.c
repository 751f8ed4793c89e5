/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keeper of the worker: with a worker that misbehaves as told, and with the real one,
 * which is killed again and again. */
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "engine/worker.h"

static char *fake, *real;

struct seen {
	GAsyncQueue *answers;
};

static void on_answer(struct answer *taken, void *data)
{
	g_async_queue_push(data, taken);
}

static struct answer *next(GAsyncQueue *answers)
{
	struct answer *a = g_async_queue_timeout_pop(answers, 30 * G_USEC_PER_SEC);
	g_assert_nonnull(a);
	return a;
}

static struct job *fetch_job(const char *url)
{
	struct job *job = job_new(JOB_FETCH, 0);
	job->url = arena_strdup(job->arena, url);
	return job;
}

/* Sends all, waits for as many answers, returns how many were FAIL_CRASH. */
static int crashes(GAsyncQueue *answers, int n)
{
	int crashed = 0;
	for (int i = 0; i < n; i++) {
		struct answer *a = next(answers);
		g_assert_cmpint(a->kind, ==, ANSWER_FAILED);
		if (a->fail == FAIL_CRASH) {
			g_test_message("%s", a->message);
			crashed++;
		}
		answer_free(a);
	}
	return crashed;
}

static void test_culprit_is_named(void)
{
	static const char *const culprits[] = {"begun-segv", "segv",	   "begun-exit",
					       "lie-kind",   "lie-length", "lie-form",
					       "lie-number", "lie-unasked"};
	for (size_t c = 0; c < G_N_ELEMENTS(culprits); c++) {
		GAsyncQueue *answers = g_async_queue_new();
		struct worker *w = worker_new(fake, on_answer, answers);
		g_test_message("%s", culprits[c]);
		for (int i = 0; i < 30; i++)
			worker_send(w, fetch_job(i == 10 ? culprits[c] : "good"));
		g_assert_cmpint(crashes(answers, 30), ==, 1);
		worker_free(w);
		g_assert_cmpint(g_async_queue_length(answers), ==, 0);
		g_async_queue_unref(answers);
	}
}

/* One that neither answers nor dies: alone, in hand, and beside others. */
static void test_silent_is_ended(void)
{
	static const char *const culprits[] = {"silent", "begun-silent"};
	for (size_t c = 0; c < G_N_ELEMENTS(culprits); c++) {
		GAsyncQueue *answers = g_async_queue_new();
		struct worker *w = worker_new(fake, on_answer, answers);
		worker_set_patience(w, 1);
		g_test_message("%s", culprits[c]);
		for (int i = 0; i < 5; i++)
			worker_send(w, fetch_job(i == 2 ? culprits[c] : "good"));
		g_assert_cmpint(crashes(answers, 5), ==, 1);
		worker_free(w);
		g_assert_cmpint(g_async_queue_length(answers), ==, 0);
		g_async_queue_unref(answers);
	}
}

static void test_alone(void)
{
	GError *err = NULL;
	struct answer *a = worker_ask(fake, fetch_job("segv"), &err);
	g_assert_no_error(err);
	g_assert_cmpint(a->fail, ==, FAIL_CRASH);
	g_assert_nonnull(strstr(a->message, "signal 11"));
	answer_free(a);
	a = worker_ask(fake, fetch_job("good"), &err);
	g_assert_no_error(err);
	g_assert_cmpint(a->fail, ==, FAIL_OTHER);
	answer_free(a);
	a = worker_ask_within(fake, fetch_job("silent"), 50, &err);
	g_assert_no_error(err);
	g_assert_cmpint(a->fail, ==, FAIL_TIMEOUT);
	answer_free(a);
}

static void test_cancel(void)
{
	GAsyncQueue *answers = g_async_queue_new();
	struct worker *w = worker_new(fake, on_answer, answers);
	struct job *job = fetch_job("silent");
	job->context = answers;
	worker_send(w, job);
	worker_send(w, fetch_job("good"));
	while (worker_pid(w) == 0)
		g_usleep(1000);
	worker_free(w);
	for (int i = 0; i < 2; i++) {
		struct answer *a = next(answers);
		g_assert_cmpint(a->fail, ==, FAIL_CANCELLED);
		answer_free(a);
	}
	g_async_queue_unref(answers);
}

static void test_no_such_program(void)
{
	GAsyncQueue *answers = g_async_queue_new();
	GError *err = NULL;
	struct worker *w = worker_new("/nonexistent/worker", on_answer, answers);
	worker_send(w, fetch_job("good"));
	struct answer *a = next(answers);
	g_assert_cmpint(a->kind, ==, ANSWER_FAILED);
	answer_free(a);
	worker_free(w);
	g_async_queue_unref(answers);
	g_assert_null(worker_ask("/nonexistent/worker", fetch_job("good"), &err));
	g_assert_nonnull(err);
	g_error_free(err);

	answers = g_async_queue_new();
	w = worker_new("/bin/false", on_answer, answers);
	worker_send(w, fetch_job("good"));
	a = next(answers);
	g_assert_cmpint(a->fail, ==, FAIL_CRASH);
	answer_free(a);
	worker_free(w);
	g_async_queue_unref(answers);
}

/* --- the real one -------------------------------------------------------------------- */

static const char rss[] =
	"<rss version=\"2.0\"><channel><title>A feed</title>"
	"<item><title>A story</title><link>http://example.org/1</link>"
	"<description>&lt;p&gt;Words&lt;/p&gt;</description></item></channel></rss>";

static struct job *parse_job(void)
{
	struct job *job = job_new(JOB_PARSE, 0);
	job->bytes = rss;
	job->n_bytes = sizeof rss - 1;
	return job;
}

/* One that takes a while. */
static struct job *big_job(void)
{
	struct job *job = job_new(JOB_PARSE, 0);
	GString *text =
		g_string_new("<rss version=\"2.0\"><channel><title>A feed</title>");
	for (int i = 0; i < 100000; i++)
		g_string_append_printf(
			text, "<item><title>%d</title><guid>%d</guid></item>", i, i);
	g_string_append(text, "</channel></rss>");
	job->n_bytes = text->len;
	job->bytes = arena_strdup(job->arena, text->str);
	g_string_free(text, TRUE);
	return job;
}

static struct job *render_job(void)
{
	struct job *job = job_new(JOB_RENDER, 0);
	job->bytes = "<p>Some <b>words</b></p>";
	job->n_bytes = strlen(job->bytes);
	job->width = 60;
	job->urgent = true;
	return job;
}

static void test_real(void)
{
	GError *err = NULL;
	struct answer *a = worker_ask(real, parse_job(), &err);
	g_assert_no_error(err);
	g_assert_cmpint(a->kind, ==, ANSWER_FEED);
	g_assert_cmpuint(a->feed->n_items, ==, 1);
	g_assert_cmpstr(a->feed->items[0].title, ==, "A story");
	answer_free(a);
	a = worker_ask(real, render_job(), &err);
	g_assert_no_error(err);
	g_assert_cmpint(a->kind, ==, ANSWER_PAGE);
	answer_free(a);
	struct job *print = parse_job();
	print->kind = JOB_PRINT_FEED;
	a = worker_ask(real, print, &err);
	g_assert_no_error(err);
	g_assert_cmpint(a->kind, ==, ANSWER_TEXT);
	g_assert_nonnull(strstr(a->text, "A story"));
	answer_free(a);
	struct job *bad = parse_job();
	bad->bytes = "no feed";
	bad->n_bytes = 7;
	a = worker_ask(real, bad, &err);
	g_assert_no_error(err);
	g_assert_cmpint(a->kind, ==, ANSWER_FAILED);
	g_test_message("%s", a->message);
	answer_free(a);
}

/* The next answer; 1 if its job is blamed for a death. */
static int take_answer(GAsyncQueue *answers)
{
	struct answer *a = next(answers);
	bool failed = a->kind == ANSWER_FAILED;
	if (failed) {
		g_test_message("%s", a->message);
		g_assert_cmpint(a->fail, ==, FAIL_CRASH);
	}
	answer_free(a);
	return failed;
}

/* A stopped one is ended; what it had in hand is asked again. One that is idle, and one that
 * is stopped for less time than that, is left alone. */
static void test_stopped(void)
{
	GAsyncQueue *answers = g_async_queue_new();
	struct worker *w = worker_new(real, on_answer, answers);
	GPid pid;
	worker_set_patience(w, 2);
	worker_send(w, parse_job());
	g_assert_cmpint(take_answer(answers), ==, 0);
	pid = worker_pid(w);
	kill(pid, SIGSTOP);
	for (int i = 0; i < 10; i++)
		worker_send(w, i % 2 ? parse_job() : render_job());
	g_usleep(200000);
	g_assert_cmpint(worker_pid(w), ==, pid);
	kill(pid, SIGCONT);
	for (int i = 0; i < 10; i++)
		g_assert_cmpint(take_answer(answers), ==, 0);
	g_assert_cmpint(worker_pid(w), ==, pid);
	kill(pid, SIGSTOP);
	for (int i = 0; i < 10; i++)
		worker_send(w, i % 2 ? parse_job() : render_job());
	for (int i = 0; i < 10; i++)
		g_assert_cmpint(take_answer(answers), ==, 0);
	g_assert_cmpint(worker_pid(w), !=, pid);
	worker_free(w);
	g_async_queue_unref(answers);
}

/* Whoever kills the worker again and again while it has one thing in hand. */
static void test_killed_in_hand(void)
{
	static const int signals[] = {SIGKILL, SIGSEGV};
	for (size_t s = 0; s < G_N_ELEMENTS(signals); s++) {
		GAsyncQueue *answers = g_async_queue_new();
		struct worker *w = worker_new(real, on_answer, answers);
		GPid last = 0;
		worker_send(w, big_job());
		int killed = 0;
		while (killed < 20 && g_async_queue_length(answers) < 1) {
			GPid pid = worker_pid(w);
			g_usleep(15000);
			if (pid == 0 || pid == last || pid != worker_pid(w))
				continue;
			kill(pid, signals[s]);
			last = pid;
			killed++;
		}
		g_assert_cmpint(take_answer(answers), ==, 0);
		g_assert_cmpint(killed, ==, 20);
		worker_free(w);
		g_async_queue_unref(answers);
	}
}

static void test_killed(void)
{
	enum { ROUNDS = 20, JOBS = 40 };
	static const int signals[] = {SIGKILL, SIGSEGV, SIGABRT, SIGTERM};
	for (size_t s = 0; s < G_N_ELEMENTS(signals); s++) {
		GAsyncQueue *answers = g_async_queue_new();
		struct worker *w = worker_new(real, on_answer, answers);
		int crashed = 0, asked = 0;
		for (int round = 0; round < ROUNDS; round++) {
			for (int i = 0; i < JOBS; i++, asked++)
				worker_send(w, i % 10 ? parse_job() : render_job());
			GPid pid;
			crashed += take_answer(answers);
			while ((pid = worker_pid(w)) == 0)
				g_usleep(200);
			g_usleep((gulong)(round * 700));
			kill(pid, signals[s]);
		}
		for (int i = ROUNDS; i < asked; i++)
			crashed += take_answer(answers);
		/* Nobody is to blame for what comes from outside. */
		g_assert_cmpint(crashed, ==, 0);
		worker_free(w);
		g_async_queue_unref(answers);
	}
}

static void test_confinement(void)
{
	GError *err = NULL;
	g_autofree char *text = worker_confinement(real, &err);
	g_assert_no_error(err);
	g_test_message("%s", text);
	g_assert_nonnull(strstr(text, "memory"));
}

static void test_by_hand(void)
{
	gint status = 0;
	char *argv[] = {real, NULL};
	g_assert_true(g_spawn_sync(
		NULL, argv, NULL, G_SPAWN_STDERR_TO_DEV_NULL | G_SPAWN_STDOUT_TO_DEV_NULL,
		NULL, NULL, NULL, NULL, &status, NULL));
	g_assert_false(g_spawn_check_wait_status(status, NULL));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_autofree char *folder = g_path_get_dirname(argv[0]);
	fake = g_build_filename(folder, "..", "fake_worker", NULL);
	real = g_build_filename(folder, "..", "..", "src", "tnews-worker", NULL);
	g_test_add_func("/worker/culprit-is-named", test_culprit_is_named);
	g_test_add_func("/worker/silent-is-ended", test_silent_is_ended);
	g_test_add_func("/worker/alone", test_alone);
	g_test_add_func("/worker/cancel", test_cancel);
	g_test_add_func("/worker/no-such-program", test_no_such_program);
	g_test_add_func("/worker/real", test_real);
	g_test_add_func("/worker/killed", test_killed);
	g_test_add_func("/worker/killed-in-hand", test_killed_in_hand);
	g_test_add_func("/worker/stopped", test_stopped);
	g_test_add_func("/worker/confinement", test_confinement);
	g_test_add_func("/worker/by-hand", test_by_hand);
	int status = g_test_run();
	g_free(fake);
	g_free(real);
	return status;
}
