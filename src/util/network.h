/* SPDX-License-Identifier: GPL-3.0-or-later */
/* network: whether this machine has a way to others at all. */
#ifndef UTIL_NETWORK_H
#define UTIL_NETWORK_H

#include <stdbool.h>

/* Whether there is a route to the world; nothing is sent. TNEWS_NETWORK=up or down says it
 * for tests. */
bool network_up(void);

#endif
