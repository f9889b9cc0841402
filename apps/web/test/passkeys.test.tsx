import { screen, within } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { uz } from '../src/messages/uz.ts';
import { errorAnswer, useFakeApi } from './support/fake-api.ts';
import { openAccountOf } from './support/open-account.tsx';

const api = await useFakeApi();

afterEach(() => vi.unstubAllGlobals());

test('long after the sign-in the account asks for another one before a passkey is made', async () => {
  vi.stubGlobal('PublicKeyCredential', class {});
  const { user } = await openAccountOf(api);
  const proofRequired = errorAnswer(403, { code: 'proof_required', message: 'API matni' });
  api.answerNext('/api/v1/auth/passkeys/options/', proofRequired);
  await user.click(screen.getByRole('button', { name: uz.passkeys.add }));

  const dialog = within(await screen.findByRole('dialog', { name: uz.passkeys.proof.title }));
  expect(dialog.getByText(uz.passkeys.proof.explanation)).toBeTruthy();
  expect(screen.queryByText('API matni')).toBe(null);
});
