import { request } from 'node:http';

/** One answer of the api as a client sees it. */
export interface Answer {
  /** 0: no answer came, and what happened is unknown. */
  status: number;
  /** The parsed JSON; null for anything else. */
  body: unknown;
  retryAfter: string | undefined;
}

export interface Call {
  method: 'GET' | 'POST';
  path: string;
  body?: object;
  headers?: Record<string, string>;
  /** The answer is thrown away once it begins to arrive, as on a network that breaks. */
  isAnswerLost: boolean;
}

/** A request that takes longer is a hang. */
const HANG_MS = 60_000;

/** Sends one request on a connection of its own; never rejects. */
export function callApi(base: string, { method, path, body, headers, isAnswerLost }: Call): Promise<Answer> {
  const payload = body === undefined ? undefined : JSON.stringify(body);
  return new Promise((resolve) => {
    const lost = () => resolve({ status: 0, body: null, retryAfter: undefined });
    const outgoing = request(new URL(path, base), {
      agent: false, // a kept connection may be closed at the very moment of the next request; browsers then repeat it
      method,
      timeout: HANG_MS,
      headers: {
        ...headers,
        ...(payload !== undefined && {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(payload),
        }),
      },
    });
    outgoing.on('timeout', () => outgoing.destroy());
    outgoing.on('error', lost);
    outgoing.on('response', (response) => {
      if (isAnswerLost) {
        outgoing.destroy();
        return lost();
      }
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('error', lost);
      response.on('close', lost); // after `end` it does nothing
      response.on('end', () => {
        const { 'retry-after': retryAfter } = response.headers;
        resolve({ status: response.statusCode ?? 0, body: parse(text), retryAfter });
      });
      return undefined;
    });
    outgoing.end(payload);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
