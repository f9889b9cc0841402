import { describeProject, type Site } from '../../../.railway/railway.ts';

type Resource = NonNullable<ReturnType<typeof describeProject>['resources']>[number];
export type Service = Extract<Resource, { type: 'service' }>;
type Value = NonNullable<Service['variables']>[string];

/** Values that a site's owner has set in Railway's dashboard. The other variables that `preserve()` names are missing. */
const setByHand: Readonly<Record<string, string>> = {
  SECRET_KEY: 's'.repeat(48),
  TELEGRAM_BOT_SECRET: 't'.repeat(48),
  TELEGRAM_BOT_ID: '1234567890',
  FERNET_KEY: `${'f'.repeat(43)}=`,
  BRAND_NAME: 'Example Shop',
  SUPPORT_URL: 'https://t.me/example_support',
  TERMS_URL: 'https://example.uz/terms',
  BOT_TOKEN: '123456:token-of-the-tests',
  BOT_WEBHOOK_SECRET: 'w'.repeat(32),
  ESKIZ_EMAIL: 'owner@example.uz',
  ESKIZ_PASSWORD: 'password-of-the-tests',
  ESKIZ_FROM: '4546',
  VITE_RETURN_TO_ORIGINS: 'https://shop.example.uz',
  VITE_BRAND_NAME: 'Example Shop',
  VITE_BRAND_LOGO_URL: 'https://example.uz/logo.svg',
  VITE_BRAND_LOGO_DARK_URL: 'https://example.uz/logo-dark.svg',
  VITE_BRAND_COLOR: '#0f6b63',
  VITE_BRAND_RADIUS: '16',
  VITE_TERMS_URL: 'https://example.uz/terms',
  VITE_PRIVACY_URL: 'https://example.uz/privacy',
  VITE_SUPPORT_URL: 'https://example.uz/support',
};

/** Variables that Railway's databases provide. */
const ofDatabases: Readonly<Record<string, string>> = {
  'Postgres.DATABASE_URL': 'postgresql://postgres:password@postgres.invalid:5432/railway',
  'Redis.REDIS_URL': 'redis://default:password@redis.invalid:6379',
};

/** The services of a site's project, by name. */
export function servicesOf(site: Site): Record<string, Service> {
  const resources = (describeProject(site).resources ?? []).flat();
  return Object.fromEntries(resources.flatMap((node) => (node.type === 'service' ? [[node.name, node]] : [])));
}

/** The environment that Railway gives a service. Throws when a variable refers to one that does not exist. */
export function resolveVariables(services: Record<string, Service>, name: string): Record<string, string> {
  const variables = Object.entries(services[name]?.variables ?? {});
  const names = variables.filter(([variable, { type }]) => type !== 'preserve' || variable in setByHand);
  return {
    ...Object.fromEntries(names.map(([variable]) => [variable, find(name, variable)])),
    RAILWAY_ENVIRONMENT_NAME: 'production',
  };

  function find(owner: string, variable: string): string {
    const value = services[owner]?.variables?.[variable];
    if (value) return resolve(value, variable);
    if (services[owner] && variable === 'RAILWAY_PUBLIC_DOMAIN') return `${owner}-production.up.railway.app`;
    if (services[owner] && variable === 'RAILWAY_PRIVATE_DOMAIN') return `${owner}.railway.internal`;
    const ofDatabase = ofDatabases[`${owner}.${variable}`];
    if (ofDatabase === undefined) throw new Error(`There is no ${owner}.${variable}`);
    return ofDatabase;
  }

  function resolve(value: Value, variable: string): string {
    if (value.type === 'reference') return find(value.resource.replace(/^\w+\./, ''), value.output);
    const written = value.type === 'literal' ? value.value : setByHand[variable];
    if (typeof written !== 'string') throw new Error(`${variable} has no value`);
    return written.replaceAll(/\$\{\{(\w+)\.(\w+)\}\}/g, (_, owner, other) => find(owner, other));
  }
}
