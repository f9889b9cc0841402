import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';

/** A Bot API that takes any chat, as the emulator does not, and fails as a test wants. */
export interface StubTelegram {
  url: string;
  /** The calls about chats, oldest first. */
  calls: { method: string; chatId: unknown; text: unknown }[];
  /** Answers a call in place of the stub; returns whether it did. */
  trouble: ((method: string, response: ServerResponse, body: Record<string, unknown>) => boolean) | undefined;
  /** The answer to the next `getUpdates` that find some. */
  updates: object[];
  close(): Promise<void>;
}

export async function startStubTelegram(): Promise<StubTelegram> {
  let webhook = '';
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const method = request.url?.split('/').at(-1) ?? '';
    const body = JSON.parse(text || '{}');
    if (stub.trouble?.(method, response, body)) return;
    if ('chat_id' in body) stub.calls.push({ method, chatId: body.chat_id, text: body.text });
    if (method === 'setWebhook') webhook = body.url;
    const results: Record<string, unknown> = {
      getMe: { id: 777, is_bot: true, first_name: 'Test', username: 'test_bot' },
      getUpdates: stub.updates.filter((update) => Object(update).update_id >= (body.offset ?? 0)),
      getWebhookInfo: { url: webhook },
      getMyCommands: [],
      getMyDescription: { description: '' },
      getMyShortDescription: { short_description: '' },
    };
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ ok: true, result: method in results ? results[method] : true }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A TCP server has a port');
  const stub: StubTelegram = {
    url: `http://127.0.0.1:${address.port}`,
    calls: [],
    trouble: undefined,
    updates: [],
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return stub;
}
