/* SPDX-License-Identifier: GPL-3.0-or-later */
/* opml: subscriptions as other programs read them, OPML 2.0 (opml.org/spec2.opml). Reading
 * such a file is the worker's: feed/opml.c. */
#ifndef EXCHANGE_OPML_H
#define EXCHANGE_OPML_H

#include <glib.h>
#include <stdint.h>

#include "wire/job.h"

/* The whole file. Folders and feeds in their order, as struct outline says; a title that
 * is missing is the address. now: when it was made. */
GString *opml_write(const struct outline *outlines, size_t n, int64_t now);

#endif
