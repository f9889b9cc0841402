import { logBoth } from '@raqam/service/bilingual';
import { describeVersion } from '@raqam/service/build-stamp';
import { describeProblems } from '@raqam/service/environment';
import { describeListenFailure } from '@raqam/service/listen-failure';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { buildApp } from './app.ts';
import { startCleanUp } from './clean-up.ts';
import { connectDatabase, nameFailure } from './database/database.ts';
import { findDatabaseTrouble } from './database/database-trouble.ts';
import { openVault } from './encryption/vault.ts';
import { readConfig, variables } from './env.ts';
import { startRollUp } from './features/statistics/roll-up.ts';
import { startDeliveries } from './features/webhooks/deliver-webhooks.ts';
import { webhookTexts } from './features/webhooks/webhooks.texts.ts';
import { createLoggerOptions } from './http/log.ts';
import { createWebhookMetrics } from './metrics/webhook-metrics.ts';
import { listSealedData, startReencryption, unreadableData } from './sealed-data.ts';

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
  connections: config.databasePoolMax,
  onIdleError: (error) => app.log.warn({ reason: error.message }, 'A database connection broke'),
});
const version = describeVersion(environment);
const metrics = new Registry();
collectDefaultMetrics({ register: metrics }); // of the process: it observes until that ends
const app = await buildApp({ config, db, version, metrics, logger: createLoggerOptions(config.logLevel) });
const stopCleanUp = startCleanUp(db, {
  eventsKeepDays: config.eventsKeepDays,
  onError: (error) => app.log.warn({ reason: nameFailure(error) }, 'The clean-up failed'),
});
const stopRollUp = startRollUp(db, {
  onError: (error) => app.log.warn({ reason: nameFailure(error) }, 'Counting for the statistics failed'),
});
const stopReencryption = startReencryption(db, listSealedData(config), {
  onError: (error) => app.log.warn({ reason: nameFailure(error) }, 'The re-encryption failed'),
  onUnreadable: (variable, column) => logBoth(app.log, 'error', unreadableData(variable, column)),
});
const webhookTries = createWebhookMetrics(metrics, { ...db, run: db.probe });
const stopDeliveries = startDeliveries({
  db,
  openSecret: openVault(config.secretKeys).decrypt,
  allowPrivate: config.privateWebhooks,
  version,
  now: Date.now,
  random: Math.random,
  onTried: (outcome, webhook) => webhookTries.inc({ webhook, outcome }),
  onDisabled: (webhook) => logBoth(app.log, 'error', webhookTexts.gone, { webhook }),
  onError: (error) => app.log.warn({ reason: nameFailure(error) }, 'The delivery of webhooks failed'),
});
let deliveriesStopped: Promise<void> | undefined;
app.addHook('preClose', async () => {
  deliveriesStopped = stopDeliveries(); // while the last requests are answered
});
app.addHook('onClose', async () => {
  stopCleanUp();
  stopRollUp();
  stopReencryption();
  await deliveriesStopped;
  await db.close();
});
for (const warning of config.warnings) logBoth(app.log, 'warn', warning);

/** How long requests may still run after the process is told to stop. */
const SHUTDOWN_TIMEOUT_MS = 8_000;

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    app.log.info({ signal }, 'Stopping');
    void app.close();
    setTimeout(() => app.server.closeAllConnections(), SHUTDOWN_TIMEOUT_MS).unref();
  });
}

try {
  await app.listen({ port: config.port, host: config.host });
  void logDatabaseTrouble();
} catch (error) {
  const { reason, fix } = describeListenFailure('api', variables.PORT.fallback, error);
  logBoth(app.log, 'error', fix, { reason });
  process.exitCode = 1;
  await app.close();
}

/** Logs once why the api is not ready. The start continues, because the database may come up later. */
async function logDatabaseTrouble(): Promise<void> {
  const trouble = await findDatabaseTrouble(db);
  if (trouble && app.server.listening) logBoth(app.log, 'error', trouble.fix, { reason: trouble.reason });
}
