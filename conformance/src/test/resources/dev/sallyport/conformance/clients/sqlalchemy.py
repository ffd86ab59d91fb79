"""What people do with SQLAlchemy on psycopg2; the environment says where to connect."""
import re
import threading

import sqlalchemy
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.orm import Session

MASK = re.compile(r"^\*\*\*-\*\*-\d{4}$")

# Its first connection asks for version, schema, standard_conforming_strings and more.
engine = create_engine("postgresql+psycopg2://", future=True, pool_size=2, pool_pre_ping=True)

with engine.connect() as connection:
    rows = connection.execute(
        text("SELECT id, ssn, clinic_id FROM patients WHERE clinic_id = :clinic ORDER BY id"), {"clinic": 1}
    ).all()
    assert len(rows) > 5, rows
    assert all(MASK.match(row.ssn) and row.clinic_id == 1 for row in rows)

views = inspect(engine).get_view_names(schema="nurse")
assert "patients" in views, views
columns = {column["name"] for column in inspect(engine).get_columns("patients", schema="nurse")}
assert {"ssn", "dob", "zip"} <= columns, columns

patients = sqlalchemy.Table("patients", sqlalchemy.MetaData(), autoload_with=engine, schema="nurse")
with Session(engine) as session:
    # The names of tables are quoted, and of parameters long.
    found = session.execute(
        sqlalchemy.select(patients.c.id).where(patients.c.id.in_([row.id for row in rows[:5]]))
    ).scalars()
    assert sorted(found) == [row.id for row in rows[:5]]

with engine.connect().execution_options(stream_results=True, max_row_buffer=4) as connection:
    ids = [row.id for row in connection.execute(text("SELECT id FROM patients ORDER BY id"))]
    assert ids == [row.id for row in rows]

with engine.connect() as connection, connection.begin() as transaction:
    count = text("SELECT count(*) FROM encounters WHERE patient_id = :id")
    before = connection.execute(count, {"id": rows[0].id}).scalar_one()
    connection.execute(
        text("INSERT INTO encounters (patient_id, kind, notes) VALUES (:id, 'visit', :notes)"),
        [{"id": rows[0].id, "notes": f"many {i}"} for i in range(20)],
    )
    try:
        with connection.begin_nested():
            connection.execute(text("SELECT 1 / (id - id) FROM patients"))
        raise AssertionError("not failed")
    except sqlalchemy.exc.DBAPIError as failed:
        assert failed.orig.pgcode == "22012", failed
    assert connection.execute(count, {"id": rows[0].id}).scalar_one() == before + 20
    transaction.rollback()

with engine.connect() as connection:
    try:
        connection.execute(text("SELECT * FROM mental_health_notes"))
        raise AssertionError("not refused")
    except sqlalchemy.exc.ProgrammingError as refused:
        assert refused.orig.pgcode == "42501", refused
        assert refused.orig.diag.message_primary.startswith("SP2041 "), refused
        assert refused.orig.diag.message_hint, refused

with engine.connect() as connection:
    tired = threading.Timer(0.3, connection.connection.cancel)
    tired.start()
    try:
        connection.execute(text("SELECT count(*) FROM generate_series(1, 100000000000)"))
        raise AssertionError("not cancelled")
    except sqlalchemy.exc.OperationalError as cancelled:
        assert cancelled.orig.pgcode == "57014", cancelled
    connection.rollback()
    assert connection.execute(text("SELECT 'still here'")).scalar_one() == "still here"
print("done")
