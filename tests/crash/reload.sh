# SPDX-License-Identifier: GPL-3.0-or-later
# kill -9 twenty times during a reload, tags being set in between: `tnews check` is content
# each time, and no tag that was acknowledged is lost.

mkdir -p www
awk 'BEGIN {
	for (f = 1; f <= 40; f++) {
		file = sprintf("www/f%02d.rss", f)
		printf "<rss version=\"2.0\"><channel><title>Feed %d</title>\n", f >file
		for (s = 1; s <= 25; s++)
			printf "<item><title>Story %d</title><guid>%d-%d</guid><description>Text %d</description></item>\n", s, f, s, s >file
		print "</channel></rss>" >file
		close(file)
		if (f % 4 == 0)
			printf "200\n@delay %d\n@file %s\n", f * 10, substr(file, 5) >(file ".http")
	}
}'
httpd_start "$PWD/www"
{
	echo 'set max-host-connections 8'
	echo '[All]'
	for f in www/*.rss; do echo "feed $URL/${f#www/} $(basename $f .rss)"; done
} | tnewsrc
ok "a first reload" tnews reload --feed "$URL/f01.rss"

round=0
content=0
lost=
while [ $round -lt 20 ]; do
	round=$((round + 1))
	tnews -q reload --force >/dev/null 2>&1 &
	pid=$!
	lib_pids="$pid $lib_pids"
	acknowledged=
	tnews tag "+round$round" -- title:Story feed:f01 >/dev/null 2>&1 && acknowledged=yes
	sleep "0.$(awk -v r=$round 'BEGIN { srand(r * 7919); printf "%03d", rand() * 400 }')"
	kill -KILL $pid 2>/dev/null
	wait $pid 2>/dev/null
	tnews check >check.out 2>&1 && content=$((content + 1)) || sed 's/^/# /' check.out
	[ -z "$acknowledged" ] || [ "$(tnews count "tag:round$round")" -gt 0 ] ||
		lost="$lost $round"
done
equal "check is content every time" 20 $content
equal "no acknowledged tag is lost" "" "$lost"
ok "a reload works after all that" tnews reload --force
is "every story is there, once" 1000 tnews count
