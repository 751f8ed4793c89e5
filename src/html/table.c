/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "html/render.h"
void render_table(struct render *r, const struct node *node)
{
	render_children(r, node);
}
