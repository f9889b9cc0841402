import type { SignInWay } from '@raqam/shared/contract/admin-statistics';
import type { Database } from '../database/database.ts';
import type { Statement } from '../database/prepare.ts';
import { isUserRow } from '../features/accounts/user-row.ts';
import { disownSession, undoChange } from '../features/alerts/alerts.queries.ts';
import { redeem, redeemApproved, redeemForNewcomer, redeemPasskey } from '../features/challenges/redeem.queries.ts';
import { openChallenge, openForNewcomer } from '../features/channels/bot/bot-challenges.queries.ts';
import { keepDelivery, keepReport } from '../features/channels/sending/deliveries.queries.ts';
import {
  extendSmsChallenge,
  openSmsChallenge,
  sendBoundChallenge,
  takeBackCode,
} from '../features/channels/sending/sending.queries.ts';
import { endUserSession, endUserSessions } from '../features/people/user-sessions.queries.ts';
import { disableUser } from '../features/people/users.queries.ts';
import {
  decideOpenedChallenge,
  endTakenChallenge,
  openLinkedChallenge,
} from '../features/press/bot/bot-press.queries.ts';
import { changeByCode, changeByPress } from '../features/press/change/change-phone.queries.ts';
import { startBoundChallenge } from '../features/press/press.queries.ts';
import { proveByCode, proveByPress } from '../features/press/prove/prove-number.queries.ts';
import { endSession, revokeDevice, revokeOtherSessions, revokeSession } from '../features/sessions/sessions.queries.ts';
import { approveByLogin, declineByLogin } from '../features/telegram-login/telegram-login.queries.ts';
import type { Counters } from './counters.ts';

const CODE_WAYS = {
  telegram: 'code',
  sms: 'sms',
  gateway: 'gateway',
  telegram_login: 'telegram_login', // has no code
} as const;

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
  on([openSmsChallenge, extendSmsChallenge, sendBoundChallenge], ({ expires_at }, { channel }) => {
    if (expires_at !== null) codesIssued.inc({ channel });
  });
  after(keepDelivery, ({ channel, status }) =>
    codesSent.inc({ channel, outcome: status === 'unknown' ? 'unknown' : 'sent' }),
  );
  after(takeBackCode, ({ channel }) => codesSent.inc({ channel, outcome: 'failed' }));
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
  on([redeemApproved], ({ ended: others }, { channel, is_new }) => {
    if (approvedWay === 'press') challenges.inc({ outcome: 'collected' });
    signedIn(channel === 'telegram_login' ? channel : approvedWay, is_new);
    for (const [reason, sessions] of Object.entries(others)) ended(reason, sessions);
  });
  on([redeemPasskey], ({ ended: others }, { is_new }) => {
    signedIn('passkey', is_new);
    for (const [reason, sessions] of Object.entries(others)) ended(reason, sessions);
  });
  on([proveByCode], (_row, { channel }) => {
    codesVerified.inc({ channel });
    numbersProved.inc({ way: CODE_WAYS[channel] });
  });
  on([proveByPress], (_row, { channel }) => {
    challenges.inc({ outcome: 'collected' });
    numbersProved.inc({ way: channel === 'telegram_login' ? channel : 'press' });
  });

  on([changeByCode], (row, { channel }) => {
    codesVerified.inc({ channel });
    ended('phone_lost', row.ended);
  });
  on([changeByPress], (row) => {
    challenges.inc({ outcome: 'collected' });
    ended('phone_lost', row.ended);
  });

  on([startBoundChallenge], () => challenges.inc({ outcome: 'started' }));
  on([openLinkedChallenge], () => challenges.inc({ outcome: 'opened' }));
  on([endTakenChallenge], () => challenges.inc({ outcome: 'taken' }));
  on([declineByLogin], () => challenges.inc({ outcome: 'declined' }));
  on([approveByLogin], ({ id }) => {
    if (id !== null) challenges.inc({ outcome: 'approved' });
  });
  on([decideOpenedChallenge], ({ state }) => challenges.inc({ outcome: state }));

  on([endSession], (_row, { reason }) => ended(reason, 1));
  on([revokeSession], () => ended('revoked', 1));
  on([revokeDevice], (_row, _args, { length }) => ended('revoked', length));
  on([revokeOtherSessions], (_row, _args, { length }) => ended('revoked', length));
  on([disownSession], (row) => ended('not_me', row.ended));
  on([undoChange], (row) => ended('not_me', row.ended));
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
