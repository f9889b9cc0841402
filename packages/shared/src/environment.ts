/** One environment variable: what it is for and how to get it, for the person whose start just failed. */
export interface Variable<Value> {
  purpose: string;
  /** How to get a value: a command, or a place. */
  obtain: string;
  /** Used when the variable is absent. Without it the variable is required. */
  fallback?: Value;
  /** The typed value, or `Refused` with the reason: a clause that follows the variable's name and never holds the value. */
  read(raw: string, place: Place): Value | Refused;
}

/** Where the process runs. On a deployment, localhost and the repository's development values are refused. */
export interface Place {
  deployed: boolean;
}

export class Refused {
  readonly reason: string;
  constructor(reason: string) {
    this.reason = reason;
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;

export type Values<Variables extends Record<string, Variable<unknown>>> = {
  readonly [Name in keyof Variables]: Variables[Name] extends Variable<infer Value> ? Value : never;
};

/** Secrets that were once published, here or in the systems this one replaces: anybody can know them. */
const PUBLISHED = ['wibestore-telegram-bot-secret-2024'];
/** How every development value of this repository begins. */
const DEVELOPMENT = 'development-';
/** NIST SP 800-107: an HMAC-SHA-256 key below its output's length is the weaker part. */
const SECRET_MIN_BYTES = 32;

/**
 * Reads all variables at once. Of those that are missing, empty, the word `undefined` or refused, it tells
 * every one: its name, what is wrong, what it is for and how to get it.
 */
export function readEnvironment<Variables extends Record<string, Variable<unknown>>>(
  variables: Variables,
  environment: Environment,
): { ok: true; values: Values<Variables> } | { ok: false; problems: string[] } {
  const place = { deployed: isDeployed(environment) };
  const problems: string[] = [];
  const values = Object.entries(variables).map(([name, variable]) => {
    const raw = environment[name];
    if (raw === undefined && 'fallback' in variable) return [name, variable.fallback];
    const value = check(raw, variable, place);
    if (value instanceof Refused) {
      problems.push(`${name} ${value.reason}. It is ${variable.purpose}. ${variable.obtain}`);
    }
    return [name, value];
  });
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, values: Object.freeze(Object.fromEntries(values)) };
}

function check(raw: string | undefined, variable: Variable<unknown>, place: Place): unknown {
  if (raw === undefined) return new Refused('is missing');
  const value = raw.trim();
  if (value === '') return new Refused('is empty');
  if (value === 'undefined' || value === 'null') return new Refused(`is the word “${value}”`);
  return variable.read(value, place);
}

/** `NODE_ENV=production`, or Railway. */
export function isDeployed(environment: Environment): boolean {
  return environment['NODE_ENV'] === 'production' || isOnRailway(environment);
}

/** Railway sets a dozen variables of its own in every container. */
export function isOnRailway(environment: Environment): boolean {
  return Object.keys(environment).some((name) => name.startsWith('RAILWAY_'));
}

/** The values of this repository protect nothing: a deployment refuses them. */
export function refuseDevelopmentValue(raw: string, { deployed }: Place): Refused | undefined {
  return deployed && raw.startsWith(DEVELOPMENT)
    ? new Refused('is the development value of the repository')
    : undefined;
}

export function readSecret(raw: string, place: Place): string | Refused {
  if (new TextEncoder().encode(raw).length < SECRET_MIN_BYTES)
    return new Refused(`is shorter than ${SECRET_MIN_BYTES} bytes`);
  if (PUBLISHED.includes(raw)) return new Refused('is a published value, which anybody can know');
  return refuseDevelopmentValue(raw, place) ?? raw;
}

export function readUrl(protocols: readonly string[]): (raw: string, place: Place) => string | Refused {
  return (raw, { deployed }) => {
    if (!URL.canParse(raw)) return new Refused('is no URL');
    const { protocol, hostname, searchParams } = new URL(raw);
    if (!protocols.includes(protocol)) return new Refused(`must begin with ${protocols.join('// or ')}//`);
    const hosts = [hostname, ...searchParams.getAll('host')]; // a database's address may name another there
    if (deployed && hosts.some(isLocalHost)) return new Refused('points to localhost, where a deployment has nothing');
    return raw;
  };
}

/** This machine: by name, by address, or by the path of a socket. */
export function isLocalHost(hostname: string): boolean {
  return /^(?:|\/.*|localhost|.*\.localhost|127(?:\.\d+){0,3}|0(?:\.0){0,3}|\[?::1?\]?)$/.test(hostname);
}

export function readPort(raw: string): number | Refused {
  return /^\d{1,5}$/.test(raw) && Number(raw) <= 65_535 ? Number(raw) : new Refused('is no port number');
}

export function readOneOf<Choice extends string>(...choices: Choice[]): (raw: string) => Choice | Refused {
  return (raw) => choices.find((choice) => choice === raw) ?? new Refused(`must be one of: ${choices.join(', ')}`);
}

/** What a process prints before it exits with 1: what can't be done, then one line per variable. */
export function describeProblems(failure: string, problems: string[]): string {
  return `${failure}:\n${problems.map((problem) => `  ${problem}\n`).join('')}`;
}

/** The log levels of the services. */
export const logLevel = {
  purpose: 'how much is logged',
  obtain: 'One of: trace, debug, info, warn, error, fatal, silent.',
  fallback: 'info',
  read: readOneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
} satisfies Variable<string>;
