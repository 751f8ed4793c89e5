/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of dates, folded as fold_text does: months of many languages, eras, units. */
#include "text/date_private.h"

#include <glib.h>
#include <string.h>

static const char *const months[] = {
#define MONTHS(language, names) names,
#include "text/months.def"
#undef MONTHS
};

/* Months of the solar calendar of Iran. */
static const char solar_months[] =
	"فروردین اردیبهشت خرداد تیر مرداد|امرداد شهریور مهر ابان اذر دی بهمن اسفند";

/* Months of two words, the longer first. */
static const struct {
	const char *name;
	int month;
} month_phrases[] = {
	{"کانون الثانی", 1},  {"کانون الاول", 12},    {"تشرین الاول", 10},
	{"تشرین الثانی", 11}, {"thang muoi mot", 11}, {"thang muoi hai", 12},
	{"thang muoi", 10},   {"thang gieng", 1},     {"thang mot", 1},
	{"thang hai", 2},     {"thang ba", 3},	      {"thang tu", 4},
	{"thang nam", 5},     {"thang sau", 6},	      {"thang bay", 7},
	{"thang tam", 8},     {"thang chin", 9},      {"thang chap", 12},
};

/* Words of East Asia stand beside their numbers without a blank. */
static const struct {
	const char *word;
	enum unit unit;
} units[] = {
	{"年", YEAR},	   {"년", YEAR},      {"月", MONTH},	 {"월", MONTH},
	{"日", MONTH_DAY}, {"일", MONTH_DAY}, {"号", MONTH_DAY}, {"時", HOUR},
	{"时", HOUR},	   {"点", HOUR},      {"시", HOUR},	 {"分", MINUTE},
	{"분", MINUTE},	   {"秒", SECOND},    {"초", SECOND},	 {"오전", AM},
	{"上午", AM},	   {"午前", AM},      {"오후", PM},	 {"下午", PM},
	{"午後", PM},	   {"a.m", AM},	      {"p.m", PM},	 {"a. m", AM},
	{"p. m", PM},	   {"π.μ", AM},	      {"μ.μ", PM},	 {"晚上", PM},
	{"凌晨", AM},	   {"早上", AM},      {"中午", PM},
};

/* The same as words of their own. */
static const struct {
	const char *word;
	enum unit half;
} halves[] = {
	{"am", AM},   {"pm", PM},     {"ص", AM},      {"م", PM},  {"صباحا", AM},
	{"مساء", PM}, {"पूर्वाह्न", AM}, {"अपराह्न", PM}, {"πμ", AM}, {"μμ", PM},
};

/* Whether word begins a name in list (twelve names, forms separated by "|"), or is one. */
static int month_in_list(const char *list, const char *word, size_t n, bool whole)
{
	int month = 1;
	for (const char *p = list; *p; p++) {
		if (strncmp(p, word, n) == 0 && (!whole || strchr(" |", p[n])))
			return month;
		p += strcspn(p, " |");
		if (!*p)
			break;
		month += *p == ' ';
	}
	return 0;
}

/* "九月" in place of "9月": the whole word. */
static int month_of_numeral(const char *word, size_t n)
{
	static const char *const names[] = {"一月", "二月", "三月",   "四月",
					    "五月", "六月", "七月",   "八月",
					    "九月", "十月", "十一月", "十二月"};
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (strlen(names[i]) == n && memcmp(names[i], word, n) == 0)
			return (int)i + 1;
	return 0;
}

/* The year before the first of an era of East Asia that the word names, or 0. */
int date_era(const char *word, size_t n)
{
	static const struct {
		const char *name;
		int before;
	} eras[] = {{"令和", 2018}, {"平成", 1988}, {"昭和", 1925}, {"民國", 1911}};
	for (size_t i = 0; i < G_N_ELEMENTS(eras); i++)
		if (n >= strlen(eras[i].name) &&
		    memcmp(word + n - strlen(eras[i].name), eras[i].name,
			   strlen(eras[i].name)) == 0)
			return eras[i].before;
	return 0;
}

static int month_of_word(const char *word, size_t n)
{
	int month = month_of_numeral(word, n);
	if (month)
		return month;
	/* Short words of other scripts may be whole names: "मई". */
	bool whole = g_utf8_strlen(word, (gssize)n) < 3;
	if (whole && (*word & 0x80) == 0)
		return 0;
	for (size_t i = 0; i < G_N_ELEMENTS(months) && !month; i++)
		month = month_in_list(months[i], word, n, whole);
	return month;
}

size_t date_unit(const char *s, size_t n_word, enum unit *unit)
{
	*unit = UNIT_NONE;
	for (size_t i = 0; n_word && i < G_N_ELEMENTS(halves); i++)
		if (strlen(halves[i].word) == n_word &&
		    memcmp(halves[i].word, s, n_word) == 0) {
			*unit = halves[i].half;
			return n_word;
		}
	if ((*s & 0x80) == 0 && *s != 'a' && *s != 'p')
		return 0;
	for (size_t i = 0; i < G_N_ELEMENTS(units); i++)
		if (g_str_has_prefix(s, units[i].word)) {
			*unit = units[i].unit;
			return strlen(units[i].word);
		}
	return 0;
}

/* "คม" with dots in it, "ม.ค.": the letters of Thai. */
static bool is_thai(const char *s)
{
	return (unsigned char)s[0] == 0xE0 &&
	       ((unsigned char)s[1] == 0xB8 || (unsigned char)s[1] == 0xB9);
}

size_t date_word(const char *s)
{
	size_t n = 0;
	bool thai = is_thai(s);
	while (g_ascii_isalpha(s[n]) || (s[n] & 0x80) ||
	       (thai && s[n] == '.' && is_thai(s + n + 1)))
		n++;
	return n;
}

int date_month(const char *s, size_t *n, bool *solar, bool *thai)
{
	for (size_t i = 0; i < G_N_ELEMENTS(month_phrases); i++)
		if (g_str_has_prefix(s, month_phrases[i].name)) {
			*n = strlen(month_phrases[i].name);
			return month_phrases[i].month;
		}
	int month = month_of_word(s, *n);
	if (!month && (*s & 0x80)) {
		month = month_in_list(solar_months, s, *n, true);
		*solar |= month != 0;
	}
	*thai |= month && is_thai(s);
	return month;
}
