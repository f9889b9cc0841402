import { expect, test } from 'vitest';
import type { Claimant } from '../../../src/features/accounts/decide-account.ts';
import { type Change, decideChange } from '../../../src/features/press/change/decide-change.ts';
import { DAY } from '../../../src/policy.ts';
import { aClaimant } from '../../support/claimant.ts';

const other = (change: Partial<Claimant> = {}) => aClaimant({ id: 'b', telegramId: 2, ...change });
const typed = aClaimant({ isVerified: false });

test.for<[string, Partial<Change>, string]>([
  ['an SMS to a free number', {}, 'changes'],
  ['a code by Telegram Gateway', { proof: 'gateway' }, 'changes'],
  ['a contact', { proof: 'contact' }, 'changes'],
  ['typed digits', { proof: 'typed' }, 'contact_required'],
  ['an approval without a contact', { proof: 'approval' }, 'contact_required'],
  ['a passkey', { proof: 'passkey' }, 'contact_required'],
  ['a number of another account', { holder: other() }, 'number_taken'],
  ['the same without Telegram', { holder: other({ telegramId: null }) }, 'number_taken'],
  ['a number whose holder was away for 59 days', { holder: other({ idle: 59 * DAY }) }, 'number_taken'],
  ['a recycled number', { holder: other({ idle: 60 * DAY }) }, 'changes, b loses it'],
  [
    'a recycled number that only SMS has proved',
    { holder: other({ idle: 60 * DAY, telegramId: null }) },
    'changes, b loses it',
  ],
  [
    'the same by Telegram Gateway',
    { proof: 'gateway', holder: other({ idle: 60 * DAY, telegramId: null }) },
    'sms_required',
  ],
  [
    'the same of somebody whom Gateway has proved too',
    { proof: 'gateway', holder: other({ idle: 60 * DAY, telegramId: null, isProvedByGateway: true }) },
    'changes, b loses it',
  ],
  ['a number in question', { holder: other({ isQuestioned: true }) }, 'changes, b loses it'],
  ['a number that another typed', { holder: other({ isVerified: false }) }, 'changes, b loses it'],
  ['a number of a disabled account', { holder: other({ isVerified: false, isActive: false }) }, 'number_taken'],
  ['one’s own number', { holder: aClaimant() }, 'number_unchanged'],
  ['one’s own number that was typed', { account: typed, holder: typed }, 'confirms'],
  ['a number in place of a typed one', { account: typed }, 'changes, sessions end'],
  [
    'the same from somebody who typed it',
    { account: typed, holder: other({ isVerified: false }) },
    'changes, b loses it, sessions end',
  ],
  ['a number for an account that has none', { account: aClaimant({ isVerified: false, hasPhone: false }) }, 'changes'],
  ['a disabled account', { account: aClaimant({ isActive: false }) }, 'account_disabled'],
])('%s', ([, change, expected]) => {
  const decision = decideChange({ account: aClaimant(), holder: undefined, proof: 'sms', ...change });
  expect(describe(decision)).toBe(expected);
});

function describe(decision: ReturnType<typeof decideChange>): string {
  if (decision.kind === 'refuse') return decision.error;
  const { isConfirmation, takesNumberFrom, endsSessions } = decision;
  return [
    isConfirmation ? 'confirms' : 'changes',
    ...(takesNumberFrom ? [`${takesNumberFrom} loses it`] : []),
    ...(endsSessions ? ['sessions end'] : []),
  ].join(', ');
}
