# SPDX-License-Identifier: GPL-3.0-or-later
# In the panes: adding by the address of a page, changes of a subscription and their way
# back, the tables of failing and of all feeds.

mkdir -p www
printf '<!DOCTYPE html><link rel=alternate type=application/rss+xml href=a.xml><link rel=alternate type=application/rss+xml href=b.xml>' >www/page.html
for f in a b; do
	printf '<rss version="2.0"><channel><title>Feed %s</title><item><title>Story of %s</title><guid>1</guid></item></channel></rss>' $f $f >www/$f.xml
done
printf '403\nServer: cloudflare\n\nAttention Required! cf-chl' >www/wall.http
printf '410\n\n' >www/gone.http
printf '301\nLocation: /b.xml\n\n' >www/old.http
httpd_start "$PWD/www"
tnewsrc <<END
# mine
set announce message
[News]
feed $URL/wall "Wall" # why
feed $URL/old "Old"
feed $URL/gone "Gone"
END
fails 1 "two of them fail" tnews -q reload
screen <<END
size 100x30
run
wait 2 failing
# failing feeds: the kind in words, what the server said, what helps
keys "ge"
wait Failing feeds: 2 of 3
has Wall   refused, since
has 403 Forbidden; this looks like a wall against robots
has set user-agent or cookies
has Gone   gone
has no next try
# what is known of one feed, and how it went
keys "h"
wait history
has refused: HTTP 403 Forbidden
keys "\x1b"
wait Failing feeds: 2 of 3
# moved for good: the new address is taken when one says so
has Old   moved for good
has /b.xml: M takes the new address
keys "jj"
keys "M"
wait another address for Old; u takes it back
sh grep -q '^feed $URL/b.xml "Old"' ~/.tnewsrc
sh test "\$(tnews count section:News)" = 1
keys "u"
wait taken back: another address for Old
sh grep -q '^feed $URL/old "Old"' ~/.tnewsrc
sh test "\$(tnews count section:News)" = 1
# a page: both its feeds are shown, the section asked, the story is there
keys "a"
wait address of a page or a feed
keys "$URL/page.html\r"
wait Feeds there
has Feed a
has 1 story
keys "\r"
wait section:
keys "\x15Other\r"
wait Story of a
sh grep -q '^\[Other\]' ~/.tnewsrc
message tnews: 1 new story
# the table of all feeds; from it to a feed, which is renamed, moved, paused, shifted
keys "gF"
wait 4 feeds
has Feed a
keys "\r"
wait News
keys "hzR"
still
keys "/Gone\r"
still
keys "cr"
wait name:
keys "\x15New name\r"
wait renamed Gone; u takes it back
sh grep -q '^feed $URL/gone "New name"' ~/.tnewsrc
keys "ck"
wait moved New name
sh test "\$(sed -n 5p ~/.tnewsrc)" = 'feed $URL/gone "New name"'
keys "cp"
wait pause until
keys "2027-01-01\r"
wait paused=2027-01-01
keys "cm"
wait to the section:
keys "\x15Other\r"
wait moved New name
sh tail -n 1 ~/.tnewsrc | grep -q '^feed $URL/gone "New name" paused=2027-01-01'
keys "cd"
wait Unsubscribe from New name?
keys "n"
still
sh grep -q /gone ~/.tnewsrc
keys "cdy"
wait unsubscribed from New name
sh ! grep -q /gone ~/.tnewsrc
keys "u"
wait taken back
sh grep -q /gone ~/.tnewsrc
keys "cs"
wait new section:
keys "Later\r"
wait Later
sh grep -q '^\[Later\]' ~/.tnewsrc
sh grep -q '^# mine' ~/.tnewsrc
# a section gets another name; one that is there is refused
keys "cr"
wait name of the section: Later
keys "\x15News\r"
wait a section of that name already
keys "cr"
wait name of the section: Later
keys "\x15Some day\r"
wait renamed Later; u takes it back
wait Some day
sh grep -q '^\[Some day\]' ~/.tnewsrc
keys "u"
wait taken back
sh grep -q '^\[Later\]' ~/.tnewsrc
sh grep -q 'wall "Wall" # why' ~/.tnewsrc
# what is no feed is said; a server that is down may be added all the same
keys "a$URL/nothing\r"
wait Add it all the same? y/n
keys "n"
keys "aexec:ls\r"
wait is no http or https address
keys "Q"
exit 0
END
