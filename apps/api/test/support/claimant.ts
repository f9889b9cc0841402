import type { Claimant } from '../../src/features/accounts/decide-account.ts';

/** A user with a verified number and Telegram, who was here just now. */
export const aClaimant = (change: Partial<Claimant> = {}): Claimant => ({
  id: 'a',
  telegramId: 1,
  isActive: true,
  isVerified: true,
  isProvedByGateway: false,
  hasPhone: true,
  idle: 0,
  isQuestioned: false,
  ...change,
});
