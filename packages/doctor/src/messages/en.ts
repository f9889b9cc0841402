const seconds = (ms: number) => `${Math.round(Math.abs(ms) / 1000)} s`;
const ahead = (ms: number) => `${seconds(ms)} ${ms > 0 ? 'ahead of' : 'behind'}`;
const tenths = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
const minutes = (ms: number) => `${Math.round(ms / 60_000)} min`;

/** All texts of the report, in one language. */
export type Messages = typeof en;

/** Variables are written as `NAME of the service`, so that the operator finds them. */
export const en = {
  names: {
    'api-address': 'API: URL',
    'api-health': 'API: reachable',
    'api-ready': 'API: database, migrations',
    'api-redis': 'API: Redis',
    'api-sms': 'API: SMS provider',
    'api-sms-balance': 'API: balance at the SMS provider',
    'api-sms-fallback': 'API: fallback SMS provider',
    'api-gateway': 'API: Telegram Gateway',
    'api-fernet': 'API: encryption key',
    'api-rotations': 'API: secrets being replaced',
    'api-public-url': 'API: delivery reports',
    'api-keys': 'API: public keys',
    'api-openid': 'API: OpenID Connect',
    'api-admin': 'API: administrator',
    'api-webhooks': 'API: webhooks',
    'api-test-numbers': 'API: test numbers',
    'api-telegram-login': 'API: Telegram Login',
    'web-address': 'Web: URL',
    'web-app': 'Web: /register',
    'web-paths': 'Web: every path opens the app',
    'web-api': 'Web: calls this API',
    'web-caching': 'Web: caching',
    'web-security': 'Web: security headers',
    'bot-ready': 'Bot: gets updates',
    'bot-alone': 'Bot: only one instance',
    'bot-api': 'Bot: gets codes from the API',
    'bot-register-url': 'Bot: links to the site',
    'bot-secret': 'Bot secret: same on bot and API',
    'telegram-token': 'Telegram: token',
    'bot-name': 'Telegram: token of the running bot',
    'api-bot': 'API: bot of the sign-in by one press',
    'api-mini-app': 'API: bot of the Mini App',
    'telegram-name': 'Telegram: bot named on the site',
    'telegram-webhook': 'Telegram: webhook',
    'telegram-updates': 'Telegram: pending updates',
    'cors-web': 'CORS: site allowed',
    'cors-foreign': 'CORS: other sites refused',
    'origin-foreign': 'Cookies: refused from other sites',
    journey: 'Dry run: sign-up to deletion',
    'access-token': 'Dry run: token verified by public keys',
    press: 'Dry run: one press in Telegram',
    'journey-cleanup': 'Dry run: clean-up',
    cookies: 'Cookies: sent by browsers',
    'rate-limit': 'Limits: codes per number',
    'client-address': 'Limits: client IP detected',
    'clock-api': 'Clock: API',
    'clock-web': 'Clock: web',
    'clock-database': 'Clock: database',
    'phone-rules': 'Builds: same phone rules',
    versions: 'Builds: same version',
  },
  verdict: {
    good: 'All checks were made. No problems found.',
    goodSoFar: 'No problems found in what was checked.',
    bad: (count: number) => (count === 1 ? '1 problem found.' : `${count} problems found.`),
    warnings: (count: number) => (count === 1 ? '1 warning.' : `${count} warnings.`),
    aborted: 'Stopped before all checks were made.',
    skipped: (count: number) => (count === 1 ? '1 check was skipped.' : `${count} checks were skipped.`),
    missing: (names: string) => `Not given: ${names}.`,
    noDryRun: 'Turned off: the dry run (--no-dry-run).',
    partial: 'Exit code 3: give what is missing, or accept skipped checks with --partial.',
  },
  notGiven: (name: string) => `${name} was not given`,
  needs: (name: string) => `needs “${name}”`,
  notHere: 'not needed on the development server',
  notWanted: '--no-dry-run',
  olderVersion: (service: string) => `the ${service} is of an older version that does not report it`,
  oneBuild: 'only one build is known',
  plainHttp: (name: string) => `tokens and keys are not sent to a public host by plain http (${name})`,
  reasons: {
    refused: 'nothing listens there (connection refused)',
    unknown_host: 'no such host (DNS)',
    timeout: 'no answer within 15 s',
    certificate: 'the certificate is not valid',
    broken: 'the connection broke',
  },
  redirects: (to: string) => `redirects to ${to}`,
  answered: (status: number, what: string) => `answered ${status} ${what}`.trimEnd(),

  address: {
    local: 'http, within the own network',
    plain: 'plain http on a public host',
    fixPlain:
      'Give the https URL. If there is none, put TLS before the service (Railway’s own domains have it): codes and tokens are readable on the way.',
    certificate: (days: number) => `https, certificate valid for ${days} days`,
    fixSoon: 'Renew the certificate: automatic renewal (Railway, Caddy, certbot) has failed.',
    invalid: (reason: string) => `the certificate is not valid: ${reason}`,
    fixInvalid: 'Renew the certificate, or use the host name that it was issued for.',
    fixUnreachable:
      'Check the URL, the DNS record of the domain, and that the service is deployed with a public domain.',
  },
  api: {
    healthy: 'answers at /healthz',
    fixDown:
      'Start the api service (on this machine: pnpm dev) and read its log, which names missing variables. Its domain must lead to its PORT.',
    fixHost: (host: string) => `ALLOWED_HOSTS of the api: add ${host}, or remove the variable.`,
    isWeb: 'the web app answers there',
    fixSwapped:
      'Swap --api and --web. If they are right, the domains of api and web are swapped: WEBSITE_URL of the bot and VITE_API_BASE_URL of the web build must name the api.',
    fixOther: 'Something else answers, not this API: check the URL, and which service the domain leads to.',
    noUpstream: 'the web server does not proxy /api: API_UPSTREAM is not set',
    fixNoUpstream:
      'API_UPSTREAM of the web service: the URL of the api as the web server reaches it, for example http://127.0.0.1:8000.',
    upstreamDown: (seen: string) => `the web server does not reach the API: ${seen}`,
    fixUpstreamDown:
      'API_UPSTREAM of the web service: check scheme (http), host and port, and that the api listens there (HOST and PORT of the api). If they are right, start the api and read its log.',
    otherUpstream: (seen: string) => `below /api something else answers, not the API: ${seen}`,
    fixOtherUpstream:
      'API_UPSTREAM of the web service: http, host and port of the api, without a path. If another web server serves the site, it must pass /api to the api.',
    ready: (version: string, migration: string) => `ready, version ${version}, migration ${migration}`,
    database: 'not ready: the database is unreachable',
    fixDatabase:
      'DATABASE_URL of the api: check host, port, user and password (characters such as @ # / % in the password are percent-encoded), and that PostgreSQL runs. The log of the api has the reason.',
    pooler: 'not ready: a pooler before the database loses prepared statements',
    fixPooler: 'DATABASE_URL of the api: add pgbouncer=true to it, or write the direct URL of PostgreSQL.',
    readOnly: 'not ready: the database is read-only',
    fixReadOnly:
      'DATABASE_URL of the api: the primary server, not a read replica, and a user that may write to the tables.',
    migrations: 'not ready: the database lacks a migration',
    fixMigrations:
      'Run pnpm db:migrate with DATABASE_URL of the api, and make it the deployment’s step before the start.',
    closing: 'not ready: it is stopping',
    fixClosing: 'A deployment is in progress: try again in a minute.',
  },
  gateway: {
    on: 'configured',
    off: 'not used: no codes go by Telegram Gateway (no GATEWAY_TOKEN)',
    withoutReports: 'configured, but nothing is reported: a code that does not arrive never goes on by SMS by itself',
    fix: 'PUBLIC_URL of the api: its own URL, as the internet reaches it.',
  },
  parts: {
    redis: {
      ok: 'reachable',
      off: 'not used: each api process counts attempts on its own',
      unreachable: 'the API does not reach it',
      fix: 'REDIS_URL of the api: check host, port, user and password, and rediss:// for TLS. The log of the api has the reason.',
    },
    sms: {
      ok: 'the provider accepts the account',
      off: 'no SMS (SMS_PROVIDER=none)',
      loginRefused: 'the provider refuses the account',
      fixLogin:
        'The account of the provider, in the variables of the api: ESKIZ_EMAIL and ESKIZ_PASSWORD (the API password from my.eskiz.uz), or PLAYMOBILE_LOGIN and PLAYMOBILE_PASSWORD.',
      unreachable: 'the API does not reach the provider',
      fixUnreachable:
        'ESKIZ_BASE_URL or PLAYMOBILE_BASE_URL of the api: remove it. Then check that the api’s network lets it reach the provider: notify.eskiz.uz, send.smsxabar.uz or SMS_WEBHOOK_URL.',
    },
    fernet: {
      ok: 'the key that encrypted the stored data',
      off: 'not used: no passport numbers are stored (no FERNET_KEY)',
      mismatch: 'another key encrypted the stored data: passport numbers are unreadable, and saving overwrites them',
      fix: 'FERNET_KEY of the api: the earlier value, from your backup of the variables.',
    },
  },
  rotations: {
    off: 'none: each has one value',
    running: (names: string) => `the second value of ${names} is still needed`,
    done: (names: string) => `nothing needs the second value of ${names} any more`,
    fix: (names: string) =>
      `${names} of the api: remove the second value if it is the earlier one. If it is the next one, put it first (docs/operate/rotate-secrets.md).`,
  },
  balance: {
    right: 'there is money for SMS',
    low: 'the money will do for about a hundred SMS at most',
    empty: 'there is no money: no SMS are sent',
    unknown: 'not known: PlayMobile and a webhook do not tell it; for Eskiz check again in a minute',
    fix: 'Top up the account at the SMS provider (Eskiz: my.eskiz.uz).',
  },
  smsFallback: { off: 'none (SMS_FALLBACK_PROVIDER)' },
  admin: {
    present: 'there is one, who can open /admin',
    none: 'nobody can open /admin',
    fix: 'Sign in on the site, then make yourself an administrator where the api runs: pnpm raqam users grant <phone>',
  },
  webhooks: {
    right: 'nothing waits for long, and nothing failed in the last day',
    trouble: (late: number, failed: number) =>
      `waiting for more than an hour: ${late}; failed for good in the last day: ${failed}`,
    fix: 'See why at /admin/services, or where the api runs: pnpm raqam webhooks deliveries. When the receiver works again: pnpm raqam webhooks resend --failed',
  },
  testNumbers: {
    none: 'none',
    some: (count: number) => `sign in with a fixed code: ${count}`,
    fix: 'TEST_NUMBERS of the api: remove the variable once the tests are done.',
  },
  telegramLogin: {
    off: 'not used: TELEGRAM_LOGIN_CLIENT_ID is not set',
    unknown: 'nobody has used it since the api started',
    ok: 'reached when it was last needed',
    unreachable: 'the api could not reach oauth.telegram.org; people sign in the other ways',
    fix: 'From where the api runs, open https://oauth.telegram.org/.well-known/openid-configuration. If the network blocks it, remove TELEGRAM_LOGIN_CLIENT_ID and TELEGRAM_LOGIN_CLIENT_SECRET of the api.',
  },
  keys: {
    one: (url: string) => `one, at ${url}`,
    rotating: 'two: SECRET_KEY is being replaced',
    old: 'the key of the earlier SECRET_KEY is still listed, and nothing needs it any more',
    others: (count: number) => `${count}, although SECRET_KEY has one value`,
    fixOthers:
      'SECRET_KEY of the api: the same on all replicas. If that is so, a cache before the API keeps the keys for too long: ten minutes at most.',
  },
  token: {
    right: (issuer: string, url: string) => `from ${issuer}, verified by ${url}`,
    noKeys: (url: string, seen: string) => `no public keys at ${url}: ${seen}`,
    fixNoKeys:
      'PUBLIC_URL of the api: its public https URL, or the site’s. There the web server must also pass /.well-known/jwks.json on to the api, as the repository’s Caddyfile does.',
    otherKeys: (url: string) => `the keys at ${url} do not verify it`,
    fixOtherKeys:
      'PUBLIC_URL of the api must lead to this API, and all its replicas need the same SECRET_KEY. If a cache is in front, it must not keep the keys for longer than ten minutes.',
    otherIssuer: (issuer: string, expected: string) => `its issuer is ${issuer}, not ${expected}`,
    fixOtherIssuer: 'PUBLIC_URL of the api: the same on all replicas.',
  },
  openid: {
    right: (issuer: string) => `its clients find it at ${issuer}`,
    missing: (url: string, seen: string) => `nothing for its clients at ${url}: ${seen}`,
    fix: 'PUBLIC_URL of the api: its public https URL, or the site’s. There the web server must also pass /oidc/ on to the api, as the repository’s Caddyfile does. If no other service signs people in here, nothing is missing.',
  },
  publicUrl: {
    none: 'not used (no PUBLIC_URL)',
    right: (url: string) => `an API answers at ${url}`,
    wrong: (url: string, seen: string) => `no API answers at ${url}: ${seen}`,
    fix: 'PUBLIC_URL of the api: its public https URL, or the site’s where the web server proxies /api. The SMS gateway reports deliveries there.',
  },
  web: {
    app: (version: string) => `the web app, version ${version}`,
    isApi: 'the API answers there',
    noStamp: 'a page, but not of this web app (no /build.json)',
    fixNoStamp:
      'Check which service the domain leads to. If it is right, the build is too old: deploy the web service again.',
    development: 'Vite’s development server is deployed',
    fixDevelopment: 'Build the web service (pnpm build) and serve apps/web/dist with the Caddyfile.',
    fixDown:
      'Start the web service (on this machine: pnpm dev) and read its log: Caddy refuses an API_UPSTREAM with a path. Its domain must lead to its PORT.',
    paths: 'unknown paths open the app too',
    noFallback: (status: number) => `an unknown path answers ${status}`,
    fixFallback:
      'Serve /index.html for every path that is not a file, as the repository’s Caddyfile does. Otherwise reloaded pages are not found.',
    callsApi: (url: string) => `calls ${url}`,
    callsProxy: 'calls /api/v1 of its own host, which is proxied',
    localhost: (variable: string) => `built with localhost: ${variable}`,
    fixLocalhost: (variable: string) =>
      `${variable} of the web build: the public URL. Then build again: the value is part of the build.`,
    otherApi: (url: string) => `calls ${url}, another API`,
    fixOtherApi: (expected: string) =>
      `VITE_API_BASE_URL of the web build: ${expected}. Then build again: the value is part of the build.`,
    noProxy: (seen: string) => `calls /api/v1 of its own host, where no API answers: ${seen}`,
    fixNoProxy:
      'API_UPSTREAM of the web service: the URL of the api, so that /api is proxied there. Or VITE_API_BASE_URL of the web build: the public URL of the api.',
    cached: 'assets are cached, pages are not',
    badAssets: (header: string) => `assets: ${header}`,
    badPages: (header: string) => `pages: ${header}`,
    noHeader: 'no Cache-Control',
    fixCaching:
      'Serve /assets/* with “Cache-Control: public, max-age=31536000, immutable” and pages with “no-cache”, as the repository’s Caddyfile does.',
    secure: (headers: string) => headers,
    noCsp: 'no Content-Security-Policy',
    fixCsp: 'Serve apps/web/dist unchanged, with the repository’s Caddyfile.',
    noHsts: 'no Strict-Transport-Security',
    fixHsts: 'Send “Strict-Transport-Security: max-age=31536000” with the site, as the repository’s Caddyfile does.',
  },
  secret: {
    right: 'the API accepts it',
    wrong: 'the API refuses it',
    fixWrong:
      'BOT_SECRET_KEY of the bot and TELEGRAM_BOT_SECRET of the api: set both to the same value, then deploy both again.',
    different: 'BOT_SECRET_KEY is not in TELEGRAM_BOT_SECRET',
    fixHttp: 'Give --api by https.',
    fixOther: 'Read the log of the api.',
  },
  bot: {
    polls: (version: string) => `polling, version ${version}`,
    webhook: (version: string) => `webhook, version ${version}`,
    fixDown:
      'Start the bot service (on this machine: pnpm dev) and read its log, which names missing variables. For --bot it needs a public domain.',
    other: 'something else answers there, not the bot',
    fixOther: 'Check --bot, and which service its domain leads to.',
    reasons: {
      starting: 'not ready: it has not reached Telegram yet',
      conflict: 'another instance takes its updates',
      unreachable: 'not ready: it does not reach Telegram',
      stopping: 'not ready: it is stopping',
    },
    fixUnready:
      'Read the log of the bot: Telegram refuses BOT_TOKEN, or TELEGRAM_API_ROOT is wrong, or the network blocks api.telegram.org.',
    alone: 'no other instance takes its updates',
    conflict: (agoMs: number) => `another instance took its updates ${seconds(agoMs)} ago`,
    fixConflict:
      'Run the bot in one place only: stop the one on your computer or the older deployment, or set its replicas to 1. No other program may set a webhook. After a redeploy this passes: check again in two minutes.',
    registerUrl: (path: string) => `to ${path} of the site`,
    otherSite: (url: string) => `to ${url}`,
    fixRegisterUrl: (expected: string) => `REGISTER_URL of the bot: ${expected}`,
  },
  botApi: {
    right: 'the API accepts its key and host',
    secretRefused: 'the API refuses the bot’s key',
    hostRefused: 'the API refuses the host name by which the bot calls it',
    fixHost: 'ALLOWED_HOSTS of the api: add the host name in WEBSITE_URL of the bot, or remove the variable.',
    unreachable: 'the bot does not reach the API',
    fixUnreachable: 'WEBSITE_URL of the bot: check scheme, host and port of the api, as the bot reaches it.',
    unknown: 'the API has given the bot no clear answer yet',
    fixUnknown: 'Check again in a minute. If this stays, read the log of the bot: WEBSITE_URL of the bot may be wrong.',
  },
  telegram: {
    fixUnreachable:
      'Telegram is unreachable from here: check TELEGRAM_API_ROOT of the bot, and whether this network blocks Telegram.',
    fixHttp: 'TELEGRAM_API_ROOT: give it by https.',
    token: (name: string) => `it is @${name}’s`,
    refused: 'Telegram refuses it',
    fixToken:
      'BOT_TOKEN of the bot: get the token of this bot from @BotFather (/token). A revoked token does not come back.',
    malformed: 'not a token of @BotFather (123456:ABC…)',
    runs: (name: string) => `@${name} runs`,
    nameless: 'the bot does not know its name yet',
    runsOther: (running: string, given: string) => `@${running} runs, but the BOT_TOKEN given here is @${given}’s`,
    fixRunsOther: (given: string) =>
      `BOT_TOKEN of the bot: the token of @${given}. If the running bot is the right one, give its BOT_TOKEN here.`,
    placeholder: (name: string) => `the site’s button opens @${name}, the example’s name: a stranger’s bot`,
    fixPlaceholder: 'VITE_TELEGRAM_BOT_USERNAME of the web build: the name of your bot. Then build again.',
    name: (name: string) => `the site’s button opens @${name}`,
    noName: 'the site has no button to the bot',
    fixNoName: (name: string) => `VITE_TELEGRAM_BOT_USERNAME of the web build: ${name}. Then build again.`,
    otherName: (shown: string, real: string) => `the site’s button opens @${shown}, but the bot is @${real}`,
    fixOtherName: (name: string) =>
      `VITE_TELEGRAM_BOT_USERNAME of the web build: ${name}. Then build again. Or BOT_TOKEN of the bot: the other bot’s.`,
    otherThanApi: (shown: string, linked: string) =>
      `the site’s button opens @${shown}, but the API’s links open @${linked}`,
    fixOtherThanApi:
      'VITE_TELEGRAM_BOT_USERNAME of the web build and TELEGRAM_BOT_USERNAME of the api: the same bot. Build and deploy again.',
    noWebhook: 'none, as polling requires',
    noneSet: 'none is set',
    webhook: (host: string) => `at ${host}, without errors`,
    besides: (host: string) => `set to ${host} although the bot polls: it gets no updates`,
    fixBesides:
      'Another program sets a webhook for this bot: stop it, or give it its own bot. For webhooks, set BOT_WEBHOOK_URL of the bot.',
    missing: 'none is set, although the bot expects one',
    fixMissing:
      'Restart the bot: it sets BOT_WEBHOOK_URL. If the webhook disappears again, another instance of the bot polls and deletes it.',
    unknown: (host: string) => `set to ${host}`,
    fixUnknown: 'Correct only if the bot has BOT_WEBHOOK_URL; a polling bot receives nothing. Pass --bot to check.',
    elsewhere: (host: string) => `set to ${host}, not the host of --bot`,
    fixElsewhere: 'BOT_WEBHOOK_URL of the bot: its own public URL.',
    error: (agoMs: number, message: string) => `the last delivery failed ${minutes(agoMs)} ago: ${message}`,
    fixError:
      'BOT_WEBHOOK_URL of the bot: its public https URL. For 403, set BOT_WEBHOOK_SECRET and restart the bot. Otherwise check that the bot runs.',
    noUpdates: 'none',
    updates: (count: number) => (count === 1 ? '1 update is pending' : `${count} updates are pending`),
    fixUpdates: 'Check again in a minute. If the number does not fall, no bot takes updates: check that it runs.',
  },
  cors: {
    allowed: (origin: string) => `${origin}, with cookies`,
    refused: (origin: string) => `${origin} is not allowed`,
    fixRefused: (origin: string) => `CORS_ALLOWED_ORIGINS of the api: add ${origin} (no slash, no path).`,
    onlyOurs: 'three foreign origins are refused',
    foreign: (origin: string) => `${origin} is allowed`,
    fixForeign:
      'CORS_ALLOWED_ORIGINS of the api: only the site’s own origins. If that is so, a proxy before the API adds CORS headers: turn that off.',
    cookieRefused: 'a request with a cookie from another site is refused',
    cookieTaken: (seen: string) => `a request with a cookie from another site is not refused: ${seen}`,
    fixCookie:
      'CORS_ALLOWED_ORIGINS of the api: only the site’s own origins. If that is so, a proxy before the API changes the Origin header: let it pass unchanged.',
  },
  apiBots: {
    press: (name: string) => `its links open @${name}`,
    noPress: 'people sign in by codes only: TELEGRAM_BOT_USERNAME names no bot',
    fixBot: (name: string | undefined) => `TELEGRAM_BOT_USERNAME of the api: ${name ?? 'the username of your bot'}`,
    otherPress: (linked: string, real: string) => `its links open @${linked}, but the bot is @${real}`,
    miniApp: 'the same bot',
    noMiniApp: 'not used (no TELEGRAM_BOT_ID)',
    otherMiniApp: 'another bot: the Mini App signs nobody in',
    fixId: (id: string) => `TELEGRAM_BOT_ID of the api: ${id}`,
  },
  press: {
    steps: {
      start: 'start a sign-in on the site',
      contact: 'open its link in Telegram, as a newcomer',
      card: 'share the contact',
      number: 'press the number',
      collect: 'sign in on the site',
      'start again': 'start another sign-in',
      'card again': 'open its link in Telegram, as a known person',
      'number again': 'press the number, as a known person',
      'collect again': 'sign in on the site, as a known person',
      disown: 'press “It was not me”',
    },
    whole: (ms: number) => `a newcomer, a known person, “It was not me”; the page knew within ${tenths(ms)}`,
    notHere: 'not on a deployment: press it there yourself, once',
    silent: 'the bot does not show what it should',
    fixSilent:
      'Read the log of the bot: the api refuses it, or it is of an older version than the api. Deploy both from one commit.',
    unnoticed: (state: string) => `the page still sees “${state}”`,
    fixUnnoticed:
      'Read the log of the api. All its replicas must have the same DATABASE_URL, and the bot’s WEBSITE_URL must lead to them.',
  },
  journey: {
    steps: {
      code: 'request a code as the bot',
      register: 'register on the site',
      me: 'read the profile',
      sessions: 'list the devices',
      refresh: 'refresh the tokens',
      logout: 'sign out',
      return: 'sign in with another number',
    },
    whole: (steps: number) => `${steps} steps, from the bot’s request to the deleted account`,
    leftover: 'the account of an interrupted run was found',
    failed: (step: string, seen: string) => `at “${step}”: ${seen}`,
    aborted: 'interrupted',
    fixAborted: 'Run it again.',
    fixWait: 'The dry run ran too often within the hour: wait, or use --no-dry-run.',
    fixCode:
      'The site’s API does not know the bot’s code. DATABASE_URL and SECRET_KEY of the api must be the same in all its replicas, and the site must call the API that WEBSITE_URL of the bot names.',
    fixSession:
      'A process of the api refuses the token of another one: SECRET_KEY of the api must be the same in all its replicas. Deploy them again from the same variables.',
    fixOrigin: (origin: string) => `CORS_ALLOWED_ORIGINS of the api: add ${origin}`,
    fixTries:
      'Too many wrong codes came from this IP. If people see this too, TRUSTED_PROXIES of the api is missing and all of them count as one.',
    fixOther: 'Read the log of the api.',
    deleted: 'the account and its sessions are deleted',
    nothingMade: 'no account was made',
    left: (id: number) => `the account of telegram_id ${id} could not be deleted`,
    fixLeft: (id: number) =>
      `Run it again once the API answers, or in the database: DELETE FROM users WHERE telegram_id = ${id}`,
  },
  cookies: {
    lax: 'SameSite=Lax, one site',
    none: 'SameSite=None, partitioned, two sites',
    noneOnOneSite: 'SameSite=None, although web and API are one site',
    fixNoneOnOneSite: 'COOKIE_SAMESITE of the api: lax (or remove it): other sites can then send them less often.',
    missing: (name: string) => `no cookie ${name}`,
    script: (name: string) => `${name} is not HttpOnly`,
    wide: (name: string) => `${name} is not restricted to its own sign-in (Path)`,
    fixForeign: 'A proxy before the API changes its cookies: let Set-Cookie pass unchanged.',
    twoSites: (web: string, api: string) =>
      `SameSite=Lax, but ${web} and ${api} are two sites: browsers do not send them`,
    fixTwoSites:
      'COOKIE_SAMESITE of the api: none. Better: one site for both, with API_UPSTREAM of the web service and VITE_API_BASE_URL=/api/v1, or with your own domain (*.up.railway.app are different sites).',
    unsafeNone: 'SameSite=None without Secure and Partitioned, or without https: browsers drop them',
    fixUnsafeNone: 'Serve the API by https, and let Set-Cookie pass unchanged through every proxy before it.',
    insecure: (name: string) => `${name} is not Secure`,
    fixInsecure: 'CORS_ALLOWED_ORIGINS of the api: remove http://localhost.',
    secureOnHttp: 'Secure cookies by plain http: browsers drop them',
    fixSecureOnHttp: 'Serve the API by https.',
  },
  limits: {
    cooldown: (wait: string) => `a second code at once is refused for ${wait} s`,
    none: (seen: string) => `a second code at once is not refused: ${seen}`,
    fixNone:
      'Something before the API answers in its place, or it is not this API: the budgets in apps/api/src/policy.ts cannot be turned off.',
    noRetryAfter: 'a second code at once is refused without Retry-After',
    fixNoRetryAfter: 'Let the header Retry-After pass through every proxy before the API.',
    ip: (ip: string) => `the API sees this machine as ${ip}`,
    forged: 'the API believes any X-Real-IP: everybody can evade the limits',
    fixForged:
      'TRUSTED_PROXIES of the api: only the networks of your proxies, which must overwrite X-Real-IP. Where the web server proxies /api, also EDGE_NETWORKS of the web service: only the networks of the server before it.',
    forgedInside: 'the API believes our X-Real-IP: correct only if this machine is one of its proxies',
    proxy: (ip: string) => `the API sees this machine as ${ip}, the IP of a proxy: all people share one budget`,
    fixProxy:
      'TRUSTED_PROXIES of the api: the network of the proxy before it, which must set X-Real-IP. With a server of your own before the web server: EDGE_NETWORKS of the web service.',
    cdn: (cdn: string, ip: string) =>
      `the API sees this machine as ${ip}, an IP of ${cdn}: all people behind it share one budget`,
    maybeCdn: (cdn: string, ip: string) =>
      `the site is behind ${cdn}, and the API sees this machine as ${ip}: check that this is its public IP`,
    fixCdn:
      'CDN_NETWORKS of the web service: the networks of the CDN, which names the client’s IP. Where no web server proxies /api: TRUSTED_PROXIES of the api names a proxy that sets X-Real-IP to the client’s IP.',
  },
  clock: {
    right: (ms: number) => `${ahead(ms)} this machine`,
    rightDatabase: (ms: number) => `${ahead(ms)} the API`,
    none: 'no Date header',
    fixNone: 'Let the header Date pass through every proxy.',
    fix: 'Synchronise the clocks (NTP); check this machine’s clock first. Codes and tokens expire by them.',
  },
  rules: {
    same: (builds: string) => builds,
    different: (builds: string) => `different: ${builds}`,
    fix: 'Deploy all services again from one commit: one may refuse or misread a number that another accepts.',
  },
  versions: {
    same: (version: string) => version,
    different: (builds: string) => `different: ${builds}`,
    fixRelease: 'Deploy all services again from one commit: they are of different releases.',
    fixCommit:
      'Deploy all services again from one commit. Railway redeploys only services whose files changed: there this can be right.',
  },
};
