import { z } from 'zod';
import { routes } from '../routes.ts';
import type { Endpoint } from './endpoint.ts';
import {
  captchaInput,
  codeInput,
  device,
  numberClaim,
  phoneInput,
  timestamp,
  tokensSchema,
  userSchema,
} from './fields.ts';

const params = z.object({ id: z.string() });

/** The longest wait of one request, and the default. Common proxies keep a silent request open that long. */
export const WAIT_MAX_SECONDS = 12;

/** The path travels in a cookie. */
const RETURN_TO_MAX_LENGTH = 1000;

/** The browser's secret; omitted where it travels as a cookie. */
const secret = z.string().max(100).optional();

/** Waiting, opened, approved, collected follow each other; the others are final. */
const challengeState = z.enum([
  'waiting',
  'opened',
  'approved',
  'collected',
  'declined',
  'wrong_number',
  'taken',
  'expired',
]);

export const channels = ['telegram', 'gateway', 'sms', 'telegram_login'] as const;
const channel = z.enum(channels);
/** Those that carry a code to a number. */
const codeChannel = z.enum(['gateway', 'sms']);

/** The answers of every sign-in: 201 with a new account. */
export const signedIn = {
  200: z.object({ user: userSchema, tokens: tokensSchema, is_new: z.literal(false) }),
  201: z.object({ user: userSchema, tokens: tokensSchema, is_new: z.literal(true) }),
};

/** The answer of a challenge that proves a number: no account is opened. */
const phoneTokenSchema = z
  .object({
    /** A JWT for the client's server: docs/prove-number.md. */
    phone_token: z.string(),
    phone: z.string(),
    expires_at: timestamp,
  })
  .meta({ id: 'PhoneToken', description: 'Proves a number to the client that asked' });

/** The answer of a challenge that changes the number of an account: its sessions stay. */
const phoneChanged = z.object({ user: userSchema, phone_changed: z.literal(true) });

/** The answers of a challenge: its purpose decides between them. */
const byPurpose = { ...signedIn, 200: z.union([signedIn[200], phoneTokenSchema, phoneChanged]) };

/** The errors of a challenge that changes the number. */
const changeErrors = ['session_invalid', 'change_limit', 'number_taken', 'number_unchanged'] as const;

/** One attempt of one browser to sign in, or to prove a number, over any channel. */
export const challengeContract = {
  startChallenge: {
    ...routes.startChallenge,
    summary:
      'Start a sign-in, prove a number without an account, or change the number of the account. The secret is also set as a cookie',
    auth: 'none',
    body: z
      .strictObject({
        ...device,
        /** Omitted: `sign_in`. `change_phone`: the signed-in person proves the number that their account gets. */
        purpose: z.enum(['sign_in', 'prove_number', 'change_phone']).optional(),
        /**
         * true: the account that was signed in last in this browser is asked in Telegram at once. false: another person
         * is here, so that account is not remembered any more. The browser is remembered by a cookie.
         */
        continue: z.boolean().optional(),
        /** With `prove_number`: the client that the number is proved to. Omitted: the site itself, `raqam`. */
        client_id: z
          .string()
          .regex(/^[a-z0-9._-]{1,63}$/)
          .optional(),
      })
      .optional(),
    responses: {
      201: z.object({
        id: z.uuid(),
        secret: z.string(),
        /** `opened`: with `continue`, the card is on its way to the account's Telegram. */
        state: z.enum(['waiting', 'opened']),
        expires_at: timestamp,
        /** The link to open in Telegram, and the number of two digits to choose there. null: there is no bot. */
        telegram: z.object({ url: z.string(), number: z.string() }).nullable(),
        channels: z.array(channel),
      }),
    },
    errors: ['origin_forbidden', 'challenge_limit', 'session_invalid', 'proof_required', 'change_limit'],
  },
  waitForChallenge: {
    ...routes.waitForChallenge,
    summary: 'Wait until the state of a sign-in changes, or the seconds have passed',
    auth: 'challenge',
    params,
    body: z
      .strictObject({
        secret,
        seconds: z.number().min(0).max(WAIT_MAX_SECONDS).optional(),
        /** The state that the client knows: if it is another one by now, the answer comes at once. */
        state: challengeState.optional(),
        /** The same of the channel that sent the code last. */
        channel: channel.optional(),
      })
      .optional(),
    responses: {
      200: z.object({
        state: challengeState,
        /** That sent the code last: another one than before, if the provider reported that the code did not arrive. */
        channel: channel.optional(),
        expires_at: timestamp,
        /** Pause before the next call; 0: none. */
        retry_after_seconds: z.number(),
      }),
    },
    errors: ['not_found', 'origin_forbidden', 'challenge_limit'],
  },
  sendCode: {
    ...routes.sendCode,
    summary: 'Send the code of a sign-in to a number',
    auth: 'challenge',
    params,
    body: z.strictObject({ secret, phone: phoneInput, channel: codeChannel.optional(), captcha: captchaInput }),
    decoration: 'captcha',
    responses: {
      200: z.object({
        channel: codeChannel,
        /** `unknown`: the provider did not say whether it sent the code. */
        delivery: z.enum(['sent', 'unknown']),
        phone: z.string(),
        expires_at: timestamp,
        resend_after_seconds: z.number(),
        /** The person may ask for it next. */
        next_channel: codeChannel.optional(),
      }),
    },
    errors: [
      'not_found',
      'origin_forbidden',
      'captcha_required',
      'challenge_ended',
      'phone_invalid',
      'phone_not_supported',
      'code_cooldown',
      'code_limit',
      'sms_required',
      'sms_unavailable',
      'session_invalid',
      'proof_required',
    ],
  },
  verifyCode: {
    ...routes.verifyCode,
    summary: 'Sign in, or prove the number, with the code of this challenge',
    auth: 'challenge',
    params,
    body: z.strictObject({ secret, code: codeInput, captcha: captchaInput, claim: numberClaim }),
    decoration: 'captcha',
    responses: byPurpose,
    errors: [
      'not_found',
      'origin_forbidden',
      'captcha_required',
      'challenge_ended',
      'code_incorrect',
      'code_expired',
      'account_disabled',
      'number_recycled',
      'phone_conflict',
      'sms_required',
      'too_many_attempts',
      ...changeErrors,
    ],
  },
  askOwner: {
    ...routes.askOwner,
    summary:
      'After `number_recycled`: “it is my old account”. Its owner is asked in Telegram, if they have it; the answer is the same if not',
    auth: 'challenge',
    params,
    body: z.strictObject({ secret }).optional(),
    responses: {
      200: z.object({
        state: z.literal('opened'),
        /** The number of two digits to choose in Telegram. */
        number: z.string(),
        expires_at: timestamp,
      }),
    },
    errors: ['not_found', 'origin_forbidden', 'challenge_ended'],
  },
  collectChallenge: {
    ...routes.collectChallenge,
    summary:
      'Sign in, or prove the number, once the challenge is approved in Telegram; the same session or number again for 60 s',
    auth: 'challenge',
    params,
    body: z.strictObject({ secret, claim: numberClaim }).optional(),
    responses: byPurpose,
    errors: [
      'not_found',
      'origin_forbidden',
      'challenge_pending',
      'challenge_ended',
      'account_disabled',
      'contact_required',
      'number_recycled',
      'phone_conflict',
      ...changeErrors,
    ],
  },
  startTelegramLogin: {
    ...routes.startTelegramLogin,
    summary: 'Begin Telegram Login: the URL of Telegram’s page. Its return is bound to this browser by a cookie',
    auth: 'challenge',
    params,
    body: z.strictObject({
      secret,
      /** The path of the page, with its query, to which the person comes back. */
      return_to: z.string().max(RETURN_TO_MAX_LENGTH),
    }),
    responses: { 200: z.object({ url: z.url() }) },
    errors: ['not_found', 'origin_forbidden', 'challenge_ended', 'telegram_login_unavailable'],
  },
  signInWithMiniApp: {
    ...routes.signInWithMiniApp,
    summary: 'Sign in inside Telegram, by the signed data of the Mini App',
    auth: 'none',
    body: z.strictObject({ init_data: z.string().max(3000), ...device, claim: numberClaim }),
    responses: signedIn,
    errors: [
      'not_found',
      'init_data_invalid',
      'contact_required',
      'account_disabled',
      'number_recycled',
      'phone_conflict',
    ],
  },
} as const satisfies Partial<Record<keyof typeof routes, Endpoint>>;

export type PhoneToken = z.infer<typeof phoneTokenSchema>;
export type CodeChannel = z.infer<typeof codeChannel>;
export type ChallengeState = z.infer<typeof challengeState>;
