import type { FastifyReply } from 'fastify';
import { answer } from '../../../http/register-endpoint.ts';
import { presentUser } from '../../accounts/present-user.ts';
import type { UserRow } from '../../accounts/user-row.ts';
import type { SessionCookies } from '../../sessions/session-cookies.ts';
import type { TokenMint } from '../../sessions/tokens.ts';

/** Answers with the tokens of a session that was opened, or opened before and not refreshed yet. Sets the cookies. */
export function answerSession(
  { mint, cookies }: { mint: TokenMint; cookies: SessionCookies },
  reply: FastifyReply,
  { user, isNew, sessionId }: { user: UserRow; isNew: boolean; sessionId: string },
) {
  const tokens = mint.issue({ userId: user.id, role: user.role, claims: { sessionId, generation: 0 } });
  cookies.set(reply, tokens);
  const signedIn = { user: presentUser(user), tokens };
  return isNew ? answer(201, { ...signedIn, is_new: true }) : answer(200, { ...signedIn, is_new: false });
}
