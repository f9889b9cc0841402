import type { Check, CheckName, Context, Finding } from './check.ts';
import { apiAddress, webAddress } from './checks/address.ts';
import { apiHealth, apiReady } from './checks/api.ts';
import { apiFernet, apiPublicUrl, apiRedis, apiSms } from './checks/api-parts.ts';
import { botAlone, botApi, botReady, botRegisterUrl } from './checks/bot.ts';
import { botSecret } from './checks/bot-secret.ts';
import { apiClock, databaseClock, webClock } from './checks/clocks.ts';
import { cookies } from './checks/cookies.ts';
import { corsForeign, corsWeb, originForeign } from './checks/cors.ts';
import { journey, journeyCleanup } from './checks/journey.ts';
import { clientIp, rateLimit } from './checks/limits.ts';
import { phoneRules, versions } from './checks/same-builds.ts';
import { botName, telegramName, telegramToken, telegramUpdates, telegramWebhook } from './checks/telegram.ts';
import { webApi, webApp, webCaching, webPaths, webSecurity } from './checks/web.ts';

/** In this order: later checks use the results of earlier ones. */
const checks: readonly Check[] = [
  ...[apiAddress, apiHealth, apiReady, apiRedis, apiSms, apiFernet, apiPublicUrl],
  ...[webAddress, webApp, webPaths, webApi, webCaching, webSecurity],
  ...[botReady, botAlone, botApi, botRegisterUrl, botSecret],
  ...[telegramToken, botName, telegramName, telegramWebhook, telegramUpdates],
  ...[corsWeb, corsForeign, originForeign],
  ...[journey, journeyCleanup, cookies, rateLimit, clientIp],
  ...[apiClock, webClock, databaseClock, phoneRules, versions],
];

export type Report = { name: CheckName; finding: Finding }[];

/** Runs every check and reports each finding at once. Stops early when the context's signal aborts. */
export async function runChecks(
  context: Context,
  report: (name: CheckName, finding: Finding) => void,
): Promise<Report> {
  const findings: Report = [];
  for (const { name, run } of checks) {
    if (context.signal.aborted && name !== 'journey-cleanup') continue; // the operator learns whether anything was left
    const { seen, fix, ...rest } = await run(context);
    const finding = { ...rest, seen: context.redact(seen), ...(fix !== undefined && { fix: context.redact(fix) }) };
    findings.push({ name, finding });
    report(name, finding);
  }
  return findings;
}
