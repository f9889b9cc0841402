import type { Database } from '../../database/database.ts';
import { splitName } from '../accounts/split-name.ts';
import type { Origin } from '../events/events.ts';
import type { LoginOutcome } from './login-client.ts';
import { approveByLogin, declineByLogin } from './telegram-login.queries.ts';

/** What the page has to tell the person; `done`: it finds that out from its challenge. */
export type LoginResult = 'done' | 'declined' | 'contact_required' | 'unavailable';

/**
 * Writes the outcome of Telegram's page to the challenge. Nobody is signed in here: the browser that has the challenge's
 * secret collects, and `decideAccount` decides whose account opens. A failure, and a person without an account who shares
 * no number, leave the challenge as it was, for the other ways.
 */
export async function finishLogin(
  db: Database,
  id: string,
  outcome: LoginOutcome,
  origin: Origin,
): Promise<LoginResult> {
  switch (outcome.kind) {
    case 'failed':
      return 'unavailable';
    case 'declined': {
      const [declined] = await db.run(declineByLogin, { ...origin, id });
      return declined === undefined ? 'done' : 'declined';
    }
    case 'logged-in': {
      const { telegramId, name, phone = null } = outcome.person;
      const { firstName, lastName } = splitName(name);
      const [approved] = await db.run(approveByLogin, {
        id,
        telegram_id: telegramId,
        first_name: firstName,
        last_name: lastName,
        phone,
      });
      return approved?.is_enough === false ? 'contact_required' : 'done';
    }
  }
}
