import type { FirstMessages } from '../messages.ts';

export const en: FirstMessages = {
  product: 'Raqam',
  language: 'Language',

  page: {
    offline: 'You are offline',
    terms: 'Terms',
    privacy: 'Privacy',
    support: 'Support',
    contactSupport: 'Contact support',
  },

  header: {
    signIn: 'Sign in',
    account: 'Account',
  },

  signUp: {
    title: 'Sign in or sign up',
    lead: 'No password needed, just your phone number.',
    withTelegram: 'Continue with Telegram',
    or: 'or',
    withSms: 'Get a code to my number',
    telegramTitle: 'Get a code from the bot',
  },

  press: {
    choose: 'Choose this number in Telegram',
    scan: 'Scan the QR code with your phone, then choose this number in Telegram',
    open: (number) => `Choose ${number} in Telegram`,
    openHere: 'Open Telegram on this computer',
    pushed: 'We sent a message to your Telegram. Choose this number there',
    opened: 'Telegram is open. Choose this number there',
    approved: 'Approved in Telegram',
    signingIn: 'Signing in…',
    cutOff: 'No connection to the server. Reconnecting…',
    offline: 'You are offline. This continues once you are back.',
    otherWay: 'Not working? Another way:',
    byCode: 'Get a code from the bot',
    again: 'Start again',
    endings: {
      declined: {
        title: 'Somebody pressed “It’s not me” in Telegram',
        explanation: 'The sign-in was stopped. If it was pressed by mistake, start again.',
      },
      wrong_number: {
        title: 'Another number was chosen in Telegram',
        explanation: 'The sign-in was stopped. Start again and choose the number on this page.',
      },
      taken: {
        title: 'Somebody else opened the link too',
        explanation: 'The sign-in was stopped to keep you safe. Start again.',
      },
      expired: { title: 'Time is up', explanation: 'Start again to get a new number.' },
      refused: { title: 'Couldn’t sign you in' },
    },
  },

  confirm: {
    title: 'Is this your number?',
  },

  login: {
    close: 'Close',
  },

  sms: {
    title: 'Get a code to your number',
    codeTitle: 'Enter the code',
  },

  account: {
    titleRestored: 'You are signed in',
  },

  accountPage: {
    title: 'Your account',
  },

  notices: {
    sessionEnded: 'Your session has expired, or you were signed out from another device. Please sign in again.',
    cookiesRefused:
      'You are signed out: your browser did not keep this site’s cookies, or the session was ended. Allow cookies and sign in again.',
    accountDeleted: 'Your account has been deleted.',
  },

  session: {
    checking: 'Loading…',
    failedTitle: 'We couldn’t load your account',
    retry: 'Try again',
  },

  notFound: {
    title: 'Page not found',
    explanation: 'This page doesn’t exist. The link may be old or mistyped.',
    toStart: 'Back to home',
  },

  failures: {
    unreachable: 'The server could not be reached. Check your connection and try again.',
    offline: 'You are offline. Try again once you are connected.',
    retryAfter: (wait, time) => `You can try again in ${wait}${time ? ` (at ${time})` : ''}.`,
  },

  time: {
    seconds: (count) => `${count} ${count === 1 ? 'second' : 'seconds'}`,
    minutes: (count) => `${count} ${count === 1 ? 'minute' : 'minutes'}`,
    hours: (count) => `${count} ${count === 1 ? 'hour' : 'hours'}`,
  },
};
