import { z } from 'zod';
import { adminRoutes } from '../admin-routes.ts';
import type { Endpoint } from './endpoint.ts';
import { nothing, phoneInput, sessionSchema, telegramId, timestamp, userFields } from './fields.ts';

/** The rights that a service key may have. */
export const SERVICE_SCOPES = ['users:read', 'users:write', 'sessions:read', 'sessions:write', 'events:read'] as const;
export type ServiceScope = (typeof SERVICE_SCOPES)[number];

/** Events of one page, without `limit` and at most. */
export const EVENTS_PER_PAGE = 100;

export const adminUserSchema = userFields
  .extend({
    /** null: the user is enabled. */
    disabled_at: timestamp.nullable(),
    /** null: none is known; devices are remembered for 400 days. */
    last_sign_in_at: timestamp.nullable(),
  })
  .meta({ id: 'AdminUser', description: 'The user as services of the site see it' });

const adminSessionSchema = sessionSchema
  .omit({ is_current: true })
  .meta({ id: 'AdminSession', description: 'A living session as services of the site see it' });

export const eventSchema = z
  .object({
    id: z.number(),
    /** Continues a list after this event, as `after`. */
    cursor: z.string(),
    at: timestamp,
    /** docs/events.md; more are added. */
    type: z.string(),
    user_id: z.uuid().nullable(),
    session_id: z.uuid().nullable(),
    actor: z.enum(['user', 'bot', 'admin', 'system']),
    ip: z.string().nullable(),
    user_agent: z.string().nullable(),
    channel: z.string().nullable(),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Event' });

/** Where the next page begins, as `after`. null: this is the last one. */
export const nextCursor = z.string().nullable();

/** One person: a user by anything that identifies them, or a number that has no user yet. */
export const whom = z.union([
  z.strictObject({ id: z.uuid() }),
  z.strictObject({ phone: phoneInput }),
  z.strictObject({ telegram_id: telegramId }),
]);
export const ofUser = z.object({ id: z.string() });
export const userAnswer = { 200: z.object({ user: adminUserSchema }) };

/** Of sessions that are no fresh ones of an administrator. */
export const adminSessionErrors = ['session_invalid', 'origin_forbidden', 'admin_required', 'proof_required'] as const;
/** Of what only administrators may do. A service key is checked there too, before it is told so. */
export const adminErrors = [...adminSessionErrors, 'service_key_invalid', 'too_many_attempts'] as const;
/** Of what services may do too. */
export const keyErrors = [...adminErrors, 'scope_missing'] as const;

/** The server API: for other services of the site with a service key, and for administrators. */
export const adminContract = {
  findUser: {
    ...adminRoutes.findUser,
    summary: 'Find a user by id, phone or telegram_id (scope users:read)',
    auth: 'service',
    body: whom,
    responses: userAnswer,
    errors: [...keyErrors, 'phone_invalid', 'not_found'],
  },
  showUser: {
    ...adminRoutes.showUser,
    summary: 'A user (scope users:read)',
    auth: 'service',
    params: ofUser,
    responses: userAnswer,
    errors: [...keyErrors, 'not_found'],
  },
  disableUser: {
    ...adminRoutes.disableUser,
    summary: 'Disable a user: every session, code and open sign-in ends. Again changes nothing (scope users:write)',
    auth: 'service',
    params: ofUser,
    responses: userAnswer,
    errors: [...keyErrors, 'own_account', 'not_found'],
  },
  enableUser: {
    ...adminRoutes.enableUser,
    summary: 'Enable a user, who may sign in again. Again changes nothing (scope users:write)',
    auth: 'service',
    params: ofUser,
    responses: userAnswer,
    errors: [...keyErrors, 'not_found'],
  },
  listUserSessions: {
    ...adminRoutes.listUserSessions,
    summary: 'The living sessions of a user, the one used last first (scope sessions:read)',
    auth: 'service',
    params: ofUser,
    responses: { 200: z.object({ sessions: z.array(adminSessionSchema), next_cursor: nextCursor }) },
    errors: [...keyErrors, 'not_found'],
  },
  endUserSession: {
    ...adminRoutes.endUserSession,
    summary: 'End one session of a user. Again changes nothing (scope sessions:write)',
    auth: 'service',
    params: z.object({ id: z.string(), session_id: z.string() }),
    responses: { 204: nothing },
    errors: [...keyErrors, 'not_found'],
  },
  endUserSessions: {
    ...adminRoutes.endUserSessions,
    summary: 'End all sessions of a user (scope sessions:write)',
    auth: 'service',
    params: ofUser,
    responses: { 204: nothing },
    errors: [...keyErrors, 'not_found'],
  },
  listEvents: {
    ...adminRoutes.listEvents,
    summary: 'Events, the oldest first, from 15 seconds after they happened (scope events:read)',
    auth: 'service',
    query: z.strictObject({
      user_id: z.uuid().optional(),
      type: z
        .string()
        .max(100)
        .regex(/^[a-z_.]+$/)
        .optional(),
      /** The cursor of an event or of a page. */
      after: z.string().max(100).optional(),
      /** 1 to 100. A page may have fewer events, even none, and still not be the last one. */
      limit: z
        .string()
        .regex(/^(?:[1-9][0-9]?|100)$/)
        .optional(),
    }),
    responses: { 200: z.object({ events: z.array(eventSchema), next_cursor: nextCursor }) },
    errors: keyErrors,
  },
} as const satisfies Partial<Record<keyof typeof adminRoutes, Endpoint>>;

export type AdminUser = z.infer<typeof adminUserSchema>;
export type AdminEvent = z.infer<typeof eventSchema>;
