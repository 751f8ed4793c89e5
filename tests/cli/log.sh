# SPDX-License-Identifier: GPL-3.0-or-later
# The settings log and log-level: why feeds fail and what came, in a file.

mkdir -p www
printf '<rss version="2.0"><channel><title>T</title><item><title>One</title><guid>1</guid></item></channel></rss>' >www/good.rss
echo '<html><body>no feed</body></html>' >www/page.html
nginx_start "$PWD/www"
host=${URL#http://}
tnewsrc <<END
set log $PWD/news.log
[News]
feed $URL/good.rss
feed http://me:s3cret@$host/gone.rss
feed $URL/page.html
END
fails 1 "two feeds fail" tnews -q reload
is "of what came a line" "1" grep -c "info  $URL/good.rss: 1 new, 0 updated" news.log
is "of the whole" "1" grep -c "info  3 feeds: .*1 new story" news.log
is "time, level, address without the password, reason" "1" \
	grep -cE "^20[0-9-]{8}T[0-9:]{8}Z error http://$host/gone.rss: HTTP 404" news.log
is "a page is no feed" "1" grep -c "error $URL/page.html: " news.log
lacks "no password" s3cret cat news.log
ok "nobody else reads it" [ "$(stat -c %a news.log)" = 600 ]

ok "it may be moved away" mv news.log old.log
fails 1 "only failures" tnews -q -o log-level=error reload --force
ok "two of them" [ "$(grep -c ' error ' news.log)/$(wc -l <news.log)" = 2/2 ]
rm news.log
fails 1 "all" tnews -q -o log-level=debug reload
is "what brought nothing, too" "1" grep -c "debug $URL/good.rss: unchanged" news.log

mkdir folder
fails 1 "a log that cannot be written" tnews -o "log=$PWD/folder" reload
err_has "is told once, and nothing else suffers" "log: $PWD/folder cannot be written: Is a directory"
is "nor is it made" "0" sh -c "ls folder | wc -l"
