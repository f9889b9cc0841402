import { inBoth } from '@raqam/service/bilingual';
import { describeVersion } from '@raqam/service/build-stamp';
import { describeProblems } from '@raqam/service/environment';
import { describeListenFailure } from '@raqam/service/listen-failure';
import { buildApp } from './app.ts';
import { startCleanUp } from './clean-up.ts';
import { connectDatabase } from './database/database.ts';
import { findDatabaseTrouble } from './database/database-trouble.ts';
import { readConfig, variables } from './env.ts';
import { generateCode } from './features/codes/code-digest.ts';
import { createLoggerOptions } from './http/log.ts';

// biome-ignore lint/style/noProcessEnv: the environment is read here, once
const environment = process.env;
const read = readConfig(environment);
if (!read.ok) {
  process.stderr.write(describeProblems({ en: 'The api can’t start', uz: 'Api ishga tusha olmaydi' }, read.problems));
  process.exit(1);
}
const { config } = read;

const db = connectDatabase({
  url: config.databaseUrl,
  onIdleError: (error) => app.log.warn({ reason: error.message }, 'A database connection broke'),
});
const app = await buildApp({
  config,
  db,
  generateCode,
  version: describeVersion(environment),
  logger: createLoggerOptions(config.logLevel),
});
const stopCleanUp = startCleanUp(db, (error) => app.log.warn({ reason: error.message }, 'The clean-up failed'));
app.addHook('onClose', async () => {
  stopCleanUp();
  await db.close();
});
for (const warning of config.warnings) app.log.warn(inBoth(warning));

/** Milliseconds that requests have to end by themselves once the process is told to. */
const PATIENCE = 8_000;

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    app.log.info({ signal }, 'Stopping');
    void app.close();
    setTimeout(() => app.server.closeAllConnections(), PATIENCE).unref();
  });
}

try {
  await app.listen({ port: config.port, host: config.host });
  void tellDatabaseTrouble();
} catch (error) {
  const { reason, mend } = describeListenFailure('api', variables.PORT.fallback, error);
  app.log.fatal({ reason }, inBoth(mend));
  process.exitCode = 1;
  await app.close();
}

/** Once, for whoever looks why it is not ready: the start goes on, for the database may come later. */
async function tellDatabaseTrouble(): Promise<void> {
  const trouble = await findDatabaseTrouble(db);
  if (trouble && app.server.listening) app.log.error({ reason: trouble.reason }, inBoth(trouble.mend));
}
