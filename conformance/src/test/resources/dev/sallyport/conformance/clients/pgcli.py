"""Types at pgcli as a person does; it fills its completions from the catalog on a connection of its own."""
import os
import pty
import re
import select
import signal
import sys
import time

PATIENCE_SECONDS = 20


unread = ""


def until(said):
    """What the screen shows up to some words."""
    global unread
    end = time.monotonic() + PATIENCE_SECONDS
    while said not in unread:
        readable, _, _ = select.select([terminal], [], [], max(0, end - time.monotonic()))
        if not readable:
            sys.exit(f"no {said!r} in {unread!r}")
        try:
            unread += os.read(terminal, 65536).decode(errors="replace")
        except OSError:
            sys.exit(f"it ended: {unread!r}")
    shown, unread = unread.split(said, 1)
    return shown


pid, terminal = pty.fork()
if pid == 0:
    os.execv("/usr/bin/python3", ["/usr/bin/python3", "/usr/bin/pgcli", "--less-chatty", "--prompt", "asks> "])

try:
    until("asks>")
    for statement, shows in (
        ("SELECT min(ssn) AS least, count(*) > 5 AS many FROM patients;", r"\*\*\*-\*\*-\d{4}.*True"),
        ("SELECT * FROM mental_health_notes;", r"SP2041 .*\.yaml:"),
        ("\\d patients", r"last_name"),
        ("\\dv nurse.*", r"sp_lens_nurse"),
        ("BEGIN;", r"BEGIN"),
        ("INSERT INTO encounters (patient_id, kind) SELECT id, 'visit' FROM patients LIMIT 1;", r"INSERT 0 1"),
        ("ROLLBACK;", r"ROLLBACK"),
        ("SELECT 1 / (id - id) FROM patients;", r"division by zero"),
    ):
        os.write(terminal, statement.encode() + b"\r")
        shown = until("Time: ")
        assert re.search(shows, shown, re.DOTALL), (statement, shown)
        until("asks>")
    os.write(terminal, b"SELECT count(*) FROM generate_series(1, 100000000000);\r")
    time.sleep(0.5)  # Nothing on the screen says that it has begun.
    os.write(terminal, b"\x03")
    until("cancelled query")
    until("asks>")
    os.write(terminal, b"SELECT 'still' || ' here';\r")
    until("still here")
    os.write(terminal, b"\\q\r")
finally:
    time.sleep(0.2)
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
print("done")
