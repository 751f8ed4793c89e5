# SPDX-License-Identifier: GPL-3.0-or-later
# hush=yes: a feed that is known for its failures is neither told nor counted, only listed.
# A hidden feed is shown while it fails.

mkdir -p www
for n in good shy; do
	printf '<rss version="2.0"><channel><title>%s</title><item><title>Story of %s</title><guid>1</guid></item></channel></rss>' $n $n >www/$n.xml
done
tnewsrc <<END
[A]
feed file://$PWD/www/good.xml "Good"
feed file://$PWD/www/flaky.xml "Flaky" hush=yes
feed file://$PWD/www/shy.xml "Shy" hidden=yes
END
is "a hushed failure is no failure" "3 feeds: 2 new content, 1 unchanged, 0 failed; 2 new stories" \
	tnews reload
lacks "and is not told" "flaky" sh -c 'tnews reload --force 2>&1'
has "unless one asks for more" "flaky.xml" sh -c 'tnews -v reload --force 2>&1'
has "scripts are told" '"result":"failed","error":"file"' tnews reload --force --json
has "that it is hushed" '"hushed":true' tnews reload --force --json
is "it is not counted" "0" tnews status --format '{failing}'

screen <<'END'
size 120x30
run
wait Story of good
absent failing
keys "go"
absent Shy
keys "ge"
wait Failing feeds: 1 of 3
has Flaky   file, hushed
key Esc
gone Failing feeds
keys "Q"
exit 0
END

rm www/shy.xml
fails 1 "a hidden feed fails" tnews reload --force
err_has "which is told" "shy.xml"
is "and counted" "1" tnews status --format '{failing}'
screen <<'END'
size 120x30
run
wait 1 failing
keys "\x171jjjzo"
wait Shy               !1
keys "Q"
exit 0
END
sed -i 's/ hush=yes//' ~/.tnewsrc
fails 1 "without it all counts" tnews reload --force
is "as it should" "2" tnews status --format '{failing}'
