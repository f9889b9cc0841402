import type { Fault, Scene } from '../fault.ts';
import type { JourneyKind } from '../load/journeys.ts';

const OUTAGE_MS = 10_000;
/** Longer than any request of the product to a provider may take. */
const HANG_MS = 20_000;

/** A fault of the local stack, docs in the README of packages/local-stack. */
interface StackFault {
  target: 'telegram' | 'eskiz' | 'playmobile' | 'gateway';
  method?: string;
  kind: 'status' | 'delay';
  status?: number;
  retry_after?: number;
  error?: string;
  ms?: number;
}

async function askStack({ world: { stack } }: Scene, method: 'POST' | 'DELETE', fault?: object): Promise<void> {
  const response = await fetch(`${stack.url}/handset/faults`, {
    method,
    ...(fault && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(fault) }),
  });
  if (!response.ok) throw new Error(`The local stack does not know this fault: ${await response.text()}`);
}

/** The emulators do this to every call for ten seconds. */
function everyCall(shows: string, kinds: readonly JourneyKind[], stackFaults: readonly StackFault[]): Fault {
  return {
    shows: `${shows} for 10 s`,
    times: 1,
    kinds,
    world: { hasBot: kinds.includes('chat') },
    async cause(scene) {
      for (const fault of stackFaults) await askStack(scene, 'POST', { ...fault, times: 1_000_000 });
      await scene.last(OUTAGE_MS);
      await askStack(scene, 'DELETE');
    },
  };
}

const telegram = { target: 'telegram' } as const;
const bothSms = (fault: Omit<StackFault, 'target'>): StackFault[] => [
  { target: 'eskiz', ...fault },
  { target: 'playmobile', ...fault },
];

export const emulatorFaults: Record<string, Fault> = {
  'telegram-409': everyCall(
    'Telegram answers getUpdates with 409, as while another instance polls,',
    ['chat'],
    [{ ...telegram, method: 'getUpdates', kind: 'status', status: 409 }],
  ),
  'telegram-429': everyCall(
    'Telegram answers every call with 429 (retry after 1 s)',
    ['chat'],
    [{ ...telegram, kind: 'status', status: 429, retry_after: 1 }],
  ),
  'telegram-5xx': everyCall(
    'Telegram answers every call with 502',
    ['chat'],
    [{ ...telegram, kind: 'status', status: 502 }],
  ),
  'telegram-hang': everyCall(
    'every answer of Telegram takes 20 s',
    ['chat'],
    [{ ...telegram, kind: 'delay', ms: HANG_MS }],
  ),
  'bot-kill': {
    shows: 'the bot killed (kill -9) in the middle of a batch of 12 people’s updates',
    times: 10,
    kinds: ['chat'],
    world: { hasBot: true },
    async cause({ world: { bot }, goTogether }, times) {
      for (let n = 0; n < times; n++) {
        await bot?.kill();
        const batch = goTogether('chat', 12);
        await batch.sent;
        await bot?.start();
        await batch.first;
        await bot?.kill();
        await bot?.start();
        await batch.all;
      }
    },
  },
  'sms-refusing': everyCall('both SMS providers refuse every SMS (400)', [], bothSms({ kind: 'status', status: 400 })),
  'sms-failing': everyCall('both SMS providers fail (500)', [], bothSms({ kind: 'status', status: 500 })),
  'sms-hanging': everyCall(
    'every answer of both SMS providers takes 20 s',
    [],
    bothSms({ kind: 'delay', ms: HANG_MS }),
  ),
  'first-sms-provider-failing': everyCall(
    'the first SMS provider fails (500), the second works',
    [],
    [{ target: 'eskiz', kind: 'status', status: 500 }],
  ),
  'gateway-refusing': everyCall(
    'Telegram Gateway refuses every code (BALANCE_NOT_ENOUGH)',
    ['gateway'],
    [{ target: 'gateway', kind: 'status', status: 400, error: 'BALANCE_NOT_ENOUGH' }],
  ),
  'gateway-failing': everyCall(
    'Telegram Gateway fails (500)',
    ['gateway'],
    [{ target: 'gateway', kind: 'status', status: 500 }],
  ),
  'gateway-hanging': everyCall(
    'every answer of Telegram Gateway takes 20 s',
    ['gateway'],
    [{ target: 'gateway', kind: 'delay', ms: HANG_MS }],
  ),
};
