/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The thread that compresses the texts of feeds that come for the first time: so many new
 * stories at once would keep the writer from writing. Of other feeds only the writer knows
 * which stories are new, and packs those few itself. Each dictionary comes from the writer.
 * The first one of a store is asked for when enough went by to make it of, and what comes
 * meanwhile waits for it: texts packed without are larger for ever. */
#include "engine/internal.h"

#include <string.h>

#include "store/pack.h"

enum { FIRST_ASK = PACK_FIRST_AT }; /* stories */

struct packing {
	struct engine *e;
	struct packer *packer;
	GQueue held; /* struct task: wait for a dictionary */
	bool asked;
	size_t stories, ask_at; /* went by without one */
};

static struct packed pack_into(struct packing *p, struct arena *arena, const char *text)
{
	struct packed packed = text ? packer_pack(p->packer, text, strlen(text))
				    : (struct packed){NULL, 0};
	if (packed.bytes) {
		void *copy = arena_alloc(arena, packed.n);
		memcpy(copy, packed.bytes, packed.n);
		packed.bytes = copy;
	}
	return packed;
}

static void pack(struct packing *p, struct task *t)
{
	const struct feed *f = t->answer->feed;
	struct arena *arena = t->answer->arena;
	t->packed = arena_array_of(arena, f->n_items, struct packed_story);
	for (size_t i = 0; i < f->n_items; i++) {
		t->packed[i].summary = pack_into(p, arena, f->items[i].summary);
		t->packed[i].content = pack_into(p, arena, f->items[i].content);
	}
}

/* On to the writer; packed, if there is a dictionary. */
static void pass_on(struct packing *p, struct task *t)
{
	if (packer_number(p->packer))
		pack(p, t);
	else
		p->stories += t->answer->feed->n_items;
	task_push(p->e->to_writer, t);
}

static void ask(struct packing *p)
{
	p->asked = true;
	task_push(p->e->to_writer, task_new(TASK_LEARN, LATER));
}

/* What waits, until a dictionary has to be waited for. */
static void go_on(struct packing *p)
{
	while (!p->asked && p->held.length > 0) {
		if (!packer_number(p->packer) && p->stories >= p->ask_at)
			ask(p);
		else
			pass_on(p, g_queue_pop_head(&p->held));
	}
}

static void take_dictionary(struct packing *p, struct task *t)
{
	packer_use(p->packer, t->dictionary);
	/* there are too few stories, or too short ones: not before there are twice as many */
	p->ask_at = MAX(FIRST_ASK, 2 * p->stories);
	p->asked = false;
	go_on(p);
}

void *packing_thread(void *engine)
{
	struct engine *e = engine;
	struct packing p = {.e = e, .packer = packer_new()};
	struct task *t;
	g_queue_init(&p.held);
	while ((t = task_pop(e->to_packer, -1))->kind != TASK_END) {
		if (t->kind == TASK_DICTIONARY) {
			take_dictionary(&p, t);
			task_free(t);
		} else {
			g_queue_push_tail(&p.held, t);
			go_on(&p);
		}
	}
	task_free(t);
	while ((t = g_queue_pop_head(&p.held)))
		pass_on(&p, t);
	packer_free(p.packer);
	return NULL;
}
