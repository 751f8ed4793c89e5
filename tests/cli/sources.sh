# SPDX-License-Identifier: GPL-3.0-or-later
# Feeds that are no address: files, programs, documents that a program passes on. And which
# of its texts a story is shown with.

rss() { # TITLE...
	printf '<rss version="2.0"><channel><title>Feed</title>'
	for t; do printf '<item><title>%s</title><guid isPermaLink="false">%s</guid></item>' "$t" "$t"; done
	printf '</channel></rss>\n'
}
mkdir -p "dir with blanks" bin
rss One >"dir with blanks/feed one.xml"
rss Home >~/home.xml
cat >bin/prints <<'END'
#!/bin/sh
# prints its arguments as titles
printf '<rss version="2.0"><channel><title>Program</title>'
for t; do printf '<item><title>%s</title></item>' "$t"; done
printf '</channel></rss>'
END
cat >bin/upper <<'END'
#!/bin/sh
tr a-z A-Z | sed 's/RSS/rss/g; s/VERSION/version/; s/CHANNEL/channel/g; s/ITEM/item/g; s/TITLE>/title>/g; s/GUID/guid/g; s/ISPERMALINK/isPermaLink/; s/FALSE/false/'
END
printf '#!/bin/sh\necho "no luck today" >&2\nexit 3\n' >bin/fails
printf '#!/bin/sh\nexit 0\n' >bin/silent
printf '#!/bin/sh\necho words\n' >bin/words
printf '#!/bin/sh\nwhile :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done\n' >bin/endless
printf '#!/bin/sh\nsleep 60\n' >bin/sleeps
chmod +x bin/*

tnewsrc <<END
feed "file:$PWD/dir%20with%20blanks/feed%20one.xml"
feed file://$HOME/home.xml "Home"
[Programs]
feed exec:$PWD/bin/prints "two words" "it's \$HOME" "Program"
feed "file:$PWD/dir%20with%20blanks/feed%20one.xml" "Twice"
END
ok "files and a program" tnews reload
has "a file, with blanks in its path" "One" tnews list
has "a file of the home folder" "Home" tnews list feed:Home
has "what a program prints; words stay words" "two words" tnews list
has "no shell reads them" "it's \$HOME" tnews list
is "a feed in two places is one" 4 tnews count
rss One Two >"dir with blanks/feed one.xml"
ok "again" tnews reload
is "what is new in the file came" 5 tnews count

tnewsrc <<END
feed file:$PWD/nowhere.xml
feed file:$PWD/bin
feed exec:$PWD/bin/fails
feed exec:$PWD/bin/silent
feed exec:$PWD/bin/words
feed exec:$PWD/bin/nothing-here
END
fails 1 "those that fail" tnews reload
err_has "a file that is not there" "nowhere.xml"
err_has "the program's own words" "no luck today"
err_has "a program that prints nothing" "bin/silent"
err_has "a program that prints no feed" "plain text, no feed"
err_has "a program that is not there" "nothing-here"

tnewsrc <<END
set timeout 2s
set max-size 1M
feed exec:$PWD/bin/endless
feed exec:$PWD/bin/sleeps
END
start=$(date +%s)
fails 1 "programs that never end" tnews reload
[ $(($(date +%s) - start)) -lt 20 ]
lib_result $? "are ended"

rss shout >shout.xml
tnewsrc <<END
feed file:$PWD/shout.xml filter=$PWD/bin/upper
feed exec:$PWD/bin/prints quiet filter=$PWD/bin/upper
END
ok "a filter" tnews reload
has "changes a file" "SHOUT" tnews list
has "and what a program prints" "QUIET" tnews list
tnewsrc <<END
feed file:$PWD/shout.xml filter=$PWD/bin/fails
END
fails 1 "a filter that fails" tnews reload --force
err_has "is told" "no luck today"

# which text
cat >both.xml <<'END'
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Both</title>
<item><title>Story</title><guid>1</guid><description>The short of it</description><content:encoded>The long of it, with more</content:encoded></item>
<item><title>Lone</title><guid>2</guid><description>Only this</description></item>
</channel></rss>
END
shown() { # QUERY
	tnews show "$(tnews list --format '{id}' "$1")"
}
rm -rf ~/.local
tnewsrc <<END
feed file:$PWD/both.xml
END
ok "a feed with two texts" tnews reload
has "the content is shown" "The long of it" shown Story
lacks "alone" "The short of it" shown Story
sed -i '1i set story-text summary' ~/.tnewsrc
has "or the summary" "The short of it" shown Story
lacks "alone, too" "The long of it" shown Story
has "what has but one text shows it" "Only this" shown Lone
sed -i '1s/.*/set story-text both/' ~/.tnewsrc
has "or both" "The short of it" shown Story
has "one under the other" "The long of it" shown Story
sed -i '1s/.*//; s/^feed.*/[S]\nset story-text summary\n&/' ~/.tnewsrc
has "as a section says" "The short of it" shown Story

# over the network, with a filter
if [ -x "$top_builddir/tests/httpd" ]; then
	mkdir www
	cp shout.xml www/feed.xml
	httpd_start "$PWD/www"
	tnewsrc <<END
feed $URL/feed.xml filter=$PWD/bin/upper
END
	rm -rf ~/.local
	ok "a fetched document" tnews reload
	has "is filtered" "SHOUT" tnews list
	server_stop
fi
