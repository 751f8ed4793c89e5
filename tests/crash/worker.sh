# SPDX-License-Identifier: GPL-3.0-or-later
# The worker is killed twenty times during reloads, by SIGKILL and SIGSEGV: tnews goes on,
# and all that does not kill it arrives.

[ -d /proc/self ] || skip_all "no /proc"
slow_feeds 60 20 5 'set max-host-connections 4'

worker_of() { # PID: its child
	grep -ls "^PPid:	$1\$" /proc/[0-9]*/status | sed -n '1s|/proc/\([0-9]*\)/.*|\1|p'
}

round=0
killed=0
failed=0
while [ $round -lt 20 ]; do
	round=$((round + 1))
	tnews -q reload --force >/dev/null 2>&1 &
	pid=$!
	lib_pids="$pid $lib_pids"
	signal=KILL
	[ $((round % 2)) = 0 ] && signal=SEGV
	# a busy machine needs a while to start it
	for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		worker=$(worker_of $pid)
		[ -z "$worker" ] && kill -0 $pid 2>/dev/null || break
		sleep 0.1
	done
	sleep "0.$((round % 6))"
	[ -n "$worker" ] && kill -$signal "$worker" 2>/dev/null && killed=$((killed + 1))
	wait $pid
	status=$?
	[ $status -le 1 ] || failed=$((failed + 1))
done
echo "# the worker was killed $killed times"
equal "tnews never fell" 0 $failed
ok "the worker was really killed" test $killed -ge 5
is "everything arrived" 60 tnews count
ok "check is content" tnews check
