import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Proof } from '../../src/database/database.types.ts';
import { type AccountDecision, type Claimant, decideAccount } from '../../src/features/accounts/decide-account.ts';

const a: Claimant = { id: 'A', telegramId: 1, isActive: true, isVerified: true };
const b: Claimant = { id: 'B', telegramId: 2, isActive: true, isVerified: true };
const unverified = { isVerified: false };
const withoutTelegram = { telegramId: null };
const inactive = { isActive: false };
const none = undefined;
const elsewhere = { isSignedIn: false };
const signedIn = { isSignedIn: true };

const create = (isVerified: boolean, takesNumberFrom?: string): AccountDecision => ({
  kind: 'create',
  isVerified,
  takesNumberFrom,
});
const logIn = (
  userId: string,
  change: Partial<Extract<AccountDecision, { kind: 'log-in' }>> = {},
): AccountDecision => ({
  kind: 'log-in',
  userId,
  setPhone: false,
  verify: false,
  takesNumberFrom: undefined,
  endsSessions: false,
  ...change,
});
const refuse = (error: Extract<AccountDecision, { kind: 'refuse' }>['error']): AccountDecision => ({
  kind: 'refuse',
  error,
});

const table: [string, Claimant | undefined, Claimant | undefined, Proof, AccountDecision, typeof elsewhere?][] = [
  ['nobody knows them, contact', none, none, 'contact', create(true)],
  ['nobody knows them, sms', none, none, 'sms', create(true)],
  ['nobody knows them, typed', none, none, 'typed', create(false)],
  ['their own number, contact', a, a, 'contact', logIn('A', { setPhone: true, verify: true })],
  ['their own number, sms', none, a, 'sms', logIn('A', { verify: true })],
  ['their own number, typed', a, a, 'typed', logIn('A')],
  ['their own unverified number, typed', { ...a, ...unverified }, { ...a, ...unverified }, 'typed', logIn('A')],
  ['a new number, contact', a, none, 'contact', logIn('A', { setPhone: true, verify: true })],
  ['a new number, typed, verified before', a, none, 'typed', logIn('A')],
  [
    'a new number, typed, unverified before',
    { ...a, ...unverified },
    none,
    'typed',
    logIn('A', { setPhone: true, endsSessions: true }),
  ],
  [
    'a new number, contact, unverified before',
    { ...a, ...unverified },
    none,
    'contact',
    logIn('A', { setPhone: true, verify: true, endsSessions: true }),
  ],
  [
    'their own unverified number, contact',
    { ...a, ...unverified },
    { ...a, ...unverified },
    'contact',
    logIn('A', { setPhone: true, verify: true }),
  ],
  [
    'an account without Telegram, contact, signed in to it',
    none,
    { ...b, ...withoutTelegram },
    'contact',
    logIn('B', { verify: true }),
    signedIn,
  ],
  [
    'an account without Telegram, contact, elsewhere: the Telegram may still carry a number whose SIM was sold',
    none,
    { ...b, ...withoutTelegram },
    'contact',
    refuse('phone_conflict'),
  ],
  ['both known, the other without Telegram, contact', a, { ...b, ...withoutTelegram }, 'contact', logIn('A')],
  ['a verified number of another, contact, signed in to it', none, b, 'contact', refuse('phone_conflict'), signedIn],
  ['somebody else’s number, typed, signed in to it', none, b, 'typed', refuse('contact_required'), signedIn],
  ['an unverified claim of another, contact', none, { ...b, ...unverified }, 'contact', create(true, 'B')],
  ['a verified number of another, contact', none, b, 'contact', refuse('phone_conflict')],
  [
    'both known, the other unverified, contact',
    a,
    { ...b, ...unverified },
    'contact',
    logIn('A', { setPhone: true, verify: true, takesNumberFrom: 'B' }),
  ],
  ['both known, the other verified, contact', a, b, 'contact', logIn('A')],
  ['somebody else’s number, typed', none, b, 'typed', refuse('contact_required')],
  ['somebody else’s number, typed, known', a, b, 'typed', refuse('contact_required')],
  ['somebody else’s unverified number, typed', a, { ...b, ...unverified }, 'typed', refuse('contact_required')],
  ['an account without Telegram, typed', none, { ...b, ...withoutTelegram }, 'typed', refuse('contact_required')],
  ['a verified number, sms', none, b, 'sms', logIn('B', { verify: true })],
  [
    'an unverified number without Telegram, sms',
    none,
    { ...b, ...unverified, ...withoutTelegram },
    'sms',
    logIn('B', { verify: true }),
  ],
  ['an unverified number with Telegram, sms', none, { ...b, ...unverified }, 'sms', create(true, 'B')],
  ['a disabled user by Telegram', { ...a, ...inactive }, none, 'contact', refuse('account_disabled')],
  ['a disabled user by phone, contact', none, { ...b, ...inactive }, 'contact', refuse('account_disabled')],
  ['a disabled user by phone, sms', none, { ...b, ...inactive }, 'sms', refuse('account_disabled')],
  ['a disabled user by phone, typed by another', a, { ...b, ...inactive }, 'typed', refuse('account_disabled')],
];

test.for(table)('%s', ([, byTelegram, byPhone, proof, decision, device = elsewhere]) => {
  expect(decideAccount(byTelegram, byPhone, proof, device)).toEqual(decision);
});

const claimant = (id: string, telegramId: fc.Arbitrary<number | null>): fc.Arbitrary<Claimant> =>
  fc.record({ id: fc.constant(id), telegramId, isActive: fc.boolean(), isVerified: fc.boolean() });

/** T and P as a database can hold them: nobody, one user twice, or two users. */
const situation = fc.oneof(
  fc.record({
    byTelegram: fc.option(claimant('A', fc.constant(1)), { nil: undefined }),
    byPhone: fc.option(claimant('B', fc.constantFrom(null, 2)), { nil: undefined }),
  }),
  claimant('A', fc.constant(1)).map((user) => ({ byTelegram: user, byPhone: user })),
);
const proofs = fc.constantFrom<Proof>('contact', 'typed');
const devices = fc.constantFrom(elsewhere, signedIn);

test('typed digits never open, change or verify the account of another person', () => {
  fc.assert(
    fc.property(situation, devices, ({ byTelegram, byPhone }, device) => {
      const decision = decideAccount(byTelegram, byPhone, 'typed', device);
      if (decision.kind === 'create') expect(decision).toEqual(create(false));
      if (decision.kind === 'log-in') {
        expect(decision).toMatchObject({
          userId: byTelegram?.id,
          verify: false,
          takesNumberFrom: undefined,
        });
      }
    }),
  );
});

test('only an unverified user loses a number, and only to the person who proved it', () => {
  fc.assert(
    fc.property(situation, proofs, devices, ({ byTelegram, byPhone }, proof, device) => {
      const decision = decideAccount(byTelegram, byPhone, proof, device);
      if (decision.kind === 'refuse' || decision.takesNumberFrom === undefined) return;
      expect(byPhone).toMatchObject({ id: decision.takesNumberFrom, isVerified: false });
      expect(decision.kind === 'create' ? decision.isVerified : decision.setPhone && decision.verify).toBe(true);
    }),
  );
});

test('a contact opens the account of another user only while signed in to it', () => {
  fc.assert(
    fc.property(situation, devices, ({ byTelegram, byPhone }, device) => {
      const decision = decideAccount(byTelegram, byPhone, 'contact', device);
      if (decision.kind !== 'log-in' || decision.userId === byTelegram?.id) return;
      expect(byPhone).toMatchObject({ id: decision.userId, telegramId: null });
      expect(device).toEqual(signedIn);
    }),
  );
});

test('a disabled account is neither opened nor replaced by a new one', () => {
  const anyProof = fc.constantFrom<Proof>('contact', 'typed', 'sms');
  fc.assert(
    fc.property(situation, anyProof, devices, ({ byTelegram, byPhone }, proof, device) => {
      fc.pre(byTelegram?.isActive === false || byPhone?.isActive === false);
      expect(decideAccount(byTelegram, byPhone, proof, device)).toEqual(refuse('account_disabled'));
    }),
  );
});
