import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { useApi } from '../support/test-api.ts';

const api = useApi({ ALLOWED_HOSTS: 'localhost,127.0.0.1' });
let port: number;
/** Requests that are not answered yet. */
const inFlight = new Set<IncomingMessage>();
beforeAll(async () => {
  port = Number(new URL(await api.app.listen({ port: 0, host: '127.0.0.1' })).port);
  api.app.server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    inFlight.add(request);
    response.once('close', () => inFlight.delete(request));
  });
});

/** Whatever was sent: the next request on another socket is served, and no error is logged. */
afterEach(async () => {
  expect(await askElsewhere()).toEqual({ status: 'ok' });
  expect(api.log.splice(0).filter((line) => /"level":[56]0/.test(line))).toEqual([]);
});

interface RawAnswer {
  status: number;
  headers: string;
  body: string;
}

const openSocket = async () => {
  const socket = connect({ port, host: '127.0.0.1' });
  await once(socket, 'connect');
  return socket;
};

const askElsewhere = async (): Promise<unknown> => (await fetch(`http://127.0.0.1:${port}/healthz`)).json();

/**
 * Sends pieces of bytes (one per character) as they are; then, once all requests that are complete are answered,
 * the client's side ends. Resolves to the answers.
 */
async function exchange(...pieces: string[]): Promise<RawAnswer[]> {
  const socket = await openSocket();
  const received = collect(socket);
  for (const piece of pieces) {
    if (!socket.writable) break;
    await new Promise<void>((resolve) => void socket.write(Buffer.from(piece, 'latin1'), () => resolve()));
  }
  await askElsewhere(); // by now the server has read the bytes
  await expect.poll(() => [...inFlight].filter(({ complete }) => complete).length, { interval: 1 }).toBe(0);
  socket.end();
  return readAnswers(await received);
}

function collect(socket: Socket): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => void chunks.push(chunk));
    socket.on('error', () => {}); // a reset by the server
    socket.on('close', () => resolve(Buffer.concat(chunks)));
  });
}

/** Splits what came into answers: each has a Content-Length or no body. Interim answers (100) are left out. */
function readAnswers(bytes: Buffer): RawAnswer[] {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) {
    expect(bytes.length, `no part of an answer: ${bytes}`).toBe(0);
    return [];
  }
  const head = bytes.subarray(0, end).toString('latin1');
  const [, code = ''] = /^HTTP\/1\.1 (\d{3}) /.exec(head) ?? [];
  expect(code, head).not.toBe('');
  if (code === '100') return readAnswers(bytes.subarray(end + 4));
  const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
  const body = bytes.subarray(end + 4, end + 4 + length);
  expect(body.length, 'the whole body').toBe(length);
  const answer = { status: Number(code), headers: head.toLowerCase(), body: body.toString() };
  return [answer, ...readAnswers(bytes.subarray(end + 4 + length))];
}

const codeOf = ({ body }: RawAnswer): string => (body === '' ? '' : (JSON.parse(body).error?.code ?? ''));

/** Every error has the one shape. */
function expectOneShape(answers: readonly RawAnswer[]): void {
  for (const { status, headers, body } of answers) {
    expect(status).toBeLessThan(500);
    expect(headers).toContain('cache-control: no-store');
    if (status < 400 || body === '') continue; // HEAD has no body
    expect(headers).toContain('content-type: application/json');
    const { error, detail, ...rest } = JSON.parse(body);
    expect(rest).toEqual({});
    expect(error).toMatchObject({ code: expect.stringMatching(/^[a-z_]+$/), message: detail });
  }
}

const REGISTER = '/api/v1/auth/register/telegram/';
const BODY = '{"phone":"+998901234567","code":"123456"}';
const HOST = 'Host: localhost\r\n';
const GET = `GET /healthz HTTP/1.1\r\n${HOST}\r\n`;
const post = (headers: string, body = BODY) =>
  `POST ${REGISTER} HTTP/1.1\r\n${HOST}Content-Type: application/json\r\n${headers}\r\n${body}`;
const POST = post(`Content-Length: ${BODY.length}\r\n`);
const CHUNKED = post('Transfer-Encoding: chunked\r\n', `${BODY.length.toString(16)}\r\n${BODY}\r\n0\r\n\r\n`);
const LAST = `GET /healthz HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`;

describe('a request in parts, and several at once', () => {
  test('each byte by itself', async () => {
    const answers = await exchange(...POST);
    expect(answers.map(codeOf)).toEqual(['code_incorrect']);
  });

  test.for([
    ['in the request line', 7],
    ['in a header', 60],
    ['between CR and LF', POST.indexOf('\r\n') + 1],
    ['in the body', POST.length - 5],
  ] as const)('cut %s', async ([, at]) => {
    expect((await exchange(POST.slice(0, at), POST.slice(at))).map(codeOf)).toEqual(['code_incorrect']);
  });

  test('pipelined requests are answered in their order', async () => {
    const answers = await exchange(GET + POST + CHUNKED + GET.replace('healthz', 'nothing') + LAST);
    expect(answers.map(({ status }) => status)).toEqual([200, 400, 400, 404, 200]);
  });

  test('what follows an unreadable request is not served', async () => {
    const answers = await exchange(`GET /healthz HTTP/1.1\r\nX\r\n\r\n${GET}`);
    expect(answers.map(codeOf)).toEqual(['bad_request']);
  });

  test('a body that is refused unread does not become the next request', async () => {
    const smuggled = `GET /smuggled HTTP/1.1\r\n${HOST}\r\n`;
    const answers = await exchange(
      `POST /healthz HTTP/1.1\r\n${HOST}Content-Length: ${smuggled.length}\r\n\r\n${smuggled}${LAST}`,
    );
    expect(answers.map(({ status }) => status)).toEqual([405, 200]);
  });
});

describe('bytes that are no valid HTTP/1.1: one answer in the one shape, and a closed connection', () => {
  test.for<[string, string, number, string]>([
    ['no Host', 'GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'bad_request'],
    ['two Hosts', `GET /healthz HTTP/1.1\r\n${HOST}${HOST}Connection: close\r\n\r\n`, 400, 'bad_request'],
    [
      'another Host',
      'GET /healthz HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
      400,
      'host_not_allowed',
    ],
    ['two different lengths', post('Content-Length: 1\r\nContent-Length: 41\r\n'), 400, 'bad_request'],
    ['the same length twice', post('Content-Length: 41\r\nContent-Length: 41\r\n'), 400, 'bad_request'],
    ['two lengths in one header', post('Content-Length: 41, 41\r\n'), 400, 'bad_request'],
    ['a length with a sign', post('Content-Length: +41\r\n'), 400, 'bad_request'],
    ['a negative length', post('Content-Length: -1\r\n'), 400, 'bad_request'],
    ['a length in hexadecimal', post('Content-Length: 0x29\r\n'), 400, 'bad_request'],
    ['a length beyond all numbers', post('Content-Length: 99999999999999999999\r\n'), 400, 'bad_request'],
    ['a length over the limit', post('Content-Length: 5000000\r\n'), 413, 'body_too_large'],
    ['a length and chunks', post('Content-Length: 41\r\nTransfer-Encoding: chunked\r\n'), 400, 'bad_request'],
    ['chunks and a length', post('Transfer-Encoding: chunked\r\nContent-Length: 41\r\n'), 400, 'bad_request'],
    ['an unknown transfer encoding', post('Transfer-Encoding: cow\r\n'), 400, 'bad_request'],
    ['chunked not last', post('Transfer-Encoding: chunked, gzip\r\n'), 400, 'bad_request'],
    ['chunked twice', post('Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n', ''), 400, 'bad_request'],
    ['a space before the colon', post('Content-Length : 41\r\n'), 400, 'bad_request'],
    ['a chunk of an odd size', post('Transfer-Encoding: chunked\r\n', 'zz\r\n'), 400, 'bad_request'],
    ['a chunk of a huge size', post('Transfer-Encoding: chunked\r\n', 'ffffffffffffffffff\r\n'), 400, 'bad_request'],
    [
      'a chunk longer than its size',
      post('Transfer-Encoding: chunked\r\n', '1\r\n{}\r\n0\r\n\r\n'),
      400,
      'bad_request',
    ],
    [
      'chunk extensions of 20 KB',
      post('Transfer-Encoding: chunked\r\n', `1;${'x'.repeat(20_000)}\r\n{\r\n`),
      413,
      'body_too_large',
    ],
    [
      'chunks over the limit',
      post('Transfer-Encoding: chunked\r\n', `2000\r\n${'x'.repeat(0x2000)}\r\n0\r\n\r\n`),
      413,
      'body_too_large',
    ],
    ['a header of 20 KB', `GET /healthz HTTP/1.1\r\n${HOST}X: ${'x'.repeat(20_000)}\r\n\r\n`, 431, 'headers_too_large'],
    ['3,000 headers', `GET /healthz HTTP/1.1\r\n${HOST}${'X: 1\r\n'.repeat(3_000)}\r\n`, 431, 'headers_too_large'],
    ['a request line of 100 KB', `GET /${'a'.repeat(100_000)} HTTP/1.1\r\n${HOST}\r\n`, 431, 'headers_too_large'],
    ['a header without a name', `GET /healthz HTTP/1.1\r\n${HOST}: 1\r\n\r\n`, 400, 'bad_request'],
    ['a folded header', `GET /healthz HTTP/1.1\r\n${HOST}X: 1\r\n 2\r\n\r\n`, 400, 'bad_request'],
    ['a NUL in a header', `GET /healthz HTTP/1.1\r\n${HOST}X: \0\r\n\r\n`, 400, 'bad_request'],
    ['a NUL in the path', `GET /\0 HTTP/1.1\r\n${HOST}\r\n`, 400, 'bad_request'],
    ['lines that end with LF', 'GET /healthz HTTP/1.1\nHost: localhost\n\n', 400, 'bad_request'],
    ['lines that end with CR', 'GET /healthz HTTP/1.1\rHost: localhost\r\r', 400, 'bad_request'],
    ['a method in lower case', `get /healthz HTTP/1.1\r\n${HOST}\r\n`, 400, 'bad_request'],
    ['an unknown method', `BREW /healthz HTTP/1.1\r\n${HOST}\r\n`, 400, 'bad_request'],
    ['no path', `GET HTTP/1.1\r\n${HOST}\r\n`, 400, 'bad_request'],
    ['HTTP/0.9', 'GET /healthz\r\n', 400, 'bad_request'],
    ['HTTP/9.9', `GET /healthz HTTP/9.9\r\n${HOST}\r\n`, 400, 'bad_request'],
    ['HTTP/2 at once', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400, 'bad_request'],
    ['a hello of TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400, 'bad_request'],
    ['NULs', '\0'.repeat(100), 400, 'bad_request'],
    ['no HTTP', 'NONSENSE\r\n\r\n', 400, 'bad_request'],
    [
      'an unknown Expect',
      `GET /healthz HTTP/1.1\r\n${HOST}Expect: tea\r\nConnection: close\r\n\r\n`,
      400,
      'bad_request',
    ],
    ...['TRACE', 'QUERY', 'PROPFIND'].map((method): [string, string, number, string] => [
      `${method} of a known path`,
      `${method} ${REGISTER} HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`,
      405,
      'method_not_allowed',
    ]),
    ['CONNECT', `CONNECT localhost:80 HTTP/1.1\r\n${HOST}\r\n`, 400, 'bad_request'],
  ])('%s', async ([, bytes, status, code]) => {
    const answers = await exchange(bytes);
    expectOneShape(answers);
    expect(answers.map((answer) => [answer.status, codeOf(answer)])).toEqual([[status, code]]);
  });
});

describe('what is valid, though it looks odd, is served', () => {
  test.for<[string, string, number]>([
    ['empty lines before', `\r\n\r\n${LAST}`, 200],
    [
      'an Expect that can be met',
      `GET /healthz HTTP/1.1\r\n${HOST}Expect: 100-continue\r\nConnection: close\r\n\r\n`,
      200,
    ],
    ['HTTP/1.0 without Host', 'GET /nothing HTTP/1.0\r\n\r\n', 400],
    ['HTTP/1.0', `GET /healthz HTTP/1.0\r\n${HOST}\r\n`, 200],
    [
      'chunks with an extension and a trailer',
      post(
        'Transfer-Encoding: chunked\r\nConnection: close\r\n',
        `${BODY.length.toString(16)};a=b\r\n${BODY}\r\n0\r\nX: 1\r\n\r\n`,
      ),
      400,
    ],
    [
      'an upgrade to HTTP/2',
      `GET /healthz HTTP/1.1\r\n${HOST}Connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AA\r\n\r\n`,
      200,
    ],
    [
      'an upgrade to WebSocket',
      `GET /healthz HTTP/1.1\r\n${HOST}Connection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n`,
      200,
    ],
    ['an absolute URL', `GET http://localhost/healthz HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`, 200],
    ['OPTIONS *', `OPTIONS * HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`, 404],
  ])('%s', async ([, bytes, status]) => {
    const answers = await exchange(bytes);
    expectOneShape(answers);
    expect(answers.map((answer) => answer.status)).toEqual([status]);
  });
});

describe('a client that goes away, or stays silent', () => {
  test.for([
    ['before its request', ''],
    ['in the headers', 'GET /healthz HTTP/1.1\r\nHost: loc'],
    ['in the body', POST.slice(0, -5)],
    ['in a chunk', CHUNKED.slice(0, -20)],
    ['before its answer', POST],
  ] as const)('a reset %s', async ([, bytes]) => {
    const socket = await openSocket();
    const closed = new Promise((resolve) => api.app.server.once('connection', (one) => one.once('close', resolve)));
    const second = await openSocket(); // its connection tells that the server has taken the first one
    if (bytes !== '') await new Promise<void>((resolve) => void socket.write(bytes, () => resolve()));
    socket.resetAndDestroy();
    second.resetAndDestroy();
    await closed;
  });

  test.for([
    ['in the request line', 10],
    ['in a header', 60],
    ['in the body', POST.length - 5],
    ['before its answer', POST.length],
  ] as const)('half-closed %s: an answer in the one shape, or a close', async ([, cut]) => {
    const socket = await openSocket();
    const received = collect(socket);
    socket.end(POST.slice(0, cut));
    const answers = readAnswers(await received);
    expectOneShape(answers);
    expect(answers.length).toBeLessThan(2);
  });

  test.for([
    ['headers that trickle', 'GET /healthz HTTP/1.1\r\n', 'X: 1\r\n'],
    ['a body that trickles', post('Content-Length: 4000\r\n', ''), ' '],
  ] as const)('%s: ended by a timeout, with the one shape', async ([, first, more]) => {
    const { headersTimeout, requestTimeout } = api.app.server;
    Object.assign(api.app.server, { headersTimeout: 1, requestTimeout: 1 });
    const socket = await openSocket();
    const received = collect(socket);
    const timer = setInterval(() => void (socket.writable && socket.write(more)), 50);
    socket.write(first);
    const answers = readAnswers(await received);
    clearInterval(timer);
    Object.assign(api.app.server, { headersTimeout, requestTimeout });
    expect(answers.map((answer) => [answer.status, codeOf(answer)])).toEqual([[408, 'request_timeout']]);
  });

  test('1,000 idle connections keep nobody out', async () => {
    const sockets = await Promise.all(Array.from({ length: 1_000 }, openSocket));
    expect((await exchange(LAST)).map(({ status }) => status)).toEqual([200]);
    for (const socket of sockets) socket.destroy();
  });
});

/** Ten minutes: the long form sends thousands. */
const TIMEOUT_MS = 600_000;

describe('by random', () => {
  const { requestsPerOperation, seed } = inject('fuzz');
  const parameters = { numRuns: 5 * requestsPerOperation, includeErrorInReport: true, ...(seed !== null && { seed }) };

  test(
    'whatever bytes come: the one shape, or a close',
    async () => {
      const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array).toString('latin1'));
      await fc.assert(
        fc.asyncProperty(bytes, fc.constantFrom('', 'GET ', 'GET /healthz HTTP/1.1\r\n'), async (random, before) =>
          expectOneShape(await exchange(before + random)),
        ),
        parameters,
      );
    },
    TIMEOUT_MS,
  );

  test(
    'whatever a valid request becomes by a few changed bytes: answers in the one shape, or a close',
    async () => {
      const changes = fc.array(
        fc.record({
          at: fc.nat(400),
          remove: fc.nat(3),
          insert: fc.oneof(
            fc.constantFrom(
              '',
              '\r',
              '\n',
              '\r\n',
              '\0',
              ' ',
              ':',
              '0\r\n\r\n',
              'chunked',
              'Transfer-Encoding: chunked\r\n',
            ),
            fc.uint8Array({ maxLength: 3 }).map((array) => Buffer.from(array).toString('latin1')),
          ),
        }),
        { minLength: 1, maxLength: 4 },
      );
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(POST, CHUNKED, GET, POST + GET, CHUNKED + LAST),
          changes,
          async (valid, list) => {
            const changed = list.reduce((text, { at, remove, insert }) => {
              const place = at % text.length;
              return text.slice(0, place) + insert + text.slice(place + remove);
            }, valid);
            expectOneShape(await exchange(changed));
          },
        ),
        parameters,
      );
    },
    TIMEOUT_MS,
  );
});
