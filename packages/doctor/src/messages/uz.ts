import type { Messages } from './en.ts';

const seconds = (ms: number) => `${Math.round(Math.abs(ms) / 1000)} s`;
const ahead = (ms: number, than: string) => `${than} ${seconds(ms)} ${ms > 0 ? 'oldinda' : 'orqada'}`;
const tenths = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
const minutes = (ms: number) => `${Math.round(ms / 60_000)} daqiqa`;

export const uz = {
  names: {
    'api-address': 'API: manzil',
    'api-health': 'API: javob beradi',
    'api-ready': 'API: baza va migratsiyalar',
    'api-redis': 'API: Redis',
    'api-sms': 'API: SMS xizmati',
    'api-sms-balance': 'API: SMS xizmatidagi pul',
    'api-sms-fallback': 'API: zaxira SMS xizmati',
    'api-gateway': 'API: Telegram Gateway',
    'api-fernet': 'API: shifrlash kaliti',
    'api-rotations': 'API: almashtirilayotgan kalitlar',
    'api-public-url': 'API: yetkazilgani haqidagi xabarlar',
    'api-keys': 'API: ochiq kalitlar',
    'api-openid': 'API: OpenID Connect',
    'api-admin': 'API: administrator',
    'api-webhooks': 'API: webhooklar',
    'api-test-numbers': 'API: sinov raqamlari',
    'api-telegram-login': 'API: Telegram Login',
    'web-address': 'Sayt: manzil',
    'web-app': 'Sayt: /register',
    'web-paths': 'Sayt: har bir manzil ochiladi',
    'web-api': 'Sayt: shu API’ni chaqiradi',
    'web-caching': 'Sayt: kesh',
    'web-security': 'Sayt: xavfsizlik sarlavhalari',
    'bot-ready': 'Bot: xabarlarni oladi',
    'bot-alone': 'Bot: yagona nusxa',
    'bot-api': 'Bot: API’dan kod oladi',
    'bot-register-url': 'Bot: saytga havola',
    'bot-secret': 'Bot kaliti: bot va API’da bir xil',
    'telegram-token': 'Telegram: token',
    'bot-name': 'Telegram: ishlayotgan bot tokeni',
    'api-bot': 'API: bir bosishda kirish boti',
    'api-mini-app': 'API: Mini App boti',
    'telegram-name': 'Telegram: saytdagi bot nomi',
    'telegram-webhook': 'Telegram: webhook',
    'telegram-updates': 'Telegram: kutayotgan xabarlar',
    'cors-web': 'CORS: saytga ruxsat bor',
    'cors-foreign': 'CORS: boshqa saytlar rad etiladi',
    'origin-foreign': 'Cookie: boshqa saytlardan rad etiladi',
    journey: 'Sinov: to‘liq jarayon',
    'access-token': 'Sinov: token ochiq kalitlar bilan tekshirildi',
    press: 'Sinov: Telegram’da bir bosishda kirish',
    'journey-cleanup': 'Sinov: tozalash',
    cookies: 'Cookie: brauzer yuboradi',
    'rate-limit': 'Cheklov: bir raqamga kodlar',
    'client-address': 'Cheklov: mijoz IP’si aniqlanadi',
    'clock-api': 'Soat: API',
    'clock-web': 'Soat: sayt',
    'clock-database': 'Soat: baza',
    'phone-rules': 'Build: raqam qoidalari bir xil',
    versions: 'Build: versiyalar bir xil',
  },
  verdict: {
    good: 'Hammasi tekshirildi. Muammo topilmadi.',
    goodSoFar: 'Tekshirilgan qismida muammo topilmadi.',
    bad: (count: number) => `Topilgan muammolar: ${count} ta.`,
    warnings: (count: number) => `Ogohlantirishlar: ${count} ta.`,
    aborted: 'Hammasi tekshirilmasdan to‘xtatildi.',
    skipped: (count: number) => `O‘tkazib yuborilgan tekshiruvlar: ${count} ta.`,
    missing: (names: string) => `Berilmagan: ${names}.`,
    noDryRun: 'Sinov o‘chirilgan (--no-dry-run).',
    partial: 'Chiqish kodi 3: yetishmayotganini bering yoki --partial bilan shunday qabul qiling.',
  },
  notGiven: (name: string) => `${name} berilmagan`,
  needs: (name: string) => `“${name}” kerak`,
  notHere: 'ishlab chiqish serveri uchun kerak emas',
  notWanted: '--no-dry-run',
  olderVersion: (service: string) => `${service} eski versiyada, bu haqda xabar bermaydi`,
  oneBuild: 'faqat bitta build ma’lum',
  plainHttp: (name: string) => `ochiq hostga token va kalitlar http orqali yuborilmaydi (${name})`,
  reasons: {
    refused: 'bu manzilda xizmat javob bermayapti (ulanish rad etildi)',
    unknown_host: 'bunday host yo‘q (DNS)',
    timeout: '15 s ichida javob kelmadi',
    certificate: 'sertifikat yaroqsiz',
    broken: 'ulanish uzildi',
  },
  redirects: (to: string) => `${to} manziliga yo‘naltiradi`,
  answered: (status: number, what: string) => `javob: ${status} ${what}`.trimEnd(),

  address: {
    local: 'http, ichki tarmoqda',
    plain: 'ochiq hostda himoyasiz http',
    fixPlain:
      'https manzilini bering. U bo‘lmasa, xizmat oldiga TLS qo‘ying (Railway domenlarida bor): kod va tokenlarni yo‘lda o‘qish mumkin.',
    certificate: (days: number) => `https, sertifikat yana ${days} kun amal qiladi`,
    fixSoon: 'Sertifikatni yangilang: avtomatik yangilash (Railway, Caddy, certbot) ishlamagan.',
    invalid: (reason: string) => `sertifikat yaroqsiz: ${reason}`,
    fixInvalid: 'Sertifikatni yangilang yoki u berilgan host nomini yozing.',
    fixUnreachable: 'Manzilni, domenning DNS yozuvini, xizmat deploy qilingani va ochiq domeni borligini tekshiring.',
  },
  api: {
    healthy: '/healthz javob beradi',
    fixDown:
      'api xizmatini ishga tushiring (shu kompyuterda: pnpm dev) va logini o‘qing: yetishmayotgan o‘zgaruvchi o‘sha yerda aytiladi. Domen uning PORT’iga olib borishi kerak.',
    fixHost: (host: string) => `api’dagi ALLOWED_HOSTS: ${host} ni qo‘shing yoki o‘zgaruvchini olib tashlang.`,
    isWeb: 'u yerda sayt javob beryapti',
    fixSwapped:
      '--api va --web o‘rnini almashtiring. Ular to‘g‘ri bo‘lsa, api va web domenlari almashib qolgan: botdagi WEBSITE_URL va web build’idagi VITE_API_BASE_URL api’ni ko‘rsatishi kerak.',
    fixOther:
      'U yerda bu API emas, boshqa narsa javob beryapti: manzilni va domen qaysi xizmatga olib borishini tekshiring.',
    noUpstream: 'veb-server /api’ni uzatmayapti: API_UPSTREAM o‘rnatilmagan',
    fixNoUpstream:
      'web xizmatidagi API_UPSTREAM: api’ning veb-server ulanadigan manzili, masalan http://127.0.0.1:8000.',
    upstreamDown: (seen: string) => `veb-server API’ga ulana olmayapti: ${seen}`,
    fixUpstreamDown:
      'web xizmatidagi API_UPSTREAM: sxema (http), host va portni hamda api o‘sha yerda tinglashini (api’dagi HOST va PORT) tekshiring. Ular to‘g‘ri bo‘lsa, api’ni ishga tushiring va logini o‘qing.',
    otherUpstream: (seen: string) => `/api ostida API emas, boshqa narsa javob beryapti: ${seen}`,
    fixOtherUpstream:
      'web xizmatidagi API_UPSTREAM: api’ning http manzili, hosti va porti, yo‘lsiz. Saytni boshqa veb-server bersa, u /api’ni api’ga uzatishi kerak.',
    ready: (version: string, migration: string) => `tayyor, versiya ${version}, migratsiya ${migration}`,
    database: 'tayyor emas: bazaga ulanib bo‘lmayapti',
    fixDatabase:
      'api’dagi DATABASE_URL: host, port, foydalanuvchi va parolni (paroldagi @ # / % kabi belgilar foizli kodda yoziladi) hamda PostgreSQL ishlayotganini tekshiring. Sababi api logida.',
    pooler: 'tayyor emas: baza oldidagi pooler tayyorlangan (prepared) buyruqlarni yo‘qotyapti',
    fixPooler: 'api’dagi DATABASE_URL: unga pgbouncer=true ni qo‘shing yoki PostgreSQL’ning bevosita manzilini yozing.',
    readOnly: 'tayyor emas: bazaga yozib bo‘lmaydi',
    fixReadOnly:
      'api’dagi DATABASE_URL: faqat o‘qiladigan replika emas, asosiy server; foydalanuvchida jadvallarga yozish huquqi bo‘lsin.',
    migrations: 'tayyor emas: bazada migratsiya yetishmaydi',
    fixMigrations:
      'api’ning DATABASE_URL’i bilan pnpm db:migrate ni ishga tushiring va uni deploy’da start’dan oldingi qadam qiling.',
    closing: 'tayyor emas: to‘xtayapti',
    fixClosing: 'Deploy ketyapti: bir daqiqadan so‘ng qayta urinib ko‘ring.',
  },
  gateway: {
    on: 'sozlangan',
    off: 'ishlatilmaydi: kodlar Telegram Gateway orqali yuborilmaydi (GATEWAY_TOKEN yo‘q)',
    withoutReports: 'sozlangan, lekin xabarlar kelmaydi: yetib bormagan kod o‘zidan o‘zi SMS orqali yuborilmaydi',
    fix: 'api’dagi PUBLIC_URL: uning internetdan ochiladigan manzili.',
  },
  parts: {
    redis: {
      ok: 'ulanadi',
      off: 'ishlatilmaydi: api’ning har bir jarayoni urinishlarni o‘zi sanaydi',
      unreachable: 'API unga ulana olmayapti',
      fix: 'api’dagi REDIS_URL: host, port, foydalanuvchi va parolni, TLS uchun rediss:// ni tekshiring. Sababi api logida.',
    },
    sms: {
      ok: 'SMS xizmati hisobni qabul qiladi',
      off: 'SMS yo‘q (SMS_PROVIDER=none)',
      loginRefused: 'SMS xizmati hisobni rad etadi',
      fixLogin:
        'api’dagi SMS xizmati hisobi: ESKIZ_EMAIL va ESKIZ_PASSWORD (my.eskiz.uz’dagi API paroli) yoki PLAYMOBILE_LOGIN va PLAYMOBILE_PASSWORD.',
      unreachable: 'API SMS xizmatiga ulana olmayapti',
      fixUnreachable:
        'api’dagi ESKIZ_BASE_URL yoki PLAYMOBILE_BASE_URL: uni olib tashlang. So‘ng api tarmog‘idan SMS xizmatiga ulanish borligini tekshiring: notify.eskiz.uz, send.smsxabar.uz yoki SMS_WEBHOOK_URL.',
    },
    fernet: {
      ok: 'saqlangan ma’lumotlarni shifrlagan kalit',
      off: 'ishlatilmaydi: pasport raqamlari saqlanmaydi (FERNET_KEY yo‘q)',
      mismatch:
        'saqlangan ma’lumotlarni boshqa kalit shifrlagan: pasport raqamlari o‘qilmaydi, saqlash esa ustidan yozadi',
      fix: 'api’dagi FERNET_KEY: avvalgi qiymat, o‘zgaruvchilarning zaxira nusxasidan.',
    },
  },
  rotations: {
    off: 'yo‘q: har birida bittadan qiymat',
    running: (names: string) => `${names}: ikkinchi qiymat hali kerak`,
    done: (names: string) => `${names}: ikkinchi qiymat endi hech narsaga kerak emas`,
    fix: (names: string) =>
      `api’dagi ${names}: ikkinchi qiymat eskisi bo‘lsa, uni olib tashlang. Yangisi bo‘lsa, uni birinchi o‘ringa qo‘ying (docs/operate/rotate-secrets.md).`,
  },
  balance: {
    right: 'SMS uchun pul bor',
    low: 'pul ko‘pi bilan yuztacha SMS’ga yetadi',
    empty: 'pul yo‘q: SMS yuborilmayapti',
    unknown: 'noma’lum: PlayMobile va webhook balansni aytmaydi; Eskiz bo‘lsa, bir daqiqadan so‘ng qayta tekshiring',
    fix: 'SMS xizmatidagi hisobni to‘ldiring (Eskiz: my.eskiz.uz).',
  },
  smsFallback: { off: 'yo‘q (SMS_FALLBACK_PROVIDER)' },
  admin: {
    present: 'bor: /admin’ni ocha oladi',
    none: '/admin’ni hech kim ocha olmaydi',
    fix: 'Saytga kiring, so‘ng api ishlayotgan joyda o‘zingizni administrator qiling: pnpm raqam users grant <telefon>',
  },
  webhooks: {
    right: 'uzoq kutayotgani yo‘q, oxirgi sutkada hammasi yetkazilgan',
    trouble: (late: number, failed: number) =>
      `bir soatdan ko‘p kutayotgani: ${late}; oxirgi sutkada yetmagani: ${failed}`,
    fix: 'Sababi /admin/services’da yoki api ishlayotgan joyda: pnpm raqam webhooks deliveries. Qabul qiluvchi tuzalgach: pnpm raqam webhooks resend --failed',
  },
  testNumbers: {
    none: 'yo‘q',
    some: (count: number) => `doimiy kod bilan kiradigan raqamlar: ${count}`,
    fix: 'api’dagi TEST_NUMBERS: sinovlar tugagach, o‘zgaruvchini olib tashlang.',
  },
  telegramLogin: {
    off: 'ishlatilmaydi: TELEGRAM_LOGIN_CLIENT_ID o‘rnatilmagan',
    unknown: 'api ishga tushganidan beri hech kim ishlatmagan',
    ok: 'oxirgi marta kerak bo‘lganda javob bergan',
    unreachable: 'api oauth.telegram.org’ga ulana olmadi; odamlar boshqa usullarda kiryapti',
    fix: 'api ishlayotgan joydan https://oauth.telegram.org/.well-known/openid-configuration’ni oching. Tarmoq uni to‘sayotgan bo‘lsa, api’dagi TELEGRAM_LOGIN_CLIENT_ID va TELEGRAM_LOGIN_CLIENT_SECRET’ni olib tashlang.',
  },
  keys: {
    one: (url: string) => `bitta: ${url}`,
    rotating: 'ikkita: SECRET_KEY almashtirilyapti',
    old: 'avvalgi SECRET_KEY kaliti hali ham ro‘yxatda, u endi hech narsaga kerak emas',
    others: (count: number) => `${count} ta, holbuki SECRET_KEY’da bitta qiymat bor`,
    fixOthers:
      'api’dagi SECRET_KEY: barcha nusxalarda bir xil bo‘lsin. Shunday bo‘lsa, API oldidagi kesh kalitlarni juda uzoq saqlayapti: ko‘pi bilan o‘n daqiqa.',
  },
  token: {
    right: (issuer: string, url: string) => `${issuer} bergan, ${url} kalitlari bilan tekshirildi`,
    noKeys: (url: string, seen: string) => `${url} manzilida ochiq kalitlar yo‘q: ${seen}`,
    fixNoKeys:
      'api’dagi PUBLIC_URL: uning yoki saytning ochiq https manzili. Sayt manzili bo‘lsa, veb-server /.well-known/jwks.json’ni ham api’ga uzatsin (repozitoriydagi Caddyfile kabi).',
    otherKeys: (url: string) => `${url} manzilidagi kalitlar uni tasdiqlamaydi`,
    fixOtherKeys:
      'api’dagi PUBLIC_URL shu API’ga olib borsin, uning barcha nusxalarida SECRET_KEY bir xil bo‘lsin. Oldida kesh bo‘lsa, u kalitlarni o‘n daqiqadan ortiq saqlamasin.',
    otherIssuer: (issuer: string, expected: string) => `uni ${issuer} bergan, ${expected} emas`,
    fixOtherIssuer: 'api’dagi PUBLIC_URL: barcha nusxalarda bir xil.',
  },
  openid: {
    right: (issuer: string) => `mijoz xizmatlar uni ${issuer} manzilida topadi`,
    missing: (url: string, seen: string) => `mijoz xizmatlar uchun ${url} manzilida hech narsa yo‘q: ${seen}`,
    fix: 'api’dagi PUBLIC_URL: uning yoki saytning ochiq https manzili. Sayt manzili bo‘lsa, veb-server /oidc/’ni ham api’ga uzatsin (repozitoriydagi Caddyfile kabi). Bu yerda boshqa xizmatlarga kirilmasa, hech narsa qilish shart emas.',
  },
  publicUrl: {
    none: 'ishlatilmaydi (PUBLIC_URL yo‘q)',
    right: (url: string) => `${url} manzilida API javob beradi`,
    wrong: (url: string, seen: string) => `${url} manzilida API yo‘q: ${seen}`,
    fix: 'api’dagi PUBLIC_URL: uning ochiq https manzili, veb-server /api’ni uzatsa, sayt manzili. SMS xizmati yetkazilganini o‘sha yerga xabar qiladi.',
  },
  web: {
    app: (version: string) => `sayt, versiya ${version}`,
    isApi: 'u yerda API javob beryapti',
    noStamp: 'sahifa bor, lekin bu sayt emas (/build.json yo‘q)',
    fixNoStamp:
      'Domen qaysi xizmatga olib borishini tekshiring. U to‘g‘ri bo‘lsa, build juda eski: web xizmatini qayta deploy qiling.',
    development: 'Vite’ning ishlab chiqish serveri deploy qilingan',
    fixDevelopment: 'web xizmatini build qiling (pnpm build) va apps/web/dist ni Caddyfile bilan bering.',
    fixDown:
      'web xizmatini ishga tushiring (shu kompyuterda: pnpm dev) va logini o‘qing: Caddy yo‘li bor API_UPSTREAM’ni rad etadi. Domen uning PORT’iga olib borishi kerak.',
    paths: 'noma’lum manzillar ham saytni ochadi',
    noFallback: (status: number) => `noma’lum manzil ${status} javobini beradi`,
    fixFallback:
      'Fayl bo‘lmagan har bir manzilda /index.html ni bering (repozitoriydagi Caddyfile shunday qiladi): aks holda qayta yuklangan sahifa topilmaydi.',
    callsApi: (url: string) => `${url} ni chaqiradi`,
    callsProxy: 'o‘z hostidagi /api/v1 ni chaqiradi, veb-server uni uzatadi',
    localhost: (variable: string) => `localhost bilan build qilingan: ${variable}`,
    fixLocalhost: (variable: string) =>
      `web build’idagi ${variable}: ochiq manzil. Keyin qayta build qiling: qiymat build ichida bo‘ladi.`,
    otherApi: (url: string) => `boshqa API’ni chaqiradi: ${url}`,
    fixOtherApi: (expected: string) =>
      `web build’idagi VITE_API_BASE_URL: ${expected}. Keyin qayta build qiling: qiymat build ichida bo‘ladi.`,
    noProxy: (seen: string) => `o‘z hostidagi /api/v1 ni chaqiradi, u yerda API yo‘q: ${seen}`,
    fixNoProxy:
      'web xizmatidagi API_UPSTREAM: API manzili, shunda /api o‘sha yerga uzatiladi. Yoki web build’idagi VITE_API_BASE_URL: API’ning ochiq manzili.',
    cached: 'fayllar keshda turadi, sahifalar yo‘q',
    badAssets: (header: string) => `fayllar: ${header}`,
    badPages: (header: string) => `sahifalar: ${header}`,
    noHeader: 'Cache-Control yo‘q',
    fixCaching:
      '/assets/* ni “Cache-Control: public, max-age=31536000, immutable” bilan, sahifalarni “no-cache” bilan bering (repozitoriydagi Caddyfile shunday qiladi).',
    secure: (headers: string) => headers,
    noCsp: 'Content-Security-Policy yo‘q',
    fixCsp: 'apps/web/dist ni o‘zgartirmasdan, repozitoriydagi Caddyfile bilan bering.',
    noHsts: 'Strict-Transport-Security yo‘q',
    fixHsts:
      'Saytni “Strict-Transport-Security: max-age=31536000” bilan bering (repozitoriydagi Caddyfile shunday qiladi).',
  },
  secret: {
    right: 'API uni qabul qiladi',
    wrong: 'API uni rad etadi',
    fixWrong:
      'Botdagi BOT_SECRET_KEY va api’dagi TELEGRAM_BOT_SECRET: ikkalasiga bir xil qiymat bering, keyin ikkalasini qayta deploy qiling.',
    different: 'BOT_SECRET_KEY TELEGRAM_BOT_SECRET ichida yo‘q',
    fixHttp: '--api ni https bilan bering.',
    fixOther: 'api logini o‘qing.',
  },
  bot: {
    polls: (version: string) => `polling, versiya ${version}`,
    webhook: (version: string) => `webhook, versiya ${version}`,
    fixDown:
      'bot xizmatini ishga tushiring (shu kompyuterda: pnpm dev) va logini o‘qing: yetishmayotgan o‘zgaruvchi o‘sha yerda aytiladi. --bot uchun unga ochiq domen kerak.',
    other: 'u yerda bot emas, boshqa narsa javob beryapti',
    fixOther: '--bot ni va domen qaysi xizmatga olib borishini tekshiring.',
    reasons: {
      starting: 'tayyor emas: hali Telegram’ga ulanmadi',
      conflict: 'xabarlarini boshqa nusxa olyapti',
      unreachable: 'tayyor emas: Telegram’ga ulana olmayapti',
      stopping: 'tayyor emas: to‘xtayapti',
    },
    fixUnready:
      'bot logini o‘qing: Telegram BOT_TOKEN’ni rad etyapti, TELEGRAM_API_ROOT noto‘g‘ri yoki tarmoqda api.telegram.org bloklangan.',
    alone: 'xabarlarini boshqa nusxa olmaydi',
    conflict: (agoMs: number) => `${seconds(agoMs)} oldin xabarlarini boshqa nusxa oldi`,
    fixConflict:
      'Botni faqat bitta joyda ishlating: kompyuteringizdagisini yoki eski deploy’ni to‘xtating, yoki nusxalar sonini 1 qiling. Boshqa dastur webhook o‘rnatmasin. Qayta deploy’dan keyin bu o‘zi o‘tadi: ikki daqiqadan so‘ng qayta tekshiring.',
    registerUrl: (path: string) => `saytdagi ${path} ga`,
    otherSite: (url: string) => `${url} ga`,
    fixRegisterUrl: (expected: string) => `botdagi REGISTER_URL: ${expected}`,
  },
  botApi: {
    right: 'API uning kaliti va hostini qabul qiladi',
    secretRefused: 'API bot kalitini rad etadi',
    hostRefused: 'API bot chaqirgan host nomini rad etadi',
    fixHost: 'api’dagi ALLOWED_HOSTS: botdagi WEBSITE_URL host nomini qo‘shing yoki o‘zgaruvchini olib tashlang.',
    unreachable: 'bot API’ga ulana olmayapti',
    fixUnreachable: 'botdagi WEBSITE_URL: api’ning bot ulanadigan sxemasi, hosti va portini tekshiring.',
    unknown: 'API botga hali aniq javob bermadi',
    fixUnknown:
      'Bir daqiqadan so‘ng qayta tekshiring. O‘zgarmasa, bot logini o‘qing: botdagi WEBSITE_URL noto‘g‘ri bo‘lishi mumkin.',
  },
  telegram: {
    fixUnreachable:
      'Bu yerdan Telegram’ga ulanib bo‘lmaydi: botdagi TELEGRAM_API_ROOT ni va bu tarmoq Telegram’ni bloklamasligini tekshiring.',
    fixHttp: 'TELEGRAM_API_ROOT: https bilan bering.',
    token: (name: string) => `u @${name} botiniki`,
    refused: 'Telegram uni rad etadi',
    fixToken: 'Botdagi BOT_TOKEN: shu bot tokenini @BotFather’dan oling (/token). Bekor qilingan token tiklanmaydi.',
    malformed: 'u @BotFather beradigan token emas (123456:ABC…)',
    runs: (name: string) => `@${name} ishlayapti`,
    nameless: 'bot hali o‘z nomini bilmaydi',
    runsOther: (running: string, given: string) =>
      `@${running} ishlayapti, bu yerda berilgan BOT_TOKEN esa @${given} niki`,
    fixRunsOther: (given: string) =>
      `Botdagi BOT_TOKEN: @${given} tokeni. Ishlayotgan bot to‘g‘ri bo‘lsa, bu yerga uning BOT_TOKEN’ini bering.`,
    placeholder: (name: string) => `saytdagi tugma @${name} ni ochadi: bu misoldagi nom, begona bot`,
    fixPlaceholder: 'web build’idagi VITE_TELEGRAM_BOT_USERNAME: botingiz nomi. Keyin qayta build qiling.',
    name: (name: string) => `saytdagi tugma @${name} ni ochadi`,
    noName: 'saytda bot tugmasi yo‘q',
    fixNoName: (name: string) => `web build’idagi VITE_TELEGRAM_BOT_USERNAME: ${name}. Keyin qayta build qiling.`,
    otherName: (shown: string, real: string) => `saytdagi tugma @${shown} ni ochadi, bot esa @${real}`,
    fixOtherName: (name: string) =>
      `web build’idagi VITE_TELEGRAM_BOT_USERNAME: ${name}. Keyin qayta build qiling. Yoki botdagi BOT_TOKEN: boshqa botniki.`,
    otherThanApi: (shown: string, linked: string) =>
      `saytdagi tugma @${shown} ni ochadi, API havolalari esa @${linked} ni`,
    fixOtherThanApi:
      'web build’idagi VITE_TELEGRAM_BOT_USERNAME va api’dagi TELEGRAM_BOT_USERNAME: bitta bot. Qayta build va deploy qiling.',
    noWebhook: 'yo‘q, polling uchun shunday bo‘lishi kerak',
    noneSet: 'o‘rnatilmagan',
    webhook: (host: string) => `${host}, xatosiz`,
    besides: (host: string) => `bot polling qilsa ham, ${host} ga o‘rnatilgan: bot xabar olmaydi`,
    fixBesides:
      'Bu botga boshqa dastur webhook o‘rnatyapti: uni to‘xtating yoki unga alohida bot bering. Webhook kerak bo‘lsa, botdagi BOT_WEBHOOK_URL ni o‘rnating.',
    missing: 'bot webhook kutyapti, lekin u o‘rnatilmagan',
    fixMissing:
      'Botni qayta ishga tushiring: u BOT_WEBHOOK_URL ni o‘rnatadi. Webhook yana yo‘qolsa, botning boshqa nusxasi polling qilib, uni o‘chiryapti.',
    unknown: (host: string) => `${host} ga o‘rnatilgan`,
    fixUnknown:
      'Faqat botda BOT_WEBHOOK_URL bo‘lsa to‘g‘ri: polling qiladigan bot hech narsa olmaydi. Tekshirish uchun --bot ni bering.',
    elsewhere: (host: string) => `${host} ga o‘rnatilgan, bu --bot hosti emas`,
    fixElsewhere: 'botdagi BOT_WEBHOOK_URL: uning o‘z ochiq manzili.',
    error: (agoMs: number, message: string) => `oxirgi yetkazish ${minutes(agoMs)} oldin bajarilmadi: ${message}`,
    fixError:
      'botdagi BOT_WEBHOOK_URL: uning ochiq https manzili. 403 bo‘lsa, BOT_WEBHOOK_SECRET ni o‘rnating va botni qayta ishga tushiring. Aks holda bot ishlayotganini tekshiring.',
    noUpdates: 'yo‘q',
    updates: (count: number) => `${count} ta xabar kutyapti`,
    fixUpdates:
      'Bir daqiqadan so‘ng qayta tekshiring: kamaymasa, ularni hech bir bot olmayapti. Bot ishlayotganini tekshiring.',
  },
  cors: {
    allowed: (origin: string) => `${origin}, cookie bilan`,
    refused: (origin: string) => `${origin} ga ruxsat yo‘q`,
    fixRefused: (origin: string) =>
      `api’dagi CORS_ALLOWED_ORIGINS: ${origin} ni qo‘shing (oxirida / va yo‘l bo‘lmasin).`,
    onlyOurs: 'uchta begona origin rad etiladi',
    foreign: (origin: string) => `${origin} ga ruxsat bor`,
    fixForeign:
      'api’dagi CORS_ALLOWED_ORIGINS: faqat saytning o‘z originlari. Shunday bo‘lsa, API oldidagi proksi CORS sarlavhalarini qo‘shyapti: buni o‘chiring.',
    cookieRefused: 'boshqa saytdan cookie bilan kelgan so‘rov rad etiladi',
    cookieTaken: (seen: string) => `boshqa saytdan cookie bilan kelgan so‘rov rad etilmaydi: ${seen}`,
    fixCookie:
      'api’dagi CORS_ALLOWED_ORIGINS: faqat saytning o‘z originlari. Shunday bo‘lsa, API oldidagi proksi Origin sarlavhasini o‘zgartiryapti: u o‘zgarishsiz o‘tsin.',
  },
  apiBots: {
    press: (name: string) => `havolalari @${name} ni ochadi`,
    noPress: 'faqat kod bilan kiriladi: TELEGRAM_BOT_USERNAME’da bot nomi yo‘q',
    fixBot: (name: string | undefined) => `api’dagi TELEGRAM_BOT_USERNAME: ${name ?? 'botingiz nomi (username)'}`,
    otherPress: (linked: string, real: string) => `havolalari @${linked} ni ochadi, bot esa @${real}`,
    miniApp: 'o‘sha bot',
    noMiniApp: 'ishlatilmaydi (TELEGRAM_BOT_ID yo‘q)',
    otherMiniApp: 'boshqa bot: Mini App orqali hech kim kira olmaydi',
    fixId: (id: string) => `api’dagi TELEGRAM_BOT_ID: ${id}`,
  },
  press: {
    steps: {
      start: 'saytda kirishni boshlash',
      contact: 'havolani Telegram’da ochish (yangi odam)',
      card: 'raqamni ulashish',
      number: 'sonni bosish',
      collect: 'saytga kirish',
      'start again': 'kirishni yana boshlash',
      'card again': 'havolani Telegram’da ochish (tanish odam)',
      'number again': 'sonni bosish (tanish odam)',
      'collect again': 'saytga kirish (tanish odam)',
      disown: '“Bu men emas edim” tugmasini bosish',
    },
    whole: (ms: number) => `yangi odam, tanish odam, “Bu men emas edim”; sahifa ${tenths(ms)} ichida bildi`,
    notHere: 'deploy’da emas: u yerda bir marta o‘zingiz bosib ko‘ring',
    silent: 'bot kerakli xabarni ko‘rsatmayapti',
    fixSilent:
      'bot logini o‘qing: api uni rad etyapti yoki bot api’dan eski versiyada. Ikkalasini bitta commit’dan deploy qiling.',
    unnoticed: (state: string) => `sahifa hamon “${state}” holatini ko‘ryapti`,
    fixUnnoticed:
      'api logini o‘qing. Uning barcha nusxalarida DATABASE_URL bir xil bo‘lsin, botdagi WEBSITE_URL ularga olib borsin.',
  },
  journey: {
    steps: {
      code: 'bot nomidan kod so‘rash',
      register: 'saytda ro‘yxatdan o‘tish',
      me: 'profilni o‘qish',
      sessions: 'qurilmalar ro‘yxati',
      refresh: 'tokenlarni yangilash',
      logout: 'chiqish',
      return: 'boshqa raqam bilan kirish',
    },
    whole: (steps: number) => `${steps} qadam, bot so‘rovidan hisob o‘chirilguncha`,
    leftover: 'to‘xtatilgan sinovdan qolgan hisob topildi',
    failed: (step: string, seen: string) => `“${step}” qadamida: ${seen}`,
    aborted: 'to‘xtatildi',
    fixAborted: 'Qayta ishga tushiring.',
    fixWait: 'Sinov bir soat ichida juda ko‘p bajarildi: kuting yoki --no-dry-run ni qo‘shing.',
    fixCode:
      'Saytning API’si bot olgan kodni bilmaydi. DATABASE_URL va SECRET_KEY api’ning barcha nusxalarida bir xil bo‘lsin, sayt esa botdagi WEBSITE_URL ko‘rsatgan API’ni chaqirsin.',
    fixSession:
      'api’ning bir jarayoni boshqasi bergan tokenni rad etyapti: api’dagi SECRET_KEY uning barcha nusxalarida bir xil bo‘lsin. Ularni bir xil o‘zgaruvchilar bilan qayta deploy qiling.',
    fixOrigin: (origin: string) => `api’dagi CORS_ALLOWED_ORIGINS: ${origin} ni qo‘shing`,
    fixTries:
      'Bu IP’dan juda ko‘p noto‘g‘ri kod kelgan. Odamlarda ham shunday bo‘lsa, api’da TRUSTED_PROXIES yo‘q va ularning hammasi bitta hisoblanadi.',
    fixOther: 'api logini o‘qing.',
    deleted: 'hisob va uning sessiyalari o‘chirildi',
    nothingMade: 'hisob yaratilmadi',
    left: (id: number) => `telegram_id ${id} hisobini o‘chirib bo‘lmadi`,
    fixLeft: (id: number) =>
      `API javob berganda qayta ishga tushiring yoki bazada: DELETE FROM users WHERE telegram_id = ${id}`,
  },
  cookies: {
    lax: 'SameSite=Lax, bitta sayt',
    none: 'SameSite=None, Partitioned, ikkita sayt',
    noneOnOneSite: 'SameSite=None, vaholanki sayt va API bitta saytda',
    fixNoneOnOneSite:
      'api’dagi COOKIE_SAMESITE: lax (yoki olib tashlang), shunda boshqa saytlar ularni kamroq yubora oladi.',
    missing: (name: string) => `${name} cookie’si yo‘q`,
    script: (name: string) => `${name} HttpOnly emas`,
    wide: (name: string) => `${name} faqat o‘z kirishi bilan cheklanmagan (Path)`,
    fixForeign: 'API oldidagi proksi cookie’larni o‘zgartiryapti: Set-Cookie o‘zgarishsiz o‘tsin.',
    twoSites: (web: string, api: string) =>
      `SameSite=Lax, lekin ${web} va ${api} — ikkita sayt: brauzer ularni yubormaydi`,
    fixTwoSites:
      'api’dagi COOKIE_SAMESITE: none. Yaxshirog‘i: ikkalasi bitta saytda bo‘lsin — web xizmatida API_UPSTREAM va VITE_API_BASE_URL=/api/v1, yoki o‘z domeningiz bilan (*.up.railway.app — turli saytlar).',
    unsafeNone: 'SameSite=None, lekin Secure va Partitioned yoki https yo‘q: brauzer ularni tashlab yuboradi',
    fixUnsafeNone: 'API’ni https orqali bering; oldidagi proksilar Set-Cookie’ni o‘zgarishsiz o‘tkazsin.',
    insecure: (name: string) => `${name} Secure emas`,
    fixInsecure: 'api’dagi CORS_ALLOWED_ORIGINS: http://localhost ni olib tashlang.',
    secureOnHttp: 'himoyasiz http orqali Secure cookie: brauzer ularni tashlab yuboradi',
    fixSecureOnHttp: 'API’ni https orqali bering.',
  },
  limits: {
    cooldown: (wait: string) => `darhol so‘ralgan ikkinchi kod ${wait} s ga rad etiladi`,
    none: (seen: string) => `darhol so‘ralgan ikkinchi kod rad etilmaydi: ${seen}`,
    fixNone:
      'API o‘rniga oldidagi narsa javob beryapti yoki bu API emas: apps/api/src/policy.ts dagi cheklovlarni o‘chirib bo‘lmaydi.',
    noRetryAfter: 'darhol so‘ralgan ikkinchi kod Retry-After’siz rad etiladi',
    fixNoRetryAfter: 'API oldidagi proksilar Retry-After sarlavhasini o‘tkazsin.',
    ip: (ip: string) => `API bu kompyuterni ${ip} deb ko‘radi`,
    forged: 'API har qanday X-Real-IP ga ishonadi: har kim cheklovlarni aylanib o‘ta oladi',
    fixForged:
      'api’dagi TRUSTED_PROXIES: faqat proksilaringiz tarmoqlari, ular X-Real-IP ni o‘zlari yozishi kerak. /api’ni veb-server uzatsa, web xizmatidagi EDGE_NETWORKS ham: faqat uning oldidagi server tarmoqlari.',
    forgedInside: 'API bizning X-Real-IP ga ishonadi: bu kompyuter uning proksisi bo‘lsagina to‘g‘ri',
    proxy: (ip: string) =>
      `API bu kompyuterni ${ip} deb ko‘radi, bu proksi IP’si: hamma odam bitta cheklovni bo‘lishadi`,
    fixProxy:
      'api’dagi TRUSTED_PROXIES: oldidagi proksi tarmog‘i, u X-Real-IP ni yozishi kerak. Veb-server oldida o‘z serveringiz bo‘lsa: web xizmatidagi EDGE_NETWORKS.',
    cdn: (cdn: string, ip: string) =>
      `API bu kompyuterni ${ip} deb ko‘radi, bu ${cdn} IP’si: uning ortidagi hamma odam bitta cheklovni bo‘lishadi`,
    maybeCdn: (cdn: string, ip: string) =>
      `sayt ${cdn} ortida, API bu kompyuterni ${ip} deb ko‘radi: bu uning ochiq IP’si ekanini tekshiring`,
    fixCdn:
      'web xizmatidagi CDN_NETWORKS: mijoz IP’sini aytadigan CDN tarmoqlari. /api’ni veb-server uzatmasa: api’dagi TRUSTED_PROXIES X-Real-IP ga mijoz IP’sini yozadigan proksini ko‘rsatsin.',
  },
  clock: {
    right: (ms: number) => ahead(ms, 'bu kompyuterdan'),
    rightDatabase: (ms: number) => ahead(ms, 'API’dan'),
    none: 'Date sarlavhasi yo‘q',
    fixNone: 'Proksilar Date sarlavhasini o‘tkazsin.',
    fix: 'Soatlarni sinxronlang (NTP); avval shu kompyuter soatini tekshiring. Kod va tokenlar muddati soatga bog‘liq.',
  },
  rules: {
    same: (builds: string) => builds,
    different: (builds: string) => `har xil: ${builds}`,
    fix: 'Hamma xizmatni bitta commit’dan qayta deploy qiling: biri qabul qilgan raqamni boshqasi rad etishi yoki boshqacha o‘qishi mumkin.',
  },
  versions: {
    same: (version: string) => version,
    different: (builds: string) => `har xil: ${builds}`,
    fixRelease: 'Hamma xizmatni bitta commit’dan qayta deploy qiling: ular har xil versiyada.',
    fixCommit:
      'Hamma xizmatni bitta commit’dan qayta deploy qiling. Railway faqat fayllari o‘zgargan xizmatni qayta deploy qiladi: u yerda bu to‘g‘ri bo‘lishi mumkin.',
  },
} satisfies Messages;
