import { describe, expect, test } from 'vitest';
import { contract } from '../src/contract.ts';
import type { ErrorCode } from '../src/errors.ts';
import { messages } from '../src/messages/messages.ts';

/** The words of the channels, in all languages: an endpoint's texts may name those that its client uses anyway. */
const WORDS = {
  sms: /SMS|СМС/i,
  bot: /(?<!\p{L})(?:bot|бот)/iu,
  telegram: /Telegram/i,
} as const;
type Word = keyof typeof WORDS;

/** The endpoints whose clients use a channel. Every other endpoint also serves sites without it. */
const NAMED: { [Name in keyof typeof contract]?: readonly Word[] } = {
  createTelegramCode: ['bot', 'telegram'],
  findChat: ['bot', 'telegram'],
  saveChat: ['bot', 'telegram'],
  claimUpdate: ['bot', 'telegram'],
  releaseUpdate: ['bot', 'telegram'],
  openChallenge: ['bot', 'telegram'],
  shareContact: ['bot', 'telegram'],
  decideChallenge: ['bot', 'telegram'],
  nextAlerts: ['bot', 'telegram'],
  acknowledgeAlerts: ['bot', 'telegram'],
  disownSession: ['bot', 'telegram'],
  undoChange: ['bot', 'telegram'],
  startTelegramLogin: ['telegram'],
  registerWithTelegram: ['bot', 'telegram'],
  collectChallenge: ['bot', 'telegram'],
  signInWithMiniApp: ['bot', 'telegram'],
  authenticateBySms: ['sms'],
};

/** Codes whose whole point is a channel that the site has. */
const ABOUT: { [Code in ErrorCode]?: readonly Word[] } = {
  /** Only where the API can send an SMS. */
  sms_required: ['sms'],
};

/** Texts in the place of an error's own: see `chooseText` of the API. */
function textsOf(code: ErrorCode, texts: (typeof messages)['uz']): string[] {
  const further = [
    ...(code === 'code_incorrect' ? [0, 1, 4].map(texts.attemptsLeft) : []),
    ...(code === 'sms_unavailable' ? [texts.smsMayArrive] : []),
  ];
  return [texts.errors[code], ...further];
}

describe('no text of an endpoint names a channel that its client did not use or the site may not have', () => {
  const table = Object.entries(contract).map(([name, { errors }]) => [name, errors] as const);
  test.each(table)('%s', (name, errors) => {
    const named = NAMED[name as keyof typeof contract] ?? []; // the contract's own keys
    for (const code of errors) {
      const allowed: readonly Word[] = [...named, ...(ABOUT[code] ?? [])];
      for (const [language, texts] of Object.entries(messages)) {
        for (const text of textsOf(code, texts)) {
          for (const [word, pattern] of Object.entries(WORDS)) {
            if (!allowed.some((each) => each === word)) expect(text, `${code} in ${language}`).not.toMatch(pattern);
          }
        }
      }
    }
  });
});
