import { screen } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import { uz } from '../../src/messages/uz.ts';
import { errorAnswer, type FakeApi } from './fake-api.ts';
import { openPage } from './open-page.tsx';

export const phoneField = () => screen.getByLabelText(uz.signUp.phone);
export const codeField = () => screen.getByLabelText(uz.sms.code);
export const button = (name: string) => screen.getByRole('button', { name });
export const refusal = (
  status: number,
  code: Parameters<typeof errorAnswer>[1]['code'],
  more: { retry_after?: number; attempts_left?: number; delivery?: 'unknown' } = {},
) => errorAnswer(status, { code, message: 'API matni', ...more });

/** Opens the site and chooses SMS, unless an earlier visit of this tab did. */
export async function openSmsOf(api: FakeApi): Promise<UserEvent> {
  const { user } = await openPage(api);
  const choice = screen.queryByRole('button', { name: uz.signUp.withSms });
  if (choice) await user.click(choice);
  return user;
}

export async function askForCode(user: UserEvent, phone = '90 123 45 67'): Promise<void> {
  await user.type(phoneField(), phone);
  await user.click(button(uz.sms.send));
}

export async function receiveCodeOf(api: FakeApi): Promise<UserEvent> {
  const user = await openSmsOf(api);
  await askForCode(user);
  await screen.findByLabelText(uz.sms.code);
  return user;
}
