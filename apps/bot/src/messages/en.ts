import { en as change } from './change/en.ts';
import type { Messages } from './messages.types.ts';
import { en as prove } from './prove/en.ts';
import { en as signIn } from './sign-in/en.ts';
import { formatWait, plural } from './time/format-time.ts';

export const en: Messages = {
  signIn,
  prove,
  change,
  welcome: (site) => `Hello! I’ll send you a code to sign in to ${site}.`,
  askForPhone: 'Share your phone number with the button below, or type it (for example, 90 000 00 00).',
  shareButton: 'Share my number',
  help: 'Start on the site and open Telegram from there: I’ll show three numbers, and you choose the one that your screen shows. The first time, I also ask for your phone number.\n\nOr send me your phone number and I’ll reply with a 6-digit code. Enter it on the site to sign up or sign in.\n\n/start — get a code\n/language — change the language',
  support: 'Support',
  terms: 'Terms of use',
  nothingToCancel: 'There is nothing to cancel. To get a code, share your phone number with the button below.',
  chooseLanguage: 'Choose a language:',
  languageChosen: 'Done — I’ll use English.',
  code: (site, code, minutes) =>
    `Your code for ${site}: <code>${code}</code>\n\nIt’s valid for ${plural('en', minutes, { one: 'minute', other: 'minutes' })} and can be used once. <b>Never share it</b>: our staff will never ask for it.`,
  numberStays: 'This number is verified on another account and stays there. The code signs you in to your own account.',
  copyButton: (code) => `Copy ${code}`,
  openSiteButton: 'Continue on the site',
  notOwnContact: 'I can’t tell whether this number is yours. Share your own number with the button below.',
  contactRequired: 'This number belongs to another account. If it is yours, confirm it with the button below.',
  code_cooldown: 'A code for this number was sent a moment ago. If you have it, use that one.',
  code_limit: 'Too many codes were requested.',
  noCode: 'I can’t give you a code right now.',
  wait: (seconds) =>
    `You can ask for a new code in ${formatWait(seconds, {
      second: (n) => plural('en', n, { one: 'second', other: 'seconds' }),
      minute: (n) => plural('en', n, { one: 'minute', other: 'minutes' }),
    })}.`,
  tryLater: 'Please try again a little later.',
  description: (site) =>
    `I sign you in to ${site}.\n\nIf you came from the site, press START and choose the number that your screen shows. Or share your phone number, and enter the 6-digit code that I’ll send on the site. No password needed.`,
  shortDescription: (site) => `Sign in to ${site} with Telegram`,
  commands: { start: 'Get a code', help: 'Help', language: 'Language: English' },
};
