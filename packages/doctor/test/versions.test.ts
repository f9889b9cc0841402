import { describe, expect, test } from 'vitest';
import { useDeployment } from './support/deployment.ts';
import { rewriteJson } from './support/door.ts';

const deployment = useDeployment();

describe('services of one release and different commits', () => {
  const atCommits = (commits: Record<'api' | 'web', string>) => {
    deployment.report('api', { version: `0.1.0+${commits.api}` });
    deployment.report('bot', { version: '0.1.0' }); // built outside git
    deployment.web.fault = rewriteJson('/build.json', (build) => ({ ...build, version: `0.1.0+${commits.web}` }));
  };

  test('are a warning: Railway deploys only services whose files changed', async () => {
    atCommits({ api: 'aaaaaaa', web: 'bbbbbbb' });
    const diagnosis = await deployment.examine();
    expect(diagnosis.marked('failed')).toEqual([]);
    expect(diagnosis.marked('warning')).toEqual(['versions']);
    expect(diagnosis.of('versions').seen).toBe('different: api 0.1.0+aaaaaaa, bot 0.1.0, web 0.1.0+bbbbbbb');
  });

  test('a build that knows no commit differs from none', async () => {
    atCommits({ api: 'aaaaaaa', web: 'aaaaaaa' });
    expect((await deployment.examine()).of('versions').mark).toBe('ok');
  });
});

test('services of an older version do not report everything: that is skipped, not passed', async () => {
  const drop = (report: Record<string, unknown>, ...names: string[]) =>
    Object.fromEntries(Object.entries(report).filter(([name]) => !names.includes(name)));
  deployment.api.fault = rewriteJson('/readyz', (report) =>
    drop(
      report,
      ...[
        'redis',
        'sms',
        'sms_balance',
        'sms_fallback',
        'fernet',
        'public_url',
        'gateway',
        'admin',
        'webhooks',
        'test_numbers',
        'telegram_login',
        'bot',
        'mini_app',
      ],
    ),
  );
  deployment.bot.fault = rewriteJson('/readyz', (report) => drop(report, 'api', 'username', 'id'));
  const diagnosis = await deployment.examine();
  expect(diagnosis.marked('failed')).toEqual([]);
  expect(diagnosis.marked('skipped')).toEqual([
    ...['api-redis', 'api-sms', 'api-sms-balance', 'api-sms-fallback', 'api-gateway', 'api-fernet', 'api-public-url'],
    ...['api-openid', 'api-admin', 'api-webhooks', 'api-test-numbers', 'api-telegram-login'],
    ...['bot-api', 'bot-name', 'api-bot', 'api-mini-app'],
  ]);
  expect(diagnosis.exitCode).toBe(3);
});
