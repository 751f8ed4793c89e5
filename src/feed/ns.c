/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The namespaces that feeds use: two tables, compared without regard to case, to
 * http or https, to www. and to a slash or # at the end. */
#include "feed/ns.h"

#include <glib.h>
#include <stddef.h>
#include <string.h>

struct name {
	const char *name;
	enum ns ns;
};

static const struct name uris[] = {
	{"purl.org/rss/1.0", NS_RSS},
	{"purl.org/net/rss1.1", NS_RSS},
	{"my.netscape.com/rdf/simple/0.9", NS_RSS},
	{"channel.netscape.com/rdf/simple/0.9", NS_RSS},
	{"my.netscape.com/publish/formats/rss-0.91.dtd", NS_RSS},
	{"backend.userland.com/rss", NS_RSS},
	{"backend.userland.com/rss091", NS_RSS},
	{"backend.userland.com/rss092", NS_RSS},
	{"backend.userland.com/rss2", NS_RSS},
	{"blogs.law.harvard.edu/tech/rss", NS_RSS},
	{"cyber.law.harvard.edu/rss/rss.html", NS_RSS},
	{"cyber.law.harvard.edu/rss", NS_RSS},
	{"rssboard.org/rss-specification", NS_RSS},
	{"opml.org/spec2", NS_RSS},
	{"w3.org/2005/atom", NS_ATOM},
	{"purl.org/atom/ns", NS_ATOM},
	{"example.com/newformat", NS_ATOM},
	{"necho.org", NS_ATOM},
	{"purl.org/echo", NS_ATOM},
	{"uri/of/echo/namespace", NS_ATOM},
	{"purl.org/pie", NS_ATOM},
	{"w3.org/1999/02/22-rdf-syntax-ns", NS_RDF},
	{"purl.org/dc/elements/1.1", NS_DC},
	{"purl.org/dc/elements/1.0", NS_DC},
	{"purl.org/metadata/dublin_core", NS_DC},
	{"purl.org/dc/terms", NS_DC},
	{"purl.org/dc", NS_DC},
	{"purl.org/rss/1.0/modules/dc", NS_DC},
	{"purl.org/rss/1.0/modules/content", NS_CONTENT},
	{"search.yahoo.com/mrss", NS_MEDIA},
	{"search.yahoo.com/rss", NS_MEDIA},
	{"tools.search.yahoo.com/mrss", NS_MEDIA},
	{"video.search.yahoo.com/mrss", NS_MEDIA},
	{"docs.yahoo.com/mediamodule", NS_MEDIA},
	{"rssboard.org/media-rss", NS_MEDIA},
	{"itunes.com/dtds/podcast-1.0.dtd", NS_ITUNES},
	{"itunes.com/dtds/podcast", NS_ITUNES},
	{"itunes.com/dtd/podcast-1.0.dtd", NS_ITUNES},
	{"example.com/dtds/podcast-1.0.dtd", NS_ITUNES},
	{"apple.com/itunes/store/podcaststechspecs.html", NS_ITUNES},
	{"google.com/schemas/play-podcasts/1.0", NS_ITUNES},
	{"google.com/schemas/play-podcasts/1.0/play-podcasts.xsd", NS_ITUNES},
	{"podcastindex.org/namespace/1.0", NS_PODCAST},
	{"github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md",
	 NS_PODCAST},
	{"purl.org/rss/1.0/modules/slash", NS_SLASH},
	{"wellformedweb.org/commentapi", NS_WFW},
	{"purl.org/syndication/thread/1.0", NS_THREAD},
	{"georss.org/georss", NS_GEORSS},
	{"w3.org/2003/01/geo/wgs84_pos", NS_GEO},
	{"opengis.net/gml", NS_GML},
	{"backend.userland.com/creativecommonsrssmodule", NS_CC},
	{"cyber.law.harvard.edu/rss/creativecommonsrssmodule.html", NS_CC},
	{"web.resource.org/cc", NS_CC},
	{"creativecommons.org/ns", NS_CC},
	{"purl.org/rss/1.0/modules/syndication", NS_SYN},
	{"webns.net/mvcb", NS_ADMIN},
	{"rssnamespace.org/feedburner/ext/1.0", NS_FEEDBURNER},
	{"w3.org/1999/xhtml", NS_XHTML},
	{"w3.org/xml/1998/namespace", NS_XML},
	{"madskills.com/public/xml/rss/module/pingback", NS_PINGBACK},
	{"prismstandard.org/namespaces/basic/2.0", NS_PRISM},
	{"prismstandard.org/namespaces/1.2/basic", NS_PRISM},
	{"prismstandard.org/namespaces/basic/1.2", NS_PRISM},
	{"source.scripting.com", NS_SOURCE},
};

static const struct name prefixes[] = {
	{"atom", NS_ATOM},	 {"a10", NS_ATOM},
	{"atom10", NS_ATOM},	 {"rdf", NS_RDF},
	{"rss", NS_RSS},	 {"dc", NS_DC},
	{"dcterms", NS_DC},	 {"content", NS_CONTENT},
	{"media", NS_MEDIA},	 {"itunes", NS_ITUNES},
	{"podcast", NS_PODCAST}, {"googleplay", NS_ITUNES},
	{"slash", NS_SLASH},	 {"wfw", NS_WFW},
	{"thr", NS_THREAD},	 {"georss", NS_GEORSS},
	{"geo", NS_GEO},	 {"gml", NS_GML},
	{"cc", NS_CC},		 {"creativecommons", NS_CC},
	{"sy", NS_SYN},		 {"admin", NS_ADMIN},
	{"xhtml", NS_XHTML},	 {"feedburner", NS_FEEDBURNER},
	{"xml", NS_XML},	 {"pingback", NS_PINGBACK},
	{"prism", NS_PRISM},	 {"source", NS_SOURCE},
};

static const char *const customary[NS_N] = {
	[NS_UNKNOWN] = "?",
	[NS_RSS] = "",
	[NS_ATOM] = "atom",
	[NS_CDF] = "cdf",
	[NS_RDF] = "rdf",
	[NS_DC] = "dc",
	[NS_CONTENT] = "content",
	[NS_MEDIA] = "media",
	[NS_ITUNES] = "itunes",
	[NS_PODCAST] = "podcast",
	[NS_SLASH] = "slash",
	[NS_WFW] = "wfw",
	[NS_THREAD] = "thr",
	[NS_GEORSS] = "georss",
	[NS_GEO] = "geo",
	[NS_GML] = "gml",
	[NS_CC] = "cc",
	[NS_SYN] = "sy",
	[NS_ADMIN] = "admin",
	[NS_FEEDBURNER] = "feedburner",
	[NS_XHTML] = "xhtml",
	[NS_XML] = "xml",
	[NS_PINGBACK] = "pingback",
	[NS_PRISM] = "prism",
	[NS_SOURCE] = "source",
};

enum ns ns_of_uri(const char *uri)
{
	while (g_ascii_isspace(*uri))
		uri++;
	if (g_ascii_strncasecmp(uri, "http://", 7) == 0)
		uri += 7;
	else if (g_ascii_strncasecmp(uri, "https://", 8) == 0)
		uri += 8;
	if (g_ascii_strncasecmp(uri, "www.", 4) == 0)
		uri += 4;
	size_t n = strlen(uri);
	while (n &&
	       (uri[n - 1] == '/' || uri[n - 1] == '#' || g_ascii_isspace(uri[n - 1])))
		n--;
	for (size_t i = 0; i < G_N_ELEMENTS(uris); i++)
		if (strlen(uris[i].name) == n &&
		    g_ascii_strncasecmp(uris[i].name, uri, n) == 0)
			return uris[i].ns;
	return NS_UNKNOWN;
}

enum ns ns_of_prefix(const char *prefix)
{
	for (size_t i = 0; i < G_N_ELEMENTS(prefixes); i++)
		if (g_ascii_strcasecmp(prefixes[i].name, prefix) == 0)
			return prefixes[i].ns;
	return NS_UNKNOWN;
}

bool ns_is_misspelt(const char *uri, const char *prefix)
{
	if (g_ascii_strncasecmp(uri, "http", 4) != 0 || strlen(uri) > 200 ||
	    ns_of_prefix(prefix) == NS_UNKNOWN)
		return false;
	g_autofree char *address = g_ascii_strdown(uri, -1);
	g_autofree char *name = g_ascii_strdown(prefix, -1);
	return strstr(address, name) ||
	       (strcmp(name, "media") == 0 && strstr(address, "mrss"));
}

const char *ns_prefix(enum ns ns)
{
	return customary[ns];
}
