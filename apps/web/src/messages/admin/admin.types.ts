import type { CodeDelivery, LimitKind } from '@raqam/shared/contract/admin-people';
import type { AuditMessages } from './audit/audit.types.ts';

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
  };
}
