/* SPDX-License-Identifier: GPL-3.0-or-later */
/* command: the command line: what the file may say, and some words of its own. */
#ifndef UI_COMMAND_H
#define UI_COMMAND_H

#include "ui/state.h"

enum command_argument {
	ARG_NONE,
	ARG_CONF,
	ARG_OPERATION,
	ARG_LAYOUT,
	ARG_THEME,
	ARG_SECTION,
	ARG_TAGS_QUERY,
	ARG_QUERY,
	ARG_PATH,
};

struct command {
	const char *name;
	enum command_argument argument;
	const char *help; /* untranslated */
	void (*run)(struct ui *ui, const char *rest);
};

/* Those of the panes; the file's own commands come besides. */
const struct command *command_table(size_t *n);
/* text: what stands in it, without the colon. */
void command_prompt(struct ui *ui, const char *text);
/* One line, without the colon. */
void command_run(struct ui *ui, const char *text);

/* ops_conf.c */
void ui_reload(struct ui *ui, const char *section, const int64_t *feeds, size_t n,
	       bool due, bool force);

#endif
