-- The counts of the plan as an engineer writes them who knows this school: each table read once where that is possible,
-- people looked up in small temporary tables. Columns are named as the plan names its steps.
CREATE TEMPORARY TABLE involved ON COMMIT DROP AS
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
CREATE TEMPORARY TABLE due ON COMMIT DROP AS
SELECT p.id, NOT EXISTS (SELECT 1 FROM certificates c JOIN enrolments e ON e.id = c.enrolment_id
    WHERE e.person_id = p.id AND c.awarded_on > '1976-11-21' AND p.role = 'pupil') AS identity,
  p.full_name <> '—' AS named, p.email <> 'erased-' || p.id || '@invalid' OR p.mobile IS NOT NULL AS reached
FROM persons p JOIN involved i ON i.id = p.id
WHERE NOT i.kept AND (p.role <> 'teacher' OR i.dated)
  AND NOT EXISTS (SELECT 1 FROM logins l WHERE l.person_id = p.id AND l.at >= '2023-11-22' AND p.role <> 'teacher')
  AND (p.created_at < '2023-11-22' OR p.role = 'teacher' OR EXISTS (SELECT 1 FROM logins l WHERE l.person_id = p.id));
CREATE TEMPORARY TABLE gone_enrolments ON COMMIT DROP AS
SELECT e.id FROM enrolments e JOIN courses c ON c.id = e.course_id JOIN persons p ON p.id = e.person_id
WHERE c.ends_on <= '2024-11-21' AND p.role = 'pupil' AND NOT EXISTS (
  SELECT 1 FROM certificates t WHERE t.enrolment_id = e.id AND t.awarded_on > '1976-11-21');
ALTER TABLE involved ADD PRIMARY KEY (id);
ALTER TABLE gone_enrolments ADD PRIMARY KEY (id);
ANALYZE due, involved, gone_enrolments;
CREATE TEMPORARY TABLE gone_persons ON COMMIT DROP AS
SELECT d.id FROM due d JOIN involved i ON i.id = d.id WHERE d.identity
  AND NOT EXISTS (SELECT 1 FROM logins l WHERE l.person_id = d.id AND l.at >= '2025-10-22')
  AND NOT EXISTS (SELECT 1 FROM enrolments e WHERE e.person_id = d.id
    AND NOT EXISTS (SELECT 1 FROM gone_enrolments g WHERE g.id = e.id))
  AND NOT EXISTS (SELECT 1 FROM contacts c WHERE c.person_id = d.id
    AND NOT (c.direction = 'in' AND c.at < '2023-11-22' AND i.role = 'enquirer'))
  AND NOT EXISTS (SELECT 1 FROM documents c WHERE c.person_id = d.id AND c.uploaded_on > '2025-11-21')
  AND NOT EXISTS (SELECT 1 FROM staff s WHERE s.person_id = d.id
    AND NOT (s.until <= '2021-11-21' AND s.until IS NOT NULL AND i.role = 'teacher'))
  AND NOT EXISTS (SELECT 1 FROM bookings b WHERE b.person_id = d.id AND NOT (i.role = 'pupil' AND i.dated))
  AND NOT EXISTS (SELECT 1 FROM subscriptions s WHERE s.person_id = d.id AND (s.until > '2026-10-21' OR s.until IS NULL))
  AND NOT EXISTS (SELECT 1 FROM survey_answers s WHERE s.person_id = d.id AND s.answered_on > '2025-11-21');
ANALYZE gone_persons;
SELECT 'school.persons' AS "table", (SELECT count(*) FROM persons) AS "of",
  (SELECT count(*) FROM gone_persons) AS "erase rows",
  count(*) FILTER (WHERE d.identity AND d.named AND g.id IS NULL) AS "blank cells full_name",
  count(*) FILTER (WHERE d.reached AND g.id IS NULL) AS "blank cells email,mobile",
  count(*) FILTER (WHERE d.identity AND g.id IS NULL) AS "keep needed",
  (SELECT count(*) FROM involved WHERE role = 'teacher' AND NOT dated) AS "keep without clock"
FROM due d LEFT JOIN gone_persons g ON g.id = d.id;
SELECT 'school.logins' AS "table", count(*) AS "of", count(*) FILTER (WHERE at < '2025-10-22') AS "erase rows" FROM logins;
SELECT 'school.enrolments' AS "table", count(*) AS "of", count(g.id) AS "erase rows",
  count(*) FILTER (WHERE g.id IS NULL AND c.ends_on <= '2024-11-21' AND e.level IS NOT NULL) AS "blank cells level",
  count(*) FILTER (WHERE g.id IS NULL AND c.ends_on <= '2024-11-21') AS "keep needed"
FROM enrolments e JOIN courses c ON c.id = e.course_id LEFT JOIN gone_enrolments g ON g.id = e.id;
SELECT 'school.marks' AS "table", count(*) AS "of",
  count(*) FILTER (WHERE c.ends_on <= '2024-11-21') AS "erase rows"
FROM marks m JOIN enrolments e ON e.id = m.enrolment_id JOIN courses c ON c.id = e.course_id;
SELECT 'school.attendances' AS "table", count(*) AS "of",
  count(*) FILTER (WHERE c.ends_on <= '2024-11-21') AS "erase rows"
FROM attendances a JOIN enrolments e ON e.id = a.enrolment_id JOIN courses c ON c.id = e.course_id;
SELECT 'school.certificates' AS "table", count(*) AS "of",
  count(*) FILTER (WHERE awarded_on <= '1976-11-21') AS "erase rows" FROM certificates;
SELECT 'school.invoices' AS "table", count(*) AS "of",
  count(*) FILTER (WHERE issued_on <= '2016-08-31' AND (billed_name IS NOT NULL OR billed_email IS NOT NULL))
    AS "blank cells billed_name,billed_email",
  count(*) FILTER (WHERE issued_on > '2016-08-31' AND issued_on <= '2024-08-31') AS "keep for archive",
  count(*) FILTER (WHERE person_id IN (SELECT id FROM gone_persons)) AS "empty references person_id"
FROM invoices;
SELECT 'school.invoice_lines' AS "table", count(*) AS "of",
  count(*) FILTER (WHERE i.issued_on <= '2016-08-31' AND l.label IS NOT NULL) AS "blank cells label",
  count(*) FILTER (WHERE i.issued_on > '2016-08-31' AND i.issued_on <= '2024-08-31') AS "keep for archive"
FROM invoice_lines l JOIN invoices i ON i.id = l.invoice_id;
SELECT 'school.payments' AS "table", count(*) AS "of",
  count(*) FILTER (WHERE i.issued_on <= '2016-08-31') AS "erase rows",
  count(*) FILTER (WHERE i.issued_on > '2016-08-31' AND i.issued_on <= '2024-08-31') AS "keep for archive"
FROM payments y JOIN invoices i ON i.id = y.invoice_id;
SELECT 'school.contacts' AS "table", count(*) AS "of",
  count(*) FILTER (WHERE c.direction = 'in' AND c.at < '2023-11-22' AND p.role = 'enquirer') AS "erase rows",
  count(*) FILTER (WHERE NOT (c.direction = 'in' AND p.role = 'enquirer')) AS "keep without clock"
FROM contacts c JOIN persons p ON p.id = c.person_id;
SELECT 'school.messages' AS "table", count(*) AS "of", count(*) FILTER (WHERE goes) AS "erase rows",
  count(*) FILTER (WHERE both_due AND NOT goes) AS "blank cells body",
  count(*) FILTER (WHERE sender_due AND sender_name IS NOT NULL AND NOT goes) AS "blank cells sender_name",
  count(*) FILTER (WHERE recipient_due AND recipient_name IS NOT NULL AND NOT goes) AS "blank cells recipient_name",
  count(*) FILTER (WHERE unclear) AS "keep without clock",
  count(*) FILTER (WHERE sender_id IN (SELECT id FROM gone_persons) AND NOT goes) AS "empty references sender_id",
  count(*) FILTER (WHERE recipient_id IN (SELECT id FROM gone_persons) AND NOT goes) AS "empty references recipient_id"
FROM (
  SELECT m.sender_id, m.recipient_id, m.sender_name, m.recipient_name, d.*,
    both_due AND (sender_due OR NOT s_kept AND sender_name IS NULL)
      AND (recipient_due OR NOT r_kept AND recipient_name IS NULL) AS goes,
    NOT s_kept AND NOT r_kept AND NOT s_dated AND NOT r_dated OR NOT s_kept AND NOT s_dated AND sender_name IS NOT NULL
      OR NOT r_kept AND NOT r_dated AND recipient_name IS NOT NULL AS unclear
  FROM messages m LEFT JOIN involved s ON s.id = m.sender_id LEFT JOIN involved r ON r.id = m.recipient_id,
    LATERAL (SELECT coalesce(s.kept, false) AS s_kept, coalesce(r.kept, false) AS r_kept,
      coalesce(s.dated, false) AS s_dated, coalesce(r.dated, false) AS r_dated) f,
    LATERAL (SELECT NOT s_kept AND s_dated AS sender_due, NOT r_kept AND r_dated AS recipient_due,
      NOT s_kept AND NOT r_kept AND (s_dated OR r_dated) AS both_due) d) m;
SELECT 'school.documents' AS "table", count(*) AS "of",
  count(*) FILTER (WHERE uploaded_on <= '2025-11-21') AS "erase rows" FROM documents;
SELECT 'school.staff' AS "table", count(*) AS "of",
  count(*) FILTER (WHERE s.until <= '2021-11-21' AND p.role = 'teacher') AS "erase rows"
FROM staff s JOIN persons p ON p.id = s.person_id;
SELECT 'school.lessons' AS "table", count(*) AS "of",
  count(*) FILTER (WHERE NOT i.kept AND i.dated AND i.role = 'teacher' AND l.remark IS NOT NULL) AS "blank cells remark",
  count(*) FILTER (WHERE (i.id IS NULL OR i.role <> 'teacher' OR NOT i.dated) AND l.remark IS NOT NULL)
    AS "keep without clock",
  count(*) FILTER (WHERE l.created_by IN (SELECT id FROM gone_persons)) AS "empty references created_by"
FROM lessons l LEFT JOIN involved i ON i.id = l.created_by;
SELECT 'school.bookings' AS "table", count(*) AS "of",
  count(*) FILTER (WHERE i.role = 'pupil' AND NOT i.kept AND i.dated) AS "erase rows",
  count(*) FILTER (WHERE NOT (i.role = 'pupil' AND i.dated)) AS "keep without clock"
FROM bookings b JOIN involved i ON i.id = b.person_id;
SELECT 'school.subscriptions' AS "table", count(*) AS "of",
  count(*) FILTER (WHERE until <= '2026-10-21') AS "erase rows" FROM subscriptions;
SELECT 'school.applications' AS "table", count(*) AS "of",
  count(*) FILTER (WHERE applied_on <= '2024-11-21') AS "erase rows" FROM applications;
SELECT 'school.forms' AS "table", count(*) AS "of",
  count(*) FILTER (WHERE sent_at < '2025-11-22') AS "erase rows" FROM forms;
SELECT 'school.survey_answers' AS "table", count(*) AS "of",
  count(*) FILTER (WHERE answered_on <= '2025-11-21') AS "erase rows" FROM survey_answers;
