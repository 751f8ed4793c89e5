/* SPDX-License-Identifier: GPL-3.0-or-later */
/* i18n: what the user reads goes through _(); N_() marks a text that a table holds and
 * that is translated where it is shown. */
#ifndef UTIL_I18N_H
#define UTIL_I18N_H

#include <libintl.h>

#define _(text) gettext(text)
#define N_(text) text

#endif
