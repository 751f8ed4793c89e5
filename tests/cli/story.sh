# SPDX-License-Identifier: GPL-3.0-or-later
# One story, in each form of feed, from nginx to the commands: its section, its headline
# once, its paragraphs, its tag.

story=$top_srcdir/tests/story
headline='Harbour Town Tests Quiet Ferries'
nginx_start "$story"

# Paragraphs of a shown story, one a line each, blanks at line ends gone.
paragraphs() {
	awk '/^[ \t]*$/ { if (p != "") print p; p = ""; next }
		{ sub(/^[ \t]+/, ""); sub(/[ \t]+$/, ""); p = p == "" ? $0 : p " " $0 }
		END { if (p != "") print p }'
}

first_id() {
	tnews list --json --limit 1 | sed -n 's/.*"id": *"\{0,1\}\([^",}]*\).*/\1/p' | head -n 1
}

text_of() { # ID WIDTH
	tnews show --width "$2" "$1" | paragraphs
}

for form in rss atom rdf json; do
	rm -rf "$HOME/.local"
	tnewsrc <<END
[Sci & Tech]
feed $URL/story.$form
END
	ok "$form: it is fetched" tnews reload
	is "$form: it is one story" 1 tnews count
	has "$form: it is listed by its headline" "$headline" tnews list 'section:"Sci & Tech"'
	id=$(first_id)
	for width in 40 80; do
		text=$(text_of "$id" $width)
		equal "$form: the headline is there once ($width)" 1 \
			"$(printf '%s\n' "$text" | grep -cF "$headline")"
		while IFS= read -r paragraph; do
			printf '%s\n' "$text" | grep -qxF -e "$paragraph" || wrong=$paragraph
		done <"$story/story.txt"
		equal "$form: its paragraphs are right ($width)" "" "${wrong:-}"
		[ -z "${wrong:-}" ] || printf '%s\n' "$text" | sed 's/^/# /'
		wrong=
	done
	ok "$form: it is tagged" tnews tag +ict -- title:ferries
	has "$form: it is found by its tag" "$headline" tnews list tag:ict
	is "$form: nothing else is" 0 tnews count -tag:ict
done

# the language of a story, which most feeds say only of themselves
cat >lang.xml <<END
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Lang</title>
<language>de-AT</language>
<item><title>Enten</title><guid>enten</guid><description>Text</description></item>
<item><title>Canards</title><guid>canards</guid><dc:language>fr</dc:language>
<description>Texte</description></item></channel></rss>
END
printf '[Lang]\nfeed file:%s/lang.xml\n' "$PWD" | tnewsrc
ok "a feed with a language" tnews -q reload
is "its stories have it" Enten tnews list --format '{title}' 'lang:de section:Lang'
is "unless they have their own" Canards tnews list --format '{title}' 'lang:fr section:Lang'
