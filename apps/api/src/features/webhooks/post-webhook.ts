import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import { WEBHOOK } from '../../policy.ts';
import { isPublicAddress, lookupPublic, PrivateAddress } from './public-address.ts';

/** How a request to a receiver ended, in words for the operator. `gone`: it wants no more (410). */
export interface PostResult {
  kind: 'accepted' | 'refused' | 'gone';
  outcome: string;
}

export type PostWebhook = (url: string, headers: Record<string, string>, body: string) => Promise<PostResult>;

export interface PosterOptions {
  /** Whether private addresses and plain HTTP are allowed, as for development. */
  allowPrivate: boolean;
  /** Names the sender in User-Agent. */
  version: string;
  /** Aborts what is being sent. */
  signal: AbortSignal;
  timeoutMs?: number;
}

/** Bytes of an answer that are read, so that its connection can be used again; a longer one is cut off. */
const ANSWER_MAX_BYTES = 64 * 1024;
const GONE = 410;

const CONNECTION_ERRORS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the host has no address (DNS)',
  EAI_AGAIN: 'DNS does not answer',
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was reset',
  EHOSTUNREACH: 'the host is out of reach',
  ENETUNREACH: 'the host is out of reach',
  ETIMEDOUT: 'no connection in time',
  CERT_HAS_EXPIRED: 'the TLS certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the TLS certificate is for another host',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the TLS certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'the TLS certificate is self-signed',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the TLS certificate lacks its chain',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the TLS certificate lacks its chain',
  EPROTO: 'the host does not speak TLS',
};

/** Makes the function that posts to receivers. It never throws, follows no redirect and keeps no answer. */
export function createPoster(options: PosterOptions): PostWebhook {
  const { allowPrivate, version, signal, timeoutMs = WEBHOOK.timeout * 1000 } = options;
  const connection = { keepAlive: true, ...(!allowPrivate && { lookup: lookupPublic }) };
  const agents = { 'http:': new http.Agent(connection), 'https:': new https.Agent(connection) };
  signal.addEventListener('abort', () => Object.values(agents).forEach((agent) => void agent.destroy()), {
    once: true,
  });

  return async (url, headers, body) => {
    const { protocol, hostname } = new URL(url);
    const ip = hostname.replace(/^\[|\]$/g, ''); // no lookup is made for one
    if (!allowPrivate && isIP(ip) && !isPublicAddress(ip)) return refused(new PrivateAddress());
    if (!allowPrivate && protocol !== 'https:') return { kind: 'refused', outcome: 'the URL is not https' };
    const isTls = protocol === 'https:';
    const timeout = AbortSignal.timeout(timeoutMs);
    const send = (): Promise<IncomingMessage> => {
      const answered = Promise.withResolvers<IncomingMessage>();
      const request = (isTls ? https : http).request(url, {
        method: 'POST',
        agent: isTls ? agents['https:'] : agents['http:'],
        signal: AbortSignal.any([signal, timeout]),
        headers: {
          ...headers,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'user-agent': `Raqam-Webhooks/${version}`,
        },
      });
      request
        .on('response', answered.resolve)
        .on('error', (error: NodeJS.ErrnoException) => {
          // the receiver closed the kept connection at this moment: Node.js servers do so after 5 s, as our first retry
          const isStale = request.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
          if (isStale) answered.resolve(send());
          else answered.reject(error);
        })
        // without an error where the receiver changes the protocol (101), which no one asked for
        .on('close', () => answered.reject({ code: 'ECONNRESET' }))
        .end(body);
      return answered.promise;
    };
    try {
      return judge(await send());
    } catch (error) {
      if (timeout.aborted) return { kind: 'refused', outcome: `no answer within ${timeoutMs / 1000} s` };
      return refused(error);
    }
  };
}

function judge(answer: IncomingMessage): PostResult {
  const { statusCode: status = 0 } = answer;
  readToEnd(answer);
  if (status >= 200 && status < 300) return { kind: 'accepted', outcome: `answered ${status}` };
  if (status === GONE) return { kind: 'gone', outcome: 'answered 410, so the webhook was disabled' };
  const isRedirect = status >= 300 && status < 400;
  return { kind: 'refused', outcome: `answered ${status}${isRedirect ? ': redirects are not followed' : ''}` };
}

function readToEnd(answer: IncomingMessage): void {
  let bytes = 0;
  answer.on('error', () => {}); // cut off by the receiver or by the time limit: its status is known
  answer.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > ANSWER_MAX_BYTES) answer.destroy();
  });
}

/** Without the URL, which may hold a secret. */
function refused(error: unknown): PostResult {
  if (error instanceof PrivateAddress) return { kind: 'refused', outcome: 'the host has a private address' };
  const code = String(Reflect.get(Object(error), 'code') ?? 'unknown error');
  return { kind: 'refused', outcome: CONNECTION_ERRORS[code] ?? `the connection failed: ${code}` };
}
