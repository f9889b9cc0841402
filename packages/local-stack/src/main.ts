import { readStackConfig, USAGE } from './env.ts';
import { DEVELOPMENT_ESKIZ_ACCOUNT } from './eskiz/account.ts';
import { DEVELOPMENT_GATEWAY_ACCOUNT } from './gateway/account.ts';
import { DEVELOPMENT_PLAYMOBILE_ACCOUNT } from './playmobile/account.ts';
import { startLocalStack } from './server.ts';
import { DEVELOPMENT_SMS_WEBHOOK_SECRET } from './sms-webhook/sms-webhook-routes.ts';

try {
  const config = readStackConfig(process.argv.slice(2));
  if (config.isHelpWanted) process.stdout.write(USAGE);
  else await run(config);
} catch (error) {
  process.stderr.write(`local stack: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function run(config: ReturnType<typeof readStackConfig>): Promise<void> {
  const stack = await startLocalStack(config);
  const bot = config.bots[0];
  const { email, password } = DEVELOPMENT_ESKIZ_ACCOUNT;
  const playMobile = DEVELOPMENT_PLAYMOBILE_ACCOUNT;
  process.stdout.write(
    [
      `Handset page     ${stack.url}/`,
      `Telegram Bot API ${stack.url}/bot<token>/<method>`,
      `Eskiz            ${stack.url}/eskiz (${email}, ${password})`,
      `PlayMobile       ${stack.url}/playmobile (${playMobile.login}, ${playMobile.password})`,
      `SMS webhook      ${stack.url}/sms-webhook (${DEVELOPMENT_SMS_WEBHOOK_SECRET})`,
      `Telegram Gateway ${stack.url}/gateway (${DEVELOPMENT_GATEWAY_ACCOUNT.token})`,
      '',
      `Point a bot at it, token ${bot?.token} (@${bot?.username}):`,
      `  telegraf  new Telegraf(token, { telegram: { apiRoot: '${stack.url}' } })`,
      `  grammY    new Bot(token, { client: { apiRoot: '${stack.url}' } })`,
      '',
    ].join('\n'),
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stack.close());
}
