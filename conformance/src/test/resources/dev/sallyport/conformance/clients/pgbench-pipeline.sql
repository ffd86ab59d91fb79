-- Many statements on their way before the first is answered.
\set id random(1, 300)
\startpipeline
SELECT last_name FROM patients WHERE id = :id;
BEGIN;
SELECT count(*) FROM encounters WHERE patient_id = :id;
INSERT INTO encounters (patient_id, kind) SELECT id, 'visit' FROM patients LIMIT 2;
ROLLBACK;
SELECT ssn FROM patients WHERE id = :id;
\endpipeline
