/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules that keep tags apart from each other on a line, and from queries. */
#include "text/tagname.h"

#include <string.h>

#include "text/utf8.h"
#include "util/error.h"
#include "util/i18n.h"

enum { TAG_CHARACTERS = 100 };

bool tagname_read(const char *name, char **clean, GError **err)
{
	char *text = utf8_clean(name, strlen(name), CLEAN_LINE);
	const char *why = NULL;
	if (!*text)
		why = _("a tag needs a name");
	else if (*text == '+' || *text == '-')
		why = _("the name of a tag does not begin with + or -");
	else if (strpbrk(text, " \t,"))
		why = _("the name of a tag holds no blank and no comma");
	else if (g_utf8_strlen(text, -1) > TAG_CHARACTERS)
		why = _("the name of a tag has at most 100 characters");
	if (why) {
		char *shown = utf8_ellipsis(text, 40);
		g_set_error(err, TNEWS_ERROR, ERR_USAGE, _("\"%s\" is no tag: %s"), shown,
			    why);
		g_free(shown);
		g_free(text);
		return false;
	}
	*clean = text;
	return true;
}
