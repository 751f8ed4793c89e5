/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The texts, and how they become a list. In a text, {name} is the key of that operation. */
#include "config.h"

#include "ui/welcome.h"

#include <string.h>

#include "ui/command.h"
#include "ui/headlines.h"
#include "ui/ops.h"
#include "util/clock.h"
#include "util/i18n.h"

struct welcome_story {
	const char *title;
	const char *html;
};

static const struct welcome_story stories[] = {
	{N_("Welcome to tnews"),
	 N_("<p>Three panes: sections, headlines, the story. <b>{down}</b> and "
	    "<b>{up}</b> move, "
	    "<b>{right}</b> and <b>{left}</b> go from pane to pane, <b>{open}</b> "
	    "opens.</p>"
	    "<p><b>{read-on}</b> does the next sensible thing: it pages through the "
	    "story, then "
	    "goes to the next unread one. <b>{quit}</b> goes back, <b>{quit-now}</b> "
	    "ends tnews, "
	    "<b>{help}</b> shows every key.</p>"
	    "<p>To begin:</p><ul>"
	    "<li><a href=\"tnews:starter\">Choose from a starter set</a>: twenty "
	    "feeds in five sections, shown before anything is added.</li>"
	    "<li><a href=\"tnews::import\">Take over an OPML file</a> "
	    "(<code>:import</code>), as other readers export it.</li>"
	    "<li><a href=\"tnews:add\">Add a feed</a> (<b>{add}</b>): type the address "
	    "of "
	    "a page or a feed, then the section that it belongs to. It is fetched at "
	    "once.</li>"
	    "<li><a href=\"tnews:edit-config\">Open your file</a> "
	    "(<b>{edit-config}</b>) of feeds and settings in your editor. "
	    "Three lines are enough:<pre>[Sci &amp; Tech]\n"
	    "feed https://example.org/rss.xml\n"
	    "feed https://example.com/atom.xml \"Example\" +weekly</pre></li>"
	    "<li><b>{reload}</b> fetches this section, <b>{reload-all}</b> all that are "
	    "due.</li>"
	    "</ul><p>What is underlined is reached by <b>{link-next}</b> and opened by "
	    "<b>{open}</b>.</p><p>Nothing was written so far; the first feed that you "
	    "add writes "
	    "<code>~/.tnewsrc</code>. Nothing is sent anywhere but to the servers of "
	    "your "
	    "feeds.</p>")},
	{N_("Reading: one key is enough"),
	 N_("<p><b>{read-on}</b> reads on, <b>{read-back}</b> goes the same way "
	    "back.</p><ul>"
	    "<li><b>{story-next}</b> and <b>{story-prev}</b>: next and previous story, "
	    "also from "
	    "inside one.</li>"
	    "<li><b>{unread-next}</b> and <b>{unread-prev}</b>: next and previous "
	    "unread.</li>"
	    "<li><b>{link-next}</b> goes to the next link, <b>{open}</b> opens it; "
	    "<b>{links}</b> lists them all; a number before <b>{browser}</b> opens that "
	    "link.</li>"
	    "<li><b>{zoom}</b> gives a pane the whole screen, and back.</li>"
	    "<li><b>{page-down}</b>, <b>{half-down}</b>, <b>{first}</b>, <b>{last}</b> "
	    "move as "
	    "elsewhere. Digits before a key are a count.</li></ul>"
	    "<p>A story counts as read when you open it; moving through headlines marks "
	    "nothing. "
	    "<b>{toggle-read}</b> changes it, <b>{read-all}</b> marks all that are "
	    "listed.</p>")},
	{N_("Keeping: stars, tags, and the way back"),
	 N_("<p><b>{star}</b> stars a story. <b>{tag}</b> opens the tags: type a few "
	    "letters, "
	    "Enter. A name that is not there yet becomes a new tag. <b>{tag-add}</b> "
	    "asks for "
	    "tags in words: <code>+later -weekly</code>. <b>{tag-repeat}</b> does the "
	    "last tag "
	    "change again on this story.</p>"
	    "<p><b>{select}</b> and <b>{select-range}</b> select several; what you press "
	    "next "
	    "works on all of them.</p>"
	    "<p><b>{undo}</b> takes back whatever you did, also tomorrow; <b>{redo}</b> "
	    "makes it "
	    "again. So nothing asks whether you are sure.</p>")},
	{N_("Finding: in this pane, in this list, everywhere"),
	 N_("<p><b>{find}</b> finds in the pane you are in, <b>{match-next}</b> goes on. "
	    "<b>{filter}</b> narrows the list, <b>{search}</b> searches everything; both "
	    "while "
	    "you type.</p><p>Queries are words and terms:</p><ul>"
	    "<li><code>is:unread tag:later</code></li>"
	    "<li><code>title:\"climate change\" after:7d</code></li>"
	    "<li><code>section:Tech -author:smith</code></li></ul>"
	    "<p>Tab completes them. A query that you need again becomes a section of its "
	    "own: "
	    "a line <code>query is:starred after:30d</code> under a <code>[Name]</code> "
	    "in your "
	    "file.</p>")},
};

/* Links of these stories name operations, or with another colon commands. */
static const char scheme[] = "tnews:";

static const struct welcome_story *story_of(int64_t id)
{
	size_t i = (size_t)(-id - 1);

	return id < 0 && i < G_N_ELEMENTS(stories) ? &stories[i] : &stories[0];
}

void welcome_open(struct ui *ui, const char *name, const char *place)
{
	struct list_request request = {.scope = SCOPE_ALL};
	struct list *l = list_new(&request, name, place);
	struct ids *ids = g_new0(struct ids, 1);
	struct rows *rows = g_new0(struct rows, 1);
	size_t n = G_N_ELEMENTS(stories);

	ids->ids = g_new(int64_t, n);
	ids->n = n;
	rows->arena = arena_new(0);
	rows->rows = arena_array_of(rows->arena, n, struct row);
	rows->n = n;
	for (size_t i = 0; i < n; i++) {
		ids->ids[i] = -(int64_t)i - 1;
		rows->rows[i].id = ids->ids[i];
		rows->rows[i].date = clock_now();
		rows->rows[i].unread = true;
		rows->rows[i].title = _(stories[i].title);
	}
	list_take_ids(l, ids, true);
	size_t got = 0;
	list_missing(l, 0, n, UINT32_MAX, &got);
	if (!list_take_rows(l, UINT32_MAX, rows))
		rows_free(rows);
	list_free(ui->headlines->list);
	ui->headlines->list = l;
	headlines_follow(ui);
	ui_todo(ui, TODO_DRAW);
}

bool welcome_run(struct ui *ui, int64_t id, const char *url)
{
	if (id >= 0 || !g_str_has_prefix(url, scheme))
		return false;
	const char *name = url + strlen(scheme);
	if (*name == ':') {
		g_autofree char *line = g_strconcat(name + 1, " ", NULL);
		command_prompt(ui, line);
		return true;
	}
	enum op_id op = op_of_name(name);
	ops_run(ui, op, &(struct op_call){0});
	return op != OP_NONE;
}

const char *welcome_title(int64_t id)
{
	return _(story_of(id)->title);
}

char *welcome_html(struct ui *ui, int64_t id)
{
	const char *s = _(story_of(id)->html);
	GString *out = g_string_new(NULL);

	while (*s) {
		const char *open = strchr(s, '{'),
			   *close = open ? strchr(open, '}') : NULL;
		if (!close) {
			g_string_append(out, s);
			break;
		}
		g_string_append_len(out, s, open - s);
		g_autofree char *name = g_strndup(open + 1, (size_t)(close - open - 1));
		enum op_id op = op_of_name(name);
		g_autofree char *key =
			op ? bind_key_of(ui->conf->bindings,
					 op_info(op)->contexts & CONTEXT_ALL, op)
			   : NULL;
		g_autofree char *shown = g_markup_escape_text(key ? key : name, -1);
		if (!key)
			g_string_append(out, ":exec ");
		g_string_append(out, shown);
		s = close + 1;
	}
	return g_string_free(out, FALSE);
}
