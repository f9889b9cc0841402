import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { codeIn, codesOf, type Handset, type Person } from '@raqam/e2e/handset';
import { type Asked, type Client, createClient, type Network } from './client.ts';
import { type History, type KnownSession, type Redemption, sessionOf } from './history.ts';
import { meetPerson, type Newcomer } from './meet-person.ts';

/** What the journeys of a load share. */
export interface Journeys {
  network: Network;
  history: History;
  botSecret: string;
  /** The texts of the SMS that reached a number, newest first. */
  readSms(phone: string): readonly string[];
  /** The people of the emulators. */
  handset: Handset;
}

/**
 * By a code of the bot, by SMS, by a press; wrong codes; one code on six devices; and where people of the emulators are
 * needed: a code in the chat with the bot, and a code of Telegram Gateway.
 */
export type JourneyKind = 'code' | 'sms' | 'press' | 'guess' | 'race' | 'chat' | 'gateway';

/** Called as a person in a chat gets on. */
export interface ChatProgress {
  onSent?(): void;
  onCode?(): void;
}

/** A limit that an outage makes normal, as an expired code: the journey ends without being a failure. */
class Abandoned extends Error {}
/** An answer that no client may get. */
class Failed extends Error {}

interface Traveller extends Journeys {
  person: Newcomer;
  progress: ChatProgress;
  client: Client;
}

interface SignedIn {
  user: { id: string; phone: string };
  access: string;
  refresh: string;
}

/** The same client with the same code gets the same session for 60 s (docs/policy.md §4); a little less, to be sure. */
const REPEATABLE_MS = 55_000;
const CODE_WAIT_MS = 30_000;
const CODE_POLL_MS = 100;
const CHAT_WAIT_MS = 120_000;
const RACING_DEVICES = 6;

/** Goes through one journey of a newcomer; what it learns is in the history. Never rejects for what the api answers. */
export async function goOnJourney(
  kind: JourneyKind,
  journeys: Journeys,
  progress: ChatProgress = {},
): Promise<boolean> {
  const { history, network } = journeys;
  const person = meetPerson();
  history.secrets.add(person.phone).add(person.phone.slice(1));
  try {
    await kinds[kind]({ ...journeys, person, client: createClient(network, person.ip), progress });
    history.done.set(kind, (history.done.get(kind) ?? 0) + 1);
    return true;
  } catch (error) {
    if (error instanceof Abandoned) history.abandoned += 1;
    else history.failures.push(`${kind}: ${error instanceof Error ? error.message : error}`);
    return false;
  }
}

const kinds: Record<JourneyKind, (traveller: Traveller) => Promise<void>> = {
  async code(traveller) {
    const code = await requestCode(traveller);
    await useSession(traveller, await registerWithCode(traveller, code));
  },

  async sms(traveller) {
    const code = await requestSms(traveller);
    await useSession(traveller, await signInWithSms(traveller, code, traveller.person.deviceId));
  },

  /** The link, the contact, the number in Telegram, and the page that collects. */
  async press(traveller) {
    const { client, history, botSecret, person } = traveller;
    const asBot = (path: string, body: object) =>
      client.insist('POST', `/api/v1/bot/challenges/${path}/`, body, { authorization: `Bearer ${botSecret}` });
    const started = await expectStatus(client.insist('POST', '/api/v1/auth/challenges/', {}), [201]);
    const { id, secret, telegram } = started.body as { id: string; secret: string; telegram: Card };
    history.secrets.add(secret);
    const start = new URL(telegram.url).searchParams.get('start') ?? '';
    history.secrets.add(start);
    const telegram_id = person.telegramId;
    await expectStatus(asBot('open', { start, telegram_id }), [200]);
    await expectStatus(asBot('contact', { telegram_id, phone_number: person.phone }), [200]);
    const decided = await asBot('decide', { ref: id, telegram_id, choice: telegram.number });
    if (decided.status === 410 && decided.uncertain > 0) throw new Abandoned('the challenge expired');
    await expectStatus(decided, [200]);
    const redemption = redeems(history, `press ${id}`);
    const collect = () => client.insist('POST', `/api/v1/auth/challenges/${id}/collect/`, { secret });
    const collected = await collect();
    if (collected.status === 410 && (collected.uncertain > 0 || decided.uncertain > 0)) {
      throw new Abandoned('the challenge expired');
    }
    const session = signedIn(traveller, await expectStatus(collected, [200, 201]), redemption);
    // a second tap
    const again = await collect();
    if (again.status === 201 || again.status === 200) signedIn(traveller, again, redemption);
    await useSession(traveller, session);
  },

  /** Wrong codes up to the fifth, which voids the code; otherwise the right one. */
  async guess(traveller) {
    const { history, network, person, client } = traveller;
    const code = await requestCode(traveller);
    const guesses = { phone: person.phone, sent: 0, acknowledged: 0 };
    history.guesses.push(guesses);
    const count = 1 + Math.floor(network.random() * 5);
    for (let n = 1; n <= count; n++) {
      const wrong = String((Number(code) + n) % 1_000_000).padStart(6, '0');
      for (let isAnswered = false; !isAnswered; ) {
        guesses.sent += 1;
        const body = { phone: person.phone, code: wrong, device_id: person.deviceId };
        const answer = await client.ask('POST', '/api/v1/auth/register/telegram/', body);
        isAnswered = answer.status !== 0 && answer.status !== 503;
        if (!isAnswered) {
          await pause(200);
          continue;
        }
        await expectStatus({ ...answer, uncertain: 0, ms: 0 }, [400]);
        const { error } = answer.body as { error: { code: string; attempts_left?: number } };
        if (error.code !== 'code_incorrect') throw new Abandoned(error.code);
        if (error.attempts_left === undefined) return; // the code is void
        guesses.acknowledged += 1;
        if (error.attempts_left > 5 - guesses.acknowledged) {
          throw new Failed(`${error.attempts_left} attempts are left after ${guesses.acknowledged} wrong codes`);
        }
        if (error.attempts_left === 0) return;
      }
    }
    await registerWithCode(traveller, code, guesses.sent > count);
  },

  async chat(traveller) {
    const { handset, progress } = traveller;
    const someone = await handset.addPerson();
    const known = { ...traveller, person: { ...traveller.person, telegramId: someone.id, phone: someone.phone } };
    const code = await askBot(someone, progress);
    await useSession(known, await registerWithCode(known, code));
    const codes = new Set(await codesOf(someone));
    if (codes.size !== 1) throw new Failed(`one shared contact was answered with ${codes.size} codes`);
  },

  /** Telegram Gateway carries the code, or SMS where it does not. */
  async gateway(traveller) {
    const { client, handset, history, readSms } = traveller;
    const someone = await handset.addPerson({ gateway: 'on' });
    const known = { ...traveller, person: { ...traveller.person, phone: someone.phone } };
    const started = await expectStatus(client.insist('POST', '/api/v1/auth/challenges/', {}), [201]);
    const { id, secret } = started.body as { id: string; secret: string };
    const sent = await client.insist('POST', `/api/v1/auth/challenges/${id}/send/`, { secret, phone: someone.phone });
    await expectStatus(sent, sent.uncertain > 0 ? [200, 429] : [200]);
    const { channel } = sent.body as { channel?: string };
    const texts = () => readSms(someone.phone);
    if (channel === 'sms') await waitFor(() => texts().length > 0);
    const code = texts().length > 0 ? codeOfSms(texts()) : await handset.readVerificationCode(someone).catch(() => '');
    if (!code) throw new Abandoned('neither Telegram Gateway nor SMS has delivered a code');
    history.secrets.add(code);
    const redemption = redeems(history, 'code of Telegram Gateway');
    const answer = await client.insist('POST', `/api/v1/auth/challenges/${id}/verify/`, { secret, code });
    refuseLate(answer);
    if (answer.status === 410 && sent.uncertain > 0) throw new Abandoned('the challenge expired');
    await useSession(known, signedIn(known, await expectStatus(answer, [200, 201]), redemption));
  },

  /** Someone who has an account signs in with one code on six devices at once: only one of them gets in. */
  async race(traveller) {
    const { history, person } = traveller;
    await registerWithCode(traveller, await requestCode(traveller));
    const code = await requestSms(traveller);
    const redemption = redeems(history, `SMS code of six devices`);
    const answers = await Promise.all(
      Array.from({ length: RACING_DEVICES }, (_, device) =>
        traveller.client.insist('POST', '/api/users/auth/', {
          phone: person.phone,
          code,
          device_id: `${person.deviceId}-${device}`,
        }),
      ),
    );
    for (const answer of answers) {
      await expectStatus(answer, [200, 400]);
      if (answer.status === 200) signedIn(traveller, answer, redemption);
    }
    // a repeat after more than a minute gets nothing, though the lost answer was a session
    const mayBeLost = answers.some(({ uncertain, ms }) => uncertain > 0 && ms > REPEATABLE_MS);
    if (redemption.sessions.size === 0 && !mayBeLost) throw new Failed('a right code on six devices opened no session');
  },
};

/** Shares the contact in the chat and waits for the code, however long Telegram or the bot is away. */
async function askBot(someone: Person, { onSent, onCode }: ChatProgress): Promise<string> {
  let seen = await someone.act({ contact: 'own' });
  onSent?.();
  for (const deadline = performance.now() + CHAT_WAIT_MS; performance.now() < deadline; ) {
    const message = await someone.hear(seen).catch(() => undefined); // nothing came for 25 s
    const code = message && codeIn(message);
    if (code !== undefined) {
      onCode?.();
      return code;
    }
    seen = message?.message_id ?? seen;
  }
  throw new Failed('no code came in the chat within two minutes');
}

interface Card {
  url: string;
  number: string;
}

async function requestCode({ client, botSecret, person, history }: Traveller): Promise<string> {
  const answer = await client.insist('POST', '/api/v1/auth/telegram/otp/create/', {
    secret_key: botSecret,
    telegram_id: person.telegramId,
    phone_number: person.phone,
    proof: 'contact',
    request_id: randomUUID(),
  });
  const { code } = (await expectStatus(answer, [200])).body as { code: string };
  history.secrets.add(code);
  return code;
}

/** `mayBeVoid`: wrong codes without an answer may have made the code void. */
async function registerWithCode(traveller: Traveller, code: string, mayBeVoid = false): Promise<KnownSession> {
  const { client, person, history } = traveller;
  const redemption = redeems(history, 'code of the bot');
  const answer = await client.insist('POST', '/api/v1/auth/register/telegram/', {
    phone: person.phone,
    code,
    device_id: person.deviceId,
  });
  if (answer.status === 400 && mayBeVoid) throw new Abandoned('the code is void');
  refuseLate(answer);
  return signedIn(traveller, await expectStatus(answer, [200, 201]), redemption);
}

async function requestSms({ client, person, readSms, history }: Traveller): Promise<string> {
  const sent = await client.insist('POST', '/api/users/auth/', { phone: person.phone, device_id: person.deviceId });
  if (sent.status === 429 && sent.uncertain === 0) await expectStatus(sent, [200]);
  if (sent.status !== 429) await expectStatus(sent, [200]);
  const hasCome = await waitFor(() => readSms(person.phone).length > 0);
  if (!hasCome) {
    throw sent.uncertain > 0 ? new Abandoned('no SMS came') : new Failed('no SMS came though it was acknowledged');
  }
  const code = codeOfSms(readSms(person.phone));
  history.secrets.add(code);
  return code;
}

/** The code in the newest SMS. */
function codeOfSms([text = '']: readonly string[]): string {
  return /#(\d{6})$/m.exec(text)?.[1] ?? '';
}

/** Whether it is so within 30 s. */
async function waitFor(isSo: () => boolean): Promise<boolean> {
  for (const deadline = performance.now() + CODE_WAIT_MS; performance.now() < deadline; ) {
    if (isSo()) return true;
    await pause(CODE_POLL_MS);
  }
  return false;
}

async function signInWithSms(traveller: Traveller, code: string, device_id: string): Promise<KnownSession> {
  const { client, person, history } = traveller;
  const redemption = redeems(history, 'SMS code');
  const answer = await client.insist('POST', '/api/users/auth/', { phone: person.phone, code, device_id });
  refuseLate(answer);
  return signedIn(traveller, await expectStatus(answer, [200]), redemption);
}

/** Looks at the account, refreshes twice, and signs out in half of the journeys. */
async function useSession({ client, network }: Traveller, session: KnownSession): Promise<void> {
  const look = () => client.insist('GET', '/api/v1/auth/me/', undefined, { authorization: `Bearer ${session.access}` });
  const me = await expectStatus(look(), [200]);
  if ((me.body as { phone: string }).phone !== session.phone) throw new Failed('the account has another number');
  for (let n = 0; n < 2; n++) {
    const refreshed = await client.insist('POST', '/api/v1/auth/token/refresh/', { refresh: session.refresh });
    const { access, refresh } = (await expectStatus(refreshed, [200])).body as SignedIn;
    Object.assign(session, { access, refresh });
  }
  if (network.random() < 0.5) return;
  session.logout = 'sent';
  const headers = { authorization: `Bearer ${session.access}` };
  const left = await client.insist('POST', '/api/v1/auth/logout/', {}, headers);
  await expectStatus(left, left.uncertain > 0 ? [204, 401] : [204]);
  session.logout = 'acknowledged';
  await expectStatus(look(), [401]);
}

function redeems(history: History, what: string): Redemption {
  const redemption = { what, sessions: new Set<string>() };
  history.redemptions.push(redemption);
  return redemption;
}

/** The answer to a sign-in, whichever of the two shapes it has. */
function signedIn(traveller: Traveller, answer: Asked, redemption: Redemption): KnownSession {
  const { user, tokens, access, refresh } = answer.body as SignedIn & { tokens?: SignedIn };
  return remember(traveller, { user, access, refresh, ...tokens }, redemption);
}

function remember({ history, person }: Traveller, { user, access, refresh }: SignedIn, redemption: Redemption) {
  const id = sessionOf(access);
  redemption.sessions.add(id);
  history.secrets.add(access).add(refresh);
  const known = history.sessions.find((session) => session.id === id);
  const session: KnownSession = { id, userId: user.id, phone: person.phone, access, refresh, logout: 'no' };
  if (!known) history.sessions.push(session);
  return known ? Object.assign(known, { access, refresh }) : session;
}

/** A repeated sign-in is answered for a minute only. */
function refuseLate({ status, uncertain, ms }: Asked): void {
  if (status === 400 && uncertain > 0 && ms > REPEATABLE_MS) throw new Abandoned('the repeat came too late');
}

async function expectStatus(answering: Asked | Promise<Asked>, statuses: number[]): Promise<Asked> {
  const answer = await answering;
  if (statuses.includes(answer.status)) return answer;
  throw new Failed(`expected ${statuses.join('/')}, got ${answer.status} ${JSON.stringify(answer.body)}`);
}
