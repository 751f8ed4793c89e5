# SPDX-License-Identifier: GPL-3.0-or-later
# 200 feeds of 50 stories from nginx: all 10,000 are stored; the second reload is all 304
# and touches none.

mkdir -p www
awk 'BEGIN {
	for (f = 1; f <= 200; f++) {
		file = sprintf("www/f%03d.rss", f)
		printf "<rss version=\"2.0\"><channel><title>Feed %d</title>\n", f >file
		for (s = 1; s <= 50; s++)
			printf "<item><title>Story %d of feed %d</title><link>http://news.example/%d/%d</link><guid>%d-%d</guid><pubDate>Mon, 23 Nov 2026 %02d:%02d:00 GMT</pubDate><description>&lt;p&gt;Word%d of story %d&lt;/p&gt;</description></item>\n", s, f, f, s, f, s, s % 24, f % 60, f, s >file
		print "</channel></rss>" >file
		close(file)
	}
}'
nginx_start "$PWD/www"
{
	echo 'set max-host-connections 16'
	for f in www/*.rss; do
		case $f in *0.rss) echo "[Part ${f#www/}]" ;; esac
		echo "feed $URL/${f#www/}"
	done
} | tnewsrc

ok "200 feeds are fetched" tnews reload
cat "$base/out" "$base/err" >said
has "the summary counts them" "200 feeds: 200 new content, 0 unchanged, 0 failed; 10000 new stories" \
	cat said
is "10,000 stories are stored" 10000 tnews count
tnews list --json --limit 100000 | sort >before
ok "they are fetched again" tnews reload
cat "$base/out" "$base/err" >said
has "nothing is new" "200 feeds: 0 new content, 200 unchanged, 0 failed; 0 new stories" \
	cat said
equal "the server gave 304 for all" 200 "$(grep -c '^304' "$NGINX_LOG")"
tnews list --json --limit 100000 | sort >after
ok "no story was touched" cmp before after
is "all are found by a word" 50 tnews count Word77
