import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Proof } from '../../src/database/database.types.ts';
import {
  type AccountDecision,
  type Claim,
  type Claimant,
  decideAccount,
  judgeHolder,
} from '../../src/features/accounts/decide-account.ts';
import { DAY } from '../../src/policy.ts';
import { aClaimant } from '../support/claimant.ts';

const a = aClaimant({ id: 'A', telegramId: 1 });
const b = aClaimant({ id: 'B', telegramId: 2 });
const idle = { idle: 60 * DAY };
const longIdle = { idle: 180 * DAY };
const questioned = { isQuestioned: true };
const unverified = { isVerified: false };
const withoutTelegram = { telegramId: null };
const withoutPhone = { ...unverified, hasPhone: false };
const inactive = { isActive: false };
const none = undefined;
const elsewhere: Claim = { isSignedIn: false, isOwnDevice: false, isNewNumber: false, isQuestioned: false };
const signedIn: Claim = { ...elsewhere, isSignedIn: true };
const ownDevice: Claim = { ...elsewhere, isOwnDevice: true };
const newNumber: Claim = { ...elsewhere, isNewNumber: true };
const askedHere: Claim = { ...elsewhere, isQuestioned: true };

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

const table: [string, Claimant | undefined, Claimant | undefined, Proof, AccountDecision, Claim?][] = [
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
  [
    'a verified number of another, contact, signed in to it',
    none,
    b,
    'contact',
    logIn('B', { verify: true }),
    signedIn,
  ],
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
  ['nobody knows them, gateway', none, none, 'gateway', create(true)],
  ['a verified number with Telegram, gateway', none, b, 'gateway', logIn('B', { verify: true })],
  [
    'an account that only SMS has proved, gateway: the Telegram may still carry a number whose SIM was sold',
    none,
    { ...b, ...withoutTelegram },
    'gateway',
    refuse('sms_required'),
  ],
  [
    'an account that only SMS has proved, gateway, signed in to it',
    none,
    { ...b, ...withoutTelegram },
    'gateway',
    logIn('B', { verify: true }),
    signedIn,
  ],
  [
    'an account that Gateway has proved, gateway',
    none,
    { ...b, ...withoutTelegram, isProvedByGateway: true },
    'gateway',
    logIn('B', { verify: true }),
  ],
  [
    'an unverified number without Telegram, gateway',
    none,
    { ...b, ...unverified, ...withoutTelegram },
    'gateway',
    logIn('B', { verify: true }),
  ],
  ['an unverified number with Telegram, gateway', none, { ...b, ...unverified }, 'gateway', create(true, 'B')],
  [
    'a disabled user by phone, gateway',
    none,
    { ...b, ...withoutTelegram, ...inactive },
    'gateway',
    refuse('account_disabled'),
  ],
  // recycled numbers
  ['a number idle for almost 60 days, sms', none, { ...b, idle: 60 * DAY - 1 }, 'sms', logIn('B', { verify: true })],
  [
    'a number idle for almost 60 days, contact',
    none,
    { ...b, idle: 60 * DAY - 1 },
    'contact',
    refuse('phone_conflict'),
  ],
  ['an idle number, sms', none, { ...b, ...idle }, 'sms', refuse('number_recycled')],
  ['an idle number, Gateway', none, { ...b, ...idle }, 'gateway', refuse('number_recycled')],
  ['an idle number, contact', none, { ...b, ...idle }, 'contact', refuse('number_recycled')],
  ['an idle number, contact, known', a, { ...b, ...idle }, 'contact', refuse('number_recycled')],
  [
    'an idle number without Telegram, sms',
    none,
    { ...b, ...idle, ...withoutTelegram },
    'sms',
    refuse('number_recycled'),
  ],
  [
    'an idle number without Telegram, contact',
    none,
    { ...b, ...idle, ...withoutTelegram },
    'contact',
    refuse('number_recycled'),
  ],
  ['an idle number, typed', none, { ...b, ...idle }, 'typed', refuse('contact_required')],
  ['a long idle number, typed', a, { ...b, ...longIdle }, 'typed', refuse('contact_required'), newNumber],
  ['an idle number, sms, signed in to it', none, { ...b, ...idle }, 'sms', logIn('B', { verify: true }), signedIn],
  [
    'a long idle number, sms, signed in to it',
    none,
    { ...b, ...longIdle },
    'sms',
    logIn('B', { verify: true }),
    signedIn,
  ],
  [
    'an idle number, contact, signed in to it',
    none,
    { ...b, ...idle },
    'contact',
    logIn('B', { verify: true }),
    signedIn,
  ],
  ['an idle number, sms, own device', none, { ...b, ...idle }, 'sms', logIn('B', { verify: true }), ownDevice],
  ['a long idle number, sms, own device', none, { ...b, ...longIdle }, 'sms', logIn('B', { verify: true }), ownDevice],
  ['an idle number, Gateway, own device', none, { ...b, ...idle }, 'gateway', logIn('B', { verify: true }), ownDevice],
  [
    'an account that only SMS has proved, gateway, own device',
    none,
    { ...b, ...withoutTelegram },
    'gateway',
    refuse('sms_required'),
    ownDevice,
  ],
  [
    'a long idle number, contact of another Telegram, own device',
    none,
    { ...b, ...longIdle },
    'contact',
    refuse('phone_conflict'),
    ownDevice,
  ],
  ['a long idle number, contact, known, own device', a, { ...b, ...longIdle }, 'contact', logIn('A'), ownDevice],
  [
    'a number of their own device that is new to them, sms',
    none,
    { ...b, ...idle },
    'sms',
    refuse('phone_conflict'),
    { ...newNumber, isOwnDevice: true },
  ],
  ['an idle number that is new, sms', none, { ...b, ...idle }, 'sms', create(true, 'B'), newNumber],
  ['an idle number that is new, contact', none, { ...b, ...idle }, 'contact', create(true, 'B'), newNumber],
  [
    'an idle number that is new, contact, known',
    a,
    { ...b, ...idle },
    'contact',
    logIn('A', { setPhone: true, verify: true, takesNumberFrom: 'B' }),
    newNumber,
  ],
  ['a number idle for almost 180 days, sms', none, { ...b, idle: 180 * DAY - 1 }, 'sms', refuse('number_recycled')],
  ['a long idle number, sms', none, { ...b, ...longIdle }, 'sms', create(true, 'B')],
  ['a long idle number, contact', none, { ...b, ...longIdle }, 'contact', create(true, 'B')],
  [
    'a long idle number, contact, known',
    a,
    { ...b, ...longIdle },
    'contact',
    logIn('A', { setPhone: true, verify: true, takesNumberFrom: 'B' }),
  ],
  [
    'their own number, long idle, contact',
    { ...a, ...longIdle },
    { ...a, ...longIdle },
    'contact',
    logIn('A', { setPhone: true, verify: true }),
  ],
  ['their own number, long idle, typed', { ...a, ...longIdle }, { ...a, ...longIdle }, 'typed', logIn('A')],
  ['a long idle number, disabled, sms', none, { ...b, ...longIdle, ...inactive }, 'sms', refuse('account_disabled')],
  ['a number in question whose holder came back, sms', none, { ...b, ...questioned }, 'sms', refuse('number_recycled')],
  ['a number in question that is new, sms', none, { ...b, ...questioned }, 'sms', create(true, 'B'), newNumber],
  [
    'a number in question, sms, signed in to it',
    none,
    { ...b, ...questioned },
    'sms',
    logIn('B', { verify: true }),
    signedIn,
  ],
  ['a number whose holder proved it meanwhile, sms', none, b, 'sms', refuse('phone_conflict'), newNumber],
  ['the same without an answer, sms', none, b, 'sms', refuse('phone_conflict'), askedHere],
  [
    'the same on the device of the holder, sms',
    none,
    b,
    'sms',
    logIn('B', { verify: true }),
    { ...askedHere, ...signedIn },
  ],
  ['an approval of the holder who was asked', b, b, 'approval', logIn('B', { verify: true }), askedHere],
  ['an approval of a holder whose number went to another', b, a, 'approval', logIn('B'), askedHere],
  ['an approval of anybody', b, b, 'approval', logIn('B')],
  [
    'an account without a number, contact',
    { ...a, ...withoutPhone },
    none,
    'contact',
    logIn('A', { setPhone: true, verify: true }),
  ],
  ['an account without a number, typed', { ...a, ...withoutPhone }, none, 'typed', logIn('A', { setPhone: true })],
  ['a disabled user by Telegram', { ...a, ...inactive }, none, 'contact', refuse('account_disabled')],
  ['a disabled user by phone, contact', none, { ...b, ...inactive }, 'contact', refuse('account_disabled')],
  ['a disabled user by phone, sms', none, { ...b, ...inactive }, 'sms', refuse('account_disabled')],
  ['a disabled user by phone, typed by another', a, { ...b, ...inactive }, 'typed', refuse('account_disabled')],
];

test.for(table)('%s', ([, byTelegram, byPhone, proof, decision, device = elsewhere]) => {
  expect(decideAccount(byTelegram, byPhone, proof, device)).toEqual(decision);
});

const claimant = (id: string, telegramId: fc.Arbitrary<number | null>): fc.Arbitrary<Claimant> =>
  fc.record({
    id: fc.constant(id),
    telegramId,
    isActive: fc.boolean(),
    isVerified: fc.boolean(),
    isProvedByGateway: fc.boolean(),
    hasPhone: fc.constant(true),
    idle: fc.oneof(fc.constantFrom(0, 60 * DAY - 1, 60 * DAY, 180 * DAY - 1, 180 * DAY), fc.nat(400 * DAY)),
    isQuestioned: fc.boolean(),
  });

/** T and P as a database can hold them: nobody, one user twice, or two users. */
const situation = fc.oneof(
  fc.record({
    byTelegram: fc.option(claimant('A', fc.constant(1)), { nil: undefined }),
    byPhone: fc.option(claimant('B', fc.constantFrom(null, 2)), { nil: undefined }),
  }),
  claimant('A', fc.constant(1)).map((user) => ({ byTelegram: user, byPhone: user })),
);
const proofs = fc.constantFrom<Proof>('contact', 'typed');
const devices: fc.Arbitrary<Claim> = fc.record({
  isSignedIn: fc.boolean(),
  isOwnDevice: fc.boolean(),
  isNewNumber: fc.boolean(),
  isQuestioned: fc.boolean(),
});

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

test('only an unverified or idle user loses a number, and only to the person who proved it', () => {
  fc.assert(
    fc.property(situation, proofs, devices, ({ byTelegram, byPhone }, proof, device) => {
      const decision = decideAccount(byTelegram, byPhone, proof, device);
      if (decision.kind === 'refuse' || decision.takesNumberFrom === undefined) return;
      expect(byPhone?.id).toBe(decision.takesNumberFrom);
      if (byPhone?.isVerified) {
        expect(device.isSignedIn || device.isOwnDevice).toBe(false);
        if (byPhone.idle < 180 * DAY)
          expect(device.isNewNumber && (byPhone.idle >= 60 * DAY || byPhone.isQuestioned)).toBe(true);
      }
      expect(decision.kind === 'create' ? decision.isVerified : decision.setPhone && decision.verify).toBe(true);
    }),
  );
});

test('a contact opens the account of another user only while signed in to it', () => {
  fc.assert(
    fc.property(situation, devices, ({ byTelegram, byPhone }, device) => {
      const decision = decideAccount(byTelegram, byPhone, 'contact', device);
      if (decision.kind !== 'log-in' || decision.userId === byTelegram?.id) return;
      expect(byPhone?.id).toBe(decision.userId);
      expect(device.isSignedIn).toBe(true);
    }),
  );
});

test('an SMS or a contact never opens the account of an idle holder on a device of somebody else', () => {
  fc.assert(
    fc.property(situation, fc.constantFrom<Proof>('contact', 'sms', 'gateway'), devices, (users, proof, device) => {
      const { byTelegram, byPhone } = users;
      fc.pre(byPhone?.isVerified === true && byPhone.id !== byTelegram?.id);
      fc.pre(!device.isSignedIn && !device.isOwnDevice);
      fc.pre(byPhone.idle >= 60 * DAY || byPhone.isQuestioned);
      const decision = decideAccount(proof === 'contact' ? byTelegram : undefined, byPhone, proof, device);
      expect(decision.kind === 'log-in' && decision.userId === byPhone.id).toBe(false);
      const isActive = byPhone.isActive && (proof !== 'contact' || byTelegram?.isActive !== false);
      if (judgeHolder(byPhone, device) === 'ask' && isActive && proof !== 'gateway')
        expect(decision).toEqual(refuse('number_recycled'));
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
