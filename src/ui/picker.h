/* SPDX-License-Identifier: GPL-3.0-or-later */
/* picker: popups that choose: tags of stories, a tag or a query to go to, links, orders. */
#ifndef UI_PICKER_H
#define UI_PICKER_H

#include "ui/state.h"

void picker_tags(struct ui *ui, int count);
/* Tags were counted anew: a list of them that is open shows it. */
void picker_tags_counted(struct ui *ui);
void picker_go_tag(struct ui *ui);
void picker_go_query(struct ui *ui);
void picker_links(struct ui *ui);
void picker_sort(struct ui *ui);

#endif
