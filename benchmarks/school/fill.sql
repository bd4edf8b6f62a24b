-- Rows by `:n`, the number of people: about nineteen rows a person in all; the history of nine years grows with time.
SELECT setseed(0.25);
INSERT INTO persons SELECT i,
  CASE WHEN i % 200 = 0 THEN 'teacher' WHEN i % 5 = 0 THEN 'enquirer' ELSE 'pupil' END,
  'Élève ' || i, 'e' || i || '@mail.example', '06' || lpad(i::text, 8, '0'),
  timestamp '2026-11-22' - interval '3300 days' * power(random(), 1.6) FROM generate_series(1, :n) i;
INSERT INTO logins SELECT i, p.id, p.created_at + (timestamp '2026-11-22' - p.created_at) * power(random(), 2),
  '192.0.2.' || i % 250
  FROM generate_series(1, :n * 4) i JOIN persons p ON p.id = 1 + (i * 7919::bigint) % :n;
INSERT INTO courses SELECT i, 'Cours ' || i, date '2027-06-30' - (3300 * random())::integer
  FROM generate_series(1, greatest(:n / 30, 10)) i;
INSERT INTO enrolments SELECT i, p.id, 1 + (random() * (greatest(:n / 30, 10) - 1))::integer, 'cycle ' || i % 4
  FROM generate_series(1, :n * 4 / 3) i JOIN persons p ON p.id = 1 + (i * 104729::bigint) % :n WHERE p.role = 'pupil';
INSERT INTO marks SELECT row_number() OVER (), e.id, (i * 7 % 20) || '/20' FROM enrolments e, generate_series(1, 3) i;
INSERT INTO attendances SELECT row_number() OVER (), e.id, c.ends_on - 7 * i, 'présent'
  FROM enrolments e JOIN courses c ON c.id = e.course_id, generate_series(1, 3) i;
INSERT INTO certificates SELECT e.id, e.id, 'Certificat', c.ends_on
  FROM enrolments e JOIN courses c ON c.id = e.course_id WHERE e.id % 8 = 0 AND c.ends_on < date '2026-11-22';
INSERT INTO invoices SELECT i, p.id, 'F' || i, 100 + i % 900, p.full_name, p.email,
  date '2026-11-22' - (5300 * random())::integer
  FROM generate_series(1, :n * 2 / 3) i JOIN persons p ON p.id = 1 + (i * 15485863::bigint) % :n;
INSERT INTO invoice_lines SELECT i.id * 2 + k, i.id, 'Cours de ' || i.billed_name, 50
  FROM invoices i, generate_series(0, 1) k;
INSERT INTO payments SELECT id, id, 'FR76' || id FROM invoices;
INSERT INTO contacts SELECT i, p.id, p.created_at + (timestamp '2026-11-22' - p.created_at) * random(),
  CASE i % 3 WHEN 0 THEN 'out' ELSE 'in' END, 'appel ' || i
  FROM generate_series(1, :n * 4 / 3) i JOIN persons p ON p.id = 5 * (1 + (i * 7919::bigint) % (:n / 5));
INSERT INTO messages SELECT i, s.id, r.id, 'bonjour ' || i, s.full_name, r.full_name
  FROM generate_series(1, :n * 2 / 3) i JOIN persons s ON s.id = 1 + (i * 7919::bigint) % :n
  JOIN persons r ON r.id = 1 + (i * 104729::bigint) % :n;
INSERT INTO documents SELECT i, 1 + (i * 7919::bigint) % :n, 'Justificatif', date '2026-11-22' - (700 * random())::integer
  FROM generate_series(1, :n / 3) i;
INSERT INTO staff SELECT i, 200 * i, 'A' || i % 5,
  CASE WHEN i % 2 = 0 THEN date '2026-11-22' - (3300 * random())::integer END FROM generate_series(1, :n / 200) i;
INSERT INTO lessons SELECT i, 1 + i % greatest(:n / 30, 10), 200 * (1 + i % (:n / 200)), 'Leçon ' || i, 'note ' || i
  FROM generate_series(1, :n / 6) i;
INSERT INTO bookings SELECT i % 50, i / 50, 1 + (i * 104729::bigint) % :n, 'salle' FROM generate_series(1, :n / 4) i;
INSERT INTO subscriptions SELECT i, 1 + (i * 7919::bigint) % :n, 'e' || i || '@mail.example',
  CASE WHEN i % 3 = 0 THEN date '2026-11-22' - (500 * random())::integer END FROM generate_series(1, :n / 3) i;
INSERT INTO applications SELECT i, 'c' || i || '@mail.example', 'Madame, Monsieur',
  date '2026-11-22' - (1000 * random())::integer FROM generate_series(1, :n / 10) i;
INSERT INTO forms SELECT i, 'v' || i || '@mail.example', 'combien ?',
  timestamp '2026-11-22' - interval '500 days' * random() FROM generate_series(1, :n / 10) i;
INSERT INTO survey_answers SELECT i, 1 + (i * 15485863::bigint) % :n, 'bien', date '2026-11-22' - (600 * random())::integer
  FROM generate_series(1, :n / 4) i;
