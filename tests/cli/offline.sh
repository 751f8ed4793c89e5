# SPDX-License-Identifier: GPL-3.0-or-later
# Without a network it is the machine that fails, not its feeds: nothing is held against
# them, the rest is not asked, and all are asked when there is a way again.

mkdir -p www
printf '<rss version="2.0"><channel><title>T</title><item><title>One</title><guid>1</guid></item></channel></rss>' >www/a.xml
httpd_start "$PWD/www"
{
	echo "feed $URL/a.xml"
	for i in $(seq 120); do echo "feed http://host$i.invalid/feed"; done
} | tnewsrc
export TNEWS_NETWORK=down
fails 1 "offline" tnews reload
err_has "is said" "this machine is offline"
equal "once" 1 "$(grep -c offline "$base/err")"
is "feeds of this machine are read" 1 tnews count
lacks "no feed is marked as failing" '"error"' tnews sections --json
export TNEWS_NETWORK=up
fails 1 "online, but these hosts do not exist" tnews -q reload --feed http://host1.invalid/feed
err_has "that is said of the host" "no such host: host1.invalid"
has "and kept" '"error":"no-such-host"' tnews sections --json
export TNEWS_NETWORK=down
screen <<END
size 100x24
run
wait Sections
keys "ggr"
wait offline
keys "Q"
exit 0
END
