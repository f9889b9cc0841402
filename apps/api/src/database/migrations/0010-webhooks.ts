import { type Kysely, sql } from 'kysely';

/** Webhooks, and what they deliver from the event log (docs/decisions/0024). Only adds. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // NULL in the events of before: the default is set after the column, so that no row is written
  await sql`ALTER TABLE events ADD COLUMN xid xid8`.execute(db);
  await sql`ALTER TABLE events ALTER COLUMN xid SET DEFAULT pg_current_xact_id()`.execute(db);
  await sql`CREATE INDEX events_by_commit ON events (xid, id) WHERE xid IS NOT NULL`.execute(db);
  await sql`
    CREATE TABLE webhooks (
      id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      url text NOT NULL,
      -- of events: \`user.created\`, \`user.*\` or \`*\`
      types text[] NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      -- when it was created or last enabled: it gets no older events
      enabled_at timestamptz NOT NULL DEFAULT now(),
      disabled_at timestamptz
    )
  `.execute(db);
  await sql`
    CREATE TABLE webhook_secrets (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      webhook_id integer NOT NULL REFERENCES webhooks ON DELETE CASCADE,
      -- encrypted under a key derived from SECRET_KEY
      sealed text NOT NULL,
      -- NULL: the current one
      expires_at timestamptz
    )
  `.execute(db);
  await sql`CREATE INDEX webhook_secrets_of_webhook ON webhook_secrets (webhook_id)`.execute(db);
  await sql`
    -- Every event before it, in the order of (xid, id), has its deliveries.
    CREATE TABLE webhook_cursor (
      is_only boolean PRIMARY KEY DEFAULT true,
      xid xid8 NOT NULL,
      event_id bigint NOT NULL,
      caught_up_at timestamptz NOT NULL
    )
  `.execute(db);
  await sql`
    INSERT INTO webhook_cursor (xid, event_id, caught_up_at) SELECT pg_current_xact_id(), 0, now()
  `.execute(db);
  await sql`CREATE TYPE webhook_state AS ENUM ('pending', 'delivered', 'failed')`.execute(db);
  await sql`
    CREATE TABLE webhook_deliveries (
      -- its receiver gets it too: webhook-id
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      -- the order of the events of a user
      position bigint GENERATED ALWAYS AS IDENTITY,
      webhook_id integer NOT NULL REFERENCES webhooks ON DELETE CASCADE,
      -- NULL: a test
      event_id bigint,
      UNIQUE (webhook_id, event_id),
      type text NOT NULL,
      user_id uuid,
      -- JSON, as it is signed and sent. A copy, because partitions of events are dropped.
      body text NOT NULL,
      state webhook_state NOT NULL DEFAULT 'pending',
      tries smallint NOT NULL DEFAULT 0,
      -- of a pending one that is sent at this moment: when another process may take it
      next_at timestamptz NOT NULL DEFAULT now(),
      is_sending boolean NOT NULL DEFAULT false,
      -- how the last try ended, for the operator
      outcome text NOT NULL DEFAULT '',
      created_at timestamptz NOT NULL DEFAULT now(),
      tried_at timestamptz
    )
  `.execute(db);
  await sql`
    CREATE INDEX webhook_deliveries_due ON webhook_deliveries (webhook_id, next_at, position) WHERE state = 'pending'
  `.execute(db);
  await sql`
    CREATE INDEX webhook_deliveries_of_user ON webhook_deliveries (webhook_id, user_id, position)
    WHERE state = 'pending' AND user_id IS NOT NULL
  `.execute(db);
  await sql`
    CREATE INDEX webhook_deliveries_failed ON webhook_deliveries (webhook_id, position) WHERE state = 'failed'
  `.execute(db);
  await sql`CREATE INDEX webhook_deliveries_newest ON webhook_deliveries (webhook_id, position)`.execute(db);
  await sql`CREATE INDEX webhook_deliveries_by_age ON webhook_deliveries (created_at)`.execute(db);
}
