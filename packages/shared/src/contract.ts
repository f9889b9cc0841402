import { z } from 'zod';
import { cleanText } from './clean-text.ts';
import { CODE_LENGTH } from './code.ts';
import type { ErrorCode } from './errors.ts';
import { languages } from './languages.ts';
import { PASSPORT_ID } from './passport.ts';
import { PHONE_INPUT_MAX_LENGTH } from './phone.ts';
import { routes } from './routes.ts';

/**
 * How a request is authenticated. `session`: by the access token, in a header or a cookie. `refresh`: by the refresh
 * token, in the body or a cookie. `either`: by one of them. `bot`: by TELEGRAM_BOT_SECRET, in a header. `none`: not at
 * all, or by its body.
 */
export type EndpointAuth = 'session' | 'refresh' | 'either' | 'bot' | 'none';

/** One endpoint: its input, output and errors. The API registers it; clients take their types from it. */
export interface Endpoint {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  path: string;
  summary: string;
  auth: EndpointAuth;
  params?: z.ZodType;
  body?: z.ZodType;
  /** A field of the body that does not count against the size limit, because it is only displayed. */
  decoration?: string;
  responses: Record<number, z.ZodType>;
  /** Error codes in addition to those of every endpoint. */
  errors: readonly ErrorCode[];
}

/** Telegram's ids fit a double exactly: "at most 52 significant bits" (Bot API, `User.id`). */
const TELEGRAM_ID_MAX = 2 ** 52;

const telegramId = z.int().min(1).max(TELEGRAM_ID_MAX);

/** Readable text: no control or direction characters, no lone surrogates. */
const text = (max: number) =>
  z
    .string()
    .max(max)
    .refine((value) => !/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u.test(value));

/** A text that a person types to be shown, such as a name. What can't be seen in it is removed, never refused. */
const shownText = (max: number) =>
  z
    .string()
    .max(max)
    .transform((value) => cleanText(value, max));

const phoneInput = z.string().max(PHONE_INPUT_MAX_LENGTH);
const timestamp = z.iso.datetime();

/** A text that is only displayed. It is cleaned or dropped, and never a reason to refuse a request. */
const decoration = z.string().optional().catch(undefined);

const userFields = z.object({
  id: z.uuid(),
  full_name: z.string(),
  phone: z.string().nullable(),
  telegram_id: z.number().nullable(),
  first_name: z.string(),
  last_name: z.string(),
  role: z.enum(['user', 'admin']),
  is_verified: z.boolean(),
  date_joined: timestamp,
});

export const userSchema = userFields.meta({ id: 'User' });

/** The user as its owner sees it. */
export const profileSchema = userFields
  .extend({ address: z.string(), passport_id: z.string() })
  .meta({ id: 'Profile', description: 'The user as its owner sees it' });

const tokens = z.object({ access: z.string(), refresh: z.string() });
export const tokensSchema = tokens.meta({ id: 'Tokens' });

/** A code as people paste it; spaces around it are ignored. */
const codeInput = z
  .string()
  .trim()
  .regex(new RegExp(`^[0-9]{${CODE_LENGTH}}$`));

/** An optional code: empty and null mean none, as in the earlier systems. */
const optionalCodeInput = z
  .string()
  .trim()
  .regex(new RegExp(`^(?:[0-9]{${CODE_LENGTH}})?$`))
  .nullish()
  .transform((code) => code || undefined);

const smsSentSchema = z
  .object({
    message: z.literal('SMS code sent'),
    phone: z.string(),
    detail: z.string(),
    expires_at: timestamp,
    resend_after_seconds: z.number(),
  })
  .meta({ id: 'SmsSent' });

export const sessionSchema = z
  .object({
    id: z.uuid(),
    device_id: z.string(),
    device_name: z.string(),
    ip_address: z.string(),
    user_agent: z.string(),
    created_at: timestamp,
    last_used_at: timestamp,
    is_current: z.boolean(),
  })
  .meta({ id: 'Session' });

const deviceId = text(100);

const device = {
  /** Empty means none. */
  device_id: deviceId.optional().transform((id) => id || undefined),
  device_name: decoration,
};

const refreshInput = z.strictObject({ refresh: z.string().max(500).optional() }).optional();

const nothing = z.null();

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
    body: z.object({ phone: phoneInput, code: codeInput, ...device }),
    responses: {
      200: z.object({ user: userSchema, tokens: tokensSchema, is_new: z.literal(false) }),
      201: z.object({ user: userSchema, tokens: tokensSchema, is_new: z.literal(true) }),
    },
    errors: [
      'phone_invalid',
      'code_incorrect',
      'code_expired',
      'account_disabled',
      'contact_required',
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
    summary: 'End this session',
    auth: 'either',
    body: refreshInput,
    responses: { 204: nothing },
    errors: ['session_invalid', 'origin_forbidden'],
  },
  authenticateBySms: {
    ...routes.authenticateBySms,
    summary: 'Without a code: send one by SMS. With it: sign in, or create the account',
    auth: 'none',
    body: z.object({ phone: phoneInput, code: optionalCodeInput, ...device }),
    responses: { 200: z.union([smsSentSchema, tokens.extend({ user: userSchema })]) },
    errors: [
      'phone_invalid',
      'phone_not_supported',
      'code_cooldown',
      'code_limit',
      'sms_unavailable',
      'code_incorrect',
      'code_expired',
      'account_disabled',
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
    summary: 'Delete one’s account with all its sessions',
    auth: 'session',
    responses: { 204: nothing },
    errors: ['session_invalid', 'origin_forbidden'],
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
  findChat: {
    ...routes.findChat,
    summary: 'A private chat with the bot (the bot only)',
    auth: 'bot',
    body: z.strictObject({ telegram_id: telegramId }),
    responses: {
      200: z.object({
        /** null: it was never saved. */
        chat: z
          .object({
            /** The person's choice; null: none. */
            language: z.enum(languages).nullable(),
            is_blocked: z.boolean(),
          })
          .nullable(),
      }),
    },
    errors: ['bot_secret_invalid'],
  },
  saveChat: {
    ...routes.saveChat,
    summary: 'Save the language or the block of a private chat; omitted fields stay as they are (the bot only)',
    auth: 'bot',
    body: z.strictObject({
      telegram_id: telegramId,
      language: z.enum(languages).optional(),
      /** Whether the person blocked the bot. */
      is_blocked: z.boolean().optional(),
    }),
    responses: { 204: nothing },
    errors: ['bot_secret_invalid'],
  },
} as const satisfies Record<keyof typeof routes, Endpoint>;

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
