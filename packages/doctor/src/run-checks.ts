import type { Check, CheckName, Context, Finding } from './check.ts';
import { apiAddress, webAddress } from './checks/address.ts';
import { apiHealth, apiReady } from './checks/api.ts';
import { botAlone, botReady, botRegisterUrl } from './checks/bot.ts';
import { botSecret } from './checks/bot-secret.ts';
import { apiClock, databaseClock, webClock } from './checks/clocks.ts';
import { cookies } from './checks/cookies.ts';
import { corsForeign, corsWeb, originForeign } from './checks/cors.ts';
import { journey, journeyCleanup } from './checks/journey.ts';
import { clientAddress, rateLimit } from './checks/limits.ts';
import { phoneRules } from './checks/phone-rules.ts';
import { telegramName, telegramToken, telegramUpdates, telegramWebhook } from './checks/telegram.ts';
import { webApi, webApp, webCaching, webPaths, webSecurity } from './checks/web.ts';

/** In this order: each finds what those after it need. */
const checks: readonly Check[] = [
  ...[apiAddress, apiHealth, apiReady],
  ...[webAddress, webApp, webPaths, webApi, webCaching, webSecurity],
  ...[botReady, botAlone, botRegisterUrl, botSecret],
  ...[telegramToken, telegramName, telegramWebhook, telegramUpdates],
  ...[corsWeb, corsForeign, originForeign],
  ...[journey, journeyCleanup, cookies, rateLimit, clientAddress],
  ...[apiClock, webClock, databaseClock, phoneRules],
];

export type Report = { name: CheckName; finding: Finding }[];

/** Runs every check and tells each finding as it comes. Ends early once the context's signal aborts. */
export async function runChecks(context: Context, tell: (name: CheckName, finding: Finding) => void): Promise<Report> {
  const report: Report = [];
  for (const { name, run } of checks) {
    if (context.signal.aborted && name !== 'journey-cleanup') continue; // what was begun is told to its end
    const { seen, mend, mark } = await run(context);
    const finding = { mark, seen: context.hide(seen), ...(mend !== undefined && { mend: context.hide(mend) }) };
    report.push({ name, finding });
    tell(name, finding);
  }
  return report;
}
