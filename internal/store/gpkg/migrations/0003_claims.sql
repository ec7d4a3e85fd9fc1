-- Checked claims that a person kept: what was claimed, what the check found, and who rated it and why.
-- They are records, not layers; a claim outlives its event.
CREATE TABLE claims (
	fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
	id TEXT NOT NULL UNIQUE,
	event TEXT,
	made TEXT NOT NULL,
	made_by TEXT NOT NULL,
	why TEXT,
	source TEXT NOT NULL,
	information INTEGER NOT NULL,
	input TEXT NOT NULL,
	result TEXT NOT NULL,
	text_sum BLOB,
	url TEXT,
	media TEXT,
	outlet TEXT,
	lon REAL,
	lat REAL,
	happened TEXT
);
CREATE INDEX claims_event ON claims (event) WHERE event IS NOT NULL;
CREATE INDEX claims_text ON claims (text_sum) WHERE text_sum IS NOT NULL;
CREATE INDEX claims_url ON claims (url) WHERE url IS NOT NULL;
CREATE INDEX claims_media ON claims (media) WHERE media IS NOT NULL;
CREATE INDEX claims_outlet ON claims (outlet) WHERE outlet IS NOT NULL;
