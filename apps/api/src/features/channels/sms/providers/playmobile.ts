import { randomUUID } from 'node:crypto';
import { createSecretCheck } from '@raqam/service/secret-check';
import { z } from 'zod';
import { judgeFailure } from './failed-request.ts';
import { storable } from './report-fields.ts';
import type { Sending, SmsProvider, SmsStatus } from './sms-provider.ts';

export interface PlayMobileOptions {
  /** `https://send.smsxabar.uz`, or the emulator. */
  baseUrl: string;
  login: string;
  password: string;
  /** The sender's name that the contract with PlayMobile allows; 3700 is shared by all customers. */
  from: string;
  /** The last part of the URL of delivery reports; undefined: none are taken. */
  reportSecret: string | undefined;
  timeoutMs?: number;
}

/** Short, because a person is waiting. */
const TIMEOUT_MS = 8_000;
/** Error code of an account that is locked. */
const ACCOUNT_LOCKED = 102;

const failure = z.object({ 'error-code': z.coerce.number(), 'error-description': z.string().optional() });
const reported = z.object({ 'message-id': storable, status: storable });
const report = z.object({ messages: z.array(reported).min(1).max(100) });

/** The statuses of a report, without their case. */
const statuses: Readonly<Record<string, SmsStatus>> = {
  transmitted: 'waiting',
  delivered: 'delivered',
  notdelivered: 'undelivered',
  failed: 'undelivered',
  expired: 'expired',
  rejected: 'rejected',
};

/**
 * Sends through PlayMobile (smsxabar.uz). The id of each SMS is ours. Errors come as `error-code`, and it is not
 * documented with which HTTP status, so an answer that has one is a refusal with any status.
 */
export function createPlayMobile(options: PlayMobileOptions): SmsProvider {
  const { baseUrl, login, password, from, reportSecret, timeoutMs = TIMEOUT_MS } = options;
  const authorization = `Basic ${Buffer.from(`${login}:${password}`).toString('base64')}`;
  const isReportSecret = createSecretCheck(reportSecret === undefined ? [] : [reportSecret]);

  /** The status of an answer, and its error if it names one. */
  async function post(messages: object[]) {
    const response = await fetch(`${baseUrl}/broker-api/send`, {
      method: 'POST',
      body: JSON.stringify({ messages }),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      headers: { authorization, 'content-type': 'application/json' },
    });
    // its text is no JSON when it is accepted
    const read = failure.safeParse(await response.json().catch(() => undefined));
    return { status: response.status, ok: response.ok, error: read.data };
  }

  return {
    name: 'playmobile',
    async send({ phone, text }): Promise<Sending> {
      const id = randomUUID();
      const sms = { originator: from, content: { text } };
      try {
        const { status, ok, error } = await post([{ recipient: phone.slice(1), 'message-id': id, sms }]);
        if (error) return { kind: 'refused', reason: `send answered ${status}, error ${error['error-code']}` };
        if (ok) return { kind: 'accepted', providerId: id };
        // a failure without an error code may come from a proxy, which may have passed the SMS on
        return { kind: status >= 500 ? 'unknown' : 'refused', reason: `send answered ${status}` };
      } catch (error) {
        return judgeFailure(error);
      }
    },
    /** PlayMobile tells no balance. A request without messages sends nothing, but needs the right account. */
    async checkAccount() {
      try {
        const { status, error } = await post([]);
        const isRefused = status === 401 || status === 403 || error?.['error-code'] === ACCOUNT_LOCKED;
        if (isRefused) return { state: 'login_refused', balance: null };
        return { state: status < 500 || error ? 'ok' : 'unreachable', balance: null };
      } catch {
        return { state: 'unreachable', balance: null };
      }
    },
    readReports({ secret, body }) {
      if (!isReportSecret(secret)) return 'forbidden';
      const read = report.safeParse(body);
      if (!read.success) return 'unreadable';
      return read.data.messages.map(({ 'message-id': providerId, status: word }) => ({
        providerId,
        word,
        status: statuses[word.toLowerCase()] ?? 'other',
      }));
    },
  };
}
