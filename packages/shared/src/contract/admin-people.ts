import { z } from 'zod';
import { adminRoutes } from '../admin-routes.ts';
import { adminErrors, adminUserSchema, nextCursor, ofUser, userAnswer, whom } from './admin.ts';
import type { Endpoint } from './endpoint.ts';
import { nothing, text, timestamp } from './fields.ts';

/** What a limit counts; the page has its words. */
export const LIMIT_KINDS = [
  'telegram_codes',
  'typed_numbers',
  'sms',
  'sms_known_devices',
  'gateway_codes',
  'gateway_codes_known_devices',
  'different_codes',
  'wrong_codes',
  'wrong_codes_known_devices',
  'codes_of_telegram_account',
  'refused_cards',
  'pushed_cards',
  'clearings',
] as const;

const limitSchema = z
  .object({
    kind: z.enum(LIMIT_KINDS),
    /** So many within `window_seconds` are allowed. */
    max: z.number(),
    window_seconds: z.number(),
    used: z.number(),
    /** When the next one is allowed; null: now. */
    free_at: timestamp.nullable(),
  })
  .meta({ id: 'LimitInForce', description: 'A limit that counts something of this person' });

const deliverySchema = z
  .object({
    id: z.number(),
    at: timestamp,
    channel: z.enum(['telegram', 'gateway', 'sms']),
    provider: z.string(),
    status: z.enum(['unknown', 'waiting', 'delivered', 'undelivered', 'expired', 'rejected', 'other']),
    /** The provider's own name of the status; empty: it has reported none. */
    provider_status: z.string(),
    updated_at: timestamp,
  })
  .meta({ id: 'CodeDelivery', description: 'A message with a code, and what its provider reported' });

/** For administrators: people. */
export const adminPeopleContract = {
  searchUsers: {
    ...adminRoutes.searchUsers,
    summary: 'Find users by a part of their name, by phone or telegram_id; without a query the newest first',
    auth: 'admin',
    body: z.strictObject({
      /** Words of a name, a number in any spelling or its last digits, or a telegram_id. */
      query: text(100).optional(),
      after: z.string().max(200).optional(),
    }),
    responses: { 200: z.object({ users: z.array(adminUserSchema), next_cursor: nextCursor }) },
    errors: adminErrors,
  },
  showPerson: {
    ...adminRoutes.showPerson,
    summary: 'A person: the user, or the number without one; limits in force and the newest deliveries',
    auth: 'admin',
    body: whom,
    responses: {
      200: z.object({
        /** E.164; null: the user lost it. */
        phone: z.string().nullable(),
        /** ISO 3166; null where the number has none. */
        country: z.string().nullable(),
        /** null: nobody has registered with the number. */
        user: adminUserSchema.nullable(),
        is_test_number: z.boolean(),
        limits: z.array(limitSchema),
        deliveries: z.array(deliverySchema),
      }),
    },
    errors: [...adminErrors, 'phone_invalid', 'not_found'],
  },
  unlockPerson: {
    ...adminRoutes.unlockPerson,
    summary: 'Forget what the limits have counted for a person, so that codes and attempts are allowed again',
    auth: 'admin',
    body: whom,
    responses: { 204: nothing },
    errors: [...adminErrors, 'phone_invalid', 'not_found'],
  },
  setUserRole: {
    ...adminRoutes.setUserRole,
    summary: 'Make a user an administrator, or no longer; not for oneself, and only with a verified number',
    auth: 'admin',
    params: ofUser,
    body: z.strictObject({ role: z.enum(['user', 'admin']) }),
    responses: userAnswer,
    errors: [...adminErrors, 'own_account', 'phone_not_verified', 'number_is_test', 'not_found'],
  },
  exportUser: {
    ...adminRoutes.exportUser,
    summary: 'Everything that is stored about a user, as people may ask for it',
    auth: 'admin',
    params: ofUser,
    responses: { 200: z.record(z.string(), z.unknown()) },
    errors: [...adminErrors, 'not_found'],
  },
  deleteUser: {
    ...adminRoutes.deleteUser,
    summary: 'Delete a user, with everything that identifies them, from the events too',
    auth: 'admin',
    params: ofUser,
    responses: { 204: nothing },
    errors: [...adminErrors, 'own_account', 'not_found'],
  },
} as const satisfies Partial<Record<keyof typeof adminRoutes, Endpoint>>;

export type LimitInForce = z.infer<typeof limitSchema>;
export type LimitKind = LimitInForce['kind'];
export type CodeDelivery = z.infer<typeof deliverySchema>;
