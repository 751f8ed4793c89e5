/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preformatted text; where it is code, its parts get the styles that code.c finds, or
 * those that the site has given them. */
#include "html/render.h"

#include "html/code.h"

enum { MOST_TOKENS = 20000 }; /* of a page: what is longer stays plain */

static const struct code_syntax *syntax_of(const struct render *r, const struct node *pre)
{
	return r->extent || r->code_tokens >= MOST_TOKENS ? NULL : code_syntax_of(pre);
}

void render_pre(struct render *r, const struct node *node)
{
	bool indented = r->width >= 60, outer = r->pre == 0;
	if (indented)
		box_push(r, 2, false, NULL);
	r->pre++;
	if (outer) {
		r->code_marked = code_is_marked(node);
		r->code = r->code_marked ? NULL : syntax_of(r, node);
	}
	render_children(r, node);
	render_flush(r);
	r->pre--;
	if (outer) {
		r->code_marked = false;
		r->code = NULL;
	}
	if (indented)
		box_pop(r);
}

uint32_t render_code_style(const struct render *r, const struct node *node)
{
	const char *class = r->code_marked ? node_attribute(node, ATTRIBUTE_CLASS) : NULL;
	return class ? code_style_of_class(class) : 0;
}

/* The runs, with the tokens laid over them: both are in order. */
static GArray *paint(const struct render *r, const GArray *tokens)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(struct run));
	guint k = 0;
	for (guint i = 0; i < r->runs->len; i++) {
		struct run run = g_array_index(r->runs, struct run, i);
		size_t end = i + 1 < r->runs->len
				     ? g_array_index(r->runs, struct run, i + 1).start
				     : r->text->len;
		uint32_t style = run.style;
		while (run.start < end) {
			const struct code_token *t = NULL;
			while (k < tokens->len) {
				t = &g_array_index(tokens, struct code_token, k);
				if (t->end > run.start)
					break;
				k++;
			}
			bool in = k < tokens->len && t->start <= run.start;
			size_t next = k == tokens->len ? end : in ? t->end : t->start;
			run.style = style;
			if (in && !(style & SPAN_NUMBER))
				run.style |= t->style;
			g_array_append_val(out, run);
			run.start = MIN(next, end);
		}
	}
	return out;
}

void render_code(struct render *r)
{
	if (!r->code || r->code_tokens >= MOST_TOKENS)
		return;
	GArray *tokens = g_array_new(FALSE, FALSE, sizeof(struct code_token));
	code_scan(r->code, r->text->str, r->text->len, tokens,
		  MOST_TOKENS - r->code_tokens);
	r->code_tokens += tokens->len;
	if (tokens->len > 0) {
		GArray *runs = paint(r, tokens);
		g_array_free(r->runs, TRUE);
		r->runs = runs;
	}
	g_array_free(tokens, TRUE);
}
