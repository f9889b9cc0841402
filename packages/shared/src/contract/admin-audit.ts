import { z } from 'zod';
import { adminRoutes } from '../admin-routes.ts';
import { eventSchema, keyErrors, nextCursor } from './admin.ts';
import { channels } from './challenges.ts';
import type { Endpoint } from './endpoint.ts';
import { phoneInput, timestamp } from './fields.ts';

/** Events of one page, without `limit`. */
export const SEARCHED_PER_PAGE = 50;

const auditEventSchema = eventSchema.extend({
  /** The country of the IP, as its code of two letters (ISO 3166); null where it is not known. */
  place: z.string().nullable(),
});

const EVENT_TYPE = /^[a-z_]+(?:\.[a-z_]+|\.\*)$/;

/** The audit log, the newest first. It also shows the last seconds, so its order may still change there. */
export const adminAuditContract = {
  searchEvents: {
    ...adminRoutes.searchEvents,
    summary: 'Events by what they are about, the newest first (scope events:read)',
    auth: 'service',
    body: z.strictObject({
      user_id: z.uuid().optional(),
      /** Events of this number, also without an account; with the events of the user who has it. A service needs `users:read` too. */
      phone: phoneInput.optional(),
      /** Such as `code.sent` or `admin.*`. */
      types: z.array(z.string().max(100).regex(EVENT_TYPE)).min(1).max(20).optional(),
      actor: z.enum(['user', 'bot', 'admin', 'system']).optional(),
      channel: z.enum(channels).optional(),
      ip: z.union([z.ipv4(), z.ipv6()]).optional(),
      from: timestamp.optional(),
      /** Exclusive. */
      to: timestamp.optional(),
      /** `next_cursor` of the page before. */
      before: z.string().max(100).optional(),
      /** 1 to 100, if nothing is given `SEARCHED_PER_PAGE`. A page may have fewer events, even none, and still not be the last one. */
      limit: z.int().min(1).max(100).optional(),
    }),
    responses: {
      200: z.object({
        events: z.array(auditEventSchema),
        /** Of the users and service keys that the events mention, by their ids; for administrators, and empty for services. */
        names: z.record(z.string(), z.string()),
        next_cursor: nextCursor,
      }),
    },
    errors: [...keyErrors, 'phone_invalid'],
  },
} as const satisfies Partial<Record<keyof typeof adminRoutes, Endpoint>>;

export type AuditEvent = z.infer<typeof auditEventSchema>;
