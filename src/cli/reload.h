/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reload: the reload of some feeds with its progress and its sentences, for commands that
 * end with one. */
#ifndef CLI_RELOAD_H
#define CLI_RELOAD_H

#include "cli/cli.h"

/* Fetches these (struct sub); false if one failed, which was said, or with err. */
bool cli_reload(struct cli *c, const GPtrArray *subs, GError **err);

#endif
