import { Socket } from 'node:net';
import type { ErrorCode } from '@raqam/shared/errors';
import type { FastifyInstance } from 'fastify';
import { RequestError, writeError } from '../errors.ts';

/** Codes of Node.js' HTTP parser, as codes of the contract. */
const parserErrors: Readonly<Record<string, ErrorCode>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'body_too_large',
};
const reasonPhrases: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  413: 'Content Too Large',
  431: 'Request Header Fields Too Large',
};

/** Answers bytes that Node.js can't read as HTTP. They never become a request, so it writes to the socket itself. */
export function answerUnreadable({ code = '' }: NodeJS.ErrnoException, socket: Socket): void {
  if (socket.writable) {
    const { status, body } = writeError(parserErrors[code] ?? 'bad_request');
    const head = [
      `HTTP/1.1 ${status} ${reasonPhrases[status]}`,
      'Connection: close',
      'Cache-Control: no-store',
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  }
  socket.destroySoon();
}

/**
 * Refuses requests without `Host` or with two (RFC 9112 §3.2), with an unknown `Expect` (RFC 9110 §10.1.1), and CONNECT,
 * in the API's error shape. Create the server with `requireHostHeader: false`, or Node.js answers these in a shape of its
 * own.
 */
export function refuseOddRequests(app: FastifyInstance): void {
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response));
  app.server.on('connect', (_request, socket) => {
    if (socket instanceof Socket) answerUnreadable(new Error('CONNECT'), socket); // it is one of the server's own
  });
  app.addHook('onRequest', ({ headers: { host, expect }, raw }, _reply, done) => {
    const isHostMissing = host === undefined && raw.httpVersion === '1.1';
    const isHostAmbiguous = raw.rawHeaders.filter((text, i) => i % 2 === 0 && text.toLowerCase() === 'host').length > 1;
    const isExpectationUnknown = expect !== undefined && expect.toLowerCase() !== '100-continue';
    const isOdd = isHostMissing || isHostAmbiguous || isExpectationUnknown;
    done(isOdd ? new RequestError('bad_request') : undefined);
  });
}
