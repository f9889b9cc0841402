import { en as api } from '@raqam/shared/messages/en';
import type { LaterMessages } from '../messages.ts';

export const en: LaterMessages = {
  api,

  page: {
    description: 'Sign up and sign in with a phone number and a one-time code, no password.',
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
    bySms: 'Get a code to my number',
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
    lead: 'We’ll send you a 6-digit code. New here? We’ll create your account.',
    phoneHint: 'For example: 90\u00a0123\u00a045\u00a067',
    send: 'Send me a code',
    sending: 'Sending…',
    enterCode: 'Enter the code',
    sentTo: {
      gateway: {
        sent: (phone) => `We sent the code for ${phone} to Telegram, to the chat “Verification Codes”.`,
        unknown: (phone) =>
          `The code for ${phone} may be late. Enter it once it is in Telegram, in the chat “Verification Codes”.`,
      },
      sms: {
        sent: (phone) => `We sent a code by SMS to ${phone}.`,
        unknown: (phone) => `The SMS to ${phone} may be late. Enter the code once it arrives.`,
      },
    },
    sendBy: { gateway: 'Send the code to Telegram', sms: 'Send the code by SMS' },
    smsRequired: 'The code is right. To protect your account, we also need a new code that comes by SMS.',
    code: '6-digit code',
    codeEmpty: 'Enter the code.',
    codeExpired: 'This code has expired. Get a new one.',
    submit: 'Confirm',
    resend: 'Send a new code',
    resendIn: (wait) => `Resend in ${wait}`,
    byTelegram: 'Get the code from the bot',
    useTelegram: 'Get the code from the Telegram bot',
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
    unverifiedHow: 'This number is not confirmed: it passes to somebody else who confirms it.',
    changePhone: 'Change number',
    addPhone: 'Add a number',
    confirmPhone: 'Confirm the number',
    joined: (date) => `Joined ${date}`,
    signOut: 'Sign out',
    signOutForgotten: 'Sign out and forget me here',
    signingOut: 'Signing out…',
    open: 'Profile and devices',
  },

  welcome: {
    name: 'What’s your name?',
    skip: 'Skip',
    goOn: 'Continue',
    goingOn: 'Taking you back…',
    unconfirmed: (name) =>
      `Your number isn’t confirmed yet. The code was requested by ${name ? `the Telegram account “${name}”` : 'a Telegram account without a name'}. If that wasn’t you, confirm the number.`,
    confirmBySms: 'Confirm with a code',
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

  returning: {
    lead: 'Welcome back! Is this you?',
    continueAs: (account) => `Continue as ${account}`,
    passkey: 'Use a passkey',
    other: 'Use another number',
  },

  passkeys: {
    title: 'Passkeys',
    lead: 'With a passkey you sign in by your fingerprint, face or screen lock.',
    none: 'You have no passkeys yet.',
    add: 'Add a passkey',
    adding: 'Adding…',
    added: 'The passkey was added.',
    unnamed: 'Passkey',
    created: (date) => `Added: ${date}`,
    used: (moment) => `Last used: ${moment}`,
    unused: 'Not used yet',
    remove: 'Remove',
    removeNamed: (name) => `Remove: ${name}`,
    removing: 'Removing…',
    removed: 'The passkey was removed.',
    question: 'Remove this passkey?',
    explanation: 'It will no longer sign you in. Then delete it on your device too.',
    failed: 'That didn’t work. Try again, or sign in another way.',
    known: 'This device already has a passkey for your account.',
    proof: {
      title: 'Confirm that it’s you',
      explanation: 'Sign in once more before you add a passkey, then press the button again.',
    },
    offer: {
      title: 'Next time with one touch?',
      lead: 'Sign in by your fingerprint, face or screen lock. No codes.',
      accept: 'Create a passkey',
      decline: 'Not now',
    },
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
