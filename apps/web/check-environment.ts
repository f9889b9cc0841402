import {
  describeProblems,
  type Environment,
  type Place,
  Refused,
  readEnvironment,
  readUrl,
  type Variable,
} from '@raqam/shared/environment';

/** VITE_ variables are written into the public JavaScript: a name like these says that the value must not be there. */
const SECRET_NAME = /SECRET|TOKEN|PASSWORD|KEY|DATABASE_URL|FERNET/i;

/** Telegram's rule for user names; the shortest ones are sold on Fragment. */
const BOT_USERNAME = /^@?[A-Za-z][A-Za-z0-9_]{3,31}$/;

const readWebUrl = readUrl(['http:', 'https:']);

const variables = {
  VITE_API_BASE_URL: {
    purpose: 'the address of the API that the site calls',
    obtain: 'For example: https://api.example.uz/api/v1, or /api/v1 where the web server proxies it.',
    read: readApiBaseUrl,
  },
  VITE_TELEGRAM_BOT_USERNAME: {
    purpose: 'the bot that gives out the codes',
    obtain: 'For example: raqam_bot. Leave it out to have no button to the bot.',
    fallback: undefined,
    read: (raw) => (BOT_USERNAME.test(raw) ? raw : new Refused('is not a Telegram user name')),
  },
  VITE_TELEGRAM_BOT_URL: {
    purpose: 'where the button to the bot leads instead of https://t.me/<VITE_TELEGRAM_BOT_USERNAME>',
    obtain: 'In development, for example: http://localhost:8081/?bot=raqam_bot',
    fallback: undefined,
    read: readWebUrl,
  },
} satisfies Record<string, Variable<unknown>>;

/**
 * Refuses to build with an environment that can't work: throws one Error that tells of every wrong variable
 * its name, what it is for and an example, but never its value.
 */
export function checkEnvironment(environment: Environment): void {
  const read = readEnvironment(variables, environment);
  const problems = [...findSecrets(environment), ...(read.ok ? [] : read.problems)];
  if (problems.length > 0) throw new Error(describeProblems('The web app can’t be built', problems));
}

function findSecrets(environment: Environment): string[] {
  return Object.keys(environment)
    .filter((name) => name.startsWith('VITE_') && SECRET_NAME.test(name))
    .map((name) => `${name} looks like a secret, and every VITE_ variable is published with the site. Remove it here.`);
}

function readApiBaseUrl(raw: string, place: Place): string | Refused {
  if (/^\/(?!\/)[^?#\s]*$/.test(raw)) return raw;
  const url = readWebUrl(raw, place);
  if (url instanceof Refused) return url;
  const { username, password, search, hash, hostname } = new URL(url);
  if (search || hash || hostname === 'undefined') return new Refused('is not the address of an API');
  return username || password ? new Refused('must not hold a user name or password') : url;
}
