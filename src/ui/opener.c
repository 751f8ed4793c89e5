/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which program opens an address, and how it is started. */
#include "config.h"

#include "ui/opener.h"

#include <string.h>

#include "ui/article.h"
#include "ui/status.h"
#include "ui/welcome.h"
#include "util/error.h"
#include "util/i18n.h"
#include "util/run.h"
#include "util/url.h"

static bool is_one_of(const char *program, const char *const *names, size_t n)
{
	g_autofree char *base = g_path_get_basename(program);

	for (size_t i = 0; i < n; i++)
		if (strcmp(base, names[i]) == 0)
			return true;
	return false;
}

static bool needs_terminal(const char *program)
{
	static const char *const names[] = {"w3m",     "lynx",	  "links",  "links2",
					    "elinks",  "browsh",  "chawan", "cha",
					    "felinks", "carbonyl"};

	return is_one_of(program, names, G_N_ELEMENTS(names));
}

/* The first of $BROWSER's programs (they are separated by colons) that is here. */
static char **words_of_env(const char *env)
{
	g_auto(GStrv) parts = g_strsplit(env, ":", -1);

	for (size_t i = 0; parts[i]; i++) {
		char **words = NULL;
		if (!*parts[i] || !g_shell_parse_argv(parts[i], NULL, &words, NULL))
			continue;
		g_autofree char *found = g_find_program_in_path(words[0]);
		if (found)
			return words;
		g_strfreev(words);
	}
	return NULL;
}

/* The address stands for %u or %s, or comes last. */
static char **with_address(char *const *words, const char *url)
{
	GPtrArray *out = g_ptr_array_new();
	bool placed = false;

	for (size_t i = 0; words[i]; i++) {
		if (strcmp(words[i], "%u") == 0 || strcmp(words[i], "%s") == 0) {
			g_ptr_array_add(out, g_strdup(url));
			placed = true;
		} else {
			g_ptr_array_add(out, g_strdup(words[i]));
		}
	}
	if (!placed)
		g_ptr_array_add(out, g_strdup(url));
	g_ptr_array_add(out, NULL);
	return (char **)g_ptr_array_free(out, FALSE);
}

char **opener_words(const char *const *browser, const char *env, const char *url,
		    GError **err)
{
	g_auto(GStrv) words = NULL;
#ifdef __APPLE__
	const char *fallback = "open";
#else
	const char *fallback = "xdg-open";
#endif

	if (!url_is_web(url) || url[0] == '-') {
		g_set_error(err, TNEWS_ERROR, ERR_USAGE,
			    _("only http and https addresses are opened, not %s"), url);
		return NULL;
	}
	if (browser && browser[0])
		return with_address((char *const *)(const void *)browser, url);
	words = env && *env ? words_of_env(env) : NULL;
	if (words)
		return with_address(words, url);
	g_autofree char *found = g_find_program_in_path(fallback);
	if (!found) {
		g_set_error(
			err, TNEWS_ERROR, ERR_SYSTEM,
			_("no browser found: `set browser NAME` or $BROWSER names one"));
		return NULL;
	}
	char *alone[] = {(char *)fallback, NULL};
	return with_address(alone, url);
}

bool opener_on_terminal(struct ui *ui, char **argv, GError **err)
{
	int status = 0;

	ui->away = true;
	term_leave(ui->term);
	bool good = g_spawn_sync(NULL, argv, NULL,
				 G_SPAWN_SEARCH_PATH | G_SPAWN_CHILD_INHERITS_STDIN, NULL,
				 NULL, NULL, NULL, &status, err);
	term_return(ui->term);
	ui->away = false;
	ui_todo(ui, TODO_LAYOUT);
	if (good && status != 0) {
		g_autofree char *text = run_status_text(status);
		g_set_error(err, TNEWS_ERROR, ERR_SYSTEM, "%s: %s", argv[0], text);
		return false;
	}
	return good;
}

char *opener_address(const struct ui *ui, const char *url)
{
	return ui_number(ui, SET_STRIP_TRACKING) ? url_without_tracking(url)
						 : g_strdup(url);
}

bool opener_url(struct ui *ui, const char *link)
{
	g_autofree char *url = opener_address(ui, link);
	GError *err = NULL;
	g_auto(GStrv) words = opener_words(setting_words(ui->conf->settings, SET_BROWSER),
					   g_getenv("BROWSER"), url, &err);
	bool good = words != NULL;

	if (good && needs_terminal(words[0]))
		good = opener_on_terminal(ui, words, &err);
	else if (good)
		good = run_detached(words, &err);
	if (!good) {
		ui_say_error(ui, err);
		return false;
	}
	ui_say(ui, MESSAGE_DONE, _("opened %s"), url);
	return true;
}

bool opener_link(struct ui *ui, int n)
{
	enum page_link_kind kind = LINK_PAGE;
	const char *url = article_link(ui, n, &kind);

	if (url && kind == LINK_PLACE && article_go_place(ui, url))
		return true;
	if (!url) {
		ui_say(ui, MESSAGE_WARNING, _("the story has no link %d"), n);
		return false;
	}
	if (welcome_run(ui, ui->article->id, url))
		return true;
	return opener_url(ui, url);
}

/* The program for the clipboard of the screen that we are on; NULL if there is none, or if
 * somebody looks from elsewhere. */
static char **clipboard_words(void)
{
	static const struct {
		const char *screen; /* variable that must be set */
		const char *words[4];
	} table[] = {
		{"WAYLAND_DISPLAY", {"wl-copy", NULL}},
		{"DISPLAY", {"xclip", "-selection", "clipboard", NULL}},
		{"DISPLAY", {"xsel", "-ib", NULL}},
		{"HOME", {"pbcopy", NULL}},
	};

	if (g_getenv("SSH_CONNECTION") || g_getenv("SSH_TTY"))
		return NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
		const char *screen = g_getenv(table[i].screen);
		g_autofree char *found =
			screen && *screen ? g_find_program_in_path(table[i].words[0])
					  : NULL;
		if (found)
			return g_strdupv((char **)(void *)table[i].words);
	}
	return NULL;
}

bool opener_copy(struct ui *ui, const char *text)
{
	const char *const *set = setting_words(ui->conf->settings, SET_CLIPBOARD);
	g_auto(GStrv) words = set && set[0] ? g_strdupv((char **)(void *)set)
					    : clipboard_words();
	GError *err = NULL;

	if (words && run_detached_with(words, text, strlen(text), &err))
		return true;
	if (words && set && set[0]) {
		ui_say_error(ui, err);
		return false;
	}
	g_clear_error(&err);
	if (term_copy(ui->term, text))
		return true;
	ui_say(ui, MESSAGE_WARNING,
	       _("this terminal takes nothing for the clipboard; `set clipboard PROGRAM` "
		 "names a program that does"));
	return false;
}

char **editor_words(const char *editor, const char *file, int line)
{
	static const char *const with_line[] = {
		"vi",	 "vim",		"nvim",	  "view", "gvim",  "nano", "pico",
		"emacs", "emacsclient", "micro",  "kak",  "joe",   "jed",  "mg",
		"ne",	 "zile",	"mcedit", "nvi",  "elvis", "vis"};
	char **words = NULL;
	GPtrArray *out = g_ptr_array_new();

	if (!editor || !*editor || !g_shell_parse_argv(editor, NULL, &words, NULL)) {
		words = g_new0(char *, 2);
		words[0] = g_strdup("vi");
	}
	for (size_t i = 0; words[i]; i++)
		g_ptr_array_add(out, g_strdup(words[i]));
	if (line > 1 && is_one_of(words[0], with_line, G_N_ELEMENTS(with_line)))
		g_ptr_array_add(out, g_strdup_printf("+%d", line));
	g_ptr_array_add(out, g_strdup(file));
	g_ptr_array_add(out, NULL);
	g_strfreev(words);
	return (char **)g_ptr_array_free(out, FALSE);
}
