-- La boutique en ligne, la plateforme et les contacts commerciaux (base `shop`).

CREATE TABLE products (
  id INTEGER PRIMARY KEY,
  reference VARCHAR(20) NOT NULL UNIQUE,
  title VARCHAR(120) NOT NULL,
  price DECIMAL(10, 2) NOT NULL
);

CREATE TABLE customers (
  id INTEGER PRIMARY KEY,
  civility VARCHAR(4),
  last_name VARCHAR(80) NOT NULL,
  first_name VARCHAR(80) NOT NULL,
  email VARCHAR(120) NOT NULL UNIQUE,
  phone VARCHAR(20),
  street VARCHAR(160),
  postcode CHAR(5),
  city VARCHAR(60),
  created_at TIMESTAMP NOT NULL
);

-- Une commande est une inscription ; elle dure jusqu'à la fin de la relation contractuelle.
CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  reference VARCHAR(20) NOT NULL UNIQUE,
  customer_id INTEGER NOT NULL,
  ordered_at TIMESTAMP NOT NULL,
  contract_ended_on DATE,
  comment TEXT,
  FOREIGN KEY (customer_id) REFERENCES customers (id)
);
CREATE INDEX orders_customer ON orders (customer_id, contract_ended_on);
CREATE INDEX orders_ended ON orders (contract_ended_on);

CREATE TABLE order_lines (
  order_id INTEGER NOT NULL,
  line INTEGER NOT NULL,
  product_id INTEGER NOT NULL,
  quantity INTEGER NOT NULL,
  PRIMARY KEY (order_id, line),
  FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE,
  FOREIGN KEY (product_id) REFERENCES products (id)
);

-- Les livres : numéro, jour et montant restent.
CREATE TABLE invoices (
  id INTEGER PRIMARY KEY,
  number VARCHAR(20) NOT NULL UNIQUE,
  order_id INTEGER,
  billed_name VARCHAR(160) NOT NULL,
  billed_address VARCHAR(200) NOT NULL,
  issued_on DATE NOT NULL,
  total DECIMAL(10, 2) NOT NULL,
  FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE SET NULL
);
CREATE INDEX invoices_order ON invoices (order_id);
CREATE INDEX invoices_issued ON invoices (issued_on);

CREATE TABLE student_accounts (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL UNIQUE,
  username VARCHAR(60) NOT NULL,
  password_hash VARCHAR(100),
  FOREIGN KEY (customer_id) REFERENCES customers (id)
);

CREATE TABLE lesson_progress (
  id BIGINT PRIMARY KEY,
  account_id INTEGER NOT NULL,
  lesson VARCHAR(60) NOT NULL,
  score INTEGER,
  FOREIGN KEY (account_id) REFERENCES student_accounts (id) ON DELETE CASCADE
);
CREATE INDEX lesson_progress_account ON lesson_progress (account_id);

CREATE TABLE coaching_notes (
  id INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL,
  coach VARCHAR(60),
  note TEXT NOT NULL,
  FOREIGN KEY (order_id) REFERENCES orders (id)
);
CREATE INDEX coaching_notes_order ON coaching_notes (order_id);

-- Qui nous a demandé quelque chose, est venu à un événement, ou a participé à un jeu.
CREATE TABLE leads (
  id INTEGER PRIMARY KEY,
  last_name VARCHAR(80) NOT NULL,
  first_name VARCHAR(80),
  email VARCHAR(120) NOT NULL UNIQUE,
  phone VARCHAR(20),
  course_of_interest VARCHAR(120),
  created_at TIMESTAMP NOT NULL
);

CREATE TABLE lead_contacts (
  id INTEGER PRIMARY KEY,
  lead_id INTEGER NOT NULL,
  direction VARCHAR(3) NOT NULL,
  channel VARCHAR(10) NOT NULL,
  at_text VARCHAR(19) NOT NULL,
  body TEXT,
  FOREIGN KEY (lead_id) REFERENCES leads (id)
);
CREATE INDEX lead_contacts_lead ON lead_contacts (lead_id, at_text);

CREATE TABLE events (
  id INTEGER PRIMARY KEY,
  title VARCHAR(120) NOT NULL,
  held_on DATE NOT NULL
);

CREATE TABLE event_registrations (
  event_id INTEGER NOT NULL,
  lead_id INTEGER NOT NULL,
  reminded_at TIMESTAMP,
  came BOOLEAN,
  PRIMARY KEY (event_id, lead_id),
  FOREIGN KEY (event_id) REFERENCES events (id),
  FOREIGN KEY (lead_id) REFERENCES leads (id)
);
CREATE INDEX event_registrations_lead ON event_registrations (lead_id);

CREATE TABLE prize_entries (
  id INTEGER PRIMARY KEY,
  lead_id INTEGER NOT NULL,
  draw_title VARCHAR(80) NOT NULL,
  answer VARCHAR(200),
  FOREIGN KEY (lead_id) REFERENCES leads (id)
);
CREATE INDEX prize_entries_lead ON prize_entries (lead_id);

CREATE TABLE mailing_subscriptions (
  lead_id INTEGER NOT NULL,
  list VARCHAR(30) NOT NULL,
  left_at TIMESTAMP,
  PRIMARY KEY (lead_id, list),
  FOREIGN KEY (lead_id) REFERENCES leads (id) ON DELETE CASCADE
);

CREATE TABLE call_consents (
  lead_id INTEGER PRIMARY KEY,
  given_on DATE,
  refused_on DATE,
  FOREIGN KEY (lead_id) REFERENCES leads (id)
);

-- Le programme « Égalité des chances » : situation, décision, pièces.
CREATE TABLE equal_requests (
  id INTEGER PRIMARY KEY,
  lead_id INTEGER NOT NULL,
  household_income INTEGER,
  scholarship VARCHAR(60),
  decision VARCHAR(20),
  FOREIGN KEY (lead_id) REFERENCES leads (id)
);
CREATE INDEX equal_requests_lead ON equal_requests (lead_id);

CREATE TABLE equal_documents (
  id INTEGER PRIMARY KEY,
  request_id INTEGER NOT NULL,
  kind VARCHAR(20) NOT NULL,
  file_name VARCHAR(80) NOT NULL,
  FOREIGN KEY (request_id) REFERENCES equal_requests (id)
);
CREATE INDEX equal_documents_request ON equal_documents (request_id);

-- Jamais rapprochées de personnes identifiées : un numéro de cookie, rien d'autre.
CREATE TABLE cookie_choices (
  cookie CHAR(36) PRIMARY KEY,
  audience BOOLEAN,
  advertising BOOLEAN,
  chosen_at BIGINT NOT NULL
);
CREATE INDEX cookie_choices_at ON cookie_choices (chosen_at);

CREATE TABLE page_views (
  id BIGINT PRIMARY KEY,
  cookie CHAR(36),
  page VARCHAR(120),
  seen_at TIMESTAMP NOT NULL
);
CREATE INDEX page_views_seen ON page_views (seen_at);
