"""What people do with psycopg 3; the environment says where to connect."""
import re

import psycopg

MASK = re.compile(r"^\*\*\*-\*\*-\d{4}$")

with psycopg.connect("") as connection:
    for binary in (False, True):
        with connection.cursor(binary=binary) as cursor:
            rows = cursor.execute(
                "SELECT id, ssn, dob, clinic_id FROM patients WHERE clinic_id = %s ORDER BY id", (1,)
            ).fetchall()
            assert len(rows) > 5, rows
            assert all(MASK.match(row[1]) and row[3] == 1 for row in rows)
    with connection.cursor("on_the_server") as cursor:
        cursor.itersize = 3
        cursor.execute("SELECT id FROM patients ORDER BY id")
        assert [row[0] for row in cursor] == [row[0] for row in rows]
    with connection.cursor() as cursor:
        with cursor.copy("COPY (SELECT ssn FROM patients) TO STDOUT") as copy:
            assert all(MASK.match(row[0]) for row in copy.rows())
    for _ in range(12):  # From the sixth on as a prepared statement.
        connection.execute("SELECT last_name FROM patients WHERE id = %s", (1,), prepare=None)
    with connection.pipeline():
        counts = [connection.execute("SELECT count(*) FROM patients") for _ in range(5)]
        assert len({cursor.fetchone()[0] for cursor in counts}) == 1

try:
    with psycopg.connect("") as connection:
        connection.execute("SELECT * FROM mental_health_notes")
    raise AssertionError("not refused")
except psycopg.errors.InsufficientPrivilege as refused:
    assert refused.diag.message_primary.startswith("SP2041 "), refused
    assert ".yaml:" in refused.diag.message_detail, refused
    assert refused.diag.message_hint, refused
print("done")
