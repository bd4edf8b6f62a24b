-- The deeds of the plan as an engineer writes them who knows this school: what people are due is found first, then each
-- statement runs range by range of keys, a transaction each. Every statement changes the table that it calls `t`.
-- The last event of each person outlives its rows: without that, the run of next month would find nobody's last log-in.
CREATE TABLE remembered (person integer, event text, latest timestamp, PRIMARY KEY (person, event));
CREATE TABLE involved AS
SELECT p.id,
  EXISTS (SELECT 1 FROM enrolments e JOIN courses c ON c.id = e.course_id
    WHERE e.person_id = p.id AND c.ends_on > '2024-11-21' AND p.role = 'pupil')
  OR EXISTS (SELECT 1 FROM staff s
    WHERE s.person_id = p.id AND (s.until > '2021-11-21' OR s.until IS NULL) AND p.role = 'teacher')
  OR EXISTS (SELECT 1 FROM contacts c
    WHERE c.person_id = p.id AND c.direction = 'in' AND c.at >= '2023-11-22' AND p.role = 'enquirer') AS kept,
  CASE p.role
    WHEN 'pupil' THEN EXISTS (SELECT 1 FROM enrolments e WHERE e.person_id = p.id)
    WHEN 'teacher' THEN EXISTS (SELECT 1 FROM staff s WHERE s.person_id = p.id)
    ELSE EXISTS (SELECT 1 FROM contacts c WHERE c.person_id = p.id AND c.direction = 'in') END AS dated,
  p.role
FROM persons p;
ALTER TABLE involved ADD PRIMARY KEY (id);
CREATE TABLE due AS
SELECT p.id, NOT EXISTS (SELECT 1 FROM certificates c JOIN enrolments e ON e.id = c.enrolment_id
    WHERE e.person_id = p.id AND c.awarded_on > '1976-11-21' AND p.role = 'pupil') AS identity
FROM persons p JOIN involved i ON i.id = p.id
WHERE NOT i.kept AND (p.role <> 'teacher' OR i.dated)
  AND NOT EXISTS (SELECT 1 FROM logins l WHERE l.person_id = p.id AND l.at >= '2023-11-22' AND p.role <> 'teacher')
  AND (p.created_at < '2023-11-22' OR p.role = 'teacher' OR EXISTS (SELECT 1 FROM logins l WHERE l.person_id = p.id));
ALTER TABLE due ADD PRIMARY KEY (id);
ANALYZE involved, due;
DELETE FROM survey_answers t WHERE :range AND t.answered_on <= '2025-11-21';
DELETE FROM forms t WHERE :range AND t.sent_at < '2025-11-22';
DELETE FROM applications t WHERE :range AND t.applied_on <= '2024-11-21';
DELETE FROM subscriptions t WHERE :range AND t.until <= '2026-10-21';
DELETE FROM bookings t USING involved i
WHERE :range AND i.id = t.person_id AND i.role = 'pupil' AND NOT i.kept AND i.dated;
UPDATE lessons t SET remark = NULL FROM involved i
WHERE :range AND i.id = t.created_by AND NOT i.kept AND i.dated AND i.role = 'teacher' AND t.remark IS NOT NULL;
DELETE FROM documents t WHERE :range AND t.uploaded_on <= '2025-11-21';
DELETE FROM messages t USING involved s, involved r
WHERE :range AND s.id = t.sender_id AND r.id = t.recipient_id AND NOT s.kept AND NOT r.kept AND s.dated AND r.dated;
UPDATE messages t SET body = CASE WHEN NOT s.kept AND NOT r.kept AND (s.dated OR r.dated) THEN '' ELSE t.body END,
  sender_name = CASE WHEN NOT s.kept AND s.dated THEN NULL ELSE t.sender_name END,
  recipient_name = CASE WHEN NOT r.kept AND r.dated THEN NULL ELSE t.recipient_name END
FROM involved s, involved r
WHERE :range AND s.id = t.sender_id AND r.id = t.recipient_id
  AND (NOT s.kept AND s.dated AND t.sender_name IS NOT NULL OR NOT r.kept AND r.dated AND t.recipient_name IS NOT NULL);
WITH lost AS (DELETE FROM staff t USING persons p
  WHERE :range AND p.id = t.person_id AND t.until <= '2021-11-21' AND p.role = 'teacher' RETURNING t.person_id, t.until)
INSERT INTO remembered SELECT person_id, 'left the staff', max(until) FROM lost GROUP BY person_id
ON CONFLICT (person, event) DO UPDATE SET latest = greatest(remembered.latest, excluded.latest);
WITH lost AS (DELETE FROM contacts t USING persons p
  WHERE :range AND p.id = t.person_id AND t.direction = 'in' AND t.at < '2023-11-22' AND p.role = 'enquirer'
  RETURNING t.person_id, t.at)
INSERT INTO remembered SELECT person_id, 'contacted us', max(at) FROM lost GROUP BY person_id
ON CONFLICT (person, event) DO UPDATE SET latest = greatest(remembered.latest, excluded.latest);
DELETE FROM payments t USING invoices i WHERE :range AND i.id = t.invoice_id AND i.issued_on <= '2016-08-31';
UPDATE invoice_lines t SET label = NULL FROM invoices i
WHERE :range AND i.id = t.invoice_id AND i.issued_on <= '2016-08-31' AND t.label IS NOT NULL;
UPDATE invoices t SET billed_name = NULL, billed_email = NULL
WHERE :range AND t.issued_on <= '2016-08-31' AND (t.billed_name IS NOT NULL OR t.billed_email IS NOT NULL);
DELETE FROM attendances t USING enrolments e, courses c
WHERE :range AND e.id = t.enrolment_id AND c.id = e.course_id AND c.ends_on <= '2024-11-21';
DELETE FROM marks t USING enrolments e, courses c
WHERE :range AND e.id = t.enrolment_id AND c.id = e.course_id AND c.ends_on <= '2024-11-21';
WITH lost AS (DELETE FROM enrolments t USING courses c WHERE :range AND c.id = t.course_id AND c.ends_on <= '2024-11-21'
  AND NOT EXISTS (SELECT 1 FROM certificates x WHERE x.enrolment_id = t.id) RETURNING t.person_id, c.ends_on)
INSERT INTO remembered SELECT person_id, 'lessons ended', max(ends_on) FROM lost GROUP BY person_id
ON CONFLICT (person, event) DO UPDATE SET latest = greatest(remembered.latest, excluded.latest);
UPDATE enrolments t SET level = NULL FROM courses c
WHERE :range AND c.id = t.course_id AND c.ends_on <= '2024-11-21' AND t.level IS NOT NULL;
WITH lost AS (DELETE FROM logins t WHERE :range AND t.at < '2025-10-22' RETURNING t.person_id, t.at)
INSERT INTO remembered SELECT person_id, 'logged in', max(at) FROM lost GROUP BY person_id
ON CONFLICT (person, event) DO UPDATE SET latest = greatest(remembered.latest, excluded.latest);
CREATE TABLE gone AS SELECT d.id FROM due d WHERE d.identity
  AND NOT EXISTS (SELECT 1 FROM logins c WHERE c.person_id = d.id)
  AND NOT EXISTS (SELECT 1 FROM enrolments c WHERE c.person_id = d.id)
  AND NOT EXISTS (SELECT 1 FROM contacts c WHERE c.person_id = d.id)
  AND NOT EXISTS (SELECT 1 FROM documents c WHERE c.person_id = d.id)
  AND NOT EXISTS (SELECT 1 FROM staff c WHERE c.person_id = d.id)
  AND NOT EXISTS (SELECT 1 FROM bookings c WHERE c.person_id = d.id)
  AND NOT EXISTS (SELECT 1 FROM subscriptions c WHERE c.person_id = d.id)
  AND NOT EXISTS (SELECT 1 FROM survey_answers c WHERE c.person_id = d.id);
ALTER TABLE gone ADD PRIMARY KEY (id);
ANALYZE gone;
UPDATE invoices t SET person_id = NULL FROM gone g WHERE :range AND g.id = t.person_id;
UPDATE messages t SET sender_id = NULL FROM gone g WHERE :range AND g.id = t.sender_id;
UPDATE messages t SET recipient_id = NULL FROM gone g WHERE :range AND g.id = t.recipient_id;
UPDATE lessons t SET created_by = NULL FROM gone g WHERE :range AND g.id = t.created_by;
DELETE FROM persons t USING gone g WHERE :range AND g.id = t.id;
DELETE FROM remembered r USING gone g WHERE g.id = r.person;
UPDATE persons t SET full_name = CASE WHEN d.identity THEN '—' ELSE t.full_name END,
  email = 'erased-' || t.id || '@invalid', mobile = NULL
FROM due d WHERE :range AND d.id = t.id;
DROP TABLE involved, due, gone, remembered;
