import { z } from 'zod';
import type { Sending, SmsSender, SmsStatus } from './sms-sender.ts';

export interface EskizOptions {
  /** `https://notify.eskiz.uz`, or the emulator. */
  baseUrl: string;
  email: string;
  password: string;
  /** The sender's name that the contract with Eskiz allows; 4546 is everybody's. */
  from: string;
  /** Where delivery reports are to be sent; without it none come. */
  callbackUrl: string | undefined;
  /** Milliseconds for a login and a send together. */
  patience?: number;
}

/** A person is waiting. */
const PATIENCE = 8_000;

const loginAnswer = z.object({ data: z.object({ token: z.string() }) });
const sendAnswer = z.object({ id: z.string() });
const report = z.object({ request_id: z.string(), status: z.string() });

/** Eskiz mixes codes and words. */
const statuses: Readonly<Record<string, SmsStatus>> = {
  WAITING: 'waiting',
  DELIVRD: 'delivered',
  DELIVERED: 'delivered',
  UNDELIV: 'undelivered',
  UNDELIVERED: 'undelivered',
  UNDELIVERABLE: 'undelivered',
  EXPIRED: 'expired',
  REJECTD: 'rejected',
  REJECTED: 'rejected',
};

/** Fails before anything could have been sent. */
class NotSent extends Error {}

/** Sends through Eskiz (notify.eskiz.uz). Its token lasts about 30 days and is kept until it is refused. */
export function createEskizSender(options: EskizOptions): SmsSender {
  const { baseUrl, email, password, from, callbackUrl, patience = PATIENCE } = options;
  let token: Promise<string> | undefined;

  async function logIn(signal: AbortSignal): Promise<string> {
    const response = await post('/api/auth/login', { email, password }, { signal });
    const answer = loginAnswer.safeParse(await response.json().catch(() => undefined));
    if (!response.ok || !answer.success) throw new NotSent(`login answered ${response.status}`);
    return answer.data.data.token;
  }

  /** One login at a time; a failed one is forgotten. */
  async function findToken(signal: AbortSignal): Promise<string> {
    token ??= logIn(signal);
    try {
      return await token;
    } catch (error) {
      token = undefined;
      throw new NotSent(describe(error));
    }
  }

  function post(path: string, fields: Record<string, string>, options: { signal: AbortSignal; token?: string }) {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    return fetch(baseUrl + path, {
      method: 'POST',
      body,
      redirect: 'error',
      signal: options.signal,
      headers: { ...(options.token && { authorization: `Bearer ${options.token}` }) },
    });
  }

  return {
    async send({ phone, text }) {
      const signal = AbortSignal.timeout(patience);
      const fields = {
        mobile_phone: phone.slice(1),
        message: text,
        from,
        ...(callbackUrl && { callback_url: callbackUrl }),
      };
      try {
        let response = await post('/api/message/sms/send', fields, { signal, token: await findToken(signal) });
        if (response.status === 401) {
          token = undefined; // refused, so nothing was sent: a new one, once
          response = await post('/api/message/sms/send', fields, { signal, token: await findToken(signal) });
        }
        return await readSending(response);
      } catch (error) {
        return { kind: wasNotSent(error) ? 'refused' : 'unknown', reason: describe(error) };
      }
    },
    readReport(body) {
      const read = report.safeParse(body);
      if (!read.success) return undefined;
      const { request_id: gatewayId, status: word } = read.data;
      return { gatewayId, word, status: statuses[word.toUpperCase()] ?? 'other' };
    },
  };
}

async function readSending(response: Response): Promise<Sending> {
  if (!response.ok) return { kind: 'refused', reason: `send answered ${response.status}` };
  const answer = sendAnswer.safeParse(await response.json());
  return answer.success
    ? { kind: 'accepted', gatewayId: answer.data.id }
    : { kind: 'unknown', reason: 'send answered something else' };
}

/** A connection that was never made carried nothing. */
function wasNotSent(error: unknown): boolean {
  const cause = error instanceof Error && error.cause instanceof Error ? String(Reflect.get(error.cause, 'code')) : '';
  return error instanceof NotSent || /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/.test(cause);
}

/** Without the request's fields: they hold the number and the code. */
function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
