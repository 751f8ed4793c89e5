/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines "size FORM SECTIONS-W HEADLINES-W HEADLINES-H" and "used OPERATION TIMES"; what is
 * not understood is dropped. Of two programs that end the later one is remembered. */
#include "config.h"

#include "ui/memory.h"

#include <string.h>

#include "util/replace.h"

enum { MAX_FILE = 64 << 10, MOST_CELLS = 10000 };

static char *file_of(const struct ui *ui)
{
	return g_build_filename(ui->data_dir, "panes", NULL);
}

static int number_of(const char *text)
{
	guint64 n = 0;

	return text && g_ascii_string_to_unsigned(text, 10, 0, MOST_CELLS, &n, NULL)
		       ? (int)n
		       : 0;
}

static void take_line(struct ui *ui, const char *line)
{
	g_auto(GStrv) words = g_strsplit(line, " ", -1);
	guint n = g_strv_length(words);

	if (n == 3 && strcmp(words[0], "used") == 0) {
		enum op_id op = op_of_name(words[1]);
		if (op)
			ui->used[op] = (guint)MIN(number_of(words[2]), HINT_LEARNED);
	}
	for (int f = 0; n == 5 && strcmp(words[0], "size") == 0 && f < FORMS; f++) {
		if (strcmp(words[1], form_name((enum form)f)) != 0)
			continue;
		ui->wish.sections_w[f] = number_of(words[2]);
		ui->wish.headlines_w[f] = number_of(words[3]);
		ui->wish.headlines_h[f] = number_of(words[4]);
	}
}

/* What would be written now. */
static char *to_text(const struct ui *ui)
{
	GString *s = g_string_new(NULL);
	const struct layout_wish *w = &ui->wish;

	for (int f = 0; f < FORMS; f++)
		if (w->sections_w[f] || w->headlines_w[f] || w->headlines_h[f])
			g_string_append_printf(s, "size %s %d %d %d\n",
					       form_name((enum form)f), w->sections_w[f],
					       w->headlines_w[f], w->headlines_h[f]);
	for (int i = 1; i < OPS; i++)
		if (ui->used[i] > 0)
			g_string_append_printf(s, "used %s %u\n",
					       op_info((enum op_id)i)->name, ui->used[i]);
	return g_string_free(s, FALSE);
}

void memory_load(struct ui *ui)
{
	size_t n = 0;
	g_autofree char *path = file_of(ui);
	g_autofree char *text = file_read(path, MAX_FILE, &n, NULL);

	ui->used = g_new0(guint, OPS);
	if (text && strlen(text) == n) {
		g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
		for (size_t i = 0; lines[i]; i++)
			take_line(ui, lines[i]);
	}
	ui->remembered = to_text(ui);
}

void memory_save(struct ui *ui)
{
	g_autofree char *path = file_of(ui);
	g_autofree char *text = to_text(ui);

	/* that it cannot be written is no reason to say anything at the end */
	if (strcmp(text, ui->remembered) != 0)
		file_replace(path, text, strlen(text), NULL, NULL);
	g_clear_pointer(&ui->remembered, g_free);
	g_clear_pointer(&ui->used, g_free);
}

void memory_used(struct ui *ui, enum op_id op)
{
	if (ui->used[op] < HINT_LEARNED)
		ui->used[op]++;
}
