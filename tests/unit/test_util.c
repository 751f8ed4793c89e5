/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The small parts of util: faults, nearest words, limits, the clock, files, programs. */
#include "util/clock.h"
#include "util/error.h"
#include "util/limit.h"
#include "util/replace.h"
#include "util/run.h"

#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void test_nearest(void)
{
	static const char *const words[] = {"list", "count", "reload", "status", "tag"};
	size_t n = G_N_ELEMENTS(words);
	g_assert_cmpstr(err_nearest("relaod", words, n), ==, "reload");
	g_assert_cmpstr(err_nearest("statu", words, n), ==, "status");
	g_assert_cmpstr(err_nearest("lst", words, n), ==, "list");
	g_assert_cmpstr(err_nearest("count", words, n), ==, "count");
	g_assert_null(err_nearest("frobnicate", words, n));
	g_assert_null(err_nearest("", words, n));
}

static void test_faults(void)
{
	GPtrArray *faults = fault_array_new();
	fault_add(faults, "rc", 3, 7, "%s", "bad");
	fault_add(faults, "rc", 3, 0, "bad");
	fault_add(faults, NULL, 0, 0, "bad");
	fault_add(NULL, NULL, 0, 0, "bad");
	static const char *const texts[] = {"rc:3:7: bad", "rc:3: bad", "bad"};
	for (guint i = 0; i < faults->len; i++) {
		char *text = fault_text(faults->pdata[i]);
		g_assert_cmpstr(text, ==, texts[i]);
		g_free(text);
	}
	g_ptr_array_unref(faults);
}

static void test_limit(void)
{
	GString *text = g_string_new("abc");
	g_assert_true(limit_append(text, "de", 2, 5));
	g_assert_false(limit_append(text, "f", 1, 5));
	g_assert_cmpstr(text->str, ==, "abcde");
	g_string_free(text, TRUE);
}

static void test_clock(void)
{
	g_setenv("TNEWS_NOW", "2026-11-23T20:36:00Z", TRUE);
	g_assert_cmpint(clock_now(), ==, 1795466160);
	g_setenv("TNEWS_NOW", "12345", TRUE);
	g_assert_cmpint(clock_now(), ==, 12345);
	g_unsetenv("TNEWS_NOW");
	g_assert_cmpint(clock_now(), >, 1700000000);
	g_assert_cmpint(clock_cpu_us(), >, 0);
}

static void test_replace(void)
{
	char *folder = g_dir_make_tmp("tnews-XXXXXX", NULL);
	char *path = g_build_filename(folder, "file", NULL);
	char *link = g_build_filename(folder, "link", NULL);
	GError *err = NULL;
	struct stat st;
	g_assert_true(file_replace(path, "one", 3, NULL, &err));
	g_assert_no_error(err);
	g_assert_cmpint(stat(path, &st), ==, 0);
	g_assert_cmpint(st.st_mode & 0777, ==, 0600);
	g_chmod(path, 0640);
	g_assert_cmpint(symlink("file", link), ==, 0);
	struct file_stamp stamp = file_stamp(link);
	g_assert_true(file_replace(link, "two!", 4, &stamp, &err));
	g_assert_no_error(err);
	g_assert_true(g_file_test(link, G_FILE_TEST_IS_SYMLINK));
	g_assert_cmpint(stat(path, &st), ==, 0);
	g_assert_cmpint(st.st_mode & 0777, ==, 0640);
	size_t n;
	char *text = file_read(path, 100, &n, &err);
	g_assert_cmpstr(text, ==, "two!");
	g_assert_cmpuint(n, ==, 4);
	g_free(text);
	/* somebody else's change is kept */
	g_assert_false(file_replace(path, "three", 5, &stamp, &err));
	g_assert_error(err, TNEWS_ERROR, ERR_SYSTEM);
	g_clear_error(&err);
	g_assert_null(file_read(path, 3, NULL, &err));
	g_clear_error(&err);
	g_assert_null(file_read(folder, 3, NULL, &err));
	g_clear_error(&err);
	g_assert_false(file_replace(folder, "x", 1, NULL, &err));
	g_clear_error(&err);
	/* nothing else was left there */
	g_assert_cmpint(g_unlink(link), ==, 0);
	g_assert_cmpint(g_unlink(path), ==, 0);
	g_assert_cmpint(g_rmdir(folder), ==, 0);
	g_free(link);
	g_free(path);
	g_free(folder);
}

static void test_run(void)
{
	struct run_result result;
	GError *err = NULL;
	char *cat[] = {"cat", NULL};
	GString *large = g_string_new(NULL);
	for (int i = 0; i < 100000; i++)
		g_string_append(large, "0123456789");
	g_assert_true(run_capture(cat, large->str, large->len, 2 << 20, 20000, NULL,
				  &result, &err));
	g_assert_no_error(err);
	g_assert_cmpuint(result.out->len, ==, large->len);
	run_result_clear(&result);
	g_assert_false(run_capture(cat, large->str, large->len, 1000, 20000, NULL,
				   &result, &err));
	g_assert_error(err, TNEWS_ERROR, ERR_SYSTEM);
	g_clear_error(&err);
	run_result_clear(&result);
	g_string_free(large, TRUE);

	char *fails[] = {"sh", "-c", "echo first >&2; echo last >&2; exit 3", NULL};
	g_assert_false(run_capture(fails, NULL, 0, 1000, 0, NULL, &result, &err));
	g_assert_cmpstr(err->message, ==, "sh failed with exit status 3: last");
	g_clear_error(&err);
	run_result_clear(&result);

	char *slow[] = {"sh", "-c", "sleep 30 & sleep 30", NULL};
	gint64 start = g_get_monotonic_time();
	g_assert_false(run_capture(slow, NULL, 0, 1000, 100, NULL, &result, &err));
	g_assert_cmpint(g_get_monotonic_time() - start, <, 5000000);
	g_clear_error(&err);
	run_result_clear(&result);

	char *none[] = {"/nonexistent/program", NULL};
	g_assert_false(run_capture(none, NULL, 0, 1000, 0, NULL, &result, &err));
	g_assert_error(err, TNEWS_ERROR, ERR_SYSTEM);
	g_clear_error(&err);
	run_result_clear(&result);
}

static void test_socket(void)
{
	char *echo[] = {"sh", "-c", "read x <&3; echo \"got $x\" >&3", NULL};
	GError *err = NULL;
	GPid pid;
	int fd = run_with_socket(echo, -1, &pid, &err);
	g_assert_no_error(err);
	g_assert_cmpint(fd, >=, 0);
	g_assert_cmpint(write(fd, "hello\n", 6), ==, 6);
	char buffer[64] = "";
	g_assert_cmpint(read(fd, buffer, sizeof buffer - 1), ==, 10);
	g_assert_cmpstr(buffer, ==, "got hello\n");
	close(fd);
	int status;
	g_assert_cmpint(waitpid(pid, &status, 0), ==, pid);
	g_assert_cmpint(status, ==, 0);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/util/nearest", test_nearest);
	g_test_add_func("/util/faults", test_faults);
	g_test_add_func("/util/limit", test_limit);
	g_test_add_func("/util/clock", test_clock);
	g_test_add_func("/util/replace", test_replace);
	g_test_add_func("/util/run", test_run);
	g_test_add_func("/util/socket", test_socket);
	return g_test_run();
}
