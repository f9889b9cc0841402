import type { InteractionMessages } from './interaction.types.ts';

export const en: InteractionMessages = {
  signInTo: (client) => `Sign in to ${client}`,
  allows: (client) => `If you agree, ${client} will:`,
  scopes: {
    openid: 'recognize you, and learn nothing else about you',
    phone: 'see your phone number',
    profile: 'see your name',
    telegram: 'see your Telegram ID',
    offline_access: 'keep you signed in',
  },
  allow: 'Allow',
  ended: {
    title: 'This sign-in is over',
    explanation:
      'It took too long, was completed already, or was started in another browser. Go back to where you came from and sign in again.',
    backTo: (host) => `Back to ${host}`,
  },
  failedTitle: 'We couldn’t load this sign-in',
};
