/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Linked to each target: a warning or a critical message of GLib is a finding, and ends the
 * target in a way that libFuzzer notices. */
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>

static GLogWriterOutput write_log(GLogLevelFlags level, const GLogField *fields, gsize n,
				  gpointer data)
{
	(void)data;
	if (level & (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING)) {
		char *text = g_log_writer_format_fields(level, fields, n, FALSE);
		fprintf(stderr, "%s\n", text);
		abort();
	}
	return G_LOG_WRITER_HANDLED;
}

__attribute__((constructor)) static void watch(void)
{
	g_log_set_writer_func(write_log, NULL, NULL);
}
