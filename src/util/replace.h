/* SPDX-License-Identifier: GPL-3.0-or-later */
/* replace: writes a file atomically: a temporary file beside the target of any symbolic
 * link (O_EXCL, O_NOFOLLOW, O_CLOEXEC), fsync, rename, fsync of the folder. Permissions
 * are kept; a new file gets 0600. */
#ifndef UTIL_REPLACE_H
#define UTIL_REPLACE_H

#include <glib.h>
#include <stdbool.h>

/* What a file was when it was read: enough to see that somebody else changed it. */
struct file_stamp {
	gint64 size, mtime_ns, inode;
	bool exists;
};

struct file_stamp file_stamp(const char *path);
bool file_stamp_equal(const struct file_stamp *a, const struct file_stamp *b);

/* Writes n bytes to path. expected: the file must still be this one, else ERR_SYSTEM
 * and nothing is written (NULL: whatever is there). */
bool file_replace(const char *path, const char *bytes, size_t n,
		  const struct file_stamp *expected, GError **err);
/* Reads a regular file of at most ceiling bytes. */
char *file_read(const char *path, size_t ceiling, size_t *n, GError **err);

#endif
