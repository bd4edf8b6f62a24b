-- The institute's website (store `site`): a content management system with its plugins.
-- As such systems do, it declares few references, keeps days as text or as epochs, and form answers as key and value.

CREATE TABLE im_users (
  "ID" BIGINT PRIMARY KEY,
  user_login VARCHAR(60) NOT NULL UNIQUE,
  user_email VARCHAR(100),
  display_name VARCHAR(120) NOT NULL,
  user_status INTEGER NOT NULL,
  account_closed VARCHAR(19)
);

CREATE TABLE im_usermeta (
  umeta_id BIGINT PRIMARY KEY,
  user_id BIGINT NOT NULL,
  meta_key VARCHAR(60) NOT NULL,
  meta_value TEXT
);
CREATE INDEX im_usermeta_user ON im_usermeta (user_id);

CREATE TABLE im_posts (
  "ID" BIGINT PRIMARY KEY,
  post_author BIGINT,
  post_title VARCHAR(200) NOT NULL,
  post_status VARCHAR(20) NOT NULL,
  post_date VARCHAR(19) NOT NULL
);
CREATE INDEX im_posts_author ON im_posts (post_author);

CREATE TABLE im_forms (
  id INTEGER PRIMARY KEY,
  title VARCHAR(120) NOT NULL
);

-- One row per form sent in; what was answered is in im_entry_meta.
CREATE TABLE im_entries (
  id BIGINT PRIMARY KEY,
  form_id INTEGER NOT NULL,
  contact_id BIGINT,
  date_created VARCHAR(19) NOT NULL,
  ip VARCHAR(45),
  source_url VARCHAR(200),
  FOREIGN KEY (form_id) REFERENCES im_forms (id)
);
CREATE INDEX im_entries_contact ON im_entries (contact_id);
CREATE INDEX im_entries_date ON im_entries (date_created);

CREATE TABLE im_entry_meta (
  id BIGINT PRIMARY KEY,
  entry_id BIGINT NOT NULL,
  meta_key VARCHAR(40) NOT NULL,
  meta_value TEXT,
  FOREIGN KEY (entry_id) REFERENCES im_entries (id) ON DELETE CASCADE
);
CREATE INDEX im_entry_meta_entry ON im_entry_meta (entry_id);

CREATE TABLE im_entry_notes (
  id BIGINT PRIMARY KEY,
  entry_id BIGINT NOT NULL,
  user_id BIGINT,
  value TEXT NOT NULL,
  date_created VARCHAR(19) NOT NULL,
  FOREIGN KEY (entry_id) REFERENCES im_entries (id)
);
-- Nothing begins with user_id: `garant check` says so.
CREATE INDEX im_entry_notes_entry ON im_entry_notes (entry_id);

-- Whoever wrote to us, once per e-mail address.
CREATE TABLE im_contacts (
  id BIGINT PRIMARY KEY,
  civilite VARCHAR(4),
  nom VARCHAR(80) NOT NULL,
  prenom VARCHAR(80),
  email VARCHAR(120) NOT NULL UNIQUE,
  telephone VARCHAR(20),
  adresse VARCHAR(160),
  code_postal CHAR(5),
  ville VARCHAR(60),
  created VARCHAR(19) NOT NULL
);

-- The exchanges that follow an enquiry, in both directions.
CREATE TABLE im_exchanges (
  id BIGINT PRIMARY KEY,
  contact_id BIGINT NOT NULL,
  direction VARCHAR(3) NOT NULL,
  channel VARCHAR(10) NOT NULL,
  body TEXT,
  at_day DATE NOT NULL,
  FOREIGN KEY (contact_id) REFERENCES im_contacts (id)
);
CREATE INDEX im_exchanges_contact ON im_exchanges (contact_id, at_day);

CREATE TABLE im_cookie_choices (
  id CHAR(36) PRIMARY KEY,
  choices TEXT,
  wording VARCHAR(20) NOT NULL,
  chosen_at BIGINT NOT NULL
);
CREATE INDEX im_cookie_choices_at ON im_cookie_choices (chosen_at);

CREATE TABLE im_access_log (
  id BIGINT PRIMARY KEY,
  at_ms BIGINT NOT NULL,
  ip VARCHAR(45),
  agent VARCHAR(200),
  request VARCHAR(200),
  status INTEGER NOT NULL
);
CREATE INDEX im_access_log_at ON im_access_log (at_ms);

CREATE TABLE matomo_log_visit (
  idvisit BIGINT PRIMARY KEY,
  location_ip VARCHAR(45),
  config_browser VARCHAR(40),
  config_device VARCHAR(40),
  visit_last_action_time TIMESTAMP NOT NULL
);
CREATE INDEX matomo_log_visit_last ON matomo_log_visit (visit_last_action_time);

CREATE TABLE matomo_log_action (
  idaction BIGINT PRIMARY KEY,
  name VARCHAR(200) NOT NULL
);

CREATE TABLE matomo_log_link_visit_action (
  idlink BIGINT PRIMARY KEY,
  idvisit BIGINT NOT NULL,
  idaction BIGINT NOT NULL,
  url_ref VARCHAR(200)
);
CREATE INDEX matomo_log_link_visit ON matomo_log_link_visit_action (idvisit);

CREATE TABLE im_options (
  option_name VARCHAR(60) PRIMARY KEY,
  option_value VARCHAR(200) NOT NULL
);
