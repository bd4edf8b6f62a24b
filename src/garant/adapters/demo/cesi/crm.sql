-- The CRM (store `crm`): another product, which knows people before they are students.

CREATE TABLE contact (
  id BIGINT PRIMARY KEY,
  civility VARCHAR(4),
  last_name VARCHAR(80) NOT NULL,
  first_name VARCHAR(80),
  birth_date DATE,
  email VARCHAR(120) NOT NULL UNIQUE,
  phone VARCHAR(20),
  address VARCHAR(160),
  postal_code CHAR(5),
  city VARCHAR(60),
  created_at TIMESTAMP NOT NULL
);

CREATE TABLE opportunity (
  id BIGINT PRIMARY KEY,
  contact_id BIGINT NOT NULL,
  program VARCHAR(160),
  opened_on DATE NOT NULL,
  closed_on DATE,
  FOREIGN KEY (contact_id) REFERENCES contact (id)
);
CREATE INDEX opportunity_contact ON opportunity (contact_id, closed_on);
CREATE INDEX opportunity_closed ON opportunity (closed_on);

CREATE TABLE activity (
  id BIGINT PRIMARY KEY,
  contact_id BIGINT NOT NULL,
  kind VARCHAR(12) NOT NULL,
  at_ms BIGINT NOT NULL,
  note TEXT,
  FOREIGN KEY (contact_id) REFERENCES contact (id) ON DELETE CASCADE
);
CREATE INDEX activity_contact ON activity (contact_id);

CREATE TABLE newsletter_subscription (
  contact_id BIGINT NOT NULL,
  list VARCHAR(30) NOT NULL,
  agreed_at TIMESTAMP NOT NULL,
  withdrawn_at TIMESTAMP,
  withdrawn_by VARCHAR(20),
  PRIMARY KEY (contact_id, list),
  FOREIGN KEY (contact_id) REFERENCES contact (id)
);

CREATE TABLE campaign (
  id INTEGER PRIMARY KEY,
  title VARCHAR(120) NOT NULL
);

CREATE TABLE campaign_send (
  campaign_id INTEGER NOT NULL,
  contact_id BIGINT NOT NULL,
  sent_at TIMESTAMP NOT NULL,
  clicked_page VARCHAR(120),
  PRIMARY KEY (campaign_id, contact_id),
  FOREIGN KEY (campaign_id) REFERENCES campaign (id),
  FOREIGN KEY (contact_id) REFERENCES contact (id)
);
CREATE INDEX campaign_send_contact ON campaign_send (contact_id);

CREATE TABLE service_request (
  id BIGINT PRIMARY KEY,
  contact_id BIGINT NOT NULL,
  headline VARCHAR(160) NOT NULL,
  body TEXT,
  FOREIGN KEY (contact_id) REFERENCES contact (id)
);
CREATE INDEX service_request_contact ON service_request (contact_id);
