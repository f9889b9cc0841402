import { z } from 'zod';

/** A service that tells people from robots. */
export interface SiteVerifyOptions {
  kind: 'turnstile' | 'hcaptcha';
  siteKey: string;
  secret: string;
  /** Of the service, without a trailing slash. */
  baseUrl: string;
}

/** `unreachable`: with the reason, for the operator. */
export type SiteVerified = { kind: 'right' | 'wrong' } | { kind: 'unreachable'; reason: string };

export const siteVerifyUrls = {
  turnstile: 'https://challenges.cloudflare.com',
  hcaptcha: 'https://api.hcaptcha.com',
} as const;

const paths = { turnstile: '/turnstile/v0/siteverify', hcaptcha: '/siteverify' } as const;

/** Short, because a person is waiting. */
const TIMEOUT_MS = 5_000;

const answerSchema = z.object({ success: z.boolean(), 'error-codes': z.array(z.string()).default([]) });

/** What tells that our own request was wrong, not the token. */
const OWN_ERRORS = /secret|sitekey|internal-error/;

/** Asks the service whether a token is right; it accepts each token once. */
export async function verifyToken(
  { kind, siteKey, secret, baseUrl }: SiteVerifyOptions,
  token: string,
  ip: string,
): Promise<SiteVerified> {
  try {
    const response = await fetch(baseUrl + paths[kind], {
      method: 'POST',
      body: new URLSearchParams({
        secret,
        response: token,
        remoteip: ip,
        ...(kind === 'hcaptcha' && { sitekey: siteKey }),
      }),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const answer = answerSchema.safeParse(await response.json().catch(() => undefined));
    if (!answer.success) return { kind: 'unreachable', reason: `siteverify answered ${response.status}` };
    const { success, 'error-codes': errors } = answer.data;
    const own = errors.find((error) => OWN_ERRORS.test(error));
    if (!success && own !== undefined) return { kind: 'unreachable', reason: own.slice(0, 100) };
    return { kind: success ? 'right' : 'wrong' };
  } catch (error) {
    return { kind: 'unreachable', reason: error instanceof Error ? error.name : 'no answer' };
  }
}
