import { deploy, type ServiceName } from './deployment.ts';
import { runJourneys } from './run-journeys.ts';

/** Journeys that come to their end before, between and after the restarts. */
const BETWEEN = 12;
const SERVICES: readonly ServiceName[] = ['api', 'web', 'bot'];

export interface Rehearsal {
  journeys: number;
  /** What went wrong in them. */
  failures: string[];
  /** How the replaced processes ended. */
  exitCodes: Record<ServiceName, number | null>;
}

/** Deploys everything, replaces each service while people register, and counts. */
export async function rehearse(print: (line: string) => void): Promise<Rehearsal> {
  const deployment = await deploy({ sites: 'same' });
  try {
    print(`Deployed at ${deployment.urls.web}`);
    const journeys = runJourneys(deployment);
    await journeys.more(BETWEEN);
    const exitCodes: Rehearsal['exitCodes'] = { api: null, bot: null, web: null };
    for (const name of SERVICES) {
      const before = journeys.done();
      exitCodes[name] = await deployment.redeploy(name);
      await journeys.more(BETWEEN);
      print(`${name} was replaced while ${journeys.done() - before} people registered: exit code ${exitCodes[name]}`);
    }
    const failures = await journeys.finish();
    return { journeys: journeys.done(), failures, exitCodes };
  } finally {
    await deployment.stop();
  }
}
