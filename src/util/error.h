/* SPDX-License-Identifier: GPL-3.0-or-later */
/* error: the kinds of failure. A message is one sentence for the user, without a full
 * stop: what failed, with which name, why. The lowest layer that knows the reason
 * writes it; a layer above may add its context once, with g_prefix_error. */
#ifndef UTIL_ERROR_H
#define UTIL_ERROR_H

#include <glib.h>

/* The codes of TNEWS_ERROR. The command's exit status follows from them: USAGE and
 * CONF end with 2 (nothing was done), all others with 1. */
enum err_kind {
	ERR_USAGE,     /* the call is wrong */
	ERR_CONF,      /* the user's file is wrong */
	ERR_DATA,      /* a document or a query cannot be read */
	ERR_NET,       /* the network or a server failed */
	ERR_STORE,     /* the store failed */
	ERR_SYSTEM,    /* a file, a program, the kernel failed */
	ERR_CANCELLED, /* somebody asked to stop */
};

#define TNEWS_ERROR (err_quark())
GQuark err_quark(void);

/* A fault with a place, for files and queries that a person wrote. A reader collects
 * all of them in a GPtrArray made with fault_array_new(). line and column count from
 * 1; 0 means unknown. */
struct fault {
	char *file;
	int line, column;
	char *text;
};

GPtrArray *fault_array_new(void);
/* faults may be NULL: then nothing is kept. file may be NULL. */
void fault_add(GPtrArray *faults, const char *file, int line, int column,
	       const char *format, ...) __attribute__((format(printf, 5, 6)));
/* "file:line:column: text"; to be freed. */
char *fault_text(const struct fault *fault);

/* The nearest of the n words to word (edit distance, at most a third of its length),
 * or NULL: for "did you mean". */
const char *err_nearest(const char *word, const char *const *words, size_t n);

#endif
