import type { Tokens } from '@raqam/shared/contract';
import type { FastifyReply } from 'fastify';
import { answer } from '../../http/register-endpoint.ts';
import { presentUser } from '../accounts/present-user.ts';
import type { SignedIn } from './new-session.ts';
import type { SessionCookies } from './session-cookies.ts';
import type { TokenMint } from './tokens.ts';

interface Deps {
  mint: TokenMint;
  cookies: SessionCookies;
}

/** Issues the first tokens of a session, and sets them as cookies. */
export function issueTokens({ mint, cookies }: Deps, reply: FastifyReply, { user, sessionId }: SignedIn): Tokens {
  reply.request.aboutPhone ??= user.phone;
  const tokens = mint.issue({ userId: user.id, role: user.role, claims: { sessionId, generation: 0 } });
  cookies.set(reply, tokens, sessionId);
  return tokens;
}

/** Answers a sign-in with its user and tokens: 201 for a new account. Sets the cookies. */
export function answerSignIn(deps: Deps, reply: FastifyReply, signedIn: SignedIn) {
  const body = { user: presentUser(signedIn.user), tokens: issueTokens(deps, reply, signedIn) };
  return signedIn.isNew ? answer(201, { ...body, is_new: true }) : answer(200, { ...body, is_new: false });
}
