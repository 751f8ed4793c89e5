# SPDX-License-Identifier: GPL-3.0-or-later
# The story of a web page: its text without what stands around it, and what the page says
# about it.

cat >page.html <<'END'
<!DOCTYPE html><html lang="en"><head><title>Ducks cross the road | The Pond</title>
<meta property="og:site_name" content="The Pond">
<meta property="article:published_time" content="2026-11-23T20:36:00Z">
<meta name="author" content="Ann Mallard"></head><body>
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li>
<li><a href="/about">About us</a></li></ul></nav></header>
<div class="wrap"><div id="main-text"><h1>Ducks cross the road</h1>
<p>On Monday morning, eleven ducks crossed the road beside the mill, slowly, in a line,
while a bus, two vans and the mayor waited for them without a word of complaint.</p>
<p>Nobody knows why they left the pond, which has been their home for years; the keeper
says that the water was low, and that ducks, unlike people, do not wait for a vote.</p>
<p>By evening they had settled on the lake, and the mayor said that a sign would be put
up, with a picture, so that drivers, too, would know <a href="more.html">what to do</a>.</p>
</div><aside class="related"><h3>Related</h3><ul>
<li><a href="/a">Geese stay at home</a></li><li><a href="/b">Swans complain again</a></li>
</ul></aside></div>
<footer>Copyright The Pond, all rights reserved. <a href="/terms">Terms</a></footer>
<script>var unwanted = "scripted words";</script></body></html>
END
has "the story is there" "eleven ducks crossed" tnews extract --base http://pond.example/x/ page.html
has "to its end" "would know" tnews extract page.html
lacks "without the way through the site" "About us" tnews extract page.html
lacks "without other stories" "Swans complain" tnews extract page.html
lacks "without the foot" "all rights reserved" tnews extract page.html
lacks "without programs" "scripted words" tnews extract page.html
has "addresses are whole" "http://pond.example/x/more.html" \
	tnews extract --base http://pond.example/x/ --json page.html
has "its title" '"title":"Ducks cross the road"' tnews extract --json page.html
has "its author" 'Ann Mallard' tnews extract --json page.html
has "its site" '"site":"The Pond"' tnews extract --json page.html
has "its day" '2026-11-23' tnews extract --json page.html

echo '<html><body><script>app()</script></body></html>' >empty.html
fails 1 "a page without a story" tnews extract empty.html
fails 1 "no such file" tnews extract nothing.html

# whole pages: what is printed is what stands beside them; TNEWS_GOLDEN=1 writes it anew
for page in "$case_dir"/data/page-*.html; do
	golden=${page%.html}.out
	name=$(basename "$page" .html)
	tnews extract --base "http://www.pond.example/2026/$name.html" "$page" >got
	tnews extract --base "http://www.pond.example/2026/$name.html" --json "$page" |
		sed 's/,"content":.*/}/' >>got
	[ -z "$TNEWS_GOLDEN" ] || cp got "$golden"
	ok "$name is the story and nothing else" cmp got "$golden"
done
