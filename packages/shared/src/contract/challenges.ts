import { z } from 'zod';
import { routes } from '../routes.ts';
import type { Endpoint } from './endpoint.ts';
import { codeInput, device, phoneInput, timestamp, tokensSchema, userSchema } from './fields.ts';

const params = z.object({ id: z.string() });

/** The longest wait of one request, and the default. Common proxies keep a silent request open that long. */
export const WAIT_MAX_SECONDS = 12;

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

export const channels = ['telegram', 'gateway', 'sms'] as const;
const channel = z.enum(channels);

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

/** The answers of a challenge: its purpose decides between them. */
const signedInOrProved = { ...signedIn, 200: z.union([signedIn[200], phoneTokenSchema]) };

/** One attempt of one browser to sign in, or to prove a number, over any channel. */
export const challengeContract = {
  startChallenge: {
    ...routes.startChallenge,
    summary: 'Start a sign-in, or prove a number without an account. The secret is also set as a cookie',
    auth: 'none',
    body: z
      .strictObject({
        ...device,
        /** Omitted: `sign_in`. */
        purpose: z.enum(['sign_in', 'prove_number']).optional(),
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
        state: z.literal('waiting'),
        expires_at: timestamp,
        /** The link to open in Telegram, and the number of two digits to choose there. null: there is no bot. */
        telegram: z.object({ url: z.string(), number: z.string() }).nullable(),
        channels: z.array(channel),
      }),
    },
    errors: ['origin_forbidden', 'challenge_limit'],
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
      })
      .optional(),
    responses: {
      200: z.object({
        state: challengeState,
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
    body: z.strictObject({ secret, phone: phoneInput, channel: z.enum(['gateway', 'sms']).optional() }),
    responses: {
      200: z.object({
        channel,
        /** `unknown`: the provider did not say whether it sent the code. */
        delivery: z.enum(['sent', 'unknown']),
        phone: z.string(),
        expires_at: timestamp,
        resend_after_seconds: z.number(),
        next_channel: channel.optional(),
      }),
    },
    errors: [
      'not_found',
      'origin_forbidden',
      'challenge_ended',
      'phone_invalid',
      'phone_not_supported',
      'code_cooldown',
      'code_limit',
      'sms_unavailable',
    ],
  },
  verifyCode: {
    ...routes.verifyCode,
    summary: 'Sign in, or prove the number, with the code of this challenge',
    auth: 'challenge',
    params,
    body: z.strictObject({ secret, code: codeInput }),
    responses: signedInOrProved,
    errors: [
      'not_found',
      'origin_forbidden',
      'challenge_ended',
      'code_incorrect',
      'code_expired',
      'account_disabled',
      'too_many_attempts',
    ],
  },
  collectChallenge: {
    ...routes.collectChallenge,
    summary:
      'Sign in, or prove the number, once the challenge is approved in Telegram; the same session or number again for 60 s',
    auth: 'challenge',
    params,
    body: z.strictObject({ secret }).optional(),
    responses: signedInOrProved,
    errors: [
      'not_found',
      'origin_forbidden',
      'challenge_pending',
      'challenge_ended',
      'account_disabled',
      'contact_required',
      'phone_conflict',
    ],
  },
  signInWithMiniApp: {
    ...routes.signInWithMiniApp,
    summary: 'Sign in inside Telegram, by the signed data of the Mini App',
    auth: 'none',
    body: z.strictObject({ init_data: z.string().max(3000), ...device }),
    responses: signedIn,
    errors: ['not_found', 'init_data_invalid', 'contact_required', 'account_disabled', 'phone_conflict'],
  },
} as const satisfies Partial<Record<keyof typeof routes, Endpoint>>;

export type PhoneToken = z.infer<typeof phoneTokenSchema>;
export type ChallengeState = z.infer<typeof challengeState>;
