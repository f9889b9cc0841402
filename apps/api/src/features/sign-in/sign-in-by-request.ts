import type { KeyObject } from 'node:crypto';
import type { Tokens } from '@raqam/shared/contract';
import type { Phone } from '@raqam/shared/phone';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Database } from '../../database/database.ts';
import type { FailedChecks } from '../../http/address-budgets.ts';
import { refusal } from '../../http/errors.ts';
import { type Channel, digestCode } from '../codes/code-digest.ts';
import type { SessionCookies } from '../sessions/session-cookies.ts';
import type { TokenMint } from '../sessions/tokens.ts';
import type { UserRow } from '../users/user-row.ts';
import { signInWithCode } from './sign-in-with-code.ts';

export interface SignInDependencies {
  db: Database;
  mint: TokenMint;
  cookies: SessionCookies;
  failedChecks: FailedChecks;
  codeKey: KeyObject;
  clientAddress(request: FastifyRequest): string;
}

export interface CodeAttempt {
  channel: Channel;
  phone: Phone;
  code: string;
  device: { device_id?: string | undefined; device_name?: string | undefined };
}

/** Redeems a code that came with a request: checks the address's budget, signs in, sets the cookies. Throws what is refused. */
export async function signInByRequest(
  { db, mint, cookies, failedChecks, codeKey, clientAddress }: SignInDependencies,
  { channel, phone, code, device }: CodeAttempt,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): Promise<{ user: UserRow; tokens: Tokens; isNew: boolean }> {
  const attempt = {
    channel,
    phone,
    digest: digestCode(codeKey, channel, phone, code),
    device: {
      id: device.device_id,
      name: device.device_name ?? '',
      ip: clientAddress(request),
      userAgent: request.headers['user-agent'] ?? '',
    },
  };
  const signIn = await failedChecks.run(
    request,
    () => signInWithCode(db, attempt),
    (result) => !result.ok && result.error === 'code_incorrect',
  );
  if (!signIn.ok) throw refusal(signIn);
  const { user, isNew, sessionId } = signIn;
  const tokens = mint.issue({ userId: user.id, role: user.role, claims: { sessionId, generation: 0 } });
  cookies.set(reply, tokens);
  return { user, tokens, isNew };
}
