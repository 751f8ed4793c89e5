# SPDX-License-Identifier: GPL-3.0-or-later
# Any address leads to its feed; the file keeps its comments; a subscription is changed.

mkdir -p www/blog www/deep/er share
rss() {
	printf '<rss version="2.0"><channel><title>%s</title><item><title>One of %s</title><guid>%s</guid></item></channel></rss>' "$1" "$1" "$1"
}
rss Main >www/blog/main.xml
rss Comments >www/blog/comments.xml
rss Deep >www/deep/rss.xml
rss Root >www/feed.xml
rss 'Odd [31m' >www/odd.xml
cat >www/blog/index.html <<'END'
<!DOCTYPE html><html><head><title>Blog</title>
<link rel="alternate" type="application/rss+xml" title="Comments feed" href="comments.xml">
<link rel="stylesheet alternate" type="text/css" href="style.css">
<link rel="ALTERNATE" type="application/rss+xml; charset=utf-8" href="main.xml#x">
<link rel="alternate" type="application/atom+xml" href="missing.atom">
<link rel="alternate" hreflang="de" href="/de">
</head><body><a href="javascript:x">no</a><a href="exec:touch%20x">no</a></body></html>
END
cat >www/anchor.html <<'END'
<base href="/blog/"><p>Hello <a href="main.xml" type="application/rss+xml">RSS</a>
END
echo '<!DOCTYPE html><title>Deep</title><p>nothing here' >www/deep/page.html
echo '<!DOCTYPE html><title>Shallow</title><p>nothing here' >www/page.html
printf '301\nLocation: /blog/index.html\n\n' >www/moved.http
printf '503\n\n' >www/down.http
httpd_start "$PWD/www"

has "a page names its feeds" "$URL/blog/main.xml  Main  (rss-2.0, 1 story)" tnews discover $URL/blog/index.html
has "those of comments as well" "$URL/blog/comments.xml" tnews discover $URL/blog/index.html
equal "but last, and only what is a feed" "main.xml comments.xml " \
	"$(tnews discover $URL/blog/index.html | sed 's|.*blog/\([a-z.]*\).*|\1|' | tr '\n' ' ')"
has "a feed is itself" "$URL/blog/main.xml  Main" tnews discover $URL/blog/main.xml
has "feed: is undone" "$URL/blog/main.xml" tnews discover "feed:$URL/blog/main.xml"
has "a link in the text, seen from <base>" "$URL/blog/main.xml" tnews discover $URL/anchor.html
has "a redirect is followed" "$URL/blog/main.xml" tnews discover $URL/moved
has "customary places, first near the page" "$URL/deep/rss.xml" tnews discover $URL/deep/page.html
has "then at the root" "$URL/feed.xml" tnews discover $URL/page.html
has "as JSON" "\"title\":\"Main\"" tnews discover --json $URL/blog/main.xml
rm www/feed.xml www/deep/rss.xml
fails 1 "a page without" tnews discover $URL/page.html
err_has "is said" "there is no feed at $URL/page.html"
fails 1 "a server in trouble" tnews discover $URL/down
err_has "is said as well" "$URL/down: HTTP 503 Service Unavailable"
fails 2 "other schemes are refused" tnews discover exec:ls
fails 2 "files, too" tnews add file:///etc/passwd
equal "no file was made of that" "" "$(ls -A "$HOME" | grep tnewsrc)"

tnewsrc <<END
# my feeds
[News] # all of them
  feed $URL/blog/comments.xml "Talk"   # noisy
# the end
END
has "add: it is fetched at once" "1 new story" \
	tnews add $URL/blog/index.html --section News --name 'My "blog"'
err_has "what else is there is said" "also there: $URL/blog/comments.xml"
equal "one line was added" "# my feeds
[News] # all of them
  feed $URL/blog/comments.xml \"Talk\"   # noisy
  feed $URL/blog/main.xml \"My \\\"blog\\\"\"
# the end" "$(cat ~/.tnewsrc)"
has "the story is there" "One of Main" tnews list
fails 2 "twice in a section is refused" tnews add $URL/blog/main.xml --section News
fails 1 "what cannot be reached is not added" tnews add $URL/down --section News
ok "a new section" tnews add $URL/odd.xml --section 'A/B c'
has "is there" "[A/B c]" cat ~/.tnewsrc
lacks "control characters of a title are not shown" "$(printf '\033')" tnews sections

F=$URL/blog/main.xml
ok "rename" tnews feed $F --rename Blog
ok "pause" tnews feed $F --pause 2027-01-05
ok "move" tnews feed $F --section Other
has "the line went with all it has" "feed $F \"Blog\" paused=2027-01-05" cat ~/.tnewsrc
equal "its stories stay" 1 "$(tnews count section:Other)"
has "a paused feed is not asked" "0 feeds" tnews reload --feed $F
ok "resume" tnews feed $F --resume
ok "pause for good" tnews feed $F --pause
has "says yes" "paused=yes" cat ~/.tnewsrc
ok "resume by name" tnews feed Blog --resume
lacks "and no more" "paused" cat ~/.tnewsrc
cp www/blog/main.xml www/blog/new.xml
tnews -q tag +keep -- section:Other
ok "another address" tnews feed $F --url $URL/blog/new.xml
has "in the file" "feed $URL/blog/new.xml \"Blog\"" cat ~/.tnewsrc
equal "with its stories and tags" 1 "$(tnews count tag:keep)"
ok "which are known there" tnews -q reload --feed $URL/blog/new.xml
equal "and do not come twice" 1 "$(tnews count section:Other)"
fails 2 "an address of another feed" tnews feed $URL/blog/new.xml --url $URL/odd.xml
fails 2 "a program" tnews feed $URL/blog/new.xml --url exec:sh
fails 2 "nothing to do" tnews feed $URL/blog/new.xml
fails 2 "no such feed" tnews feed http://nowhere.invalid/ --remove
ok "remove" tnews feed $URL/blog/new.xml --remove
lacks "it is gone from the file" "new.xml" cat ~/.tnewsrc
equal "its stories are not" 1 "$(tnews count tag:keep)"
equal "comments and all else are as they were" "# my feeds
[News] # all of them
  feed $URL/blog/comments.xml \"Talk\"   # noisy
# the end

[A/B c]
feed $URL/odd.xml

[Other]" "$(cat ~/.tnewsrc)"
has "the tree shows them" "no longer in the file" tnews sections

# rules for sites
mkdir -p ~/.config/tnews
printf "site '^%s/video/([0-9]+)' '%s/blog/none.xml' '%s/blog/\\\\1.xml'\n" "$URL" "$URL" "$URL" >~/.config/tnews/sites
cp www/blog/main.xml www/blog/42.xml
has "a rule leads there" "$URL/blog/42.xml" tnews discover $URL/video/42
# the first feed of all makes the file
rm ~/.tnewsrc
ok "the first one" tnews add $URL/blog/main.xml
has "makes the file, with settings as comments" "# set refresh" cat ~/.tnewsrc
equal "for its owner alone" "600" "$(stat -c %a ~/.tnewsrc)"
