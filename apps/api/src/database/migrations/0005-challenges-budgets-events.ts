import { type Kysely, sql } from 'kysely';

/**
 * Replaces `codes`, `code_requesters` and `sms_reports` by challenges, budgets and deliveries, and starts the event
 * log. Live codes keep working, and everybody stays signed in.
 *
 * An older api can't serve on the migrated database: it reads tables and columns that are gone.
 *
 * Values are constrained by types, not by CHECK: PostgreSQL parses the text of each CHECK again for every statement,
 * which took a quarter of its CPU time for a sign-up (docs/decisions/0017).
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createTypes(db);
  await changeUsers(db);
  await changeSessions(db);
  await createChallenges(db);
  await createBudgets(db);
  await createDeliveries(db);
  await createEvents(db);
  await sql`DROP TABLE codes, code_requesters, sms_reports`.execute(db);
}

async function createTypes(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE DOMAIN e164 AS text COLLATE "C" CHECK (value ~ '^\\+[1-9][0-9]{8,14}$')`.execute(db);
  await sql`CREATE TYPE user_role AS ENUM ('user', 'admin')`.execute(db);
  await sql`CREATE TYPE channel AS ENUM ('telegram', 'sms')`.execute(db);
  await sql`CREATE TYPE proof AS ENUM ('contact', 'typed', 'sms')`.execute(db);
  await sql`CREATE TYPE challenge_state AS ENUM ('waiting', 'collected', 'refused')`.execute(db);
  await sql`CREATE TYPE delivery_status AS ENUM
    ('unknown', 'waiting', 'delivered', 'undelivered', 'expired', 'rejected', 'other')`.execute(db);
  await sql`CREATE TYPE actor AS ENUM ('user', 'bot', 'admin', 'system')`.execute(db);
}

/** All columns in one ALTER TABLE, which writes the table once: for a million users that is most of the migration. */
async function changeUsers(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE users
      DROP CONSTRAINT users_phone_check,
      DROP CONSTRAINT users_telegram_id_check,
      DROP CONSTRAINT users_first_name_check,
      DROP CONSTRAINT users_last_name_check,
      DROP CONSTRAINT users_address_check,
      DROP CONSTRAINT users_role_check,
      ALTER COLUMN phone TYPE e164,
      ALTER COLUMN first_name TYPE varchar(100),
      ALTER COLUMN last_name TYPE varchar(100),
      ALTER COLUMN address TYPE varchar(500),
      ALTER COLUMN role DROP DEFAULT,
      ALTER COLUMN role TYPE user_role USING role::user_role,
      ALTER COLUMN role SET DEFAULT 'user',
      ALTER COLUMN is_active DROP DEFAULT,
      ALTER COLUMN is_active DROP NOT NULL,
      ALTER COLUMN is_active TYPE timestamptz USING CASE WHEN NOT is_active THEN now() END,
      ALTER COLUMN is_verified DROP DEFAULT,
      ALTER COLUMN is_verified DROP NOT NULL,
      ALTER COLUMN is_verified TYPE timestamptz USING CASE WHEN is_verified THEN date_joined END,
      -- changes with every update, so that a write can check that the row is as it was read
      ADD COLUMN version integer NOT NULL DEFAULT 0
  `.execute(db);
  await sql`ALTER TABLE users RENAME COLUMN is_active TO disabled_at`.execute(db);
  // NULL: the number was typed and never proved
  await sql`ALTER TABLE users RENAME COLUMN is_verified TO phone_proved_at`.execute(db);
  // a trigger, so that a change by hand counts too
  await sql`
    CREATE FUNCTION increment_version() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      NEW.version = OLD.version + 1;
      RETURN NEW;
    END $$
  `.execute(db);
  await sql`
    CREATE TRIGGER increment_version BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION increment_version()
  `.execute(db);
}

/** A session that has ended keeps its row: its device stays known to the account. */
async function changeSessions(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE sessions
      ADD COLUMN challenge_id uuid,
      ADD COLUMN proof proof,
      ADD COLUMN ended_at timestamptz
  `.execute(db);
  // unlike rotated_at, created_at stays: refreshing a token then touches no index
  await sql`DROP INDEX sessions_by_rotation`.execute(db);
  await sql`CREATE INDEX sessions_by_age ON sessions (created_at)`.execute(db);
}

async function createChallenges(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE challenges (
      -- version 7: the clean-up finds old ones by it, and the code is derived from it
      id uuid PRIMARY KEY,
      channel channel NOT NULL,
      phone e164 NOT NULL,
      -- the Telegram user who asked for it
      telegram_id bigint,
      proof proof NOT NULL,
      first_name varchar(100) NOT NULL DEFAULT '',
      last_name varchar(100) NOT NULL DEFAULT '',
      -- of the bot's request, where it named one
      request_id text,
      -- no user had the phone or the telegram_id when it was opened, and no attempt at the phone has failed
      is_newcomer boolean NOT NULL DEFAULT false,
      -- of its code, so that one statement can find the challenge and compare
      digest bytea NOT NULL,
      state challenge_state NOT NULL DEFAULT 'waiting',
      -- false once a newer one of its phone or of its telegram_id has replaced it
      is_current boolean NOT NULL DEFAULT true,
      -- failed attempts: of unknown devices, and of those known to the number's account
      tries smallint NOT NULL DEFAULT 0,
      known_tries smallint NOT NULL DEFAULT 0,
      expires_at timestamptz NOT NULL,
      -- when the code was used, and the session that it opened
      collected_at timestamptz,
      session_id uuid
    )
    -- room on the page for a row's next version: redeeming the code then touches no index
    WITH (fillfactor = 60)
  `.execute(db);
  await sql`
    INSERT INTO challenges (id, channel, phone, telegram_id, proof, first_name, last_name, digest, tries, known_tries,
      expires_at, state, collected_at, session_id)
    SELECT overlay(gen_random_uuid()::text PLACING overlay(
        lpad(to_hex((extract(epoch FROM now()) * 1000)::bigint), 12, '0') PLACING '-' FROM 9 FOR 0
      ) || '-7' FROM 1 FOR 15)::uuid,
      channel::channel, phone, telegram_id, proof::proof, first_name, last_name, digest, tries, known_tries, expires_at,
      CASE WHEN is_used THEN 'collected' ELSE 'waiting' END::challenge_state, used_at, session_id
    FROM codes WHERE digest IS NOT NULL AND expires_at > now()
  `.execute(db);
  await sql`CREATE UNIQUE INDEX challenges_current_of_phone ON challenges (channel, phone) WHERE is_current`.execute(
    db,
  );
  await sql`
    CREATE UNIQUE INDEX challenges_current_of_telegram_id ON challenges (telegram_id) WHERE is_current
  `.execute(db);
}

/** Subjects are listed in src/limits/budgets.ts. */
async function createBudgets(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE budgets (
      subject text COLLATE "C" PRIMARY KEY,
      -- newest first, as many as the subject's largest limit counts
      hits timestamptz[] NOT NULL
    )
    WITH (fillfactor = 80)
  `.execute(db);
  await sql`
    INSERT INTO budgets (subject, hits)
    SELECT 'ask:tg:' || telegram_id, issued_at FROM code_requesters WHERE issued_at <> '{}'
    UNION ALL
    SELECT 'send:' || channel || ':' || phone, issued_at FROM codes WHERE issued_at <> '{}'
    UNION ALL
    SELECT 'send:known:' || phone, known_issued_at FROM codes WHERE channel = 'sms' AND known_issued_at <> '{}'
    UNION ALL
    SELECT 'clear:' || phone, cleared_at FROM codes WHERE channel = 'telegram' AND cleared_at <> '{}'
    UNION ALL
    SELECT 'fail:' || phone, (array_agg(hit ORDER BY hit DESC))[1:20] FROM codes, unnest(missed_at) hit GROUP BY phone
    UNION ALL
    SELECT 'fail:known:' || phone, (array_agg(hit ORDER BY hit DESC))[1:20] FROM codes, unnest(known_failed_at) hit
    GROUP BY phone
  `.execute(db);
}

async function createDeliveries(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE deliveries (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      -- NULL while only the provider's report is here
      challenge_id uuid,
      channel channel NOT NULL,
      provider text NOT NULL,
      -- NULL where the provider did not answer
      provider_id text,
      UNIQUE (provider, provider_id),
      status delivery_status NOT NULL,
      -- the provider's own name of the status
      provider_status text NOT NULL DEFAULT '',
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now()
    )
  `.execute(db);
  await sql`
    INSERT INTO deliveries (channel, provider, provider_id, status, provider_status, created_at, updated_at)
    SELECT 'sms', 'eskiz', gateway_id, status::delivery_status, gateway_status, created_at, updated_at FROM sms_reports
  `.execute(db);
  await sql`CREATE INDEX deliveries_by_age ON deliveries (created_at)`.execute(db);
}

/** The audit log: each row is written by the statement that does the thing. */
async function createEvents(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE SEQUENCE event_ids`.execute(db);
  await sql`
    CREATE TABLE events (
      id bigint NOT NULL DEFAULT nextval('event_ids'),
      at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (at, id),
      type text NOT NULL,
      user_id uuid,
      session_id uuid,
      actor actor NOT NULL,
      ip inet,
      user_agent text,
      channel channel,
      data jsonb NOT NULL DEFAULT '{}'
    ) PARTITION BY RANGE (at)
  `.execute(db);
  await sql`CREATE INDEX events_of_user ON events (user_id, at) WHERE user_id IS NOT NULL`.execute(db);
  await sql`
    -- Creates the partitions of this month and the next twelve. A table is attached, because that locks less than
    -- creating it as a partition: events are written meanwhile.
    CREATE FUNCTION create_event_partitions() RETURNS void LANGUAGE plpgsql AS $$
    DECLARE
      first_month date := date_trunc('month', now() AT TIME ZONE 'UTC');
      month date;
      name text;
    BEGIN
      FOR ahead IN 0..12 LOOP
        month := first_month + make_interval(months => ahead);
        name := 'events_' || to_char(month, 'YYYY_MM');
        CONTINUE WHEN to_regclass(name) IS NOT NULL;
        EXECUTE format('CREATE TABLE %I (LIKE events INCLUDING DEFAULTS)', name);
        EXECUTE format('ALTER TABLE events ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', name,
          month::timestamp AT TIME ZONE 'UTC', (month + interval '1 month') AT TIME ZONE 'UTC');
      END LOOP;
    END $$
  `.execute(db);
  await sql`
    -- Drops the partitions that ended before a time. It locks the table for a moment, and waits at most a second for
    -- the lock, because sign-ins queue behind it.
    CREATE FUNCTION drop_event_partitions(ended_before timestamptz) RETURNS void LANGUAGE plpgsql
    SET lock_timeout = '1s' AS $$
    DECLARE name text;
    BEGIN
      FOR name IN
        SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
        WHERE inhparent = 'events'::regclass
          AND to_date(relname, '"events_"YYYY_MM') + interval '1 month' <= ended_before AT TIME ZONE 'UTC'
      LOOP
        EXECUTE format('DROP TABLE %I', name);
      END LOOP;
    END $$
  `.execute(db);
  await sql`SELECT create_event_partitions()`.execute(db);
}
