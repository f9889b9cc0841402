import { contract } from '@raqam/shared/contract';
import type { Asked } from '../http/ask.ts';
import type { ApiCalls } from './api-calls.ts';
import type { TestPerson } from './test-people.ts';

/**
 * Requests with one token, each on a new connection. If two processes have different keys, one refuses the other's
 * tokens: all 8 requests miss it with a probability of 1 in 256.
 */
export const REPEATS = 8;

/** A code survives five wrong attempts, and each process with another key counts as one. */
const REGISTER_ATTEMPTS = 4;

/** The part of the doctor's context that a journey uses. */
export interface JourneyContext {
  signal: AbortSignal;
  addSecret(secret: string): void;
}

/** Deletes the account with the current session, or else with a new one. Returns whether it is deleted. */
export async function cleanUp(
  { access, person }: { access: string | undefined; person: TestPerson },
  calls: ApiCalls,
  context: JourneyContext,
): Promise<boolean> {
  if (access !== undefined && (await deleteAccount(calls, access))) return true;
  const again = await signIn(person, 2, calls, context);
  return again.access !== undefined && (await deleteAccount(calls, again.access));
}

/** Repeats, since a process with another key refuses the token. */
async function deleteAccount(calls: ApiCalls, access: string): Promise<boolean> {
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    if (statusOf(await calls.deleteMe(access)) !== 204) continue;
    return statusOf(await calls.me(access)) === 401;
  }
  return false;
}

/** Requests a code and redeems it. */
export async function signIn(
  { telegramId, phones }: TestPerson,
  place: 1 | 2,
  calls: ApiCalls,
  context: JourneyContext,
) {
  const created = await calls.create(telegramId, phones[place]);
  const issued = readCode(created, context);
  if (issued === undefined) return { unexpected: created };
  let registered = await calls.registerAtApi(phones[place], issued.code);
  for (let attempt = 1; attempt < REGISTER_ATTEMPTS && isIncorrect(registered); attempt += 1) {
    registered = await calls.registerAtApi(phones[place], issued.code);
  }
  const signedIn = readSignIn(registered, context);
  return { unexpected: registered, access: signedIn?.tokens.access, isNew: signedIn?.is_new };
}

export function readCode(asked: Asked | undefined, context: JourneyContext) {
  const issued = asked?.ok ? contract.createTelegramCode.responses[200].safeParse(asked.answer.json).data : undefined;
  if (issued) context.addSecret(issued.code);
  return issued;
}

/** The answer of any endpoint that signs in. */
export function readSignIn(asked: Asked, context: JourneyContext) {
  if (!asked.ok) return undefined;
  const { 200: known, 201: created } = contract.registerWithTelegram.responses;
  const signedIn = (asked.answer.status === 201 ? created : known).safeParse(asked.answer.json).data;
  if (signedIn) addSecrets(context, Object.values(signedIn.tokens));
  return signedIn;
}

export function addSecrets({ addSecret }: JourneyContext, secrets: string[]): void {
  for (const secret of secrets) addSecret(secret);
}

function isIncorrect(asked: Asked): boolean {
  return asked.ok && asked.answer.error?.code === 'code_incorrect';
}

export function statusOf(asked: Asked): number | undefined {
  return asked.ok ? asked.answer.status : undefined;
}
