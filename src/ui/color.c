/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines `highlight QUERY COLOR` of the user's file: the engine says which row is meant
 * by which, here is its look. */
#include "config.h"

#include "ui/state.h"

bool ui_colors_rows(const struct ui *ui)
{
	const GPtrArray *all = ui->conf->actions->highlights;

	for (guint i = 0; i < all->len; i++)
		if (((struct highlight *)g_ptr_array_index(all, i))->query)
			return true;
	return false;
}

const struct look *ui_row_color(const struct ui *ui, const struct row *row)
{
	const GPtrArray *all = ui->conf->actions->highlights;

	if (row->highlight == 0 || row->highlight > all->len)
		return NULL;
	const struct highlight *h = g_ptr_array_index(all, row->highlight - 1);
	return &h->look;
}
