import { en as api } from '@raqam/shared/messages/en';
import type { LaterMessages } from '../messages.ts';

export const en: LaterMessages = {
  api,

  page: {
    description: 'Sign up and sign in with a phone number: a code from a Telegram bot or by SMS, no password.',
    needsJavaScript: 'This page needs JavaScript. Please turn it on in your browser.',
  },

  signUp: {
    back: 'Back',
    botInstructions: 'Press “Start” and share your number: the bot replies with a code.',
    openBot: 'Open Telegram',
    opensNewWindow: '(in a new window)',
    findBot: 'Open our site’s bot in Telegram, press “Start” and share your number. It replies with a code.',
    phone: 'Phone number',
    phoneHint: 'The number you shared with the bot. Outside Uzbekistan, start with\u00a0+.',
    code: 'Code from the bot',
    codeHint: 'Never share this code, not even with our staff.',
    codeEmpty: 'Enter the code from the bot.',
    codeShape: 'Enter all 6 digits.',
    submit: 'Continue',
    submitting: 'Checking…',
    newCode: 'Get a new code from the bot',
    bySms: 'Use SMS instead',
  },

  press: {
    signedInAs: (account) => `You are in as ${account}.`,
    notYou: 'Not you?',
  },

  confirm: {
    explanation: 'This number came from your Telegram link. If it isn’t yours, don’t continue.',
    yes: 'Yes, sign in',
    no: 'Use another number',
  },

  sms: {
    lead: 'We’ll text you a 6-digit code. New here? We’ll create your account.',
    phoneHint: 'For example: 90\u00a0123\u00a045\u00a067',
    send: 'Text me a code',
    sending: 'Sending…',
    enterCode: 'Enter the code',
    enterCodeFor: (phone) => `We sent a code to ${phone}.`,
    lateFor: (phone) => `The SMS to ${phone} may be late. Enter the code once it arrives.`,
    code: 'Code from the SMS',
    codeEmpty: 'Enter the code from the SMS.',
    codeExpired: 'This code has expired. Get a new one.',
    submit: 'Confirm',
    resend: 'Send a new code',
    resendIn: (wait) => `Resend in ${wait}`,
    byTelegram: 'Use Telegram instead',
    useTelegram: 'Get the code in Telegram',
  },

  account: {
    titleNew: 'Welcome!',
    titleExisting: 'Welcome back!',
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

  welcome: {
    name: 'What’s your name?',
    skip: 'Skip',
    goOn: 'Continue',
    goingOn: 'Taking you back…',
    unconfirmed: (name) =>
      `Your number isn’t confirmed yet. The code was requested by ${name ? `the Telegram account “${name}”` : 'a Telegram account without a name'}. If that wasn’t you, confirm the number by SMS.`,
    confirmBySms: 'Confirm by SMS',
    shareContact: 'Share my number with the bot',
  },

  accountPage: {
    signedOut: 'Sign in to see your account.',
    cancel: 'Cancel',
    administration: 'Administration',
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

  otherAccount: {
    title: 'You are signed in with another number',
    signedInAs: 'Current account',
    linkIsFor: 'Number in the link',
    stay: 'Stay in this account',
    switch: 'Sign out and use another number',
  },

  failures: {
    retryIn: (wait) => `Try again in ${wait}`,
  },

  time: {
    ago: null,
    date: null,
  },

  telegramBrowser: {
    explanation:
      'This page is open inside Telegram. If you sign in here, you are signed in only in this window. To sign in in your usual browser, copy the link and open it there.',
    copy: 'Copy the link',
    copied: 'Copied',
  },

  miniApp: {
    signingIn: 'Signing you in…',
    failedTitle: 'You could not be signed in',
    ask: {
      title: 'Share your phone number',
      lead: 'It is needed once, to create your account. There is no code to type.',
      share: 'Share my number',
      waiting: 'Waiting…',
      cancelled: 'Your number was not shared. There is no account without it.',
      late: 'Your number has not arrived yet. Share it again.',
      onSite: 'Sign in on the site',
    },
    reopen: {
      title: 'Open this page again',
      lead: 'To sign in, close this window and press the menu button in the bot’s chat again.',
      close: 'Close',
    },
    signedOut: 'You are signed out',
    outside: {
      title: 'This page opens in Telegram',
      lead: 'Open it with the menu button in the bot’s chat, or sign in right here.',
      signIn: 'Sign in',
    },
  },
};
