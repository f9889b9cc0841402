import { once } from 'node:events';
import { createServer } from 'node:http';

export interface Gate {
  /** The Bot API behind the gate. */
  url: string;
  /** From now on `sendMessage` to this chat waits, until the returned function is called. */
  hold(chatId: number): () => void;
  /** Number of waiting `sendMessage` calls to held chats. */
  held(): number;
  /** Answers the next `sendMessage` to this chat with an error; each call of `refuse` adds one. */
  refuse(chatId: number, status: number, retryAfter?: number): void;
  close(): Promise<void>;
}

/** A proxy of the Bot API at `target` that holds or refuses the messages of single chats. */
export async function startGate(target: string): Promise<Gate> {
  const holds = new Map<number, PromiseWithResolvers<void>>();
  const refusals: { chatId: number; status: number; retryAfter: number | undefined }[] = [];
  let held = 0;

  const server = createServer(async (request, response) => {
    try {
      let body = '';
      for await (const chunk of request) body += chunk;
      const { method = 'GET', url = '/' } = request;
      const chatId = url.endsWith('/sendMessage') ? Number(JSON.parse(body).chat_id) : 0;

      const refusal = refusals.find((each) => each.chatId === chatId);
      if (refusal) {
        refusals.splice(refusals.indexOf(refusal), 1);
        const { status, retryAfter } = refusal;
        const parameters = retryAfter === undefined ? {} : { parameters: { retry_after: retryAfter } };
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ ok: false, error_code: status, description: 'refused', ...parameters }));
        return;
      }
      const hold = holds.get(chatId);
      if (hold) {
        held += 1;
        await hold.promise;
        held -= 1;
      }
      if (response.destroyed) return; // the caller hung up: the message was never sent
      const gone = new AbortController();
      response.on('close', () => gone.abort());
      const headers = { 'content-type': request.headers['content-type'] ?? 'application/json' };
      const answer = await fetch(target + url, {
        method,
        headers,
        signal: gone.signal,
        ...(method === 'POST' && { body }),
      });
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
    } catch {
      response.destroy(); // either side hung up
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A TCP server has a port');

  return {
    url: `http://127.0.0.1:${address.port}`,
    hold(chatId) {
      const hold = Promise.withResolvers<void>();
      holds.set(chatId, hold);
      return () => {
        holds.delete(chatId);
        hold.resolve();
      };
    },
    held: () => held,
    refuse: (chatId, status, retryAfter) => void refusals.push({ chatId, status, retryAfter }),
    async close() {
      for (const hold of holds.values()) hold.resolve();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
