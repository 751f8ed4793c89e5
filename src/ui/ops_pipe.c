/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The story that is shown, as text, to a command that the user types. The command gets
 * the terminal; it is the user's own line for a shell, nothing foreign is joined to it. */
#include "config.h"

#include <string.h>
#include <unistd.h>

#include "ui/article.h"
#include "ui/opener.h"
#include "ui/ops.h"
#include "ui/prompt.h"
#include "ui/status.h"
#include "util/error.h"
#include "util/i18n.h"

/* Programs that keep the screen until they are left; others are waited for. */
static bool is_pager(const char *command)
{
	static const char *const pagers[] = {"less", "more", "most", "vi",   "vim",
					     "nvim", "view", "nano", "emacs"};
	g_auto(GStrv) words = g_strsplit_set(command, " \t", 2);
	g_autofree char *name = words[0] ? g_path_get_basename(words[0]) : NULL;

	if (strchr(command, '|'))
		return false;
	for (size_t i = 0; name && i < G_N_ELEMENTS(pagers); i++)
		if (strcmp(name, pagers[i]) == 0)
			return true;
	return false;
}

static GString *story_text(const struct ui *ui)
{
	const struct article_page *p = ui->article->shown;
	GString *text = g_string_new(NULL);

	if (p->story)
		g_string_append_printf(text, "%s\n\n", p->story->row.title);
	page_print(text, p->page, 0);
	return text;
}

/* The command reads a file as its standard input: it may be slow, or never read at all. */
static char *file_of(const GString *text, GError **err)
{
	char *path = NULL;
	int fd = g_file_open_tmp("tnews-XXXXXX", &path, err);
	size_t at = 0;

	while (fd >= 0 && at < text->len) {
		ssize_t n = write(fd, text->str + at, text->len - at);
		if (n <= 0) {
			g_set_error(err, TNEWS_ERROR, ERR_SYSTEM,
				    _("%s: cannot be written"), path);
			unlink(path);
			g_clear_pointer(&path, g_free);
			break;
		}
		at += (size_t)n;
	}
	if (fd >= 0)
		close(fd);
	return path;
}

static void pipe_done(struct ui *ui, const char *text, void *data)
{
	const struct article *a = ui->article;
	GError *err = NULL;

	(void)data;
	if (!text || !*text || !a->shown || !a->shown->page)
		return;
	GString *story = story_text(ui);
	g_autofree char *path = file_of(story, &err);
	g_string_free(story, TRUE);
	if (path) {
		const char *wait =
			is_pager(text) ? ""
				       : "\nprintf '\\n[%s]' \"$2\"; read -r x </dev/tty";
		g_autofree char *script = g_strconcat("{ ", text, "\n} <\"$1\"", wait,
						      NULL);
		char *argv[] = {"/bin/sh", "-c", script, "tnews", path, _("Enter"), NULL};
		opener_on_terminal(ui, argv, &err);
		unlink(path);
	}
	if (err)
		ui_say_error(ui, err);
}

void op_PIPE(struct ui *ui, const struct op_call *call)
{
	const struct article *a = ui->article;

	if (!a->shown || !a->shown->page) {
		ui_say(ui, MESSAGE_DONE, _("no story is shown"));
		return;
	}
	if (call->args && call->args[0]) {
		g_autofree char *text = g_strjoinv(" ", call->args);
		pipe_done(ui, text, NULL);
		return;
	}
	prompt_open(ui, PROMPT_PIPE, _("story to: "), "", pipe_done, NULL, NULL);
}
