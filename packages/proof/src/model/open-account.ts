import type { Opens, Proof } from './account-table.ts';
import type { Challenge, NumberCode, Session, User, World } from './world.ts';

const SESSIONS_PER_USER = 10;

/** A session that a sign-in opened, as its client was told. */
export interface OpenedSession {
  id: string;
  userId: string;
  device: string;
  /** The browser. */
  by: string;
}

/** Takes a number away from a user. One that was never proved takes the user's sessions with it. */
export function releaseNumber(world: World, loser: User | undefined): void {
  if (!loser) return;
  if (!loser.isVerified) world.dropSessions(({ user }) => user === loser);
  Object.assign(loser, { phone: undefined, isVerified: false, isProvedByGateway: false });
  if (loser.telegram !== undefined) addAlert(world, 'number_lost', loser, undefined);
}

/** Gives a user a number, or proves the one that they have. */
export function setNumber(world: World, user: User, phone: string, { proves }: { proves: boolean }): void {
  if (user.phone !== phone) user.isProvedByGateway = false;
  user.phone = phone;
  if (proves) Object.assign(user, { isVerified: true, provedAt: world.now });
}

/** Whether a user exchanges a number that was never proved: whoever has that one may have signed in. */
export function losesSessions({ opens, takesNumber }: Opens, phone: string | undefined): boolean {
  return (
    opens !== 'new' && takesNumber === true && opens.phone !== undefined && !opens.isVerified && opens.phone !== phone
  );
}

/** Opens an account, with a session, by a proved challenge. */
export function openAccount(
  world: World,
  decided: Opens,
  opened: OpenedSession,
  by: { phone: string | undefined; telegram: number | undefined; proof: Proof; isCard: boolean; byGateway: boolean },
): Session {
  const { opens, takesNumber, verifies, loses } = decided;
  const endsOthers = losesSessions(decided, by.phone);
  releaseNumber(world, loses);
  const isNew = opens === 'new';
  const user: User = isNew
    ? {
        id: opened.userId,
        phone: by.phone,
        telegram: by.telegram,
        isVerified: false,
        isProvedByGateway: false,
        questionedAt: undefined,
        isDisabled: false,
        provedAt: world.now,
      }
    : opens;
  if (isNew) world.users.push(user);
  user.telegram ??= by.telegram;
  if (takesNumber && by.phone !== undefined) setNumber(world, user, by.phone, { proves: verifies === true });
  else if (verifies) Object.assign(user, { isVerified: true, provedAt: world.now });
  if (by.byGateway) user.isProvedByGateway = true;

  const isKnown = isNew || world.sessions.some((row) => row.user === user && row.device === opened.device);
  world.dropSessions((row) => row.user === user && (row.device === opened.device || endsOthers));
  const session: Session = {
    id: opened.id,
    challenge: undefined,
    user,
    device: opened.device,
    createdAt: world.now,
    rotatedAt: world.now,
    usedAt: world.now,
    generation: 0,
    isNewestUsed: true,
    isEnded: false,
    isForgotten: false,
    openedBy: opened.by,
    isFirst: isNew,
    proof: by.isCard && by.proof === 'contact' ? 'approval' : by.proof,
  };
  const others = world.sessions
    .filter((row) => row.user === user && world.isAlive(row))
    .sort((a, b) => b.usedAt - a.usedAt || b.createdAt - a.createdAt);
  for (const row of others.slice(SESSIONS_PER_USER - 1)) row.isEnded = true;
  world.sessions.push(session);
  if (user.telegram !== undefined && (by.isCard || !isKnown)) addAlert(world, 'new_device', user, session);
  return session;
}

/** Ends what could still sign in to an account: the challenges of its number and of its Telegram account. */
export function endChallenges(world: World, user: User, state: 'declined' | 'refused'): void {
  const isOf = ({ phone, telegram }: NumberCode | Challenge) =>
    (user.phone !== undefined && phone === user.phone) || (user.telegram !== undefined && telegram === user.telegram);
  for (const code of world.codes)
    if (code.isCurrent && code.state === 'waiting' && isOf(code)) Object.assign(code, { state, isCurrent: false });
  for (const challenge of world.challenges)
    if (['waiting', 'opened', 'approved'].includes(challenge.state) && isOf(challenge)) challenge.state = state;
}

export function addAlert(
  world: World,
  kind: 'new_device' | 'number_lost' | 'number_changed',
  user: User,
  session: Session | undefined,
  more: Partial<World['alerts'][number]> = {},
): void {
  if (user.telegram === undefined) return;
  world.alerts.push({
    kind,
    id: undefined,
    session,
    user,
    telegram: user.telegram,
    device: session?.device,
    at: world.now,
    former: undefined,
    isUndone: false,
    ...more,
  });
}
