import { sql } from 'kysely';
import { prepareDeletion } from '../../database/clean-up-batch.ts';
import { interval } from '../../database/interval.ts';
import { prepare } from '../../database/prepare.ts';
import { DAY, SECOND } from '../../policy.ts';

/** After a crash of its holder, an update waits so long. */
const HELD = 15 * SECOND;

/**
 * Lets a process of the bot answer an update, unless it was answered, or another process holds it: then `is_answered`
 * tells which. The process that holds it extends its time.
 */
export const claimUpdate = prepare(
  'claim-update',
  { is_held: 'bool', is_answered: 'bool' },
  (args: { id: string; holder: string }) => sql`
    WITH claimed AS (
      INSERT INTO bot_updates AS known (id, holder, held_until)
      VALUES (${args.id}, ${args.holder}::uuid, now() + ${interval(HELD)})
      ON CONFLICT (id) DO UPDATE SET holder = excluded.holder, held_until = excluded.held_until
        WHERE NOT known.is_answered AND (known.holder = excluded.holder OR known.held_until <= now())
      RETURNING id
    )
    SELECT EXISTS (SELECT FROM claimed) AS is_held,
      EXISTS (SELECT FROM bot_updates WHERE id = ${args.id} AND is_answered) AS is_answered`,
);

/** An update was answered, or is left to whichever process gets it next. */
export const releaseUpdate = prepare(
  'release-update',
  {},
  (args: { id: string; holder: string; is_answered: boolean }) => sql`
    UPDATE bot_updates SET is_answered = ${args.is_answered}, held_until = now()
    WHERE id = ${args.id} AND holder = ${args.holder}::uuid AND NOT is_answered`,
);

/** Deletes a batch of updates that Telegram does not deliver any more: it keeps them for 24 hours. */
export const deleteOldBotUpdates = prepareDeletion('bot_updates', DAY);
