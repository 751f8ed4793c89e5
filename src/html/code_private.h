/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Between code.c, which scans, and code_guess.c, which has the families. */
#ifndef HTML_CODE_PRIVATE_H
#define HTML_CODE_PRIVATE_H

enum code_flags {
	CODE_NO_ESCAPE = 1 << 0, /* a backslash means nothing in quotes */
	CODE_NO_SINGLE = 1 << 1, /* ' is no quote */
	CODE_CHARACTER = 1 << 2, /* ' holds one character */
	CODE_BACKTICK = 1 << 3,	 /* ` is a quote, over lines */
	CODE_TRIPLE = 1 << 4,	 /* """ is one */
	CODE_LINES = 1 << 5,	 /* all quotes go over lines */
	CODE_CASELESS = 1 << 6,
	CODE_HASH_LINE = 1 << 7,  /* #include */
	CODE_LINE_START = 1 << 8, /* comments begin at the start of a line only */
	CODE_BACKSLASH = 1 << 9,  /* \word */
	CODE_MARKUP = 1 << 10,
	CODE_CHANGES = 1 << 11, /* lines of a patch */
};

struct code_syntax {
	const char *line[2];	    /* what begins a comment to the end of the line */
	const char *open, *close;   /* a comment over lines */
	const char *words, *values; /* each between blanks */
	unsigned flags;
};

#endif
