import { decideSignIn } from './account-table.ts';
import { endChallenges, openAccount, setNumber } from './open-account.ts';
import { countRow, expectAnswer, expectSame, keepSignIn, type Run, readClaims, readSignIn } from './run.ts';
import type { Alert, Browser, Session, Token, User, World } from './world.ts';

const DAY = 86_400;
const MINUTE = 60;

/** The session of an access token that counts. Its use is recorded: once a minute, and when its newest token is shown. */
export function authenticate(world: World, token: Token | undefined): Session | undefined {
  const session = world.sessionOf(token?.session);
  if (!token || !session || !world.isOpen(session)) return undefined;
  const isNewest = token.generation === session.generation;
  if (world.now - session.usedAt > MINUTE || (!session.isNewestUsed && isNewest)) {
    session.usedAt = world.now;
    session.isNewestUsed ||= isNewest;
  }
  return session;
}

/** A client shows an access token. */
export async function showAccount(run: Run, token: Token | undefined): Promise<void> {
  run.world.tick();
  const session = authenticate(run.world, token);
  const answer = await run.system.call('GET', '/api/v1/auth/me/', { bearer: token?.access });
  expectAnswer(run, 'session: me', answer, session ? 'ok' : 'session_invalid');
  if (session) expectSame('the user', answer.json.id, session.user.id);
}

/** A client refreshes with any token that it ever got. `isLost`: the answer does not arrive. */
export async function refresh(run: Run, browser: Browser, token: Token | undefined, isLost: boolean): Promise<void> {
  const { world, system } = run;
  if (!token) return;
  world.tick();
  const session = world.sessionOf(token.session);
  const verdict = judgeRefresh(world, session, token.generation);
  const answer = await system.call('POST', '/api/v1/auth/token/refresh/', { body: { refresh: token.refresh } });
  const isGiven = verdict === 'rotate' || verdict === 'repeat';
  expectAnswer(run, `session: refresh (${verdict})`, answer, isGiven ? 'ok' : 'session_invalid');
  if (verdict === 'reuse' && session) Object.assign(session, { isEnded: true, isForgotten: true });
  if (!isGiven || !session) return;
  if (verdict === 'rotate') {
    session.generation += 1;
    Object.assign(session, { rotatedAt: world.now, usedAt: world.now, isNewestUsed: false });
  }
  const { access, refresh } = answer.json;
  const claims = readClaims(access);
  expectSame('the refreshed session', claims.sid, session.id);
  expectSame('the newest generation', claims.gen, session.generation);
  for (const secret of [access, refresh]) run.secrets.add(secret);
  const { generation, user } = session;
  if (!isLost) browser.tokens.push({ session: session.id, user: user.id, generation, access, refresh, at: world.now });
}

function judgeRefresh(
  world: World,
  session: Session | undefined,
  generation: number,
): 'rotate' | 'repeat' | 'reuse' | 'over' {
  if (!session || session.user.isDisabled || !world.isAlive(session)) return 'over';
  if (generation === session.generation) return 'rotate';
  const reusable = session.isNewestUsed ? 30 : DAY;
  const isParent = generation === session.generation - 1;
  return isParent && world.now - session.rotatedAt < reusable ? 'repeat' : 'reuse';
}

export async function logOut(run: Run, browser: Browser): Promise<void> {
  const { world, system } = run;
  world.tick();
  const token = world.accessOf(browser);
  const newest = browser.tokens.at(-1);
  const session = token ? authenticate(world, token) : world.sessionOf(newest?.session);
  const answer = await system.call('POST', '/api/v1/auth/logout/', {
    body: token || !newest ? {} : { refresh: newest.refresh },
    bearer: token?.access,
  });
  const isEnded = token ? session !== undefined : newest !== undefined;
  expectAnswer(run, 'session: log out', answer, isEnded ? 'ok' : 'session_invalid');
  if (session && world.isAlive(session)) Object.assign(session, { isEnded: true, isForgotten: false });
}

export async function endOthers(run: Run, token: Token | undefined): Promise<void> {
  const { world, system } = run;
  world.tick();
  const own = authenticate(world, token);
  const answer = await system.call('DELETE', '/api/v1/auth/sessions/', { bearer: token?.access });
  expectAnswer(run, 'session: end all others', answer, own ? 'ok' : 'session_invalid');
  if (!own) return;
  for (const session of world.sessions.filter((row) => row.user === own.user && row !== own)) {
    session.isEnded ||= world.isAlive(session);
    session.isForgotten = true;
  }
}

export async function endOne(run: Run, token: Token | undefined, id: string): Promise<void> {
  const { world, system } = run;
  world.tick();
  const own = authenticate(world, token);
  const session = world.sessionOf(id);
  const isOwn = own !== undefined && session?.user === own.user && world.isAlive(session);
  const answer = await system.call('DELETE', `/api/v1/auth/sessions/${id}/`, { bearer: token?.access });
  expectAnswer(run, 'session: end another', answer, !own ? 'session_invalid' : isOwn ? 'ok' : 'not_found');
  if (isOwn) Object.assign(session, { isEnded: true, isForgotten: true });
}

/** The person deletes their account: nothing leads to it any more. */
export async function deleteAccount(run: Run, token: Token | undefined): Promise<void> {
  const { world, system } = run;
  world.tick();
  const own = authenticate(world, token);
  const answer = await system.call('DELETE', '/api/v1/auth/me/', { bearer: token?.access });
  expectAnswer(run, 'account: delete', answer, own ? 'ok' : 'session_invalid');
  if (!own) return;
  const { user } = own;
  const { phone, telegram } = user;
  const isTheirs = (of: { phone: string | undefined; telegram: number | undefined }) =>
    (phone !== undefined && of.phone === phone) || (telegram !== undefined && of.telegram === telegram);
  world.users = world.users.filter((other) => other !== user);
  world.dropSessions((session) => session.user === user);
  // challenges that the account or its number had to do with before go too: the database tells which
  const left = await system.sql.query<{ id: string; live: string | null }>(
    "SELECT id, CASE WHEN is_current THEN channel || ' ' || phone END AS live FROM challenges",
  );
  const ids = new Set(left.rows.map(({ id }) => id));
  const live = new Set(left.rows.map(({ live }) => live));
  for (const challenge of world.challenges.filter((one) => isTheirs(one) || one.change?.user === user))
    expectSame('a challenge of a deleted account', ids.has(challenge.id), false);
  world.challenges = world.challenges.filter(({ id }) => ids.has(id));
  world.codes = world.codes.filter(
    (code) => !isTheirs(code) && (!code.isCurrent || live.has(`${code.channel} ${code.phone}`)),
  );
  world.alerts = world.alerts.filter((alert) => alert.user !== user);
  for (const subject of world.counted.keys())
    if (
      [phone, telegram, user.id].some((of) => of !== undefined && subject.endsWith(`:${of}`)) &&
      !subject.startsWith('request:')
    )
      world.counted.delete(subject);
}

/** The operator disables an account, or enables it again. */
export async function setDisabled(run: Run, user: User, isDisabled: boolean): Promise<void> {
  const { world, system } = run;
  world.tick();
  const answer = await system.admin(`users/${user.id}/${isDisabled ? 'disable' : 'enable'}`);
  expectAnswer(run, `operator: ${isDisabled ? 'disable' : 'enable'}`, answer, 'ok');
  if (isDisabled && !user.isDisabled) {
    for (const session of world.sessions) if (session.user === user && world.isAlive(session)) session.isEnded = true;
    endChallenges(world, user, 'refused');
  }
  user.isDisabled = isDisabled;
}

/** “It was not me”, pressed by a Telegram user at an alert. */
export async function disown(run: Run, alert: Alert, telegram: number): Promise<void> {
  const { world, system } = run;
  world.tick();
  const isTheirs =
    world.alerts.includes(alert) &&
    alert.kind === 'new_device' &&
    alert.telegram === telegram &&
    world.now - alert.at < DAY;
  const answer = await system.bot('sessions/end', { alert: alert.id, telegram_id: telegram });
  expectAnswer(run, 'Telegram: “it was not me”', answer, isTheirs ? 'ok' : 'not_found');
  if (!isTheirs) return;
  world.dropSessions(({ user, device }) => user === alert.user && device === alert.device);
  endChallenges(world, alert.user, 'declined');
  const change = world.alerts.find(
    ({ kind, user, isUndone, device, at }) =>
      kind === 'number_changed' && user === alert.user && !isUndone && device === alert.device && at > alert.at,
  );
  if (change) applyUndo(world, change);
}

/** “It was not me”, at the alert of a change of number. */
export async function undoChange(run: Run, alert: Alert, telegram: number): Promise<void> {
  const { world, system } = run;
  world.tick();
  const isTheirs =
    world.alerts.includes(alert) &&
    alert.kind === 'number_changed' &&
    alert.telegram === telegram &&
    world.now - alert.at < DAY;
  const answer = await system.bot('numbers/restore', { alert: alert.id, telegram_id: telegram });
  expectAnswer(run, 'Telegram: undo the change', answer, isTheirs ? 'ok' : 'not_found');
  if (isTheirs && !alert.isUndone) applyUndo(world, alert);
}

function applyUndo(world: World, alert: Alert): void {
  const { user, former, device, at } = alert;
  for (const change of world.alerts)
    if (change.kind === 'number_changed' && change.user === user && change.at >= at) change.isUndone = true;
  const isTaken = world.users.some(
    (other) => other !== user && other.phone === former?.phone && other.phone !== undefined,
  );
  if (isTaken || former?.phone === undefined)
    Object.assign(user, { phone: undefined, isVerified: false, isProvedByGateway: false });
  else {
    setNumber(world, user, former.phone, { proves: false });
    Object.assign(user, { isVerified: former.isVerified, provedAt: former.provedAt });
  }
  world.dropSessions((session) => session.user === user && session.device === device);
  for (const session of world.sessions) if (session.user === user) session.isEnded = true;
  for (const challenge of world.challenges)
    if (challenge.change?.user === user && ['waiting', 'opened', 'approved'].includes(challenge.state))
      challenge.state = 'declined';
}

/** A Telegram user opens the site as a Mini App. */
export async function openMiniApp(run: Run, browser: Browser, telegram: number): Promise<void> {
  const { world, system } = run;
  world.tick();
  const T = world.userOf(telegram);
  const claim = { hasToken: false, isOwnBrowser: false, saysNew: false, wasAsked: false };
  const decided = T && decideSignIn(T, undefined, 'approval', claim, world.idleOf);
  const answer = await system.call('POST', '/api/v1/auth/telegram/mini-app/', {
    body: { init_data: system.initData(telegram), device_id: browser.device },
    userAgent: browser.name,
  });
  const refused = decided && 'refuses' in decided ? decided.refuses : undefined;
  expectAnswer(run, 'Telegram: Mini App', answer, decided ? (refused ?? 'ok') : 'contact_required');
  if (!decided) return;
  countRow(run, decided.row);
  if ('refuses' in decided) return;
  const opened = { ...readSignIn(answer), device: browser.device, by: browser.name };
  const by = { phone: undefined, telegram, proof: 'approval', isCard: false, byGateway: false } as const;
  const session = openAccount(world, decided, opened, by);
  keepSignIn(run, answer, browser, session, opened.id);
}
