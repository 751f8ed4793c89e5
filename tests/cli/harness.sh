# SPDX-License-Identifier: GPL-3.0-or-later
# The tests of the tests: servers answer as they were told, screens are read rightly.

mkdir -p www
printf '<rss/>\n' >www/a.rss
printf '301\nLocation: /a.rss\n' >www/moved.http
printf '503\nRetry-After: 60\n\nlater' >www/busy.1.http
printf '200\n\nnow' >www/busy.2.http

is "a home of its own" "$base/home" sh -c 'echo $HOME'
ok "the program of this build is found" test -x "$(command -v tnews)"
fails 3 "an exit status is seen" sh -c 'exit 3'

if command -v curl >/dev/null; then
	httpd_start "$PWD/www"
	is "httpd serves files" "<rss/>" curl -s "$URL/a.rss"
	is "httpd redirects" "<rss/>" curl -sL "$URL/moved"
	is "httpd answers the first time" "later" curl -s "$URL/busy"
	is "httpd answers the second time" "now" curl -s "$URL/busy"
	has "httpd notes requests" "GET /moved" cat "$HTTPD_LOG"
	nginx_start "$PWD/www"
	is "nginx serves files" "<rss/>" curl -s "$URL/a.rss"
	has "nginx notes requests" "200 GET /a.rss" cat "$NGINX_LOG"
else
	skip "servers" "curl is not there"
fi

screen <<'END'
size 40x10
exec sh -c 'printf "\033[1mHello\033[0m \033[7;31mred\033[0m 日本 e\314\201x\n"; read a; echo "got $a"; exit 3'
wait Hello
style Hello bold !reverse
style red reverse fg=1
style 日本 plain
style 1 1 bold
row 1 Hello red 日本 éx
expect <<E
Hello red 日本 éx
E
absent got
resize 30x8
keys "abc\r"
wait got abc
exit 3
END
