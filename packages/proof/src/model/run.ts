import type { Row } from './account-table.ts';
import type { Answer, System } from './system.ts';
import type { Browser, Session, User, World } from './world.ts';

const CODE_LENGTH = 6;

/** How often each step was made with each answer, and each row of the tables decided. */
export interface Tally {
  steps: Map<string, Map<string, number>>;
  rows: Map<Row, number>;
}

/** One sequence: the real system, the model, and what the clients were told. */
export interface Run {
  world: World;
  system: System;
  tally: Tally;
  /** What must stand in no log line, no error and no table in plain. */
  secrets: Set<string>;
  /** The session that each code or press opened. */
  opened: Map<string, string>;
  /** The accounts and sessions that clients were told of. */
  toldUsers: Set<string>;
  toldSessions: Set<string>;
}

/** Lets so many seconds pass for the system and for the model. */
export async function pass({ world, system }: Run, seconds: number): Promise<void> {
  await system.pass(seconds);
  world.now += seconds;
}

/** The system did something else than the model. */
export class Mismatch extends Error {}

/** Compares an answer with the prediction: `ok`, or the code of an error. */
export function expectAnswer(run: Run, step: string, answer: Answer, predicted: string): void {
  const got = answer.status < 300 ? 'ok' : (answer.error ?? `status ${answer.status}`);
  const counts = run.tally.steps.get(step) ?? new Map<string, number>();
  run.tally.steps.set(step, counts.set(got, (counts.get(got) ?? 0) + 1));
  if (got !== predicted) throw new Mismatch(`${step}: the model says ${predicted}, the api ${got}: ${answer.body}`);
  if (got !== 'ok') {
    const leaked = findSecret(run, answer.body);
    if (leaked !== undefined) throw new Mismatch(`${step}: the error holds a secret: ${answer.body}`);
  }
}

export function expectSame(what: string, real: unknown, model: unknown): void {
  if (real !== model) throw new Mismatch(`${what}: the model says ${String(model)}, the api ${String(real)}`);
}

/** Finds a code, token or secret in a text. Six digits count only as a word: ids and times have many. */
export function findSecret({ secrets }: Run, text: string): string | undefined {
  for (const secret of secrets) {
    if (!text.includes(secret)) continue;
    if (secret.length > CODE_LENGTH || new RegExp(`(?<![\\w.:-])${secret}(?![\\w.:-])`).test(text)) return secret;
  }
  return undefined;
}

export function countRow({ tally: { rows } }: Run, row: Row): void {
  rows.set(row, (rows.get(row) ?? 0) + 1);
}

/** What a sign-in answers: the session, as the access token names it. */
export function readSignIn({ json }: Answer): { id: string; userId: string } {
  const { sub, sid } = readClaims((json.tokens ?? json).access);
  expectSame('the user of the token', sub, json.user.id);
  return { id: sid, userId: sub };
}

export function readClaims(access: string): { sub: string; sid: string; gen: number } {
  return JSON.parse(Buffer.from(access.split('.')[1] ?? '', 'base64url').toString());
}

/** Checks what a sign-in answered, and lets the browser keep it. `key`: of the code or press that opened the session. */
export function keepSignIn(run: Run, answer: Answer, browser: Browser, session: Session, key: string): void {
  const { json } = answer;
  const { access, refresh } = json.tokens ?? json;
  const { sid, gen } = readClaims(access);
  expectSame('the session', sid, session.id);
  expectSame('the generation', gen, session.generation);
  checkUser(json.user, session.user);
  if (json.tokens) {
    expectSame('is_new', json.is_new, session.isFirst);
    expectSame('the status', answer.status, session.isFirst ? 201 : 200);
  }
  expectSame('the only session of a code or press', sid, run.opened.get(key) ?? sid);
  run.opened.set(key, sid);
  run.toldUsers.add(session.user.id);
  run.toldSessions.add(sid);
  const at = run.world.now;
  browser.tokens.push({ session: sid, user: session.user.id, generation: gen, access, refresh, at });
  for (const secret of [access, refresh]) run.secrets.add(secret);
  if (answer.remembered) browser.remembered = { cookie: answer.remembered, session: sid };
}

interface Shown {
  id: string;
  phone: string | null;
  telegram_id: number | null;
  is_verified: boolean;
}

/** Compares a user as the api shows them. */
export function checkUser(shown: Shown, user: User): void {
  expectSame('the user', shown.id, user.id);
  expectSame('the number', shown.phone, user.phone ?? null);
  expectSame('the Telegram account', shown.telegram_id, user.telegram ?? null);
  expectSame('is_verified', shown.is_verified, user.isVerified);
}
