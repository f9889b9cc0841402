import { z } from 'zod';

/** The Caddyfile tries for 10 s to reach an API that is down, plus a dial timeout of 2 s. */
const REQUEST_TIMEOUT_MS = 15_000;
/** An HTTP date has no milliseconds: on average it is half a second too early. */
const MEAN_ROUNDING_MS = 500;
/** Shown in the logs of the examined system. */
const USER_AGENT = 'raqam-doctor';

export interface Question {
  method?: 'GET' | 'POST' | 'OPTIONS' | 'DELETE';
  headers?: Record<string, string>;
  /** Sent as JSON. */
  body?: object;
  /** On a connection of its own, so that a load balancer may pass it to another process. */
  newConnection?: boolean;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** undefined: the text is not JSON. */
  json: unknown;
  /** The `code` and `reason` of an error in the API's shape. */
  error: { code: string; reason?: string | undefined } | undefined;
  /** How far the server's clock is ahead of this machine's, from the `Date` header. */
  skewMs: number | undefined;
  /** By this machine's clock, halfway between request and answer. */
  receivedAt: number;
}

/** Why there was no answer. */
export type Unanswered = 'refused' | 'unknown_host' | 'timeout' | 'certificate' | 'broken';

export type Asked = { ok: true; answer: Answer } | { ok: false; reason: Unanswered };

/**
 * Sends one request. Follows no redirect: keys are for the given URL only. Errors become a word of our own, since those
 * of fetch may quote the URL, token included.
 */
export async function ask(
  url: URL,
  { method = 'GET', headers = {}, body, newConnection = false }: Question = {},
): Promise<Asked> {
  try {
    const sentAt = Date.now();
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      headers: {
        'user-agent': USER_AGENT,
        ...(newConnection && { connection: 'close' }),
        ...(body && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    });
    const middle = (sentAt + Date.now()) / 2;
    return { ok: true, answer: await readAnswer(response, middle) };
  } catch (error) {
    return { ok: false, reason: explain(error) };
  }
}

const errorSchema = z.object({ error: z.object({ code: z.string(), reason: z.string().optional() }) });

async function readAnswer(response: Response, middle: number): Promise<Answer> {
  const { status, headers } = response;
  const text = await response.text();
  const json = parse(text);
  const date = Date.parse(headers.get('date') ?? '');
  return {
    status,
    headers,
    text,
    json,
    error: errorSchema.safeParse(json).data?.error,
    skewMs: Number.isNaN(date) ? undefined : date + MEAN_ROUNDING_MS - middle,
    receivedAt: middle,
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reads the code of a network error, which fetch wraps in a cause. */
export function explain(error: unknown): Unanswered {
  if (error instanceof Error && error.name === 'TimeoutError') return 'timeout';
  const code = String(Reflect.get(Object(Reflect.get(Object(error), 'cause') ?? error), 'code'));
  if (code === 'ECONNREFUSED') return 'refused';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'unknown_host';
  if (code === 'ETIMEDOUT' || code === 'UND_ERR_CONNECT_TIMEOUT') return 'timeout';
  return /CERT|SIGNATURE|ERR_TLS/.test(code) ? 'certificate' : 'broken';
}
