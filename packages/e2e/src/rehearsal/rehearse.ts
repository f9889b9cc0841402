import { fileURLToPath } from 'node:url';
import { type Deployment, deploy, type ServiceName } from './deployment.ts';
import { runJourneys } from './run-journeys.ts';
import { runToEnd } from './run-to-end.ts';

/** Journeys to complete before, between and after the restarts. */
const JOURNEYS_PER_PHASE = 12;
const SERVICES: readonly ServiceName[] = ['api', 'web', 'bot'];

export interface Rehearsal {
  journeys: number;
  /** The errors in them. */
  failures: string[];
  /** The exit codes of the replaced processes. */
  exitCodes: Record<ServiceName, number | null>;
  /** The doctor's report afterwards. */
  report: { isHealthy: boolean; table: string };
}

/** Deploys everything, replaces each service while people register, and counts. */
export async function rehearse(print: (line: string) => void): Promise<Rehearsal> {
  const deployment = await deploy({ sites: 'same' });
  try {
    print(`Deployed at ${deployment.urls.web}`);
    const journeys = runJourneys(deployment);
    await journeys.more(JOURNEYS_PER_PHASE);
    const exitCodes: Rehearsal['exitCodes'] = { api: null, bot: null, web: null };
    for (const name of SERVICES) {
      const before = journeys.done();
      exitCodes[name] = await deployment.redeploy(name);
      await journeys.more(JOURNEYS_PER_PHASE);
      print(`${name} was replaced while ${journeys.done() - before} people registered: exit code ${exitCodes[name]}`);
    }
    const failures = await journeys.finish();
    const report = await examine(deployment);
    print(report.table);
    return { journeys: journeys.done(), failures, exitCodes, report };
  } finally {
    await deployment.stop();
  }
}

/** Runs the doctor as an operator does: with the public URLs and the bot's own. */
async function examine({ urls, secrets }: Deployment): Promise<Rehearsal['report']> {
  const { code, output } = await runToEnd(['src/main.ts', '--api', urls.web, '--web', urls.web, '--bot', urls.bot], {
    cwd: fileURLToPath(new URL('../../../doctor', import.meta.url)),
    env: { BOT_TOKEN: secrets.botToken, BOT_SECRET_KEY: secrets.botSecret, TELEGRAM_API_ROOT: urls.stack },
  });
  return { isHealthy: code === 0, table: output };
}
