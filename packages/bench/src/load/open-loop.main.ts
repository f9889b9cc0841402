import { skipPeople } from './people.ts';
import { runOpenLoop } from './run-open-loop.ts';

/** An open loop in a process of its own, so that a measurement beside it is not late. Prints its figures as JSON. */
const [port = '', botSecret = '', perSecond = '', seconds = ''] = process.argv.slice(2);
skipPeople();
const load = { perSecond: Number(perSecond), seconds: Number(seconds) };
process.stdout.write(`${JSON.stringify(await runOpenLoop({ port: Number(port), botSecret }, load))}\n`);
process.exit(); // connections without an answer are still open
