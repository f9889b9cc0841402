import type { Proof } from './proof.ts';

const WRONG_USAGE = 2;

/** A proof loads its code only when it runs. */
const PROOFS: Record<string, Proof> = {
  model: {
    shows: 'Random sequences of sign-ins do what a small model of the policy says (10,000: 9 minutes)',
    run: async (args) => (await import('./model/main.ts')).run(args),
  },
  fuzz: {
    shows: 'Random requests, made from the OpenAPI document, get a declared answer that tells nothing (1 minute)',
    run: async (args) => (await import('./fuzz/run-fuzz.ts')).run(args),
  },
  bot: {
    shows: 'A thousand people write to the bot at once: each answer arrives once and in order (5 minutes)',
    run: async (args) => (await import('./bot/prove-bot.ts')).run(args),
  },
  guards: {
    shows: 'Each guard of the product has a test that fails without it (17 minutes)',
    run: async (args) => (await import('./guards/prove-guards.ts')).run(args),
  },
  faults: {
    shows: 'What people notice of crashes, outages and delays, and that nothing is lost (15 minutes)',
    run: async (args) => (await import('./faults/prove-faults.ts')).run(args),
  },
};

const [name = '', ...args] = process.argv.slice(2);
const proof = PROOFS[name];
if (proof) process.exitCode = await proof.run(args);
else {
  const wanted = name === '' || name === '--help';
  process[wanted ? 'stdout' : 'stderr'].write(describeUsage());
  if (!wanted) process.exitCode = WRONG_USAGE;
}

function describeUsage(): string {
  const lines = Object.entries(PROOFS).map(([name, { shows }]) => `  ${name.padEnd(12)}${shows}`);
  return `Usage: pnpm prove <proof> [options]\n\n${lines.join('\n')}\n\nEach takes --help.\n`;
}
