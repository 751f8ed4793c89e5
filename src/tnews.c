/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tnews: sets up what every part takes for granted, then a command or the panes. */
#include "config.h"

#include <langinfo.h>
#include <locale.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <string.h>
#include <sys/stat.h>

#include "cli/cli.h"
#include "ui/ui.h"
#include "util/i18n.h"

/* Memory of threads grows by a page at a time, with a call to the system each, and the
 * buffers of answers would be given back after each: in a reload a tenth of the work. */
static void mind_memory(void)
{
#ifdef __GLIBC__
	mallopt(M_TOP_PAD, 512 << 10);
	mallopt(M_MMAP_THRESHOLD, 1 << 20);
	mallopt(M_TRIM_THRESHOLD, 4 << 20);
#endif
}

int main(int argc, char **argv)
{
	umask(077);
	mind_memory();
	setlocale(LC_ALL, "");
	/* Inside, all text is UTF-8; a terminal of today reads it even if the locale does
	 * not say so. */
	if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		setlocale(LC_CTYPE, "C.UTF-8");
	bindtextdomain(PACKAGE, LOCALEDIR);
	bind_textdomain_codeset(PACKAGE, "UTF-8");
	textdomain(PACKAGE);
	return cli_main(argc, argv, ui_run);
}
