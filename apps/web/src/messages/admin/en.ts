import type { AdminMessages } from './admin.types.ts';

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
  },

  audit: {
    title: 'Audit log',
  },

  services: {
    title: 'Services',
  },
};
