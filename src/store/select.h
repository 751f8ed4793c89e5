/* SPDX-License-Identifier: GPL-3.0-or-later */
/* select: a list_spec as a running statement, with the index that suits it. Inside a
 * snapshot. */
#ifndef STORE_SELECT_H
#define STORE_SELECT_H

#include "store/db_private.h"
#include "store/list.h"

/* One may be opened while another is: its functions see its own texts. */
struct selection {
	struct db *db;
	struct sql *sql;
	struct hits **groups;
	GArray *driver; /* int64_t: all stories that can match, or NULL */
	sqlite3_stmt *rows;
	struct hits **outer; /* of the selection that was open before */
	int n_outer;
};

/* columns: what to select from story s, "s.id"; ordered: whether order matters. */
bool select_open(struct db *db, struct selection *s, const struct list_spec *spec,
		 const char *columns, bool ordered, GError **err);
void select_close(struct selection *s);

#endif
