/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The families of languages, which language belongs to which, what the classes of pages
 * and their highlighters say, and what code looks like that nobody has named. */
#include "html/code.h"
#include "html/code_private.h"

#include <string.h>

#include "wire/page.h"

enum {
	LOOKED_AT = 8192,
	AROUND = 3,
	LONGEST_CLASS = 400,
	LONGEST_NAME = 24,
	LEAST_LONG = 7
};

#define VALUES \
	" true false null nil none None True False NULL undefined nullptr this self "

#define C_WORDS                                                                         \
	" abstract alignas as assert async auto await bool boolean break byte case "    \
	"catch "                                                                        \
	"char class const constexpr continue crate default defer delete do double dyn " \
	"else elif enum explicit export extends extern final finally float fn for "     \
	"foreach friend func function go goto guard if impl implements import in "      \
	"inline instanceof int interface internal is let long loop match mod move mut " \
	"namespace new operator override package private protected pub public range "   \
	"readonly register restrict return select short signed sizeof static struct "   \
	"super switch template throw throws trait try type typedef typename typeof "    \
	"union unsafe unsigned use using val var virtual void volatile when where "     \
	"while with yield "

#define SCRIPT_WORDS                                                                     \
	" alias and as assert async await begin break case class continue def del do "   \
	"done elif else elsif end ensure esac except export extends fi finally for "     \
	"foreach from func function global if import in include is lambda last let "     \
	"local loop match module my next nonlocal not or our package pass print raise "  \
	"redo require rescue retry return select self set source sub super switch then " \
	"try unless until use when while with yield echo cd sudo "

static const struct code_syntax c_like = {.line = {"//"},
					  .open = "/*",
					  .close = "*/",
					  .words = C_WORDS,
					  .values = VALUES,
					  .flags = CODE_BACKTICK | CODE_TRIPLE |
						   CODE_HASH_LINE};
static const struct code_syntax c_strict = {.line = {"//"},
					    .open = "/*",
					    .close = "*/",
					    .words = C_WORDS,
					    .values = VALUES,
					    .flags = CODE_CHARACTER | CODE_BACKTICK |
						     CODE_HASH_LINE};
static const struct code_syntax css = {.open = "/*",
				       .close = "*/",
				       .words = " important from to ",
				       .values = " none auto inherit initial unset "};
static const struct code_syntax php = {.line = {"//", "#"},
				       .open = "/*",
				       .close = "*/",
				       .words = C_WORDS " echo fn ",
				       .values = VALUES,
				       .flags = CODE_LINES};
static const struct code_syntax script = {
	.line = {"#"}, .words = SCRIPT_WORDS, .values = VALUES, .flags = CODE_TRIPLE};
static const struct code_syntax shell = {.line = {"#"},
					 .words = SCRIPT_WORDS,
					 .values = " true false ",
					 .flags = CODE_LINES};
static const struct code_syntax settings = {
	.line = {"#"}, .values = " true false yes no on off null ", .flags = CODE_TRIPLE};
static const struct code_syntax ini = {.line = {"#", ";"},
				       .values = " true false yes no on off ",
				       .flags = CODE_LINE_START};
static const struct code_syntax sql = {
	.line = {"--"},
	.open = "/*",
	.close = "*/",
	.words = " add all alter and as asc begin between by case check column commit "
		 "constraint create cross default delete desc distinct drop else end "
		 "exists explain foreign from full group having if in index inner insert "
		 "into is join key left like limit not offset on or order outer primary "
		 "references returning right rollback select set table then transaction "
		 "trigger union unique update using values view when where with ",
	.values = " null true false ",
	.flags = CODE_NO_ESCAPE | CODE_CASELESS | CODE_LINES};
static const struct code_syntax lua = {.line = {"--"},
				       .open = "--[[",
				       .close = "]]",
				       .words = SCRIPT_WORDS,
				       .values = VALUES};
static const struct code_syntax haskell = {
	.line = {"--"},
	.open = "{-",
	.close = "-}",
	.words = " case class data deriving do else exports forall foreign if import in "
		 "infix instance let module newtype of port qualified then type where ",
	.values = " True False Nothing ",
	.flags = CODE_CHARACTER};
static const struct code_syntax ml = {
	.open = "(*",
	.close = "*)",
	.words = " and as begin class do done downto else end exception external for fun "
		 "function functor if in include inherit let match method module mutable "
		 "new object of open or private rec sig struct then to try type val "
		 "virtual when while with ",
	.values = " true false None ",
	.flags = CODE_CHARACTER};
static const struct code_syntax lisp = {
	.line = {";"},
	.open = "#|",
	.close = "|#",
	.words = " and begin case cond def define defmacro defn defun defvar do fn if "
		 "lambda let letrec loop not ns or progn quote recur require set setf "
		 "setq unless when while ",
	.values = " t nil true false ",
	.flags = CODE_NO_SINGLE | CODE_LINES};
static const struct code_syntax erlang = {
	.line = {"%"},
	.words = " after and andalso begin case catch end fun if module of "
		 "or orelse receive try when export ",
	.values = " true false ok undefined "};
static const struct code_syntax tex = {.line = {"%"},
				       .flags = CODE_NO_SINGLE | CODE_BACKSLASH};
static const struct code_syntax assembler = {
	.line = {";", "//"}, .open = "/*", .close = "*/"};
static const struct code_syntax markup = {
	.open = "<!--", .close = "-->", .flags = CODE_MARKUP};
static const struct code_syntax changes = {.flags = CODE_CHANGES};

/* Which language is read how; the first name of a line is what tnews calls it. NULL: as
 * plain text, since its author says so. */
static const struct language {
	const char *names; /* each between blanks */
	const struct code_syntax *syntax;
} languages[] = {
	{" text txt plain plaintext none nohighlight no-highlight output log ascii ",
	 NULL},
	{" c h objc objective-c ", &c_strict},
	{" cpp c++ cc hpp cxx ", &c_strict},
	{" java ", &c_strict},
	{" go golang ", &c_strict},
	{" rust rs ", &c_strict},
	{" csharp c# cs ", &c_strict},
	{" d zig v vala glsl hlsl wgsl cuda solidity arduino ", &c_strict},
	{" javascript js jsx mjs node ecmascript ", &c_like},
	{" typescript ts tsx ", &c_like},
	{" json json5 jsonc ", &c_like},
	{" kotlin kt ", &c_like},
	{" swift ", &c_like},
	{" scala groovy gradle ", &c_like},
	{" dart ", &c_like},
	{" protobuf proto thrift graphql ", &c_like},
	{" css scss sass less ", &css},
	{" php ", &php},
	{" python py python3 py3 pycon ipython ", &script},
	{" ruby rb erb irb ", &script},
	{" perl pl raku ", &script},
	{" elixir ex exs crystal nim julia r coffeescript coffee gdscript tcl ", &script},
	{" sh shell bash zsh fish console shellsession shell-session terminal ksh ",
	 &shell},
	{" dockerfile docker makefile make cmake nix awk powershell ps1 pwsh ", &shell},
	{" yaml yml toml hcl terraform nginx conf properties ", &settings},
	{" ini cfg gitconfig dosini systemd desktop ", &ini},
	{" sql mysql postgresql postgres pgsql plsql sqlite sqlite3 tsql ", &sql},
	{" lua ", &lua},
	{" haskell hs elm purescript agda idris ", &haskell},
	{" ocaml ml fsharp sml coq pascal delphi ", &ml},
	{" lisp elisp emacs-lisp common-lisp clojure clj scheme racket fennel guile ",
	 &lisp},
	{" erlang erl prolog ", &erlang},
	{" tex latex bibtex ", &tex},
	{" asm nasm assembly gas armasm x86asm ", &assembler},
	{" xml html xhtml svg html5 markup vue svelte xsl rss atom ", &markup},
	{" diff patch udiff ", &changes},
};

static const struct language *language_of_name(const char *name, size_t n)
{
	char word[LONGEST_NAME + 3];
	if (n == 0 || n > LONGEST_NAME)
		return NULL;
	word[0] = ' ';
	for (size_t i = 0; i < n; i++)
		word[i + 1] = g_ascii_tolower(name[i]);
	word[n + 1] = ' ';
	word[n + 2] = '\0';
	for (size_t i = 0; i < G_N_ELEMENTS(languages); i++)
		if (strstr(languages[i].names, word))
			return &languages[i];
	return NULL;
}

/* --- classes -------------------------------------------------------------------------- */

/* Highlighters name themselves beside the bare name of the language. */
static bool names_highlighter(const char *class)
{
	static const char *const names[] = {"highlight",   "sourceCode", "hljs",
					    "prettyprint", "brush",	 "codehilite",
					    "syntax",	   "enlighter",	 "shiki"};
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (strstr(class, names[i]))
			return true;
	return false;
}

static const struct language *language_of_class(const char *class)
{
	static const char *const prefixes[] = {
		"language-", "lang-",  "highlight-source-", "highlight-text-",
		"src-",	     "brush-", "highlight-"};
	if (!class || strlen(class) > LONGEST_CLASS)
		return NULL;
	bool bare = names_highlighter(class);
	for (const char *s = class; *s;) {
		s += strspn(s, " \t\n\r\f:;,{}");
		size_t n = strcspn(s, " \t\n\r\f:;,{}"), k = 0;
		for (size_t i = 0; i < G_N_ELEMENTS(prefixes) && k == 0; i++)
			if (n > strlen(prefixes[i]) &&
			    strncmp(s, prefixes[i], strlen(prefixes[i])) == 0)
				k = strlen(prefixes[i]);
		const struct language *found = k || bare ? language_of_name(s + k, n - k)
							 : NULL;
		if (found)
			return found;
		s += n;
	}
	return NULL;
}

const char *code_language_of_class(const char *class)
{
	static const char *names[G_N_ELEMENTS(languages)];
	const struct language *found = language_of_class(class);
	if (!found)
		return NULL;
	const char **name = &names[found - languages];
	if (!g_atomic_pointer_get(name)) {
		size_t n = strcspn(found->names + 1, " ");
		g_autofree char *first = g_strndup(found->names + 1, n);
		g_autofree char *class_name = g_strdup_printf("language-%s", first);
		g_atomic_pointer_set(name, g_intern_string(class_name));
	}
	return g_atomic_pointer_get(name);
}

/* What the classes of highlighters mean: those of Pygments and Rouge by their letters,
 * those of GitHub as they are, words for the rest. */
uint32_t code_style_of_class(const char *class)
{
	static const struct {
		const char *names;
		uint32_t style;
	} short_names[] = {
		{" c c1 cm cp cpf ch cs pl-c ", SPAN_COMMENT},
		{" s s1 s2 sb sc sd se sh si sr ss sx sa dl pl-s pl-pds ", SPAN_STRING},
		{" k kc kd kn kp kr kt kw ow pl-k ", SPAN_KEYWORD},
		{" m mb mf mh mi mo il mx dv fl pl-c1 ", SPAN_VALUE},
	};
	static const struct {
		const char *word;
		uint32_t style;
	} words[] = {{"comment", SPAN_COMMENT}, {"string", SPAN_STRING},
		     {"regexp", SPAN_STRING},	{"keyword", SPAN_KEYWORD},
		     {"number", SPAN_VALUE},	{"literal", SPAN_VALUE},
		     {"boolean", SPAN_VALUE},	{"constant", SPAN_VALUE}};
	size_t n = strlen(class);
	if (n < LEAST_LONG) {
		char word[LEAST_LONG + 2];
		g_snprintf(word, sizeof word, " %s ", class);
		for (size_t i = 0; n > 0 && i < G_N_ELEMENTS(short_names); i++)
			if (strstr(short_names[i].names, word))
				return short_names[i].style;
		return 0;
	}
	if (n > LONGEST_CLASS || strstr(class, "line"))
		return 0;
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (strstr(class, words[i].word))
			return words[i].style;
	return 0;
}

bool code_is_marked(const struct node *pre)
{
	for (const struct node *n = node_next(pre, pre); n; n = node_next(n, pre)) {
		const char *class = n->tag == TAG_SPAN
					    ? node_attribute(n, ATTRIBUTE_CLASS)
					    : NULL;
		if (class && code_style_of_class(class))
			return true;
	}
	return false;
}

/* --- unnamed code --------------------------------------------------------------------- */

struct signs {
	unsigned lines, hard, soft; /* lines with signs that prose has never, seldom */
	unsigned braces, hashes, dashes, parens, prompts;
};

static bool holds(const char *s, size_t n, const char *what)
{
	return memmem(s, n, what, strlen(what)) != NULL;
}

static bool starts_with(const char *s, size_t n, const char *what)
{
	return n >= strlen(what) && memcmp(s, what, strlen(what)) == 0;
}

static void look_at_line(struct signs *x, const char *s, size_t n)
{
	static const char *const hard[] = {
		"()", " = ", "==",  "->", "=>", "::", "&&",  "||", "\");",
		"</", "){",  ") {", "!=", "+=", "($", "[\"", "\":"};
	static const char *const first[] = {
		"#include", "//",      "/*",	   "def ",  "import ", "function ",
		"const ",   "static ", "public ",  "elif ", "else:",   "sudo ",
		"git ",	    "@",       "#define ", "var "};
	while (n > 0 && g_ascii_isspace(s[n - 1]))
		n--;
	while (n > 0 && g_ascii_isspace(*s)) {
		s++;
		n--;
	}
	if (n == 0)
		return;
	if (starts_with(s, n, "# ")) {
		x->hashes++; /* a comment, a heading, a prompt: says nothing */
		return;
	}
	x->lines++;
	char last = s[n - 1];
	bool is_hard = last == '{' || last == '}';
	bool prompt = starts_with(s, n, "$ ") || starts_with(s, n, "#!") ||
		      starts_with(s, n, ">>> ");
	for (size_t i = 0; i < G_N_ELEMENTS(first) && !is_hard; i++)
		is_hard = starts_with(s, n, first[i]);
	for (size_t i = 0; i < G_N_ELEMENTS(hard) && !is_hard; i++)
		is_hard = holds(s, n, hard[i]);
	x->prompts += prompt;
	x->hard += is_hard || prompt;
	x->soft += !is_hard && !prompt && (last == ';' || last == ':' || last == ')');
	x->braces += last == '{' || last == '}' || (last == ';' && is_hard) ||
		     starts_with(s, n, "//") || starts_with(s, n, "/*");
	x->dashes += starts_with(s, n, "-- ");
	x->parens += *s == '(' && (last == ')' || !strchr(";{,", last));
}

static bool speaks_sql(const char *s, size_t n)
{
	static const char *const verbs[] = {"select ", "insert into ", "create table ",
					    "update ", "delete from ", "alter table "};
	for (size_t i = 0; i < G_N_ELEMENTS(verbs); i++)
		if (n >= strlen(verbs[i]) &&
		    g_ascii_strncasecmp(s, verbs[i], strlen(verbs[i])) == 0)
			return true;
	return false;
}

static const struct code_syntax *guess(const char *s, size_t n)
{
	struct signs x = {0};
	while (n > 0 && g_ascii_isspace(*s)) {
		s++;
		n--;
	}
	if (n < 4)
		return NULL;
	if (*s == '<' && (s[1] == '?' || s[1] == '!' || g_ascii_isalpha(s[1])) &&
	    holds(s, n, ">"))
		return &markup;
	if (starts_with(s, n, "diff --git ") || starts_with(s, n, "--- a/"))
		return &changes;
	for (size_t from = 0; from < n;) {
		const char *feed = memchr(s + from, '\n', n - from);
		size_t end = feed ? (size_t)(feed - s) : n;
		look_at_line(&x, s + from, end - from);
		from = end + 1;
	}
	if (speaks_sql(s, n) && x.soft + x.hard > 0)
		return &sql;
	if (x.parens * 2 > x.lines && x.braces == 0 && *s == '(')
		return &lisp;
	if (x.hard == 0 || (x.hard * 2 + x.soft) * 3 < x.lines * 2)
		return NULL;
	if (x.prompts > 0)
		return &shell;
	if (x.braces * 4 >= x.lines)
		return &c_like;
	if (x.dashes > x.hashes)
		return &lua;
	return &script;
}

static const struct language *language_around(const struct node *pre)
{
	const struct node *n = pre;
	for (int i = 0; n && n->tag != TAG_TEXT && i <= AROUND; n = n->parent, i++) {
		const struct language *found =
			language_of_class(node_attribute(n, ATTRIBUTE_CLASS));
		if (found)
			return found;
	}
	const char *lang = node_attribute(pre, ATTRIBUTE_LANG);
	return lang ? language_of_name(lang, strlen(lang)) : NULL;
}

const struct code_syntax *code_syntax_of(const struct node *pre)
{
	const struct node *code = node_find(pre, TAG_CODE);
	const struct language *found =
		code ? language_of_class(node_attribute(code, ATTRIBUTE_CLASS)) : NULL;
	if (!found)
		found = language_around(pre);
	if (found)
		return found->syntax;
	GString *text = g_string_new(NULL);
	node_text(text, pre, LOOKED_AT);
	const struct code_syntax *syntax = guess(text->str, text->len);
	g_string_free(text, TRUE);
	return syntax;
}
