import type { Messages as ApiMessages } from '@raqam/shared/messages/messages.types';

/** Reasons for a sign-out that the person may not know. */
export type Notice = 'sessionEnded' | 'cookiesRefused' | 'accountDeleted';

/** Why a sign-in by one press ended. `refused`: the API gives no session, and its text says why. */
export type Ending = 'declined' | 'wrong_number' | 'taken' | 'expired' | 'refused';

export type AgoUnit = 'second' | 'minute' | 'hour' | 'day';

/** The texts that the first screen and its changes need at once, in one language. */
export interface FirstMessages {
  product: string;
  language: string;

  page: {
    offline: string;
    /** Links in the footer. */
    terms: string;
    privacy: string;
    support: string;
    /** The same link beside an error. */
    contactSupport: string;
  };

  header: {
    signIn: string;
    account: string;
  };

  /** The sign-in, which is also the sign-up. */
  signUp: {
    title: string;
    lead: string;
    withTelegram: string;
    or: string;
    withSms: string;
    telegramTitle: string;
  };

  /** The sign-in by one press in Telegram. The number is one of two digits. */
  press: {
    /** Above the number, on a phone. */
    choose: string;
    /** The same beside the QR code, which only desktops show. */
    scan: string;
    open: (number: string) => string;
    /** On a desktop. */
    openHere: string;
    /** The same after a card was sent to the person's Telegram. */
    pushed: string;
    /** Above the number, once the link is open in Telegram. */
    opened: string;
    approved: string;
    signingIn: string;
    /** The API gives no answer; the page goes on by itself. */
    cutOff: string;
    offline: string;
    /** Above the other ways, if this one does not seem to work. */
    otherWay: string;
    byCode: string;
    again: string;
    /** `refused` has the API's explanation. */
    endings: Record<Ending, { title: string; explanation?: string }>;
  };

  confirm: {
    title: string;
  };

  login: {
    close: string;
  };

  sms: {
    title: string;
    codeTitle: string;
  };

  account: {
    titleRestored: string;
  };

  accountPage: {
    title: string;
  };

  notices: Record<Notice, string>;

  session: {
    checking: string;
    failedTitle: string;
    retry: string;
  };

  notFound: {
    title: string;
    explanation: string;
    toStart: string;
  };

  failures: {
    /** Instead of the API's message, when no answer came. */
    unreachable: string;
    /** The same if the browser knows why. */
    offline: string;
    /** When to try again. `wait`: as `time` puts it; `time`: "14:05", only for longer waits. */
    retryAfter: (wait: string, time?: string) => string;
  };

  /** Spans of time in whole words, in the case that `failures.retryAfter` needs. */
  time: Record<'seconds' | 'minutes' | 'hours', (count: number) => string>;
}

/** The texts that only lazy parts use, in one language. They are fetched with those parts. */
export interface LaterMessages {
  /** The API's texts, for the checks that the site makes before a call. */
  api: ApiMessages;

  page: {
    /** These two are in index.html, for readers before any script runs. */
    description: string;
    needsJavaScript: string;
  };

  signUp: {
    back: string;
    botInstructions: string;
    openBot: string;
    opensNewWindow: string;
    findBot: string;
    phone: string;
    phoneHint: string;
    code: string;
    codeHint: string;
    codeEmpty: string;
    codeShape: string;
    submit: string;
    submitting: string;
    /** After a code that can't be used any more. */
    newCode: string;
    bySms: string;
  };

  press: {
    /** `account`: its masked number, or its name. */
    signedInAs: (account: string) => string;
    notYou: string;
  };

  confirm: {
    explanation: string;
    yes: string;
    no: string;
  };

  sms: {
    lead: string;
    /** Its example has no-break spaces (\u00a0), which keep the number on one line. */
    phoneHint: string;
    send: string;
    sending: string;
    /** Back to the code that was sent. */
    enterCode: string;
    /** Where the code is. `unknown`: the provider did not say what became of it. */
    sentTo: Record<'gateway' | 'sms', Record<'sent' | 'unknown', (phone: string) => string>>;
    /** The same code over another channel. */
    sendBy: Record<'gateway' | 'sms', string>;
    /** After the right code of Telegram: this account needs one of an SMS. */
    smsRequired: string;
    code: string;
    codeEmpty: string;
    /** Also for a sign-in that is over. */
    codeExpired: string;
    submit: string;
    resend: string;
    /** `wait`: a clock, such as `0:56`. */
    resendIn: (wait: string) => string;
    byTelegram: string;
    useTelegram: string;
  };

  account: {
    titleNew: string;
    titleExisting: string;
    leadNew: string;
    /** The number was somebody else's, or nothing proved it. */
    leadNumberStays: string;
    name: string;
    phone: string;
    noPhone: string;
    verified: string;
    unverified: string;
    unverifiedHow: string;
    /** Links to the page of the number. */
    changePhone: string;
    addPhone: string;
    confirmPhone: string;
    /** `date`: as `time.date` puts it. */
    joined: (date: string) => string;
    signOut: string;
    /** Also in this browser, which otherwise remembers the account. */
    signOutForgotten: string;
    signingOut: string;
    open: string;
  };

  /** After signing in. */
  welcome: {
    name: string;
    skip: string;
    goOn: string;
    goingOn: string;
    /** `name`: of the Telegram account that asked for the code; may be empty. */
    unconfirmed: (name: string) => string;
    confirmBySms: string;
    shareContact: string;
  };

  accountPage: {
    signedOut: string;
    cancel: string;
    /** The link to the admin page. */
    administration: string;
  };

  profile: {
    title: string;
    firstName: string;
    lastName: string;
    address: string;
    /** Instead of the fields that need a confirmed number. */
    verifyFirst: string;
    addPassport: string;
    /** Instead of the passport number, if the API can't encrypt it. */
    passportUnavailable: string;
    passport: string;
    passportHint: string;
    passportShape: string;
    save: string;
    saving: string;
    saved: string;
  };

  /** Of a browser in which somebody was signed in before. The account is a masked number. */
  returning: {
    lead: string;
    continueAs: (account: string) => string;
    passkey: string;
    other: string;
  };

  passkeys: {
    title: string;
    lead: string;
    none: string;
    add: string;
    adding: string;
    added: string;
    /** Where the browser that made it is not known. */
    unnamed: string;
    created: (date: string) => string;
    used: (moment: string) => string;
    unused: string;
    remove: string;
    /** For screen readers. */
    removeNamed: (name: string) => string;
    removing: string;
    removed: string;
    question: string;
    explanation: string;
    failed: string;
    known: string;
    /** Asks for another sign-in before a passkey is made. */
    proof: { title: string; explanation: string };
    /** After a sign-in. */
    offer: { title: string; lead: string; accept: string; decline: string };
  };

  devices: {
    title: string;
    thisOne: string;
    unknown: string;
    /** `moment`: "3 soat oldin", "21-noyabr". */
    lastUsed: (moment: string) => string;
    /** `date`: as `time.date` puts it. */
    signedIn: (date: string) => string;
    end: string;
    /** The same for screen readers, where all buttons would sound alike. */
    endNamed: (device: string) => string;
    ending: string;
    ended: (device: string) => string;
    endOthers: string;
    othersTitle: string;
    othersExplanation: string;
    othersConfirm: string;
    othersEnded: string;
  };

  deletion: {
    sectionTitle: string;
    open: string;
    question: string;
    explanation: string;
    confirm: string;
    deleting: string;
  };

  otherAccount: {
    title: string;
    signedInAs: string;
    linkIsFor: string;
    stay: string;
    switch: string;
  };

  failures: {
    /** The same while it is counted down. `wait`: a clock, such as `4:12`. */
    retryIn: (wait: string) => string;
  };

  time: {
    /** How long ago; null where browsers know the language's words. Chromium answers in Uzbek with “-3 h”. */
    ago: ((count: number, unit: AgoUnit) => string) | null;
    /** A date in words, with its year where it is not this one; null where browsers know the names of the months. */
    date: ((day: number, month: number, year?: number) => string) | null;
  };

  /** In Telegram's in-app browser. */
  telegramBrowser: {
    explanation: string;
    copy: string;
    copied: string;
  };

  /** On the page inside Telegram. */
  miniApp: {
    signingIn: string;
    failedTitle: string;
    ask: {
      title: string;
      lead: string;
      share: string;
      waiting: string;
      /** The person said no to Telegram's question. */
      cancelled: string;
      /** The bot did not pass the number on within a minute. */
      late: string;
      onSite: string;
    };
    /** Telegram's data is used up or too old. */
    reopen: { title: string; lead: string; close: string };
    signedOut: string;
    outside: { title: string; lead: string; signIn: string };
  };
}

/** All texts of the site, in one language. */
export type Messages = FirstMessages & LaterMessages;
