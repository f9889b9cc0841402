import { expect } from 'vitest';
import { fromElsewhere, type TestApi } from '../test-api.ts';

type Answer = ReturnType<TestApi['post']>;

const PATH = '/api/users/auth/';

export interface SmsCalls {
  ask(phone: string, options?: object): Answer;
  /** Asks from a device with an id of its own. */
  askOn(device_id: string, phone: string): Answer;
  enter(phone: string, code: string, more?: object): Answer;
  /** The SMS that count for the day. */
  sentToday(): Promise<number>;
  /** The number's newest challenge. */
  challenge(phone: string): Promise<{ id: string; tries: number; known_tries: number; state: string }>;
}

/** The two steps of a sign-in by SMS, each from an IP of its own, and what the database keeps of them. */
export function smsCalls(api: TestApi): SmsCalls {
  return {
    ask: (phone, options = fromElsewhere()) => api.post(PATH, { phone }, options),
    askOn: (device_id, phone) => api.post(PATH, { phone, device_id }, fromElsewhere()),
    enter: (phone, code, more) => api.post(PATH, { phone, code, ...more }, fromElsewhere()),
    async sentToday() {
      return Number((await api.sql.query('SELECT coalesce(sum(sent), 0) AS sent FROM sms_days')).rows[0].sent);
    },
    async challenge(phone) {
      const { rows } = await api.sql.query(
        "SELECT id, tries, known_tries, state FROM challenges WHERE channel = 'sms' AND phone = $1 AND is_current",
        [phone],
      );
      expect(rows).toHaveLength(1);
      return rows[0];
    },
  };
}
