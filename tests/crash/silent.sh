# SPDX-License-Identifier: GPL-3.0-or-later
# A worker that lives and says nothing is ended: what it had in hand is asked again, and
# everything else goes on. One for feeds, during a reload, and one for pages.

[ -r /proc/self/stat ] || skip_all "no /proc"
mkdir -p www
awk 'BEGIN {
	for (f = 1; f <= 20; f++) {
		file = sprintf("www/f%02d.rss", f)
		printf "<rss version=\"2.0\"><channel><title>Feed %d</title><item><title>Story %02d</title><guid>%d</guid><pubDate>Tue, 24 Nov 2026 10:%02d:00 GMT</pubDate><description>Body of story %d.</description></item></channel></rss>\n", f, f, f, f, f >file
		close(file)
		printf "200\n@delay %d\n@file %s\n", 50 + f * 20, substr(file, 5) >(file ".http")
	}
}'
httpd_start "$PWD/www"
{
	echo '[All]'
	for f in www/*.rss; do echo "feed $URL/${f#www/}"; done
} | tnewsrc
killer=$top_srcdir/tests/crash/killer
export killer

screen <<'END'
size 140x40
run
wait SPC
key R
wait reload
sh test "$("$killer" tnews-worker 1 0 STOP)" = 1
# keys are answered meanwhile
keys "?"
wait Esc
key Esc
wait 20 new
has 0 failed
sh test "$(tnews count)" = 20
keys "ga"
wait Story 20
key Enter
wait Body of story 20.
sh test "$("$killer" tnews-worker-page 1 0 STOP)" = 1
keys "hGk"
# the list and the program go on while the page is missing
has Story 02
keys "?"
wait Esc
key Esc
wait Body of story 2.
keys "K"
wait Body of story 3.
keys "Q"
exit 0
sh tnews check
END
