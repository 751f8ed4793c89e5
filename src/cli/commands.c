/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of commands: dispatch, --help, manual and completions come from commands.def. */
#include "cli/cli.h"

static const struct command list[] = {
#define COMMAND(id, name, arguments, needs, help) \
	{name, arguments, needs, help, cmd_##id},
#include "cli/commands.def"
#undef COMMAND
};

const struct command *commands(size_t *n)
{
	*n = G_N_ELEMENTS(list);
	return list;
}
