import { createSecretCheck } from '@raqam/service/secret-check';
import { z } from 'zod';
import { describeError, judgeFailure, NotSent } from './failed-request.ts';
import { storable } from './report-fields.ts';
import type { Sending, SmsProvider, SmsStatus } from './sms-provider.ts';

export interface EskizOptions {
  /** `https://notify.eskiz.uz`, or the emulator. */
  baseUrl: string;
  email: string;
  password: string;
  /** The sender's name that the contract with Eskiz allows; 4546 is shared by all customers. */
  from: string;
  /** URL for delivery reports; without it none are sent. */
  callbackUrl: string | undefined;
  /** The last part of that URL, known only to Eskiz: that under each key. */
  reportSecrets: readonly string[];
  /** Time limit for a login and a send together. */
  timeoutMs?: number;
}

/** Short, because a person is waiting. */
const TIMEOUT_MS = 8_000;

const loginAnswer = z.object({ data: z.object({ token: z.string() }) });
const limitAnswer = z.object({ data: z.object({ balance: z.coerce.number() }) });
const sendAnswer = z.object({ id: z.string() });
const report = z.object({ request_id: storable, status: storable });

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

/** Eskiz does not know the account, or not this password. */
class LoginRefused extends NotSent {}

/** Sends through Eskiz (notify.eskiz.uz). Its token lasts about 30 days and is kept until it is refused. */
export function createEskiz(options: EskizOptions): SmsProvider {
  const { baseUrl, email, password, from, callbackUrl, timeoutMs = TIMEOUT_MS } = options;
  const isReportSecret = createSecretCheck(options.reportSecrets);
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
      throw error instanceof NotSent ? error : new NotSent(describeError(error));
    });
  }

  /** Makes a request with the token. A refused one sent nothing, so it is retried once with a new one. */
  async function withToken(request: (token: string) => Promise<Response>): Promise<Response> {
    const first = await findToken();
    const response = await request(first);
    return response.status === 401 ? request(await findToken(first)) : response;
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
        return await readSending(
          await withToken((used) => post('/api/message/sms/send', fields, { signal, token: used })),
        );
      } catch (error) {
        return judgeFailure(error);
      }
    },
    async checkAccount() {
      const signal = AbortSignal.timeout(timeoutMs);
      try {
        const response = await withToken((used) =>
          fetch(`${baseUrl}/api/user/get-limit`, {
            redirect: 'error',
            signal,
            headers: { authorization: `Bearer ${used}` },
          }),
        );
        const answer = limitAnswer.safeParse(await response.json().catch(() => undefined));
        return { state: 'ok', balance: response.ok && answer.success ? answer.data.data.balance : null };
      } catch (error) {
        return { state: error instanceof LoginRefused ? 'login_refused' : 'unreachable', balance: null };
      }
    },
    readReports({ secret, body }) {
      if (!isReportSecret(secret)) return 'forbidden';
      const read = report.safeParse(body);
      if (!read.success) return 'unreadable';
      const { request_id: providerId, status: word } = read.data;
      return [{ providerId, word, status: statuses[word.toUpperCase()] ?? 'other' }];
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
    ? { kind: 'accepted', providerId: answer.data.id }
    : { kind: 'unknown', reason: 'send answered something else' };
}
