import { type Place, Refused, readUrl } from '@raqam/service/environment';

const readAnyUrl = readUrl(['postgres:', 'postgresql:']);

const SOCKET_OF_USER = /^(postgres(?:ql)?:\/\/[^/?#]*@)(\/[^?#]*\?(?:.*&)?host=(?:\/|%2F))/i;

const needsEncoding = new Refused(
  'is not a URL as PostgreSQL has them. In user and password write @ as %40, : as %3A, / as %2F, # as %23, ? as %3F and % as %25',
  'PostgreSQL uchun to‘g‘ri URL emas. Foydalanuvchi nomi va parolda @ o‘rniga %40, : o‘rniga %3A, / o‘rniga %2F, # o‘rniga %23, ? o‘rniga %3F, % o‘rniga %25 yozing',
);

/**
 * Reads DATABASE_URL. Also accepts libpq's form for a socket, `postgresql://user@/database?host=/run/postgresql`,
 * which the URL standard refuses because it has a user and no host.
 */
export function readPostgresUrl(raw: string, place: Place): string | Refused {
  const url = raw.replace(SOCKET_OF_USER, '$1localhost$2');
  if (!/^postgres(?:ql)?:/.test(url)) return readAnyUrl(url, place);
  const parsed = URL.parse(url);
  // a password with #, / or ? in plain ends the host early and leaves an @ behind
  if (!parsed || parsed.hash || /@/.test(parsed.pathname + parsed.search) || !isDecodable(parsed)) return needsEncoding;
  return readAnyUrl(url, place);
}

function isDecodable({ username, password }: URL): boolean {
  try {
    decodeURIComponent(username + password);
    return true;
  } catch {
    return false;
  }
}
