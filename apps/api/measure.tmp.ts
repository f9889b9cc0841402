import { readFileSync } from 'node:fs';
import { startPostgres } from '@raqam/local-stack/postgres/start-postgres';
import pg from 'pg';
import { migrate } from './src/database/migrate.ts';
const USERS = Number(process.argv[2]);
const postgres = await startPostgres({});
const client = new pg.Client(postgres.url);
await client.connect();
const text = readFileSync('test/database/earlier-versions/before-challenges.sql', 'utf8');
const at = text.indexOf('\nINSERT INTO users');
await client.query(text.slice(0, at));
await client.query(`INSERT INTO users (id, phone, telegram_id, first_name, last_name, is_verified, date_joined)
 SELECT gen_random_uuid(), '+99890' || lpad(n::text, 7, '0'), 1000000 + n, 'Aziza', 'Karimova', n % 20 <> 0, now() - n * interval '1 minute' FROM generate_series(1, ${USERS}) n`);
await client.query(`INSERT INTO sessions (id, user_id, device_id, device_name, ip_address, user_agent, created_at, rotated_at)
 SELECT gen_random_uuid(), id, gen_random_uuid()::text, 'Redmi Note 13', '10.0.0.1', 'Mozilla/5.0 (Linux; Android 14; 23129RAA4G) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Mobile Safari/537.36', now() - random() * interval '30 days', now() - random() * interval '14 days' FROM users, generate_series(1, 2) WHERE telegram_id % 2 = 0`);
await client.query(`INSERT INTO codes (channel, phone, digest, is_used, proof, telegram_id, first_name, expires_at, issued_at, missed_at)
 SELECT 'telegram', phone, sha256(phone::bytea), telegram_id % 3 <> 0, 'contact', telegram_id, first_name, now() + (telegram_id % 1440 - 1430) * interval '1 minute', ARRAY[now()], CASE WHEN telegram_id % 50 = 0 THEN ARRAY[now(), now()] ELSE '{}' END FROM users WHERE telegram_id % 10 = 0`);
await client.query(`INSERT INTO code_requesters (telegram_id, issued_at) SELECT telegram_id, issued_at FROM codes`);
await client.query('VACUUM ANALYZE'); await client.query('CHECKPOINT');
const size = async () => (await client.query(`SELECT relname, pg_size_pretty(pg_total_relation_size(oid)) FROM pg_class WHERE relname IN ('users','sessions','codes','challenges','budgets')`)).rows.map((r: any) => Object.values(r).join(' ')).join(', ');
console.log('before', await size());
const before = (await client.query('SELECT pg_current_wal_lsn() AS l')).rows[0].l;
const begun = performance.now();
console.log(await migrate(postgres.url));
console.log(USERS, 'users', ((performance.now() - begun) / 1000).toFixed(1), 's', 'WAL', (await client.query(`SELECT pg_size_pretty(pg_current_wal_lsn() - $1::pg_lsn) AS w`, [before])).rows[0].w);
console.log('after', await size(), (await client.query('select count(*) from budgets')).rows);
await client.end(); await postgres.stop();
