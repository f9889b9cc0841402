import type { ServiceScope } from '@raqam/shared/contract/admin';
import type { CodeDelivery, LimitKind } from '@raqam/shared/contract/admin-people';
import type { SignInWay } from '@raqam/shared/contract/admin-statistics';
import type { AuditMessages } from './audit/audit.types.ts';

/** What may be refused: the type of the event, and its reason after a space. */
type RefusalName =
  | 'code.failed'
  | `code.refused ${'contact_required' | 'gateway' | 'account_disabled' | 'number_recycled' | 'phone_conflict'}`
  | `challenge.${'declined' | 'wrong_number' | 'taken'}`
  | `sms.undelivered ${'undelivered' | 'expired' | 'rejected'}`
  | `limit.reached ${'codes per number' | 'codes per Telegram account' | 'SMS per number' | 'SMS of all numbers' | 'failed attempts per number'}`;

/** The texts of the admin page, in one language. */
export interface AdminMessages {
  title: string;

  /** Shown to people who are no administrators. */
  notAdmin: {
    title: string;
    explanation: string;
  };

  /** The dialog that asks for a fresh sign-in. */
  proof: {
    title: string;
    explanation: string;
  };

  statistics: {
    title: string;
    /** The label of the switch between periods. */
    period: string;
    days: (count: number) => string;
    users: {
      title: string;
      all: string;
      verified: string;
      activeToday: string;
      disabled: string;
      admins: string;
    };
    ways: Record<SignInWay, string>;
    byDay: string;
    signIns: string;
    signUps: string;
    /** That days begin at midnight in London. */
    inUtc: string;
    asTable: string;
    day: string;
    /** For screen readers, in place of the chart. */
    total: (count: string) => string;
    nothing: string;
    conversion: {
      title: string;
      explanation: string;
      way: string;
      country: string;
      unknownCountry: string;
      testNumbers: string;
      started: string;
      sent: string;
      delivered: string;
      entered: string;
      verified: string;
      share: string;
      cost: string;
      costPerVerified: string;
      /** What all codes cost, and that for each person who came in by any way. */
      total: (amount: string, perPerson: string) => string;
      /** Where no prices are configured. */
      noPrices: string;
    };
    sms: {
      title: string;
      none: string;
      left: (left: string, limit: string) => string;
      sentToday: string;
      balance: string;
      unknown: string;
    };
    refusals: {
      title: string;
      none: string;
      /** By the type of the event, and its reason after a space, if it has one. */
      names: Record<RefusalName, string>;
    };
    addresses: {
      title: string;
      explanation: string;
      none: string;
      ip: string;
      wrongCodes: string;
      declined: string;
      refused: string;
      codesSent: string;
      people: string;
      last: string;
    };
  };

  people: {
    title: string;
    noName: string;
    badges: {
      admin: string;
      disabled: string;
      testNumber: string;
    };
    search: {
      label: string;
      hint: string;
      /** Above the list without a query. */
      newest: string;
      results: string;
      none: string;
      /** After a number that nobody has. */
      showNumber: (phone: string) => string;
      more: string;
      /** For screen readers. `isMore`: there are further ones. */
      found: (count: number, isMore: boolean) => string;
    };
    person: {
      /** The title of somebody without a name. */
      title: string;
      toPeople: string;
      nobody: string;
      missing: string;
      missingExplanation: string;
      telegramId: string;
      country: string;
      joined: string;
      lastSignIn: string;
      neverSignedIn: string;
      id: string;
      disabledAt: string;
      none: string;
    };
    limits: {
      title: string;
      none: string;
      kinds: Record<LimitKind, string>;
      /** `span`: "1 soat". */
      used: (used: number, max: number, span: string) => string;
      /** `moment`: "14:05", or with its date. */
      freeAt: (moment: string) => string;
      free: string;
      unlock: string;
      unlocking: string;
      unlocked: string;
    };
    sessions: {
      title: string;
      none: string;
      endAll: string;
      endAllTitle: string;
      endAllExplanation: string;
      ending: string;
      allEnded: string;
    };
    deliveries: {
      title: string;
      none: string;
      statuses: Record<CodeDelivery['status'], string>;
    };
    acts: {
      title: string;
      /** In place of the acts that nobody may do to themselves. */
      ownAccount: string;
      disable: string;
      disableTitle: string;
      disableExplanation: string;
      disabling: string;
      disabled: string;
      enable: string;
      enabling: string;
      enabled: string;
      makeAdmin: string;
      makeAdminTitle: string;
      makeAdminExplanation: string;
      makingAdmin: string;
      madeAdmin: string;
      /** In place of the button, for somebody whose number is not confirmed. */
      adminNeedsNumber: string;
      removeAdmin: string;
      removeAdminTitle: string;
      removeAdminExplanation: string;
      removingAdmin: string;
      removedAdmin: string;
      export: string;
      exporting: string;
      exported: string;
      delete: string;
      deleteTitle: string;
      deleteExplanation: string;
      /** `ending`: what the number ends with is asked for, so this names the whole number. */
      deleteLabel: (number: string) => string;
      deleteMismatch: string;
      deleting: string;
      deleted: string;
      deletedExplanation: string;
    };
  };

  audit: AuditMessages;

  services: {
    title: string;
    enabled: string;
    disabled: string;
    added: (day: string) => string;
    adding: string;
    /** After it was added, changed or removed; by its name. */
    addedNow: (name: string) => string;
    enabledNow: (name: string) => string;
    disabledNow: (name: string) => string;
    rotated: (name: string) => string;
    removed: (name: string) => string;
    enable: string;
    enabling: string;
    disable: string;
    disabling: string;
    rotate: string;
    rotating: string;
    remove: string;
    removing: string;
    /** The buttons for screen readers. */
    enableNamed: (name: string) => string;
    disableNamed: (name: string) => string;
    rotateNamed: (name: string) => string;
    removeNamed: (name: string) => string;
    /** The questions. */
    disableTitle: (name: string) => string;
    rotateTitle: (name: string) => string;
    removeTitle: (name: string) => string;

    /** The dialog that shows a secret once. */
    secret: {
      title: (name: string) => string;
      explanation: string;
      label: string;
      copy: string;
      copied: string;
      /** The browser did not allow it. */
      selected: string;
      stored: string;
      close: string;
    };

    clients: {
      title: string;
      lead: string;
      none: string;
      add: string;
      addTitle: string;
      id: string;
      idHint: string;
      name: string;
      nameHint: string;
      uris: string;
      urisHint: string;
      logoutUris: string;
      logoutUrisHint: string;
      urisWrong: string;
      own: string;
      ownHint: string;
      public: string;
      publicHint: string;
      es256: string;
      es256Hint: string;
      consent: string;
      noConsent: string;
      publicBadge: string;
      onlyNumbers: string;
      afterLogout: (uri: string) => string;
      rotateExplanation: string;
      disableExplanation: string;
      removeExplanation: string;
    };

    keys: {
      title: string;
      lead: string;
      none: string;
      add: string;
      addTitle: string;
      name: string;
      nameHint: string;
      scopes: string;
      scopesMissing: string;
      scopeNames: Record<ServiceScope, string>;
      expiry: string;
      days: (count: number) => string;
      never: string;
      works: string;
      worksUntil: (day: string) => string;
      worksAlways: string;
      revokedBadge: (day: string) => string;
      expiredBadge: (day: string) => string;
      lastUsed: (moment: string) => string;
      neverUsed: string;
      revoke: string;
      revoking: string;
      revokeNamed: (name: string) => string;
      revokeTitle: (name: string) => string;
      /** With the last characters of the key. */
      revokeExplanation: (ending: string) => string;
      revoked: (name: string) => string;
    };

    webhooks: {
      title: string;
      lead: string;
      none: string;
      add: string;
      addTitle: string;
      url: string;
      urlHint: string;
      urlWrong: string;
      types: string;
      typesWrong: string;
      /** Types of events that a webhook can have, as `user.*`. */
      groupNames: Record<string, string>;
      single: string;
      singleHint: string;
      sends: (types: string) => string;
      pendingCount: (count: string) => string;
      failedCount: (count: string) => string;
      rotateExplanation: string;
      disableExplanation: string;
      removeExplanation: string;
      deliveries: string;
      deliveriesNamed: (url: string) => string;
      failed: string;
      all: string;
      noFailed: string;
      noDeliveries: string;
      states: Record<'pending' | 'delivered' | 'failed', string>;
      tries: (count: number) => string;
      /** Before how the last try ended, which is in English. */
      outcome: string;
      nextTry: (moment: string) => string;
      resend: string;
      resending: string;
      resendNamed: (type: string) => string;
      resendAll: string;
      resent: (count: number) => string;
      more: string;
      test: string;
      testing: string;
      testNamed: (url: string) => string;
      tested: (outcome: string) => string;
      testWaits: string;
    };
  };
}
