# SPDX-License-Identifier: GPL-3.0-or-later
# The key X: from the feed's text to the page's and back; keys do not wait for the page.

mkdir site
httpd_start site
cat >page.html <<'END'
<!DOCTYPE html><html><head><title>Ducks</title></head><body><article>
<p>On Monday morning, eleven ducks crossed the road beside the mill, slowly, in a line,
while a bus, two vans and the mayor waited for them without a word of complaint.</p>
<p>Nobody knows why they left the pond, which has been their home for years; the keeper
says that the water was low, and that ducks, unlike people, do not wait for a vote.</p>
</article></body></html>
END
(printf '200\nContent-Type: text/html\n@delay 1500\n\n'; cat page.html) >site/ducks.html.http
cat >site/feed.xml <<END
<rss version="2.0"><channel><title>Pond</title>
<item><title>Ducks</title><guid>1</guid><link>$URL/ducks.html</link>
<pubDate>Mon, 23 Nov 2026 20:36:00 GMT</pubDate>
<description>&lt;p&gt;A teaser of ducks.&lt;/p&gt;</description></item>
<item><title>Geese</title><guid>2</guid><link>$URL/geese.html</link>
<pubDate>Mon, 23 Nov 2026 10:36:00 GMT</pubDate>
<description>&lt;p&gt;A teaser of geese.&lt;/p&gt;</description></item>
</channel></rss>
END
printf '[Pond]\nfeed %s/feed.xml\n' "$URL" | tnewsrc
tnews -q reload
screen <<'END'
size 100x30
run
wait A teaser of ducks
keys "ll"
keys "X"
wait fetching the page
keys "J"
wait A teaser of geese
keys "K"
wait A teaser of ducks
absent eleven ducks
wait eleven ducks
has Article, full text
absent teaser
keys "X"
wait A teaser of ducks
has the feed's text
absent eleven ducks
keys "X"
wait eleven ducks
# what is not there is told in a sentence, and the feed's text stays
keys "J"
wait A teaser of geese
keys "X"
wait HTTP 404
has A teaser of geese
keys ":exec fulltext\r"
wait HTTP 404
keys "Q"
exit 0
# it was kept
run
wait eleven ducks
keys "Q"
exit 0
END

# ahead of time: the reload ends, the page comes by itself, what is read stays where it is
page() { # WORD: a page, after a while
	printf '200\nContent-Type: text/html\n@delay 700\n\n'
	sed "s/ducks/$1/g" page.html
}
page coots >site/coots.html.http
page cranes >site/cranes.html.http
cat >site/feed.xml <<END
<rss version="2.0"><channel><title>Pond</title>
<item><title>Coots</title><guid>3</guid><link>$URL/coots.html</link>
<pubDate>Mon, 23 Nov 2026 21:36:00 GMT</pubDate>
<description>&lt;p&gt;A teaser of coots.&lt;/p&gt;</description></item>
<item><title>Cranes</title><guid>4</guid><link>$URL/cranes.html</link>
<pubDate>Mon, 23 Nov 2026 21:06:00 GMT</pubDate>
<description>&lt;p&gt;A teaser of cranes.&lt;/p&gt;</description></item>
</channel></rss>
END
printf '[Pond]\nset fulltext yes\nfeed %s/feed.xml\n' "$URL" | tnewsrc
screen <<'END'
size 100x30
run
wait Ducks
keys "gR"
wait 2 new
keys "zx"
wait Coots
keys "gg"
wait eleven coots
keys "lJ"
wait eleven cranes
keys "X"
wait A teaser of cranes
keys "X"
wait eleven cranes
keys "Q"
exit 0
END
is "both were kept" 3 tnews count has:fulltext
