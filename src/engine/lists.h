/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lists: subscriptions from other programs and for them; see also engine_import and
 * engine_export. Inner header of engine/. */
#ifndef ENGINE_LISTS_H
#define ENGINE_LISTS_H

#include "engine/internal.h"

/* Main: REQ_IMPORT, REQ_EXPORT; a thread of its own reads or writes the file. */
void lists_request(struct engine *e, struct request *taken);
/* Waits for it. */
void lists_end(struct engine *e);

#endif
