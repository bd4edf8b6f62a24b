-- The learning platform and portal (store `campus`): another product, with keys of its own.

CREATE TABLE accounts (
  id CHAR(36) PRIMARY KEY,
  role VARCHAR(12) NOT NULL,
  display_name VARCHAR(160) NOT NULL,
  mail VARCHAR(120) NOT NULL UNIQUE,
  closed_at TIMESTAMP
);
CREATE INDEX accounts_closed ON accounts (closed_at);

CREATE TABLE connections (
  id BIGINT PRIMARY KEY,
  account_id CHAR(36) NOT NULL,
  at_epoch BIGINT NOT NULL,
  ip VARCHAR(45),
  page VARCHAR(120),
  FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE
);
CREATE INDEX connections_at ON connections (at_epoch);
CREATE INDEX connections_account ON connections (account_id, at_epoch);

CREATE TABLE spaces (
  id INTEGER PRIMARY KEY,
  title VARCHAR(120) NOT NULL
);

CREATE TABLE space_members (
  space_id INTEGER NOT NULL,
  account_id CHAR(36) NOT NULL,
  nickname VARCHAR(60),
  PRIMARY KEY (space_id, account_id),
  FOREIGN KEY (space_id) REFERENCES spaces (id),
  FOREIGN KEY (account_id) REFERENCES accounts (id)
);
CREATE INDEX space_members_account ON space_members (account_id);

CREATE TABLE messages (
  id INTEGER PRIMARY KEY,
  space_id INTEGER NOT NULL,
  author_id CHAR(36) NOT NULL,
  body TEXT NOT NULL,
  FOREIGN KEY (space_id) REFERENCES spaces (id),
  FOREIGN KEY (author_id) REFERENCES accounts (id)
);
CREATE INDEX messages_author ON messages (author_id);
