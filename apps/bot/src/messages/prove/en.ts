import { ADVICE } from '../sign-in/en.ts';
import type { CardTexts } from '../sign-in/sign-in.types.ts';

export const en: CardTexts = {
  title: (site) => `Confirm your number for <b>${site}</b>?`,
  account: (number) => `Number: ${number}`,
  startedAgo: (ago) => `Requested ${ago}.`,
  askForContact: (site) =>
    `To confirm your number for <b>${site}</b>, share it with the button below.\n\nIf somebody sent you the link, don’t share it.`,
  approved: (site) => `Confirmed: <b>${site}</b> gets your phone number. Go back to the page.`,
  declined: (site) => `Declined: <b>${site}</b> does not get your phone number.\n\n${ADVICE}`,
  wrongNumber: (site) =>
    `That was not the number on the screen, so your phone number was not confirmed for <b>${site}</b>. If it was you, start again on the site.`,
  taken: (site) =>
    `Somebody else opened the link too, so no phone number was confirmed for <b>${site}</b>. Start again on the site.`,
  expired: (site) => `The time to confirm your number for <b>${site}</b> is over. Start again on the site.`,
};
