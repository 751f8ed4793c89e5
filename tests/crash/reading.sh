# SPDX-License-Identifier: GPL-3.0-or-later
# The workers are killed twenty times while the panes are open: in one reload of many slow
# feeds, by SIGKILL and SIGSEGV in turn, whenever there is one, and while a key waits for
# the page of a story. Everything arrives, nobody is named.

[ -r /proc/self/stat ] || skip_all "no /proc"
slow_feeds 60 50 5 'set max-host-connections 2'

killer=$top_srcdir/tests/crash/killer
export killer

screen <<'END'
size 140x40
run
wait SPC
key R
wait reload
sh n=$("$killer" tnews-worker 20 0.15); echo "# killed $n times"; test $n = 20
# keys are answered meanwhile
keys "?"
wait Esc
key Esc
wait 60 new
has 0 failed
sh test "$(tnews count)" = 60
sh ! tnews sections --json | grep -q crash
# keys that wait for their pages while the one that makes them is killed again and again
keys "ga"
wait Story
key Enter
wait Body of story
sh "$killer" tnews-worker-page 20 0.02 >killed 2>/dev/null &
keys "J"
still
keys "J"
still
keys "J"
still
keys "J"
still
keys "J"
still
keys "J"
still
keys "J"
still
keys "J"
still
keys "J"
still
keys "J"
still
keys "J"
still
keys "J"
still
keys "J"
still
keys "J"
still
keys "J"
still
keys "ZJ"
wait Body of story 44
keys "KJ"
still
absent cannot be read
keys "Q"
exit 0
sh for i in 1 2 3 4 5 6 7 8; do [ -s killed ] && break; sleep 0.5; done; n=$(cat killed); echo "# killed $n times"; test "$n" -ge 1
sh tnews check
END
