/* SPDX-License-Identifier: GPL-3.0-or-later */
/* input: bytes of a terminal become keys, mouse events and pasted text. Knows the
 * sequences of xterm and its kin, the Linux console, rxvt, and kitty's CSI u; unknown
 * sequences are swallowed whole. Reads nothing itself and knows no curses. */
#ifndef UI_INPUT_H
#define UI_INPUT_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "conf/bind.h"

enum input_kind { INPUT_KEY, INPUT_MOUSE, INPUT_PASTE };

enum mouse_act {
	MOUSE_PRESS,
	MOUSE_RELEASE,
	MOUSE_DRAG,
	MOUSE_WHEEL_UP,
	MOUSE_WHEEL_DOWN
};

struct input_event {
	enum input_kind kind;
	uint32_t key;	    /* KEY */
	enum mouse_act act; /* MOUSE */
	int button;	    /* 1 left, 2 middle, 3 right */
	int x, y;	    /* from 0 */
	char *text;	    /* PASTE: valid UTF-8; the receiver frees it */
};

struct input {
	GString *bytes;
	size_t at;
	bool pasting;
	GString *paste;
};

void input_init(struct input *in);
void input_clear(struct input *in);
void input_feed(struct input *in, const char *bytes, size_t n);
/* The next event, if there is a whole one. late: no byte came for 25 ms, so an Esc that
 * waits for its sequence is the key Esc. */
bool input_next(struct input *in, bool late, struct input_event *event);
/* Whether bytes wait for more of their sequence: then the caller sets its clock. */
bool input_waits(const struct input *in);

#endif
