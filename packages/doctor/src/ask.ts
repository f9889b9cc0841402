import { z } from 'zod';

/** Milliseconds. */
const PATIENCE = 10_000;
/** An HTTP date has no milliseconds: on average half a second is missing. */
const HALF_A_SECOND = 500;
/** It stands in the logs of what is examined. */
const USER_AGENT = 'raqam-doctor';

export interface Question {
  method?: 'GET' | 'POST' | 'OPTIONS' | 'DELETE';
  headers?: Record<string, string>;
  /** Sent as JSON. */
  body?: object;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** undefined: it is no JSON. */
  json: unknown;
  /** The `code` and `reason` of an error in our one shape. */
  error: { code: string; reason?: string | undefined } | undefined;
  /** By how many milliseconds the answering clock is ahead of this machine's, by the `Date` header. */
  skew: number | undefined;
  /** By this machine's clock, in milliseconds: the middle between question and answer. */
  receivedAt: number;
}

/** Why there was no answer. */
export type Unanswered = 'refused' | 'unknown_host' | 'timeout' | 'certificate' | 'broken';

export type Asked = { ok: true; answer: Answer } | { ok: false; reason: Unanswered };

/**
 * Sends one request. No redirect is followed: what it carries is meant for the address that was given. What
 * goes wrong is told by a word of ours, since errors of fetch may quote the address, token included.
 */
export async function ask(url: URL, { method = 'GET', headers = {}, body }: Question = {}): Promise<Asked> {
  try {
    const sentAt = Date.now();
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      headers: { 'user-agent': USER_AGENT, ...(body && { 'content-type': 'application/json' }), ...headers },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(PATIENCE),
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
    skew: Number.isNaN(date) ? undefined : date + HALF_A_SECOND - middle,
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

/** By the code of the network's error, which fetch hides in a cause. */
export function explain(error: unknown): Unanswered {
  if (error instanceof Error && error.name === 'TimeoutError') return 'timeout';
  const code = String(Reflect.get(Object(Reflect.get(Object(error), 'cause') ?? error), 'code'));
  if (code === 'ECONNREFUSED') return 'refused';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'unknown_host';
  if (code === 'ETIMEDOUT' || code === 'UND_ERR_CONNECT_TIMEOUT') return 'timeout';
  return /CERT|SIGNATURE|ERR_TLS/.test(code) ? 'certificate' : 'broken';
}
