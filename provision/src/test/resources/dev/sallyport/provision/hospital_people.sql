-- 400 patients in 10 clinics; omar (102) is the physician of every 50th and has seen every 40th.
SET search_path = hosp;
INSERT INTO clinics SELECT g, 'Clinic ' || g FROM generate_series(1, 10) g;
INSERT INTO staff SELECT g, 'staff' || g, 'Staff ' || g FROM generate_series(101, 110) g;
INSERT INTO patients (id, mrn, first_name, last_name, dob, ssn, email, phone, address, zip, clinic_id, primary_physician)
SELECT g, 'MRN' || lpad(g::text, 6, '0'), 'First' || g, 'Last' || g, date '1920-01-01' + (g * 37 % 30000),
       lpad((100 + g)::text, 3, '0') || '-11-' || lpad(g::text, 4, '0'), 'p' || g || '@mail.test', '555-' || lpad(g::text, 6, '0'),
       g || ' Main St', lpad((g * 97 % 99999)::text, 5, '0'), g % 10 + 1, CASE WHEN g % 50 = 0 THEN 102 ELSE 110 END
  FROM generate_series(1, 400) g;
INSERT INTO encounters (patient_id, clinic_id, physician_id, kind, notes)
SELECT id, clinic_id, CASE WHEN id % 40 = 0 THEN 102 ELSE 110 END, 'visit', 'note for ' || id FROM patients;
INSERT INTO diagnoses (patient_id, encounter_id, icd10, description) SELECT id, id, 'I10', 'desc ' || id FROM patients;
INSERT INTO mental_health_notes (patient_id, author_id, body) SELECT id, 110, 'secret ' || id FROM patients WHERE id % 10 = 0;
INSERT INTO prescriptions (patient_id, prescriber_id, drug) SELECT id, 110, 'drug' FROM patients;
INSERT INTO invoices (patient_id, amount, member_no) SELECT id, id, 'M' || id FROM patients;
RESET search_path;
