import { randomUUID } from 'node:crypto';
import type { Phone } from '@raqam/shared/phone';
import type { Transaction } from '../../database/database.ts';
import type { AccountDecision } from './decide-account.ts';
import { insertUser, releasePhone, type UserRow, updateUser } from './users.queries.ts';

/** Telegram's own limit is 64 for each name; the column takes 100. */
const NAME_MAX_LENGTH = 100;

/**
 * Carries out a decision to create an account or to sign in to one. Sends its statements without waiting for
 * them; `user` comes with their answers.
 */
export function openAccount(
  tx: Transaction,
  decision: Exclude<AccountDecision, { kind: 'refuse' }>,
  claim: { phone: Phone; telegramId: number | null; fullName: string },
): { userId: string; user: Promise<UserRow> } {
  if (decision.takesNumberFrom) void tx.run(releasePhone, { id: decision.takesNumberFrom });

  if (decision.kind === 'create') {
    const id = randomUUID();
    const [firstName = '', ...rest] = claim.fullName.trim().split(/\s+/);
    const inserted = tx.run(insertUser, {
      id,
      phone: claim.phone,
      telegram_id: claim.telegramId,
      first_name: cut(firstName),
      last_name: cut(rest.join(' ')),
      is_verified: decision.isVerified,
    });
    return { userId: id, user: inserted.then(theOne) };
  }

  const updated = tx.run(updateUser, {
    id: decision.userId,
    phone: decision.setPhone ? claim.phone : null,
    telegram_id: decision.setTelegramId ? claim.telegramId : null,
    verify: decision.verify,
  });
  return { userId: decision.userId, user: updated.then(theOne) };
}

/** Cuts by characters, as PostgreSQL counts them, so that no emoji is halved. */
function cut(name: string): string {
  return [...name].slice(0, NAME_MAX_LENGTH).join('');
}

function theOne<Row>(rows: Row[]): Row {
  const [row] = rows;
  if (row === undefined) throw new Error('The user is gone, though its row was locked');
  return row;
}
