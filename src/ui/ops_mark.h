/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ops_mark: what changes stories: shown at once, sent to the writer, corrected if that
 * fails. */
#ifndef UI_OPS_MARK_H
#define UI_OPS_MARK_H

#include "ui/state.h"

/* On these stories (those of welcome, below 0, are changed here alone). add and remove:
 * NULL-terminated or NULL. remember: for `.`. */
void mark_act(struct ui *ui, const int64_t *ids, size_t n, char *const *add,
	      char *const *remove, bool delete_stories, const char *label, bool remember);
void mark_read(struct ui *ui, const int64_t *ids, size_t n, bool read, const char *label);
void mark_star(struct ui *ui, int count);
/* "+name -name name": into tags to add and to remove; NULL with ERR_USAGE. */
bool tags_of_text(const char *text, char ***add, char ***remove, GError **err);
/* Tags for the targets (selection or `count` stories), kept for `T`. */
void mark_tags(struct ui *ui, const int64_t *ids, size_t n, char *const *add,
	       char *const *remove);
/* Everything that a list names, wherever it is shown. */
void mark_list(struct ui *ui, const struct list_request *request, char *const *add,
	       char *const *remove, const char *label);
void last_change_clear(struct last_change *l);

#endif
