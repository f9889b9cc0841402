import { act } from '@testing-library/react';
import { hydrateRoot, type Root } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { expect, onTestFinished, test, vi } from 'vitest';
import { keepAttempt, newAttempt } from '../../src/features/auth/attempt/attempt.ts';
import { textsIn } from '../../src/messages/load-messages.ts';
import { LoginModal, RaqamProvider, SignupPage } from '../../src/parts/parts.ts';
import { writeStored } from '../../src/stored.ts';

const app = (
  <RaqamProvider apiBaseUrl="http://localhost:9/api/v1" botUsername="raqam_bot" language="ru" brand={{ name: 'Лавка' }}>
    <SignupPage />
    <LoginModal onClose={() => {}} />
  </RaqamProvider>
);

/** What React reports when it takes over a page that a server rendered. */
async function takeOver(html: string): Promise<{ root: HTMLElement; problems: unknown[] }> {
  const problems: unknown[] = [];
  const log = vi.spyOn(console, 'error').mockImplementation((...said) => void problems.push(said));
  const root = document.createElement('div');
  root.innerHTML = html;
  document.body.append(root);
  const onRecoverableError = (error: unknown) => void problems.push(error);
  const react = await act(async (): Promise<Root> => hydrateRoot(root, app, { onRecoverableError }));
  onTestFinished(async () => {
    await act(async () => react.unmount());
    root.remove();
    log.mockRestore();
  });
  return { root, problems };
}

/** As a server does, which has no storage. */
async function render(): Promise<string> {
  await textsIn('ru');
  return renderToString(app);
}

test('a server renders the first screen, with its link and the brand, but no dialog', async () => {
  const html = await render();
  expect(html).toContain('<h1>Вход или регистрация</h1>');
  expect(html).toContain('href="https://t.me/raqam_bot?start=ru"');
  expect(html).toContain('Лавка');
  expect(html).not.toContain('<dialog');
});

test.for<[string, () => unknown]>([
  ['nothing', () => {}],
  ['an unfinished sign-in', () => keepAttempt('page', { ...newAttempt, step: 'sms' })],
  ['a session', () => void writeStored('raqam.signed-in', '1')],
  ['Telegram’s in-app browser', () => vi.stubGlobal('TelegramWebview', {})],
])('a browser takes it over without a difference, though it knows of %s', async ([, prepare]) => {
  const html = await render();
  prepare();
  onTestFinished(() => void vi.unstubAllGlobals());
  const { root, problems } = await takeOver(html);
  expect(problems).toEqual([]);
  expect(root.querySelector('dialog')).not.toBeNull();
});
