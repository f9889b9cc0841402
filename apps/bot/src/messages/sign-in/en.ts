import { formatWait, plural } from '../time/format-time.ts';
import type { SignInTexts } from './sign-in.types.ts';

/** After something that the person did not start. */
export const ADVICE = 'Don’t open links that others send you, and never choose a number that somebody tells you.';

export const en: SignInTexts = {
  title: (site) => `Sign in to <b>${site}</b>?`,
  account: (number) => `Account: ${number}`,
  startedAgo: (ago) => `Started ${ago}.`,
  instruction: 'Choose the number that your own screen shows. If somebody sent you the link, press “It’s not me”.',
  declineButton: 'It’s not me',
  askForContact: (site) =>
    `To sign in to <b>${site}</b>, share your phone number with the button below.\n\nIf somebody sent you the link, don’t share it.`,
  contactShared: (site) => `Done. Continue in the window of <b>${site}</b>.`,
  linkOld: 'This link is old. Start again on the site.',
  linkTaken: 'Somebody else opened this link too, so it no longer works. Start again on the site.',
  limit: (seconds) =>
    `Too many sign-ins were declined or got a wrong number. Try again in ${formatWait(seconds, {
      second: (n) => plural('en', n, { one: 'second', other: 'seconds' }),
      minute: (n) => plural('en', n, { one: 'minute', other: 'minutes' }),
    })}.`,
  openAgain: 'The site isn’t answering right now. Open the same link again in a moment: it still works.',
  pressAgain: 'The site isn’t answering right now. Press again in a moment.',
  approved: (site) => `Done. Go back to the page: you are signed in to <b>${site}</b> there.`,
  declined: (site) => `Declined. Nobody was signed in to <b>${site}</b>.\n\n${ADVICE}`,
  wrongNumber: (site) =>
    `That was another number, so nobody was signed in to <b>${site}</b>. If it was you, start again on the site.`,
  taken: (site) =>
    `Somebody else opened the link too, so nobody was signed in to <b>${site}</b>. Start again on the site.`,
  expired: (site) => `This sign-in to <b>${site}</b> has expired. Start again on the site.`,
  disownButton: 'It was not me',
  disowned: (site) => `That session on <b>${site}</b> was ended.\n\nWe give your number to nobody. ${ADVICE}`,
  disownedLate: (site) => `This session can no longer be ended here. End it on <b>${site}</b>: My account → Devices.`,
  newDevice: {
    title: (site) => `New device signed in to <b>${site}</b>:`,
    advice: 'If it was you, there is nothing to do. If not, press the button: the session ends at once.',
  },
  newPasskey: {
    title: (site) => `A passkey was added to your account on <b>${site}</b>:`,
    advice:
      'If it was you, there is nothing to do. If not, press the button: all passkeys of your account are removed, and that device is signed out.',
  },
  numberLost: (site, number) =>
    `${number ? `The number ${number}` : 'Your number'} is no longer yours on <b>${site}</b>: somebody else has confirmed it. If you still have this number, get a code to it on the site and sign in.`,
  numberMoved: (site, number) =>
    `On <b>${site}</b>, ${number ? `the number ${number}` : 'your number'} now belongs to the account of somebody else: they confirmed it, and you had not used your account for a long time. Your account stays: sign in on the site by Telegram and add your new number.`,
  claimed: 'Somebody confirmed the number of this account and says that the account is theirs.',
};
