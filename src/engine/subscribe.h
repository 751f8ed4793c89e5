/* SPDX-License-Identifier: GPL-3.0-or-later */
/* subscribe: from any address that a person gives to the feeds that are there.
 *
 * A page, a feed, feed:..., a name without https:// all do. First the rules of
 * share/sites, which know where some sites keep their feeds; then the address itself; if
 * a page is there, the feeds that it names; if it names none, the customary places of its
 * host. Only what was fetched and read as a feed is offered. The documents are read by a
 * worker of its own. */
#ifndef ENGINE_SUBSCRIBE_H
#define ENGINE_SUBSCRIBE_H

#include <glib.h>
#include <stdbool.h>

#include "conf/conf.h"
#include "wire/job.h"

struct discovery;

/* Main thread: takes from the file what the transfers need. NULL with ERR_USAGE if the
 * address is none that can be asked. */
struct discovery *discovery_new(const struct conf *conf, const char *address,
				GError **err);
void discovery_free(struct discovery *d);
/* Any thread; blocks. The feeds that are there, best first, each a struct offer with
 * is_feed; at least one. NULL with err if there is none, or *cancel (atomic, may be NULL)
 * became 1. */
GPtrArray *discovery_run(const struct discovery *d, const char *worker_path,
			 const int *cancel, GError **err);

/* An address as it is typed, with a scheme; to be freed. */
char *subscribe_address(const char *typed);

#endif
