/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pattern files are mapped before the process is locked in, which costs next to nothing,
 * and read when a story in their language is laid out. Those in a charset of one byte a
 * letter need a table, which is made at once: charset converters are files, too. */
#include "config.h"

#include "html/hyphen.h"

#include "util/i18n.h"

#ifdef HAVE_HYPHEN

#include <fcntl.h>
#include <hyphen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	MOST_FILES = 200,
	MOST_BYTES = 400 << 10, /* libhyphen takes seconds for larger ones */
	LONGEST_WORD = 60, /* characters */
	HIGH = 128,
};

struct hyphen {
	char *name; /* de_DE */
	void *bytes;
	size_t n;
	bool utf8, loaded;
	gunichar high[HIGH]; /* what its bytes from 0x80 on mean */
	HyphenDict *dict;
};

static GPtrArray *all; /* struct hyphen, by name; not changed once threads run */
static GMutex loading;

/* --- files ---------------------------------------------------------------------------- */

/* Its first line names the charset. */
static bool read_charset(struct hyphen *h)
{
	const char *s = h->bytes, *end = memchr(s, '\n', MIN(h->n, 64));
	if (!end)
		return false;
	g_autofree char *charset = g_strstrip(g_strndup(s, (size_t)(end - s)));
	h->utf8 = g_ascii_strcasecmp(charset, "UTF-8") == 0;
	if (h->utf8)
		return true;
	for (int i = 0; i < HIGH; i++) {
		char byte = (char)(i + HIGH);
		g_autofree char *text = g_convert(&byte, 1, "UTF-8", charset, NULL, NULL,
						  NULL);
		h->high[i] = text ? g_utf8_get_char(text) : 0;
	}
	return h->high['\xe9' & 0x7f] != 0;
}

static void *map_file(const char *path, size_t *n)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0)
		return NULL;
	void *bytes = MAP_FAILED;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0 &&
	    st.st_size <= MOST_BYTES) {
		*n = (size_t)st.st_size;
		bytes = mmap(NULL, *n, PROT_READ, MAP_PRIVATE, fd, 0);
	}
	close(fd);
	return bytes == MAP_FAILED ? NULL : bytes;
}

static void add_file(const char *folder, const char *file)
{
	size_t n = strlen(file);
	if (!g_str_has_prefix(file, "hyph_") || !g_str_has_suffix(file, ".dic") ||
	    n < strlen("hyph_xx.dic"))
		return;
	g_autofree char *path = g_build_filename(folder, file, NULL);
	struct hyphen *h = g_new0(struct hyphen, 1);
	h->bytes = map_file(path, &h->n);
	h->name = g_strndup(file + 5, n - 9);
	if (h->bytes && read_charset(h)) {
		g_ptr_array_add(all, h);
		return;
	}
	if (h->bytes)
		munmap(h->bytes, h->n);
	g_free(h->name);
	g_free(h);
}

static gint by_name(gconstpointer a, gconstpointer b)
{
	const struct hyphen *const *x = a, *const *y = b;
	return strcmp((*x)->name, (*y)->name);
}

void hyphen_open(const char *folder)
{
	if (!folder)
		folder = HYPHEN_DIR;
	if (all)
		return;
	all = g_ptr_array_new();
	GDir *dir = g_dir_open(folder, 0, NULL);
	const char *file;
	while (dir && all->len < MOST_FILES && (file = g_dir_read_name(dir)))
		add_file(folder, file);
	if (dir)
		g_dir_close(dir);
	g_ptr_array_sort(all, by_name);
}

char *hyphen_report(void)
{
	if (!all)
		return g_strdup("");
	GString *text = g_string_new(NULL);
	for (guint i = 0; i < all->len; i++)
		g_string_append_printf(text, "%s%s", i ? ", " : "",
				       ((const struct hyphen *)all->pdata[i])->name);
	char *report = g_strdup_printf(
		_("hyphenation: %s\n"),
		text->len > 0 ? text->str : _("no patterns are installed (hyph_*.dic)"));
	g_string_free(text, TRUE);
	return report;
}

/* --- languages ------------------------------------------------------------------------ */

static struct hyphen *find(const char *name, size_t n, bool whole)
{
	for (guint i = 0; i < all->len; i++) {
		struct hyphen *h = all->pdata[i];
		if (g_ascii_strncasecmp(h->name, name, n) == 0 &&
		    (h->name[n] == '\0' || (!whole && h->name[n] == '_')))
			return h;
	}
	return NULL;
}

const struct hyphen *hyphen_for(const char *language)
{
	if (!all || !language || strlen(language) > 32)
		return NULL;
	g_autofree char *name = g_strdelimit(g_strdup(language), "-", '_');
	size_t n = strcspn(name, "_");
	if (n < 2)
		return NULL;
	struct hyphen *h = find(name, strlen(name), true);
	if (!h)
		h = find(name, n, true);
	if (!h)
		h = find(name, n, false);
	if (!h)
		return NULL;
	g_mutex_lock(&loading);
	if (!h->loaded) {
		h->loaded = true;
		FILE *file = fmemopen(h->bytes, h->n, "r");
		h->dict = file ? hnj_hyphen_load_file(file) : NULL;
		if (file)
			fclose(file);
	}
	g_mutex_unlock(&loading);
	return h->dict ? h : NULL;
}

/* --- words ---------------------------------------------------------------------------- */

/* The word in lower case and in the charset of the patterns; NULL: it cannot be, letter
 * for letter. */
static char *word_of(const struct hyphen *h, const char *word, size_t n, long chars)
{
	GString *out = g_string_new(NULL);
	for (const char *s = word; s < word + n; s = g_utf8_next_char(s)) {
		gunichar c = g_unichar_tolower(g_utf8_get_char(s));
		int k = 0;
		if (h->utf8 || c < HIGH) {
			g_string_append_unichar(out, c);
			continue;
		}
		while (k < HIGH && h->high[k] != c)
			k++;
		if (k == HIGH)
			return g_string_free(out, TRUE);
		g_string_append_c(out, (char)(k + HIGH));
	}
	if ((h->utf8 ? g_utf8_strlen(out->str, -1) : (long)out->len) != chars)
		return g_string_free(out, TRUE);
	return g_string_free(out, FALSE);
}

void hyphen_word(const struct hyphen *h, const char *word, size_t n, GArray *points)
{
	long chars = g_utf8_strlen(word, (gssize)n);
	if (chars < 2 || chars > LONGEST_WORD)
		return;
	g_autofree char *text = word_of(h, word, n, chars);
	if (!text)
		return;
	size_t bytes = strlen(text);
	g_autofree char *marks = g_malloc0(bytes + 6);
	char **instead = NULL;
	int *from = NULL, *cut = NULL;
	/* the patterns are only read; where a letter changes the word is not parted */
	if (hnj_hyphen_hyphenate2(h->dict, text, (int)bytes, marks, NULL, &instead, &from,
				  &cut) == 0) {
		const char *s = word;
		for (long i = 0; i + 1 < chars; i++) {
			s = g_utf8_next_char(s);
			size_t at = (size_t)(s - word);
			if ((marks[i] & 1) && !(instead && instead[i]))
				g_array_append_val(points, at);
		}
	}
	for (size_t i = 0; instead && i < bytes; i++)
		free(instead[i]);
	free(instead);
	free(from);
	free(cut);
}

#else

static bool opened;

void hyphen_open(const char *folder)
{
	(void)folder;
	opened = true;
}

const struct hyphen *hyphen_for(const char *language)
{
	(void)language;
	return NULL;
}

void hyphen_word(const struct hyphen *h, const char *word, size_t n, GArray *points)
{
	(void)h;
	(void)word;
	(void)n;
	(void)points;
}

char *hyphen_report(void)
{
	return g_strdup(opened ? _("hyphenation: not built in (libhyphen)\n") : "");
}

#endif
