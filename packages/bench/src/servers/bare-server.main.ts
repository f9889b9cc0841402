import fastify from 'fastify';
import pg from 'pg';
import { CREATE, ME, REFRESH, REGISTER, withParameters } from '../least/least-sql.ts';

/**
 * The least server around the least SQL, for comparison: one named prepared statement for each request, without
 * policy, tokens, cookies, validation and logging. The pool is as large as the api's.
 */
const pool = new pg.Pool({ connectionString: process.argv[2], max: 20, idleTimeoutMillis: 0 });
const create = { name: 'create', text: withParameters(CREATE) };
const register = { name: 'register', text: withParameters(REGISTER) };
const refresh = { name: 'refresh', text: withParameters(REFRESH) };
const me = { name: 'me', text: withParameters(ME) };

const app = fastify();
app.post<{ Body: { phone: string; telegram_id: number } }>('/create', async ({ body }) => {
  await pool.query({ ...create, values: [body.phone, body.telegram_id] });
  return { code: '000000' };
});
app.post<{ Body: { phone: string; telegram_id: number } }>('/register', async ({ body }) => {
  return (await pool.query({ ...register, values: [body.phone, body.telegram_id] })).rows[0];
});
app.post<{ Body: { id: string } }>('/refresh', async ({ body }) => {
  return (await pool.query({ ...refresh, values: [body.id] })).rows[0];
});
app.get<{ Params: { id: string } }>('/me/:id', async ({ params }) => {
  return (await pool.query({ ...me, values: [params.id] })).rows[0];
});
process.once('SIGTERM', async () => {
  await app.close();
  await pool.end();
});
process.stdout.write(`The bare server is listening at ${await app.listen({ host: '127.0.0.1', port: 0 })}\n`);
