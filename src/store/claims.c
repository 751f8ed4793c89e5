/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Locks of an open file description: they end with the process, whatever happens to it,
 * and two connections of one process exclude each other as well. */
#include "store/claims.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "store/db_private.h"

/* Bytes that no feed's number is near to. */
enum { AWAY = 1 << 30, WAIT_US = 10 * 1000, WAITS = 100 };

static int open_file(const char *dir)
{
	g_autofree char *name = g_build_filename(dir, "claims.lock", NULL);
	return open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
}

static struct flock lock_of(int64_t what, short type)
{
	off_t at = what >= 0 ? (off_t)what : (off_t)INT64_C(1024) * AWAY - (off_t)what;
	return (struct flock){
		.l_type = type, .l_whence = SEEK_SET, .l_start = at, .l_len = 1};
}

static bool set_lock(struct db *db, int64_t what, short type)
{
	if (db->claims < 0)
		db->claims = open_file(db->dir);
	struct flock lock = lock_of(what, type);
	if (db->claims < 0 || fcntl(db->claims, F_OFD_SETLK, &lock) == 0)
		return true;
	return errno != EAGAIN && errno != EACCES;
}

bool claims_take(struct db *db, int64_t what)
{
	return set_lock(db, what, F_WRLCK);
}

void claims_share(struct db *db, int64_t what)
{
	set_lock(db, what, F_RDLCK);
}

void claims_drop(struct db *db, int64_t what)
{
	if (db->claims >= 0)
		set_lock(db, what, F_UNLCK);
}

static bool is_locked(int fd, struct flock lock)
{
	return fd >= 0 && fcntl(fd, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

static bool is_taken(int fd, int64_t what)
{
	return is_locked(fd, lock_of(what, F_WRLCK));
}

bool claims_taken(struct db *db, int64_t what)
{
	return is_taken(db->claims, what);
}

bool claims_busy(struct db *db)
{
	struct flock feeds = lock_of(0, F_WRLCK);
	feeds.l_len = (off_t)INT64_C(512) * AWAY;
	return is_taken(db->claims, CLAIM_WRITE) || is_locked(db->claims, feeds);
}

int claims_alone(const char *dir)
{
	int fd = open_file(dir);
	struct flock lock = lock_of(CLAIM_ALONE, F_RDLCK);
	if (fd < 0)
		return fd;
	fcntl(fd, F_OFD_SETLK, &lock);
	for (int i = 0; i < WAITS && is_taken(fd, CLAIM_INDEX); i++)
		g_usleep(WAIT_US);
	return fd;
}
