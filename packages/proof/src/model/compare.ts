import { isDeepStrictEqual } from 'node:util';
import { findSecret, Mismatch, type Run } from './run.ts';
import { isInQuestion, type World } from './world.ts';

/** What the database holds, in the words of the model. */
interface Snapshot {
  users: Record<string, unknown>[];
  sessions: Record<string, unknown>[];
  /** The live challenges of numbers. */
  codes: Record<string, unknown>[];
  /** Those of browsers. */
  challenges: Record<string, unknown>[];
  alerts: Record<string, unknown>[];
  /** Failed attempts. */
  failures: Record<string, unknown>[];
}

interface Read extends Snapshot {
  /** The challenge of each session, and its id. */
  links: { session: string; challenge: string }[];
  /** Alerts of changed numbers, the oldest first. */
  changes: string[];
  /** Sessions that used challenges opened. */
  redeemed: string[];
  /** How many challenges opened more than one session. */
  opened_twice: number;
}

const READ = `
  SELECT json_build_object(
    'users', (SELECT coalesce(json_agg(json_build_object('id', id, 'phone', phone, 'telegram', telegram_id,
      'isVerified', phone_proved_at IS NOT NULL, 'isProvedByGateway', gateway_proved_at IS NOT NULL,
      'isInQuestion', coalesce(phone_questioned_at > phone_proved_at, false), 'isDisabled', disabled_at IS NOT NULL)
      ORDER BY id), '[]') FROM users),
    'sessions', (SELECT coalesce(json_agg(json_build_object('id', id, 'user', user_id, 'generation', generation,
      'isNewestUsed', newest_used, 'isEnded', ended_at IS NOT NULL, 'isForgotten', is_forgotten, 'proof', proof)
      ORDER BY id), '[]') FROM sessions),
    'codes', (SELECT coalesce(json_agg(json_build_object('channel', channel, 'phone', phone, 'telegram', telegram_id,
      'proof', proof, 'state', state, 'tries', tries, 'knownTries', known_tries) ORDER BY channel::text, phone), '[]')
      FROM challenges WHERE is_current),
    'challenges', (SELECT coalesce(json_agg(json_build_object('id', id, 'state', state, 'phone', phone,
      'telegram', telegram_id, 'proof', proof, 'tries', tries) ORDER BY id), '[]')
      FROM challenges WHERE secret_digest IS NOT NULL),
    'alerts', (SELECT coalesce(json_agg(json_build_object('kind', kind, 'user', user_id, 'telegram', telegram_id,
      'isUndone', undone_at IS NOT NULL) ORDER BY kind::text, user_id, created_at), '[]')
      FROM alerts WHERE kind IN ('new_device', 'number_lost', 'number_changed')),
    'failures', (SELECT coalesce(json_agg(json_build_object('subject', subject, 'count', cardinality(hits))
      ORDER BY subject), '[]') FROM budgets WHERE subject LIKE 'fail:%' AND cardinality(hits) > 0),
    'links', (SELECT coalesce(json_agg(json_build_object('session', id, 'challenge', challenge_id)), '[]') FROM sessions),
    'changes', (SELECT coalesce(json_agg(id ORDER BY created_at), '[]') FROM alerts WHERE kind = 'number_changed'),
    'redeemed', (SELECT coalesce(json_agg(session_id), '[]') FROM challenges WHERE state = 'collected'),
    'opened_twice', (SELECT count(*) FROM (
      SELECT FROM sessions GROUP BY challenge_id HAVING count(*) > 1
    ) AS twice)
  ) AS state`;

/**
 * Compares the database with the model, and both with what the clients were told: the invariants 1 to 5 of docs/policy.md
 * §3. Every failed try is compared too: at its challenge and at its number.
 */
export async function compareWithDatabase(run: Run): Promise<void> {
  const { world, system, toldUsers, toldSessions } = run;
  const { rows } = await system.sql.query<{ state: Read }>({ name: 'read', text: READ });
  const [row] = rows;
  if (!row) throw new Mismatch('The database was not read');
  const { links, changes, redeemed, opened_twice, ...real } = row.state;
  const model = describe(world);
  for (const table of Object.keys(model) as (keyof Snapshot)[]) {
    if (isDeepStrictEqual(real[table], model[table])) continue;
    throw new Mismatch(
      `${table}:\n  the model says ${JSON.stringify(model[table])}\n  the database ${JSON.stringify(real[table])}`,
    );
  }
  if (opened_twice > 0) throw new Mismatch('A challenge opened two sessions');
  for (const { id } of real.users)
    if (!toldUsers.has(String(id))) throw new Mismatch(`No redeemed code made the user ${String(id)}`);
  for (const { id } of real.sessions)
    if (!toldSessions.has(String(id))) throw new Mismatch(`Nobody was told of the session ${String(id)}`);
  for (const id of redeemed)
    if (!toldSessions.has(id)) throw new Mismatch('A code was redeemed, and nobody was told of its session');

  // people know an alert by its challenge
  for (const { session, challenge } of links) {
    const found = world.sessionOf(session);
    if (found) found.challenge = challenge;
  }
  for (const alert of world.alerts) alert.id ??= alert.session?.challenge;
  for (const [index, alert] of world.alerts.filter(({ kind }) => kind === 'number_changed').entries())
    alert.id = changes[index];
}

function describe(world: World): Snapshot {
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
  const byText =
    (text: (row: Record<string, unknown>) => string) => (a: Record<string, unknown>, b: Record<string, unknown>) =>
      text(a) < text(b) ? -1 : 1;
  return {
    users: world.users.toSorted(byId).map((user) => ({
      id: user.id,
      phone: user.phone ?? null,
      telegram: user.telegram ?? null,
      isVerified: user.isVerified,
      isProvedByGateway: user.isProvedByGateway,
      isInQuestion: user.isVerified && isInQuestion(user),
      isDisabled: user.isDisabled,
    })),
    sessions: world.sessions.toSorted(byId).map((session) => ({
      id: session.id,
      user: session.user.id,
      generation: session.generation,
      isNewestUsed: session.isNewestUsed,
      isEnded: session.isEnded,
      isForgotten: session.isForgotten,
      proof: session.proof,
    })),
    codes: world.codes
      .filter(({ isCurrent }) => isCurrent)
      .map(({ channel, phone, telegram = null, proof, state, tries, knownTries }) => ({
        channel,
        phone,
        telegram,
        proof,
        state,
        tries,
        knownTries,
      }))
      .sort(byText(({ channel, phone }) => `${channel} ${phone}`)),
    challenges: world.challenges
      .toSorted(byId)
      .map(({ id, state, phone = null, telegram = null, proof = null, tries }) => ({
        id,
        state,
        phone,
        telegram,
        proof,
        tries,
      })),
    alerts: world.alerts
      .map(({ kind, user, telegram, isUndone }) => ({ kind, user: user.id, telegram, isUndone }))
      .sort(byText(({ kind, user }) => `${kind} ${user}`)),
    failures: [...world.counted]
      .filter(([subject, times]) => subject.startsWith('fail:') && times.length > 0)
      .map(([subject, { length }]) => ({ subject, count: length }))
      .sort(byText(({ subject }) => String(subject))),
  };
}

/** The columns that have a number in plain are no part of this: docs/policy.md §3. */
const DUMP = `
  SELECT string_agg(line, E'\\n') AS text FROM (
    ${['users', 'sessions', 'challenges', 'alerts', 'deliveries', 'events', 'budgets']
      .map((table) => `SELECT row_to_json(${table})::text AS line FROM ${table}`)
      .join(' UNION ALL ')}
  ) AS lines`;

/** Invariant 6: no code, token or secret in the database in plain, and none, nor a full number, in the log. */
export async function checkSecrets(run: Run, phones: readonly string[]): Promise<void> {
  const { rows } = await run.system.sql.query<{ text: string | null }>({ name: 'dump', text: DUMP });
  const inDatabase = findSecret(run, rows[0]?.text ?? '');
  if (inDatabase !== undefined) throw new Mismatch(`The database holds a secret in plain: ${inDatabase}`);
  const log = run.system.log.join('');
  const inLog = findSecret(run, log) ?? phones.find((phone) => log.includes(phone));
  if (inLog !== undefined) throw new Mismatch(`The log holds a secret or a number: ${inLog}`);
}
