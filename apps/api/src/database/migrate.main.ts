import { describeProblems } from '@raqam/service/environment';
import { readDatabaseUrl } from '../env.ts';
import { findTroubleBehind } from './database-trouble.ts';
import { migrate } from './migrate.ts';

const failure = { en: 'The database can’t be migrated', uz: 'Bazaga migratsiyalarni qo‘llab bo‘lmaydi' };

// biome-ignore lint/style/noProcessEnv: a command's environment is read here, once
const read = readDatabaseUrl(process.env);
if (!read.ok) {
  process.stderr.write(describeProblems(failure, read.problems));
  process.exit(1);
}
try {
  const done = await migrate(read.values.DATABASE_URL);
  process.stdout.write(done.length > 0 ? `Migrated: ${done.join(', ')}\n` : 'The database is up to date\n');
} catch (error) {
  const trouble = findTroubleBehind(error);
  if (!trouble) throw error;
  process.stderr.write(`${describeProblems(failure, [trouble.fix])}  (${trouble.reason})\n`);
  process.exitCode = 1;
}
