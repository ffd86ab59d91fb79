-- What a program does all day, in a transaction, with parameters and a result kept for the next statement.
\set id random(1, 300)
BEGIN;
SELECT count(*) AS mine FROM patients WHERE id = :id \gset
\if :mine > 0
SELECT last_name, ssn FROM patients WHERE id = :id;
INSERT INTO encounters (patient_id, kind, notes) VALUES (:id, 'visit', 'bench');
\endif
ROLLBACK;
