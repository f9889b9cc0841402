import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

/** Runs one statement in the stack's database, or in another one of its server. */
export async function query<Row extends object>(sql: string, database?: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: databaseUrl(database) });
  await client.connect();
  return (await client.query<Row>(sql).finally(() => client.end())).rows;
}

/** Lets the dry run's numbers have codes again, as after a while. */
export async function forgetCodes(database?: string): Promise<void> {
  await query(`DELETE FROM challenges WHERE phone LIKE '+447700900%'`, database);
  await query(`DELETE FROM budgets WHERE subject LIKE '%:+447700900%'`, database);
}

/** Lets a day pass, after which the budgets of the dry run's people are free again. */
export async function passADay(database?: string): Promise<void> {
  await forgetCodes(database);
  await query(`DELETE FROM budgets WHERE subject LIKE 'ask:tg:45035996273704%'`, database);
}

/** Creates an empty database; resolves to its URL. */
export async function createDatabase(): Promise<{ name: string; url: string }> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await query(`CREATE DATABASE ${name}`);
  return { name, url: databaseUrl(name) };
}

/** Adds an administrator, as the operator of a site does once: without one the doctor warns. */
export async function addAdministrator(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client
    .query(`INSERT INTO users (id, phone, role) VALUES (gen_random_uuid(), '+998931234567', 'admin')`)
    .finally(() => client.end());
}

function databaseUrl(database = 'postgres'): string {
  return Object.assign(new URL(inject('urls').postgres), { pathname: `/${database}` }).href;
}
