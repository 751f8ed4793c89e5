dnl SPDX-License-Identifier: GPL-3.0-or-later
dnl Helpers of configure.ac: libraries with the names of their packages, flags that are
dnl tried before they are taken.

dnl TNEWS_LIB(VAR, PKG-CONFIG MODULE, DEBIAN, FEDORA, ARCH, ALPINE, HOMEBREW)
dnl Sets VAR_CFLAGS and VAR_LIBS. What is missing is only noted; TNEWS_MISSING_LIBS tells
dnl of all at once. (PKG_CHECK_MODULES would put two lines a library into --help.)
dnl bootstrap reads these lines, too: keep each on one line.
AC_DEFUN([TNEWS_LIB], [
AC_MSG_CHECKING([for $2])
AS_IF([test -n "$$1_LIBS"], [AC_MSG_RESULT([given])],
	[test -n "$PKG_CONFIG" && $PKG_CONFIG --exists "$2" 2>/dev/null], [
	$1_CFLAGS=`$PKG_CONFIG --cflags "$2"`
	$1_LIBS=`$PKG_CONFIG --libs "$2"`
	AC_MSG_RESULT([yes])],
	[AC_MSG_RESULT([no])
	TNEWS_MISSING([$2], [$3], [$4], [$5], [$6], [$7])])
AC_SUBST([$1_CFLAGS])
AC_SUBST([$1_LIBS])
])

dnl TNEWS_LIB_OPTIONAL(VAR, MODULE, ...): sets have_VAR to yes or no instead.
AC_DEFUN([TNEWS_LIB_OPTIONAL], [
tnews_kept=$tnews_missing
TNEWS_LIB($@)
AS_IF([test "$tnews_missing" = "$tnews_kept"], [have_$1=yes], [have_$1=no])
tnews_missing=$tnews_kept
])

dnl TNEWS_MISSING(WHAT, DEBIAN, FEDORA, ARCH, ALPINE, HOMEBREW)
AC_DEFUN([TNEWS_MISSING], [
tnews_missing="$tnews_missing
  $1
      Debian: $2   Fedora: $3   Arch: $4   Alpine: $5   Homebrew: $6"
])

AC_DEFUN([TNEWS_MISSING_LIBS], [
AS_IF([test -n "$tnews_missing"], [AC_MSG_ERROR([these are missing; their packages are:
$tnews_missing

On Debian and Ubuntu ./bootstrap build installs them.])])
])

dnl TNEWS_CFLAG(VAR, FLAG, [IF-NOT]): adds the flag if the compiler takes it in silence.
AC_DEFUN([TNEWS_CFLAG], [
tnews_kept=$CFLAGS
CFLAGS="$CFLAGS $$1 $2 -Werror"
AC_MSG_CHECKING([whether $CC takes $2])
AC_COMPILE_IFELSE([AC_LANG_PROGRAM([[#include <stdio.h>]], [[puts("");]])],
	[AC_MSG_RESULT([yes])
	AS_VAR_APPEND([$1], [" $2"])],
	[AC_MSG_RESULT([no])
	$3])
CFLAGS=$tnews_kept
])

dnl TNEWS_LDFLAG(VAR, FLAG): the same for the linker.
AC_DEFUN([TNEWS_LDFLAG], [
tnews_kept=$LDFLAGS
LDFLAGS="$LDFLAGS $$1 $2 -Werror"
AC_MSG_CHECKING([whether the linker takes $2])
AC_LINK_IFELSE([AC_LANG_PROGRAM([[#include <stdio.h>]], [[puts("");]])],
	[AC_MSG_RESULT([yes])
	AS_VAR_APPEND([$1], [" $2"])],
	[AC_MSG_RESULT([no])])
LDFLAGS=$tnews_kept
])

dnl TNEWS_WARNINGS: WARN_CFLAGS, and --enable-werror.
AC_DEFUN([TNEWS_WARNINGS], [
AC_ARG_ENABLE([werror], [AS_HELP_STRING([--enable-werror], [a warning is an error (for development)])],
	[], [enable_werror=no])
WARN_CFLAGS="-Wall -Wextra -Wshadow -Wconversion"
m4_foreach([tnews_flag], [[-Wformat=2], [-Wimplicit-fallthrough], [-Wvla], [-Wundef], [-Wstrict-prototypes],
	[-Wmissing-prototypes], [-Wold-style-definition], [-Werror=format-security],
	[-Werror=implicit-function-declaration]],
	[TNEWS_CFLAG([WARN_CFLAGS], tnews_flag)])
AS_IF([test "$enable_werror" = yes], [AS_VAR_APPEND([WARN_CFLAGS], [" -Werror"])])
AC_SUBST([WARN_CFLAGS])
])

dnl TNEWS_HARDENING: HARDEN_CPPFLAGS, HARDEN_CFLAGS, HARDEN_LDFLAGS, and --enable-sanitize.
AC_DEFUN([TNEWS_HARDENING], [
AC_ARG_ENABLE([sanitize], [AS_HELP_STRING([--enable-sanitize=LIST],
	[build with sanitizers: address,undefined or thread])], [], [enable_sanitize=no])
AS_CASE([$enable_sanitize], [yes], [enable_sanitize=address,undefined])
HARDEN_CPPFLAGS= HARDEN_CFLAGS= HARDEN_LDFLAGS=
m4_foreach([tnews_flag], [[-fstack-protector-strong], [-fstack-clash-protection],
	[-fno-delete-null-pointer-checks], [-fno-strict-overflow],
	[-fno-strict-aliasing], [-ftrivial-auto-var-init=zero], [-fstrict-flex-arrays=3],
	[-fPIE]],
	[TNEWS_CFLAG([HARDEN_CFLAGS], tnews_flag)])
AS_CASE([$host_cpu],
	[x86_64|i?86], [TNEWS_CFLAG([HARDEN_CFLAGS], [-fcf-protection=full])],
	[aarch64], [TNEWS_CFLAG([HARDEN_CFLAGS], [-mbranch-protection=standard])])
m4_foreach([tnews_flag], [[-pie], [[-Wl,-z,relro]], [[-Wl,-z,now]], [[-Wl,-z,noexecstack]],
	[[-Wl,--as-needed]]],
	[TNEWS_LDFLAG([HARDEN_LDFLAGS], tnews_flag)])
AS_IF([test "$enable_sanitize" != no], [
	tnews_flags="-fsanitize=$enable_sanitize -fno-omit-frame-pointer -g"
	AS_CASE([$enable_sanitize], [*undefined*|*address*],
		[tnews_flags="$tnews_flags -fno-sanitize-recover=all"])
	tnews_kept=$CFLAGS
	CFLAGS="$CFLAGS $tnews_flags"
	AC_MSG_CHECKING([for the sanitizers $enable_sanitize])
	AC_LINK_IFELSE([AC_LANG_PROGRAM([[#include <stdio.h>]], [[puts("");]])],
		[AC_MSG_RESULT([yes])],
		[AC_MSG_RESULT([no])
		AC_MSG_ERROR([$CC has no -fsanitize=$enable_sanitize])])
	CFLAGS=$tnews_kept
	HARDEN_CFLAGS="$HARDEN_CFLAGS $tnews_flags"
	HARDEN_LDFLAGS="$HARDEN_LDFLAGS -fsanitize=$enable_sanitize"
	AC_DEFINE([WITH_SANITIZERS], [1], [Define if built with sanitizers.])
	AS_CASE([$enable_sanitize], [*thread*],
		[HARDEN_CPPFLAGS='-include $(top_srcdir)/src/util/tsan.h'])
], [AS_CASE(["$CFLAGS $CPPFLAGS"], [*_FORTIFY_SOURCE*], [],
	[TNEWS_CFLAG([HARDEN_CPPFLAGS], [-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3],
		[TNEWS_CFLAG([HARDEN_CPPFLAGS], [-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2])])])])
AC_SUBST([HARDEN_CPPFLAGS])
AC_SUBST([HARDEN_CFLAGS])
AC_SUBST([HARDEN_LDFLAGS])
AM_CONDITIONAL([SANITIZE], [test "$enable_sanitize" != no])
])

dnl TNEWS_SHORT_HELP: --help tells what a person needs; what every
dnl configure script takes is --help=short. It has to come before the arguments are
dnl read, hence the diversion.
AC_DEFUN([TNEWS_SHORT_HELP], [m4_divert_text([DEFAULTS], [
for tnews_arg
do
  case $tnews_arg in
  -h | -help | --help)
    cat <<\_TNEWS_HELP
Usage: ./configure [[OPTION]]... [[VARIABLE=VALUE]]...

  --prefix=DIR            install under DIR (/usr/local)
  --bindir=DIR, --libexecdir=DIR, --datadir=DIR, --mandir=DIR, --docdir=DIR
                          parts of it elsewhere
  --disable-nls           English messages only
  --enable-sanitize=LIST  build with sanitizers: address,undefined or thread
  --enable-werror         a warning is an error (for development)
  --host=TYPE             cross compile
  -q, --quiet             say less
  --help=short            those options as well that every such script has

  CC, CFLAGS, CPPFLAGS, LDFLAGS, LIBS   compiler and its flags
  PKG_CONFIG, PKG_CONFIG_PATH           where libraries are looked for
  GLIB_LIBS, GLIB_CFLAGS, ...           a library without pkg-config; likewise CURSES,
                                        SQLITE, CURL, XML, GUMBO, JANSSON, FRIBIDI,
                                        DEFLATE, ZSTD, SECCOMP; UNISTRING_LIBS

What is missing is named at the end with its packages. `make install DESTDIR=DIR' stages.
_TNEWS_HELP
    exit 0 ;;
  esac
done
])])
