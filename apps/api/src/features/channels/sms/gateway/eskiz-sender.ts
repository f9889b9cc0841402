import { z } from 'zod';
import type { Sending, SmsSender, SmsStatus } from './sms-sender.ts';

export interface EskizOptions {
  /** `https://notify.eskiz.uz`, or the emulator. */
  baseUrl: string;
  email: string;
  password: string;
  /** The sender's name that the contract with Eskiz allows; 4546 is shared by all customers. */
  from: string;
  /** URL for delivery reports; without it none are sent. */
  callbackUrl: string | undefined;
  /** Time limit for a login and a send together. */
  timeoutMs?: number;
}

/** Short, because a person is waiting. */
const TIMEOUT_MS = 8_000;

const loginAnswer = z.object({ data: z.object({ token: z.string() }) });
const limitAnswer = z.object({ data: z.object({ balance: z.coerce.number() }) });
const sendAnswer = z.object({ id: z.string() });
/** PostgreSQL stores no NUL, and indexes no text of any length. */
const word = z
  .string()
  .max(100)
  .refine((text) => !text.includes('\0'));
const report = z.object({ request_id: word, status: word });

/** The status of an answer; Eskiz mixes codes and words. */
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

/** The request failed before anything could have been sent. */
class NotSent extends Error {}

/** The gateway does not know the account, or not this password. */
class LoginRefused extends Error {}

/** Sends through Eskiz (notify.eskiz.uz). Its token lasts about 30 days and is kept until it is refused. */
export function createEskizSender(options: EskizOptions): SmsSender {
  const { baseUrl, email, password, from, callbackUrl, timeoutMs = TIMEOUT_MS } = options;
  let token: string | undefined;
  let loggingIn: Promise<string> | undefined;

  async function logIn(): Promise<string> {
    const response = await post('/api/auth/login', { email, password }, { signal: AbortSignal.timeout(timeoutMs / 2) });
    const answer = loginAnswer.safeParse(await response.json().catch(() => undefined));
    if (response.status === 401 || response.status === 403 || response.status === 422) {
      throw new LoginRefused(`login answered ${response.status}`);
    }
    if (!response.ok || !answer.success) throw new Error(`login answered ${response.status}`);
    token = answer.data.data.token;
    return token;
  }

  /** A token other than the one that was `refused`. Concurrent sends share one login. */
  async function findToken(refused?: string): Promise<string> {
    if (token !== undefined && token !== refused) return token;
    return logInOnce().catch((error) => {
      throw new NotSent(describe(error));
    });
  }

  function logInOnce(): Promise<string> {
    loggingIn ??= logIn().finally(() => {
      loggingIn = undefined;
    });
    return loggingIn;
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
    name: 'eskiz',
    async send({ phone, text }) {
      const signal = AbortSignal.timeout(timeoutMs);
      const fields = {
        mobile_phone: phone.slice(1),
        message: text,
        from,
        ...(callbackUrl && { callback_url: callbackUrl }),
      };
      try {
        const send = (used: string) => post('/api/message/sms/send', fields, { signal, token: used });
        const first = await findToken();
        const response = await send(first);
        // a refused token sent nothing, so retry once with a new one
        if (response.status === 401) return await readSending(await send(await findToken(first)));
        return await readSending(response);
      } catch (error) {
        return { kind: wasNotSent(error) ? 'refused' : 'unknown', reason: describe(error) };
      }
    },
    checkLogin: () =>
      logInOnce().then(
        () => 'ok',
        (error) => (error instanceof LoginRefused ? 'login_refused' : 'unreachable'),
      ),
    async findBalance() {
      const signal = AbortSignal.timeout(timeoutMs);
      const ask = (used: string) =>
        fetch(`${baseUrl}/api/user/get-limit`, {
          redirect: 'error',
          signal,
          headers: { authorization: `Bearer ${used}` },
        });
      try {
        const first = await findToken();
        const response = await ask(first);
        const retried = response.status === 401 ? await ask(await findToken(first)) : response;
        const answer = limitAnswer.safeParse(await retried.json());
        return retried.ok && answer.success ? answer.data.data.balance : null;
      } catch {
        return null;
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
  const reason = `send answered ${response.status}`;
  // 500 is Eskiz's own; the others come from a proxy before it, which may have passed the SMS on
  if (response.status > 500) return { kind: 'unknown', reason };
  if (!response.ok) return { kind: 'refused', reason };
  const answer = sendAnswer.safeParse(await response.json());
  return answer.success
    ? { kind: 'accepted', gatewayId: answer.data.id }
    : { kind: 'unknown', reason: 'send answered something else' };
}

/** Whether the connection failed, so that nothing was sent. */
function wasNotSent(error: unknown): boolean {
  const cause = error instanceof Error && error.cause instanceof Error ? String(Reflect.get(error.cause, 'code')) : '';
  return error instanceof NotSent || /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/.test(cause);
}

/** Without the request's fields: they hold the number and the code. */
function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
