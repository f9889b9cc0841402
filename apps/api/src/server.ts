import { describeVersion } from '@raqam/shared/build-stamp';
import { describeProblems } from '@raqam/shared/environment';
import { buildApp } from './app.ts';
import { connectDatabase } from './database/database.ts';
import { readConfig } from './env.ts';
import { generateCode } from './features/codes/code-digest.ts';
import { startHousekeeping } from './housekeeping.ts';
import { createLoggerOptions } from './http/log.ts';

// biome-ignore lint/style/noProcessEnv: the environment is read here, once
const environment = process.env;
const read = readConfig(environment);
if (!read.ok) {
  process.stderr.write(describeProblems('The api can’t start', read.problems));
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
const stopHousekeeping = startHousekeeping(db, (error) =>
  app.log.warn({ reason: error.message }, 'Housekeeping failed'),
);
app.addHook('onClose', async () => {
  stopHousekeeping();
  await db.close();
});
for (const warning of config.warnings) app.log.warn(warning);

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
} catch (error) {
  app.log.fatal({ reason: String(error) }, `The api can’t listen on HOST ${config.host}, PORT ${config.port}`);
  process.exitCode = 1;
  await app.close();
}
