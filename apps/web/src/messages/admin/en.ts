import type { AdminMessages } from './admin.types.ts';
import { en as audit } from './audit/en.ts';

export const en: AdminMessages = {
  title: 'Administration',

  notAdmin: {
    title: 'Only administrators can open this page',
    explanation: 'You are signed in with an account that is not an administrator.',
  },

  proof: {
    title: 'Confirm that it’s you',
    explanation:
      'Your last sign-in was more than 15 minutes ago. Sign in once more, and the page continues where you are.',
  },

  statistics: {
    title: 'Statistics',
  },

  people: {
    title: 'People',
    noName: 'No name',
    badges: {
      admin: 'Administrator',
      disabled: 'Disabled',
      testNumber: 'Test number',
    },
    search: {
      label: 'Find a person',
      hint: 'A name, a phone number or its last 4 digits, or a Telegram ID',
      newest: 'Newest accounts',
      results: 'Found',
      none: 'Nobody found.',
      showNumber: (phone) => `Show what is known about ${phone}`,
      more: 'Show more',
      found: (count, isMore) => `${isMore ? 'First ' : ''}${count} ${count === 1 ? 'person' : 'people'}`,
    },
    person: {
      title: 'Person',
      toPeople: 'All people',
      nobody: 'Nobody has registered with this number.',
      missing: 'There is no such person',
      missingExplanation: 'The account may have been deleted.',
      telegramId: 'Telegram ID',
      country: 'Country',
      joined: 'Registered',
      lastSignIn: 'Last sign-in',
      neverSignedIn: 'Not known',
      id: 'User ID',
      disabledAt: 'Disabled since',
      none: 'None',
    },
    limits: {
      title: 'Limits',
      none: 'Nothing is counted now: codes and sign-ins are allowed.',
      kinds: {
        telegram_codes: 'Codes from the bot',
        typed_numbers: 'Codes for the number typed into the bot',
        sms: 'SMS',
        sms_known_devices: 'SMS from known devices',
        wrong_codes: 'Wrong codes',
        wrong_codes_known_devices: 'Wrong codes from known devices',
        codes_of_telegram_account: 'Codes for this Telegram account',
        refused_cards: 'Declined sign-ins in Telegram',
        clearings: 'Lock-outs lifted by the owner',
      },
      used: (used, max, span) => `${used} of ${max} within ${span}`,
      freeAt: (moment) => `Allowed again at ${moment}`,
      free: 'Allowed now',
      unlock: 'Unlock',
      unlocking: 'Unlocking…',
      unlocked: 'Unlocked. Codes and attempts are allowed again.',
    },
    sessions: {
      title: 'Sessions',
      none: 'Not signed in on any device.',
      endAll: 'End all sessions',
      endAllTitle: 'End all sessions?',
      endAllExplanation: 'This person will be signed out on all devices. They can sign in again.',
      ending: 'Ending…',
      allEnded: 'All sessions have been ended.',
    },
    deliveries: {
      title: 'Code messages',
      none: 'No code has been sent lately.',
      statuses: {
        unknown: 'Not known whether it was sent',
        waiting: 'On its way',
        delivered: 'Delivered',
        undelivered: 'Not delivered',
        expired: 'Expired before delivery',
        rejected: 'Rejected by the operator',
        other: 'Other status',
      },
    },
    acts: {
      title: 'Account',
      ownAccount: 'This is your own account. Only another administrator can disable or delete it, or change its role.',
      disable: 'Disable',
      disableTitle: 'Disable this account?',
      disableExplanation:
        'All sessions, codes and open sign-ins end at once. The person can’t sign in until the account is enabled again.',
      disabling: 'Disabling…',
      disabled: 'The account has been disabled.',
      enable: 'Enable',
      enabling: 'Enabling…',
      enabled: 'The account has been enabled.',
      makeAdmin: 'Make administrator',
      makeAdminTitle: 'Make this person an administrator?',
      makeAdminExplanation: 'They will see all people and events here, and can disable and delete accounts.',
      makingAdmin: 'Saving…',
      madeAdmin: 'This person is an administrator now.',
      adminNeedsNumber: 'Only somebody with a confirmed number can become an administrator.',
      removeAdmin: 'Remove administrator role',
      removeAdminTitle: 'Remove the administrator role?',
      removeAdminExplanation: 'This person will lose access to this page at once.',
      removingAdmin: 'Saving…',
      removedAdmin: 'This person is no longer an administrator.',
      export: 'Download data',
      exporting: 'Preparing…',
      exported: 'The data has been downloaded. It is personal: store it safely.',
      delete: 'Delete',
      deleteTitle: 'Delete this account for good?',
      deleteExplanation:
        'The profile, sessions and everything that identifies this person in events will be deleted. This can’t be undone.',
      deleteLabel: (number) => `Last four digits of ${number}`,
      deleteMismatch: 'These are not the last four digits.',
      deleting: 'Deleting…',
      deleted: 'The account has been deleted',
      deletedExplanation: 'Nothing that identifies this person is left.',
    },
  },

  audit,

  services: {
    title: 'Services',
  },
};
