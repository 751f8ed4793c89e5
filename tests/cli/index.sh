# SPDX-License-Identifier: GPL-3.0-or-later
# A reload of many stories ends before their words are indexed; that is done behind it.

command -v sqlite3 >/dev/null && command -v pgrep >/dev/null ||
	skip_all "sqlite3 or pgrep is not installed"
mkdir -p www
awk 'BEGIN {
	print "<rss version=\"2.0\"><channel><title>F</title>"
	for (s = 1; s <= 900; s++)
		printf "<item><title>Story %d</title><guid>%d</guid><description>&lt;p&gt;caf&amp;eacute; gold%d&lt;/p&gt;</description></item>\n", s, s, s
	print "</channel></rss>"
}' >www/f.xml
tnewsrc <<END
set index-behind no
[A]
feed file://$PWD/www/f.xml "F"
END
left() { # stories that are not in the index
	sqlite3 -cmd ".timeout 9000" data/store.db "SELECT (SELECT max(id) FROM story)-coalesce((SELECT value FROM meta WHERE key='indexed'),0)"
}
store() { tnews -d data "$@"; }
has "many stories" "900 new" store reload
ok "a setting leaves them" test "$(left)" -gt 100
is "what is not indexed is found all the same" "Story 77" store list --format '{title}' gold77
is "accents, entities, markup are seen through" 900 store count cafe
is "nothing is made up" 0 store count gold901
is "phrases" "Story 5" store list --format '{title}' '"CAFÉ gold5"'
ok "completed when asked" store index
is "complete" 0 left
is "and found" "Story 77" store list --format '{title}' gold77

rm -rf data
sed -i 's/^set index-behind no/set index-behind yes/' ~/.tnewsrc
has "the same again" "900 new" store reload
i=0
while [ "$(left)" != 0 ] && [ $i -lt 150 ]; do sleep 0.2; i=$((i + 1)); done
is "completed behind the reload" 0 left
i=0
while pgrep -f "data $PWD/data index" >/dev/null && [ $i -lt 50 ]; do sleep 0.1; i=$((i + 1)); done
fails 1 "the program has ended" pgrep -f "data $PWD/data index"
ok "the store is whole" store check
