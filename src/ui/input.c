/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The decoder: looks at the bytes that are there and takes one event off, or says that
 * the sequence is not complete. */
#include "config.h"

#include "ui/input.h"

#include <string.h>

#include "text/utf8.h"

enum { ESC = 0x1B, PASTE_MAX = 1 << 20, SEQUENCE_MAX = 64 };

/* What a look at the bytes found. */
enum taken { TAKEN_NOTHING, TAKEN_SWALLOWED, TAKEN_EVENT };

static uint32_t letter_key(char final)
{
	static const struct {
		char final;
		uint32_t key;
	} keys[] = {
		{'A', KEY_UP_ARROW},   {'B', KEY_DOWN_ARROW}, {'C', KEY_RIGHT_ARROW},
		{'D', KEY_LEFT_ARROW}, {'F', KEY_END_},	      {'H', KEY_HOME_},
		{'P', KEY_F0 + 1},     {'Q', KEY_F0 + 2},     {'R', KEY_F0 + 3},
		{'S', KEY_F0 + 4},     {'Z', KEY_BACK_TAB},   {'M', '\r'},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
		if (keys[i].final == final)
			return keys[i].key;
	return KEY_NONE;
}

static uint32_t tilde_key(int number)
{
	static const struct {
		int number;
		uint32_t key;
	} keys[] = {
		{1, KEY_HOME_},	   {2, KEY_INSERT},   {3, KEY_DELETE},
		{4, KEY_END_},	   {5, KEY_PAGE_UP},  {6, KEY_PAGE_DOWN},
		{7, KEY_HOME_},	   {8, KEY_END_},     {11, KEY_F0 + 1},
		{12, KEY_F0 + 2},  {13, KEY_F0 + 3},  {14, KEY_F0 + 4},
		{15, KEY_F0 + 5},  {17, KEY_F0 + 6},  {18, KEY_F0 + 7},
		{19, KEY_F0 + 8},  {20, KEY_F0 + 9},  {21, KEY_F0 + 10},
		{23, KEY_F0 + 11}, {24, KEY_F0 + 12}, {25, KEY_F0 + 13},
		{26, KEY_F0 + 14}, {28, KEY_F0 + 15}, {29, KEY_F0 + 16},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
		if (keys[i].number == number)
			return keys[i].key;
	return KEY_NONE;
}

/* The bits of a modifier parameter, which is 1 more than they are. */
static uint32_t with_modifier(uint32_t key, int modifier)
{
	int bits = modifier > 1 ? modifier - 1 : 0;

	if (key == KEY_NONE)
		return key;
	if (bits & 1) {
		if (key == KEY_UP_ARROW)
			key = KEY_SHIFT_UP;
		else if (key == KEY_DOWN_ARROW)
			key = KEY_SHIFT_DOWN;
		else if (key == '\t')
			key = KEY_BACK_TAB;
	}
	if ((bits & 4) && key < KEY_SPECIAL) {
		if (g_ascii_isalpha((char)key))
			key = (uint32_t)(g_ascii_toupper((char)key) - '@');
		else if (key >= '[' && key <= '_')
			key -= '@';
	}
	if (bits & 2)
		key |= KEY_ALT;
	return key;
}

static uint32_t plain_key(uint32_t c)
{
	if (c == '\n')
		return '\r';
	if (c == 0x08)
		return 0x7F;
	return c;
}

static void mouse_event(struct input_event *e, int code, int x, int y, bool release)
{
	static const int buttons[] = {1, 2, 3, 0};

	e->kind = INPUT_MOUSE;
	e->x = x - 1;
	e->y = y - 1;
	e->button = buttons[code & 3];
	if (code & 64)
		e->act = (code & 1) ? MOUSE_WHEEL_DOWN : MOUSE_WHEEL_UP;
	else if (release || (code & 35) == 3)
		e->act = MOUSE_RELEASE;
	else
		e->act = (code & 32) ? MOUSE_DRAG : MOUSE_PRESS;
}

static size_t parameters(const char *s, size_t n, int out[4])
{
	size_t count = 0;
	bool digits = false, sub = false;

	for (int i = 0; i < 4; i++)
		out[i] = 0;
	for (size_t i = 0; i < n && count < 4; i++) {
		if (s[i] >= '0' && s[i] <= '9') {
			if (!sub && out[count] < 1 << 24)
				out[count] = out[count] * 10 + (s[i] - '0');
			digits = true;
		} else if (s[i] == ';') {
			count++;
			sub = false;
			digits = true;
		} else if (s[i] == ':') {
			sub = true; /* kitty's alternates and event types */
		}
	}
	return count + (digits && count < 4 ? 1 : 0);
}

/* ESC [ ... final, the bytes at s after "ESC [": *length what it takes of them. */
static enum taken csi(struct input *in, const char *s, size_t n, size_t *length,
		      struct input_event *e)
{
	size_t i = 0;
	int p[4];

	if (n == 1 && s[0] == '[')
		return TAKEN_NOTHING;
	if (n > 1 && s[0] == '[' && s[1] >= 'A' && s[1] <= 'E') { /* Linux console */
		*length = 2;
		e->key = KEY_F0 + 1 + (uint32_t)(s[1] - 'A');
		return TAKEN_EVENT;
	}
	if (n > 0 && s[0] == 'M') { /* the old mouse: three bytes */
		if (n < 4)
			return TAKEN_NOTHING;
		*length = 4;
		mouse_event(e, (unsigned char)s[1] - 32, (unsigned char)s[2] - 32,
			    (unsigned char)s[3] - 32, false);
		return TAKEN_EVENT;
	}
	while (i < n && i < SEQUENCE_MAX && (unsigned char)s[i] >= 0x20 &&
	       (unsigned char)s[i] < 0x40)
		i++;
	if (i == n && n < SEQUENCE_MAX)
		return TAKEN_NOTHING;
	*length = MIN(i + 1, n);
	if (i == n || i == SEQUENCE_MAX || s[i] < 0x40)
		return TAKEN_SWALLOWED;
	bool private = i > 0 && s[0] >= '<' && s[0] <= '?';
	size_t n_params = parameters(s + private, i - private, p);
	char final = s[i];
	if (private) {
		if (s[0] != '<' || (final != 'M' && final != 'm') || n_params < 3)
			return TAKEN_SWALLOWED;
		mouse_event(e, p[0], p[1], p[2], final == 'm');
		return TAKEN_EVENT;
	}
	if (final == '~' && p[0] == 200) {
		in->pasting = true;
		g_string_truncate(in->paste, 0);
		return TAKEN_SWALLOWED;
	}
	if (final == '~' && p[0] == 27 && n_params >= 3)
		e->key = with_modifier(plain_key((uint32_t)p[2]), p[1]);
	else if (final == '~')
		e->key = with_modifier(tilde_key(p[0]), p[1]);
	else if (final == 'u')
		e->key = with_modifier(plain_key((uint32_t)p[0]), p[1]);
	else if (p[0] <= 1) /* more is an answer of the terminal: where its cursor is */
		e->key = with_modifier(letter_key(final), p[1]);
	return e->key == KEY_NONE ? TAKEN_SWALLOWED : TAKEN_EVENT;
}

/* One character, or TAKEN_NOTHING while it is not complete. */
static enum taken character(const char *s, size_t n, bool late, size_t *length,
			    uint32_t *key)
{
	unsigned char c = (unsigned char)s[0];
	size_t need = c < 0xC2 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : c < 0xF5 ? 4 : 1;

	if (n < need && !late) {
		for (size_t i = 1; i < n; i++)
			if (((unsigned char)s[i] & 0xC0) != 0x80)
				need = 1;
		if (need > 1)
			return TAKEN_NOTHING;
	}
	*key = plain_key(utf8_next(s, n, length));
	if (*key == 0 || *key == 0xFFFD)
		return TAKEN_SWALLOWED;
	return TAKEN_EVENT;
}

static enum taken escape(struct input *in, const char *s, size_t n, bool late,
			 size_t *length, struct input_event *e)
{
	enum taken t;
	size_t skip = 1; /* ESC; two of them before a sequence are Alt */

	if (n > 2 && s[1] == ESC && (s[2] == '[' || s[2] == 'O'))
		skip = 2;
	if (n == skip || (n == 2 && s[1] == ESC)) {
		if (!late)
			return TAKEN_NOTHING;
		*length = 1;
		e->key = ESC;
		return TAKEN_EVENT;
	}
	if (s[skip] == '[' || s[skip] == 'O') {
		if (s[skip] == 'O') {
			if (n == skip + 1 && !late)
				return TAKEN_NOTHING;
			e->key = n > skip + 1 ? letter_key(s[skip + 1]) : KEY_NONE;
			if (e->key != KEY_NONE) {
				*length = skip + 2;
				e->key |= skip == 2 ? KEY_ALT : 0;
				return TAKEN_EVENT;
			}
		} else if (n > skip + 1 || !late) {
			t = csi(in, s + skip + 1, n - skip - 1, length, e);
			if (t != TAKEN_NOTHING) {
				*length += skip + 1;
				if (e->kind == INPUT_KEY && skip == 2)
					e->key |= KEY_ALT;
				return t;
			}
			if (!late)
				return t;
		}
	}
	t = character(s + 1, n - 1, late, length, &e->key);
	*length += 1;
	e->key |= KEY_ALT;
	return t;
}

static bool pasted(struct input *in, bool late, struct input_event *e)
{
	static const char end[] = "\033[201~";
	const char *s = in->bytes->str + in->at;
	size_t n = in->bytes->len - in->at;
	const char *found = g_strstr_len(s, (gssize)n, end);
	size_t take = found ? (size_t)(found - s) : n;

	if (!found) { /* the end may be coming in pieces */
		for (size_t k = MIN(n, sizeof(end) - 2); k > 0; k--)
			if (memcmp(s + n - k, end, k) == 0) {
				take = n - k;
				break;
			}
	}
	if (in->paste->len < PASTE_MAX)
		g_string_append_len(in->paste, s, (gssize)take);
	in->at += take;
	if (!found) {
		(void)late;
		return false;
	}
	in->at += sizeof(end) - 1;
	in->pasting = false;
	e->kind = INPUT_PASTE;
	e->text = utf8_clean(in->paste->str, in->paste->len, CLEAN_TEXT);
	g_string_truncate(in->paste, 0);
	return true;
}

void input_init(struct input *in)
{
	memset(in, 0, sizeof(*in));
	in->bytes = g_string_new(NULL);
	in->paste = g_string_new(NULL);
}

void input_clear(struct input *in)
{
	if (in->bytes)
		g_string_free(in->bytes, TRUE);
	if (in->paste)
		g_string_free(in->paste, TRUE);
	memset(in, 0, sizeof(*in));
}

void input_feed(struct input *in, const char *bytes, size_t n)
{
	if (in->at > 0) {
		g_string_erase(in->bytes, 0, (gssize)in->at);
		in->at = 0;
	}
	g_string_append_len(in->bytes, bytes, (gssize)n);
}

bool input_next(struct input *in, bool late, struct input_event *event)
{
	while (in->at < in->bytes->len) {
		const char *s = in->bytes->str + in->at;
		size_t n = in->bytes->len - in->at, length = 0;
		enum taken t;

		memset(event, 0, sizeof(*event));
		event->kind = INPUT_KEY;
		if (in->pasting) {
			if (pasted(in, late, event))
				return true;
			if (in->pasting)
				return false;
			continue;
		}
		if (s[0] == ESC)
			t = escape(in, s, n, late, &length, event);
		else
			t = character(s, n, late, &length, &event->key);
		if (t == TAKEN_NOTHING)
			return false;
		in->at += MIN(MAX(length, 1), n);
		if (t == TAKEN_EVENT)
			return true;
	}
	return false;
}

bool input_waits(const struct input *in)
{
	return in->at < in->bytes->len && !in->pasting;
}
