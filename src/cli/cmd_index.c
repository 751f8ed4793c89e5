/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tnews index: completes the text index. */
#include "cli/cli.h"
#include "engine/index.h"
#include "util/i18n.h"

bool cmd_index(struct cli *c, char **words, GError **err)
{
	gboolean behind = FALSE;
	const GOptionEntry entries[] = {
		{"behind", 0, 0, G_OPTION_ARG_NONE, &behind,
		 N_("only while a processor has nothing else to do; a reload starts it "
		    "so"),
		 NULL},
		{0},
	};
	bool good = cli_options(c, entries, false, &words, err) &&
		    cli_words(words, 0, 0, err) &&
		    (c->db = db_open(c->data_dir, DB_WRITE, err)) &&
		    index_complete(c->db, behind, err);
	g_strfreev(words);
	return good;
}
