"""What people do with asyncpg, which asks for everything in binary; the environment says where to connect."""
import asyncio
import io
import re

import asyncpg

MASK = re.compile(r"^\*\*\*-\*\*-\d{4}$")


async def main():
    said = []
    connection = await asyncpg.connect(server_settings={"application_name": "asyncpg"})
    connection.add_log_listener(lambda _, notice: said.append(notice))

    rows = await connection.fetch(
        "SELECT id, ssn, dob, clinic_id FROM patients WHERE clinic_id = $1 ORDER BY id", 1
    )
    assert len(rows) > 5, rows
    assert all(MASK.match(row["ssn"]) and row["clinic_id"] == 1 for row in rows)

    # Its codecs look types up in the catalog when it meets an array or a composite.
    kinds = await connection.fetchval("SELECT array_agg(DISTINCT kind) FROM encounters")
    assert isinstance(kinds, list) and kinds, kinds
    assert await connection.fetchval("SELECT '[1,5)'::int4range") == asyncpg.Range(1, 5)

    prepared = await connection.prepare("SELECT last_name FROM patients WHERE id = ANY($1::bigint[])")
    assert len(await prepared.fetch([row["id"] for row in rows[:3]])) == 3

    async with connection.transaction():
        ids = [row["id"] async for row in connection.cursor("SELECT id FROM patients ORDER BY id", prefetch=3)]
    assert ids == [row["id"] for row in rows], ids

    transaction = connection.transaction()
    await transaction.start()
    before = await connection.fetchval("SELECT count(*) FROM encounters WHERE patient_id = $1", rows[0]["id"])
    await connection.executemany(
        "INSERT INTO encounters (patient_id, kind, notes) VALUES ($1, 'visit', $2)",
        [(rows[0]["id"], f"many {i}") for i in range(20)],
    )
    try:
        async with connection.transaction():  # A savepoint.
            await connection.fetchval("SELECT 1 / (id - id) FROM patients")
        raise AssertionError("not failed")
    except asyncpg.DivisionByZeroError as failed:
        assert failed.sqlstate == "22012"
    after = await connection.fetchval("SELECT count(*) FROM encounters WHERE patient_id = $1", rows[0]["id"])
    assert after == before + 20, (before, after)
    await transaction.rollback()

    out = io.BytesIO()
    await connection.copy_from_query("SELECT ssn FROM patients", output=out)
    assert all(MASK.match(line) for line in out.getvalue().decode().splitlines())

    try:
        await connection.fetch("SELECT * FROM mental_health_notes")
        raise AssertionError("not refused")
    except asyncpg.InsufficientPrivilegeError as refused:
        assert refused.message.startswith("SP2041 "), refused.message
        assert ".yaml:" in refused.detail and refused.hint, refused.detail

    try:  # It sends a CancelRequest of its own and reads on.
        await connection.fetch("SELECT count(*) FROM generate_series(1, 100000000000)", timeout=0.3)
        raise AssertionError("not cancelled")
    except asyncio.TimeoutError:
        pass
    assert await connection.fetchval("SELECT 'still here'") == "still here"
    await connection.execute("SET sallyport.purpose = 'treatment'")
    await connection.reset()
    assert await connection.fetchval("SELECT count(*) FROM patients") == len(rows)
    await connection.close()

    async with asyncpg.create_pool(min_size=2, max_size=4) as pool:
        counts = await asyncio.gather(*(pool.fetchval("SELECT count(*) FROM patients") for _ in range(12)))
    assert set(counts) == {len(rows)}, counts


asyncio.run(main())
print("done")
