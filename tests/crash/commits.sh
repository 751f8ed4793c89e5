# SPDX-License-Identifier: GPL-3.0-or-later
# tnews is killed at each of its writes to the store, one after the other: at those around
# the end of each transaction of a reload, an act, a purge, compacting, an index, a
# migration, and at all writes of an act. What ended well is there, of the rest all or
# nothing, and the same again ends well.

command -v sqlite3 >/dev/null || skip_all "no sqlite3"
[ -r "$top_builddir/tests/crash/kill_at.so" ] || skip_all "kill_at.so was not built"
data=$HOME/.local/share/tnews
mkdir -p "${data%/*}"
log=$PWD/count
killed() { # KILL_AT COMMAND...
	nth=$1
	shift
	LD_PRELOAD=$top_builddir/tests/crash/kill_at.so KILL_AT=$nth KILL_ON=$on KILL_COUNT=$log \
		tnews "$@" >killed.out 2>killed.err
}
on=commit
killed 0 --version || skip_all "this program cannot be watched"

mkdir -p www
for f in 1 2; do
	{
		echo "<rss version=\"2.0\"><channel><title>F$f</title>"
		i=0
		while [ $i -lt 40 ]; do
			i=$((i + 1))
			echo "<item><title>Story $i of $f</title><guid>$f-$i</guid><description>word gold $i $f</description></item>"
		done
		echo '</channel></rss>'
	} >www/$f.xml
done
tnewsrc <<END
set index-behind no
[A]
feed file://$PWD/www/1.xml
feed file://$PWD/www/2.xml
END

# each NAME FOLDER BEFORE AFTER QUERY COMMAND...: from the store in FOLDER the command is
# killed at each write; the stories of QUERY must be BEFORE or AFTER, then AFTER.
each() {
	name=$1 from=$2 before=$3 after=$4 query=$5
	shift 5
	rm -rf "$data" && cp -r "$from" "$data" && rm -f "$log"
	ok "$name, not killed" killed 0 "$@"
	is "$name: what it does" "$after" tnews count "$query"
	n=$(cat "$log")
	bad= at=0
	while [ $at -lt "$n" ]; do
		at=$((at + 1))
		rm -rf "$data" && cp -r "$from" "$data"
		killed $at "$@"
		[ $? = 137 ] || bad="$bad $at:alive"
		got=$(tnews count "$query" 2>&1)
		case $between$got in
		"$before" | "$after" | some*[0-9]) ;;
		*) bad="$bad $at:$got" ;;
		esac
		[ "$(tnews count tag:kept)" = 40 ] || [ "$from" = empty ] || bad="$bad $at:lost"
		tnews check >/dev/null 2>check.err || bad="$bad $at:$(head -n 1 check.err)"
		killed 0 "$@" || bad="$bad $at:again"
		got=$(tnews count "$query" 2>&1)
		[ "$got" = "$after" ] || bad="$bad $at:then $got"
	done
	equal "$name, killed $n times" "" "$bad"
}

between=
mkdir -m 700 empty
between=some # a reload is stored feed by feed
each "a first reload" empty 0 80 "gold" -q reload
between=
rm -rf "$data"
ok "a store" tnews -q reload
ok "an act" tnews -q tag +kept -- '"of 1"'
cp -r "$data" one
each "a tag" one 0 40 tag:mine -q tag +mine -- '"of 2"'
on=write
each "a tag, each write" one 0 40 tag:mine -q tag +mine -- '"of 2"'
on=commit
each "deleted" one 40 0 '"of 2"' -q tag +ignored -- '"of 2"'
each "purged" one 40 0 '"of 2"' -q purge '"of 2"'
each "compacted" one 80 80 gold -q compact
rm -rf "$data" && cp -r one "$data"
sqlite3 "$data/store.db" "PRAGMA journal_mode=DELETE" >/dev/null
# as the version before left it
sqlite3 "$data/store.db" "DROP TABLE twin; CREATE TABLE twin (day INTEGER NOT NULL,
	key INTEGER NOT NULL, story INTEGER NOT NULL, PRIMARY KEY (day, key, story)) WITHOUT ROWID;
	PRAGMA user_version=6; PRAGMA journal_mode=WAL" >/dev/null
cp -r "$data" old
each "brought to this version" old 80 80 gold -q tag +new -- gold
