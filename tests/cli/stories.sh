# SPDX-License-Identifier: GPL-3.0-or-later
# Stories through the commands: reload, list, count, tag, undo, show, sections, status.

mkdir -p www
cat >www/one.xml <<'END'
<rss version="2.0"><channel><title>First &amp; foremost</title><link>http://one.example/</link>
<item><title>Cheese &lt;b&gt;rises&lt;/b&gt;</title><link>http://one.example/1</link><guid>1</guid>
<pubDate>Mon, 02 Nov 2026 10:00:00 GMT</pubDate><category>food</category>
<description>&lt;p&gt;The moon is made of &lt;em&gt;cheese&lt;/em&gt;.&lt;/p&gt;</description></item>
<item><title>Bread falls</title><link>http://one.example/2</link><guid>2</guid>
<pubDate>Tue, 03 Nov 2026 10:00:00 GMT</pubDate>
<enclosure url="http://one.example/2.mp3" type="audio/mpeg" length="100"/>
<description>No cheese here&#27;[31m.</description></item>
</channel></rss>
END
cat >www/two.xml <<'END'
<feed xmlns="http://www.w3.org/2005/Atom"><title>Second</title><id>urn:two</id>
<updated>2026-11-04T10:00:00Z</updated>
<entry><title>Wine waits</title><id>urn:two:1</id><link href="http://two.example/1"/>
<updated>2026-11-04T10:00:00Z</updated><author><name>Ann</name></author>
<content type="html">&lt;p&gt;Good wine.&lt;/p&gt;</content></entry>
</feed>
END
tnewsrc <<END
[Food/Solid]
feed file://$PWD/www/one.xml +solid
[Food/Liquid]
feed file://$PWD/www/two.xml "Wine"
[Unread]
query is:unread
END
export TNEWS_NOW=2026-11-05T12:00:00Z

has "what a reload would ask" "two.xml" tnews reload --dry-run
lacks "of one section" "one.xml" tnews reload --dry-run --section Food/Liquid
fails 2 "no such section" tnews reload --section Fod
fails 2 "no such feed" tnews reload --feed http://other.example/
has "a reload" "2 feeds: 2 new content, 0 unchanged, 0 failed; 3 new stories" tnews reload
has "again" "0 new stories" tnews reload
is "newest first" "Wine waits
Bread falls
Cheese rises" tnews list --format '{title}'
is "oldest first" "Cheese rises
Bread falls
Wine waits" tnews list --sort -date --format '{title}'
is "at most one" "Wine waits" tnews list --limit 1 --format '{title}'
is "fields and escapes" "Wine	Food/Liquid	2026-11-04T10:00:00Z	N	Ann {x}" \
	tnews list --format '{feed}\t{section}\t{updated}\t{unread}\t{author} {{x}}' wine
is "searched" "2" tnews count cheese
is "not" "1" tnews count -cheese
is "not, behind --" "1" tnews count -- -cheese
is "of a section" "2" tnews count section:solid
is "of a feed" "1" tnews count feed:wine
is "of a feed by the title that it has" "2" tnews count feed:foremost
is "by feed" "2	First & foremost
1	Wine" tnews count --by feed
is "by section" "2	Food/Solid
1	Food/Liquid" tnews count --by section
is "by tag" "2	solid" tnews count --by tag

has "a line of JSON" '"feed":{"url":"' tnews list --json wine
has "its tags" '"tags":["solid"],"unread":true,"starred":false' tnews list --json bread
has "its enclosures" '"enclosures":[{"url":"http://one.example/2.mp3","type":"audio/mpeg","length":100}]' \
	tnews list --json bread
has "its categories" '"categories":[{"term":"food"}]' tnews list --json moon
lacks "no content in a list" '"content"' tnews list --json wine
id=$(tnews list --format '{id}' wine)
has "content is shown" '"content":"<p>Good wine.</p>"' tnews show --json "$id"
is "the HTML" "<p>Good wine.</p>" tnews show --html "$id"
has "as the pane has it" "Good wine." tnews show "$id"
has "with its head" "Title: Wine waits" tnews show "$id"
fails 1 "no such story" tnews show 999999
fails 2 "no number" tnews show wine
bread=$(tnews list --format '{id}' bread)
fails 1 "no escape is shown" sh -c "tnews show $bread | grep -q \"\$(printf '\033')\""

is "a tag" "2 stories changed" tnews tag +later -unread -- cheese
is "found by it" "2" tnews count tag:later
is "read by it" "1" tnews count is:unread
is "the same again changes nothing" "0 stories changed" tnews tag +later -- cheese
is "all tags" "2	later
2	solid" tnews tags
has "all tags as JSON" '{"name":"later","total":2,"unread":0}' tnews tags --json
has "undone" "2 stories changed" tnews undo
is "all is as it was" "0" tnews count tag:later
is "unread, too" "3" tnews count is:unread
fails 2 "a tag with a blank" tnews tag "+a b" -- cheese
is "starred is a tag" "1 story changed" tnews tag +starred -- wine
is "it is found" "1" tnews count is:starred

is "sections" "Food  3/3" sh -c 'tnews sections | head -n 1'
has "sections hold feeds" "First & foremost  2/2" tnews sections
has "a query is a section" "Unread  3/3  is:unread" tnews sections
has "sections as JSON" '{"section":"Food/Liquid","unread":1,"total":1,"feeds":[{"url":"' \
	tnews sections --json
is "a status" "3 unread, 0 new, 0 failing" tnews status
is "a status of one's own" "3/3 1" tnews status --format '{unread}/{total} {starred}'
ok "all is well" tnews check
has "the worker is asked, too" "worker:" tnews check

echo 'feed file:///nonexistent.xml' >>"$HOME/.tnewsrc"
tnewsrc <<END
[Food/Solid]
feed file://$PWD/www/one.xml +solid
feed file:///nonexistent.xml
END
fails 1 "a feed that fails" tnews reload
err_has "it is named" "file:///nonexistent.xml: "
err_has "the next try is told" "next try"
ok "any is enough" tnews reload --ok-if-any
has "as JSON" '"result":"failed","error":"file"' sh -c 'tnews reload --json || :'
is "failing" "1" tnews status --format '{failing}'
has "what went is an orphan" "(no longer in the file)  1/1" tnews sections
is "its stories stay" "1" tnews count wine
has "the text around a hit" '"snippet":"' tnews list --json cheese
is "of what is no search there is none" "" sh -c 'tnews list --json is:unread | grep snippet'
ok "the best match first" tnews list --sort rank cheese
