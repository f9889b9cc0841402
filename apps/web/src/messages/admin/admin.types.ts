import type { CodeDelivery, LimitKind } from '@raqam/shared/contract/admin-people';
import type { SignInWay } from '@raqam/shared/contract/admin-statistics';

/** What may be refused: the type of the event, and its reason after a space. */
export type RefusalName =
  | 'code.failed'
  | `code.refused ${'contact_required' | 'gateway' | 'account_disabled' | 'phone_conflict'}`
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
      verified: string;
      share: string;
      cost: string;
      costPerVerified: string;
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

  audit: {
    title: string;
  };

  services: {
    title: string;
  };
}
