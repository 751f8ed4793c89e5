# SPDX-License-Identifier: GPL-3.0-or-later
# When a feed is asked: its own interval, the server's word, a failure, a wait that the
# server asks for, a feed that is gone.

mkdir -p www
rss() { # WHAT THE CHANNEL SAYS
	echo '<rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">'
	echo "<channel><title>T</title>$1<item><title>One</title><guid>1</guid></item></channel></rss>"
}
rss '<ttl>120</ttl>' >www/ttl.rss
rss '<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>' >www/sy.rss
rss '<skipHours><hour>12</hour><hour>13</hour></skipHours>' >www/skip.rss
rss '<ttl>600</ttl>' >www/every.rss
{ printf '200\nContent-Type: text/xml\nCache-Control: max-age=1800\n\n'; rss ''; } >www/fresh.http
# a weekly feed: asked about once a day, whatever refresh says
{
	echo '<rss version="2.0"><channel><title>W</title>'
	for d in 20 13 06; do
		echo "<item><guid>$d</guid><title>$d</title><pubDate>$d Nov 2026 00:00:00 GMT</pubDate></item>"
	done
	echo '</channel></rss>'
} >www/weekly.rss
printf '429\nRetry-After: 7200\n\n' >www/busy.http
printf '410\n\n' >www/gone.http
printf '500\n\n' >www/down.http
httpd_start "$PWD/www"
tnewsrc <<END
set max-host-connections 16
[S]
feed $URL/ttl.rss
feed $URL/sy.rss
feed $URL/skip.rss
feed $URL/every.rss every=30m
feed $URL/fresh
[W]
set refresh 15m
feed $URL/weekly.rss
feed $URL/weekly.rss?exact every=15m
[Bad]
feed $URL/busy
feed $URL/gone
feed $URL/down
END
fails 1 "first reload" tnews reload
err_has "429 says until when" "/busy: HTTP 429 Too Many Requests; next try in 2 h"
err_has "410 is said" "/gone: HTTP 410 Gone"
due() { # TIME: the feeds that are due then, without the server
	TNEWS_NOW=2026-11-24T$1Z tnews reload --due --dry-run | sed 's|.*/||' | sort | tr '\n' ' '
}
equal "at once nothing is due" "" "$(due 12:00:01)"
equal "12:20: a failure is tried again, every=15m holds" "down weekly.rss?exact " "$(due 12:20:00)"
equal "12:31: max-age and every=" "down every.rss fresh weekly.rss?exact " "$(due 12:31:00)"
equal "14:01: ttl, skipHours and Retry-After are over" \
	"busy down every.rss fresh skip.rss ttl.rss weekly.rss?exact " "$(due 14:01:00)"
equal "18:01: sy:" "sy.rss" "$(due 18:01:00 | grep -o 'sy.rss')"
equal "weekly is not asked within the day" "weekly.rss?exact" \
	"$(due 20:00:00 | tr ' ' '\n' | grep weekly)"
has "gone stays gone, weekly comes" "weekly.rss" \
	env TNEWS_NOW=2026-11-25T12:00:00Z tnews reload --due --dry-run
lacks "gone is not due" "gone" env TNEWS_NOW=2027-02-25T12:00:00Z tnews reload --due --dry-run
lacks "a full reload does not ask what was told to wait" "busy" tnews reload --dry-run
lacks "nor what is gone" "gone" tnews reload --dry-run
has "one that is named is asked" "busy" tnews reload --dry-run --feed "$URL/busy"
has "and with --force all" "gone" tnews reload --dry-run --force
: >"$HTTPD_LOG"
fails 1 "a second full reload" tnews -q reload
equal "asks neither" "" "$(grep -oE '/(busy|gone)' "$HTTPD_LOG")"
has "the others are asked" "ttl.rss" cat "$HTTPD_LOG"

# walls against robots are told from other refusals
printf '403\nServer: cloudflare\n\nno' >www/wall.http
printf '503\nServer: cloudflare\ncf-mitigated: challenge\n\nno' >www/wall2.http
printf '503\nServer: cloudflare\n\nno' >www/down2.http
printf '200\nContent-Type: text/html\n\n<!DOCTYPE html><title>Just a moment...</title><script src=/cdn-cgi/challenge-platform/h/b></script>' >www/robot.http
tnewsrc <<END
feed $URL/wall
feed $URL/wall2
feed $URL/down2
feed $URL/robot
END
fails 1 "walls" tnews -q reload
cp "$base/err" walls
equal "by status and server, by their own word" 2 "$(grep -c 'wall2*: HTTP [0-9]* .*; this looks like a wall against robots' walls)"
has "a site in trouble behind one is just that" "/down2: HTTP 503 Service Unavailable; next" cat walls
has "a page for people" "/robot: a page that asks whether you are a robot, no feed" cat walls
has "all as refusals" 3 sh -c "tnews sections --json | grep -o '\"error\":\"refused\"' | wc -l"
