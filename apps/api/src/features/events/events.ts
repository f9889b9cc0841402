import type { Phone } from '@raqam/shared/phone';
import { type RawBuilder, sql } from 'kysely';
import type { Actor } from '../../database/database.types.ts';

/** The types of events, as other programs read them: docs/events.md. */
export type EventType =
  | 'user.created'
  | 'user.signed_in'
  | 'user.phone_changed'
  | 'user.phone_lost'
  | 'user.disabled'
  | 'user.enabled'
  | 'user.deleted'
  | 'user.role_changed'
  | 'session.ended'
  | 'code.sent'
  | 'code.refused'
  | 'code.failed'
  | 'challenge.declined'
  | 'challenge.wrong_number'
  | 'challenge.taken'
  | 'challenge.owner_asked'
  | 'number.proved'
  | 'passkey.added'
  | 'passkey.removed'
  | 'sms.delivered'
  | 'sms.undelivered'
  | 'gateway.delivered'
  | 'gateway.undelivered'
  | 'limit.reached'
  | 'admin.user_exported'
  | 'admin.user_unlocked'
  | 'admin.number_confirmed'
  | 'admin.webhook_added'
  | 'admin.webhook_disabled'
  | 'admin.webhook_enabled'
  | 'admin.webhook_removed'
  | 'admin.webhook_secret_rotated'
  | 'admin.webhook_tested'
  | 'admin.webhook_resent'
  | 'admin.client_added'
  | 'admin.client_disabled'
  | 'admin.client_enabled'
  | 'admin.client_removed'
  | 'admin.client_secret_rotated'
  | 'admin.key_created'
  | 'admin.key_revoked';

/** Why a session ended. */
export type EndReason = 'logout' | 'revoked' | 'reuse' | 'replaced' | 'limit' | 'phone_lost' | 'not_me' | 'admin';

/** Where a request came from, for its events. */
export interface Origin {
  ip: string;
  user_agent: string;
  /** The host of the site whose page sent the request. */
  site: string;
}

/** The columns of an event, each an expression over the rows that it is written for. */
export interface EventColumns {
  type: EventType | RawBuilder<unknown>;
  actor: Actor;
  user_id?: RawBuilder<unknown>;
  session_id?: RawBuilder<unknown>;
  origin?: { ip: unknown; user_agent: unknown };
  channel?: unknown;
  /** The pseudonym of the person whose number it is about (`person.ts`), where the event may have no user. */
  person?: unknown;
  /** Never a code, a token, a secret or a whole phone number. */
  data?: RawBuilder<unknown>;
}

/**
 * SQL: writes an event for each row of `from`. It is part of the statement that does the thing: what happened and its
 * event are committed together, or not at all.
 */
export function logEvent(
  { type, actor, user_id, session_id, origin, channel, person, data }: EventColumns,
  from: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const none = sql`NULL`;
  return sql`
    INSERT INTO events (type, actor, user_id, session_id, ip, user_agent, channel, person, data)
    SELECT ${typeof type === 'string' ? sql.lit(type) : type}, ${sql.lit(actor)}::actor, ${user_id ?? none}::uuid,
      ${session_id ?? none}::uuid, ${origin?.ip ?? none}::inet, ${origin?.user_agent ?? none}::text, ${channel ?? none}::channel,
      ${person ?? none}::text, ${data ?? sql`'{}'`}::jsonb
    FROM ${from}`;
}

const SHOWN_AT_START = 6;
const SHOWN_AT_END = 4;
/** Of a number with nine digits, as some countries have them, fewer are shown. */
const LEAST_HIDDEN = 3;

/** A number of which only the country, the operator and the last digits are shown: `+99890•••4567`. */
export function maskPhone(phone: Phone): string {
  const start = phone.slice(0, Math.min(SHOWN_AT_START, phone.length - SHOWN_AT_END - LEAST_HIDDEN));
  return `${start}•••${phone.slice(-SHOWN_AT_END)}`;
}
