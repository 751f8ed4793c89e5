/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hook: programs of the user's file that are told of events: new-stories, reload-done,
 * start, quit. They get the new stories on standard input, one JSON object a line (the
 * form of `tnews list --json`, at most HOOK_STORIES of them); in their arguments %n is the
 * number of new stories, %f that of failed feeds, %s the sentence of the reload. Nobody
 * waits for them, no shell reads their arguments. Inner header of engine/. */
#ifndef ENGINE_HOOK_H
#define ENGINE_HOOK_H

#include "engine/internal.h"

enum { HOOK_STORIES = 500 };

/* Main: the programs for what an event of the engine says; those for event by name. */
void hooks_reload(struct engine *e, const struct event *event);
void hooks_run(struct engine *e, const char *event, const struct reload_progress *p,
	       const char *sentence, const char *stories);
/* Main: whether anybody wants to hear of new stories. */
bool hooks_want_stories(const struct conf *conf);
/* Writer: the stories as lines of JSON; to be freed. NULL if they cannot be read. */
char *hook_stories(struct db *db, const GArray *ids);

#endif
