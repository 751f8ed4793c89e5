/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files written as a whole or not at all: a temporary file beside the target of any
 * symbolic link, then rename. */
#include "util/replace.h"

#include "util/error.h"
#include "util/i18n.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct file_stamp stamp_of(const struct stat *st)
{
	return (struct file_stamp){
		.size = st->st_size,
		.mtime_ns = (gint64)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec,
		.inode = (gint64)st->st_ino,
		.exists = true,
	};
}

struct file_stamp file_stamp(const char *path)
{
	struct stat st;
	if (stat(path, &st) != 0)
		return (struct file_stamp){.exists = false};
	return stamp_of(&st);
}

bool file_stamp_equal(const struct file_stamp *a, const struct file_stamp *b)
{
	if (!a->exists || !b->exists)
		return a->exists == b->exists;
	return a->size == b->size && a->mtime_ns == b->mtime_ns && a->inode == b->inode;
}

static bool fail(GError **err, const char *format, const char *path)
{
	int code = errno;
	char *name = g_filename_display_name(path);
	char *what = g_strdup_printf("%s %s", format, name);
	g_set_error(err, TNEWS_ERROR, ERR_SYSTEM, "%s: %s", what, g_strerror(code));
	g_free(what);
	g_free(name);
	return false;
}

/* Where a chain of symbolic links ends, even if nothing is there yet. */
static char *final_target(const char *path)
{
	char *target = g_strdup(path);
	for (int i = 0; i < 40; i++) {
		char *link = g_file_read_link(target, NULL);
		if (!link)
			break;
		char *next;
		if (g_path_is_absolute(link)) {
			next = g_strdup(link);
		} else {
			char *folder = g_path_get_dirname(target);
			next = g_build_filename(folder, link, NULL);
			g_free(folder);
		}
		g_free(link);
		g_free(target);
		target = next;
	}
	return target;
}

static bool write_all(int fd, const char *bytes, size_t n)
{
	while (n > 0) {
		ssize_t done = write(fd, bytes, n);
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return false;
		bytes += done;
		n -= (size_t)done;
	}
	return true;
}

static int open_temporary(const char *target, char **path)
{
	for (int i = 0; i < 100; i++) {
		char *folder = g_path_get_dirname(target);
		char *base = g_path_get_basename(target);
		char *name = g_strdup_printf(".%s.%08x", base, g_random_int());
		*path = g_build_filename(folder, name, NULL);
		g_free(name);
		g_free(base);
		g_free(folder);
		int fd = open(*path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
			      0600);
		if (fd >= 0 || errno != EEXIST)
			return fd;
		g_free(*path);
		*path = NULL;
	}
	errno = EEXIST;
	return -1;
}

/* The new file gets what the old one had. To give it the old owner may be forbidden;
 * then the group must not gain rights either, so the mode is set afterwards. */
static bool keep_attributes(int fd, const struct stat *old)
{
	if (fchown(fd, old->st_uid, old->st_gid) != 0 && errno != EPERM)
		return false;
	return fchmod(fd, old->st_mode & 07777) == 0;
}

static bool sync_folder(const char *target)
{
	char *folder = g_path_get_dirname(target);
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	g_free(folder);
	if (fd < 0)
		return false;
	/* Some file systems cannot sync a folder (EINVAL); the file is safe there, too. */
	bool ok = fsync(fd) == 0 || errno == EINVAL;
	close(fd);
	return ok;
}

bool file_replace(const char *path, const char *bytes, size_t n,
		  const struct file_stamp *expected, GError **err)
{
	char *target = final_target(path);
	char *temporary = NULL;
	struct stat old;
	bool exists = stat(target, &old) == 0, ok = false;
	int fd = -1;
	if (exists && !S_ISREG(old.st_mode)) {
		g_set_error(err, TNEWS_ERROR, ERR_SYSTEM,
			    _("cannot write %s: it is not a regular file"), path);
		goto out;
	}
	fd = open_temporary(target, &temporary);
	if (fd < 0) {
		fail(err, _("cannot write"), path);
		goto out;
	}
	if (!write_all(fd, bytes, n) || (exists && !keep_attributes(fd, &old)) ||
	    fsync(fd) != 0) {
		fail(err, _("cannot write"), path);
		goto out;
	}
	int closed = close(fd);
	fd = -1;
	if (closed != 0) {
		fail(err, _("cannot write"), path);
		goto out;
	}
	struct file_stamp now = file_stamp(target);
	if (expected && !file_stamp_equal(&now, expected)) {
		g_set_error(err, TNEWS_ERROR, ERR_SYSTEM,
			    _("%s was changed by another program, nothing was written"),
			    path);
		goto out;
	}
	if (rename(temporary, target) != 0) {
		fail(err, _("cannot write"), path);
		goto out;
	}
	g_clear_pointer(&temporary, g_free);
	ok = sync_folder(target) || fail(err, _("cannot write"), path);
out:
	if (fd >= 0)
		close(fd);
	if (temporary)
		unlink(temporary);
	g_free(temporary);
	g_free(target);
	return ok;
}

char *file_read(const char *path, size_t ceiling, size_t *n, GError **err)
{
	/* A FIFO must not hang us before fstat tells what it is. */
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0) {
		fail(err, _("cannot read"), path);
		return NULL;
	}
	GString *text = g_string_new(NULL);
	struct stat st;
	if (fstat(fd, &st) != 0) {
		fail(err, _("cannot read"), path);
		goto bad;
	}
	if (!S_ISREG(st.st_mode)) {
		g_set_error(err, TNEWS_ERROR, ERR_SYSTEM,
			    _("cannot read %s: it is not a regular file"), path);
		goto bad;
	}
	for (;;) {
		char buffer[16384];
		ssize_t got = read(fd, buffer, sizeof buffer);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			fail(err, _("cannot read"), path);
			goto bad;
		}
		if (got == 0)
			break;
		if ((size_t)got > ceiling - text->len) {
			g_set_error(err, TNEWS_ERROR, ERR_SYSTEM,
				    _("cannot read %s: it is larger than %zu bytes"),
				    path, ceiling);
			goto bad;
		}
		g_string_append_len(text, buffer, got);
	}
	close(fd);
	if (n)
		*n = text->len;
	return g_string_free(text, FALSE);
bad:
	close(fd);
	g_string_free(text, TRUE);
	return NULL;
}
