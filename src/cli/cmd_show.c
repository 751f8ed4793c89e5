/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tnews show: one story as the article pane has it. */
#include <string.h>

#include "cli/format.h"
#include "cli/tools.h"
#include "engine/engine.h"
#include "text/date.h"
#include "text/utf8.h"

static void print_field(const char *label, const char *value)
{
	if (!value || !*value)
		return;
	char *clean = utf8_clean(value, strlen(value), CLEAN_LINE);
	char *shown = utf8_clean(clean, strlen(clean), CLEAN_SHOWN);
	cli_print("%s: %s\n", label, shown);
	g_free(shown);
	g_free(clean);
}

static void print_head(const struct cli *c, const struct story *s)
{
	char *date = s->row.date == DATE_NONE ? NULL : date_long(s->row.date);
	char *tags = s->row.tags ? g_strjoinv(", ", (char **)s->row.tags) : NULL;
	const char *section = cli_section(c, s->row.feed);
	print_field(_("Title"), s->row.title);
	print_field(_("Feed"), s->feed_title ? s->feed_title : s->feed_url);
	print_field(_("Section"), section);
	print_field(_("Author"), s->authors);
	print_field(_("Date"), date);
	print_field(_("Link"), s->link);
	print_field(_("Comments"), s->comments);
	for (size_t i = 0; i < s->n_enclosures; i++) {
		const struct enclosure *e = &s->enclosures[i];
		char *text = e->type ? g_strdup_printf("%s (%s)", e->url, e->type)
				     : g_strdup(e->url);
		print_field(_("Enclosure"), text);
		g_free(text);
	}
	print_field(_("Tags"), tags);
	print_field(_("Note"), s->note);
	cli_print("\n");
	g_free(tags);
	g_free(date);
}

static int64_t feed_setting(const struct cli *c, const char *feed, enum setting_id id)
{
	const GPtrArray *feeds = c->conf->subs->feeds;
	for (guint i = 0; feed && i < feeds->len; i++) {
		const struct sub *sub = feeds->pdata[i];
		if (strcmp(sub->url, feed) == 0)
			return setting_number(sub->settings, id);
	}
	return setting_number(c->conf->settings, id);
}

static bool print_rendered(struct cli *c, const struct story *s, int width, GError **err)
{
	struct job *job = job_new(JOB_RENDER, 0);
	job->urgent = true;
	job->url = arena_strdup(job->arena, s->link ? s->link : s->feed_url);
	job->bytes = arena_strdup(job->arena, s->body);
	job->n_bytes = strlen(s->body);
	job->width = width;
	job->title = arena_strdup(job->arena, s->row.title);
	job->language = arena_strdup(job->arena, s->language);
	job->flags = RENDER_LINK_LIST;
	if (feed_setting(c, s->feed_url, SET_HYPHENATE))
		job->flags |= RENDER_HYPHENATE;
	struct answer *answer = tools_ask(job, ANSWER_PAGE, err);
	if (!answer)
		return false;
	bool ansi = cli_columns(0) > 0 && !g_getenv("NO_COLOR") &&
		    g_strcmp0(g_getenv("TERM"), "dumb") != 0;
	print_head(c, s);
	print_page(answer->page, ansi ? PAGE_ANSI | PAGE_LINKS : 0);
	answer_free(answer);
	return true;
}

static struct story *find_story(struct cli *c, const char *word, GError **err)
{
	int64_t id;
	GError *cause = NULL;
	if (!cli_number(word, "show", &id, err) || !cli_open(c, DB_READ, err))
		return NULL;
	struct story *story = list_story(c->db, id, &cause);
	if (cause)
		g_propagate_error(err, cause);
	else if (!story)
		g_set_error(err, TNEWS_ERROR, ERR_DATA, _("there is no story %s"), word);
	return story;
}

/* --- the page behind the story ------------------------------------------------------ */

struct page_wait {
	GMainLoop *loop;
	char *failure;
};

static void on_event(struct event *taken, void *data)
{
	struct page_wait *w = data;
	bool failed = taken->kind == EVENT_FAILED;
	if (failed || (taken->kind == EVENT_FULLTEXT && taken->story_id)) {
		g_free(w->failure);
		w->failure = g_strdup(taken->text);
		g_main_loop_quit(w->loop);
	}
	event_free(taken);
}

/* Fetches the page, waits, and reads the story anew. What is kept is not fetched again. */
static bool fetch_page(struct cli *c, struct story **story, GError **err)
{
	if ((*story)->fulltext)
		return true;
	struct page_wait w = {.loop = g_main_loop_new(NULL, FALSE)};
	struct engine_options options = {
		.data_dir = c->data_dir,
		.on_event = on_event,
		.data = &w,
		.finish_index = true,
		.fetches = true,
	};
	struct engine *engine = engine_new(c->conf, &options, err);
	if (engine) {
		struct request *r = request_new(REQ_FULLTEXT);
		r->story = (*story)->row.id;
		r->serial = 1;
		engine_send(engine, r);
		g_main_loop_run(w.loop);
		engine_free(engine);
	}
	g_main_loop_unref(w.loop);
	if (w.failure)
		g_set_error_literal(err, TNEWS_ERROR, ERR_NET, w.failure);
	bool good = engine && !w.failure;
	g_free(w.failure);
	struct story *anew = good ? list_story(c->db, (*story)->row.id, err) : NULL;
	if (anew) {
		story_free(*story);
		*story = anew;
	}
	return anew != NULL;
}

/* The terminal's width, at most text-width. --help comes without a configuration. */
static int usual_width(const struct cli *c)
{
	int width = cli_columns(80);
	int limit = (int)setting_number(c->conf->settings, SET_TEXT_WIDTH);
	if (limit > 0)
		width = MIN(width, limit);
	return MAX(width, 10);
}

bool cmd_show(struct cli *c, char **words, GError **err)
{
	gboolean json = FALSE, html = FALSE, fulltext = FALSE;
	char *width_text = NULL;
	const GOptionEntry entries[] = {
		{"json", 0, 0, G_OPTION_ARG_NONE, &json, N_("as a JSON object"), NULL},
		{"html", 0, 0, G_OPTION_ARG_NONE, &html, N_("the HTML of the body"),
		 NULL},
		{"fulltext", 0, 0, G_OPTION_ARG_NONE, &fulltext,
		 N_("with the text of its page, which is fetched and kept"), NULL},
		{"width", 0, 0, G_OPTION_ARG_FILENAME, &width_text,
		 N_("columns; those of the terminal, at most text-width"), "N"},
		{0},
	};
	struct story *story = NULL;
	bool good = cli_options(c, entries, false, &words, err) &&
		    cli_words(words, 1, 1, err);
	int width = good ? usual_width(c) : 0;
	good = good && (!width_text || tools_width(width_text, &width, err)) &&
	       (story = find_story(c, words[0], err)) &&
	       (!fulltext || fetch_page(c, &story, err));
	if (good)
		story_show_text(story, (enum story_text)feed_setting(c, story->feed_url,
								     SET_STORY_TEXT));
	if (good && json) {
		out_line(out_story(story, cli_section(c, story->row.feed), true));
	} else if (good && html) {
		char *clean = utf8_clean(story->body, strlen(story->body), CLEAN_TEXT);
		cli_print("%s\n", clean);
		g_free(clean);
	} else if (good) {
		good = print_rendered(c, story, width, err);
	}
	story_free(story);
	g_strfreev(words);
	g_free(width_text);
	return good;
}
