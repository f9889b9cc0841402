import { en as api } from '@raqam/shared/messages/en';
import type { Messages } from './messages.ts';

export const en: Messages = {
  api,
  product: 'Raqam',
  language: 'Language',

  signUp: {
    title: 'Sign up',
    lead: 'No password: your phone number and a code from our Telegram bot are enough. If you have an account, this signs you in.',
    botStep: 'Get a code from the bot',
    botInstructions: 'Open the bot, press “Start” and send your number.',
    openBot: 'Open the Telegram bot',
    opensNewWindow: '(in a new window)',
    findBot: 'Open our site’s bot in Telegram, press “Start” and send your number.',
    formStep: 'Enter the number and the code',
    phone: 'Phone number',
    phoneHint: 'The one you sent to the bot. For example: 90\u00a0123\u00a045\u00a067',
    code: 'Code from the bot',
    codeHint: '6 digits',
    codeEmpty: 'Enter the code that the bot gave you.',
    codeShape: 'The code has 6 digits.',
    submit: 'Continue',
    submitting: 'Checking…',
    keepCodeSecret: 'Never share the code, not even with our staff.',
  },

  confirm: {
    title: 'Is this your number?',
    explanation: 'The number and the code come from the bot’s link. If the number is not yours, do not go on.',
    code: 'Code',
    yes: 'Yes, sign in',
    no: 'No, change',
  },

  account: {
    titleNew: 'Welcome!',
    titleExisting: 'Welcome back!',
    titleRestored: 'You are signed in',
    leadNew: 'Your account has been created.',
    name: 'Name',
    phone: 'Phone number',
    noPhone: 'No number attached',
    verified: 'Confirmed',
    unverified: 'Not confirmed yet',
    signOut: 'Sign out',
    signingOut: 'Signing out…',
  },

  otherAccount: {
    title: 'You are signed in with another number',
    signedInAs: 'Current account',
    linkIsFor: 'Number in the link',
    stay: 'Stay in this account',
    switch: 'Sign out and use the link’s number',
  },

  session: {
    checking: 'Loading…',
    failedTitle: 'We could not check your account',
    retry: 'Try again',
  },

  notFound: {
    title: 'Page not found',
    explanation: 'There is nothing at this address.',
    toStart: 'Go to the start page',
  },

  failures: {
    unreachable: 'The server could not be reached. Check your connection and try again.',
    retryAfter: (wait, time) => `Try again in ${wait}${time ? ` (at ${time})` : ''}.`,
    units: { seconds: 's', minutes: 'min', hours: 'h' },
  },
};
