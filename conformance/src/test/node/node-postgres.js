// What people do with node-postgres; the environment says where to connect.
const assert = require('node:assert');
const { Client, Pool } = require('pg');
const QueryStream = require('pg-query-stream');

const MASK = /^\*\*\*-\*\*-\d{4}$/;
const ssl = process.env.PGSSLMODE === 'disable' ? false : { rejectUnauthorized: false };
const options = process.env.PGOPTIONS;

async function main() {
  const client = new Client({ ssl, options });
  client.on('notice', () => {});
  await client.connect();

  const { rows } = await client.query(
    'SELECT id, ssn, clinic_id FROM patients WHERE clinic_id = $1 ORDER BY id', [1]);
  assert(rows.length > 5);
  assert(rows.every((row) => MASK.test(row.ssn) && row.clinic_id === 1));
  const ids = rows.map((row) => row.id);

  for (let i = 0; i < 3; i++) { // Parsed once, then bound only.
    const named = { name: 'one patient', text: 'SELECT last_name FROM patients WHERE id = $1', values: [ids[i]] };
    assert.strictEqual((await client.query(named)).rowCount, 1);
  }
  const binary = await client.query({ text: 'SELECT ssn FROM patients WHERE id = $1', values: [ids[0]], binary: true });
  assert(MASK.test(binary.rows[0].ssn));
  assert.strictEqual((await client.query('SELECT 1 AS a; SELECT 2 AS b')).length, 2);
  const all = await Promise.all(ids.map((id) => client.query('SELECT $1::bigint AS id', [id])));
  assert.deepStrictEqual(all.map((one) => one.rows[0].id), ids);

  await client.query('BEGIN');
  const streamed = [];
  const stream = client.query(new QueryStream('SELECT id FROM patients ORDER BY id', [], { batchSize: 3 }));
  for await (const row of stream) streamed.push(row.id);
  assert.deepStrictEqual(streamed, ids);
  for await (const row of client.query(new QueryStream('SELECT id FROM patients', [], { batchSize: 2 }))) {
    assert(row.id);
    break; // Closes the portal before its end.
  }
  const insert = 'INSERT INTO encounters (patient_id, kind, notes) VALUES ($1, $2, $3)';
  assert.strictEqual((await client.query(insert, [ids[0], 'visit', "it's \\ kept"])).rowCount, 1);
  await assert.rejects(client.query('SELECT 1 / (id - id) FROM patients'), { code: '22012' });
  await assert.rejects(client.query('SELECT 1'), { code: '25P02' });
  await client.query('ROLLBACK');

  await assert.rejects(client.query('SELECT * FROM mental_health_notes'), (refused) => {
    assert.strictEqual(refused.code, '42501');
    assert.match(refused.message, /^SP2041 /);
    assert.match(refused.detail, /\.yaml:/);
    return Boolean(refused.hint);
  });

  const tired = new Client({ ssl, options });
  const endless = client.query('SELECT count(*) FROM generate_series(1, 100000000000)');
  setTimeout(() => tired.cancel(client, client.activeQuery ?? client._activeQuery), 300);
  await assert.rejects(endless, { code: '57014' });
  assert.strictEqual((await client.query("SELECT 'still here' AS said")).rows[0].said, 'still here');
  await client.end();

  const pool = new Pool({ ssl, options, max: 3 });
  const counts = await Promise.all(Array.from({ length: 12 }, () => pool.query('SELECT count(*) FROM patients')));
  assert(counts.every((one) => Number(one.rows[0].count) === ids.length));
  await pool.end();
  console.log('done');
}

main().catch((failure) => {
  console.error(failure);
  process.exit(1);
});
