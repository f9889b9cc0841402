import { screen, within } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import { uz } from '../src/messages/uz.ts';
import { errorAnswer, type FakeApi } from './fake-api.ts';
import { openPage } from './open-page.tsx';

export const dialog = () => within(screen.getByRole('dialog'));
export const phoneField = () => dialog().getByLabelText(uz.signUp.phone);
export const codeField = () => dialog().getByLabelText(uz.sms.code);
export const button = (name: string) => dialog().getByRole('button', { name });
export const refusal = (status: number, code: Parameters<typeof errorAnswer>[1]['code'], retry_after?: number) =>
  errorAnswer(status, { code, message: 'API matni', ...(retry_after !== undefined && { retry_after }) });

export async function openSmsOf(api: FakeApi): Promise<UserEvent> {
  const { user } = await openPage(api);
  await user.click(screen.getByRole('button', { name: uz.header.signIn }));
  await user.click(await screen.findByRole('tab', { name: uz.login.sms }));
  return user;
}

export async function askForCode(user: UserEvent, phone = '90 123 45 67'): Promise<void> {
  await user.type(phoneField(), phone);
  await user.click(button(uz.sms.send));
}

export async function receiveCodeOf(api: FakeApi): Promise<UserEvent> {
  const user = await openSmsOf(api);
  await askForCode(user);
  await dialog().findByLabelText(uz.sms.code);
  return user;
}
