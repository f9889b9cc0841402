import { clientFaults } from './causes/clients.ts';
import { clockFaults } from './causes/clocks.ts';
import { databaseFaults } from './causes/database.ts';
import { deploymentFaults } from './causes/deployment.ts';
import { diskFaults } from './causes/disk.ts';
import { emulatorFaults } from './causes/emulators.ts';
import { failoverFaults } from './causes/failover.ts';
import { processFaults } from './causes/processes.ts';
import { redisFaults } from './causes/redis.ts';
import type { Fault } from './fault.ts';

/** Every fault by its name, in the order in which they are caused. */
export const faults: Record<string, Fault> = {
  ...processFaults,
  ...databaseFaults,
  ...diskFaults,
  ...failoverFaults,
  ...clientFaults,
  ...redisFaults,
  ...emulatorFaults,
  ...clockFaults,
  ...deploymentFaults,
};
