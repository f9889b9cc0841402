import { expect, test } from 'vitest';
import type { Claimant } from '../../../src/features/accounts/decide-account.ts';
import { decideNumber, type NumberClaim } from '../../../src/features/press/prove/decide-number.ts';
import { aClaimant } from '../../support/claimant.ts';

const [SHARED, OWN] = ['+998901110001', '+998901110002'];
const other = (change: Partial<Claimant> = {}) => aClaimant({ id: 'b', telegramId: 2, ...change });

const claim = (change: Partial<NumberClaim>): NumberClaim => ({
  proof: 'contact',
  phone: SHARED,
  byTelegram: undefined,
  accountPhone: null,
  byPhone: undefined,
  ...change,
});
const approval = { proof: 'approval', phone: null, accountPhone: OWN } as const;

test.for<[string, Partial<NumberClaim>, string]>([
  ['an SMS to a number without an account', { proof: 'sms' }, SHARED],
  ['an SMS to the number of a verified account', { proof: 'sms', byPhone: other() }, SHARED],
  ['an SMS to the number of a disabled account', { proof: 'sms', byPhone: other({ isActive: false }) }, SHARED],
  ['a code of Gateway to a number without an account', { proof: 'gateway' }, SHARED],
  ['a code of Gateway to the number of an account with Telegram', { proof: 'gateway', byPhone: other() }, SHARED],
  [
    'a code of Gateway to the number of an account that only SMS has proved',
    { proof: 'gateway', byPhone: other({ telegramId: null }) },
    'sms_required',
  ],
  ['a contact of nobody’s number', {}, SHARED],
  ['a contact of one’s own number', { byTelegram: aClaimant(), byPhone: aClaimant() }, SHARED],
  ['a contact of a number that another typed', { byPhone: other({ isVerified: false }) }, SHARED],
  ['a contact of a number that another proved', { byPhone: other() }, 'phone_conflict'],
  ['the same by somebody with an account', { byTelegram: aClaimant(), byPhone: other() }, 'phone_conflict'],
  [
    'a contact of the number of an account without Telegram',
    { byPhone: other({ telegramId: null }) },
    'phone_conflict',
  ],
  ['an approval with a proved number', { ...approval, byTelegram: aClaimant() }, OWN],
  ['an approval without an account', { ...approval, accountPhone: null }, 'contact_required'],
  ['an approval without a number', { ...approval, byTelegram: aClaimant(), accountPhone: null }, 'contact_required'],
  [
    'an approval with a typed number',
    { ...approval, byTelegram: aClaimant({ isVerified: false }) },
    'contact_required',
  ],
  [
    'an approval by a disabled account',
    { ...approval, byTelegram: aClaimant({ isActive: false }) },
    'account_disabled',
  ],
  ['typed digits', { proof: 'typed' }, 'contact_required'],
])('%s', ([, change, expected]) => {
  const decision = decideNumber(claim(change));
  expect(decision.kind === 'prove' ? decision.phone : decision.error).toBe(expected);
});
