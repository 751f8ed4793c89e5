/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes of any encoding; and text folded for searching. */
#include "text/charset.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <glib.h>
#include <string.h>

#define BYTES(literal) literal, sizeof literal - 1

static void test_convert(void)
{
	static const struct {
		enum charset_kind kind;
		const char *http, *bytes;
		size_t n;
		const char *name, *result;
		bool repaired;
	} cases[] = {
		{CHARSET_XML, NULL, BYTES("abc"), "UTF-8", "abc", false},
		{CHARSET_XML, NULL,
		 BYTES("\xef\xbb\xbf"
		       "ä"),
		 "UTF-8", "ä", false},
		{CHARSET_XML, NULL, BYTES("\xe4"), "windows-1252", "ä", false},
		{CHARSET_XML, NULL, BYTES("\x93x\x94"), "windows-1252", "“x”", false},
		{CHARSET_XML, "iso-8859-2", BYTES("\xb1"), "ISO-8859-2", "ą", false},
		{CHARSET_XML, NULL, BYTES("<?xml version='1.0' encoding='koi8-r'?>\xc1"),
		 "KOI8-R", "<?xml version='1.0' encoding='koi8-r'?>а", false},
		{CHARSET_XML, "windows-1251",
		 BYTES("<?xml version='1.0' encoding='koi8-r'?>\xe0"), "windows-1251",
		 "<?xml version='1.0' encoding='koi8-r'?>а", false},
		{CHARSET_XML, NULL, BYTES("\xff\xfe<\0a\0"), "UTF-16LE", "<a", false},
		{CHARSET_XML, "utf-8", BYTES("\xfe\xff\0<\0a"), "UTF-16BE", "<a", false},
		{CHARSET_XML, NULL, BYTES("<\0?\0x\0"), "UTF-16LE", "<?x", false},
		{CHARSET_XML, NULL, BYTES("\0<\0?\0x"), "UTF-16BE", "<?x", false},
		{CHARSET_XML, NULL, BYTES("\xff\xfe\0\0<\0\0\0"), "UTF-32LE", "<", false},
		{CHARSET_XML, NULL, BYTES("\0\0\0<\0\0\0a"), "UTF-32BE", "<a", false},
		/* a declaration that cannot be */
		{CHARSET_XML, NULL, BYTES("<?xml encoding=\"utf-16\"?>ä"), "UTF-8",
		 "<?xml encoding=\"utf-16\"?>ä", false},
		/* nobody means US-ASCII */
		{CHARSET_XML, "us-ascii", BYTES("ä"), "UTF-8", "ä", false},
		{CHARSET_XML, "utf-7", BYTES("+AGE-"), "UTF-8", "+AGE-", false},
		{CHARSET_XML, "nonsense", BYTES("\xe4"), "windows-1252", "ä", false},
		/* declared UTF-8 with bad bytes */
		{CHARSET_XML, "utf-8", BYTES("ä\xff"), "UTF-8", "ä\ufffd", true},
		/* characters as two halves */
		{CHARSET_XML, "utf-8", BYTES("a\xed\xa0\xbd\xed\xb8\x80"), "UTF-8", "a😀",
		 false},
		{CHARSET_XML, "cesu-8", BYTES("ä\xed\xa0\xbd\xed\xb8\x80"), "UTF-8", "ä😀",
		 false},
		{CHARSET_XML, NULL, BYTES("\xed\xa0\xbd\xed\xb8\x80"), "UTF-8", "😀",
		 false},
		{CHARSET_XML, "utf-8", BYTES("x\xe4y"), "windows-1252", "xäy", false},
		{CHARSET_HTML, NULL, BYTES("<meta charset=shift_jis>\x83\x41"),
		 "Shift_JIS", "<meta charset=shift_jis>ア", false},
		{CHARSET_HTML, NULL,
		 BYTES("<META http-equiv=x content='text/html; charset=EUC-JP'>\xa5\xa2"),
		 "EUC-JP", "<META http-equiv=x content='text/html; charset=EUC-JP'>ア",
		 false},
		{CHARSET_HTML, "gb2312", BYTES("\xc4\xe3"), "gb18030", "你", false},
		{CHARSET_HTML, "big5", BYTES("\xa7\x41"), "Big5", "你", false},
		{CHARSET_HTML, "ks_c_5601-1987", BYTES("\xb0\xa1"), "EUC-KR", "가",
		 false},
		{CHARSET_HTML, "iso-2022-jp", BYTES("\x1b$B%\"\x1b(B."), "ISO-2022-JP",
		 "ア.", false},
		{CHARSET_HTML, "shift_jis", BYTES("a\x83"), "Shift_JIS", "a\ufffd", true},
		{CHARSET_JSON, NULL, BYTES("{\"a\":\"ä\"}"), "UTF-8", "{\"a\":\"ä\"}",
		 false},
		{CHARSET_XML, NULL, BYTES("a\0b<c>"), "UTF-8", "a\ufffdb<c>", true},
		{CHARSET_XML, NULL, BYTES(""), "UTF-8", "", false},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		const char *name = NULL;
		bool repaired = false;
		GString *text = charset_to_utf8(cases[i].bytes, cases[i].n, cases[i].kind,
						cases[i].http, 1000, &name, &repaired);
		g_assert_cmpstr(name, ==, cases[i].name);
		g_assert_cmpstr(text->str, ==, cases[i].result);
		g_assert_cmpint(repaired, ==, cases[i].repaired);
		g_assert_true(utf8_valid(text->str, text->len));
		g_string_free(text, TRUE);
	}
}

static void test_ceiling(void)
{
	for (size_t ceiling = 0; ceiling < 12; ceiling++) {
		static const char *const https[] = {"utf-8", "iso-8859-2",
						    "windows-1252"};
		for (size_t i = 0; i < G_N_ELEMENTS(https); i++) {
			GString *text = charset_to_utf8("a\xc3\xa4\xc3\xa4\xc3\xa4", 7,
							CHARSET_XML, https[i], ceiling,
							NULL, NULL);
			g_assert_cmpuint(text->len, <=, ceiling);
			g_assert_true(utf8_valid(text->str, text->len));
			g_string_free(text, TRUE);
		}
	}
}

static void test_type(void)
{
	static const char *const cases[][2] = {
		{"text/xml; charset=utf-8", "utf-8"},
		{"text/xml;charset=\"UTF-8\"; x=y", "UTF-8"},
		{"text/xml; x=y; Charset = koi8-r", "koi8-r"},
		{"text/xml; charset='a'", "a"},
		{"text/xml", NULL},
		{"text/xml; charset=", NULL},
		{"", NULL},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		char *charset = charset_of_type(cases[i][0]);
		g_assert_cmpstr(charset, ==, cases[i][1]);
		g_free(charset);
	}
	g_assert_null(charset_of_type(NULL));
}

static void test_fold(void)
{
	static const char *const cases[][2] = {
		{"ABC", "abc"},
		{"Ärger", "arger"},
		{"Straße", "strasse"},
		{"Ørsted Łódź", "orsted lodz"},
		{"Ｆｕｌｌ", "full"},
		{"ΑΘΉΝΑΣ", "αθηνασ"},
		{"Ёлка", "елка"},
		{"كتاب", "کتاب"},
		{"علي", "علی"},
		{"٣۳३", "333"},
		{"می\u200cخواهم", "میخواهم"},
		{"عـــلی", "علی"},
		{"한국어", "한국어"},
		{"がぎ", "か\u3099き\u3099"},
		{"don’t", "don't"},
		{"ﬁn", "fin"},
		{"", ""},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		char *folded = fold_text(cases[i][0]), *again = fold_text(folded);
		g_assert_cmpstr(folded, ==, cases[i][1]);
		g_assert_cmpstr(again, ==, folded);
		g_free(folded);
		g_free(again);
	}
	g_assert_true(fold_contains("Ärgerlich", "arger"));
	g_assert_false(fold_contains("Ärgerlich", "x"));
	g_assert_cmpint(fold_compare("äb", "Az"), <, 0);
	g_assert_cmpint(fold_compare("a", "A"), !=, 0);
	g_assert_cmpint(fold_compare("a", "a"), ==, 0);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/charset/convert", test_convert);
	g_test_add_func("/charset/ceiling", test_ceiling);
	g_test_add_func("/charset/type", test_type);
	g_test_add_func("/fold", test_fold);
	return g_test_run();
}
