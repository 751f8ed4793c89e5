# SPDX-License-Identifier: GPL-3.0-or-later
# The same story through the panes at five sizes: fetched from nginx, read, tagged with t;
# tnews is ended and started again, and the tag finds the story.

nginx_start "$top_srcdir/tests/story"
forms='rss atom rdf json rss'
for size in 200x50 140x40 80x24 60x16 40x12; do
	form=${forms%% *}
	forms=${forms#* }
	rm -rf "$HOME/.local"
	tnewsrc <<END
[Sci & Tech]
feed $URL/story.$form
END
	screen <<END
# $size $form
size $size
run
wait SPC
key R
wait 1 new
keys "ga"
wait Harbour Town
key Enter
wait A harbour town on the west
keys "t"
still
keys "ict"
key Enter Enter
wait ict
key Q
exit 0
sh tnews list tag:ict | grep -F "Harbour Town Tests Quiet Ferries"
sh test "\$(tnews count tag:ict)" = 1
run
wait SPC
keys "Ftag:ict"
key Enter
wait Harbour Town
key Enter
wait A harbour town on the west
key G
wait 4.2 million
key Q
exit 0
END
done
