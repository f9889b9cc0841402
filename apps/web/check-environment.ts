/** VITE_ variables are written into the public JavaScript: a name like these says that the value must not be there. */
const SECRET_NAME = /SECRET|TOKEN|PASSWORD|KEY|DATABASE_URL|FERNET/i;

/** Telegram's rule for user names; the shortest ones are sold on Fragment. */
const BOT_USERNAME = /^@?[A-Za-z][A-Za-z0-9_]{3,31}$/;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Refuses to build with an environment that can't work: throws one Error that tells of every wrong variable
 * its name, what it is for and an example, but never its value.
 */
export function checkEnvironment(environment: Environment): void {
  const { VITE_API_BASE_URL, VITE_TELEGRAM_BOT_USERNAME, VITE_TELEGRAM_BOT_URL } = environment;
  const onRailway = Object.keys(environment).some((name) => name.startsWith('RAILWAY_'));
  const problems = [
    ...secretsInPublicVariables(environment),
    apiBaseUrlProblem(VITE_API_BASE_URL, onRailway),
    botUsernameProblem(VITE_TELEGRAM_BOT_USERNAME),
    botUrlProblem(VITE_TELEGRAM_BOT_URL, onRailway),
  ].filter((problem) => problem !== undefined);
  if (problems.length > 0)
    throw new Error(`The web app can't be built:\n${problems.map((line) => `- ${line}\n`).join('')}`);
}

function secretsInPublicVariables(environment: Environment): string[] {
  return Object.keys(environment)
    .filter((name) => name.startsWith('VITE_') && SECRET_NAME.test(name))
    .map(
      (name) =>
        `${name}: everything in a VITE_ variable is published with the site. Remove it here; secrets belong to the api and the bot.`,
    );
}

function apiBaseUrlProblem(value: string | undefined, onRailway: boolean): string | undefined {
  const about =
    'It is the address of the API that the site calls, for example https://api.example.uz/api/v1, or /api/v1 where the web server proxies it.';
  if (isMissing(value)) return `VITE_API_BASE_URL is missing. ${about}`;
  if (/^\/(?!\/)[^?#\s]*$/.test(value)) return undefined;
  const url = parseWebUrl(value);
  if (!url || url.search || url.hash || isUndefined(url.hostname))
    return `VITE_API_BASE_URL is not an http(s) address. ${about}`;
  if (url.username || url.password) return `VITE_API_BASE_URL must not hold a user name or password. ${about}`;
  if (onRailway && isLocal(url)) return `VITE_API_BASE_URL points to localhost, where visitors have no API. ${about}`;
  return undefined;
}

function botUsernameProblem(value: string | undefined): string | undefined {
  if (!value || (BOT_USERNAME.test(value) && !isUndefined(value))) return undefined;
  return 'VITE_TELEGRAM_BOT_USERNAME is not a Telegram user name. It is the bot that gives out the codes, for example raqam_bot. Leave it out to have no button to the bot.';
}

function botUrlProblem(value: string | undefined, onRailway: boolean): string | undefined {
  if (!value) return undefined;
  const about =
    'It is where the button to the bot leads instead of https://t.me/<VITE_TELEGRAM_BOT_USERNAME>, for example http://localhost:8081/?bot=raqam_bot in development.';
  const url = parseWebUrl(value);
  if (!url) return `VITE_TELEGRAM_BOT_URL is not an http(s) address. ${about}`;
  if (onRailway && isLocal(url))
    return `VITE_TELEGRAM_BOT_URL points to localhost, where visitors have no bot. ${about}`;
  return undefined;
}

function isMissing(value: string | undefined): value is undefined | '' {
  return value === undefined || value.trim() === '' || isUndefined(value);
}

/** What scripts write for a variable that they did not find. */
function isUndefined(value: string): boolean {
  return ['undefined', 'null'].includes(value.trim());
}

function parseWebUrl(value: string): URL | undefined {
  const url = URL.parse(value);
  return url && /^https?:$/.test(url.protocol) ? url : undefined;
}

function isLocal({ hostname }: URL): boolean {
  return /^(?:(?:.+\.)?localhost\.?|127(?:\.\d+){3}|0\.0\.0\.0|\[::1?\])$/.test(hostname);
}
