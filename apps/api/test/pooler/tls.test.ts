import { type RunningPostgres, startPostgres } from '@raqam/local-stack/postgres/start-postgres';
import { Refused } from '@raqam/service/environment';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectDatabase } from '../../src/database/database.ts';
import { describeDatabaseError } from '../../src/database/database-trouble.ts';
import { migrate } from '../../src/database/migrate.ts';
import { prepare } from '../../src/database/prepare.ts';
import { readPostgresUrl } from '../../src/database/read-database-url.ts';
import { type Certificates, makeCertificates } from './certificates.ts';

const state: { postgres?: RunningPostgres; files?: Certificates } = {};
beforeAll(async () => {
  const files = await makeCertificates();
  state.files = files;
  state.postgres = await startPostgres({
    settings: {
      fsync: 'off',
      ssl: 'on',
      ssl_ca_file: files.ca,
      ssl_cert_file: files.server.cert,
      ssl_key_file: files.server.key,
    },
  });
});
afterAll(async () => {
  await state.postgres?.stop();
  await state.files?.remove();
});

/** The names of files in a URL stand for their paths. */
function fillIn(parameters: string): string {
  const { ca, otherCa, client, garbage } = state.files ?? expect.fail('the certificates are made before the tests');
  const paths = { CA: ca, OTHER: otherCa, CERT: client.cert, KEY: client.key, GARBAGE: garbage };
  return parameters.replaceAll(/=(CA|OTHER|CERT|KEY|GARBAGE)\b/g, (_, name: keyof typeof paths) => `=${paths[name]}`);
}

function readUrl(parameters: string, host = 'localhost'): string | Refused {
  const raw = `postgres://raqam@${host}:${state.postgres?.port}/postgres?${fillIn(parameters)}`;
  return readPostgresUrl(raw, { deployed: false, isPublic: false });
}

const findConnection = prepare(
  'find-connection',
  { is_encrypted: 'bool', client: 'text?', application: 'text', geqo: 'text' },
  () => sql`
    SELECT ssl AS is_encrypted, client_dn AS client, current_setting('application_name') AS application,
      current_setting('geqo') AS geqo
    FROM pg_stat_ssl WHERE pid = pg_backend_pid()`,
);

/** Connects as the api does with these parameters. Throws the error of its first statement. */
async function connectWith(parameters: string, host?: string) {
  const url = readUrl(parameters, host);
  if (url instanceof Refused) throw new Error(url.reason.en);
  const db = connectDatabase({ url });
  try {
    return (await db.run(findConnection, {}))[0];
  } finally {
    await db.close();
  }
}

describe('sslmode means what it means in libpq', () => {
  test.for<[string, boolean]>([
    ['', false],
    ['sslmode=disable', false],
    ['sslmode=disable&sslrootcert=/nowhere', false],
    ['ssl=false', false],
    ['sslmode=allow', true],
    ['sslmode=prefer', true],
    ['sslmode=require', true],
    ['ssl=require', true],
    ['sslmode=no-verify', true],
    ['sslmode=no-verify&sslrootcert=OTHER', true],
    ['sslmode=require&sslrootcert=CA', true],
    ['sslmode=verify-ca&sslrootcert=CA', true],
    ['sslmode=verify-full&sslrootcert=CA', true],
    ['sslmode=verify-full&sslrootcert=CA&sslnegotiation=direct', true],
    ['sslrootcert=CA', true],
    ['uselibpqcompat=true&sslmode=verify-full&sslrootcert=CA', true],
  ])('%s connects (encrypted: %s)', async ([parameters, isEncrypted]) => {
    expect(await connectWith(parameters)).toMatchObject({ is_encrypted: isEncrypted });
  });

  test.for([
    'sslmode=require&sslrootcert=OTHER',
    'sslmode=prefer&sslrootcert=OTHER',
    'sslmode=verify-ca',
    'sslmode=verify-ca&sslrootcert=OTHER',
    'sslmode=verify-full',
    'sslmode=verify-full&sslrootcert=OTHER',
    'sslmode=require&sslrootcert=system',
    'sslrootcert=OTHER',
    'ssl=true',
  ])('%s does not trust the server, and the log names the certificate', async (parameters) => {
    const error = await connectWith(parameters).catch((thrown) => thrown);
    expect(describeDatabaseError(error)).toMatchObject({
      fix: { en: expect.stringMatching(/certificate.*sslrootcert/) },
    });
  });

  test('verify-ca takes another host name than the certificate’s, verify-full does not', async () => {
    expect(await connectWith('sslmode=verify-ca&sslrootcert=CA', '127.0.0.1')).toMatchObject({ is_encrypted: true });
    await expect(connectWith('sslmode=verify-full&sslrootcert=CA', '127.0.0.1')).rejects.toThrow('ALTNAME');
  });

  test('sslcert and sslkey prove the client', async () => {
    const parameters = 'sslmode=verify-full&sslrootcert=CA&sslcert=CERT&sslkey=KEY';
    expect(await connectWith(parameters)).toMatchObject({ client: '/CN=raqam' });
  });

  test('the migration connects by the same parameters', async () => {
    await expect(migrate(String(readUrl('sslmode=require&sslrootcert=OTHER')))).rejects.toThrow(/certificate/);
    expect(await migrate(String(readUrl('sslmode=require')))).not.toEqual([]);
  });
});

test.for([
  'sslmode=require&channel_binding=require', // Neon
  'sslmode=require&channel_binding=prefer&connect_timeout=15&application_name=raqam-api', // Neon, Vercel
  'sslmode=require&supa=base-pooler.x&pgbouncer=true', // Supabase
  'sslmode=require&target_session_attrs=read-write&load_balance_hosts=disable', // Aiven, Azure
  'gssencmode=disable&krbsrvname=postgres&sslcompression=0&sslsni=1&ssl_min_protocol_version=TLSv1.2',
  'keepalives=1&keepalives_idle=30&keepalives_interval=10&keepalives_count=3&tcp_user_timeout=10000',
  'schema=public&connection_limit=5&pool_timeout=10&statement_cache_size=0', // Prisma
  'client_encoding=utf8&fallback_application_name=x&service=x&passfile=/nowhere',
])('the parameters %s don’t keep the api from its database', async (parameters) => {
  expect(await connectWith(parameters)).toBeDefined();
});

test('application_name and options reach the server', async () => {
  const parameters = 'application_name=sign-in&options=-c%20geqo%3Doff';
  expect(await connectWith(parameters)).toMatchObject({ application: 'sign-in', geqo: 'off' });
});

describe('a certificate file that can’t be used stops the start', () => {
  test.for<[string, string]>([
    ['sslrootcert=/nowhere/ca.crt', 'sslrootcert'],
    ['sslmode=require&sslrootcert=/nowhere/ca.crt', 'sslrootcert'],
    ['sslmode=verify-full&sslrootcert=GARBAGE', 'sslrootcert'],
    ['sslmode=verify-full&sslrootcert=CA&sslcert=/nowhere&sslkey=KEY', 'sslcert'],
    ['sslmode=verify-full&sslrootcert=CA&sslcert=CERT&sslkey=CERT', 'sslkey'],
  ])('%s: %s', ([parameters, name]) => {
    const read = readUrl(parameters);
    if (!(read instanceof Refused)) return expect.fail('it is accepted');
    expect(read.reason.en).toMatch(new RegExp(`${name} that can’t be read`));
    expect(read.reason.uz).toContain(`${name} faylini`);
    expect(JSON.stringify(read)).not.toMatch(/nowhere|garbage|tmp/);
  });
});
