import type { Check, CheckName, Context, Finding } from './check.ts';
import { botSecret } from './checks/between-services/bot-secret.ts';
import { apiClock, databaseClock, webClock } from './checks/between-services/clocks.ts';
import { corsForeign, corsWeb, originForeign } from './checks/between-services/cors.ts';
import { phoneRules, versions } from './checks/between-services/same-builds.ts';
import { accessToken } from './checks/dry-run/access-token.ts';
import { cookies } from './checks/dry-run/cookies.ts';
import { journey, journeyCleanup } from './checks/dry-run/journey.ts';
import { clientIp, rateLimit } from './checks/dry-run/limits.ts';
import { press } from './checks/dry-run/press.ts';
import { apiAddress, webAddress } from './checks/services/address.ts';
import { apiHealth, apiReady } from './checks/services/api.ts';
import { apiBot, apiMiniApp } from './checks/services/api-bots.ts';
import { apiKeys } from './checks/services/api-keys.ts';
import { apiOpenid } from './checks/services/api-openid.ts';
import {
  apiAdmin,
  apiSmsBalance,
  apiSmsFallback,
  apiTelegramLogin,
  apiTestNumbers,
  apiWebhooks,
} from './checks/services/api-operation.ts';
import { apiFernet, apiGateway, apiPublicUrl, apiRedis, apiRotations, apiSms } from './checks/services/api-parts.ts';
import { botAlone, botApi, botReady, botRegisterUrl } from './checks/services/bot.ts';
import { botName, telegramName, telegramToken, telegramUpdates, telegramWebhook } from './checks/services/telegram.ts';
import { webApi, webApp, webCaching, webPaths, webSecurity } from './checks/services/web.ts';

/** In this order: later checks use the results of earlier ones. */
const checks: readonly Check[] = [
  ...[apiAddress, apiHealth, apiReady, apiRedis, apiSms, apiSmsBalance, apiSmsFallback, apiGateway, apiFernet],
  ...[apiRotations, apiPublicUrl, apiKeys],
  ...[apiOpenid, apiAdmin, apiWebhooks, apiTestNumbers, apiTelegramLogin],
  ...[webAddress, webApp, webPaths, webApi, webCaching, webSecurity],
  ...[botReady, botAlone, botApi, botRegisterUrl, botSecret],
  ...[telegramToken, botName, apiBot, apiMiniApp, telegramName, telegramWebhook, telegramUpdates],
  ...[corsWeb, corsForeign, originForeign],
  ...[journey, accessToken, press, journeyCleanup, cookies, rateLimit, clientIp],
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
