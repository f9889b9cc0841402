import { readFile } from 'node:fs/promises';
import { type Experience, gather, invite, nextTelegramId, readChats } from './crowd.ts';
import { holds, judgeCrowd, type Verdict } from './judge-crowd.ts';
import { type Relay, startRelay } from './relay.ts';
import type { Service, Site } from './start-site.ts';

export interface Outcome extends Verdict {
  name: string;
  seconds: number;
  /** Of all messages of all processes: the most that Telegram took in a second, and what it refused (429). */
  busiestSecond: number;
  refused: number;
  /** Until half of the people, and the last one, had their first answer. */
  medianFirstMs: number;
  lastFirstMs: number;
  /** Of the process that needed most. */
  memoryMb: number;
  /** Of all processes of the bot. */
  cpuSeconds: number;
  /** Other than what people noticed. */
  problems: string[];
}

/** A person whom Telegram, or the api, answers late: within the time that the bot allows. */
const TELEGRAM_DELAY_MS = 5_000;
const API_DELAY_MS = 4_000;
/** Of refused messages, in a hundred; one process keeps below the limits by itself. */
const REFUSED_AT_MOST = 1;
/** Much more than 1,000 people need. */
const MEMORY_LIMIT_MB = 300;
/** The bot's sum of pauses after a lost acknowledgement is far below. */
const EACH_FIFTH = 5;
const EACH_SEVENTH = 7;

/** One process polls. Two people of the crowd get slow answers. */
export async function crowdAtOnce(site: Site, people: number): Promise<Outcome> {
  const [slowChat, slowPerson] = [nextTelegramId(1), nextTelegramId(5)]; // both press /start and share their contact
  const invited = await invite(site, people);
  const telegram = await startRelay((body) => ({
    target: site.telegram.url,
    delayMs: body.includes(`"chat_id":${slowChat},`) ? TELEGRAM_DELAY_MS : 0,
  }));
  const api = await startRelay((body) => ({
    target: site.apiUrl,
    delayMs: body.includes(`"telegram_id":${slowPerson},"phone_number"`) ? API_DELAY_MS : 0,
  }));
  const outcome = await measure('One process polls; two slow answers', site, [telegram, api], async (start) => {
    const bot = await start({ TELEGRAM_API_ROOT: telegram.url, WEBSITE_URL: api.url });
    await bot.says('Polling');
    return Promise.all(gather(site, invited));
  });
  if (outcome.refused * 100 > (outcome.refused + people) * REFUSED_AT_MOST)
    outcome.problems.push(`Telegram refused ${outcome.refused} messages`);
  return outcome;
}

/** Two processes behind a balancer. Telegram loses each fifth acknowledgement, and each seventh connection while it waits. */
export async function twoReplicas(site: Site, people: number): Promise<Outcome> {
  const invited = await invite(site, people);
  const replicas: Service[] = [];
  let deliveries = 0;
  const balancer = await startRelay(() => {
    deliveries += 1;
    const fate = deliveries % EACH_FIFTH === 0 ? 'lost' : deliveries % EACH_SEVENTH === 0 ? 'cut' : undefined;
    const replica = replicas[deliveries % replicas.length];
    return { target: `http://127.0.0.1:${replica?.port}`, ...(fate && { answer: fate }) };
  });
  return measure('Two replicas by webhook; lost acknowledgements', site, [balancer], async (start) => {
    const webhook = { BOT_WEBHOOK_URL: `${balancer.url}/telegram`, BOT_WEBHOOK_SECRET: 'webhook-secret-of-the-proof' };
    for (const _ of [1, 2]) replicas.push(await start(webhook));
    await Promise.all(replicas.map((replica) => replica.says('by webhook')));
    return Promise.all(gather(site, invited));
  });
}

/** The next process polls before the old one is told to stop, as in a redeploy. */
export async function redeploy(site: Site, people: number): Promise<Outcome> {
  const invited = await invite(site, people);
  return measure('Redeploy: the old process gets SIGTERM', site, [], async (start) => {
    const old = await start();
    await old.says('Polling');
    const crowd = gather(site, invited);
    await firstAnswers(old);
    const next = await start();
    const code = await old.end('SIGTERM');
    if (code !== 0) throw new Error(`The old process ended with ${code}`);
    await next.says('Polling');
    return Promise.all(crowd);
  });
}

/** The process is killed at once while it answers, and another one starts. A double answer can't be excluded: see docs. */
export async function crash(site: Site, people: number): Promise<Outcome> {
  const invited = await invite(site, people);
  return measure('Crash: kill -9, and a new process', site, [], async (start) => {
    const old = await start();
    await old.says('Polling');
    const crowd = gather(site, invited);
    await firstAnswers(old);
    await old.end('SIGKILL');
    await (await start()).says('Polling');
    return Promise.all(crowd);
  });
}

/** In the middle of its work. */
const firstAnswers = (bot: Service) => bot.says('"outcome":"answered"');

export const succeeded = (outcome: Outcome, mayDouble = false): boolean =>
  outcome.problems.length === 0 && holds(mayDouble ? { ...outcome, double: 0 } : outcome);

async function measure(
  name: string,
  site: Site,
  relays: readonly Relay[],
  work: (start: Site['startBot']) => Promise<Experience[]>,
): Promise<Outcome> {
  const bots: Service[] = [];
  const usages: Promise<Usage>[] = [];
  const sent = site.telegram.sent;
  const refusedBefore = countRefused(site);
  const begun = performance.now();
  const crowd = await work(async (variables) => {
    const bot = await site.startBot(variables);
    const end = bot.end;
    bot.end = async (signal) => {
      usages.push(readUsage(bot.pid));
      await usages.at(-1);
      return end(signal);
    };
    bots.push(bot);
    return bot;
  });
  const seconds = (performance.now() - begun) / 1_000;
  const problems = bots.flatMap(({ lines }) =>
    lines.filter((line) => /"level":"(error|fatal)"/.test(line)).map((line) => line.slice(0, 200)),
  );
  for (const bot of bots) await bot.end('SIGTERM').catch(() => undefined);
  for (const relay of relays) await relay.close();
  await readChats(site, crowd);
  const usage = (await Promise.all(usages)).filter(({ memoryMb }) => memoryMb > 0);
  const memoryMb = Math.max(...usage.map((each) => each.memoryMb));
  if (memoryMb > MEMORY_LIMIT_MB) problems.push(`${memoryMb} MB`);
  const firsts = crowd.map(({ firstAnswerMs }) => firstAnswerMs).sort((a, b) => a - b);
  return {
    ...judgeCrowd(crowd),
    name,
    seconds,
    busiestSecond: sent?.busiestSecond ?? 0,
    refused: countRefused(site) - refusedBefore,
    medianFirstMs: firsts[Math.floor(firsts.length / 2)] ?? 0,
    lastFirstMs: firsts.at(-1) ?? 0,
    memoryMb,
    cpuSeconds: usage.reduce((sum, each) => sum + each.cpuSeconds, 0),
    problems,
  };
}

function countRefused({ telegram: { sent } }: Site): number {
  return sent ? sent.refusedByChat + sent.refusedOverall : 0;
}

interface Usage {
  memoryMb: number;
  cpuSeconds: number;
}

const TICKS_PER_SECOND = 100;

/** Of Linux; all 0 for a process that has ended. */
async function readUsage(pid: number): Promise<Usage> {
  try {
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    const times = (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /, '').split(' ');
    const memoryKb = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0);
    return {
      memoryMb: Math.round(memoryKb / 1_024),
      cpuSeconds: (Number(times[11]) + Number(times[12])) / TICKS_PER_SECOND,
    };
  } catch {
    return { memoryMb: 0, cpuSeconds: 0 };
  }
}
