import { en as api } from '@raqam/shared/messages/en';
import type { Messages } from './messages.ts';

export const en: Messages = {
  api,
  product: 'Raqam',
  language: 'Language',

  page: {
    description: 'Sign up and sign in with a phone number: a code from a Telegram bot or by SMS, no password.',
    needsJavaScript: 'This page needs JavaScript. Please turn it on in your browser.',
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
    title: 'Sign up',
    lead: 'No password: your number and a code from the bot are enough. If you have an account, this signs you in to it.',
    botStep: 'Get a code from the bot',
    botInstructions: 'Open the bot, press “Start” and send your number.',
    openBot: 'Open the Telegram bot',
    opensNewWindow: '(in a new window)',
    scan: 'To open the bot on your phone, point its camera at this QR code.',
    findBot: 'Open our site’s bot in Telegram, press “Start” and send your number.',
    formStep: 'Enter the number and the code',
    phone: 'Phone number',
    phoneHint: 'The number you sent to the bot. For another country’s number, begin with\u00a0+.',
    code: 'Code from the bot',
    codeHint: '6 digits. Never tell them to anyone, not even our staff.',
    codeEmpty: 'Enter the code that the bot gave you.',
    codeShape: 'The code has 6 digits.',
    submit: 'Continue',
    submitting: 'Checking…',
    noTelegram: 'No Telegram?',
    bySms: 'Sign in by SMS',
  },

  confirm: {
    title: 'Is this your number?',
    explanation: 'The number and the code come from the bot’s link. If the number is not yours, do not go on.',
    code: 'Code:',
    yes: 'Yes, sign in',
    no: 'No, change',
  },

  login: {
    title: 'Sign in to your account',
    close: 'Close',
    ways: 'Way to sign in',
    telegram: 'Telegram',
    sms: 'SMS',
  },

  sms: {
    lead: 'We send a 6-digit code to your number. If you have no account yet, this creates one.',
    phoneHint: 'For example: 90\u00a0123\u00a045\u00a067',
    send: 'Get a code by SMS',
    sending: 'Sending…',
    enterCode: 'Enter the code',
    enterCodeFor: (phone) => `Enter the code that was sent to ${phone}.`,
    code: 'Code from the SMS',
    codeEmpty: 'Enter the code from the SMS.',
    codeExpired: 'This code has expired. Ask for a new one.',
    submit: 'Confirm',
    resend: 'Send the code again',
    resendIn: (wait) => `You can ask for a new code in ${wait}.`,
    changePhone: 'Change the number',
    useTelegram: 'Get the code in Telegram',
  },

  account: {
    titleNew: 'Welcome!',
    titleExisting: 'Welcome back!',
    titleRestored: 'You are signed in',
    leadNew: 'Your account has been created.',
    leadNumberStays: 'Your account’s number hasn’t changed. The number you entered wasn’t added.',
    name: 'Name',
    phone: 'Phone number',
    noPhone: 'No phone number',
    verified: 'Confirmed',
    unverified: 'Not confirmed',
    unverifiedHow:
      'This number isn’t confirmed as yours yet. To confirm it, sign out and sign in again: share your contact with the bot, or get a code by SMS.',
    joined: (date) => `Joined ${date}`,
    signOut: 'Sign out',
    signingOut: 'Signing out…',
    open: 'Profile and devices',
  },

  accountPage: {
    title: 'Your account',
    signedOut: 'Sign in to see your account.',
    cancel: 'Cancel',
  },

  profile: {
    title: 'Profile',
    firstName: 'First name',
    lastName: 'Last name',
    address: 'Address',
    verifyFirst: 'You can add your address and passport number once your phone number is confirmed.',
    addPassport: 'Add passport number',
    passportUnavailable: 'This site doesn’t store passport numbers. You can save everything else.',
    passport: 'Passport number',
    passportHint: 'For example: AA1234567. Stored encrypted.',
    passportShape: 'Enter two Latin letters and 7 digits: AA1234567.',
    save: 'Save',
    saving: 'Saving…',
    saved: 'Saved.',
  },

  devices: {
    title: 'Devices',
    thisOne: 'This device',
    unknown: 'Unknown device',
    lastUsed: (moment) => `Last active: ${moment}`,
    signedIn: (date) => `Signed in: ${date}`,
    end: 'Sign out',
    endNamed: (device) => `Sign out: ${device}`,
    ending: 'Signing out…',
    ended: (device) => `Signed out: ${device}.`,
    endOthers: 'Sign out all other devices',
    othersTitle: 'Sign out all other devices?',
    othersExplanation: 'You’ll stay signed in on this device only. The others will need a new code to sign in again.',
    othersConfirm: 'Yes, sign them out',
    othersEnded: 'All other devices have been signed out.',
  },

  deletion: {
    sectionTitle: 'Sign out or delete',
    open: 'Delete account',
    question: 'Delete your account?',
    explanation:
      'Your account and profile (name, address, passport) will be deleted for good, and all devices signed out. This can’t be undone. You can create a new account with this number later.',
    confirm: 'Yes, delete',
    deleting: 'Deleting…',
  },

  notices: {
    sessionEnded: 'Your session has expired or was ended from another device. Please sign in again.',
    accountDeleted: 'Your account has been deleted.',
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
    ago: null,
    date: null,
  },
};
