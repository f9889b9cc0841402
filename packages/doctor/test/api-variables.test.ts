import { migrate } from '@raqam/api/database/migrate';
import { chooseFreePorts } from '@raqam/dev/ports';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { createDatabase, query } from './support/database.ts';
import { useDeployment } from './support/deployment.ts';
import { type Process, startApi } from './support/processes.ts';

const deployment = useDeployment();

describe('an API with other variables', () => {
  const start = async (environment: Record<string, string>): Promise<Process> => {
    const api = await startApi({ ...deployment.apiEnvironment, ...environment });
    const { target } = deployment.api;
    deployment.api.target = api.url;
    onTestFinished(async () => {
      deployment.api.target = target;
      await api.stop();
    });
    return api;
  };

  test('its database lacks the last migration', async () => {
    const { name, url } = await createDatabase();
    await migrate(url);
    await query(`DELETE FROM kysely_migration WHERE name = (SELECT max(name) FROM kysely_migration)`, name);
    await start({ DATABASE_URL: url });
    const diagnosis = await deployment.examine();
    expect(diagnosis.marked('failed')).toEqual(['api-ready']);
    expect(diagnosis.of('api-ready').fix).toMatch(/pnpm db:migrate/);
  });

  test('its database is down', async () => {
    const { postgres: port } = await chooseFreePorts();
    await start({ DATABASE_URL: `postgres://raqam:hush-hush@127.0.0.1:${port}/postgres` });
    const diagnosis = await deployment.examine();
    expect(diagnosis.marked('failed')).toEqual(['api-ready']);
    expect(diagnosis.of('api-ready').fix).toMatch(/^DATABASE_URL of the api/);
    expect(diagnosis.output).not.toContain('hush-hush');
  });

  test('CORS_ALLOWED_ORIGINS lacks the site: its pages can’t call, and its cookies are refused', async () => {
    await start({ CORS_ALLOWED_ORIGINS: 'http://other.example.uz' });
    const diagnosis = await deployment.examine();
    expect(diagnosis.marked('failed')).toEqual(['cors-web', 'journey']);
    const origin = new URL(deployment.web.url).origin;
    for (const name of ['cors-web', 'journey'] as const) {
      expect(diagnosis.of(name).fix).toContain(`CORS_ALLOWED_ORIGINS of the api: add ${origin}`);
    }
    expect(diagnosis.of('journey-cleanup')).toMatchObject({ mark: 'ok', seen: expect.stringContaining('deleted') });
  });

  test('its database is read-only, as a replica is', async () => {
    const { name, url } = await createDatabase();
    await migrate(url);
    await query(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
    await start({ DATABASE_URL: url });
    const diagnosis = await deployment.examine();
    expect(diagnosis.marked('failed')).toEqual(['api-ready']);
    expect(diagnosis.of('api-ready').fix).toMatch(/^DATABASE_URL of the api: the primary server/);
  });

  test('its database user may only read', async () => {
    const { name, url } = await createDatabase();
    await migrate(url);
    const reader = `reader_${name}`;
    await query(`CREATE ROLE ${reader} LOGIN`);
    await query(`GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${reader}`, name);
    await start({ DATABASE_URL: Object.assign(new URL(url), { username: reader }).href });
    const diagnosis = await deployment.examine();
    expect(diagnosis.marked('failed')).toEqual(['api-ready']);
    expect(diagnosis.of('api-ready').fix).toMatch(/a user that may write/);
  });

  test.for([
    ['Redis is unreachable', 'api-redis', /^REDIS_URL of the api/, { REDIS_URL: 'redis://127.0.0.1:9' }],
    [
      'the SMS provider refuses the password',
      'api-sms',
      /^The account of the provider, in the variables of the api: ESKIZ_EMAIL and ESKIZ_PASSWORD/,
      { ESKIZ_PASSWORD: 'not-the-password' },
    ],
    [
      'the SMS provider is unreachable',
      'api-sms',
      /^ESKIZ_BASE_URL or PLAYMOBILE_BASE_URL of the api/,
      { ESKIZ_BASE_URL: 'http://127.0.0.1:9/eskiz' },
    ],
    [
      'FERNET_KEY is not the key that encrypted the stored data',
      'api-fernet',
      /^FERNET_KEY of the api: the earlier value/,
      { FERNET_KEY: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=' },
    ],
    [
      'TELEGRAM_BOT_USERNAME names another bot',
      'api-bot',
      /^TELEGRAM_BOT_USERNAME of the api: test_/,
      { TELEGRAM_BOT_USERNAME: '@another_shop_bot' },
    ],
    [
      'TELEGRAM_BOT_ID is another bot’s',
      'api-mini-app',
      /^TELEGRAM_BOT_ID of the api: 2/,
      { TELEGRAM_BOT_ID: '1234567890' },
    ],
  ] as const)('%s', async ([, name, fix, environment]) => {
    await start(environment);
    const diagnosis = await deployment.examine();
    expect(diagnosis.marked('failed')).toEqual([name]);
    expect(diagnosis.of(name).fix).toMatch(fix);
  });

  test('no API answers at PUBLIC_URL', async () => {
    await start({ PUBLIC_URL: 'http://127.0.0.1:9' });
    const diagnosis = await deployment.examine();
    expect(diagnosis.marked('failed')).toEqual(['api-public-url', 'api-keys', 'access-token']);
    expect(diagnosis.marked('warning')).toEqual(['api-openid']);
    for (const name of ['api-public-url', 'api-keys', 'api-openid', 'access-token'] as const)
      expect(diagnosis.of(name).fix).toMatch(/^PUBLIC_URL of the api/);
  });

  test('PUBLIC_URL leads to an API with another SECRET_KEY: its keys do not verify tokens', async () => {
    await start({ SECRET_KEY: 'another-secret-key-of-the-tests-0123456789', PUBLIC_URL: inject('urls').api });
    const diagnosis = await deployment.examine();
    expect(diagnosis.marked('failed')).toEqual(['access-token']);
    expect(diagnosis.of('access-token').fix).toMatch(/^PUBLIC_URL of the api must lead to this API/);
  });

  test('SECRET_KEY has two values: no warning while the second one is needed', async () => {
    const { url } = await createDatabase();
    await migrate(url);
    const SECRET_KEY = 'newest-secret-key-of-the-tests-0123456789,earlier-secret-key-of-the-tests-0123456';
    await start({ SECRET_KEY, DATABASE_URL: url, PUBLIC_URL: deployment.api.url });
    const diagnosis = await deployment.examine();
    expect(diagnosis.marked('failed')).toEqual([]);
    expect(diagnosis.of('api-rotations')).toMatchObject({ mark: 'ok', seen: expect.stringContaining('SECRET_KEY') });
  });

  test('ALLOWED_HOSTS lacks its name', async () => {
    await start({ ALLOWED_HOSTS: '127.0.0.1' });
    const diagnosis = await deployment.examine();
    expect(diagnosis.marked('failed')).toEqual(['api-health']);
    expect(diagnosis.of('api-health').fix).toMatch(/^ALLOWED_HOSTS of the api: add localhost/);
  });

  test('the site’s API has another database than the bot’s API', async () => {
    const { url } = await createDatabase();
    await migrate(url);
    const other = await startApi({ ...deployment.apiEnvironment, DATABASE_URL: url });
    onTestFinished(() => other.stop());
    const elsewhere = (path: string) => !path.includes('/otp/create/');
    deployment.api.fault = {
      before({ path }) {
        deployment.api.target = elsewhere(path) ? other.url : target;
        return undefined;
      },
    };
    const { target } = deployment.api;
    onTestFinished(() => {
      deployment.api.target = target;
    });
    const diagnosis = await deployment.examine();
    expect(diagnosis.marked('failed')).toEqual(['journey']);
    expect(diagnosis.of('journey').fix).toMatch(/DATABASE_URL and SECRET_KEY/);
  });

  /** From now on every second request among the counted ones, and those after it, reach a replica with another key. */
  async function addReplicaWithAnotherKey(isCounted: (path: string) => boolean): Promise<void> {
    const other = await startApi({ ...deployment.apiEnvironment, SECRET_KEY: 'the-key-of-another-replica-0000000000' });
    const { target } = deployment.api;
    onTestFinished(async () => {
      deployment.api.target = target;
      await other.stop();
    });
    let requests = 0;
    deployment.api.fault = {
      before({ path }) {
        if (isCounted(path)) requests += 1;
        deployment.api.target = requests > 0 && requests % 2 === 0 ? other.url : target;
        return undefined;
      },
    };
  }

  test('one of two replicas has another SECRET_KEY', async () => {
    // the steps before reach the first replica
    await addReplicaWithAnotherKey((path) => path.endsWith('/auth/me/'));
    const diagnosis = await deployment.examine();
    expect(diagnosis.marked('failed')).toEqual(['journey']);
    expect(diagnosis.of('journey').fix).toMatch(/SECRET_KEY of the api must be the same in all its replicas/);
    expect(diagnosis.of('journey-cleanup')).toMatchObject({ mark: 'ok', seen: expect.stringContaining('deleted') });
  });

  test('every second request reaches a replica with another SECRET_KEY: the account is still deleted', async () => {
    await addReplicaWithAnotherKey(() => true);
    const diagnosis = await deployment.examine();
    expect(diagnosis.marked('failed')).toContain('journey');
    expect(diagnosis.of('journey').fix).toMatch(/SECRET_KEY/);
    expect(diagnosis.of('journey-cleanup').mark).toBe('ok');
    expect(await query(`SELECT id FROM users WHERE telegram_id > ${2 ** 51}`)).toEqual([]);
  });

  test('it believes any X-Real-IP: not more than a warning within the own network', async () => {
    await start({ TRUSTED_PROXIES: '127.0.0.1' });
    const diagnosis = await deployment.examine();
    expect(diagnosis.marked('failed')).toEqual([]);
    expect(diagnosis.marked('warning')).toEqual(['client-address']);
    expect(diagnosis.of('client-address').fix).toMatch(/^TRUSTED_PROXIES of the api/);
  });
});
