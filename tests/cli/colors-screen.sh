# SPDX-License-Identifier: GPL-3.0-or-later
# Lines `highlight` of the file: a pattern colours words, a query colours rows, in the list
# and in the article. And what the panes remember of the last run: sizes, learned hints.

mkdir -p www
for f in 1 2 3; do
	cat >www/f$f.rss <<END
<rss version="2.0"><channel><title>Feed $f</title><item><title>Story $f about Linux</title>
<guid>$f</guid><pubDate>Tue, 24 Nov 2026 10:0$f:00 GMT</pubDate>
<description>The word linux stands here.</description></item></channel></rss>
END
done
httpd_start "$PWD/www"
tnewsrc <<END
highlight /linux/ red default bold
highlight title:"story 2" green
highlight tag:hot yellow
[All]
feed $URL/f1.rss
feed $URL/f2.rss
feed $URL/f3.rss
END
ok "three stories" tnews -q reload
mkdir -p "$HOME/.local/share/tnews"
printf 'used star 50\nused nonsense 3\nsize columns 30 x\nused tag 49\n' >"$HOME/.local/share/tnews/panes"

screen <<'END'
size 140x20
run
wait Story 3
keys "l"
wait SPC read on   t tag
absent s star
style Linux fg=1 bold
style Story 2 fg=2
style Story 1 !fg=3
keys "jj"
wait The word linux
style word plain
style linux fg=1 bold
keys "+hot\r"
wait #hot
still
style Story 1 fg=3
key u
gone #hot
style Story 1 !fg=3
# a tag that is used for the fiftieth time needs no hint any more
keys "t"
wait Tags
key Esc
gone Space changes
keys "Z"
keys "Z"
keys "\x17\x3e"
still
keys "\x17\x3e"
still
keys "Q"
exit 0
sh grep -q "^size columns 0 [0-9]* 0" "$HOME/.local/share/tnews/panes"
sh grep -q "^used tag 50" "$HOME/.local/share/tnews/panes"
sh ! grep -q nonsense "$HOME/.local/share/tnews/panes"
END
