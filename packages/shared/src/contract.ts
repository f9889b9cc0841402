import { z } from 'zod';
import type { adminRoutes } from './admin-routes.ts';
import { adminContract } from './contract/admin.ts';
import { adminAuditContract } from './contract/admin-audit.ts';
import { adminPeopleContract } from './contract/admin-people.ts';
import { adminServicesContract } from './contract/admin-services.ts';
import { adminStatisticsContract } from './contract/admin-statistics.ts';
import { botContract } from './contract/bot.ts';
import { challengeContract, signedIn } from './contract/challenges.ts';
import type { Endpoint } from './contract/endpoint.ts';
import {
  captchaInput,
  codeInput,
  decoration,
  device,
  deviceId,
  nothing,
  numberClaim,
  optionalCodeInput,
  phoneInput,
  profileSchema,
  sessionSchema,
  shownText,
  telegramId,
  text,
  timestamp,
  tokens,
  tokensSchema,
  userSchema,
} from './contract/fields.ts';
import { oidcContract } from './contract/oidc.ts';
import { passkeyContract } from './contract/passkeys.ts';
import { PASSPORT_ID } from './passport.ts';
import { routes } from './routes.ts';

const smsSentSchema = z
  .object({
    message: z.literal('SMS code sent'),
    phone: z.string(),
    detail: z.string(),
    expires_at: timestamp,
    resend_after_seconds: z.number(),
  })
  .meta({ id: 'SmsSent' });

const refreshToken = z.string().max(1000);
const refreshInput = z.strictObject({ refresh: refreshToken.optional() }).optional();

export const contract = {
  createTelegramCode: {
    ...routes.createTelegramCode,
    summary: 'Issue a code for a Telegram user’s phone number (the bot only)',
    auth: 'none',
    body: z.object({
      secret_key: z.string(),
      telegram_id: telegramId,
      phone_number: phoneInput,
      proof: z.enum(['contact', 'typed']).optional(),
      full_name: decoration,
      /** Accepted for compatibility and ignored: the language of answers follows `Accept-Language`. */
      language: decoration,
      /** A repeated request with the same id, as after a lost answer, gets the same code and counts once. */
      request_id: text(100).min(1).optional(),
    }),
    decoration: 'full_name',
    responses: {
      200: z.object({
        success: z.literal(true),
        code: z.string(),
        expires_at: timestamp,
        remaining_seconds: z.number(),
        code_length: z.number(),
        expire_minutes: z.number(),
        resend_after_seconds: z.number(),
        /** The number is confirmed for another account and stays there; the code opens the requester's own. */
        number_stays: z.literal(true).optional(),
      }),
    },
    errors: ['bot_secret_invalid', 'phone_invalid', 'contact_required', 'code_cooldown', 'code_limit'],
  },
  registerWithTelegram: {
    ...routes.registerWithTelegram,
    summary: 'Redeem the bot’s code: create the account or sign in to it',
    auth: 'none',
    body: z.object({ phone: phoneInput, code: codeInput, ...device, claim: numberClaim }),
    responses: signedIn,
    errors: [
      'phone_invalid',
      'code_incorrect',
      'code_expired',
      'account_disabled',
      'contact_required',
      'number_recycled',
      'phone_conflict',
      'too_many_attempts',
    ],
  },
  refreshSession: {
    ...routes.refreshSession,
    summary: 'Exchange the refresh token (body or cookie) for a new pair',
    auth: 'refresh',
    body: refreshInput,
    responses: { 200: tokensSchema },
    errors: ['session_invalid', 'origin_forbidden'],
  },
  logout: {
    ...routes.logout,
    summary: 'End this session; with `forget` its browser is not remembered either',
    auth: 'either',
    body: z.strictObject({ refresh: refreshToken.optional(), forget: z.boolean().optional() }).optional(),
    responses: { 204: nothing },
    errors: ['session_invalid', 'origin_forbidden'],
  },
  authenticateBySms: {
    ...routes.authenticateBySms,
    summary: 'Without a code: send one by SMS. With it: sign in, or create the account',
    auth: 'none',
    body: z.object({
      phone: phoneInput,
      code: optionalCodeInput,
      captcha: captchaInput,
      ...device,
      claim: numberClaim,
    }),
    decoration: 'captcha',
    responses: { 200: z.union([smsSentSchema, tokens.extend({ user: userSchema })]) },
    errors: [
      'captcha_required',
      'phone_invalid',
      'phone_not_supported',
      'code_cooldown',
      'code_limit',
      'sms_unavailable',
      'code_incorrect',
      'code_expired',
      'account_disabled',
      'number_recycled',
      'phone_conflict',
      'too_many_attempts',
    ],
  },
  me: {
    ...routes.me,
    summary: 'The signed-in user',
    auth: 'session',
    responses: { 200: profileSchema },
    errors: ['session_invalid'],
  },
  updateMe: {
    ...routes.updateMe,
    summary: 'Change one’s profile; omitted fields stay as they are',
    auth: 'session',
    body: z.strictObject({
      first_name: shownText(100).optional(),
      last_name: shownText(100).optional(),
      address: shownText(500).optional(),
      passport_id: z.string().regex(PASSPORT_ID).optional(),
    }),
    responses: { 200: profileSchema },
    errors: ['session_invalid', 'origin_forbidden', 'phone_not_verified', 'encryption_not_configured'],
  },
  deleteMe: {
    ...routes.deleteMe,
    summary: 'Delete one’s account with all its sessions; not while one is an administrator',
    auth: 'session',
    responses: { 204: nothing },
    errors: ['session_invalid', 'origin_forbidden', 'own_account'],
  },
  listSessions: {
    ...routes.listSessions,
    summary: 'The devices that are signed in, the one used last first',
    auth: 'session',
    responses: { 200: z.array(sessionSchema) },
    errors: ['session_invalid'],
  },
  endSession: {
    ...routes.endSession,
    summary: 'Sign one device out',
    auth: 'session',
    params: z.object({ id: z.string() }),
    responses: { 204: nothing },
    errors: ['session_invalid', 'origin_forbidden', 'not_found'],
  },
  endOtherSessions: {
    ...routes.endOtherSessions,
    summary: 'Sign all other devices out',
    auth: 'session',
    responses: { 204: nothing },
    errors: ['session_invalid', 'origin_forbidden'],
  },
  endDevice: {
    ...routes.endDevice,
    summary: 'Sign one device out, by its own id (for clients of the earlier systems)',
    auth: 'session',
    body: z.object({ device_id: deviceId.min(1) }),
    responses: { 204: nothing },
    errors: ['session_invalid', 'origin_forbidden', 'not_found'],
  },
  ...botContract,
  ...passkeyContract,
  ...challengeContract,
  ...oidcContract,
  ...adminContract,
  ...adminPeopleContract,
  ...adminAuditContract,
  ...adminServicesContract,
  ...adminStatisticsContract,
} as const satisfies Record<keyof typeof routes | keyof typeof adminRoutes, Endpoint>;

export type Contract = typeof contract;
export type User = z.infer<typeof userSchema>;
export type Profile = z.infer<typeof profileSchema>;
export type Tokens = z.infer<typeof tokensSchema>;
export type DeviceSession = z.infer<typeof sessionSchema>;

/** The body that a client sends to an endpoint. */
export type RequestBody<Name extends keyof Contract> = Contract[Name] extends { body: infer Schema extends z.ZodType }
  ? z.input<Schema>
  : undefined;

/** The body of an endpoint's success. */
export type ResponseBody<Name extends keyof Contract> = {
  [Status in keyof Contract[Name]['responses']]: Contract[Name]['responses'][Status] extends z.ZodType
    ? z.output<Contract[Name]['responses'][Status]>
    : never;
}[keyof Contract[Name]['responses']];
