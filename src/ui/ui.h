/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ui: the three panes. */
#ifndef UI_UI_H
#define UI_UI_H

#include "conf/conf.h"

/* Runs the panes until the user leaves. conf belongs to the panes from here on: they
 * read the file again when it changes. conf_path_given: as on the command line, or NULL;
 * data_dir: where the store lives; sets: NAME=VALUE words of --set, NULL-terminated, or
 * NULL. Returns the exit status; a failure to begin is told on standard error. */
int ui_run(struct conf *conf, const char *conf_path_given, const char *data_dir,
	   const char *const *sets);

#endif
