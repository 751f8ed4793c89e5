/* SPDX-License-Identifier: GPL-3.0-or-later */
/* head: what the header lines of an answer say that tnews wants to know. Pure functions
 * over lines as libcurl hands them out. Inner header of net/. */
#ifndef NET_HEAD_H
#define NET_HEAD_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "net/fetcher.h"

enum {
	HEAD_MOST_BYTES = 256 << 10, /* of all lines of a transfer, trailers too */
	HEAD_MOST_LINES = 500,
	HEAD_MOST_VALIDATOR = 1024,
	HEAD_MOST_VALUE = 4096,
	HEAD_MOST_WAIT_S = 86400,
};

/* The last answer of a transfer. A zeroed struct is a valid empty one but for the times:
 * head_init. */
struct head {
	size_t bytes, lines; /* counted over all answers */
	int status;
	char *etag, *last_modified, *content_type, *location;
	enum body_encoding encodings[BODY_ENCODINGS];
	int n_encodings;
	bool bad_encoding;			 /* unknown, or more than two */
	int64_t max_age_s, age_s, expires, date; /* -1 none */
	int64_t retry_after_s;			 /* -1 none */
	bool no_cache;
	/* 1: what answered also keeps robots out for sites; 2: it says that it did */
	int wall;
	bool done; /* the empty line was seen: what follows are trailers */
};

void head_init(struct head *h);
void head_clear(struct head *h);
/* One line with or without its end. A status line begins a new answer. false when there
 * is too much of it. now: seconds UTC, for a Retry-After that is a date. */
bool head_line(struct head *h, const char *line, size_t n, int64_t now);
/* Seconds that the answer may be taken as fresh (RFC 9111), -1 unknown. */
int64_t head_fresh_s(const struct head *h);
/* The reason phrase that belongs to a status, or NULL. Servers' own are not shown. */
const char *head_reason(int status);

#endif
