import type { NumberMessages } from './number.types.ts';

export const en: NumberMessages = {
  change: 'Change phone number',
  confirm: 'Confirm phone number',
  add: 'Add a phone number',
  now: (phone) => `Your number now: ${phone}`,
  oldOneEnds: 'The old number will no longer open your account. Your devices stay signed in.',
  inTelegram: 'If your Telegram already has the new number, share it there:',
  byCode: 'Get a code to the number',
  lead: 'Enter the number. We’ll send it a 6-digit code.',
  changing: 'Changing…',
  endings: {
    declined: {
      title: 'Somebody pressed “It’s not me” in Telegram',
      explanation: 'The phone number stays as it was. If it was pressed by mistake, start again.',
    },
    wrong_number: {
      title: 'Another number was chosen in Telegram',
      explanation: 'Your phone number stays as it was. Start again and choose the number on this page.',
    },
    taken: {
      title: 'Somebody else opened the link too',
      explanation: 'Your phone number stays as it was. Start again.',
    },
    expired: { title: 'Time is up', explanation: 'Start again to get a new number to choose.' },
    refused: { title: 'The phone number was not changed' },
  },
  proof: {
    title: 'Confirm that it’s you',
    explanation: 'Sign in once more, with your old number or with Telegram, before you change the number.',
  },
  done: { changed: 'Number changed', confirmed: 'Number confirmed', added: 'Number added' },
  doneLead: (phone) => `Your number is now ${phone}. Sign in with it from now on.`,
  oldOneEnded: (phone) => `${phone} no longer opens your account.`,
  toAccount: 'Back to my account',
};
