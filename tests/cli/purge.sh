# SPDX-License-Identifier: GPL-3.0-or-later
# What goes for good, and what does not come back; one story of several feeds; tags that
# get another name.

mkdir -p www
feed() { # NAME ITEM...
	name=$1
	shift
	{
		echo "<rss version=\"2.0\"><channel><title>$name</title>"
		for i; do
			echo "<item><title>$name story number $i of this feed</title><guid>$i</guid><link>http://site.example/$name/$i?utm_source=$name</link><description>gold $i</description><pubDate>Mon, 0$i Jan 2024 10:00:00 GMT</pubDate></item>"
		done
		echo "$extra</channel></rss>"
	} >"www/$name.xml"
}
extra=
feed one 1 2 3 4 5 6
extra='<item><title>Under another title</title><guid>x</guid><link>https://www.site.example/one/6#top</link><description>gold</description><pubDate>Sat, 06 Jan 2024 11:00:00 GMT</pubDate></item>'
feed two 1 2
tnewsrc <<END
[A]
feed file://$PWD/www/one.xml "One" limit=4
feed file://$PWD/www/two.xml "Two"
END
ok "a reload" tnews -q reload
is "a story of two feeds is listed once" "8" tnews count
has "and says where else it is" '"also":[{"feed":' tnews list --json is:duplicate
is "both of them when asked" "2" tnews count is:duplicate
{ echo 'set same-story no'; cat ~/.tnewsrc; } >rc && cp rc ~/.tnewsrc
ok "the setting" tnews -q reload
is "lists both" "9" tnews count

is "what is unread stays" "0 stories would go" tnews purge --dry-run
sed -i 's/"One" limit=4/"One" limit=4 limit-unread=yes/' ~/.tnewsrc
is "unless the file says otherwise" "2 stories would go" tnews purge --dry-run
sed -i 's/ limit-unread=yes//' ~/.tnewsrc
ok "all is read" tnews -q tag -unread -- is:unread
is "a dry run" "2 stories would go" tnews purge --dry-run
is "does nothing" "9" tnews count
ok "a star" tnews -q tag +starred -- '"one story number 1"'
is "what is over the limit goes, but no star" "1 story is gone" tnews purge
is "it is gone" "8" tnews count
ok "another reload" tnews -q reload --force
is "does not bring it back" "8" tnews count
sed -i 's/"Two"/"Two" limit-age=30d/' ~/.tnewsrc
is "what is over the age of its feed would go" "3 stories would go" tnews purge --dry-run
sed -i 's/ limit-age=30d//' ~/.tnewsrc
is "it is not listed as deleted" "0" tnews count is:deleted
is "those that match" "1 story is gone" tnews purge feed:two title:number before:2024-01-02
has "by age" "stories are gone" tnews purge --older 1y feed:one
is "the star stays" "1" tnews count is:starred
is "unless it is said" "1 story is gone" tnews purge --kept is:starred
fails 2 "an age that is none" tnews purge --older soon
err_has "says so" "soon is no age"
fails 2 "a query that cannot be read" tnews purge 'title:('
ok "the store is sound" tnews check

tnewsrc <<END
[A]
feed file://$PWD/www/one.xml "One"
END
has "what left the file just now is no orphan yet" "0 stories are gone" tnews purge --orphans
err_has "and why" "1 feed left the file after the last reload"
ok "a feed less" tnews -q reload
has "its stories go when that is asked" "1 feed without stories is gone" tnews purge --orphans
has "the store gets small" "the store had" tnews compact
ok "and is sound" tnews check

extra='<item><title>Fresh</title><guid>y</guid><description>gold</description></item>'
feed one 1 2
ok "one more" tnews -q reload --force
is "arrives" "1" tnews count
ok "a tag" tnews -q tag +red -- fresh
has "gets another name" "1 story changed" tnews tags rename red blue
is "has it" "1	blue" tnews tags
ok "taken back" tnews -q undo
is "has the old one" "1	red" tnews tags
fails 2 "a tag that nobody has" tnews tags rename green blue
fails 2 "one of tnews itself" tnews tags rename starred blue
fails 2 "something else" tnews tags drop red
