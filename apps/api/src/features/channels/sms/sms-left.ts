import { sql } from 'kysely';
import type { Database } from '../../../database/database.ts';
import { prepare } from '../../../database/prepare.ts';

/** The SMS of this day (UTC), over all numbers. */
export interface SmsOfToday {
  sent_today: number;
  left_today: number;
  daily_limit: number;
}

/** No row: none was sent today. */
const findSentToday = prepare(
  'find-sms-of-today',
  { sent: 'int4' },
  () => sql`SELECT sent FROM sms_days WHERE day = (now() AT TIME ZONE 'UTC')::date`,
);

/** How many SMS were sent today, and how many SMS_DAILY_LIMIT leaves. */
export async function findSmsOfToday(db: Database, dailyLimit: number): Promise<SmsOfToday> {
  const [today] = await db.run(findSentToday, {});
  const sent = today?.sent ?? 0;
  return { sent_today: sent, left_today: Math.max(0, dailyLimit - sent), daily_limit: dailyLimit };
}
