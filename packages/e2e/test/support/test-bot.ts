import { inject } from 'vitest';
import { addBot } from './handset.ts';

let bots = 0;

/** A bot of the test's own, which the test answers for by the Bot API. */
export async function addTestBot() {
  const { stack } = inject('urls');
  bots += 1;
  const token = `${Date.now()}${bots}:of-a-test-bot`;
  const username = `test_${Date.now()}_${bots}_bot`;
  await addBot({ token, username });
  // biome-ignore lint/suspicious/noExplicitAny: results have the shape of each method
  const call = async (method: string, body: object): Promise<any> => {
    const response = await fetch(`${stack}/bot${token}/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer = await response.json();
    if (!answer.ok) throw new Error(`${method}: ${answer.description}`);
    return answer.result;
  };
  let offset = 0;
  return {
    username,
    call,
    /** The next pressed button. */
    async nextQuery(): Promise<{ id: string; data: string }> {
      for (;;) {
        const [update] = await call('getUpdates', { offset, limit: 1, timeout: 20 });
        if (!update) throw new Error('nobody pressed a button');
        offset = update.update_id + 1;
        if (update.callback_query) return update.callback_query;
      }
    },
  };
}
