# SPDX-License-Identifier: GPL-3.0-or-later
# Several programs on one store at once, reloads among them: no error, no lost update.

mkdir -p www
awk 'BEGIN {
	for (f = 1; f <= 30; f++) {
		file = sprintf("www/f%02d.rss", f)
		printf "<rss version=\"2.0\"><channel><title>Feed %d</title>\n", f >file
		for (s = 1; s <= 20; s++)
			printf "<item><title>Story %d</title><guid>%d-%d</guid></item>\n", s, f, s >file
		print "</channel></rss>" >file
		close(file)
	}
}'
nginx_start "$PWD/www"
{
	echo '[All]'
	for f in www/*.rss; do echo "feed $URL/${f#www/} $(basename $f .rss)"; done
} | tnewsrc
ok "a first reload" tnews reload

tagger() { # NAME FIRST
	n=1
	while [ $n -le 20 ]; do
		tnews -q tag "+$1$n" -- "feed:f0$2" || echo "tag $1$n failed"
		n=$((n + 1))
	done
}
tagger a 1 >a.out 2>&1 &
a=$!
tagger b 2 >b.out 2>&1 &
b=$!
(for i in 1 2 3; do tnews -q reload --force || echo failed; done) >reload.out 2>&1 &
c=$!
wait $a $b $c
is "nobody had an error" "" cat a.out b.out reload.out
is "no tag of one was lost" 20 sh -c "tnews tags | cut -f 2 | grep -c '^a[0-9]'"
is "no tag of the other was lost" 20 sh -c "tnews tags | cut -f 2 | grep -c '^b[0-9]'"
is "every story is there, once" 600 tnews count
ok "check is content" tnews check
