/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ns: the namespaces that feeds use. A namespace counts, not the prefix; but feeds
 * misspell the address of a namespace, and forget to declare it: then the customary
 * prefix speaks. */
#ifndef FEED_NS_H
#define FEED_NS_H

#include <stdbool.h>

enum ns {
	NS_UNKNOWN,
	NS_RSS,	 /* no namespace, and those of RSS 0.90, 1.0, 1.1, Userland's */
	NS_ATOM, /* 1.0 and 0.3 */
	NS_CDF,
	NS_RDF,
	NS_DC, /* also dcterms */
	NS_CONTENT,
	NS_MEDIA,
	NS_ITUNES, /* also Google Play's */
	NS_PODCAST,
	NS_SLASH,
	NS_WFW,
	NS_THREAD,
	NS_GEORSS,
	NS_GEO,
	NS_GML,
	NS_CC,
	NS_SYN,
	NS_ADMIN,
	NS_FEEDBURNER,
	NS_XHTML,
	NS_XML,
	NS_PINGBACK,
	NS_PRISM,
	NS_SOURCE,
	NS_N
};

/* The namespace of an address; NS_UNKNOWN if it is none of these. */
enum ns ns_of_uri(const char *uri);
/* The namespace that a prefix customarily means. */
enum ns ns_of_prefix(const char *prefix);
/* Whether an address that nobody knows is meant for what the prefix means: one of the web
 * that has its name in it. */
bool ns_is_misspelt(const char *uri, const char *prefix);
/* The customary prefix, "" for NS_RSS: for documentation. */
const char *ns_prefix(enum ns ns);

#endif
