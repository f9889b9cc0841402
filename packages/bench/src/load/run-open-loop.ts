import { describeDurations, type Figures } from './figures.ts';
import { type HttpConnection, openConnection } from './http-connection.ts';
import { meetPerson } from './people.ts';

export interface OpenLoop {
  /** Journeys that were started, and those that ended well */
  started: number;
  done: number;
  /** Requests that were served, from when they were due */
  served: Figures;
  /** Requests that were refused with `overloaded` */
  shed: Figures;
  /** Requests with another answer or none, and journeys without a connection */
  failed: number;
}

/** More would need more ports than there are. */
const CONNECTIONS_MAX = 10_000;
const TICK_MS = 5;
/** How long journeys may go on after the last one has started. */
const LAST_ANSWER_MS = 30_000;

/**
 * Starts journeys at a fixed rate, each on a connection that no other one uses, however many that takes: unlike a load
 * with fixed connections, it does not slow down with the server. A refused journey is not repeated.
 */
export async function runOpenLoop(
  { port, botSecret }: { port: number; botSecret: string },
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Promise<OpenLoop> {
  const free: HttpConnection[] = [];
  const served: number[] = [];
  const shed: number[] = [];
  const counts = { open: 0, started: 0, ended: 0, done: 0, failed: 0 };

  /** The body of a served answer. */
  async function send(due: number, request: () => ReturnType<HttpConnection['post']>): Promise<string | undefined> {
    const { status, body } = await request();
    if (status < 300) served.push(performance.now() - due);
    else if (status === 503 && body.includes('"overloaded"')) shed.push(performance.now() - due);
    else counts.failed += 1;
    return status < 300 ? body : undefined;
  }

  async function signUp(connection: HttpConnection, due: number): Promise<void> {
    const { phone, telegramId } = meetPerson();
    const person = { secret_key: botSecret, telegram_id: telegramId, phone_number: phone, proof: 'contact' };
    const created = await send(due, () => connection.post('/api/v1/auth/telegram/otp/create/', person));
    if (created === undefined) return;
    const { code } = JSON.parse(created);
    const body = { phone, code, device_id: 'bench' };
    const next = performance.now();
    if (await send(next, () => connection.post('/api/v1/auth/register/telegram/', body))) counts.done += 1;
  }

  async function run(due: number): Promise<void> {
    counts.started += 1;
    let connection = free.pop();
    try {
      if (connection === undefined) {
        if (counts.open >= CONNECTIONS_MAX) throw new Error('Too many connections');
        counts.open += 1;
        const ip = `10.1.${(counts.started >> 8) & 255}.${counts.started & 255}`; // the limits of one IP do not apply
        connection = await openConnection(port, ip);
      }
      await signUp(connection, due);
      free.push(connection);
    } catch {
      counts.failed += 1;
      connection?.close();
      if (connection) counts.open -= 1;
    }
    counts.ended += 1;
  }

  const begin = performance.now();
  const until = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const total = perSecond * seconds;
  for (let number = 0; number < total; await until(TICK_MS)) {
    const due = ((performance.now() - begin) / 1000) * perSecond;
    for (; number < Math.min(due, total); number++) void run(begin + (number * 1000) / perSecond);
  }
  const last = performance.now() + LAST_ANSWER_MS;
  while (counts.ended < counts.started && performance.now() < last) await until(TICK_MS);
  for (const connection of free) connection.close();
  return {
    started: counts.started,
    done: counts.done,
    served: describeDurations(served, seconds),
    shed: describeDurations(shed, seconds),
    failed: counts.failed + counts.started - counts.ended,
  };
}
