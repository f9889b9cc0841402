import { describeProblems } from '@raqam/shared/environment';
import { readDatabaseUrl } from '../env.ts';
import { migrate } from './migrate.ts';

// biome-ignore lint/style/noProcessEnv: a command's environment is read here, once
const read = readDatabaseUrl(process.env);
if (!read.ok) {
  process.stderr.write(describeProblems('The database can’t be migrated', read.problems));
  process.exit(1);
}
const done = await migrate(read.values.DATABASE_URL);
process.stdout.write(done.length > 0 ? `Migrated: ${done.join(', ')}\n` : 'The database is up to date\n');
