import { z } from 'zod';
import { cleanText } from '../clean-text.ts';
import { CODE_LENGTH } from '../code.ts';
import { PHONE_INPUT_MAX_LENGTH } from '../phone.ts';

/** Telegram's ids fit a double exactly: "at most 52 significant bits" (Bot API, `User.id`). */
const TELEGRAM_ID_MAX = 2 ** 52;

export const telegramId = z.int().min(1).max(TELEGRAM_ID_MAX);

/** Readable text: no control or direction characters, no lone surrogates. */
export const text = (max: number) =>
  z
    .string()
    .max(max)
    .refine((value) => !/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u.test(value));

/** A text that a person types to be shown, such as a name. What can't be seen in it is removed, never refused. */
export const shownText = (max: number) =>
  z
    .string()
    .max(max)
    .transform((value) => cleanText(value, max));

export const phoneInput = z.string().max(PHONE_INPUT_MAX_LENGTH);
export const timestamp = z.iso.datetime();

/** A text that is only displayed. It is cleaned or dropped, and never a reason to refuse a request. */
export const decoration = z.string().optional().catch(undefined);

/** Without a name in the OpenAPI document, for schemas that extend it. */
export const userFields = z.object({
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

export const tokens = z.object({ access: z.string(), refresh: z.string() });
export const tokensSchema = tokens.meta({ id: 'Tokens' });

/** A code as people paste it; spaces around it are ignored. */
export const codeInput = z
  .string()
  .trim()
  .regex(new RegExp(`^[0-9]{${CODE_LENGTH}}$`));

/** Where an answer with `captcha_required` asked for it: the proof of work (base64 of JSON), or the token. */
export const captchaInput = z.string().max(8_000).optional();

/** An optional code: empty and null mean none, as in the earlier systems. */
export const optionalCodeInput = z
  .string()
  .trim()
  .regex(new RegExp(`^(?:[0-9]{${CODE_LENGTH}})?$`))
  .nullish()
  .transform((code) => code || undefined);

export const deviceId = text(100);

export const device = {
  /** Empty means none. */
  device_id: deviceId.optional().transform((id) => id || undefined),
  device_name: decoration,
};

/**
 * The answer to `number_recycled`, sent with the same code again: the number is new to the person, and the account that
 * has it is somebody else's.
 */
export const numberClaim = z.enum(['new_number']).optional();

export type NumberClaim = NonNullable<z.infer<typeof numberClaim>>;

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

export const nothing = z.null();
