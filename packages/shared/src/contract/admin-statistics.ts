import { z } from 'zod';
import { adminRoutes } from '../admin-routes.ts';
import { adminErrors } from './admin.ts';
import type { Endpoint } from './endpoint.ts';
import { timestamp } from './fields.ts';

/**
 * How people signed in: by the press in Telegram, by the bot's code, in the Mini App, by SMS, by a code of Telegram
 * Gateway, by Telegram Login, or by a passkey.
 */
export const SIGN_IN_WAYS = ['press', 'code', 'mini_app', 'sms', 'gateway', 'telegram_login', 'passkey'] as const;

const way = z.enum(SIGN_IN_WAYS);
const money = z.object({ amount: z.number(), currency: z.string() });

const statisticsSchema = z
  .object({
    /** The days (UTC) that are counted, both inclusive; the last one is today so far. */
    from: z.iso.date(),
    to: z.iso.date(),
    /** Right now. */
    totals: z.object({
      users: z.number(),
      verified: z.number(),
      disabled: z.number(),
      admins: z.number(),
      /** Users who used a session in the last day. */
      active_today: z.number(),
    }),
    /** Every day and way in which somebody signed in; the others are 0. `sign_ins` includes the first one of a sign-up. */
    days: z.array(z.object({ day: z.iso.date(), way, sign_ups: z.number(), sign_ins: z.number() })),
    /** By way, provider and country of the number, the most sent first. */
    conversion: z.array(
      z.object({
        way,
        /** null: no provider took part. */
        provider: z.string().nullable(),
        /** ISO 3166; null: unknown, as for a link that nobody opened. */
        country: z.string().nullable(),
        /** Sign-ins that were started: codes or links. Asking again for the same one counts once. Proofs of a number too. */
        started: z.number(),
        /** Sign-ins that were started over another channel or provider, and went on over this one. */
        taken_over: z.number(),
        /** Messages that were handed to the provider. */
        sent: z.number(),
        /** Messages that arrived; null: the provider has reported none. */
        delivered: z.number().nullable(),
        /** Sign-ins in which a code was entered, right or wrong; null: this way has no code. */
        entered: z.number().nullable(),
        verified: z.number(),
        /**
         * At today's prices (SMS_PRICES, GATEWAY_PRICE), or what Telegram Gateway says that it took; without what it paid
         * back. Messages of bots cost nothing. null: no price is configured.
         */
        cost: money.nullable(),
        cost_per_verified: money.nullable(),
      }),
    ),
    /** What all codes cost together; `per_verified`: for each person who came in, by any way. None: no price is configured. */
    costs: z.array(money.extend({ per_verified: z.number().nullable() })),
    /** Why codes and sign-ins were refused, the most frequent first. */
    refusals: z.array(
      z.object({
        /** The type of the event: `code.refused`, `code.failed`, `limit.reached`, `challenge.declined` … */
        type: z.string(),
        /** Of its data; empty: it has none. */
        reason: z.string(),
        count: z.number(),
      }),
    ),
    /** null: no provider is configured. */
    sms: z
      .object({
        sent_today: z.number(),
        left_today: z.number(),
        daily_limit: z.number(),
        /** What the provider says that is left there; null: it does not say. */
        balance: z.number().nullable(),
      })
      .nullable(),
    /** Addresses of the last day with many failures, the worst first. */
    addresses: z.array(
      z.object({
        ip: z.string(),
        country: z.string().nullable(),
        wrong_codes: z.number(),
        declined: z.number(),
        refused: z.number(),
        codes_sent: z.number(),
        /** How many different numbers it was about. */
        people: z.number(),
        last_at: timestamp,
      }),
    ),
  })
  .meta({ id: 'Statistics' });

/** For administrators: how signing in goes. */
export const adminStatisticsContract = {
  showStatistics: {
    ...adminRoutes.showStatistics,
    summary: 'Sign-ups and sign-ins, conversion and cost, refusals, and suspicious addresses',
    auth: 'admin',
    query: z.strictObject({
      /** 1 to 180; if nothing is given 30. */
      days: z
        .string()
        .regex(/^(?:[1-9]|[1-9][0-9]|1[0-7][0-9]|180)$/)
        .optional(),
    }),
    responses: { 200: statisticsSchema },
    errors: adminErrors,
  },
} as const satisfies Partial<Record<keyof typeof adminRoutes, Endpoint>>;

export type Statistics = z.infer<typeof statisticsSchema>;
export type SignInWay = z.infer<typeof way>;
