import { type RawBuilder, sql } from 'kysely';
import type { Channel } from '../../database/database.types.ts';
import { interval } from '../../database/interval.ts';
import { prepare } from '../../database/prepare.ts';
import { NUMBER_QUESTION_WINDOW } from '../../policy.ts';
import { logEvent, type Origin } from '../events/events.ts';
import type { NumberOfEvent } from '../events/person.ts';
import { isAsSeen, type SeenChallenge } from './challenges.queries.ts';

/** A proved number whose holder is in question. */
export interface QuestionedNumber extends Origin, NumberOfEvent {
  phone: string;
  channel: Channel;
  /** The user with the number, as they were read. */
  holder_id: string;
  holder_version: number;
}

/**
 * SQL: leaves a proved challenge to the person's answer, and gives them time for it, once for each number. The holder's
 * number stays in question until they prove it. Returns no row and writes nothing if the challenge is no longer `isLive`,
 * or the holder has changed since the decision. Locks in the order of `writeOpening`: users first.
 */
function writeQuestion(args: QuestionedNumber, isLive: RawBuilder<boolean>): RawBuilder<unknown> {
  return sql`
    WITH holder AS MATERIALIZED (
      SELECT id FROM users
      WHERE id = ${args.holder_id} AND version = ${args.holder_version} AND phone = ${args.phone} FOR UPDATE
    ), asked AS (
      UPDATE challenges
      SET questioned_phone = phone, expires_at = greatest(expires_at, now() + ${interval(NUMBER_QUESTION_WINDOW)})
      WHERE ${isLive} AND phone = ${args.phone} AND expires_at > now() AND questioned_phone IS DISTINCT FROM phone
        AND EXISTS (SELECT FROM holder)
      RETURNING id
    ), questioned AS (
      UPDATE users SET phone_questioned_at = now() FROM holder, asked WHERE users.id = holder.id
    ), logged AS (
      ${logEvent(
        {
          type: 'code.refused',
          actor: 'user',
          user_id: sql`${args.holder_id}`,
          origin: args,
          channel: args.channel,
          person: args.person,
          data: sql`jsonb_build_object('challenge', id, 'reason', 'number_recycled', 'phone', ${args.masked}::text)`,
        },
        sql`asked`,
      )}
    )
    SELECT id FROM asked`;
}

/** Asks about the number of a right code. No row: see `writeQuestion`. */
export const questionByCode = prepare('question-by-code', { id: 'uuid' }, (args: SeenChallenge & QuestionedNumber) =>
  writeQuestion(args, isAsSeen(args)),
);

/** Asks about the number of a challenge that was approved in Telegram. No row: see `writeQuestion`. */
export const questionApproved = prepare(
  'question-approved',
  { id: 'uuid' },
  (args: QuestionedNumber & { id: string }) => writeQuestion(args, sql`id = ${args.id} AND state = 'approved'`),
);
