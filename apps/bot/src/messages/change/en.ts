import { ADVICE } from '../sign-in/en.ts';
import type { ChangeTexts } from './change.types.ts';

export const en: ChangeTexts = {
  title: (site) => `Change the number of your account on <b>${site}</b>?`,
  account: (number) => `New number: ${number}`,
  startedAgo: (ago) => `Requested ${ago}.`,
  askForContact: (site) =>
    `To change the number of your account on <b>${site}</b>, share this Telegram account’s number with the button below.\n\nIf somebody sent you the link, don’t share it.`,
  approved: (site) => `Done: your account on <b>${site}</b> gets this number. Go back to the page.`,
  declined: (site) => `Declined: the number of your account on <b>${site}</b> stays as it is.\n\n${ADVICE}`,
  wrongNumber: (site) =>
    `That was not the number on the screen, so the number of your account on <b>${site}</b> was not changed. If it was you, start again on the site.`,
  taken: (site) =>
    `Somebody else opened the link too, so the number of your account on <b>${site}</b> was not changed. Start again on the site.`,
  expired: (site) => `The time to change your number on <b>${site}</b> is over. Start again on the site.`,
  otherTelegram:
    'This link is for another Telegram account. Open it with the Telegram account with which you sign in on the site.',
  changed: {
    title: (site) => `The number of your account on <b>${site}</b> was changed:`,
    advice:
      'The old number no longer opens your account. If it was not you, press the button: the old number comes back, and everybody is signed out.',
  },
  added: {
    title: (site) => `Your account on <b>${site}</b> got a number:`,
    advice: 'If it was not you, press the button: the number is removed, and everybody is signed out.',
  },
  undoButton: 'It was not me',
  undone: (site, number) =>
    number
      ? `Your account on <b>${site}</b> has its number back: ${number}. Everybody was signed out: sign in again with Telegram.\n\n${ADVICE}`
      : `The new number was removed from your account on <b>${site}</b>, and everybody was signed out. Sign in again with Telegram and add your number in your account.\n\n${ADVICE}`,
  undoneLate: (site) =>
    `This change can no longer be undone here. Change your number on <b>${site}</b>: My account → Phone number.`,
};
