-- SPDX-License-Identifier: GPL-3.0-or-later
-- The store. Times are seconds UTC; hashes are 64 bits, stored as signed numbers.

CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;

-- unread, total and starred count the stories that are not hidden; they move in the
-- transaction that changes the stories. When it is asked again: held is the server's
-- Retry-After; hint the feed's own interval (ttl, sy:) in seconds; skip its hours (bits 0
-- to 23) and days (24 to 30); pace that of its pace_n newest stories, since pace_from.
-- bytes, elapsed (ms): of the last document. history: when it began to fail and to work
-- again, newest first, "TIME WORD[ MESSAGE]" and 0x1E each.
CREATE TABLE feed (
	id INTEGER PRIMARY KEY,
	url TEXT NOT NULL UNIQUE,
	subscribed INTEGER NOT NULL DEFAULT 1,
	unread INTEGER NOT NULL DEFAULT 0,
	total INTEGER NOT NULL DEFAULT 0,
	starred INTEGER NOT NULL DEFAULT 0,
	fetched INTEGER,
	succeeded INTEGER,
	next INTEGER,
	fail TEXT,
	message TEXT,
	fails INTEGER NOT NULL DEFAULT 0,
	failing_since INTEGER,
	etag TEXT,
	last_modified TEXT,
	body_digest INTEGER NOT NULL DEFAULT 0,
	ttl INTEGER NOT NULL DEFAULT -1,
	moved_to TEXT,
	newest INTEGER,
	title TEXT,
	name TEXT,
	link TEXT,
	language TEXT,
	icon TEXT,
	hub TEXT,
	held INTEGER,
	hint INTEGER NOT NULL DEFAULT -1,
	skip INTEGER NOT NULL DEFAULT 0,
	pace_from INTEGER,
	pace_n INTEGER NOT NULL DEFAULT 0,
	bytes INTEGER NOT NULL DEFAULT 0,
	elapsed INTEGER NOT NULL DEFAULT 0,
	history TEXT
);

-- What lists and searches look at. hidden: sum of 1 ignored, 2 deleted, 4 snoozed, 8 listed
-- under another feed, 16 purged. A deleted story stays as a stone, so that it never comes back. marks: see db_private.h. key: hash of the
-- id in its feed. Ids rise with the time of arrival and are never used again.
CREATE TABLE story (
	id INTEGER PRIMARY KEY,
	feed INTEGER NOT NULL REFERENCES feed (id),
	date INTEGER NOT NULL,
	unread INTEGER NOT NULL,
	starred INTEGER NOT NULL DEFAULT 0,
	hidden INTEGER NOT NULL DEFAULT 0,
	marks INTEGER NOT NULL DEFAULT 0,
	received INTEGER NOT NULL,
	size INTEGER NOT NULL,
	title TEXT NOT NULL,
	author TEXT,
	key INTEGER NOT NULL,
	digest INTEGER NOT NULL,
	link_key INTEGER NOT NULL,
	link TEXT,
	guid TEXT,
	published INTEGER,
	updated INTEGER,
	language TEXT,
	categories TEXT,
	types TEXT
);
CREATE INDEX story_key ON story (feed, key, digest, link_key);
CREATE INDEX story_feed ON story (feed, date, unread) WHERE hidden=0;
CREATE INDEX story_date ON story (date, feed) WHERE hidden=0;
CREATE INDEX story_unread ON story (date, feed) WHERE hidden=0 AND unread=1;
CREATE INDEX story_read ON story (date, feed) WHERE hidden=0 AND unread=0;
CREATE INDEX story_starred ON story (date, feed) WHERE hidden=0 AND starred=1;
CREATE INDEX story_enclosure ON story (date, feed) WHERE hidden=0 AND (marks&1)!=0;
CREATE INDEX story_received ON story (received);

-- Read when a story is shown or indexed. A list within a column: records end with 0x1E,
-- fields with 0x1F. summary, content, fulltext: see pack.h.
CREATE TABLE body (
	id INTEGER PRIMARY KEY,
	summary TEXT,
	content TEXT,
	fulltext TEXT,
	comments TEXT,
	image TEXT,
	duration INTEGER,
	enclosures TEXT,
	links TEXT
);

-- What packed texts refer to: never changed, never deleted. stories: how many there were.
CREATE TABLE dictionary (
	id INTEGER PRIMARY KEY,
	stories INTEGER NOT NULL,
	bytes BLOB NOT NULL
);

CREATE TABLE tag (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE story_tag (
	tag INTEGER NOT NULL REFERENCES tag (id),
	story INTEGER NOT NULL REFERENCES story (id),
	PRIMARY KEY (tag, story)
) WITHOUT ROWID;
CREATE INDEX story_tag_story ON story_tag (story, tag);

CREATE TABLE note (story INTEGER PRIMARY KEY REFERENCES story (id), text TEXT NOT NULL);

-- Where the reader was in a story: a place in its text (see struct line, anchor).
CREATE TABLE place (
	story INTEGER PRIMARY KEY REFERENCES story (id),
	anchor INTEGER NOT NULL,
	at INTEGER NOT NULL
);
-- What a story said before its publisher changed it. at: when it was changed.
CREATE TABLE former (
	story INTEGER PRIMARY KEY REFERENCES story (id),
	at INTEGER NOT NULL,
	title TEXT,
	text TEXT
);
-- Until when a story tagged `snoozed` is hidden.
CREATE TABLE snooze (
	story INTEGER PRIMARY KEY REFERENCES story (id),
	until INTEGER NOT NULL
);

-- Stories that several feeds have. twin: what the newest are known by, see same.c.
-- same: a story that is not listed because first is.
CREATE TABLE twin (
	story INTEGER PRIMARY KEY,
	feed INTEGER NOT NULL,
	day INTEGER NOT NULL,
	link INTEGER NOT NULL,
	title INTEGER NOT NULL
);
CREATE TABLE same (
	story INTEGER PRIMARY KEY REFERENCES story (id),
	first INTEGER NOT NULL REFERENCES story (id)
);
CREATE INDEX same_first ON same (first);

CREATE TRIGGER story_gone AFTER DELETE ON story BEGIN
	DELETE FROM place WHERE story=old.id;
	DELETE FROM former WHERE story=old.id;
	DELETE FROM snooze WHERE story=old.id;
	DELETE FROM same WHERE story=old.id OR first=old.id;
END;

-- The journal of what people did. A change is made of parts: "these stories got this tag".
-- ids: gaps and lengths of runs, see undo.c.
CREATE TABLE change (
	id INTEGER PRIMARY KEY,
	at INTEGER NOT NULL,
	undone INTEGER NOT NULL DEFAULT 0,
	label TEXT NOT NULL
);
CREATE TABLE change_part (
	change INTEGER NOT NULL REFERENCES change (id),
	part INTEGER NOT NULL,
	added INTEGER NOT NULL,
	tag TEXT NOT NULL,
	n INTEGER NOT NULL,
	ids BLOB NOT NULL,
	PRIMARY KEY (change, part)
) WITHOUT ROWID;

-- The text index. It holds the stories up to the mark (meta: indexed) but those of
-- reindex, which keeps what was indexed of a story that changed since: without content of
-- its own, an index entry can only be taken out by giving its words once more.
CREATE VIRTUAL TABLE words USING fts5 (
	title, author, body, link, category, language,
	content='', detail=column, tokenize='tnews'
);
CREATE TABLE reindex (
	id INTEGER PRIMARY KEY,
	title TEXT,
	author TEXT,
	link TEXT,
	categories TEXT,
	language TEXT,
	summary TEXT,
	content TEXT,
	fulltext TEXT
);
