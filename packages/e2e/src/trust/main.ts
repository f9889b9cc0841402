import { showTrust } from './show-trust.ts';

await showTrust((line) => process.stdout.write(`${line}\n`));
