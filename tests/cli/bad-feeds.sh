# SPDX-License-Identifier: GPL-3.0-or-later
# Feeds that are wrong get one sentence each; the others arrive.

mkdir -p www
item='<item><title>One</title><guid>1</guid></item>'
rss="<rss version=\"2.0\"><channel><title>T</title>$item"
echo "$rss</channel></rss>" >www/good.rss
echo "$rss</channel></rss>" | sed 's/One/Two/' >www/good2.rss
echo '<!DOCTYPE html><html><head><title>x</title></head><body><p>Hello</p></body></html>' >www/page.html
echo "$rss<item><title>Half" >www/truncated.rss
printf '200\nContent-Type: text/xml\n@delay 60000\n\nx' >www/slow.http
printf '200\nContent-Type: text/xml\n@endless\n\n<!-- endless -->' >www/endless.http
printf '500\n\n' >www/broken.http
printf '302\nLocation: /loop\n' >www/loop.http
printf '200\nContent-Type: text/xml\n@cut 20\n\n%s</channel></rss>' "$rss" >www/cut.http
printf '@raw\n\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n' >www/chunk.http
: >www/empty.rss
{
	echo '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">'
	p=a
	for e in b c d e f g h i j k; do
		printf '<!ENTITY %s "&%s;&%s;&%s;&%s;&%s;&%s;&%s;&%s;&%s;&%s;">\n' $e $p $p $p $p $p $p $p $p $p $p
		p=$e
	done
	echo "]>$rss<item><title>&k;</title></item></channel></rss>"
} >www/bomb.rss
httpd_start "$PWD/www"
bad='page.html slow endless broken loop cut chunk empty.rss missing.rss'
{
	echo 'set timeout 3s'
	echo 'set max-size 1M'
	echo 'set max-host-connections 16'
	echo '[Bad]'
	for f in $bad; do echo "feed $URL/$f"; done
	echo 'feed http://127.0.0.1:1/refused'
	echo 'feed http://nowhere.invalid/feed'
	echo '[Good]'
	for f in good.rss good2.rss truncated.rss bomb.rss; do echo "feed $URL/$f $f"; done
} | tnewsrc

fails 1 "the reload says that something failed" tnews reload
cp "$base/err" errors
for f in $bad; do
	equal "$f has one line" 1 "$(grep -cF "$URL/$f" errors)"
done
equal "no such host has one line" 1 "$(grep -cF nowhere.invalid errors)"
equal "a refused connection has one line" 1 "$(grep -cF 127.0.0.1:1/ errors)"
is "good feeds arrive" 2 tnews count feed:good
ok "the truncated one gives what it has" sh -c "tnews list --json | grep -cF truncated.rss"
ok "the bomb did no harm" sh -c "tnews list --json | grep -cF bomb.rss"
sed 's/^/# /' errors
