# SPDX-License-Identifier: GPL-3.0-or-later
# Calls and configurations that are wrong: status 2, a sentence that says where, nothing
# done. Each command explains itself.

has "the version" "tnews 0." tnews --version
has "help lists commands" "reload" tnews --help
for command in $(sed -n 's/^COMMAND([a-z_]*, "\([^"]*\)".*/\1/p' "$top_srcdir/src/cli/commands.def"); do
	has "$command explains itself" "Usage: tnews $command" tnews "$command" --help
	fails 2 "$command refuses an unknown option" tnews "$command" --no-such-option
	err_has "$command names it" "--no-such-option"
done
fails 2 "an unknown command" tnews reloadd
err_has "it is named" "'reloadd'"
fails 2 "a query that cannot be read" tnews list is:nonsense
err_has "its column is named" "column 4"
fails 2 "a missing configuration that was asked for" tnews -C "$base/none" list
fails 2 "a setting that does not exist" tnews -o refesh=30m list
err_has "the nearest one is named" "refresh"
fails 1 "a story that does not exist" tnews show 99999

tnewsrc <<'END'
set refesh 30m
[News]
feed https://example.org/rss
bind X no-such-operation
[Half
END
fails 2 "a faulty configuration stops a command" tnews reload
err_has "the first fault, with line and column" ".tnewsrc:1:5:"
err_has "with the nearest word" "'refresh'"
err_has "the second fault" ".tnewsrc:4:"
err_has "the third fault" ".tnewsrc:5:1:"
fails 2 "check says the same" tnews check

tnewsrc <<'END'
[News]
feed https://example.org/rss
END
ok "check is content with a good one" tnews check
is "nothing is there yet" 0 tnews count
is "list prints nothing" "" tnews list
cp "$top_builddir/share/tnewsrc.example" "$HOME/.tnewsrc" 2>/dev/null ||
	cp "$top_srcdir/share/tnewsrc.example" "$HOME/.tnewsrc"
ok "the example is right as it is" tnews check
# Every setting of the example, uncommented, is one that the program takes.
sed -n 's/^# \(set .*\)/\1/p' "$HOME/.tnewsrc" >all
cp all "$HOME/.tnewsrc"
ok "and so is each of its settings" tnews check
is "parse takes standard input" "" sh -c 'echo "<rss><channel><title>T</title></channel></rss>" | tnews parse - | grep -v title | grep -o nothing'
fails 1 "a page is no feed" sh -c 'echo "<!DOCTYPE html><html><body>x</body></html>" | tnews parse -'
err_has "what it is, is said" "HTML"
fails 1 "nor is one that names feeds" sh -c 'echo "<html><link rel=alternate type=application/rss+xml href=a.rss>" | tnews parse --base http://e.example/x/ -'
err_has "but the message names them" "http://e.example/x/a.rss"
is "render prints text" "Hello" sh -c 'echo "<p>Hello</p>" | tnews render -'
fails 1 "a full disk is a failure" sh -c '[ -w /dev/full ] || exit 1; tnews --help >/dev/full'
