/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backup: a copy of the whole store, made while programs use it, and the way back.
 *
 * A backup is one SQLite file that is a store itself, plus the user's file as text. It
 * appears whole or not at all, and only once it was looked through and is on the disk. */
#ifndef STORE_BACKUP_H
#define STORE_BACKUP_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

struct backup_result {
	int64_t stories, feeds, bytes;
	char *kept; /* restore: where the store that was there before is; or NULL */
	char *conf; /* restore: the user's file as it was then; or NULL */
};

/* conf: text of the user's file, or NULL. A file that is there already is replaced only
 * with replace. */
bool backup_write(const char *dir, const char *file, const char *conf, bool replace,
		  struct backup_result *result, GError **err);
/* Takes only a whole backup, of this version or an older one; else nothing is changed. No
 * other program may be using the store. The store that was there is kept. */
bool backup_restore(const char *dir, const char *file, struct backup_result *result,
		    GError **err);
void backup_result_clear(struct backup_result *r);

#endif
