import type { Guard } from './guard.ts';
import { accountGuards } from './lists/accounts.ts';
import { codeGuards } from './lists/codes.ts';
import { httpGuards } from './lists/http.ts';
import { pressGuards } from './lists/press.ts';
import { serviceGuards } from './lists/services.ts';
import { sessionGuards } from './lists/sessions.ts';
import { sendingGuards } from './lists/sms-and-addresses.ts';
import { startGuards } from './lists/start-bot-and-web.ts';

/** Every guard whose test is shown to fail without it. */
export const allGuards: readonly Guard[] = [
  ...codeGuards,
  ...sendingGuards,
  ...accountGuards,
  ...pressGuards,
  ...sessionGuards,
  ...httpGuards,
  ...serviceGuards,
  ...startGuards,
];
