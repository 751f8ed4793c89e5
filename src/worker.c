/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tnews-worker: fetches, parses and lays out what comes from strangers. It is started by
 * tnews with a socket as descriptor 3, loads what it needs, locks itself in, and works
 * until the socket ends. */
#include "config.h"

#include <libintl.h>
#include <locale.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "feed/feed.h"
#include "net/fetcher.h"
#include "text/charset.h"
#include "util/i18n.h"
#include "work/confine.h"
#include "work/work.h"

enum { SOCKET = 3 };

/* Many short threads resolve names: their stacks count, and so do malloc's arenas. */
static void mind_memory(void)
{
#ifdef __GLIBC__
	mallopt(M_ARENA_MAX, 4);
	/* A document's buffers are used again for the next, not given back and faulted in
	 * anew: that took longer than parsing. */
	mallopt(M_MMAP_THRESHOLD, 2 << 20);
	mallopt(M_TRIM_THRESHOLD, 8 << 20);
#endif
#ifndef WITH_SANITIZERS
	pthread_attr_t attr;
	if (pthread_attr_init(&attr) == 0) {
		pthread_attr_setstacksize(&attr, 2 << 20);
		pthread_setattr_default_np(&attr);
		pthread_attr_destroy(&attr);
	}
#endif
}

int main(void)
{
	int type = 0;
	socklen_t length = sizeof type;
	setlocale(LC_ALL, "");
	bindtextdomain(PACKAGE, LOCALEDIR);
	bind_textdomain_codeset(PACKAGE, "UTF-8");
	textdomain(PACKAGE);
	gettext(""); /* reads the translations while files can be read */
	if (getsockopt(SOCKET, SOL_SOCKET, SO_TYPE, &type, &length) != 0) {
		fputs(_("tnews-worker is started by tnews, not by hand\n"), stderr);
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	signal(SIGINT, SIG_IGN); /* the terminal's keys are for tnews */
	signal(SIGQUIT, SIG_IGN);
	mind_memory();
	fetcher_init();
	feed_init();
	confine_process();
	charset_serve();
	int status = work_run(SOCKET);
#ifdef WITH_SANITIZERS
	_exit(status); /* the leak checker would have to trace us, which is refused */
#endif
	return status;
}
