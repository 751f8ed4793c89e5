# SPDX-License-Identifier: GPL-3.0-or-later
# What is installed beside the program is well-formed and complete.

share=$top_builddir/share
[ -f "$share/man/tnews.1" ] || share=$top_srcdir/share

if command -v groff >/dev/null; then
	for page in tnews.1 tnewsrc.5; do
		is "groff has nothing to say about $page" "" \
			sh -c "groff -man -Tutf8 -ww '$share/man/$page' 2>&1 >/dev/null"
	done
else
	skip "manual pages" "groff is not there"
fi
for name in $(sed -n 's/^OP([A-Z_]*, "\([^"]*\)".*/\1/p' "$top_srcdir/src/conf/operations.def"); do
	escaped=$(echo "$name" | sed 's/-/\\\\-/g')
	grep -q "^.fB$escaped.fR" "$share/man/tnews.1" || missing="${missing:-} $name"
done
equal "every operation is in the manual" "" "${missing:-}"
for name in $(sed -n 's/^SETTING([A-Z_]*, "\([^"]*\)".*/\1/p' "$top_srcdir/src/conf/settings.def"); do
	grep -q "^# set $name " "$share/tnewsrc.example" || lost="${lost:-} $name"
done
equal "every setting is in the example" "" "${lost:-}"
fails 1 "no list was forgotten" grep -rE '^@[a-z-]+@$' --exclude='*.in' "$share"
command -v bash >/dev/null && ok "bash reads its completion" bash -n "$share/completions/tnews.bash"
command -v zsh >/dev/null && ok "zsh reads its completion" zsh -n "$share/completions/_tnews"
command -v fish >/dev/null && ok "fish reads its completion" fish -n "$share/completions/tnews.fish"
:
