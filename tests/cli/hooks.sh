# SPDX-License-Identifier: GPL-3.0-or-later
# Hooks hear of new stories and of the end of a reload; bar and window show the progress.

mkdir -p www
rss() {
	printf '<rss version="2.0"><channel><title>Feed; touch bad</title>'
	for i in "$@"; do printf '<item><title>Story %s $(touch bad)</title><guid>%s</guid></item>' $i $i; done
	printf '</channel></rss>'
}
rss 1 2 >www/a.xml
printf '500\n\n' >www/down.http
httpd_start "$PWD/www"
cat >tell <<'END'
#!/bin/sh
cat >"$1.part"
echo "$@" >>"$1.part"
mv "$1.part" "$1"
END
chmod +x tell
tnewsrc <<END
hook new-stories $PWD/tell $PWD/new "%n of 100%%" "%s"
hook reload-done $PWD/tell $PWD/done %f
hook start $PWD/tell $PWD/started
hook quit $PWD/tell $PWD/ended
[A]
feed $URL/a.xml
feed $URL/down
END
fails 1 "reload" tnews -q reload
ok "the hook was told" within 10 test -f new
equal "each story is an object on a line" 2 "$(grep -c '^{"id":[0-9]*,"feed":{"url":"http.*"title":"Story' new)"
has "the arguments are filled in" "$PWD/new 2 of 100% 2 feeds: 1 new content" tail -n 1 new
ok "the end was told as well" within 10 test -f done
has "with what failed" "$PWD/done 1" tail -n 1 done
fails 1 "nothing was run by a shell" test -e bad
rm new done
fails 1 "nothing new" tnews -q reload
ok "that, too, has an end" within 10 test -f done
fails 1 "but no new stories" test -f new
fails 1 "commands do not start or quit" test -f started
rss 1 2 3 >www/a.xml
screen <<END
env ConEmuANSI=ON
run
wait 2 unread
keys "r"
wait 3 unread
keys "Q"
exit 0
END
ok "the panes start" within 10 test -f started
ok "and end" within 10 test -f ended
has "and tell what is new" "Story 3" cat new
tnewsrc <<END
hook new-stories /nowhere/program
[A]
feed $URL/a.xml?other
END
ok "a hook that cannot be run" tnews reload
err_has "is a notice" "hook new-stories"
if command -v script >/dev/null; then
	script -qec "tnews --set window-progress=yes reload --force" /dev/null >bar </dev/null
	has "the bar on a terminal" "] 0/1 0 new stories" cat bar
	has "and in its window" "$(printf '\033]9;4;0')" cat bar
	tnews reload --force >bar 2>&1
	lacks "not into a file" "$(printf '\033')" cat bar
else
	skip "bar" "script is not there"
fi
