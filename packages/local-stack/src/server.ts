import { answerHandsetErrors } from 'bot-handset/src/handset/answer-errors';
import { type Handset, startHandset } from 'bot-handset/src/start-handset';
import type { BotSeed, Person } from 'bot-handset/src/world/world';
import { gatewayControls } from './controls/gateway-controls.ts';
import { loginControls } from './controls/login-controls.ts';
import { readCodeSettings } from './controls/read-input.ts';
import { smsControls } from './controls/sms-controls.ts';
import { createDeliveryPlans } from './delivery-plans.ts';
import { DEVELOPMENT_ESKIZ_ACCOUNT, type EskizAccount } from './eskiz/account.ts';
import { eskizRoutes } from './eskiz/eskiz-routes.ts';
import { createGateway } from './eskiz/gateway.ts';
import { DEVELOPMENT_GATEWAY_ACCOUNT, type GatewayAccount } from './gateway/account.ts';
import { gatewayRoutes } from './gateway/gateway-routes.ts';
import { reportDelivery } from './gateway/report-delivery.ts';
import { createTelegramGateway, showRequest } from './gateway/telegram-gateway.ts';
import { DEVELOPMENT_PLAYMOBILE_ACCOUNT, type PlayMobileAccount } from './playmobile/account.ts';
import { playMobileRoutes } from './playmobile/playmobile-routes.ts';
import { createSmsStore, type SmsStore } from './sms-store.ts';
import { DEVELOPMENT_SMS_WEBHOOK_SECRET, smsWebhookRoutes } from './sms-webhook/sms-webhook-routes.ts';
import type { LoginClient } from './telegram-login/login-client.ts';
import { loginRoutes } from './telegram-login/login-routes.ts';
import { createLoginServer } from './telegram-login/login-server.ts';

export interface LocalStackOptions {
  /** Default 127.0.0.1, because all simulated chats can be read through the port. */
  host?: string;
  /** Default 8081; 0 takes a free one. */
  port?: number;
  /** The first is the default of the handset API. */
  bots: readonly BotSeed[];
  /** Default: Aziza and Bobur. */
  people?: readonly Person[];
  /** The clients of the Telegram Login emulator. Default none. */
  loginClients?: readonly LoginClient[];
  /** The account of the Eskiz emulator. Default `DEVELOPMENT_ESKIZ_ACCOUNT`. */
  eskiz?: EskizAccount;
  /** The account of the PlayMobile emulator. Default `DEVELOPMENT_PLAYMOBILE_ACCOUNT`. */
  playMobile?: PlayMobileAccount;
  /** The account of the emulator of Telegram Gateway. Default `DEVELOPMENT_GATEWAY_ACCOUNT`. */
  telegramGateway?: GatewayAccount;
  /** `telegram`: 429 to more messages than Telegram takes, one a second to a chat and 30 to all. Default none. */
  limits?: 'telegram';
}

export interface LocalStack {
  /**
   * Base URL of everything: the Bot API (`apiRoot`), Eskiz (under `/eskiz`), PlayMobile (`/playmobile`), the receiver of
   * codes (`/sms-webhook`), Telegram Gateway (`/gateway`), Telegram Login (`/telegram-login`), the handset page and its API.
   */
  url: string;
  port: number;
  /** The inboxes that `GET /handset/sms` reads. */
  sms: SmsStore;
  /** With `limits`: what they let pass and refused. */
  sent: Handset['sent'];
  /** Ends long polls, streams, webhook deliveries and delivery reports at once. */
  close(): Promise<void>;
}

const PAGE = {
  folder: new URL('page/', import.meta.url),
  modules: ['login-cards.js', 'verification-codes.js', 'sms-inbox.js'],
  styles: ['local-stack.css'],
};

/**
 * Starts the emulators of the Bot API, of the SMS providers and of Telegram Gateway, the handset API and the handset page on one port.
 *
 * @throws Error for a taken port, naming it, and for an unusable bot
 */
export async function startLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  const {
    host,
    port,
    bots,
    people,
    limits,
    loginClients = [],
    telegramGateway: account = DEVELOPMENT_GATEWAY_ACCOUNT,
  } = options;
  const { eskiz = DEVELOPMENT_ESKIZ_ACCOUNT, playMobile = DEVELOPMENT_PLAYMOBILE_ACCOUNT } = options;
  const sms = createSmsStore();
  const gateway = createGateway(eskiz, sms);
  const login = createLoginServer();
  for (const client of loginClients) login.clients.set(client.clientId, client);
  const playMobilePlans = createDeliveryPlans('Delivered');

  const handset = await startHandset({
    host,
    port,
    bots,
    people,
    limits,
    extension: {
      faultTargets: ['eskiz', 'gateway', 'playmobile', 'sms-webhook', 'telegram-login'],
      readPersonFields: readCodeSettings,
      page: PAGE,
      async extend(app, { world, faults, stopping }) {
        sms.onAdd((each) => world.events.publishExtra({ type: 'sms', sms: each }));
        const telegramGateway = createTelegramGateway(account, world, (request) => {
          const { callbackUrl } = request.message;
          if (callbackUrl) void reportDelivery(callbackUrl, account.token, showRequest(request), stopping);
        });
        await app.register(eskizRoutes, { prefix: '/eskiz/api', gateway, faults, stopping });
        await app.register(gatewayRoutes, { prefix: '/gateway', telegramGateway, faults, stopping });
        await app.register(loginRoutes, { server: login, world, faults, stopping });
        const carrying = { inbox: sms, faults, stopping };
        await app.register(playMobileRoutes, {
          prefix: '/playmobile',
          ...carrying,
          account: playMobile,
          plans: playMobilePlans,
        });
        await app.register(smsWebhookRoutes, {
          prefix: '/sms-webhook',
          ...carrying,
          secret: DEVELOPMENT_SMS_WEBHOOK_SECRET,
        });
        await app.register(async (controls) => {
          answerHandsetErrors(controls);
          await smsControls(controls, { sms, gateway, playMobilePlans, stopping });
          await gatewayControls(controls, { telegramGateway, world, stopping });
          await loginControls(controls, { server: login, world });
        });
      },
    },
  });
  return { ...handset, sms };
}
