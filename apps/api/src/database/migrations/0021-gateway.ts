import { type Kysely, sql } from 'kysely';

/** Telegram Gateway as a channel of codes (docs/decisions/0035). Only adds: an older api serves on beside it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE users
      -- when a code of Gateway last proved the number: its Telegram account and its SIM are the same person's
      ADD COLUMN gateway_proved_at timestamptz
  `.execute(db);
  // a trigger, so that no statement which changes a number can forget it
  await sql`
    CREATE FUNCTION forget_gateway_proof() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      NEW.gateway_proved_at = NULL;
      RETURN NEW;
    END $$
  `.execute(db);
  await sql`
    CREATE TRIGGER forget_gateway_proof BEFORE UPDATE ON users FOR EACH ROW
    WHEN (NEW.phone IS DISTINCT FROM OLD.phone AND NEW.gateway_proved_at = OLD.gateway_proved_at)
    EXECUTE FUNCTION forget_gateway_proof()
  `.execute(db);
  await sql`
    ALTER TABLE challenges
      -- a code of Gateway was right, but the account opens only by an SMS, which carries another code
      ADD COLUMN needs_sms boolean NOT NULL DEFAULT false
  `.execute(db);
  await sql`
    ALTER TABLE deliveries
      -- what the provider says that it took, in US dollars; 0: it was paid back; NULL: the provider does not say
      ADD COLUMN cost_usd double precision
  `.execute(db);
  await sql`CREATE INDEX deliveries_of_challenge ON deliveries (challenge_id)`.execute(db);
  await sql`
    ALTER TABLE sms_days
      -- codes by Telegram Gateway; "sent" are those by SMS
      ADD COLUMN gateway_sent integer NOT NULL DEFAULT 0
  `.execute(db);
}
