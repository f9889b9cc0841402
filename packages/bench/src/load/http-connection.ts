import { once } from 'node:events';
import { connect } from 'node:net';

export interface HttpAnswer {
  status: number;
  body: string;
}

export interface HttpConnection {
  get(path: string, accessToken?: string): Promise<HttpAnswer>;
  post(path: string, body: object, bearer?: string): Promise<HttpAnswer>;
  close(): void;
}

/**
 * One keep-alive connection over a bare socket. An HTTP library would spend about as much CPU as the API
 * under test, on the same cores. It only understands the API's answers (`Content-Length`, no chunks).
 *
 * @param ip of the client, as a proxy names it
 */
export async function openConnection(port: number, ip?: string): Promise<HttpConnection> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  const realIp = ip === undefined ? '' : `X-Real-IP: ${ip}\r\n`;
  let received = '';
  let waiting: { resolve(answer: HttpAnswer): void; reject(error: Error): void } | undefined;

  socket.setEncoding('latin1'); // one character per byte, so that Content-Length counts characters
  socket.on('data', (chunk: string) => {
    received += chunk;
    const end = received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? 0);
    if (received.length < end + 4 + length) return;
    const answer = { status: Number(received.slice(9, 12)), body: received.slice(end + 4, end + 4 + length) };
    received = '';
    waiting?.resolve(answer);
  });
  socket.on('error', (error) => waiting?.reject(error));
  socket.on('close', () => waiting?.reject(new Error('The server closed the connection')));

  function send(request: string, bearer: string | undefined, more: string): Promise<HttpAnswer> {
    const authorization = bearer === undefined ? '' : `Authorization: Bearer ${bearer}\r\n`;
    const text = `${request} HTTP/1.1\r\nHost: localhost\r\n${realIp}${authorization}${more}`;
    return new Promise((resolve, reject) => {
      waiting = { resolve, reject };
      if (socket.closed) reject(new Error('The server has closed the connection'));
      else socket.write(text);
    });
  }

  return {
    get(path, accessToken) {
      return send(`GET ${path}`, accessToken, '\r\n');
    },
    post(path, body, bearer) {
      const text = JSON.stringify(body);
      const headers = `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}`;
      return send(`POST ${path}`, bearer, `${headers}\r\n\r\n${text}`);
    },
    close() {
      waiting = undefined;
      socket.destroy();
    },
  };
}
