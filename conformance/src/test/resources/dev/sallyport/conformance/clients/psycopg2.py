"""What people do with psycopg 2; the environment says where to connect."""
import io
import re

import psycopg2
from psycopg2 import errors, extras

MASK = re.compile(r"^\*\*\*-\*\*-\d{4}$")

connection = psycopg2.connect("")
with connection, connection.cursor() as cursor:
    cursor.execute("SELECT id, ssn, clinic_id FROM patients WHERE clinic_id = %s ORDER BY id", (1,))
    rows = cursor.fetchall()
    assert len(rows) > 5, rows
    assert all(MASK.match(row[1]) and row[2] == 1 for row in rows)
with connection, connection.cursor("on_the_server") as cursor:
    cursor.itersize = 3
    cursor.execute("SELECT id FROM patients ORDER BY id")
    assert [row[0] for row in cursor] == [row[0] for row in rows]
with connection, connection.cursor(cursor_factory=extras.DictCursor) as cursor:
    out = io.StringIO()
    cursor.copy_expert("COPY (SELECT ssn FROM patients) TO STDOUT", out)
    assert all(MASK.match(line) for line in out.getvalue().splitlines())
try:
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT * FROM mental_health_notes")
    raise AssertionError("not refused")
except errors.InsufficientPrivilege as refused:
    assert refused.diag.message_primary.startswith("SP2041 "), refused
    assert ".yaml:" in refused.diag.message_detail, refused
print("done")
