import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect } from 'vitest';
import type { Telegram } from '../../src/testing/start-telegram.ts';
import { test } from '../../src/testing/vitest.ts';

/** Debian's, which has python3-python-telegram-bot. */
const PYTHON = '/usr/bin/python3';
const EXAMPLES = fileURLToPath(new URL('../../examples/', import.meta.url));
const LIMIT_MS = 50_000;

describe.each([
  { folder: 'python-telegram-bot', module: 'telegram' },
  { folder: 'aiogram', module: 'aiogram' },
])('the example for $folder', ({ folder, module }) => {
  const isInstalled = spawnSync(PYTHON, ['-c', `import ${module}`]).status === 0;
  const needsModule = { skip: !isInstalled };
  if (!isInstalled) process.stdout.write(`The tests with ${folder} are skipped: ${PYTHON} has no module ${module}\n`);

  test('serves a person', needsModule, async ({ tg }) => {
    const env = { BOT_TOKEN: tg.token, TELEGRAM_API_ROOT: tg.apiRoot };
    const bot = spawn(PYTHON, ['-W', 'ignore', `${EXAMPLES}${folder}/bot.py`], { env, stdio: 'inherit' });
    try {
      await walk(tg);
    } finally {
      const exited = once(bot, 'exit');
      bot.kill('SIGKILL');
      await exited;
    }
  });

  test('has a test of its own, which passes', needsModule, async ({ tg }) => {
    const { stderr } = await promisify(execFile)(PYTHON, ['-B', '-W', 'ignore', '-m', 'unittest'], {
      cwd: EXAMPLES + folder,
      env: { PYTHONPATH: EXAMPLES, BOT_HANDSET_URL: tg.apiRoot, BOT_HANDSET_LIMIT_SECONDS: String(LIMIT_MS / 1_000) },
    });
    expect(stderr).toContain('Ran 2 tests');
  });
});

/** What every example does, as a person sees it. */
async function walk(tg: Telegram): Promise<void> {
  const aziza = tg.person({ name: 'Aziza', phone: '+998901234567' });
  expect((await aziza.send('/start')).text).toBe('Hello, Aziza!');
  await aziza.press('Share my number');
  await aziza.expectMessage('Is 998901234567 your number?');
  expect((await aziza.press('Yes')).notice).toEqual({ text: 'Saved', isAlert: false });
  await aziza.expectMessage('Your number is saved.');
  const echo = await aziza.sendPhoto({ caption: 'Samarkand' });
  expect(echo).toMatchObject({ photo: expect.any(Array), caption: 'You sent: Samarkand' });
}
