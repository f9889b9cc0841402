import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

/** Runs one statement in the stack's database, or in another one of its server. */
export async function query<Row extends object>(sql: string, database?: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: databaseUrl(database) });
  await client.connect();
  return (await client.query<Row>(sql).finally(() => client.end())).rows;
}

/** Lets a day pass, after which the budgets of the dry run's numbers are free again. */
export async function passADay(database?: string): Promise<void> {
  await query(`DELETE FROM codes WHERE phone LIKE '+447700900%'`, database);
  await query(`DELETE FROM code_requesters WHERE telegram_id > ${2 ** 51}`, database);
}

/** Creates an empty database; resolves to its URL. */
export async function createDatabase(): Promise<{ name: string; url: string }> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await query(`CREATE DATABASE ${name}`);
  return { name, url: databaseUrl(name) };
}

function databaseUrl(database = 'postgres'): string {
  return Object.assign(new URL(inject('urls').postgres), { pathname: `/${database}` }).href;
}
