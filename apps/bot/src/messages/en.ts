import { formatWait, plural } from './format-wait.ts';
import type { Messages } from './messages.ts';

export const en: Messages = {
  welcome: 'Hello! I’ll give you a code to sign in to the site.',
  askForPhone: 'Share your phone number with the button below, or write it: +998 90 123 45 67',
  shareButton: '📱 Share my number',
  help: 'You send your phone number, I give you a 6-digit code, you enter it on the site. That registers you, or signs you in.\n\n/start – a new code\n/language – change the language\n/cancel – cancel',
  cancelled: 'Cancelled. Press /start when you need a code.',
  chooseLanguage: 'Choose a language:',
  languageChosen: 'We speak English now.',
  code: (code, minutes) =>
    `Your code: <code>${code}</code>\n\nIt works for ${plural('en', minutes, { one: 'minute', other: 'minutes' })}, once. <b>Never share it</b>: our staff do not ask for it.`,
  numberStays: 'This number is confirmed for another account and stays with it: the code opens your own account.',
  copyButton: (code) => `📋 Copy ${code}`,
  openSiteButton: '➡️ Continue on the site',
  notOwnContact: 'I can’t be sure that this is your own contact. Press the button below to share your number.',
  contactRequired: 'This number belongs to another account. If it is yours, confirm it with the button below.',
  wait: (seconds) =>
    `You can ask for a new one in ${formatWait(seconds, {
      second: (n) => plural('en', n, { one: 'second', other: 'seconds' }),
      minute: (n) => plural('en', n, { one: 'minute', other: 'minutes' }),
    })}.`,
  tryLater: 'I can’t give you a code right now. Please try again a little later.',
  commands: { start: 'Get a code', help: 'Help', language: 'Language: English', cancel: 'Cancel' },
};
