/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ops: operation -> function. Every line of operations.def has a function here; one that
 * lacks it does not link. */
#ifndef UI_OPS_H
#define UI_OPS_H

#include "ui/state.h"

struct op_call {
	int count;   /* what was typed before the key, 0 nothing */
	char **args; /* of the binding, NULL-terminated, or NULL */
};

#define OP(id, name, contexts, keys, help) \
	void op_##id(struct ui *ui, const struct op_call *call);
#include "conf/operations.def"
#undef OP

void ops_run(struct ui *ui, enum op_id op, const struct op_call *call);
/* ":exec NAME ARG..." */
bool ops_run_name(struct ui *ui, const char *name, char **args, GError **err);
static inline int op_count(const struct op_call *call)
{
	return call->count > 0 ? call->count : 1;
}

#endif
