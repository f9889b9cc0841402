import type { SignInWay } from '@raqam/shared/contract/admin-statistics';
import type { Database } from '../database/database.ts';
import type { Statement } from '../database/prepare.ts';
import { isUserRow } from '../features/accounts/user-row.ts';
import { disownSession } from '../features/alerts/alerts.queries.ts';
import { redeem, redeemApproved, redeemForNewcomer } from '../features/challenges/redeem.queries.ts';
import { openChallenge, openForNewcomer } from '../features/channels/bot/bot-challenges.queries.ts';
import { keepDelivery, keepReport } from '../features/channels/sms/deliveries.queries.ts';
import {
  extendSmsChallenge,
  openSmsChallenge,
  sendBoundChallenge,
  takeBackSms,
} from '../features/channels/sms/sms-challenges.queries.ts';
import { endUserSession, endUserSessions } from '../features/people/user-sessions.queries.ts';
import { disableUser } from '../features/people/users.queries.ts';
import {
  decideOpenedChallenge,
  endTakenChallenge,
  openLinkedChallenge,
} from '../features/press/bot/bot-press.queries.ts';
import { startBoundChallenge } from '../features/press/press.queries.ts';
import { proveByCode, proveByPress } from '../features/press/prove/prove-number.queries.ts';
import { endSession, revokeDevice, revokeOtherSessions, revokeSession } from '../features/sessions/sessions.queries.ts';
import type { Counters } from './counters.ts';

const CODE_WAYS = { telegram: 'code', sms: 'sms' } as const;

/**
 * The database, whose statements count what they have done. A statement that decides writes only if what was read is
 * still so, and returns a row if it wrote. So the counts agree with the database: what is retried or answered again
 * counts once.
 *
 * @param approvedWay the way of sign-ins whose challenge was approved in Telegram
 */
export function countStatements(db: Database, counters: Counters, approvedWay: SignInWay = 'press'): Database {
  const { codesIssued, codesSent, codesVerified, smsReports, signIns, numbersProved, sessionsEnded, challenges } =
    counters;
  const counts = new Map<object, (rows: unknown[], args: unknown) => void>();
  /** `count` gets the first row, all rows and the arguments of each run that returned a row. */
  const on = <Args, Row>(
    statements: readonly Statement<Args, Row>[],
    count: (row: Row, args: Args, rows: Row[]) => void,
  ) => {
    for (const statement of statements)
      counts.set(statement, (rows, args) => {
        const [row] = rows as Row[]; // those of this statement
        if (row !== undefined) count(row, args as Args, rows as Row[]);
      });
  };
  /** The same for statements that return no rows. */
  const after = <Args>(statement: Statement<Args, unknown>, count: (args: Args) => void) =>
    counts.set(statement, (_rows, args) => count(args as Args)); // those of this statement
  const ended = (reason: string, sessions: number | undefined) => sessionsEnded.inc({ reason }, sessions ?? 0);
  const signedIn = (way: SignInWay, isNew: boolean) => signIns.inc({ way, new: String(isNew) });

  on([openForNewcomer], () => codesIssued.inc({ channel: 'telegram' }));
  on([openChallenge], () => codesIssued.inc({ channel: 'telegram' }));
  on([openSmsChallenge, extendSmsChallenge, sendBoundChallenge], ({ expires_at }) => {
    if (expires_at !== null) codesIssued.inc({ channel: 'sms' });
  });
  after(keepDelivery, ({ status }) =>
    codesSent.inc({ channel: 'sms', outcome: status === 'unknown' ? 'unknown' : 'sent' }),
  );
  after(takeBackSms, () => codesSent.inc({ channel: 'sms', outcome: 'failed' }));
  after(keepReport, ({ status }) => smsReports.inc({ status }));

  on([redeemForNewcomer], ({ challenge_id: _, ...user }, { channel }) => {
    if (!isUserRow(user)) return;
    codesVerified.inc({ channel });
    signedIn(CODE_WAYS[channel], true);
  });
  on([redeem], ({ ended: others }, { channel, is_new }) => {
    codesVerified.inc({ channel });
    signedIn(CODE_WAYS[channel], is_new);
    for (const [reason, sessions] of Object.entries(others)) ended(reason, sessions);
  });
  on([redeemApproved], ({ ended: others }, { is_new }) => {
    if (approvedWay === 'press') challenges.inc({ outcome: 'collected' });
    signedIn(approvedWay, is_new);
    for (const [reason, sessions] of Object.entries(others)) ended(reason, sessions);
  });
  on([proveByCode], (_row, { channel }) => {
    codesVerified.inc({ channel });
    numbersProved.inc({ way: 'sms' });
  });
  on([proveByPress], () => {
    challenges.inc({ outcome: 'collected' });
    numbersProved.inc({ way: 'press' });
  });

  on([startBoundChallenge], () => challenges.inc({ outcome: 'started' }));
  on([openLinkedChallenge], () => challenges.inc({ outcome: 'opened' }));
  on([endTakenChallenge], () => challenges.inc({ outcome: 'taken' }));
  on([decideOpenedChallenge], ({ state }) => challenges.inc({ outcome: state }));

  on([endSession], (_row, { reason }) => ended(reason, 1));
  on([revokeSession], () => ended('revoked', 1));
  on([revokeDevice], (_row, _args, { length }) => ended('revoked', length));
  on([revokeOtherSessions], (_row, _args, { length }) => ended('revoked', length));
  on([disownSession], (row) => ended('not_me', row.ended));
  on([endUserSession], (row) => ended('admin', row.ended));
  on([endUserSessions], (row) => ended('admin', row.ended));
  on([disableUser], (row) => ended('admin', row.ended));

  return {
    ...db,
    async run(statement, args) {
      const rows = await db.run(statement, args);
      counts.get(statement)?.(rows, args);
      return rows;
    },
  };
}
