/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of functions, made from the list of operations. */
#include "config.h"

#include "ui/ops.h"

#include "util/error.h"
#include "util/i18n.h"

typedef void op_function(struct ui *ui, const struct op_call *call);

static op_function *const functions[OPS] = {
#define OP(id, name, contexts, keys, help) [OP_##id] = op_##id,
#include "conf/operations.def"
#undef OP
};

void ops_run(struct ui *ui, enum op_id op, const struct op_call *call)
{
	if (op > OP_NONE && op < OPS)
		functions[op](ui, call);
	ui_todo(ui, TODO_DRAW);
}

bool ops_run_name(struct ui *ui, const char *name, char **args, GError **err)
{
	enum op_id op = op_of_name(name);

	if (op == OP_NONE) {
		const char *near = err_nearest(name, op_names(), OPS - 1);
		if (near)
			g_set_error(err, TNEWS_ERROR, ERR_USAGE,
				    _("unknown operation '%s' (did you mean '%s'?)"),
				    name, near);
		else
			g_set_error(err, TNEWS_ERROR, ERR_USAGE,
				    _("unknown operation '%s'"), name);
		return false;
	}
	/* a number before the other words is a count */
	struct op_call call = {.args = args};
	if (args && args[0] && g_ascii_isdigit(args[0][0])) {
		call.count = (int)CLAMP(g_ascii_strtoll(args[0], NULL, 10), 0, 9999999);
		call.args = args + 1;
	}
	ops_run(ui, op, &call);
	return true;
}
