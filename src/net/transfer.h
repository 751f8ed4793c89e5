/* SPDX-License-Identifier: GPL-3.0-or-later */
/* transfer: one document asked for: options (security.md 5.3 has their reasons), what the
 * server says, and what a failure is called. Inner header of net/. */
#ifndef NET_TRANSFER_H
#define NET_TRANSFER_H

#include <curl/curl.h>
#include <stdbool.h>
#include <stdint.h>

#include "net/fetcher.h"
#include "net/head.h"

/* Why we ended a transfer ourselves. */
enum refusal {
	REFUSAL_NONE,
	REFUSAL_TOO_LARGE,
	REFUSAL_HEAD,	 /* too many header lines */
	REFUSAL_HEADERS, /* a redirect that would take own headers to another host */
	REFUSAL_PRIVATE, /* a redirect to a private address */
	REFUSAL_DONE,	 /* the rest of an error page is not wanted: no failure */
};

struct transfer {
	struct job *job;
	char *host; /* "host:port" as first asked, the key for limits; NULL: no address */
	char *name; /* the host alone, for messages */
	CURL *easy; /* while it runs */
	CURLU *url;
	bool other_scheme; /* neither http nor https */
	struct curl_slist *headers;
	GByteArray *body;
	size_t received; /* bytes of it so far */
	size_t *coming;	 /* the fetcher's sum of those */
	struct head head;
	enum refusal refusal;
	bool cookies; /* its handle has some */
	int hops;
	bool all_permanent;  /* each redirect so far was 301 or 308 */
	bool private_origin; /* the address itself was private */
	bool has_user; /* and a password go along */
	bool known_origin;
	bool asked;	       /* it has had a connection, and sent its request */
	char *private_address; /* with REFUSAL_PRIVATE */
	int64_t started_us;
	char error[CURL_ERROR_SIZE];
};

/* Takes the job over; looks at its address. */
struct transfer *transfer_new(struct job *taken);
void transfer_free(struct transfer *t);
/* Gives easy all its options. false if the address cannot be used: then transfer_result
 * says why (code CURLE_URL_MALFORMAT). */
bool transfer_setup(struct transfer *t, CURL *easy, CURLSH *share);
/* What became of it. The transfer is used up (to be freed). */
struct transfer_result *transfer_result(struct transfer *t, CURLcode code);
struct transfer_result *transfer_cancelled(struct transfer *t);

#endif
