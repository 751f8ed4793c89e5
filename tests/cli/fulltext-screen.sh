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

# auto-fulltext: what breaks off is offered at its end, and Space takes the offer; what
# is whole is not
page moorhens >site/moorhens.html.http
long='Herons stand in the shallows for hours, and nobody has ever asked them why they do
it; the keeper thinks that they count fish, the mayor that they are waiting for a bus. In
the evening they leave, one after the other, without a word, and in the morning they are
back, as if the night had been a short errand that had to be run by each of them alone.'
cat >site/feed.xml <<END
<rss version="2.0"><channel><title>Pond</title>
<item><title>Moorhens</title><guid>5</guid><link>$URL/moorhens.html</link>
<pubDate>Mon, 23 Nov 2026 23:36:00 GMT</pubDate>
<description>A moorhen story that breaks ...</description></item>
<item><title>Herons</title><guid>6</guid><link>$URL/herons.html</link>
<pubDate>Mon, 23 Nov 2026 23:06:00 GMT</pubDate>
<description>$long</description></item>
<item><title>Gone</title><guid>7</guid><link>$URL/gone.html</link>
<pubDate>Mon, 23 Nov 2026 23:05:00 GMT</pubDate>
<description>A gone story that breaks ...</description></item>
</channel></rss>
END
printf '[Pond]\nset auto-fulltext ask\nfeed %s/feed.xml\n' "$URL" | tnewsrc
tnews -q reload
is "none by itself" 3 tnews count has:fulltext
screen <<'END'
size 100x30
run
wait A moorhen story
has Space fetches the rest
keys "ll"
keys " "
wait fetching the rest
absent Space fetches
wait eleven moorhens
absent Space fetches
keys " "
wait Herons stand
absent Space fetches
keys " "
wait A gone story
has Space fetches the rest
keys " "
wait HTTP 404
absent Space fetches
keys " "
wait eleven coots
keys "Q"
exit 0
END
is "one was kept" 4 tnews count has:fulltext

# ahead of time, but only what breaks off
page swans >site/swans.html.http
page storks >site/storks.html.http
cat >site/feed.xml <<END
<rss version="2.0"><channel><title>Pond</title>
<item><title>Swans</title><guid>8</guid><link>$URL/swans.html</link>
<pubDate>Tue, 24 Nov 2026 01:36:00 GMT</pubDate>
<description>A swan story that breaks ...</description></item>
<item><title>Storks</title><guid>9</guid><link>$URL/storks.html</link>
<pubDate>Tue, 24 Nov 2026 01:06:00 GMT</pubDate>
<description>$long</description></item>
</channel></rss>
END
printf '[Pond]\nset auto-fulltext yes\nfeed %s/feed.xml\n' "$URL" | tnewsrc
tnews -q reload
is "the teaser's page was kept" 5 tnews count has:fulltext
is "the other's was not" 1 tnews count 'title:storks -has:fulltext'
