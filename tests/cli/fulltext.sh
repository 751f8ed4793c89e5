# SPDX-License-Identifier: GPL-3.0-or-later
# The page behind a story: fetched when somebody wants it, ahead of time where the file says
# so, kept, searched; and what is said when there is nothing to be had.

mkdir site
httpd_start site
stories() { # NAME...: a story of each page
	echo '<rss version="2.0"><channel><title>Pond</title><link>http://pond.example/</link>'
	for name; do
		echo "<item><title>Story $name</title><guid>$name</guid><link>$URL/$name.html</link>"
		echo "<description>&lt;p&gt;A teaser of $name.&lt;/p&gt;</description></item>"
	done
	echo '</channel></rss>'
}
page() { # NAME HEAD WORD: a web page with a story
	cat >site/$1.html <<END
<!DOCTYPE html><html lang="en"><head><title>Story $1 | The Pond</title>$2</head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/about">About us</a></li></ul></nav>
<article><h1>Story $1</h1>
<p>On Monday morning, eleven $3 crossed the road beside the mill, slowly, in a line,
while a bus, two vans and the mayor waited for them without a word of complaint.</p>
<p>Nobody knows why the $3 left the pond, which has been their home for years; the keeper
says that the water was low, and that they, unlike people, do not wait for a vote.</p>
<p>By evening they had settled on the lake, and the mayor said that a sign would be put
up, with a picture, so that drivers, too, would know what to do when $3 come.</p>
</article><footer>All rights reserved by the $1</footer></body></html>
END
}
asked() { grep -cF "$1" "$HTTPD_LOG"; }

page one '' ducks
page two '<link rel="next" href="two-2.html">' geese
page two-2 '<link rel="next" href="/two-3.html">' swans
page two-3 '<link rel="next" href="/two-2.html">' herons
page other '<link rel="next" href="/one.html">' moorhens
echo '<html><body><div id="app"></div><script>run()</script></body></html>' >site/scripts.html
cat >site/walled.html <<'END'
<html><head><script type="application/ld+json">{"@type":"NewsArticle","headline":"Story walled",
"isAccessibleForFree":false}</script></head><body><article><h1>Story walled</h1><p>The first lines,
which everybody may read, and then there is no more of it.</p></article></body></html>
END
printf '200\nContent-Type: application/pdf\n\n%%PDF-1.4' >site/paper.html.http
stories one two other scripts walled paper gone >site/feed.xml
tnewsrc <<END
[Pond]
feed $URL/feed.xml
END
ok "the feed is read" tnews -q reload
equal "no page is fetched for it" 0 "$(asked .html)"
id() { tnews list --format '{id} {title}' | sed -n "s/ Story $1\$//p"; }

one=$(id one)
lacks "the feed has a teaser" "eleven ducks" tnews show "$one"
has "the page has it all" "eleven ducks" tnews show --fulltext "$one"
lacks "without what stands around it" "About us" tnews show "$one"
has "it is kept" "come." tnews show "$one"
equal "and not fetched again" 1 "$(asked /one.html)"
ok "nor when it is asked for again" tnews show --fulltext "$one"
equal "it was there" 1 "$(asked /one.html)"
is "it is found" "$one" tnews list --format '{id}' drivers
is "and known" "$one" tnews list --format '{id}' has:fulltext
has "the feed's own text is kept beside it" '"summary":"<p>A teaser' tnews show --json "$one"
has "both in JSON" '"fulltext":' tnews show --json "$one"

two=$(id two)
has "a story on several pages" "eleven geese" tnews show --fulltext "$two"
has "goes on" "eleven swans" tnews show "$two"
has "to its last page" "eleven herons" tnews show "$two"
equal "each once" 1 "$(asked /two-2.html)"
ok "another story is no next page" tnews show --fulltext "$(id other)"
equal "it was not asked for" 1 "$(asked /one.html)"

fails 1 "a page made by programs" tnews show --fulltext "$(id scripts)"
err_has "says so" "only to those that run its scripts"
has "a page that is sold" "paywall" tnews show --fulltext "$(id walled)"
fails 1 "no web page at all" tnews show --fulltext "$(id paper)"
err_has "says what it is" "application/pdf"
fails 1 "a page that is not there" tnews show --fulltext "$(id gone)"
err_has "says so" "404"
has "the feed's text is still there" "A teaser of gone" tnews show "$(id gone)"

# ahead of time
page late '' coots
page slow '' cranes
stories late slow missing one two other scripts walled paper gone >site/feed.xml
tnewsrc <<END
[Pond]
set fulltext yes
feed $URL/feed.xml
[Bank]
feed $URL/bank.xml fulltext=no
END
page never '' loons
stories never >site/bank.xml
has "the reload tells what came" "4 new stories" tnews reload
cp "$base/out" told
has "and then fetches the pages" "2 full texts, 1 pages without one" cat told
has "they are there" "eleven coots" tnews show "$(id late)"
is "and found" "$(id slow)" tnews list --format '{id}' cranes
equal "those of other feeds are not asked for" 0 "$(asked /never.html)"
equal "nor again what had nothing" 1 "$(asked /scripts.html)"
ok "another reload" tnews -q reload
equal "asks for none again" 1 "$(asked /missing.html)"

# a story whose feed goes on keeps what was fetched
sed -i 's/A teaser of late/Another teaser of late/' site/feed.xml
ok "the publisher changes it" tnews -q reload
has "the page stays" "eleven coots" tnews show "$(id late)"
is "and is found" "$(id late)" tnews list --format '{id}' coots

# where a story stands can be said, for a feed or to try it
page chosen '' moorhens
sed -i 's|</article>|</article><div class="fine print"><p>The small print of it.</p><b>Not this.</b></div>|' site/chosen.html
ok "what is meant is taken" tnews extract --select '.fine, -b' site/chosen.html
cp "$base/out" kept
has "it is the story" "small print" cat kept
lacks "what is left out is not" "Not this" cat kept
lacks "nor what looks like one" moorhens cat kept
ok "what means nothing is no fault" tnews extract --select .x site/chosen.html
cp "$base/err" told
has "and is told" "nothing in the page is meant by .x" cat told
stories chosen >site/chosen.xml
printf '[Pond]\nfeed %s/chosen.xml fulltext=yes fulltext-select=".print > p"\n' "$URL" | tnewsrc
ok "a feed says it" tnews -q reload
has "the story is that" "small print" tnews show "$(id chosen)"
lacks "and nothing else" moorhens tnews show "$(id chosen)"
