import type { Messages as ApiMessages } from '@raqam/shared/messages/messages';

/** Everything that the site says, in one language. */
export interface Messages {
  /** What the API says: for the checks that the site makes before it asks the API. */
  api: ApiMessages;
  product: string;
  language: string;

  signUp: {
    title: string;
    lead: string;
    botStep: string;
    botInstructions: string;
    openBot: string;
    opensNewWindow: string;
    findBot: string;
    formStep: string;
    phone: string;
    /** Its example holds no-break spaces (\u00a0): a number must not fall apart at the end of a line. */
    phoneHint: string;
    code: string;
    codeHint: string;
    codeEmpty: string;
    codeShape: string;
    submit: string;
    submitting: string;
    keepCodeSecret: string;
  };

  confirm: {
    title: string;
    explanation: string;
    code: string;
    yes: string;
    no: string;
  };

  account: {
    titleNew: string;
    titleExisting: string;
    titleRestored: string;
    leadNew: string;
    name: string;
    phone: string;
    noPhone: string;
    verified: string;
    unverified: string;
    signOut: string;
    signingOut: string;
  };

  otherAccount: {
    title: string;
    signedInAs: string;
    linkIsFor: string;
    stay: string;
    switch: string;
  };

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
    /** When to try again. `wait`: "5 min"; `time`: "14:05", only for longer waits. */
    retryAfter: (wait: string, time: string | undefined) => string;
    units: { seconds: string; minutes: string; hours: string };
  };
}
