/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gen-lists TEMPLATE: prints the template with each line "@name@" replaced by a list that
 * is made from the .def files: tables of the manual, commented settings of the example
 * file, words for the shells' completion. It stands alone: it is built before all else. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define N_(text) text

static const struct operation {
	const char *name, *contexts, *keys, *help;
} operations[] = {
#define OP(id, name, contexts, keys, help) {name, #contexts, keys, help},
#include "conf/operations.def"
#undef OP
};

static const struct setting {
	const char *name, *type, *def, *bounds, *scope, *help;
} settings[] = {
#define SETTING(id, name, type, def, bounds, scope, help) \
	{name, #type, def, bounds, #scope, help},
#include "conf/settings.def"
#undef SETTING
};

static const struct style {
	const char *name, *fg, *bg, *attributes, *help;
} styles[] = {
#define STYLE(id, name, fg, bg, attributes, help) {name, #fg, #bg, #attributes, help},
#include "conf/styles.def"
#undef STYLE
};

static const struct command {
	const char *name, *arguments, *help;
} commands[] = {
#define COMMAND(id, name, arguments, needs, help) {name, arguments, help},
#include "cli/commands.def"
#undef COMMAND
};

#define LENGTH(list) (sizeof(list) / sizeof((list)[0]))

/* Text of the manual: nothing in it may be taken for a request. */
static void roff(const char *text)
{
	for (; *text; text++) {
		switch (*text) {
		case '\\':
			fputs("\\(rs", stdout);
			break;
		case '-':
			fputs("\\-", stdout);
			break;
		case '^':
			fputs("\\(ha", stdout);
			break;
		case '~':
			fputs("\\(ti", stdout);
			break;
		case '`':
			fputs("\\(ga", stdout);
			break;
		case '\'':
			fputs("\\(aq", stdout);
			break;
		case '"':
			fputs("\\(dq", stdout);
			break;
		default:
			putchar(*text);
		}
	}
}

static void sentence(const char *text)
{
	bool lower = *text >= 'a' && *text <= 'z';

	fputs("\\&", stdout);
	if (lower)
		putchar(*text - 'a' + 'A');
	roff(text + lower);
	fputs(".\n", stdout);
}

static void words_in_lower_case(const char *text)
{
	for (; *text; text++) {
		if (*text == '|')
			putchar(',');
		else if (*text >= 'A' && *text <= 'Z')
			putchar(*text - 'A' + 'a');
		else if (*text != ' ' || text[1] != '|')
			putchar(*text);
	}
}

static void man_operations(void)
{
	for (size_t i = 0; i < LENGTH(operations); i++) {
		const struct operation *o = &operations[i];

		fputs(".TP\n\\fB", stdout);
		roff(o->name);
		fputs("\\fR", stdout);
		if (*o->keys) {
			fputs("    ", stdout);
			roff(o->keys);
		}
		if (strcmp(o->contexts, "ALL") != 0) {
			fputs("    (", stdout);
			words_in_lower_case(o->contexts);
			putchar(')');
		}
		putchar('\n');
		sentence(o->help);
	}
}

static const char *kind(const struct setting *s)
{
	static const char *const kinds[][2] = {
		{"BOOL", "yes, no"},   {"NUMBER", "number"}, {"SECONDS", "time"},
		{"BYTES", "size"},     {"CHOICE", "choice"}, {"TEXT", "text"},
		{"WORDS", "words"},    {"PATH", "path"},
	};

	for (size_t i = 0; i < LENGTH(kinds); i++)
		if (strcmp(kinds[i][0], s->type) == 0)
			return kinds[i][1];
	return s->type;
}

static void man_settings(void)
{
	for (size_t i = 0; i < LENGTH(settings); i++) {
		const struct setting *s = &settings[i];

		fputs(".TP\n\\fB", stdout);
		roff(s->name);
		fputs("\\fR    ", stdout);
		roff(*s->def ? s->def : "(empty)");
		putchar('\n');
		sentence(s->help);
		fputs("Takes: ", stdout);
		roff(kind(s));
		if (*s->bounds) {
			fputs(" (", stdout);
			for (const char *b = s->bounds; *b; b++) {
				char c[2] = {*b, '\0'};

				roff(*b == '|' ? ", " : c);
			}
			putchar(')');
		}
		fputs(strcmp(s->scope, "SECTION") == 0 ?
			      "; a section or a feed may have its own.\n" :
			      ".\n",
		      stdout);
	}
}

static void color(const char *text)
{
	words_in_lower_case(text);
}

static void man_styles(void)
{
	for (size_t i = 0; i < LENGTH(styles); i++) {
		const struct style *s = &styles[i];

		fputs(".TP\n\\fB", stdout);
		roff(s->name);
		fputs("\\fR    ", stdout);
		color(s->fg);
		putchar(' ');
		color(s->bg);
		for (const char *a = s->attributes; (a = strstr(a, "ATTR_"));) {
			size_t n = strspn(a += strlen("ATTR_"), "ABCDEFGHIJKLMNOPQRSTUVWXYZ");

			putchar(' ');
			for (; n > 0; n--)
				putchar(*a++ - 'A' + 'a');
		}
		putchar('\n');
		sentence(s->help);
	}
}

static void man_commands(void)
{
	for (size_t i = 0; i < LENGTH(commands); i++) {
		fputs(".TP\n\\fBtnews ", stdout);
		roff(commands[i].name);
		fputs("\\fR ", stdout);
		roff(commands[i].arguments);
		putchar('\n');
		sentence(commands[i].help);
	}
}

/* "# set timeout 60s" and, in a column of their own, what it does. */
static void example_settings(void)
{
	for (size_t i = 0; i < LENGTH(settings); i++) {
		const struct setting *s = &settings[i];
		int n = printf("# set %s %s", s->name, *s->def ? s->def : "\"\"");

		printf("%*s# %s\n", n < 31 ? 32 - n : 1, "", s->help);
	}
}

static void names_of_commands(void)
{
	for (size_t i = 0; i < LENGTH(commands); i++)
		printf("%s%s", i ? " " : "", commands[i].name);
}

/* The options in "[--json] [--limit N]", each once, each followed by a blank. */
static void options_of(const struct command *c)
{
	for (const char *a = c->arguments; (a = strstr(a, "--"));) {
		size_t n = strspn(a + 2, "abcdefghijklmnopqrstuvwxyz-") + 2;

		if (n > 2)
			printf("%.*s ", (int)n, a);
		a += n;
	}
	fputs("--help", stdout);
}

static void bash_commands(void)
{
	fputs("\tlocal commands='", stdout);
	names_of_commands();
	fputs("'\n", stdout);
}

static void bash_options(void)
{
	for (size_t i = 0; i < LENGTH(commands); i++) {
		printf("\t%s) words='", commands[i].name);
		options_of(&commands[i]);
		fputs("' ;;\n", stdout);
	}
}

static void bash_settings(void)
{
	fputs("\t\twords='", stdout);
	for (size_t i = 0; i < LENGTH(settings); i++)
		printf("%s%s=", i ? " " : "", settings[i].name);
	fputs("'\n", stdout);
}

/* Inside '...' of zsh and fish. */
static void quoted(const char *text)
{
	for (; *text; text++) {
		if (*text == '\'')
			fputs("'\\''", stdout);
		else
			putchar(*text);
	}
}

static void zsh_commands(void)
{
	for (size_t i = 0; i < LENGTH(commands); i++) {
		printf("\t\t'%s:", commands[i].name);
		quoted(commands[i].help);
		fputs("'\n", stdout);
	}
}

static void zsh_options(void)
{
	for (size_t i = 0; i < LENGTH(commands); i++) {
		printf("\t%s) options=(", commands[i].name);
		options_of(&commands[i]);
		fputs(") ;;\n", stdout);
	}
}

static void zsh_settings(void)
{
	for (size_t i = 0; i < LENGTH(settings); i++)
		printf("\t\t%s=\n", settings[i].name);
}

static void fish_commands(void)
{
	for (size_t i = 0; i < LENGTH(commands); i++) {
		const struct command *c = &commands[i];

		printf("complete -c tnews -n __fish_use_subcommand -f -a %s -d '", c->name);
		quoted(c->help);
		fputs("'\n", stdout);
		for (const char *a = c->arguments; (a = strstr(a, "--"));) {
			size_t n = strspn(a + 2, "abcdefghijklmnopqrstuvwxyz-");

			if (n > 0)
				printf("complete -c tnews -n '__fish_seen_subcommand_from %s' "
				       "-l %.*s%s\n",
				       c->name, (int)n, a + 2, a[n + 2] == ' ' ? " -r" : "");
			a += n + 2;
		}
	}
}

static void fish_settings(void)
{
	for (size_t i = 0; i < LENGTH(settings); i++) {
		printf("complete -c tnews -s o -l set -x -a '%s=' -d '", settings[i].name);
		quoted(settings[i].help);
		fputs("'\n", stdout);
	}
}

static const struct {
	const char *name;
	void (*print)(void);
} lists[] = {
	{"man-operations", man_operations}, {"man-settings", man_settings},
	{"man-styles", man_styles},	    {"man-commands", man_commands},
	{"example-settings", example_settings},
	{"bash-commands", bash_commands},   {"bash-options", bash_options},
	{"bash-settings", bash_settings},   {"zsh-commands", zsh_commands},
	{"zsh-options", zsh_options},	    {"zsh-settings", zsh_settings},
	{"fish-commands", fish_commands},   {"fish-settings", fish_settings},
};

/* "@name@\n": prints the list of that name. */
static bool is_list(const char *line)
{
	for (size_t i = 0; line[0] == '@' && i < LENGTH(lists); i++) {
		size_t n = strlen(lists[i].name);

		if (strncmp(line + 1, lists[i].name, n) == 0 && line[n + 1] == '@') {
			lists[i].print();
			return true;
		}
	}
	return false;
}

int main(int argc, char **argv)
{
	char line[4096];
	FILE *in = argc == 2 ? fopen(argv[1], "r") : NULL;

	if (!in) {
		fprintf(stderr, "usage: gen-lists TEMPLATE\n");
		return 2;
	}
	while (fgets(line, sizeof(line), in))
		if (!is_list(line))
			fputs(line, stdout);
	fclose(in);
	return ferror(stdout) || fflush(stdout) ? 1 : 0;
}
