import { cleanText } from '@raqam/shared/clean-text';
import type { Bilingual } from './bilingual.ts';

/** The description of an environment variable, for start-up errors and docs/variables.md. */
export interface VariableDescription {
  /** Its purpose. */
  purpose: Bilingual;
  /** Where a value comes from: a command, or a page. */
  obtain: Bilingual;
  /** Another name, read if this one is absent. */
  otherName?: string;
  /** Used when the variable is absent. Without it the variable is required. */
  fallback?: unknown;
}

export interface Variable<Value> extends VariableDescription {
  fallback?: Value;
  /** The typed value, or `Refused`. */
  read(raw: string, place: Place): Value | Refused;
}

/** The place where the process runs. */
export interface Place {
  /** The services run on different machines: URLs on localhost are refused. */
  deployed: boolean;
  /** The site is reachable from the internet: the repository's development values and local origins are refused. */
  isPublic: boolean;
}

/** Why a value is refused: clauses that follow the variable's name and never hold the value. */
export class Refused {
  readonly reason: Bilingual;
  constructor(en: string, uz: string) {
    this.reason = { en, uz };
  }
}

/** The services that read variables. */
export type Service = 'api' | 'bot' | 'web';

export type Environment = Readonly<Record<string, string | undefined>>;

export type Values<Variables extends Record<string, Variable<unknown>>> = {
  readonly [Name in keyof Variables]: Variables[Name] extends Variable<infer Value> ? Value : never;
};

/** Values that stand in documentation for one's own: the bot's name in ours, and what others write by habit. */
const PLACEHOLDER = /^(?:@?your_bot|change[-_ ]?me\b.*|<.*>)$/i;
/** The variables of the three services that hold the site's public URLs. */
const PUBLIC_URLS = ['CORS_ALLOWED_ORIGINS', 'REGISTER_URL', 'VITE_API_BASE_URL'];
/** Secrets published here or in the earlier systems. */
const PUBLISHED = ['wibestore-telegram-bot-secret-2024'];
/** Every development value of this repository begins with it. */
const DEVELOPMENT = 'development-';
/** NIST SP 800-107: a shorter key is weaker than the output of HMAC-SHA-256. */
const SECRET_MIN_BYTES = 32;

/**
 * Reads all variables at once. Names every one that is missing, empty, the word `undefined`, a placeholder or refused,
 * with its service, what is wrong, what it is for and how to get it. An optional variable that is empty is not set.
 *
 * @param required names of optional variables that another variable's value makes necessary
 */
export function readEnvironment<Variables extends Record<string, Variable<unknown>>>(
  service: Service,
  variables: Variables,
  environment: Environment,
  required: readonly (keyof Variables)[] = [],
): { ok: true; values: Values<Variables> } | { ok: false; problems: Bilingual[] } {
  const place = { deployed: isDeployed(environment), isPublic: isPublic(environment) };
  const problems: Bilingual[] = [];
  const values = Object.entries<Variable<unknown>>(variables).map(([name, variable]) => {
    const names = variable.otherName === undefined ? [name] : [name, variable.otherName];
    const isOptional = 'fallback' in variable && !required.includes(name);
    const given = names.find((candidate) => environment[candidate] !== undefined);
    const raw = given && environment[given]?.trim();
    if (isOptional && !raw) return [name, variable.fallback];
    const value = check(raw, variable, place);
    if (value instanceof Refused) {
      const { purpose, obtain } = variable;
      problems.push({
        en: `${given ?? names.join(' or ')} (service ${service}) ${value.reason.en}. It is ${purpose.en}. ${obtain.en}`,
        uz: `${given ?? names.join(' yoki ')} (${service} xizmati) ${value.reason.uz}. Bu – ${purpose.uz}. ${obtain.uz}`,
      });
    }
    return [name, value];
  });
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, values: Object.freeze(Object.fromEntries(values)) };
}

function check(value: string | undefined, variable: Variable<unknown>, place: Place): unknown {
  if (value === undefined) return new Refused('is missing', 'o‘rnatilmagan');
  if (value === '') return new Refused('is empty', 'bo‘sh');
  if (value === 'undefined' || value === 'null')
    return new Refused(`is the word “${value}”`, `faqat “${value}” so‘zidan iborat`);
  if (PLACEHOLDER.test(value))
    return new Refused(
      'still holds a placeholder of the documentation',
      'ichida hujjatlardan ko‘chirilgan namuna qiymat qolgan',
    );
  return variable.read(value, place);
}

/** `NODE_ENV=production`, or Railway. */
export function isDeployed(environment: Environment): boolean {
  return environment['NODE_ENV'] === 'production' || isOnRailway(environment);
}

/** On a deployment, or if a public URL is https and not on localhost. */
function isPublic(environment: Environment): boolean {
  const urls = PUBLIC_URLS.flatMap((name) => environment[name]?.split(',') ?? []).map((url) => URL.parse(url.trim()));
  return isDeployed(environment) || urls.some((url) => url?.protocol === 'https:' && !isLocalHost(url.hostname));
}

/** Whether it runs on Railway, which sets variables of its own in every container. */
export function isOnRailway(environment: Environment): boolean {
  return Object.keys(environment).some((name) => name.startsWith('RAILWAY_'));
}

/** Railway's reference to a variable of another service. */
export function railwayReference(variable: string): string {
  return `\${{${variable}}}`;
}

/** Refuses the development values of this repository, which protect nothing. */
export function refuseDevelopmentValue(raw: string, { isPublic }: Place): Refused | undefined {
  return isPublic && raw.startsWith(DEVELOPMENT) ? developmentValue() : undefined;
}

export function developmentValue(): Refused {
  return new Refused(
    'is the development value of the repository',
    'repozitoriydagi sinov (development) qiymatiga teng',
  );
}

export function readSecret(raw: string, place: Place): string | Refused {
  if (new TextEncoder().encode(raw).length < SECRET_MIN_BYTES)
    return new Refused(`is shorter than ${SECRET_MIN_BYTES} bytes`, `${SECRET_MIN_BYTES} baytdan qisqa`);
  if (PUBLISHED.includes(raw))
    return new Refused(
      'is a published value, which anybody can know',
      'ommaga e’lon qilingan: uni istagan odam bilishi mumkin',
    );
  return refuseDevelopmentValue(raw, place) ?? raw;
}

export function readUrl(protocols: readonly string[]): (raw: string, place: Place) => string | Refused {
  return (raw, { deployed }) => {
    if (!URL.canParse(raw)) return new Refused('is not a URL', 'URL emas');
    const { protocol, hostname, searchParams } = new URL(raw);
    if (!protocols.includes(protocol))
      return new Refused(
        `must begin with ${protocols.join('// or ')}//`,
        `${protocols.join('// yoki ')}// bilan boshlanishi kerak`,
      );
    const hosts = [hostname, ...searchParams.getAll('host')]; // a database's URL may name its host there
    if (deployed && hosts.some(isLocalHost)) return refuseLocalHost();
    return raw;
  };
}

/** Refuses localhost on a deployment, where every service and the database run on machines of their own. */
export function refuseLocalHost(): Refused {
  return new Refused(
    'points to localhost, where a deployment (NODE_ENV=production, or Railway) has nothing; leave NODE_ENV out where all services run on one machine',
    'localhost’ga ko‘rsatyapti, deploy’da (NODE_ENV=production yoki Railway) esa u yerda hech narsa yo‘q; barcha xizmatlar bitta mashinada ishlasa, NODE_ENV’ni o‘rnatmang',
  );
}

/** Whether a host is this machine: by name, by IP, or by the path of a socket. */
export function isLocalHost(hostname: string): boolean {
  return /^(?:|\/.*|localhost|.*\.localhost|127(?:\.\d+){0,3}|0(?:\.0){0,3}|\[?::1?\]?)$/.test(hostname);
}

export function readPort(raw: string): number | Refused {
  return /^\d{1,5}$/.test(raw) && Number(raw) <= 65_535
    ? Number(raw)
    : new Refused('is not a port number', 'port raqami emas');
}

export function readOneOf<Choice extends string>(...choices: Choice[]): (raw: string) => Choice | Refused {
  return (raw) =>
    choices.find((choice) => choice === raw) ??
    new Refused(`must be one of: ${choices.join(', ')}`, `quyidagilardan biri bo‘lishi kerak: ${choices.join(', ')}`);
}

/** The output of a process that can't start: the failure and a line for every problem, in English and then in Uzbek. */
export function describeProblems(failure: Bilingual, problems: readonly Bilingual[]): string {
  const languages = ['en', 'uz'] as const;
  const describe = (language: keyof Bilingual) => [
    `${failure[language]}:`,
    ...problems.map((problem) => `  ${problem[language]}`),
  ];
  return `${languages.flatMap(describe).join('\n')}\n`;
}

/** The host that the services listen on. */
export const listenHost = {
  purpose: { en: 'the IP to listen on', uz: 'xizmat tinglaydigan IP manzil' },
  obtain: {
    en: 'Leave it out, or set 0.0.0.0 if the machine has no IPv6.',
    uz: 'O‘rnatmang; IPv6 bo‘lmagan joyda 0.0.0.0 deb yozing.',
  },
  fallback: '::',
  read: (raw) => raw,
} satisfies Variable<string>;

const BRAND_NAME_MAX_LENGTH = 40;

/** The name of the site, in the texts of bot and SMS. */
export const brandName = {
  purpose: {
    en: 'the name of the site as people know it, in the texts of the bot and in SMS',
    uz: 'saytning odamlarga tanish nomi: bot matnlarida va SMS’da ishlatiladi',
  },
  obtain: {
    en: 'For example: Example Shop. The same for api and bot. Leave it out to use the host of the site alone.',
    uz: 'Masalan: Example Shop. api va bot uchun bir xil. Ko‘rsatilmasa, saytning faqat domeni yoziladi.',
  },
  fallback: undefined,
  read: (raw) =>
    cleanText(raw, BRAND_NAME_MAX_LENGTH) === raw
      ? raw
      : new Refused(
          `is longer than ${BRAND_NAME_MAX_LENGTH} characters, or holds some that can’t be seen`,
          `${BRAND_NAME_MAX_LENGTH} ta belgidan uzun yoki ichida ko‘rinmaydigan belgi bor`,
        ),
} satisfies Variable<string | undefined>;

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/** The log levels of the services. */
export const logLevel = {
  purpose: { en: 'the level of detail of the log', uz: 'log qanchalik batafsil yozilishi' },
  obtain: { en: `One of: ${LOG_LEVELS.join(', ')}.`, uz: `Quyidagilardan biri: ${LOG_LEVELS.join(', ')}.` },
  fallback: 'info',
  read: readOneOf(...LOG_LEVELS),
} satisfies Variable<string>;
