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

/** What the owner of a site decides. */
export interface Site {
  /** The repository on GitHub that all three services are deployed from, and the branch that they follow. */
  repository: string;
  branch: string;
  /** The bot's name at Telegram, for the button on the site. */
  botUsername: string;
  /** A domain of your own, such as example.uz, once the service web has it; until then the one that Railway gives. */
  domain: string | undefined;
  /** More than one need Redis, or each of them counts the tries of an address for itself. */
  apiReplicas: number;
  redis: boolean;
  sms: 'none' | 'eskiz';
  /** Telegram calls the bot, which then needs a public domain, in place of the bot asking Telegram. */
  botWebhook: boolean;
}

/** Change these, then: railway config apply. The steps are in docs/railway.md. */
const SITE: Site = {
  repository: 'your-account/raqam',
  branch: 'main',
  botUsername: 'your_bot',
  domain: undefined,
  apiReplicas: 1,
  redis: false,
  sms: 'none',
  botWebhook: false,
};

/** Given here, because nobody could refer to the port that Railway would choose. */
const PORT = '8080';

/** Nothing is compiled (docs/decisions/0001): what only development needs is taken away again. */
const KEEP_PRODUCTION_DEPENDENCIES = 'pnpm prune --prod --ignore-scripts';

/** Seconds that the old deployment still serves, until every proxy has heard of the new one. */
const OVERLAP = 20;

/** The trial plan has no other policy, and what ten restarts did not mend an eleventh would not. */
const restart = { restartPolicyType: 'ON_FAILURE', restartPolicyMaxRetries: 10 } as const;

// A variable that Railway has and this file does not name, `railway config apply` deletes. So all that are set by
// hand stand here as preserve(): the value stays as it is, and where there is none, none comes.

/** The project as Railway is to have it. */
export function describeProject(site: Site): ProjectDefinition {
  const database = postgres('Postgres');
  const cache = site.redis ? redis('Redis') : undefined;
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
    start: 'node apps/api/src/server.ts',
    healthcheck: '/readyz',
    replicas: site.apiReplicas,
    // 8 s for requests to end by themselves, then 15 s at most for the last statement
    deploy: { ...restart, overlapSeconds: OVERLAP, drainingSeconds: 30 },
    env: {
      PORT,
      ...stores,
      SECRET_KEY: preserve(),
      TELEGRAM_BOT_SECRET: preserve(),
      FERNET_KEY: preserve(),
      CORS_ALLOWED_ORIGINS: siteUrl(site),
      API_PUBLIC_URL: siteUrl(site), // the web server hands /api on
      ...(site.sms === 'eskiz' ? eskiz : {}),
    },
  });
}

function describeBot(site: Site, secrets: Variables) {
  return service('bot', {
    ...fromRepository(site, KEEP_PRODUCTION_DEPENDENCIES, ['/apps/bot/**']),
    start: 'node apps/bot/src/main.ts',
    healthcheck: '/readyz', // it took over from the one before (docs/decisions/0010)
    replicas: 1, // two would take the updates from each other
    // An update in hand takes 40 s at most, and 3 s to tell Telegram that it is done
    deploy: { ...restart, overlapSeconds: 0, drainingSeconds: 45 },
    env: {
      PORT,
      ...secrets,
      BOT_TOKEN: preserve(),
      WEBSITE_URL: apiUrl,
      REGISTER_URL: `${siteUrl(site)}/register`,
      ...(site.botWebhook ? webhook : {}),
    },
  });
}

function describeWeb(site: Site) {
  return service('web', {
    ...fromRepository(site, 'pnpm --filter @raqam/web build', ['/apps/web/**', '/Caddyfile', '/tsconfig.base.json']),
    // No start command: with RAILPACK_SPA_OUTPUT_DIR, Caddy serves that directory by the Caddyfile of the repository
    healthcheck: '/',
    deploy: { ...restart, overlapSeconds: OVERLAP, drainingSeconds: 10 },
    env: {
      PORT,
      RAILPACK_SPA_OUTPUT_DIR: 'apps/web/dist',
      API_UPSTREAM: apiUrl,
      EDGE_NETWORKS: '10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 100.0.0.0/8 fd00::/8', // of Railway's edge
      VITE_API_BASE_URL: '/api/v1',
      VITE_TELEGRAM_BOT_USERNAME: site.botUsername,
    },
  });
}

type Variables = Record<string, ReturnType<typeof preserve>>;

const apiUrl = `http://${reference('api', 'RAILWAY_PRIVATE_DOMAIN')}:${PORT}`;

const eskiz = { SMS_PROVIDER: 'eskiz', ESKIZ_EMAIL: preserve(), ESKIZ_PASSWORD: preserve(), ESKIZ_FROM: preserve() };

const webhook = {
  BOT_WEBHOOK_URL: `https://${reference('bot', 'RAILWAY_PUBLIC_DOMAIN')}/telegram`,
  BOT_WEBHOOK_SECRET: preserve(),
};

function siteUrl({ domain }: Site): string {
  return `https://${domain ?? reference('web', 'RAILWAY_PUBLIC_DOMAIN')}`;
}

/** `${{owner.variable}}`: Railway puts the value in. */
function reference(owner: string, variable: string): string {
  return `\${{${owner}.${variable}}}`;
}

/** A service is deployed when its own files change, or those that all three are made of. Patterns as in .gitignore. */
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
