/** The session of the browser that answers an interaction, compared with it. */
interface ComparedSession {
  userId: string;
  /** It began after the interaction. */
  isNewer: boolean;
  /** Seconds since it began. */
  age: number;
}

interface Request {
  /** Why oidc-provider asks. */
  reasons: readonly string[];
  isConsentRequested: boolean;
  /** Seconds. */
  maxAge: number | undefined;
  /** The user that the client's `id_token_hint` names; undefined: it has none. */
  expectedUserId: unknown;
  scopes: readonly string[];
}

/**
 * What a person has to do before a client gets its answer. `sign_in`: there is no session, or not the one that the
 * client asks for. `nothing`: the client belongs to the site, or the person consented to the same before.
 */
export function judgeInteraction(
  request: Request,
  session: ComparedSession | undefined,
  { isOwn, consented }: { isOwn: boolean; consented: readonly string[] },
): 'sign_in' | 'consent' | 'nothing' {
  if (session === undefined) return 'sign_in';
  const { reasons, maxAge, expectedUserId } = request;
  const isFreshEnough = !reasons.includes('login_prompt') && (maxAge === undefined || session.age <= maxAge);
  if (!session.isNewer && !isFreshEnough) return 'sign_in';
  if (expectedUserId !== undefined && session.userId !== expectedUserId) return 'sign_in';
  if (isOwn) return 'nothing';
  const isCovered = request.scopes.every((scope) => consented.includes(scope));
  return isCovered && !request.isConsentRequested ? 'nothing' : 'consent';
}
