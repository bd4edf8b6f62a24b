-- The apprenticeship system of the training centres (store `cfa`).

CREATE TABLE sites (
  id INTEGER PRIMARY KEY,
  name VARCHAR(80) NOT NULL,
  postcode CHAR(5) NOT NULL,
  city VARCHAR(60) NOT NULL
);

CREATE TABLE courses (
  id INTEGER PRIMARY KEY,
  code VARCHAR(20) NOT NULL UNIQUE,
  title VARCHAR(120) NOT NULL,
  diploma VARCHAR(20) NOT NULL,
  site_id INTEGER NOT NULL,
  FOREIGN KEY (site_id) REFERENCES sites (id)
);

CREATE TABLE companies (
  id INTEGER PRIMARY KEY,
  siret CHAR(14) NOT NULL UNIQUE,
  name VARCHAR(120) NOT NULL,
  trade VARCHAR(60) NOT NULL,
  postcode CHAR(5) NOT NULL,
  city VARCHAR(60) NOT NULL
);

-- The people of a company: those who represent it, and the workplace tutors.
CREATE TABLE company_contacts (
  id INTEGER PRIMARY KEY,
  company_id INTEGER NOT NULL,
  function VARCHAR(20) NOT NULL,
  last_name VARCHAR(80) NOT NULL,
  first_name VARCHAR(80) NOT NULL,
  email VARCHAR(120),
  phone VARCHAR(20),
  created_at TIMESTAMP NOT NULL,
  FOREIGN KEY (company_id) REFERENCES companies (id)
);
CREATE INDEX company_contacts_company ON company_contacts (company_id);

CREATE TABLE teachers (
  id INTEGER PRIMARY KEY,
  last_name VARCHAR(80) NOT NULL,
  first_name VARCHAR(80) NOT NULL,
  email VARCHAR(120) NOT NULL UNIQUE,
  phone VARCHAR(20),
  subject VARCHAR(60),
  left_on DATE
);

CREATE TABLE apprentices (
  id INTEGER PRIMARY KEY,
  number VARCHAR(20) NOT NULL UNIQUE,
  status VARCHAR(12) NOT NULL,
  last_name VARCHAR(80) NOT NULL,
  used_name VARCHAR(80),
  first_names VARCHAR(120) NOT NULL,
  gender CHAR(1),
  born_on DATE,
  born_in VARCHAR(60),
  street VARCHAR(120),
  postcode CHAR(5),
  city VARCHAR(60),
  mobile VARCHAR(20),
  email VARCHAR(120) NOT NULL UNIQUE,
  photo_file VARCHAR(80),
  created_at TIMESTAMP NOT NULL
);

CREATE TABLE guardians (
  id INTEGER PRIMARY KEY,
  last_name VARCHAR(80) NOT NULL,
  first_name VARCHAR(80) NOT NULL,
  email VARCHAR(120),
  phone VARCHAR(20),
  street VARCHAR(120),
  postcode CHAR(5),
  city VARCHAR(60)
);

CREATE TABLE guardianships (
  apprentice_id INTEGER NOT NULL,
  guardian_id INTEGER NOT NULL,
  relation VARCHAR(20) NOT NULL,
  PRIMARY KEY (apprentice_id, guardian_id),
  FOREIGN KEY (apprentice_id) REFERENCES apprentices (id) ON DELETE CASCADE,
  FOREIGN KEY (guardian_id) REFERENCES guardians (id)
);
CREATE INDEX guardianships_guardian ON guardianships (guardian_id);

CREATE TABLE contracts (
  id INTEGER PRIMARY KEY,
  number VARCHAR(30) NOT NULL UNIQUE,
  apprentice_id INTEGER NOT NULL,
  company_id INTEGER NOT NULL,
  tutor_id INTEGER,
  job VARCHAR(80),
  wage_percent INTEGER,
  starts_on DATE NOT NULL,
  ended_on DATE,
  FOREIGN KEY (apprentice_id) REFERENCES apprentices (id),
  FOREIGN KEY (company_id) REFERENCES companies (id),
  FOREIGN KEY (tutor_id) REFERENCES company_contacts (id)
);
CREATE INDEX contracts_apprentice ON contracts (apprentice_id, ended_on);
CREATE INDEX contracts_company ON contracts (company_id, ended_on);
CREATE INDEX contracts_tutor ON contracts (tutor_id, ended_on);

CREATE TABLE enrolments (
  id INTEGER PRIMARY KEY,
  apprentice_id INTEGER NOT NULL,
  course_id INTEGER NOT NULL,
  starts_on DATE NOT NULL,
  ended_on DATE,
  grade VARCHAR(40),
  FOREIGN KEY (apprentice_id) REFERENCES apprentices (id),
  FOREIGN KEY (course_id) REFERENCES courses (id)
);
CREATE INDEX enrolments_apprentice ON enrolments (apprentice_id, ended_on);
CREATE INDEX enrolments_ended ON enrolments (ended_on);

CREATE TABLE marks (
  id INTEGER PRIMARY KEY,
  enrolment_id INTEGER NOT NULL,
  teacher_id INTEGER,
  subject VARCHAR(60) NOT NULL,
  mark DECIMAL(4, 2),
  appreciation TEXT,
  FOREIGN KEY (enrolment_id) REFERENCES enrolments (id) ON DELETE CASCADE,
  FOREIGN KEY (teacher_id) REFERENCES teachers (id) ON DELETE SET NULL
);
CREATE INDEX marks_enrolment ON marks (enrolment_id);
CREATE INDEX marks_teacher ON marks (teacher_id);

CREATE TABLE exam_admissions (
  id INTEGER PRIMARY KEY,
  enrolment_id INTEGER NOT NULL,
  session_year INTEGER NOT NULL,
  admitted BOOLEAN,
  told_on DATE,
  FOREIGN KEY (enrolment_id) REFERENCES enrolments (id)
);
CREATE INDEX exam_admissions_enrolment ON exam_admissions (enrolment_id);

CREATE TABLE lessons (
  id INTEGER PRIMARY KEY,
  course_id INTEGER NOT NULL,
  teacher_id INTEGER,
  title VARCHAR(80) NOT NULL,
  room VARCHAR(20) NOT NULL,
  starts_at TIMESTAMP NOT NULL,
  FOREIGN KEY (course_id) REFERENCES courses (id),
  FOREIGN KEY (teacher_id) REFERENCES teachers (id) ON DELETE SET NULL
);
CREATE INDEX lessons_teacher ON lessons (teacher_id);

CREATE TABLE medical_visits (
  id INTEGER PRIMARY KEY,
  apprentice_id INTEGER NOT NULL,
  visited_on DATE,
  fit VARCHAR(20),
  remarks TEXT,
  FOREIGN KEY (apprentice_id) REFERENCES apprentices (id)
);
CREATE INDEX medical_visits_apprentice ON medical_visits (apprentice_id);

CREATE TABLE lodgings (
  id INTEGER PRIMARY KEY,
  apprentice_id INTEGER NOT NULL,
  guardian_id INTEGER,
  room VARCHAR(20),
  meals VARCHAR(20),
  diet VARCHAR(120),
  family_quotient INTEGER,
  iban VARCHAR(34),
  ended_on DATE,
  FOREIGN KEY (apprentice_id) REFERENCES apprentices (id),
  FOREIGN KEY (guardian_id) REFERENCES guardians (id)
);
CREATE INDEX lodgings_apprentice ON lodgings (apprentice_id, ended_on);
CREATE INDEX lodgings_guardian ON lodgings (guardian_id, ended_on);

-- The books: numbers, days and amounts stay for the accounts.
CREATE TABLE invoices (
  id INTEGER PRIMARY KEY,
  number VARCHAR(20) NOT NULL UNIQUE,
  guardian_id INTEGER,
  billed_to VARCHAR(160) NOT NULL,
  billed_address VARCHAR(200) NOT NULL,
  issued_on DATE NOT NULL,
  total DECIMAL(10, 2) NOT NULL,
  FOREIGN KEY (guardian_id) REFERENCES guardians (id) ON DELETE SET NULL
);
CREATE INDEX invoices_guardian ON invoices (guardian_id);
CREATE INDEX invoices_issued ON invoices (issued_on);

CREATE TABLE invoice_lines (
  id INTEGER PRIMARY KEY,
  invoice_id INTEGER NOT NULL,
  label VARCHAR(200) NOT NULL,
  amount DECIMAL(10, 2) NOT NULL,
  FOREIGN KEY (invoice_id) REFERENCES invoices (id)
);
CREATE INDEX invoice_lines_invoice ON invoice_lines (invoice_id);

CREATE TABLE placement_searches (
  id INTEGER PRIMARY KEY,
  apprentice_id INTEGER NOT NULL,
  trade VARCHAR(60),
  period_wanted VARCHAR(60),
  cv_file VARCHAR(80),
  consented_on DATE,
  closed_on DATE,
  FOREIGN KEY (apprentice_id) REFERENCES apprentices (id)
);
CREATE INDEX placement_searches_apprentice ON placement_searches (apprentice_id, closed_on);
CREATE INDEX placement_searches_closed ON placement_searches (closed_on);

CREATE TABLE introductions (
  id INTEGER PRIMARY KEY,
  search_id INTEGER NOT NULL,
  company_id INTEGER NOT NULL,
  answer VARCHAR(200),
  FOREIGN KEY (search_id) REFERENCES placement_searches (id),
  FOREIGN KEY (company_id) REFERENCES companies (id)
);
CREATE INDEX introductions_search ON introductions (search_id);

-- Imported from the survey tool: days as text, the apprentice by number without a declared reference.
CREATE TABLE survey_answers (
  id INTEGER PRIMARY KEY,
  apprentice_id INTEGER,
  answered_at VARCHAR(19) NOT NULL,
  score INTEGER,
  comment TEXT
);
CREATE INDEX survey_answers_answered ON survey_answers (answered_at);
CREATE INDEX survey_answers_apprentice ON survey_answers (apprentice_id);

CREATE TABLE badge_passages (
  id BIGINT PRIMARY KEY,
  apprentice_id INTEGER,
  badge VARCHAR(20) NOT NULL,
  door VARCHAR(40) NOT NULL,
  passed_at TIMESTAMP NOT NULL,
  FOREIGN KEY (apprentice_id) REFERENCES apprentices (id) ON DELETE SET NULL
);
CREATE INDEX badge_passages_passed ON badge_passages (passed_at);
CREATE INDEX badge_passages_apprentice ON badge_passages (apprentice_id);
