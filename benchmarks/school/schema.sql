-- A school's database: twenty tables, each reference with its index, as a careful engineer leaves them.
CREATE TABLE persons (
  id integer PRIMARY KEY, role text NOT NULL, full_name text NOT NULL, email text NOT NULL UNIQUE, mobile text,
  created_at timestamp NOT NULL);
CREATE TABLE logins (
  id integer PRIMARY KEY, person_id integer NOT NULL REFERENCES persons, at timestamp NOT NULL, ip text NOT NULL);
CREATE TABLE courses (id integer PRIMARY KEY, title text NOT NULL, ends_on date NOT NULL);
CREATE TABLE enrolments (
  id integer PRIMARY KEY, person_id integer NOT NULL REFERENCES persons, course_id integer NOT NULL REFERENCES courses,
  level text);
CREATE TABLE marks (
  id integer PRIMARY KEY, enrolment_id integer NOT NULL REFERENCES enrolments ON DELETE CASCADE, mark text NOT NULL);
CREATE TABLE attendances (
  id integer PRIMARY KEY, enrolment_id integer NOT NULL REFERENCES enrolments ON DELETE CASCADE, day date NOT NULL,
  presence text NOT NULL);
CREATE TABLE certificates (
  id integer PRIMARY KEY, enrolment_id integer NOT NULL REFERENCES enrolments, title text NOT NULL,
  awarded_on date NOT NULL);
CREATE TABLE invoices (
  id integer PRIMARY KEY, person_id integer REFERENCES persons, number text NOT NULL, total numeric NOT NULL,
  billed_name text, billed_email text, issued_on date NOT NULL);
CREATE TABLE invoice_lines (
  id integer PRIMARY KEY, invoice_id integer NOT NULL REFERENCES invoices, label text, amount numeric NOT NULL);
CREATE TABLE payments (id integer PRIMARY KEY, invoice_id integer NOT NULL REFERENCES invoices, iban text NOT NULL);
CREATE TABLE contacts (
  id integer PRIMARY KEY, person_id integer NOT NULL REFERENCES persons, at timestamp NOT NULL, direction text NOT NULL,
  note text NOT NULL);
CREATE TABLE messages (
  id integer PRIMARY KEY, sender_id integer REFERENCES persons, recipient_id integer REFERENCES persons,
  body text NOT NULL, sender_name text, recipient_name text);
CREATE TABLE documents (
  id integer PRIMARY KEY, person_id integer NOT NULL REFERENCES persons, title text NOT NULL, uploaded_on date NOT NULL);
CREATE TABLE staff (
  id integer PRIMARY KEY, person_id integer NOT NULL REFERENCES persons, grade text NOT NULL, until date);
CREATE TABLE lessons (
  id integer PRIMARY KEY, course_id integer NOT NULL REFERENCES courses, created_by integer REFERENCES persons,
  title text NOT NULL, remark text);
CREATE TABLE bookings (
  room integer, slot integer, person_id integer NOT NULL REFERENCES persons, remark text NOT NULL,
  PRIMARY KEY (room, slot));
CREATE TABLE subscriptions (
  id integer PRIMARY KEY, person_id integer NOT NULL REFERENCES persons, address text NOT NULL, until date);
CREATE TABLE applications (
  id integer PRIMARY KEY, email text NOT NULL, letter text NOT NULL, applied_on date NOT NULL);
CREATE TABLE forms (id integer PRIMARY KEY, email text NOT NULL, question text NOT NULL, sent_at timestamp NOT NULL);
CREATE TABLE survey_answers (
  id integer PRIMARY KEY, person_id integer NOT NULL REFERENCES persons, comment text, answered_on date NOT NULL);
