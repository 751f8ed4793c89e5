/* SPDX-License-Identifier: GPL-3.0-or-later */
/* highlight: which rows a `highlight QUERY COLOR` of the file is about. Inner header of
 * engine/. */
#ifndef ENGINE_HIGHLIGHT_H
#define ENGINE_HIGHLIGHT_H

#include "engine/scope.h"
#include "store/story.h"

/* Fills row->highlight of all. A query that cannot be carried out colours nothing. */
void highlight_rows(struct db *db, const struct scope *scope, struct row *rows, size_t n);

#endif
