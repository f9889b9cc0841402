import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener, request } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { text } from 'node:stream/consumers';

export interface Exchange {
  method: string;
  path: string;
  /** Headers of the request; changes reach the server behind the door. */
  requestHeaders: IncomingHttpHeaders;
  requestBody: string;
}

export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A fault of a deployment. */
export interface Fault {
  /** Gets a request before the server does, and may answer it. */
  before?(exchange: Exchange): Reply | undefined;
  /** Gets the server's answer, and may replace it. */
  after?(reply: Reply, exchange: Exchange): Reply | undefined | Promise<Reply | undefined>;
}

/** A proxy before a service that adds faults. */
export interface Door {
  url: string;
  /** URL of the service. */
  target: string;
  fault: Fault;
  /** All requests, with their bodies. */
  log: Exchange[];
  close(): Promise<void>;
}

/** Opens a door on a port of this machine; with a certificate it speaks https under `host`. */
export async function openDoor(
  port: number,
  target: string,
  tls?: { host: string; key: string; cert: string },
): Promise<Door> {
  const door: Door = {
    url: tls ? `https://${tls.host}:${port}` : `http://localhost:${port}`,
    target,
    fault: {},
    log: [],
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  const listener: RequestListener = async (incoming, outgoing) => {
    const { method = 'GET', url: path = '/', headers: requestHeaders } = incoming;
    const exchange: Exchange = { method, path, requestHeaders, requestBody: await text(incoming) };
    door.log.push(exchange);
    const early = door.fault.before?.(exchange);
    const reply = early ?? (await forward(door.target, exchange).catch(() => badGateway));
    const { status, headers, body } = (early ? undefined : await door.fault.after?.(reply, exchange)) ?? reply;
    const { 'content-length': _length, 'transfer-encoding': _encoding, connection: _connection, ...rest } = headers;
    outgoing.sendDate = 'date' in rest; // the server behind the door sets its own date
    outgoing.writeHead(status, rest).end(body);
  };
  const server = tls ? createTlsServer(tls, listener) : createServer(listener);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return door;
}

const badGateway: Reply = {
  status: 502,
  headers: { 'content-type': 'text/html' },
  body: 'Application failed to respond',
};

function forward(target: string, { method, path, requestHeaders, requestBody }: Exchange): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const { 'accept-encoding': _encoding, ...headers } = requestHeaders;
    const outgoing = request(new URL(path, target), { method, headers });
    outgoing.once('error', reject);
    outgoing.once('response', async (response) => {
      const { statusCode = 0, headers } = response;
      resolve({ status: statusCode, headers, body: await text(response) });
    });
    outgoing.end(requestBody);
  });
}

/** Changes the JSON that is answered at `path`. */
export function rewriteJson(path: string, change: (body: Record<string, unknown>) => object): Fault {
  return {
    after: (reply, exchange) =>
      exchange.path.startsWith(path) && reply.status === 200
        ? { ...reply, body: JSON.stringify(change(JSON.parse(reply.body))) }
        : undefined,
  };
}
