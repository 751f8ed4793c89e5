/* SPDX-License-Identifier: GPL-3.0-or-later */
/* index: the text index is completed behind everything else. A reload of many stories ends
 * before their words are in it; a search is complete all the same, but has to read what the
 * index lacks. */
#ifndef ENGINE_INDEX_H
#define ENGINE_INDEX_H

#include "conf/conf.h"
#include "store/db.h"

/* Starts `tnews index --behind`, without waiting for it, if the index of the store lacks
 * anything and the file does not say otherwise. */
void index_start(const struct conf *conf, const char *data_dir);
/* Completes the index; returns when it is, when another program does it, or when one wants
 * the store for itself. The claim is kept until db is closed. behind: only while a processor has nothing else to do. */
bool index_complete(struct db *db, bool behind, GError **err);

#endif
