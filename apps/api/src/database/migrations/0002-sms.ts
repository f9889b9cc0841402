import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // How many SMS were sent on a day of UTC: the row is the lock of the budget over all numbers
  await sql`
    CREATE TABLE sms_days (
      day date PRIMARY KEY,
      sent integer NOT NULL
    )
  `.execute(db);

  // What became of the SMS that the gateway took, by the gateway's own id
  await sql`
    CREATE TABLE sms_reports (
      gateway_id text PRIMARY KEY,
      status text NOT NULL CHECK (status IN ('waiting', 'delivered', 'undelivered', 'expired', 'rejected', 'other')),
      -- the gateway's own word
      gateway_status text NOT NULL DEFAULT '',
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now()
    )
  `.execute(db);
}
