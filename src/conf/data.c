/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the program's own files are: presets of keys, themes, the welcome story. */
#include <string.h>

#include "conf/read.h"

/* Folders that may hold them, the first that has a file wins. When the program runs in
 * place it stands in src/ (a test in tests/unit/) beside share/; keys/tnews tells that
 * folder from any other share/. */
static GPtrArray *data_folders(void)
{
	GPtrArray *folders = g_ptr_array_new_with_free_func(g_free);
	const char *named = g_getenv("TNEWS_SHARE");
	g_ptr_array_add(folders,
			g_build_filename(g_get_user_config_dir(), "tnews", NULL));
	if (named && *named)
		g_ptr_array_add(folders, g_strdup(named));
	g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
	g_autofree char *folder = program ? g_path_get_dirname(program) : NULL;
	static const char *const beside[] = {"../share", "../../share", "../share/tnews"};
	for (size_t i = 0; folder && i < G_N_ELEMENTS(beside); i++) {
		g_autofree char *share = g_build_filename(folder, beside[i], NULL);
		g_autofree char *mark = g_build_filename(share, "keys", "tnews", NULL);
		if (g_file_test(mark, G_FILE_TEST_IS_REGULAR))
			g_ptr_array_add(folders, g_steal_pointer(&share));
	}
	g_ptr_array_add(folders, g_strdup(PKGDATADIR));
	return folders;
}

char *conf_data_file(const char *name)
{
	g_autoptr(GPtrArray) folders = data_folders();
	for (guint i = 0; i < folders->len; i++) {
		g_autofree char *path = g_build_filename(folders->pdata[i], name, NULL);
		if (g_file_test(path, G_FILE_TEST_IS_REGULAR))
			return g_steal_pointer(&path);
	}
	return NULL;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

char **conf_data_names(const char *folder)
{
	g_autoptr(GPtrArray) folders = data_folders();
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	GPtrArray *names = g_ptr_array_new();
	for (guint i = 0; i < folders->len; i++) {
		g_autofree char *path = g_build_filename(folders->pdata[i], folder, NULL);
		GDir *dir = g_dir_open(path, 0, NULL);
		const char *name;
		while (dir && (name = g_dir_read_name(dir))) {
			if (name[0] == '.' || g_hash_table_contains(seen, name))
				continue;
			char *copy = g_strdup(name);
			g_hash_table_add(seen, copy);
			g_ptr_array_add(names, copy);
		}
		if (dir)
			g_dir_close(dir);
	}
	g_ptr_array_sort(names, by_name);
	g_ptr_array_add(names, NULL);
	return (char **)g_ptr_array_free(names, FALSE);
}
