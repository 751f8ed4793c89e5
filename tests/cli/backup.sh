# SPDX-License-Identifier: GPL-3.0-or-later
# Backup while the store is used, the way back, damage, and what check can make anew.

mkdir -p www
cat >www/one.xml <<'END'
<rss version="2.0"><channel><title>One</title><link>http://one.example/</link>
<item><title>Cheese rises</title><link>http://one.example/1</link><guid>1</guid>
<description>moon</description></item>
<item><title>Bread falls</title><link>http://one.example/2</link><guid>2</guid>
<description>oven</description></item></channel></rss>
END
tnewsrc <<END
[Food]
feed file://$PWD/www/one.xml "One"
END
store=$XDG_DATA_HOME/tnews
[ -n "$XDG_DATA_HOME" ] || store=$HOME/.local/share/tnews

has "of nothing yet" "0 stories of 0 feeds" tnews backup none.db
tnews reload >/dev/null
tnews tag +keep -unread -- cheese >/dev/null
has "a backup" "2 stories of 1 feed," tnews backup one.db
ok "a story in no list" tnews -q tag +ignored -- bread
has "is in a backup and counted" "2 stories of 1 feed," tnews backup hidden.db
ok "back in the list" tnews -q undo
fails 1 "a file that is there is left alone" tnews backup one.db
has "unless asked" "written to one.db" tnews backup --force one.db
is "for nobody else" "600" stat -c %a one.db
tnews tag -keep +lost -- is:read OR is:unread >/dev/null
has "the way back" "restored from one.db" tnews restore one.db
is "tags are as they were" "Cheese rises" tnews list --format '{title}' tag:keep
is "and marks" "1" tnews count is:unread
is "later tags are gone" "0" tnews count tag:lost
is "words are found" "1" tnews count oven
has "reloaded, nothing is new" "0 new stories" tnews reload
has "check is content" "store" tnews check

head -c 20000 one.db >half.db
fails 1 "half a backup" tnews restore half.db
echo "no store" >text
fails 1 "some file" tnews restore text
fails 1 "none" tnews restore nowhere.db
is "nothing was changed" "1" tnews count tag:keep

head -c 3000 /dev/urandom >"$store/store.db"
rm -f "$store/store.db-wal" "$store/store.db-shm"
fails 1 "a damaged store is told" tnews count
has "a backup replaces it" "is kept in" tnews restore one.db
is "all is back" "1" tnews count tag:keep

if command -v sqlite3 >/dev/null; then
	sqlite3 "$store/store.db" "UPDATE feed SET unread=77"
	fails 1 "wrong counters are found" tnews check
	has "and mended" "made anew" tnews check --repair
	is "they are right" "1" tnews count is:unread
	cp one.db later.db
	sqlite3 later.db "PRAGMA user_version=999"
	fails 1 "a later store is refused" tnews restore later.db
	cp one.db evil.db
	sqlite3 evil.db "CREATE TRIGGER t AFTER INSERT ON tag BEGIN DELETE FROM story; END"
	fails 1 "a store with programs is refused" tnews restore evil.db
	is "nothing was changed by them" "1" tnews count tag:keep
fi
