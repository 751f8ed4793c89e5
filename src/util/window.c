/* SPDX-License-Identifier: GPL-3.0-or-later */
/* No capability tells which terminals know OSC 9;4: their environment does. */
#include "util/window.h"

#include <glib.h>
#include <string.h>

bool window_shows_progress(const char *wanted)
{
	if (strcmp(wanted, "auto") != 0)
		return strcmp(wanted, "yes") == 0;
	const char *program = g_getenv("TERM_PROGRAM"), *vte = g_getenv("VTE_VERSION");
	if (g_getenv("TMUX") || g_getenv("STY"))
		return false; /* it would stay in there */
	return g_getenv("WT_SESSION") || g_strcmp0(g_getenv("ConEmuANSI"), "ON") == 0 ||
	       g_strcmp0(program, "WezTerm") == 0 || g_strcmp0(program, "ghostty") == 0 ||
	       (vte && g_ascii_strtoll(vte, NULL, 10) >= 7900);
}

char *window_progress(int percent)
{
	return percent < 0 ? g_strdup("\033]9;4;0\033\\")
			   : g_strdup_printf("\033]9;4;1;%d\033\\", MIN(percent, 100));
}
