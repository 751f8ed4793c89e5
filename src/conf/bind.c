/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Key names, chords, and which chord does what. Bindings come in layers (defaults, a
 * preset, the user's own); adding one takes from the weaker layers whatever would make a
 * key both an operation and a prefix. */
#include "conf/bind.h"

#include <string.h>

#include "conf/read.h"
#include "text/utf8.h"
#include "util/i18n.h"

enum {
	ALL = CONTEXT_ALL,
	SECTIONS = CONTEXT_SECTIONS,
	HEADLINES = CONTEXT_HEADLINES,
	ARTICLE = CONTEXT_ARTICLE,
	PROMPT = CONTEXT_PROMPT,
};

static const struct op_info infos[OPS] = {
	[OP_NONE] = {"", 0, "", ""},
#define OP(id, name, contexts, keys, help) [OP_##id] = {name, contexts, keys, help},
#include "conf/operations.def"
#undef OP
};

const struct op_info *op_info(enum op_id op)
{
	return &infos[op];
}

const char *const *op_names(void)
{
	static const char *const names[] = {
#define OP(id, name, contexts, keys, help) name,
#include "conf/operations.def"
#undef OP
		NULL};
	return names;
}

enum op_id op_of_name(const char *name)
{
	for (int i = OP_NONE + 1; i < OPS; i++)
		if (!strcmp(infos[i].name, name))
			return (enum op_id)i;
	return OP_NONE;
}

/* --- keys and chords -------------------------------------------------------------- */

static const struct {
	const char *name;
	uint32_t key;
} key_names[] = {
	/* The first name of a key is the one that is printed. */
	{"Space", ' '},
	{"Enter", '\r'},
	{"Return", '\r'},
	{"Tab", '\t'},
	{"S-Tab", KEY_BACK_TAB},
	{"BackTab", KEY_BACK_TAB},
	{"Esc", 0x1B},
	{"Escape", 0x1B},
	{"Backspace", 0x7F},
	{"Up", KEY_UP_ARROW},
	{"Down", KEY_DOWN_ARROW},
	{"Left", KEY_LEFT_ARROW},
	{"Right", KEY_RIGHT_ARROW},
	{"Home", KEY_HOME_},
	{"End", KEY_END_},
	{"PgUp", KEY_PAGE_UP},
	{"PgDn", KEY_PAGE_DOWN},
	{"PageUp", KEY_PAGE_UP},
	{"PageDown", KEY_PAGE_DOWN},
	{"Ins", KEY_INSERT},
	{"Insert", KEY_INSERT},
	{"Del", KEY_DELETE},
	{"Delete", KEY_DELETE},
	{"S-Up", KEY_SHIFT_UP},
	{"S-Down", KEY_SHIFT_DOWN},
};

/* "F12": the length, 0 if it is none. */
static size_t function_key(const char *text, uint32_t *key)
{
	if (text[0] != 'F' || !g_ascii_isdigit(text[1]) || text[1] == '0')
		return 0;
	uint32_t n = (uint32_t)(text[1] - '0');
	size_t length = 2;
	if (g_ascii_isdigit(text[2]) && n * 10 + (uint32_t)(text[2] - '0') <= 24) {
		n = n * 10 + (uint32_t)(text[2] - '0');
		length = 3;
	}
	*key = KEY_F0 + n;
	return length;
}

static size_t named_key(const char *text, uint32_t *key)
{
	size_t best = function_key(text, key);
	for (size_t i = 0; i < G_N_ELEMENTS(key_names); i++) {
		size_t n = strlen(key_names[i].name);
		if (n > best && !strncmp(text, key_names[i].name, n)) {
			best = n;
			*key = key_names[i].key;
		}
	}
	return best;
}

/* To a terminal, ^M and ^J are Enter, ^I is Tab, ^H is Backspace. */
static uint32_t control_key(char c)
{
	switch (g_ascii_toupper(c)) {
	case 'M':
	case 'J':
		return '\r';
	case 'H':
	case '?':
		return 0x7F;
	default:
		return (uint32_t)(g_ascii_toupper(c) & 0x1F);
	}
}

/* One key; the number of bytes that name it. */
static size_t key_parse(const char *text, uint32_t *key)
{
	if ((text[0] == 'A' || text[0] == 'M') && text[1] == '-' && text[2]) {
		size_t n = key_parse(text + 2, key);
		*key |= KEY_ALT;
		return n + 2;
	}
	size_t n = named_key(text, key);
	if (n > 0)
		return n;
	if (text[0] == '^' &&
	    (g_ascii_isalpha(text[1]) || (text[1] && strchr("@[\\]_?", text[1])))) {
		*key = control_key(text[1]);
		return 2;
	}
	*key = utf8_next(text, strlen(text), &n);
	return n;
}

bool chord_parse(const char *text, struct chord *chord, GError **err)
{
	*chord = (struct chord){.n = 0};
	for (const char *p = text; *p;) {
		if (chord->n == G_N_ELEMENTS(chord->keys)) {
			g_set_error(err, TNEWS_ERROR, ERR_CONF,
				    _("'%s' has too many keys: %d at most"), text,
				    (int)G_N_ELEMENTS(chord->keys));
			return false;
		}
		uint32_t key;
		p += key_parse(p, &key);
		if ((key & ~(uint32_t)KEY_ALT) == 0) {
			g_set_error(err, TNEWS_ERROR, ERR_CONF,
				    _("no terminal sends '%s'"), text);
			return false;
		}
		chord->keys[chord->n++] = key;
	}
	if (chord->n == 0) {
		g_set_error(err, TNEWS_ERROR, ERR_CONF, _("a key is missing"));
		return false;
	}
	return true;
}

char *key_print(uint32_t key)
{
	if (key & KEY_ALT) {
		g_autofree char *plain = key_print(key & ~(uint32_t)KEY_ALT);
		return g_strconcat("A-", plain, NULL);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(key_names); i++)
		if (key_names[i].key == key)
			return g_strdup(key_names[i].name);
	if (key > KEY_F0 && key <= KEY_F_LAST)
		return g_strdup_printf("F%u", (unsigned)(key - KEY_F0));
	if (key < ' ')
		return g_strdup_printf("^%c", (int)key + '@');
	char bytes[5] = {0};
	if (key < KEY_SPECIAL)
		utf8_put(key, bytes);
	return g_strdup(bytes);
}

char *chord_print(const struct chord *chord)
{
	GString *out = g_string_new(NULL);
	for (int i = 0; i < chord->n; i++) {
		g_autofree char *key = key_print(chord->keys[i]);
		g_string_append(out, key);
	}
	return g_string_free(out, FALSE);
}

/* --- bindings --------------------------------------------------------------------- */

static void binding_free(void *p)
{
	struct binding *b = p;
	for (size_t i = 0; i < b->n_steps; i++)
		g_strfreev(b->steps[i].args);
	g_free(b->steps);
	g_free(b->help);
	g_free(b);
}

static struct binding *binding_copy(const struct binding *b)
{
	struct binding *copy = g_memdup2(b, sizeof *b);
	copy->help = g_strdup(b->help);
	copy->steps = g_new0(struct bind_step, b->n_steps);
	for (size_t i = 0; i < b->n_steps; i++)
		copy->steps[i] = (struct bind_step){b->steps[i].op,
						    g_strdupv(b->steps[i].args)};
	return copy;
}

/* Whether a begins with all of b. */
static bool chord_begins(const struct chord *a, const struct chord *b)
{
	return b->n <= a->n &&
	       !memcmp(a->keys, b->keys, sizeof b->keys[0] * (size_t)b->n);
}

static bool chord_clashes(const struct chord *a, const struct chord *b)
{
	return chord_begins(a, b) || chord_begins(b, a);
}

/* Takes b over. What of a weaker layer stands in its way goes; a stronger one keeps its
 * contexts. Returns the binding of the same layer that makes it impossible, or NULL. */
static const struct binding *bindings_add(struct bindings *all, struct binding *b)
{
	const struct binding *conflict = NULL;
	for (guint i = 0; b->layer < LAYER_OWN && i < all->unbound->len; i++) {
		const struct binding *gone = all->unbound->pdata[i];
		if (chord_begins(&b->chord, &gone->chord))
			b->contexts &= ~gone->contexts;
	}
	for (guint i = 0; i < all->all->len && b->contexts; i++) {
		struct binding *other = all->all->pdata[i];
		if (!(other->contexts & b->contexts) ||
		    !chord_clashes(&other->chord, &b->chord))
			continue;
		if (other->layer > b->layer) {
			b->contexts &= ~other->contexts;
		} else if (other->layer < b->layer || other->chord.n == b->chord.n ||
			   b->layer == LAYER_PRESET) {
			other->contexts &= ~b->contexts;
			if (!other->contexts)
				g_ptr_array_remove_index(all->all, i--);
		} else {
			conflict = other;
			break;
		}
	}
	if (b->contexts && !conflict)
		g_ptr_array_add(all->all, b);
	else
		binding_free(b);
	return conflict;
}

static void add_default(struct bindings *b, enum op_id op)
{
	g_auto(GStrv) keys = g_strsplit(infos[op].keys, " ", -1);
	for (size_t i = 0; keys[i]; i++) {
		if (!*keys[i])
			continue;
		struct binding *binding = g_new0(struct binding, 1);
		bool good = chord_parse(keys[i], &binding->chord, NULL);
		binding->contexts = infos[op].contexts;
		binding->steps = g_new0(struct bind_step, 1);
		binding->steps[0].op = op;
		binding->n_steps = 1;
		binding->is_default = true;
		g_assert(good); /* operations.def is wrong */
		/* A test checks that the defaults do not contradict each other. */
		g_ptr_array_add(b->all, binding);
	}
}

struct bindings *bindings_new(void)
{
	struct bindings *b = g_new0(struct bindings, 1);
	b->all = g_ptr_array_new_with_free_func(binding_free);
	b->unbound = g_ptr_array_new_with_free_func(binding_free);
	for (int i = OP_NONE + 1; i < OPS; i++)
		add_default(b, (enum op_id)i);
	return b;
}

void bindings_free(struct bindings *b)
{
	if (!b)
		return;
	g_ptr_array_unref(b->all);
	g_ptr_array_unref(b->unbound);
	g_free(b);
}

enum bind_match bind_find(const struct bindings *b, unsigned context,
			  const struct chord *keys, const struct binding **found)
{
	enum bind_match match = MATCH_NONE;
	for (guint i = 0; i < b->all->len; i++) {
		const struct binding *binding = b->all->pdata[i];
		if (!(binding->contexts & context) ||
		    !chord_begins(&binding->chord, keys))
			continue;
		if (binding->chord.n == keys->n) {
			if (found)
				*found = binding;
			return MATCH_FULL;
		}
		match = MATCH_PREFIX;
	}
	return match;
}

/* The user's own keys come first: they are the ones that he knows. */
static char *keys_of(const struct bindings *b, unsigned context, enum op_id op, bool all)
{
	GString *out = g_string_new(NULL);
	for (int layer = LAYER_OWN; layer >= LAYER_DEFAULT; layer--)
		for (guint i = 0; i < b->all->len && (all || !out->len); i++) {
			const struct binding *binding = b->all->pdata[i];
			if (!(binding->contexts & context) || binding->n_steps != 1 ||
			    binding->steps[0].op != op || binding->steps[0].args ||
			    (int)binding->layer != layer)
				continue;
			g_autofree char *keys = chord_print(&binding->chord);
			g_string_append_printf(out, "%s%s", out->len ? ", " : "", keys);
		}
	return g_string_free(out, out->len == 0);
}

char *bind_keys_of(const struct bindings *b, unsigned context, enum op_id op)
{
	return keys_of(b, context, op, true);
}

char *bind_key_of(const struct bindings *b, unsigned context, enum op_id op)
{
	return keys_of(b, context, op, false);
}

/* --- lines of the file ------------------------------------------------------------- */

static const char *const context_names[] = {"all", "sections", "headlines", "article",
					    "prompt"};
static const unsigned context_bits[] = {CONTEXT_ALL, CONTEXT_SECTIONS, CONTEXT_HEADLINES,
					CONTEXT_ARTICLE, CONTEXT_PROMPT};

static unsigned context_of_name(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(context_names); i++)
		if (!strcmp(context_names[i], name))
			return context_bits[i];
	return 0;
}

static void unknown_operation(struct conf_reader *r, const struct word *at,
			      const char *name)
{
	g_autofree char *shown = reader_show(name);
	g_autofree char *what = g_strdup_printf(_("unknown operation '%s'"), shown);
	reader_unknown(r, at, name, what, op_names(), OPS - 1);
}

/* "a; b": a word that ends in a semicolon ends the step, as a word that is one does. */
static bool ends_step(const struct word *word, char **text)
{
	size_t n = strlen(word->text);
	bool ends = n > 0 && word->bare_end && word->text[n - 1] == ';';
	*text = g_strndup(word->text, n - ends);
	return ends;
}

/* The operations in words from..to of the line; false after a report. */
static bool read_steps(struct conf_reader *r, guint from, guint to, struct binding *b)
{
	g_autoptr(GArray) steps = g_array_new(FALSE, FALSE, sizeof(struct bind_step));
	g_autoptr(GPtrArray) args = g_ptr_array_new_with_free_func(g_free);
	bool good = true, open = false;
	for (guint i = from; i < to; i++) {
		const struct word *word = reader_word(r, i);
		g_autofree char *text = NULL;
		bool ends = ends_step(word, &text);
		if (*text && !open) {
			struct bind_step step = {op_of_name(text), NULL};
			if (step.op == OP_NONE) {
				unknown_operation(r, word, text);
				good = false;
			}
			g_array_append_val(steps, step);
			open = true;
		} else if (*text || !ends) {
			g_ptr_array_add(args, g_steal_pointer(&text));
		}
		if ((ends || i + 1 == to) && open && args->len) {
			struct bind_step *last = &g_array_index(steps, struct bind_step,
								steps->len - 1);
			g_ptr_array_add(args, NULL);
			last->args = (char **)g_ptr_array_steal(args, NULL);
		}
		if (ends)
			open = false;
	}
	b->n_steps = steps->len;
	b->steps = (struct bind_step *)(void *)g_array_steal(steps, NULL);
	return good;
}

/* The contexts in which all steps mean something. */
static unsigned step_contexts(const struct binding *b)
{
	unsigned contexts = CONTEXT_ALL | CONTEXT_PROMPT;
	for (size_t i = 0; i < b->n_steps; i++)
		contexts &= infos[b->steps[i].op].contexts;
	return contexts;
}

static char *contexts_text(unsigned contexts)
{
	GString *out = g_string_new(NULL);
	for (size_t i = 1; i < G_N_ELEMENTS(context_names); i++)
		if (contexts & context_bits[i])
			g_string_append_printf(out, "%s%s", out->len ? ", " : "",
					       context_names[i]);
	return g_string_free(out, FALSE);
}

static void add_chord(struct conf_reader *r, const struct word *at, const char *keys,
		      const struct binding *model)
{
	struct binding *b = binding_copy(model);
	GError *err = NULL;
	if (!chord_parse(keys, &b->chord, &err)) {
		reader_error(r, at, err);
		binding_free(b);
		return;
	}
	const struct binding *conflict = bindings_add(r->conf->bindings, b);
	if (!conflict)
		return;
	g_autofree char *other = chord_print(&conflict->chord);
	g_autofree char *shown = reader_show(keys);
	reader_fault(r, at,
		     _("a key is an operation or a prefix, never both: '%s' and '%s' "
		       "(line %d)"),
		     shown, other, conflict->line);
}

/* "j,Down", ",x": a comma at the start of a chord is the key. Calls add_chord for each,
 * with prefix in front. */
static void add_chords(struct conf_reader *r, const struct word *at, const char *prefix,
		       const struct binding *model)
{
	const char *p = at->text;
	do {
		const char *end = *p ? strchr(p + 1, ',') : NULL;
		if (!end)
			end = p + strlen(p);
		g_autofree char *one = g_strndup(p, (size_t)(end - p));
		g_autofree char *keys = g_strconcat(prefix, one, NULL);
		add_chord(r, at, keys, model);
		p = *end ? end + 1 : NULL;
	} while (p);
}

/* The last word in double quotes, behind an operation, says what the key does. */
static guint take_help(struct conf_reader *r, guint from, struct binding *b)
{
	guint n = reader_count(r);
	if (n > from + 1 && reader_word(r, n - 1)->quote == '"')
		b->help = g_strdup(reader_text(r, --n));
	return n;
}

static void finish_bind(struct conf_reader *r, guint from, unsigned contexts,
			const char *prefix, struct binding *model)
{
	guint end = model->help ? reader_count(r) : take_help(r, from, model);
	if (read_steps(r, from, end, model)) {
		unsigned possible = step_contexts(model);
		model->contexts = possible & contexts;
		if (model->n_steps == 0) {
			reader_fault(r, reader_word(r, from),
				     _("an operation is missing"));
		} else if (!model->contexts) {
			g_autofree char *where = contexts_text(possible);
			reader_fault(r, reader_word(r, from),
				     _("'%s' does not work there, but in: %s"),
				     infos[model->steps[0].op].name,
				     *where ? where : _("no pane"));
		} else {
			add_chords(r, reader_word(r, 1), prefix, model);
		}
	}
}

static struct binding *model_new(const struct conf_reader *r)
{
	struct binding *model = g_new0(struct binding, 1);
	model->layer = r->layer;
	model->line = r->layer == LAYER_OWN ? r->line->number : 0;
	return model;
}

void command_bind(struct conf_reader *r)
{
	if (!reader_needs(r, 2,
			  _("bind KEY[,KEY]... [CONTEXT] OPERATION [\"WHAT IT DOES\"]")))
		return;
	guint from = 2;
	unsigned contexts = context_of_name(reader_text(r, 2));
	if (contexts) {
		from = 3;
		if (reader_count(r) == 3) {
			reader_fault(r, reader_word(r, 2), _("an operation is missing"));
			return;
		}
	} else {
		contexts = CONTEXT_ALL;
	}
	struct binding *model = model_new(r);
	finish_bind(r, from, contexts, "", model);
	binding_free(model);
}

void command_macro(struct conf_reader *r)
{
	if (!reader_needs(r, 2, _("macro KEY \"WHAT IT DOES\" OPERATION...")))
		return;
	struct binding *model = model_new(r);
	guint from = 2;
	if (reader_word(r, 2)->quote && reader_count(r) > 3)
		model->help = g_strdup(reader_text(r, from++));
	finish_bind(r, from, CONTEXT_ALL, ",", model);
	binding_free(model);
}

/* Takes away what begins with the chord; n of chord 0: everything. */
static bool bindings_remove(struct bindings *b, const struct chord *chord,
			    unsigned contexts)
{
	bool found = false;
	for (guint i = 0; i < b->all->len; i++) {
		struct binding *binding = b->all->pdata[i];
		if (!(binding->contexts & contexts) ||
		    !chord_begins(&binding->chord, chord))
			continue;
		found = true;
		binding->contexts &= ~contexts;
		if (!binding->contexts)
			g_ptr_array_remove_index(b->all, i--);
	}
	return found;
}

void command_unbind(struct conf_reader *r)
{
	if (!reader_needs(r, 1, _("unbind KEY [CONTEXT]")))
		return;
	unsigned contexts = CONTEXT_ALL;
	if (reader_count(r) > 2) {
		contexts = context_of_name(reader_text(r, 2));
		if (!contexts) {
			g_autofree char *shown = reader_show(reader_text(r, 2));
			g_autofree char *what = g_strdup_printf(_("unknown context '%s'"),
								shown);
			reader_unknown(r, reader_word(r, 2), reader_text(r, 2), what,
				       context_names, G_N_ELEMENTS(context_names));
			return;
		}
	}
	struct binding *gone = model_new(r);
	gone->contexts = contexts;
	GError *err = NULL;
	if (!strcmp(reader_text(r, 1), "all")) {
		bindings_remove(r->conf->bindings, &gone->chord, contexts);
	} else if (!chord_parse(reader_text(r, 1), &gone->chord, &err)) {
		reader_error(r, reader_word(r, 1), err);
	} else {
		bindings_remove(r->conf->bindings, &gone->chord, contexts);
		if (r->layer == LAYER_OWN)
			g_ptr_array_add(r->conf->bindings->unbound,
					g_steal_pointer(&gone));
	}
	if (gone)
		binding_free(gone);
}

void command_keys(struct conf_reader *r)
{
	if (reader_needs(r, 1, _("keys PRESET")))
		reader_data(r, reader_word(r, 1), "keys", reader_text(r, 1),
			    LAYER_PRESET);
}
