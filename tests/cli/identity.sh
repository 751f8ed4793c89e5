# SPDX-License-Identifier: GPL-3.0-or-later
# Whatever a publisher changes at once, stories stay who they are, with their tags and marks;
# what is changed is noticed, what is new is new; what has no title gets one.

feed() { # WHAT
	awk -v what="$1" 'BEGIN {
	print "<rss version=\"2.0\"><channel><title>F</title><link>http://s.example/</link>"
	for (i = 0; i < (what ~ /more/ ? 10 : 8); i++) {
		id = "id-" i; link = "http://s.example/p/" i; title = "Story number " i
		date = sprintf("Thu, 05 Sep 2024 10:0%d:00 GMT", i)
		body = "The text of story " i " is long enough to tell it from the others."
		if (what ~ /ids/) id = "new-" i * 7
		if (what ~ /links/) link = "https://www.new.example/2024/" i
		if (what ~ /some/) { if (i % 2) id = "y" i; else link = "http://o.example/" i }
		if (what ~ /tracking/) link = link "?utm_source=rss&amp;utm_medium=" i
		if (what ~ /https/) link = "https://s.example/p/" i
		if (what ~ /titles/) title = "Another title " i
		if (what ~ /body/) body = body " And more."
		if (what ~ /dates/) date = "Fri, 06 Sep 2024 10:00:00 GMT"
		if (what ~ /undated/) date = ""
		printf "<item>"
		if (what !~ /without-i/) printf "<guid isPermaLink=\"false\">%s</guid>", id
		if (what !~ /without-l/) printf "<link>%s</link>", link
		if (date != "") printf "<pubDate>%s</pubDate>", date
		printf "<title>%s</title><description>%s</description></item>\n", title, body
	}
	print "</channel></rss>" }' >f.xml
}

try() { # BEFORE AFTER
	rm -rf ~/.local
	feed "$1"
	tnews -q reload 2>/dev/null
	tnews -q tag -unread +keep -- is:unread
	feed "$2"
	tnews -q reload 2>/dev/null
	equal "${1:-all}, then ${2:-the same}" "8 kept, 0 unread" \
		"$(tnews count tag:keep) kept, $(tnews count is:unread) unread"
}

echo "feed file:$PWD/f.xml" >~/.tnewsrc
for after in ids links 'ids links' some tracking https titles body dates undated \
	'undated ids links' without-ids without-links; do
	try '' "$after"
done
for before in undated without-ids without-links; do
	for after in '' 'ids links' some; do
		try "$before" "$after"
	done
done

rm -rf ~/.local
feed ''
tnews -q reload
tnews -q tag -unread -- is:unread
feed more
has "two more are new" "2 new stories" tnews reload
is "and unread" 2 tnews count is:unread
feed 'body more'
has "what changed is no new story" " 0 new stories" tnews reload
is "nothing was born again" 10 tnews count

# untitled
cat >f.xml <<'END'
<rss version="2.0"><channel><title>F</title>
<item><guid>1</guid><description>&lt;p&gt;First words of a &lt;b&gt;note&lt;/b&gt; without a title, which is rather long and goes on and on for more than a line can hold, and then some.&lt;/p&gt;</description></item>
<item><guid>2</guid><link>http://s.example/only/a/link</link></item>
<item><guid>3</guid><title> </title><enclosure url="http://s.example/a/talk.mp3" type="audio/mpeg" length="1"/></item>
<item><guid>4</guid><description>&lt;img src="http://s.example/cat.jpg" alt="A cat sleeps"&gt;</description></item>
</channel></rss>
END
rm -rf ~/.local
ok "stories without titles" tnews reload
has "the first words of the text" "First words of a note without a title" tnews list
equal "none is nameless" 0 "$(tnews list --format '[{title}]' | grep -c '\[ *\]')"
has "the name of the attached file" "talk.mp3" tnews list
has "what stands for a picture" "A cat sleeps" tnews list
