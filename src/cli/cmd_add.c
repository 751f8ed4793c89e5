/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tnews discover: the feeds that an address offers. tnews add: one of them goes into the
 * user's file and is fetched. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/format.h"
#include "cli/reload.h"
#include "conf/edit.h"
#include "engine/engine.h"
#include "engine/subscribe.h"
#include "text/utf8.h"
#include "util/url.h"

static GPtrArray *discover(struct cli *c, const char *address, GError **err)
{
	struct discovery *d = discovery_new(c->conf, address, err);
	if (!d)
		return NULL;
	char *path = engine_worker_path();
	GPtrArray *found = discovery_run(d, path, NULL, err);
	g_free(path);
	discovery_free(d);
	return found;
}

/* "ADDRESS  Title (rss-2.0, 20 stories)" */
static char *offer_text(const struct offer *o)
{
	GString *s = g_string_new(o->url);
	if (o->title)
		g_string_append_printf(s, "  %s", o->title);
	g_string_append_printf(s, "  (%s, ", o->type ? o->type : "");
	g_string_append_printf(s, ngettext("%u story", "%u stories", o->n_items),
			       o->n_items);
	g_string_append_c(s, ')');
	char *shown = utf8_clean(s->str, s->len, CLEAN_SHOWN);
	g_string_free(s, TRUE);
	return shown;
}

static void print_offer(const struct offer *o, bool json)
{
	if (json) {
		struct json *j = out_object();
		out_text(j, "url", o->url);
		out_text(j, "title", o->title);
		out_text(j, "format", o->type);
		out_number(j, "stories", o->n_items);
		out_date(j, "newest", o->newest);
		out_line(j);
		return;
	}
	char *text = offer_text(o);
	cli_print("%s\n", text);
	g_free(text);
}

bool cmd_discover(struct cli *c, char **words, GError **err)
{
	gboolean json = FALSE;
	const GOptionEntry entries[] = {
		{"json", 0, 0, G_OPTION_ARG_NONE, &json, N_("one JSON object a line"),
		 NULL},
		{0},
	};
	GPtrArray *found = NULL;
	if (cli_options(c, entries, false, &words, err) && cli_words(words, 1, 1, err))
		found = discover(c, words[0], err);
	for (guint i = 0; found && i < found->len && cli_output_good(); i++)
		print_offer(found->pdata[i], json);
	bool good = found != NULL;
	if (found)
		g_ptr_array_unref(found);
	g_strfreev(words);
	return good;
}

/* --- add ------------------------------------------------------------------------------- */

/* A line that a person types, without its end; NULL at the end of input. */
static char *ask_line(const char *question)
{
	char line[1024];
	fputs(question, stderr);
	fflush(stderr);
	if (!fgets(line, sizeof line, stdin))
		return NULL;
	return g_strstrip(g_strdup(line));
}

static bool can_ask(const struct cli *c)
{
	return !c->quiet && isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
}

/* The feed that is meant: the only one, the one that a person chooses, else the first. */
static const struct offer *choose(const struct cli *c, const GPtrArray *found)
{
	for (guint i = 0; found->len > 1 && i < found->len; i++) {
		char *text = offer_text(found->pdata[i]);
		if (can_ask(c))
			fprintf(stderr, "%u  %s\n", i + 1, text);
		else if (i > 0)
			cli_say(_("also there: %s"), text);
		g_free(text);
	}
	if (found->len == 1 || !can_ask(c))
		return found->pdata[0];
	char *answer = ask_line(_("which one [1]? "));
	guint64 n = 1;
	bool good = answer && (!*answer || g_ascii_string_to_unsigned(
						   answer, 10, 1, found->len, &n, NULL));
	g_free(answer);
	return good ? found->pdata[n - 1] : NULL;
}

/* To be freed; NULL: the person left. */
static char *choose_section(const struct cli *c, const char *given)
{
	if (given || !can_ask(c))
		return g_strdup(given ? given : "");
	const GPtrArray *sections = c->conf->subs->sections;
	GString *question = g_string_new(NULL);
	for (guint i = 0; i < sections->len; i++) {
		const struct section *s = sections->pdata[i];
		if (!s->query)
			g_string_append_printf(question, "%s%s",
					       question->len ? ", " : _("sections: "),
					       s->path);
	}
	g_string_append_printf(question, "%s%s", question->len ? "\n" : "",
			       _("section [none]? "));
	char *shown = utf8_clean(question->str, question->len, CLEAN_TEXT);
	char *answer = ask_line(shown);
	g_free(shown);
	g_string_free(question, TRUE);
	return answer;
}

/* Written, read again as tnews reads it, fetched. */
static bool subscribe(struct cli *c, const char *url, const char *title,
		      const char *section, const char *name, GError **err)
{
	if (!conf_add_feed(c->conf->path, section, url, name, NULL, err) ||
	    !cli_reread(c, err))
		return false;
	struct sub *sub = subs_feed(c->conf->subs, url);
	if (!sub) {
		g_set_error(err, TNEWS_ERROR, ERR_CONF,
			    _("%s was written, but is not understood"), url);
		return false;
	}
	if (!c->quiet) {
		char *shown = url_without_secrets(url);
		char *text = g_strdup_printf(*section ? _("added to %s [%s]: %s%s%s")
						      : _("added to %s%s: %s%s%s"),
					     c->conf->path, section, shown,
					     title ? "  " : "", title ? title : "");
		char *clean = utf8_clean(text, strlen(text), CLEAN_SHOWN);
		cli_print("%s\n", clean);
		g_free(clean);
		g_free(text);
		g_free(shown);
	}
	GPtrArray *subs = g_ptr_array_new();
	g_ptr_array_add(subs, sub);
	bool good = cli_reload(c, subs, err);
	g_ptr_array_unref(subs);
	return good;
}

static bool add(struct cli *c, const char *address, const char *given_section,
		const char *name, bool unchecked, GError **err)
{
	GPtrArray *found = NULL;
	char *url = NULL, *title = NULL, *section = NULL;
	if (unchecked) {
		url = subscribe_address(address);
	} else if ((found = discover(c, address, err))) {
		const struct offer *o = choose(c, found);
		url = o ? g_strdup(o->url) : NULL;
		title = o ? g_strdup(o->title) : NULL;
	}
	if (url)
		section = choose_section(c, given_section);
	bool good = section && subscribe(c, url, title, section, name, err);
	if (!good && err && !*err)
		cli_say(_("nothing was added"));
	if (found)
		g_ptr_array_unref(found);
	g_free(url);
	g_free(title);
	g_free(section);
	return good;
}

bool cmd_add(struct cli *c, char **words, GError **err)
{
	char *section = NULL, *name = NULL;
	gboolean unchecked = FALSE;
	const GOptionEntry entries[] = {
		{"section", 0, 0, G_OPTION_ARG_FILENAME, &section,
		 N_("where it goes; a new one is made"), "NAME"},
		{"name", 0, 0, G_OPTION_ARG_FILENAME, &name,
		 N_("what it is called instead of its own title"), "NAME"},
		{"unchecked", 0, 0, G_OPTION_ARG_NONE, &unchecked,
		 N_("this very address, without looking first"), NULL},
		{0},
	};
	bool good = cli_options(c, entries, false, &words, err) &&
		    cli_words(words, 1, 1, err) &&
		    add(c, words[0], section, name, unchecked, err);
	g_strfreev(words);
	g_free(section);
	g_free(name);
	return good;
}
