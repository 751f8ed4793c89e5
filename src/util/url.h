/* SPDX-License-Identifier: GPL-3.0-or-later */
/* url: addresses, on GUri (RFC 3986), after what feeds leave unescaped was escaped. */
#ifndef UTIL_URL_H
#define UTIL_URL_H

#include <stdbool.h>

/* ref as an absolute address, seen from base (NULL or "" for none). White space around
 * is dropped, what RFC 3986 forbids is percent-encoded, an international host becomes
 * punycode. What cannot be resolved is returned escaped as it is. To be freed. */
char *url_resolve(const char *base, const char *ref);
/* Whether it begins with http:// or https:// and has a host. */
bool url_is_web(const char *url);
/* Whether it is absolute (has a scheme). */
bool url_is_absolute(const char *url);
/* Whether references can be resolved against it: absolute, with a host that is one. */
bool url_is_base(const char *url);
/* Whether its scheme may stand behind a story's link: not javascript:, vbscript:,
 * data:, file:, and no control characters. */
bool url_is_harmless(const char *url);
/* Lower-case host, or NULL; to be freed. */
char *url_host(const char *url);
/* Scheme, host and port, in lower case, for comparing; NULL without a host; to be freed. */
char *url_origin(const char *url);
/* Whether it is on this very machine: localhost, 127.x, [::1], or no web address. */
bool url_is_local(const char *url);
/* Two addresses are the same feed if these are equal: scheme and host in lower case, no
 * default port, no fragment, "/" for an empty path, feed: and feed:// undone. */
char *url_normal(const char *url);
/* The address without the parameters that only tell its site where the reader comes from
 * (tracking.def): "https://a/b?id=7&utm_source=rss" is "https://a/b?id=7". What is left
 * stands as it was. To be freed. */
char *url_without_tracking(const char *url);
/* The address without user and password, for messages; to be freed. */
char *url_without_secrets(const char *url);

#endif
