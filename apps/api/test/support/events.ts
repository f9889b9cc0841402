import type { TestApi } from './test-api.ts';

export interface LoggedEvent {
  type: string;
  user_id: string | null;
  session_id: string | null;
  actor: string;
  ip: string | null;
  user_agent: string | null;
  channel: string | null;
  data: Record<string, unknown>;
}

/** The events whose column or field of `data` has this value, oldest first. */
export async function eventsWith(
  api: TestApi,
  where: { user_id: string } | { session_id: string } | { phone: string } | { challenge: string } | { sms_id: number },
): Promise<LoggedEvent[]> {
  const [[name = '', value = '']] = Object.entries(where) as [[string, string | number]]; // of one entry
  const column = name === 'user_id' || name === 'session_id' ? `${name}::text` : `data ->> '${name}'`;
  const { rows } = await api.sql.query(
    `SELECT type, user_id, session_id, actor, host(ip) AS ip, user_agent, channel, data FROM events
     WHERE ${column} = $1 ORDER BY id`,
    [name === 'phone' ? String(value).replace(/^(.{6}).*(.{4})$/, '$1•••$2') : String(value)],
  );
  return rows;
}
