# SPDX-License-Identifier: GPL-3.0-or-later
# What shell cases are written with; tests/runner reads it before each. $base is the folder
# of the case, removed afterwards: $base/home (HOME), $base/work (where the case runs),
# $base/out and $base/err (output of the command looked at last).
#
#   ok DESC CMD...            it ends with 0
#   fails N DESC CMD...       it ends with N
#   is DESC TEXT CMD...       its output is exactly TEXT (ends of line at the end aside)
#   has DESC TEXT CMD...      TEXT is part of its output (ends with 0)
#   lacks DESC TEXT CMD...    it is not
#   err_has DESC TEXT         TEXT is part of the last command's standard error
#   equal DESC A B            two texts are the same
#   within SECONDS CMD...     repeats the command until it ends with 0
#   tnewsrc <<END             writes ~/.tnewsrc
#   httpd_start FOLDER        libmicrohttpd server: $URL, requests in $HTTPD_LOG
#   nginx_start FOLDER        nginx server: $URL, requests in $NGINX_LOG as
#                             "STATUS METHOD PATH"; nginx_conf: more lines for `server`,
#                             in which @second_port@ becomes a free port, $SECOND_PORT
#   slow_feeds N AT STEP [LINE]...
#                             N feeds of one story each ("Story 07", "Body of story 7."),
#                             the next one dated a minute later, answered AT + 7 * STEP ms
#                             late; served by httpd and listed, after the LINEs, in
#                             ~/.tnewsrc
#   server_stop               ends the last one started
#   screen <<END              a screen script, see tests/screen.c
#   skip DESC WHY             one check is left out
#   skip_all WHY              ends the case

lib_n=0
lib_pids=
lib_failed=0

lib_result() { # STATUS DESC
	lib_n=$((lib_n + 1))
	if [ "$1" = 0 ]; then
		printf 'ok %d - %s\n' $lib_n "$2"
		return 0
	fi
	lib_failed=1
	printf 'not ok %d - %s\n' $lib_n "$2"
	return 1
}

lib_show() { # WHAT FILE
	[ -s "$2" ] && head -c 4000 "$2" | sed "s/^/# $1: /"
	return 0
}

lib_run() {
	"$@" >"$base/out" 2>"$base/err" </dev/null
}

lib_blame() {
	printf '# command: %s\n# status: %s\n' "$(printf '%s ' "$@" | head -n 3)" "$lib_status"
	lib_show out "$base/out"
	lib_show err "$base/err"
}

fails() {
	lib_want=$1
	lib_desc=$2
	shift 2
	lib_run "$@"
	lib_status=$?
	[ $lib_status = "$lib_want" ]
	lib_result $? "$lib_desc" || lib_blame "$@"
}

ok() {
	fails 0 "$@"
}

is() {
	lib_desc=$1
	lib_want=$2
	shift 2
	lib_run "$@"
	lib_status=$?
	[ "$(cat "$base/out")" = "$lib_want" ]
	lib_result $? "$lib_desc" && return 0
	printf '%s\n' "$lib_want" | sed 's/^/# want: /'
	lib_blame "$@"
}

has() {
	lib_desc=$1
	lib_want=$2
	shift 2
	lib_run "$@"
	lib_status=$?
	[ $lib_status = 0 ] && grep -qF -e "$lib_want" "$base/out"
	lib_result $? "$lib_desc" && return 0
	printf '# want: %s\n' "$lib_want"
	lib_blame "$@"
}

lacks() {
	lib_desc=$1
	lib_want=$2
	shift 2
	lib_run "$@"
	lib_status=$?
	[ $lib_status = 0 ] && ! grep -qF -e "$lib_want" "$base/out"
	lib_result $? "$lib_desc" && return 0
	printf '# unwanted: %s\n' "$lib_want"
	lib_blame "$@"
}

err_has() {
	grep -qF -e "$2" "$base/err"
	lib_result $? "$1" && return 0
	printf '# want: %s\n' "$2"
	lib_show err "$base/err"
}

equal() {
	[ "$2" = "$3" ]
	lib_result $? "$1" && return 0
	printf '%s\n' "$2" | head -n 40 | sed 's/^/# one:   /'
	printf '%s\n' "$3" | head -n 40 | sed 's/^/# other: /'
}

within() {
	lib_left=$(($1 * 20))
	shift
	until "$@" >/dev/null 2>&1; do
		lib_left=$((lib_left - 1))
		[ $lib_left -gt 0 ] || return 1
		sleep 0.05
	done
}

skip() {
	lib_n=$((lib_n + 1))
	printf 'ok %d - %s # SKIP %s\n' $lib_n "$1" "$2"
}

skip_all() {
	lib_n=skip
	printf '1..0 # SKIP %s\n' "$1"
	exit 0
}

tnewsrc() {
	cat >"$HOME/.tnewsrc"
}

lib_answers() { # FILE: an address stands in it
	[ -s "$1" ]
}

httpd_start() {
	[ -x "$top_builddir/tests/httpd" ] || skip_all "libmicrohttpd is not there"
	lib_httpd=$base/httpd.$lib_n.$(echo $lib_pids | wc -w)
	HTTPD_LOG=$lib_httpd.log
	# The server lives as long as somebody holds its standard input.
	mkfifo "$lib_httpd.in"
	"$top_builddir/tests/httpd" --log "$HTTPD_LOG" "$1" <"$lib_httpd.in" \
		>"$lib_httpd.url" 2>"$lib_httpd.err" &
	lib_pids="$! $lib_pids"
	sleep 1000000 >"$lib_httpd.in" &
	lib_pids="$! $lib_pids"
	within 10 lib_answers "$lib_httpd.url" || {
		lib_result 1 "httpd starts"
		exit 1
	}
	URL=$(cat "$lib_httpd.url")
	export URL HTTPD_LOG
}

slow_feeds() {
	mkdir -p www
	awk -v n="$1" -v at="$2" -v step="$3" 'BEGIN {
		for (f = 1; f <= n; f++) {
			file = sprintf("www/f%02d.rss", f)
			printf "<rss version=\"2.0\"><channel><title>Feed %d</title><item><title>Story %02d</title><guid>%d</guid><pubDate>Tue, 24 Nov 2026 %02d:%02d:00 GMT</pubDate><description>Body of story %d.</description></item></channel></rss>\n", f, f, f, 10 + int(f / 60), f % 60, f >file
			close(file)
			printf "200\n@delay %d\n@file %s\n", at + f * step, substr(file, 5) >(file ".http")
		}
	}'
	shift 3
	httpd_start "$PWD/www"
	{
		for lib_line; do echo "$lib_line"; done
		echo '[All]'
		for lib_line in www/*.rss; do echo "feed $URL/${lib_line#www/}"; done
	} | tnewsrc
}

nginx_program() {
	for lib_p in "${TNEWS_NGINX:-}" "$(command -v nginx)" /usr/sbin/nginx \
		"$top_srcdir/build/nginx/usr/sbin/nginx" \
		"$top_srcdir/../nginx/usr/sbin/nginx"; do
		[ -n "$lib_p" ] && [ -x "$lib_p" ] && echo "$lib_p" && return
	done
}

nginx_start() {
	lib_nginx=$(nginx_program)
	[ -n "$lib_nginx" ] || skip_all "nginx is not there"
	lib_dir=$base/nginx.$lib_n.$(echo $lib_pids | wc -w)
	NGINX_LOG=$lib_dir/access.log
	mkdir -p "$lib_dir"
	lib_tries=0
	while :; do
		lib_port=$((10000 + $(od -An -N2 -tu2 /dev/urandom) % 11000))
		nginx_write "$1" | sed "s/@second_port@/$((lib_port + 11000))/g" \
			>"$lib_dir/nginx.conf"
		"$lib_nginx" -p "$lib_dir/" -e "$lib_dir/error.log" -c "$lib_dir/nginx.conf" \
			</dev/null >"$lib_dir/out" 2>&1 && break
		lib_tries=$((lib_tries + 1))
		if [ $lib_tries -gt 5 ]; then
			lib_result 1 "nginx starts"
			lib_show nginx "$lib_dir/out"
			exit 1
		fi
	done
	lib_pids="$(cat "$lib_dir/pid") $lib_pids"
	URL=http://127.0.0.1:$lib_port
	SECOND_PORT=$((lib_port + 11000))
	export URL NGINX_LOG
}

nginx_write() {
	[ "$(id -u)" = 0 ] && echo 'user root;'
	cat <<END
worker_processes 1;
pid $lib_dir/pid;
events { worker_connections 1024; }
http {
	log_format short '\$status \$request_method \$uri';
	access_log $NGINX_LOG short;
	client_body_temp_path $lib_dir/body;
	proxy_temp_path $lib_dir/proxy;
	fastcgi_temp_path $lib_dir/fastcgi;
	uwsgi_temp_path $lib_dir/uwsgi;
	scgi_temp_path $lib_dir/scgi;
	types { application/rss+xml rss; application/atom+xml atom; application/rdf+xml rdf;
		application/feed+json json; application/xml xml; text/html html; }
	gzip on;
	gzip_min_length 100;
	gzip_types *;
	server {
		listen 127.0.0.1:$lib_port;
		root $1;
		${nginx_conf:-}
	}
}
END
}

server_stop() {
	set -- $lib_pids
	[ $# -gt 0 ] && kill "$1" 2>/dev/null
	shift
	lib_pids=$*
}

screen() {
	[ -x "$top_builddir/tests/screen" ] || {
		skip "screen" "libvterm is not there"
		return 0
	}
	cat >"$base/screen.keys"
	case $case_file in *.keys) lib_keys=$case_file ;; *) lib_keys=$base/screen.keys ;; esac
	"$top_builddir/tests/screen" --no-plan "$lib_keys" >"$base/screen.tap" \
		2>"$base/screen.err"
	lib_status=$?
	lib_n=$((lib_n + $(grep -cE '^(not )?ok' "$base/screen.tap")))
	sed "s/^\\(not \\)\\{0,1\\}ok - screen.keys:/\\1ok - ${case_file##*/} /" "$base/screen.tap"
	case $lib_status in
	0 | 1) ;;
	*) lib_result 1 "the screen program ended with $lib_status" ;;
	esac
	lib_show err "$base/screen.err"
}

lib_end() {
	trap - EXIT
	for lib_p in $lib_pids; do
		kill "$lib_p" 2>/dev/null
	done
	cd /
	if [ "$lib_n" != skip ]; then
		[ "$1" = 0 ] || lib_result 1 "the case ended early with status $1"
		printf '1..%d\n' $lib_n
	fi
	[ -n "${TNEWS_KEEP:-}" ] || rm -rf "$base"
	exit 0
}
