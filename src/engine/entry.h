/* SPDX-License-Identifier: GPL-3.0-or-later */
/* entry: all that a feed says of a story, as text. */
#ifndef ENGINE_ENTRY_H
#define ENGINE_ENTRY_H

#include "store/story.h"
#include "util/arena.h"

/* A line for each thing that the entry has, then its texts as they came; in arena. */
const char *entry_text(struct arena *arena, const struct story *story);

#endif
