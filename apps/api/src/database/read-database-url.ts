import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Place, Refused, readUrl } from '@raqam/service/environment';

const readAnyUrl = readUrl(['postgres:', 'postgresql:']);

const SOCKET_OF_USER = /^(postgres(?:ql)?:\/\/[^/?#]*@)(\/[^?#]*\?(?:.*&)?host=(?:\/|%2F))/i;
const SEVERAL_HOSTS = /^postgres(?:ql)?:\/\/(?:[^/?#]*@)?[^/?#@]*,[^/?#@]*(?:[/?#]|$)/i;

const needsEncoding = new Refused(
  'is not a URL as PostgreSQL has them. In user and password write @ as %40, : as %3A, / as %2F, # as %23, ? as %3F and % as %25',
  'PostgreSQL uchun to‘g‘ri URL emas. Foydalanuvchi nomi va parolda @ o‘rniga %40, : o‘rniga %3A, / o‘rniga %2F, # o‘rniga %23, ? o‘rniga %3F, % o‘rniga %25 yozing',
);
const severalHosts = new Refused(
  'names several hosts. Write the primary server alone, or a host name that always leads to it',
  'ichida bir nechta host bor. Faqat asosiy (primary) serverni yoki doim unga olib boradigan host nomini yozing',
);
const unknownMode = new Refused(
  'has an unknown sslmode. Write disable, require, verify-ca or verify-full',
  'ichida noma’lum sslmode bor. disable, require, verify-ca yoki verify-full deb yozing',
);

/**
 * Reads DATABASE_URL, with libpq's parameters as managed databases write them, and returns it as node-postgres
 * understands it. Also accepts libpq's form for a socket, `postgresql://user@/database?host=/run/postgresql`, which
 * the URL standard refuses because it has a user and no host.
 */
export function readPostgresUrl(raw: string, place: Place): string | Refused {
  const url = raw.replace(SOCKET_OF_USER, '$1localhost$2');
  if (!/^postgres(?:ql)?:/.test(url)) return readAnyUrl(url, place);
  if (SEVERAL_HOSTS.test(url)) return severalHosts;
  const parsed = URL.parse(url);
  // a password with #, / or ? in plain ends the host early and leaves an @ behind
  if (!parsed || parsed.hash || /@/.test(parsed.pathname + parsed.search) || !isDecodable(parsed)) return needsEncoding;
  const read = readAnyUrl(url, place);
  if (read instanceof Refused) return read;
  return translateTls(parsed) ?? checkFiles(parsed.searchParams) ?? parsed.href;
}

function isDecodable({ username, password }: URL): boolean {
  try {
    decodeURIComponent(username + password);
    return true;
  } catch {
    return false;
  }
}

/** The values of `sslmode`, and of node-postgres' own `ssl`, reduced to those that differ in effect. */
const MODES = new Map([
  ['disable', 'disable'],
  ['false', 'disable'],
  ['0', 'disable'],
  ['no-verify', 'no-verify'], // of node-postgres
  ['allow', 'require'],
  ['prefer', 'require'],
  ['require', 'require'],
  ['verify-ca', 'verify-ca'],
  ['verify-full', 'verify-full'],
  ['true', 'verify-full'],
  ['1', 'verify-full'],
]);

/** The parameters that name a file, and how its content is checked: each throws. */
const FILES = {
  sslrootcert: (content: Buffer) => new X509Certificate(content),
  sslcert: (content: Buffer) => new X509Certificate(content),
  sslkey: (content: Buffer) => createPrivateKey(content),
};

/**
 * Gives the parameters about TLS the meaning that libpq gives them (PostgreSQL 18, §32.18 and §32.19). Node-postgres 8
 * takes `require` for `verify-full`, which fails with the private authorities of most managed databases. `allow` and
 * `prefer` don't fall back to a connection without TLS, which libpq's documentation calls of no security benefit.
 */
function translateTls({ hostname, searchParams: parameters }: URL): Refused | undefined {
  const root = parameters.get('sslrootcert');
  const isSocket = /^(?:%2F|\/)/i.test(parameters.get('host') ?? hostname);
  const hasFile = Object.keys(FILES).some((name) => parameters.get(name));
  const given = parameters.get('sslmode') ?? parameters.get('ssl') ?? (hasFile ? 'verify-full' : undefined);
  if (given === undefined) return undefined;

  let mode = isSocket ? 'disable' : MODES.get(given);
  if (mode === undefined) return unknownMode;
  if (root === 'system') mode = 'verify-full';
  else if (root && mode === 'require') mode = 'verify-ca';
  else if (!root && mode === 'verify-ca') mode = 'verify-full'; // by public authorities, which sign for anybody

  const isUnchecked = mode === 'disable' || mode === 'no-verify';
  const unused = isUnchecked ? Object.keys(FILES) : root === 'system' ? ['sslrootcert'] : [];
  for (const name of ['ssl', 'uselibpqcompat', ...unused]) parameters.delete(name);
  if (mode === 'require' || mode === 'verify-ca') parameters.set('uselibpqcompat', 'true'); // of node-postgres
  parameters.set('sslmode', mode);
  return undefined;
}

function checkFiles(parameters: URLSearchParams): Refused | undefined {
  for (const [name, check] of Object.entries(FILES)) {
    const path = parameters.get(name);
    if (!path) continue;
    try {
      check(readFileSync(path));
    } catch {
      return new Refused(
        `names a file by ${name} that can’t be read as a ${name === 'sslkey' ? 'private key without a passphrase' : 'certificate'} in PEM`,
        `ichidagi ${name} faylini PEM ko‘rinishidagi ${name === 'sslkey' ? 'parolsiz maxfiy kalit' : 'sertifikat'} sifatida o‘qib bo‘lmadi`,
      );
    }
  }
  return undefined;
}

/**
 * Whether a URL that `readPostgresUrl` returned encrypts without checking that the server is the right one. With
 * `no-verify`, which libpq does not have, the operator said so.
 */
export function isUnverified(databaseUrl: string): boolean {
  return new URL(databaseUrl).searchParams.get('sslmode') === 'require';
}

/**
 * Whether the URL says that a pooler in transaction mode is in between, which runs each statement on another
 * connection of the server. Prisma invented the parameter, and Supabase hands it out.
 */
export function isBehindPooler(databaseUrl: string): boolean {
  return new URL(databaseUrl).searchParams.get('pgbouncer') === 'true';
}
