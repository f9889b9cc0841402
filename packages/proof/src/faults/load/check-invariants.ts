import pg from 'pg';
import type { Client } from './client.ts';
import type { History } from './history.ts';

/** Sessions whose refresh token is tried, spread over the history. */
const SAMPLE = 40;

/** Checks docs/policy.md §3 from the history of the clients against the database. Returns what is broken. */
export async function checkInvariants(history: History, databaseUrl: string, client: Client): Promise<string[]> {
  const sql = new pg.Client({ connectionString: databaseUrl });
  await sql.connect();
  try {
    return [
      ...checkRedemptions(history),
      ...(await checkAlone(sql)),
      ...(await checkSessions(history, sql)),
      ...(await checkGuesses(history, sql)),
      ...(await checkTokens(history, client)),
    ];
  } finally {
    await sql.end();
  }
}

/** 1, as the clients saw it. */
function checkRedemptions({ redemptions }: History): string[] {
  return redemptions
    .filter(({ sessions }) => sessions.size > 1)
    .map(({ what, sessions }) => `1: ${what} opened ${sessions.size} sessions`);
}

/** 1, 2 and 5, as the database alone tells. Events outlive the sessions that they tell of. */
async function checkAlone(sql: pg.Client): Promise<string[]> {
  const { rows } = await sql.query(`
    SELECT '1: two sign-ins with the challenge ' || (data->>'challenge') AS broken FROM events
      WHERE type = 'user.signed_in' GROUP BY data->>'challenge' HAVING count(*) > 1
    UNION ALL
    SELECT '1: two sessions of the challenge ' || challenge_id FROM sessions GROUP BY challenge_id HAVING count(*) > 1
    UNION ALL
    SELECT '2: no redeemed code created the user ' || id FROM users WHERE NOT EXISTS (
      SELECT FROM events JOIN challenges ON challenges.id = (data->>'challenge')::uuid
      WHERE events.user_id = users.id AND type = 'user.created' AND challenges.state = 'collected')
    UNION ALL
    SELECT '5: nothing came of the redeemed challenge ' || id FROM challenges
      WHERE state = 'collected' AND NOT EXISTS (SELECT FROM sessions WHERE id = challenges.session_id)`);
  return rows.map(({ broken }) => broken);
}

/** 3. */
async function checkSessions({ sessions }: History, sql: pg.Client): Promise<string[]> {
  const { rows } = await sql.query<{ id: string; user_id: string; phone: string; is_ended: boolean }>(
    `SELECT sessions.id, user_id, phone, ended_at IS NOT NULL AS is_ended
     FROM sessions JOIN users ON users.id = user_id WHERE sessions.id = ANY($1)`,
    [sessions.map(({ id }) => id)],
  );
  const found = new Map(rows.map((row) => [row.id, row]));
  return sessions.flatMap(({ id, userId, phone, logout }) => {
    const row = found.get(id);
    if (!row) return [`3: the acknowledged session ${id} is not there`];
    if (row.user_id !== userId || row.phone !== phone) return [`3: the session ${id} is of another person`];
    if (logout === 'no' && row.is_ended) return [`3: the session ${id} has ended by itself`];
    if (logout === 'acknowledged' && !row.is_ended) return [`3: the session ${id} goes on after its sign-out`];
    return [];
  });
}

/** 4. */
async function checkGuesses({ guesses }: History, sql: pg.Client): Promise<string[]> {
  const { rows } = await sql.query<{ phone: string; tries: number }>(
    `SELECT phone, max(tries) AS tries FROM challenges WHERE phone = ANY($1) AND channel = 'telegram' GROUP BY phone`,
    [guesses.map(({ phone }) => phone)],
  );
  const tries = new Map(rows.map((row) => [row.phone, row.tries]));
  return guesses.flatMap(({ phone, sent, acknowledged }) => {
    const counted = tries.get(phone) ?? 0;
    return counted >= acknowledged && counted <= sent
      ? []
      : [`4: ${counted} tries are counted of ${sent}, of which ${acknowledged} were acknowledged`];
  });
}

/** 3, as a client sees it: the newest refresh token that reached it still works. */
async function checkTokens({ sessions }: History, client: Client): Promise<string[]> {
  const living = sessions.filter(({ logout, refresh }) => logout === 'no' && refresh !== undefined);
  const step = Math.max(1, Math.floor(living.length / SAMPLE));
  const broken: string[] = [];
  for (let n = 0; n < living.length; n += step) {
    const { id, refresh } = living[n] ?? {};
    const { status, body } = await client.insist('POST', '/api/v1/auth/token/refresh/', { refresh });
    if (status !== 200) broken.push(`3: the session ${id} can’t be refreshed: ${status} ${JSON.stringify(body)}`);
  }
  return broken;
}
