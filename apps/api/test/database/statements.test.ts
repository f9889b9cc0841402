import { sql } from 'kysely';
import type pg from 'pg';
import { expect, test } from 'vitest';
import '../../src/app.ts';
import '../../src/clean-up.ts';
import '../../src/commands/webhooks.commands.ts';
import { prepare, statements } from '../../src/database/prepare.ts';
import '../../src/features/statistics/roll-up.ts';
import '../../src/features/webhooks/deliver-webhooks.ts';
import { useApi } from '../support/test-api.ts';

const api = useApi();

/** Fewer mean that the imports above miss some. */
const FEWEST = 30;

/** Prepares a statement and returns its columns with the names of their types, as PostgreSQL describes them. */
async function describeColumns(connection: pg.PoolClient, text: string): Promise<Record<string, string>> {
  const fields = await new Promise<pg.FieldDef[]>((resolve, reject) => {
    let described: pg.FieldDef[] = [];
    connection.query({
      submit(wire: pg.Connection) {
        wire.parse({ name: '', text, types: [] }, true);
        Reflect.apply(wire.describe, wire, [{ type: 'S', name: '' }, true]); // its type lacks the name
        wire.sync();
      },
      handleRowDescription({ fields }: { fields: pg.FieldDef[] }) {
        described = fields;
      },
      handleError: reject,
      handleReadyForQuery: () => resolve(described),
    } as pg.Submittable);
  });
  const { rows } = await api.sql.query('SELECT oid, typname FROM pg_type WHERE oid = ANY($1)', [
    fields.map(({ dataTypeID }) => dataTypeID),
  ]);
  const types = new Map(rows.map(({ oid, typname }) => [oid, typname]));
  return Object.fromEntries(fields.map((field) => [field.name, types.get(field.dataTypeID)]));
}

test('each statement has the columns that it declares, with the schema of the migrations', async () => {
  expect(statements.size).toBeGreaterThanOrEqual(FEWEST);
  const connection = await api.sql.connect();
  const [found, declared]: Record<string, unknown>[] = [{}, {}];
  try {
    for (const [name, { columns, compile }] of statements) {
      const described = await describeColumns(connection, compile().text).catch(String);
      Object.assign(found ?? {}, { [name]: described });
      const types = Object.entries(columns).map(([column, type]) => [
        column,
        typeof type === 'string' ? type.replace('?', '') : 'jsonb',
      ]);
      Object.assign(declared ?? {}, { [name]: Object.fromEntries(types) });
    }
  } finally {
    connection.release(true);
  }
  expect(found).toEqual(declared);
});

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Index Cond'?: string;
  Plans?: PlanNode[];
}

/** The scans of a plan that read a whole table or a whole index. */
function wholeScans(node: PlanNode): string[] {
  const scans = ['Seq Scan', 'Index Scan', 'Index Only Scan', 'Bitmap Index Scan'];
  const isWhole = scans.includes(node['Node Type']) && node['Index Cond'] === undefined;
  const own = isWhole ? [node['Index Name'] ?? `the table ${node['Relation Name']}`] : [];
  return [...own, ...(node.Plans ?? []).flatMap(wholeScans)];
}

/** It runs once, on a database of an earlier version: it looks for any encrypted passport number. */
const readOnceAtStart = ['find-any-passport'];

/** It counts everybody, for an administrator who looks, and a twentieth of the time at most. */
const countsAll = ['count-users'];

/** Of the table of webhooks, which has only the rows that the operator has added. */
const allWebhooks = ['the table webhooks', 'webhooks_pkey'];

test('each statement finds its rows by a key, by the plan that is made on new tables', async () => {
  const connection = await api.sql.connect();
  const found: Record<string, string[]> = {};
  try {
    await connection.query('SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off');
    for (const [name, { compile }] of statements) {
      const { text, parameters } = compile();
      await connection.query(`PREPARE planned AS ${text}`);
      const values = parameters.length === 0 ? '' : `(${parameters.map(() => 'NULL').join()})`;
      const { rows } = await connection.query(`EXPLAIN (FORMAT JSON) EXECUTE planned${values}`);
      await connection.query('DEALLOCATE planned');
      const scans = wholeScans(rows[0]['QUERY PLAN'][0].Plan);
      const others = scans.filter((scan) => !allWebhooks.includes(scan));
      if (others.length > 0 && ![...readOnceAtStart, ...countsAll].includes(name)) found[name] = others;
    }
  } finally {
    connection.release(true);
  }
  expect(found).toEqual({});
});

test('a name that is taken is refused', () => {
  expect(() => prepare('find-challenge', {}, () => sql`SELECT`)).toThrow('find-challenge');
});
