# SPDX-License-Identifier: GPL-3.0-or-later
# Lists of other programs become feeds and sections; the file keeps its comments; what goes
# out comes in again the same.

# each case of tests/opml gives the lines beside it
for f in "$top_srcdir"/tests/opml/*.opml; do
	want=${f%.opml}.lines
	tnews -q import --dry-run "$f" >got 2>/dev/null
	[ -n "$TNEWS_GOLDEN" ] && cp got "$want"
	equal "$(basename "$f")" "$(cat "$want")" "$(cat got)"
done
equal "a dry run writes nothing" "" "$(ls -A "$HOME" | grep tnewsrc)"

opml() {
	printf '<opml version="2.0"><body>%s</body></opml>\n' "$1"
}
cat >~/.tnewsrc <<'END'
# mine
feed http://root.example/rss	# first

[News] # all of them
  feed http://Known.example:80 "Known" +daily   # stays

# the end
END
opml '<outline text="News"><outline text="New" xmlUrl="http://new.example/"/></outline>
<outline text="Elsewhere"><outline text="Known" xmlUrl="http://known.example/#x"/></outline>
<outline text="A &quot;b&quot; / c"><outline text="D"><outline text="Deep # one" xmlUrl="http://deep.example/"/>
<outline text="Deep again" xmlUrl="http://deep.example"/></outline></outline>
<outline text="Top" xmlUrl="top.example/rss"/>
<outline text="no" xmlUrl="exec:touch CANARY"/>' >list.opml
has "import says what it did" "3 feeds added to $HOME/.tnewsrc; 2 were there already" \
	tnews import list.opml
err_has "and what it left out" "left out, no http or https address: exec:touch CANARY"
equal "new lines go to their sections, nothing else changes" '# mine
feed http://root.example/rss	# first
feed https://top.example/rss "Top"

[News] # all of them
  feed http://Known.example:80 "Known" +daily   # stays
  feed http://new.example/ "New"

# the end

["A \"b\" / c"/D]
feed http://deep.example/ "Deep # one"' "$(cat ~/.tnewsrc)"
cp ~/.tnewsrc before
has "again: nothing is there twice" "0 feeds added to $HOME/.tnewsrc; 5 were there already" \
	tnews import list.opml
ok "nothing was written" cmp before ~/.tnewsrc
ok "what was written is understood" tnews check
has "from standard input" "1 feed added" sh -c \
	'printf "<outline xmlUrl=\"http://piped.example/\"/>" | tnews import -'

opml '<outline text="words"/>' >empty.opml
is "a list without feeds adds none" "" tnews import empty.opml
err_has "and says so" "the file lists no feed"
echo '<html><body>no</body></html>' >page.opml
fails 1 "a page is refused" tnews import page.opml
err_has "as that" "this is an HTML page, no OPML file"
fails 1 "a feed is refused" tnews import "$top_srcdir/tests/feed/rss20.xml"
err_has "as that" "this is a feed, no list of feeds"
fails 1 "an empty file is refused" tnews import /dev/null
fails 1 "so is a folder" tnews import .
fails 1 "and what is not there" tnews import nowhere
fails 2 "a file is needed" tnews import

# out
cat >~/.tnewsrc <<'END'
feed http://root.example/rss
[Outer]
feed http://a.example/?x=1&y=2 "A <b> & \"c\"" +one +two
feed exec:date
[Outer/Inner]
feed http://b.example/ "B"
feed file:///etc/passwd
[Search]
query is:unread
[Empty]
END
has "folders are nested" '      <outline text="Inner">' tnews export --opml
err_has "what is of no use elsewhere is left out, and that is said" "2 feeds were left out"
cp "$base/out" out.opml
has "names are escaped" 'text="A &lt;b&gt; &amp; &quot;c&quot;"' cat out.opml
has "tags are categories" 'category="one,two"' cat out.opml
lacks "no program goes out" "exec" cat out.opml
lacks "no search goes out" "Search" cat out.opml
has "a feed without a name is called by its address" \
	'text="http://root.example/rss" title="http://root.example/rss"' cat out.opml
mv ~/.tnewsrc old
ok "and in again" tnews import out.opml
equal "gives the same feeds" 'feed http://root.example/rss

[Outer]
feed http://a.example/?x=1&y=2 "A <b> & \"c\""

[Outer/Inner]
feed http://b.example/ "B"' "$(sed -n '/^feed/,$p' ~/.tnewsrc)"

# much, and deep
awk 'BEGIN { print "<opml><body>"
	for (i = 0; i < 20000; i++) {
		if (i % 10 == 0) printf "%s<outline text=\"F %d\">", i ? "</outline>" : "", i / 10
		printf "<outline text=\"Feed %d\" xmlUrl=\"http://h%d.example/%d\"/>\n", i, i % 700, i
	}
	print "</outline></body></opml>" }' >many.opml
: >~/.tnewsrc
has "twenty thousand feeds" "20000 feeds added" tnews import many.opml
equal "are all there" 20000 "$(grep -c '^feed' ~/.tnewsrc)"
equal "and all go out" 20000 "$(tnews export | grep -c xmlUrl)"
awk 'BEGIN { print "<opml><body>"
	for (i = 0; i < 100000; i++) printf "<outline text=\"d\">"
	print "<outline text=\"Bottom\" xmlUrl=\"http://bottom.example/\"/>" }' >deep.opml
: >~/.tnewsrc
has "a hundred thousand folders in each other" "1 feed added" tnews import deep.opml
ok "can be read" tnews check
ok "and exported" tnews export

# a name that the store knows
mkdir -p www
echo '<rss version="2.0"><channel><title>Own title</title><link>http://site.example/</link><item><title>x</title></item></channel></rss>' >www/feed.xml
httpd_start "$PWD/www"
echo "feed $URL/feed.xml" >~/.tnewsrc
ok "a reload" tnews reload
has "the feed's own title" 'text="Own title"' tnews export
has "and its site" 'htmlUrl="http://site.example/"' tnews export
server_stop
