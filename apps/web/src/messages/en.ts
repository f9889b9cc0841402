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
    title: 'Sign in or sign up',
    lead: 'No password needed, just your phone number.',
    withTelegram: 'Continue with Telegram',
    or: 'or',
    withSms: 'Continue with SMS',
    back: 'Back',
    telegramTitle: 'Get a code from the bot',
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
    choose: 'Choose this number in Telegram',
    scan: 'Scan the QR code with your phone, then choose this number in Telegram',
    open: (number) => `Choose ${number} in Telegram`,
    openHere: 'Open Telegram on this computer',
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
    signedInAs: (account) => `You are in as ${account}.`,
    notYou: 'Not you?',
  },

  confirm: {
    title: 'Is this your number?',
    explanation: 'This number came from your Telegram link. If it isn’t yours, don’t continue.',
    yes: 'Yes, sign in',
    no: 'Use another number',
  },

  login: {
    close: 'Close',
  },

  sms: {
    title: 'Sign in with SMS',
    lead: 'We’ll text you a 6-digit code. New here? We’ll create your account.',
    phoneHint: 'For example: 90\u00a0123\u00a045\u00a067',
    send: 'Text me a code',
    sending: 'Sending…',
    enterCode: 'Enter the code',
    codeTitle: 'Enter the code',
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
    sessionEnded: 'Your session has expired, or you were signed out from another device. Please sign in again.',
    cookiesRefused:
      'You are signed out: your browser did not keep this site’s cookies, or the session was ended. Allow cookies and sign in again.',
    accountDeleted: 'Your account has been deleted.',
  },

  otherAccount: {
    title: 'You are signed in with another number',
    signedInAs: 'Current account',
    linkIsFor: 'Number in the link',
    stay: 'Stay in this account',
    switch: 'Sign out and use another number',
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
    retryIn: (wait) => `Try again in ${wait}`,
  },

  time: {
    seconds: (count) => `${count} ${count === 1 ? 'second' : 'seconds'}`,
    minutes: (count) => `${count} ${count === 1 ? 'minute' : 'minutes'}`,
    hours: (count) => `${count} ${count === 1 ? 'hour' : 'hours'}`,
    ago: null,
    date: null,
  },
};
