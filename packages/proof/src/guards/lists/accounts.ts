import { apiTest, type Guard } from '../guard.ts';

const ACCOUNTS = 'apps/api/src/features/accounts';
const REDEEM = 'apps/api/src/features/challenges/redeem.queries.ts';

/** Whose account a number opens. */
export const accountGuards: Guard[] = [
  {
    name: 'typed-number-of-another',
    rule: 'attack: typed number of somebody else',
    file: 'apps/api/src/features/channels/bot/judge-request.ts',
    find: "if (proof === 'typed' && (isOfAnother || isProvedByOther))",
    replace: "if (proof === 'typed' && isProvedByOther)",
    test: apiTest(
      'accounts/accounts.test.ts',
      'typed number of somebody else: no code; the victim’s account untouched',
    ),
  },
  {
    name: 'typed-number-at-once',
    rule: 'attack: typed number of somebody else',
    file: 'apps/api/src/features/channels/bot/bot-challenges.queries.ts',
    find: 'AND NOT EXISTS (SELECT FROM users WHERE phone = ${args.phone})\n',
    replace: '\n',
    test: apiTest(
      'accounts/accounts.test.ts',
      'typed number of somebody else: no code; the victim’s account untouched',
    ),
  },
  {
    name: 'typed-decided-again',
    rule: 'policy §2: typed, P is another user',
    file: `${ACCOUNTS}/decide-account.ts`,
    find: "if (isNumberOfAnother(byTelegram, byPhone)) return { kind: 'refuse', error: 'contact_required' };",
    replace: '',
    test: apiTest(
      'accounts/accounts.test.ts',
      'a typed number that was taken while its code was on the way is decided again when redeemed',
    ),
  },
  {
    name: 'typed-leaves-proved-number',
    rule: 'policy §2: typed, only a number that was not verified changes',
    file: `${ACCOUNTS}/decide-account.ts`,
    find: 'const setPhone = !byPhone && !byTelegram.isVerified;',
    replace: 'const setPhone = !byPhone;',
    test: apiTest(
      'accounts/decide-account.test.ts',
      'typed digits never open, change or verify the account of another person',
    ),
  },
  {
    name: 'typed-is-not-verified',
    rule: 'policy §2: typed makes an unverified account',
    file: REDEEM,
    find: "CASE WHEN proof <> 'typed' THEN now() END",
    replace: 'now()',
    test: apiTest(
      'accounts/accounts.test.ts',
      'a typed number that nobody has opens an unverified account; a contact verifies it later',
    ),
  },
  {
    name: 'typed-exchange-ends-sessions',
    rule: 'policy §2: an unverified number is exchanged',
    file: `${ACCOUNTS}/decide-account.ts`,
    find: 'return logIn(byTelegram, { setPhone, endsSessions: setPhone && byTelegram.hasPhone });',
    replace: 'return logIn(byTelegram, { setPhone });',
    test: apiTest(
      'sign-in/events.test.ts',
      'a number that was never proved is exchanged: the sessions by the old one end',
    ),
  },
  {
    name: 'sold-sim',
    rule: 'policy §2: contact, P without Telegram',
    file: `${ACCOUNTS}/decide-account.ts`,
    find: 'if (claim.isSignedIn && (owner.isVerified || owner.telegramId === null)) return',
    replace: 'if (owner.isVerified || owner.telegramId === null) return',
    test: apiTest(
      'accounts/accounts.test.ts',
      'a Telegram account that still carries the number of a sold SIM: it does not open the account on another device',
    ),
  },
  {
    name: 'signed-in-by-living-session',
    rule: 'policy §2: contact, P without Telegram',
    file: 'apps/api/src/features/sessions/known-device.ts',
    find: `
      AND sessions.ended_at IS NULL AND sessions.created_at > now() - \${interval(REFRESH_TOKEN.lifetime)}`,
    replace: '',
    test: apiTest('accounts/accounts.test.ts', 'is not opened by a device whose session has ended or expired'),
  },
  {
    name: 'verified-number-of-another-telegram',
    rule: 'policy §2: contact, P verified with another Telegram',
    file: `${ACCOUNTS}/decide-account.ts`,
    find: "if (hold === 'held' || (!owner.isVerified && owner.telegramId === null))",
    replace: 'if (!owner.isVerified && owner.telegramId === null)',
    test: apiTest(
      'accounts/accounts.test.ts',
      'a verified number of another Telegram account is a conflict, revealed only by the right code, which is used up',
    ),
  },
  {
    name: 'number-stays-with-verified',
    rule: 'policy §2: contact, T and P are two',
    file: `${ACCOUNTS}/decide-account.ts`,
    find: "if (hold === 'held') return logIn(byTelegram, {}); // the number stays with its owner",
    replace: '',
    test: apiTest(
      'accounts/accounts.test.ts',
      'a contact with another verified person’s number signs in, and the number stays with that person',
    ),
  },
  {
    name: 'telegram-account-is-not-replaced',
    rule: 'policy §2: a telegram_id is attached, never replaced',
    file: REDEEM,
    find: 'telegram_id = coalesce(users.telegram_id, excluded.telegram_id),',
    replace: 'telegram_id = coalesce(excluded.telegram_id, users.telegram_id),',
    test: apiTest('accounts/accounts.test.ts', 'an account without Telegram > '),
  },
  {
    name: 'disabled-account',
    rule: 'policy §2: inactive',
    file: `${ACCOUNTS}/decide-account.ts`,
    find: 'if (byTelegram?.isActive === false || byPhone?.isActive === false)',
    replace: 'if (byTelegram?.isActive === false && byTelegram.id === byPhone?.telegramId?.toString())',
    test: apiTest(
      'accounts/accounts.test.ts',
      'opens no session, uses up the code, and is revealed only by the right code',
    ),
  },
  {
    name: 'hijacker-loses-what-was-entered',
    rule: 'policy §2: account pre-hijacking',
    file: `${ACCOUNTS}/release-number.ts`,
    find: "passport_id = CASE WHEN account_stays THEN passport_id ELSE '' END",
    replace: 'passport_id = passport_id',
    test: apiTest(
      'accounts/accounts.test.ts',
      'a pre-hijacked number: it goes to the person who proves it; the hijacker keeps nothing that was entered under it',
    ),
  },
  {
    name: 'hijacker-loses-sessions',
    rule: 'policy §2: account pre-hijacking',
    file: REDEEM,
    find: 'SELECT id, NULL AS kept_device FROM released WHERE NOT account_stays',
    replace: 'SELECT id, NULL AS kept_device FROM released WHERE false',
    test: apiTest(
      'accounts/accounts.test.ts',
      'a pre-hijacked number: it goes to the person who proves it; the hijacker keeps nothing that was entered under it',
    ),
  },
  {
    name: 'unverified-enters-nothing',
    rule: 'policy §2: address and passport_id are refused until the number is verified',
    file: 'apps/api/src/features/profile/profile.routes.ts',
    find: `if (user.phone_proved_at === null && (body.address || body.passport_id))
        throw new RequestError('phone_not_verified');`,
    replace: '',
    test: apiTest(
      'accounts/profile.test.ts',
      'before the phone number is proved > postal address and passport number are refused and not kept, names are taken',
    ),
  },
  {
    name: 'unverified-enters-nothing-meanwhile',
    rule: 'policy §2: address and passport_id are refused until the number is verified',
    file: 'apps/api/src/features/profile/profile.queries.ts',
    find: "phone_proved_at IS NOT NULL OR coalesce(${args.address}, '') = ''",
    replace: "true OR coalesce(${args.address}, '') = ''",
    test: apiTest(
      'accounts/profile.test.ts',
      'before the phone number is proved > nor are they stored if the number becomes unproved after the session check',
    ),
  },
  {
    name: 'passport-number-is-encrypted',
    rule: 'data: passport numbers are encrypted',
    file: 'apps/api/src/features/profile/profile.routes.ts',
    find: 'return fernet.encrypt(passportId);',
    replace: 'return passportId;',
    test: apiTest('accounts/profile.test.ts', 'the passport number is encrypted in the database'),
  },
  {
    name: 'recycled-number-is-asked-about',
    rule: 'policy §2: recycled numbers',
    file: `${ACCOUNTS}/decide-account.ts`,
    find: "if (holder.idle < IDLE_HOLDER.asked && !holder.isQuestioned) return 'held';",
    replace: "if (holder.idle < Number.POSITIVE_INFINITY) return 'held';",
    test: apiTest('accounts/recycled-numbers.test.ts', 'by SMS: the person is asked and shown nothing'),
  },
  {
    name: 'recycled-number-after-180-days',
    rule: 'policy §2: recycled numbers',
    file: `${ACCOUNTS}/decide-account.ts`,
    find: "if (holder.idle >= IDLE_HOLDER.released) return 'free';",
    replace: '',
    test: apiTest('accounts/recycled-numbers.test.ts', '180 days: a new account without asking'),
  },
  {
    name: 'questioned-holder',
    rule: 'policy §2: recycled numbers',
    file: `${ACCOUNTS}/decide-account.ts`,
    find: 'if (holder.idle < IDLE_HOLDER.asked && !holder.isQuestioned)',
    replace: 'if (holder.idle < IDLE_HOLDER.asked)',
    test: apiTest(
      'accounts/recycled-numbers.test.ts',
      'a holder who comes back because of the question opens the account to nobody who asked',
    ),
  },
  {
    name: 'question-is-about-proved-number',
    rule: 'policy §2: recycled numbers',
    file: 'apps/api/src/features/challenges/question-number.queries.ts',
    find: 'WHERE ${isLive} AND phone = ${args.phone} AND expires_at > now() AND questioned_phone IS DISTINCT FROM phone',
    replace: 'WHERE ${isLive} AND phone = ${args.phone} AND expires_at > now()',
    test: apiTest(
      'accounts/recycled-numbers.test.ts',
      'the answer is taken once, in time, from the browser that proved the number',
    ),
  },
  {
    name: 'forgotten-browser',
    rule: 'policy §2: recycled numbers, in the browser that remembers the holder',
    file: 'apps/api/src/features/sessions/known-device.ts',
    find: 'AND NOT sessions.is_forgotten AND sessions.created_at',
    replace: 'AND sessions.created_at',
    test: apiTest(
      'accounts/recycled-numbers.test.ts',
      'a forged cookie, that of another account and a forgotten one open nothing',
    ),
  },
  {
    name: 'remembered-browser-is-signed',
    rule: 'policy §2: recycled numbers, in the browser that remembers the holder',
    file: 'apps/api/src/features/sessions/device-token.ts',
    find: 'timingSafeEqual(Buffer.from(mac(key, sessionId)), Buffer.from(given)));',
    replace: 'timingSafeEqual(Buffer.from(mac(key, sessionId)), Buffer.from(mac(key, sessionId))));',
    test: apiTest(
      'press/continue-as.test.ts',
      'without the cookie, and with one that we did not make, nobody is asked',
    ),
  },
  {
    name: 'gateway-code-needs-sms',
    rule: 'policy §2: Telegram Gateway, an account that only SMS has proved',
    file: `${ACCOUNTS}/decide-account.ts`,
    find: "if (needsSms(byPhone) && !claim.isSignedIn) return { kind: 'refuse', error: 'sms_required' };",
    replace: '',
    test: apiTest(
      'gateway/sign-in-by-gateway.test.ts',
      'opens by an SMS with another code, and from then on by Gateway',
    ),
  },
  {
    name: 'changed-number-of-another',
    rule: 'policy §2: change of number',
    file: 'apps/api/src/features/press/change/decide-change.ts',
    find: "if (isHeld || holder?.isActive === false) return refuse('number_taken');",
    replace: "if (holder?.isActive === false) return refuse('number_taken');",
    test: apiTest(
      'press/change/change-phone.test.ts',
      'a number that another account has proved: number_taken, by code and by press, and nothing changes',
    ),
  },
  {
    name: 'change-needs-fresh-proof',
    rule: 'policy §1: change of number within 15 minutes of the sign-in',
    file: 'apps/api/src/features/press/change/authorize.ts',
    find: "return signed_in_by !== 'typed' && signed_in_ago <= CHANGE_PROOF_MAX_AGE;",
    replace: "return signed_in_by !== 'typed' || signed_in_ago < 0;",
    test: apiTest(
      'press/change/change-phone.test.ts',
      'a change of number in a stolen session: by a code only within 15 minutes of the sign-in',
    ),
  },
  {
    name: 'change-after-typed-number',
    rule: 'policy §1: change of number needs a proof of the account',
    file: 'apps/api/src/features/press/change/authorize.ts',
    find: "return signed_in_by !== 'typed' && signed_in_ago <= CHANGE_PROOF_MAX_AGE;",
    replace: 'return signed_in_ago <= CHANGE_PROOF_MAX_AGE;',
    test: apiTest(
      'press/change/change-phone.test.ts',
      'a change of number in a session that a code for a typed number opened: refused',
    ),
  },
  {
    name: 'change-by-session-that-started',
    rule: 'policy §5: change of number, only the session that started it',
    file: 'apps/api/src/features/press/change/authorize.ts',
    find: "if (found.user.id !== user_id || found.sessionId !== session_id) throw new RequestError('not_found');",
    replace: "if (user_id === null) throw new RequestError(session_id === null ? 'not_found' : 'session_invalid');",
    test: apiTest(
      'press/change/change-phone.test.ts',
      'only somebody who is signed in starts a change, and only the session that started goes on',
    ),
  },
  {
    name: 'change-in-own-telegram',
    rule: 'policy §5: change of number, in the Telegram of the account',
    file: 'apps/api/src/features/press/bot/open-challenge.ts',
    find: "if (linked.is_foreign) return { ok: false, error: 'other_telegram' };",
    replace: '',
    test: apiTest(
      'press/change/change-phone.test.ts',
      'the link is for the account’s own Telegram: another one gets no card and ends nothing',
    ),
  },
  {
    name: 'proof-opens-no-account',
    rule: 'a proof of a number writes no user and no session',
    file: 'apps/api/src/features/press/press.queries.ts',
    find: "WHERE challenge.id = ${args.id} AND purpose = 'sign_in'`",
    replace: 'WHERE challenge.id = ${args.id}`',
    test: apiTest('press/prove/prove-number.test.ts', 'a proof opens no account, even by the functions of a sign-in'),
  },
  {
    name: 'proved-number-of-another',
    rule: 'a proof of a number: conflict with a verified account',
    file: 'apps/api/src/features/press/prove/decide-number.ts',
    find: "return isConflict ? { kind: 'refuse', error: 'phone_conflict' } : prove(phone);",
    replace: 'return isConflict ? prove(phone) : prove(phone);',
    test: apiTest(
      'press/prove/prove-number.test.ts',
      'a number that another account has proved is not proved by a contact, and the challenge is used up',
    ),
  },
];
