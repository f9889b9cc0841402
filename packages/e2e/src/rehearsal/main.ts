import { rehearse } from './rehearse.ts';

const print = (line: string) => process.stdout.write(`${line}\n`);
const { journeys, failures, exitCodes, report } = await rehearse(print);
for (const failure of failures) print(failure);
print(`${journeys} journeys, ${failures.length} failed`);
const isClean = Object.values(exitCodes).every((code) => code === 0);
process.exitCode = failures.length === 0 && isClean && report.isHealthy ? 0 : 1;
