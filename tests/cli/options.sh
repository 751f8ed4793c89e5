# SPDX-License-Identifier: GPL-3.0-or-later
# The call itself: options, help, exit status, what is said where.

has "the version" "tnews " tnews --version
has "all commands are listed" "  reload " tnews --help
has "a command explains itself" "--limit N" tnews list --help
has "help needs no configuration" "Usage: tnews tag" tnews -C /nonexistent tag --help
fails 2 "an unknown command" tnews lits
err_has "the nearest one is named" "did you mean 'list'?"
fails 2 "an unknown option before the command" tnews --frobnicate list
fails 2 "an unknown option of a command" tnews list --jsno
err_has "the nearest option is named" "did you mean --json?"
fails 2 "a missing argument" tnews show
fails 2 "an argument too many" tnews tags x
fails 2 "no number" tnews list --limit x
fails 2 "an unknown sort key" tnews list --sort size-of
fails 2 "an unknown field" tnews list --format '{titel}'
err_has "the nearest field is named" "{title}"
fails 2 "an unknown grouping" tnews count --by author
fails 2 "a file that is not there" tnews -C nowhere list
fails 2 "an override that is none" tnews -o frob=1 list
fails 2 "a query that cannot be read" tnews count 'title:x ('
err_has "its column is told" "column"
is "nothing is printed then" "" sh -c 'tnews count "(" 2>/dev/null'
fails 2 "a tag without a query" tnews tag +x
fails 2 "a word that is no tag" tnews tag x -- y
fails 1 "nothing to undo" tnews undo
is "an empty store counts 0" 0 tnews count
is "a status without a store" "0 unread, 0 new, 0 failing" tnews -d "$PWD/none" status
fails 1 "the status made no store" test -e "$PWD/none"

tnewsrc <<'END'
[One]
feed http://127.0.0.1:9/x.xml
set refesh 5
frob
END
fails 2 "a faulty file stops a command" tnews list
err_has "each fault has its line" ".tnewsrc:3:"
err_has "all faults are told" ".tnewsrc:4:"
fails 2 "check tells them, too" tnews check
ok "status does not need the file" tnews status

tnewsrc </dev/null
if [ -w /dev/full ]; then
	fails 1 "a full disk" sh -c 'tnews --help >/dev/full'
	err_has "it is told" "No space left"
fi
ok "a closed pipe is no fuss" sh -c 'tnews --help | true'
is "a closed pipe says nothing" "" sh -c '{ tnews --help; } 2>&1 >/dev/null | head -c 100'
fails 1 "no escape of an argument reaches the terminal" \
	sh -c "tnews list --format '{\033[31m}' 2>&1 | grep -q \"\$(printf '\033')\""
