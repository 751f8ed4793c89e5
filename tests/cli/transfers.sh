# SPDX-License-Identifier: GPL-3.0-or-later
# What a feed's line says of its transfer: headers, login, cookies, certificates; and that
# none of it reaches another host.

command -v openssl >/dev/null || skip_all "openssl is not there"
mkdir -p www tls
printf '<rss version="2.0"><channel><title>T</title><item><title>One</title><guid>1</guid></item></channel></rss>' >www/feed.rss
{
	openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=ca -keyout tls/ca.key -out tls/ca.pem
	for n in server client; do
		openssl req -newkey rsa:2048 -nodes -subj /CN=$n -keyout tls/$n.key -out tls/$n.csr
		echo 'subjectAltName=IP:127.0.0.1' >tls/ext
		openssl x509 -req -in tls/$n.csr -CA tls/ca.pem -CAkey tls/ca.key -CAcreateserial -days 3650 -extfile tls/ext -out tls/$n.pem
	done
} >/dev/null 2>&1
cat tls/client.pem tls/client.key >tls/both.pem
nginx_conf="location = /header { if (\$http_x_key != 'a b') { return 403; } return 302 /feed.rss; }
location = /two { if (\$http_x_two != 'two') { return 403; } return 302 /header; }
location = /away { return 302 http://localhost:\$server_port/feed.rss; }
location = /agent { if (\$http_user_agent != 'Me/1') { return 403; } return 302 /feed.rss; }
location = /cookie { if (\$cookie_session != 'secret') { return 403; } return 302 /feed.rss; }
location = /nocookie { add_header Set-Cookie 'session=secret'; return 302 /cookie; }
location = /bearer { if (\$http_authorization != 'Bearer s3cret') { return 403; } return 302 /feed.rss; }
location = /basic { if (\$http_authorization != 'Basic bWU6czNjcmV0') { add_header WWW-Authenticate 'Basic realm=x' always; return 401; } return 302 http://localhost:\$server_port/nologin; }
location = /nologin { if (\$http_authorization != '') { return 418; } return 302 http://127.0.0.1:\$server_port/feed.rss; }
} server { listen 127.0.0.1:@second_port@ ssl http2; root $PWD/www; ssl_certificate $PWD/tls/server.pem;
ssl_certificate_key $PWD/tls/server.key; ssl_client_certificate $PWD/tls/ca.pem; ssl_verify_client optional;
location = /mine { if (\$ssl_client_verify != SUCCESS) { return 403; } return 302 /feed.rss; }"
nginx_start "$PWD/www"
TLS=https://127.0.0.1:$SECOND_PORT
printf '# Netscape HTTP Cookie File\n127.0.0.1\tFALSE\t/\tFALSE\t0\tsession\tsecret\nelsewhere.example\tFALSE\t/\tFALSE\t0\tother\tx\n' >jar

try() { # DESC STATUS LINE: one feed alone
	tnewsrc <<END
feed $3
END
	fails $2 "$1" tnews -q reload --force
}
try "a header" 0 "$URL/header header='X-Key: a b'"
try "is needed" 1 "$URL/header"
try "two of them" 0 "$URL/two header='X-Key: a b' header='X-Two: two'"
try "do not go to another host" 1 "$URL/away header='X-Key: a b'"
err_has "which is said" "must not see the headers"
try "without headers a redirect is followed" 0 "$URL/away"
try "no header" 2 "$URL/header header='X-Key'"
try "a user agent" 0 "$URL/agent user-agent=Me/1"
try "cookies of a file" 0 "$URL/cookie cookies=$PWD/jar"
try "none without" 1 "$URL/cookie"
try "and none are taken" 1 "$URL/nocookie"
try "a file that is not there" 1 "$URL/cookie cookies=$PWD/none"
try "a token" 0 "$URL/bearer auth=bearer password-command='echo s3cret'"
try "a login, which stays with its host" 0 "$URL/basic auth=basic user=me password-command='echo s3cret'"
try "no password on an open line unless told so" 1 "$URL/basic user=me password-command='echo s3cret'"
err_has "is said in words" "only unprotected (Basic over http)"
try "a wrong one" 1 "$URL/basic auth=basic user=me password-command='echo wrong'"
err_has "is said" "401 Unauthorized"
try "an unknown authority is refused" 1 "$TLS/feed.rss"
err_has "with the reason" "no safe connection to 127.0.0.1"
try "one of the user's own is not" 0 "$TLS/feed.rss ca-file=$PWD/tls/ca.pem"
try "a client's certificate" 0 "$TLS/mine ca-file=$PWD/tls/ca.pem client-cert=$PWD/tls/client.pem client-key=$PWD/tls/client.key"
try "key and certificate in one file" 0 "$TLS/mine ca-file=$PWD/tls/ca.pem client-cert=$PWD/tls/both.pem"
try "none" 1 "$TLS/mine ca-file=$PWD/tls/ca.pem"
try "a limit of speed" 0 "$URL/feed.rss max-speed=64K"
# 200 of one host over HTTP/2: one connection carries many
{
	echo "set ca-file $PWD/tls/ca.pem"
	for i in $(seq 200); do echo "feed $TLS/feed.rss?$i"; done
} | tnewsrc
is "200 feeds over TLS and HTTP/2" "200 feeds: 200 new content, 0 unchanged, 0 failed; 200 new stories" tnews reload
is "again, all 304" "200 feeds: 0 new content, 200 unchanged, 0 failed; 0 new stories" tnews reload
