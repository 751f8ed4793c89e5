# SPDX-License-Identifier: GPL-3.0-or-later
# The store when things go wrong beneath it: a full disk, a folder that cannot be written,
# pages that were torn, a later version, several programs that are killed. What was
# acknowledged is there afterwards, and each message says what to do.

command -v sqlite3 >/dev/null || skip_all "no sqlite3"
mkdir -p www
for f in 1 2 3 4; do
	{
		echo "<rss version=\"2.0\"><channel><title>F$f</title>"
		i=0
		while [ $i -lt 60 ]; do
			i=$((i + 1))
			echo "<item><title>Story $i of $f</title><guid>$f-$i</guid><description>$(seq -s ' word' $((i * 20)) $((i * 20 + 150)))</description></item>"
		done
		echo '</channel></rss>'
	} >www/$f.xml
done
conf() {
	{
		echo '[A]'
		for f; do echo "feed file://$PWD/www/$f.xml"; done
	} | tnewsrc
}
data=$HOME/.local/share/tnews
store=$data/store.db
conf 1 2
ok "two feeds" tnews -q reload
ok "a tag" tnews -q tag +kept -- '"of 1"'
n=$(tnews count)
ok "a backup" tnews -q backup good.db

# --- a full disk: no file may grow beyond some blocks
full() { # BLOCKS COMMAND...
	blocks=$1
	shift
	(ulimit -f "$blocks" && trap '' XFSZ && exec "$@")
}
conf 1 2 3 4
full 120 tnews -q reload >full.out 2>full.err
equal "a reload that does not fit fails" 1 $?
ok "and says why" grep -q "disk is full\|no room" full.err
sed "s/^/# /" full.err
is "what was there is there" "60" tnews count tag:kept
ok "sound" tnews check
ok "with room again it goes on" tnews -q reload
is "everything arrives" "240" tnews count
full 1 tnews -q tag +lost -- gold word >full.out 2>full.err
ok "an act that cannot be kept is not acknowledged" test $? -ne 0
is "nothing of it" "0" tnews count tag:lost
ok "sound again" tnews check

# --- killed while it writes; each act that ended well is there
round=0
acked=0
while [ $round -lt 12 ]; do
	round=$((round + 1))
	tnews -q reload --force >/dev/null 2>&1 &
	one=$!
	tnews -q tag "+round$round" -- tag:kept >/dev/null 2>&1 && acked="$acked $round"
	tnews -q undo >/dev/null 2>&1 && acked=${acked% $round}
	tnews -q tag "+again$round" -- tag:kept >/dev/null 2>&1 &
	two=$!
	lib_pids="$one $two $lib_pids"
	sleep "0.0$((round % 7))"
	kill -KILL $one $two 2>/dev/null
	wait $one $two 2>/dev/null
done
lost=0
for r in $acked; do
	[ "$r" = 0 ] || [ "$(tnews count "tag:round$r")" = 60 ] || lost=$((lost + 1))
done
equal "no acknowledged act is lost" 0 $lost
half=0
round=0
while [ $round -lt 12 ]; do
	round=$((round + 1))
	case $(tnews count "tag:again$round") in 0 | 60) ;; *) half=$((half + 1)) ;; esac
done
equal "none is there by half" 0 $half
ok "sound after that" tnews check
is "all stories" "240" tnews count

# --- a folder that cannot be written
if [ "$(id -u)" != 0 ]; then
	chmod -R a-w "$data"
	is "a read-only store is read" "240" tnews count
	fails 1 "and not written" tnews tag +x -- word
	err_has "it says so" "read-only"
	chmod -R u+w "$data"
else
	skip "a read-only folder" "root may write everything"
fi

# --- a later version
cp "$store" later.db
sqlite3 "$store" "PRAGMA user_version=4711" >/dev/null
sum=$(cksum <"$store")
fails 1 "a later store is refused" tnews list
err_has "and says what to do" "was written by a later tnews"
fails 1 "by a reload, too" tnews reload
equal "without harm" "$sum" "$(cksum <"$store")"
cp later.db "$store"

# --- torn pages
page=$(sqlite3 "$store" "PRAGMA page_size")
pages=$(sqlite3 "$store" "PRAGMA page_count")
torn=0
silent=0
crashed=0
at=3
while [ $at -lt "$pages" ]; do
	cp later.db "$store"
	dd if=/dev/urandom of="$store" bs="$page" seek=$at count=1 conv=notrunc 2>/dev/null
	tnews check >torn.out 2>&1
	status=$?
	[ $status -le 1 ] || crashed=$((crashed + 1))
	[ $status = 1 ] && torn=$((torn + 1))
	for command in "list word" "count" "status" "tags" "show 17"; do
		timeout 20 tnews $command >torn.out 2>torn.err
		status=$?
		[ $status -le 1 ] || crashed=$((crashed + 1))
		[ $status = 0 ] || [ -s torn.err ] || silent=$((silent + 1))
	done
	at=$((at + 1 + pages / 12))
done
equal "no torn page brings tnews down" 0 $crashed
equal "nothing fails without a word" 0 $silent
ok "most are found by check" test $torn -ge 5
cp later.db "$store"
dd if=/dev/urandom of="$store" bs=100 count=1 conv=notrunc 2>/dev/null
fails 1 "a torn head" tnews list
err_has "says how to get out" "tnews restore BACKUP"
has "the way out" "restored from" tnews restore good.db
is "brings back what was saved" "$n" tnews count
ok "sound at the end" tnews check
