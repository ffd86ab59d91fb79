-- The corpus's rows: 2,000 patients in 10 clinics. Every value that may be hidden is one word that names its row, so that
-- a search of any answer finds it: Canaries reads these shapes.
SET search_path = hosp;
INSERT INTO clinics SELECT g, 'Clinic ' || g FROM generate_series(1, 10) g;
INSERT INTO staff VALUES (1, 'u_alice', 'Alice Nurse'), (2, 'u_bob', 'Bob Physician'), (3, 'u_carol', 'Carol Billing'),
  (4, 'u_dave', 'Dave Analyst'), (5, 'u_erin', 'Erin Support'), (6, 'u_frank', 'Frank Auditor'), (7, 'u_grace', 'Grace Physician'),
  (8, 'u_mallory', 'Mallory Nurse'), (9, 'u_dual', 'Dual Nurse');
INSERT INTO staff_clinics VALUES (1, 1), (2, 1), (2, 2), (3, 1), (3, 2), (3, 3), (7, 5), (8, 9), (9, 1);
INSERT INTO patients (id, mrn, first_name, last_name, dob, ssn, email, phone, address, zip, clinic_id, primary_physician)
SELECT g, 'MRN' || w, 'First' || w, 'Last' || w, date '1930-01-01' + g * 37 % 30000,
       lpad((100 + g % 800)::text, 3, '0') || '-' || lpad((g % 97 + 1)::text, 2, '0') || '-' || lpad((g % 9973)::text, 4, '0'),
       'p' || w || '@mail.test', '555-' || w, w || '-Main-St', lpad((g * 7 % 99999)::text, 5, '0'),
       g % 10 + 1, CASE WHEN g % 50 = 0 THEN 2 WHEN g % 50 = 1 THEN 7 END
  FROM generate_series(1, 2000) g, LATERAL (SELECT lpad(g::text, 6, '0') AS w) AS word;
INSERT INTO encounters (patient_id, clinic_id, physician_id, at, kind, notes)
SELECT id, clinic_id, CASE WHEN id % 40 = 0 THEN 2 END, timestamptz '2025-01-01' + id * interval '1 hour', 'visit',
       'note-' || lpad(id::text, 6, '0') FROM patients;
INSERT INTO diagnoses (patient_id, encounter_id, icd10, description)
SELECT id, id, (ARRAY['E11.9', 'I10', 'F32.1', 'B20'])[id % 4 + 1], 'desc-' || lpad(id::text, 6, '0') FROM patients;
INSERT INTO mental_health_notes (patient_id, author_id, body)
SELECT id, CASE WHEN id % 100 = 0 THEN 2 ELSE 7 END, 'psych-' || lpad(id::text, 6, '0') FROM patients WHERE id % 10 = 0;
INSERT INTO prescriptions (patient_id, prescriber_id, drug, dose, controlled)
SELECT id, primary_physician, 'drug-' || lpad(id::text, 6, '0'), '5mg', id % 5 = 0 FROM patients;
INSERT INTO invoices (patient_id, encounter_id, amount, member_no)
SELECT id, id, id % 1000 * 1.5, 'M' || lpad(id::text, 6, '0') FROM patients;
RESET search_path;
ANALYZE;
