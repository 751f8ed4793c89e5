# SPDX-License-Identifier: GPL-3.0-or-later
# Rules: on what arrives, in their order; tried and run on what is here already.

mkdir -p www
cat >www/f.xml <<'END'
<rss version="2.0"><channel><title>F</title>
<item><title>Iran talks</title><guid>1</guid><description>of water</description></item>
<item><title>Sponsored: buy</title><guid>2</guid><description>now</description></item>
<item><title>Third</title><guid>3</guid><description>a red ribbon</description></item>
</channel></rss>
END
tnewsrc <<END
[A]
feed file://$PWD/www/f.xml "F"
rule ads title:sponsored => +ignored -unread
rule iran => +later
rule all is:unread => +seen
rule after tag:later => +both
rule old third => +never until=2020-01-01
rule spam title:unwanted => +deleted
END
sed -i 's|</channel>|<item><title>Unwanted</title><guid>9</guid></item></channel>|' www/f.xml
has "a reload" "new stories" tnews reload
is "a rule may delete what arrives" "Unwanted" tnews list --format '{title}' is:deleted
is "what a rule hides is in no list" "Third
Iran talks" tnews list --sort -title --format '{title}'
is "but it is kept, read" "Sponsored: buy" tnews list --format '{title}' tag:ignored is:read
is "in their order: what one hides the next does not see" "2" tnews count tag:seen
is "a rule sees what those before it did" "Iran talks" tnews list --format '{title}' tag:both
is "a rule whose day is over does nothing" "0" tnews count tag:never

has "listed" "1	ads	title:sponsored	+ignored -unread" tnews rules
has "with their day" "5	old	third	+never until=" tnews rules list
has "one without a name has a number" "2	-	iran	+later" tnews rules
has "as JSON" '"name":"ads"' tnews rules --json
has "tried: what it would match" "Third" tnews rules test old
is "and nothing was done" "0" tnews count tag:never
has "and how many" "matches: 1" sh -c 'tnews rules test old 2>&1 >/dev/null'
has "those that it has hidden before, too" "matches: 0; already hidden (tag:ignored): 1" \
	sh -c 'tnews rules test ads 2>&1'
has "run on what is here" "1 story changed" tnews rules apply old
is "it was" "1" tnews count tag:never
has "taken back as one change" "1 story changed" tnews undo
is "it was taken back" "0" tnews count tag:never
has "by its number" "1 story changed" tnews rules apply 5
fails 2 "no such rule" tnews rules test nope
fails 2 "no such word" tnews rules try ads

ok "a story is deleted" tnews -q tag +deleted -- iran
is "it is in no list" "0" tnews count iran
has "and brought back, whatever was done since" "1 story changed" \
	tnews tag -deleted -- is:deleted iran
is "it is there" "1" tnews count iran
has "as a change like any other" "1 story changed" tnews undo
is "which can be taken back" "1" tnews count tag:deleted iran
ok "for good" tnews -q tag -deleted -- is:deleted iran
is "no tag is made of it" "0" sh -c 'tnews tags | grep -c deleted'

sed -i 's/Third/Fourth/; s/<guid>3/<guid>4/' www/f.xml
has "only what is new is touched" "1 new" tnews reload
tnews tag -seen -- iran >/dev/null
sed -i 's/Fourth/Fifth/; s/<guid>4/<guid>5/' www/f.xml
tnews reload >/dev/null
is "a later reload leaves the others alone" "0" tnews count tag:seen iran

# the same story of two feeds is one: in what is said, what is new, what a hook is given
cat >www/g.xml <<'END'
<rss version="2.0"><channel><title>G</title>
<item><title>Bridge opens</title><guid>1</guid><link>https://x.example/bridge?utm_source=g</link></item>
<item><title>Ads of the day</title><guid>2</guid><link>https://x.example/ads</link></item>
</channel></rss>
END
sed 's/<title>G/<title>H/; s/?utm_source=g//; s/>1</>h1</; s/>2</>h2</' www/g.xml >www/h.xml
tnewsrc <<END
[A]
feed file://$PWD/www/g.xml "G"
feed file://$PWD/www/h.xml "H"
rule feed:G title:ads => +ignored
hook new-stories sh -c "echo %n >told; cat >>told"
END
rm -rf data-same
same() { tnews -d data-same "$@"; }
has "the same of two feeds is said once" "2 new stories" same reload
is "it is new once; another stands in for what a rule hides" "2" same count is:new
for i in 1 2 3 4 5 6 7 8 9 10; do [ -s told ] && break; sleep 0.2; done
is "a hook is told of so many" "2" sed -n 1p told
is "and given them" "2" grep -c '"id"' told
