# SPDX-License-Identifier: GPL-3.0-or-later
# A worker that lives and says nothing is ended: what it had in hand is asked again, and
# everything else goes on. One for feeds, during a reload, and one for pages.

[ -r /proc/self/stat ] || skip_all "no /proc"
slow_feeds 20 50 20
killer=$top_srcdir/tests/crash/killer
export killer

screen <<'END'
size 140x40
run
wait SPC
key R
wait reload
sh test "$("$killer" tnews-worker 1 0 STOP)" = 1
# keys are answered meanwhile
keys "?"
wait Esc
key Esc
wait 20 new
has 0 failed
sh test "$(tnews count)" = 20
keys "ga"
wait Story 20
key Enter
wait Body of story 20.
sh test "$("$killer" tnews-worker-page 1 0 STOP)" = 1
keys "hGk"
# the list and the program go on while the page is missing
has Story 02
keys "?"
wait Esc
key Esc
wait Body of story 2.
keys "K"
wait Body of story 3.
keys "Q"
exit 0
sh tnews check
END
