import type { Messages } from './messages.ts';

const seconds = (ms: number) => `${Math.round(Math.abs(ms) / 1000)} s`;
const ahead = (ms: number, than: string) => `${than} ${seconds(ms)} ${ms > 0 ? 'oldinda' : 'orqada'}`;

export const uz = {
  names: {
    'api-address': 'API: manzil',
    'api-health': 'API: javob beradi',
    'api-ready': 'API: baza va migratsiyalar',
    'web-address': 'Sayt: manzil',
    'web-app': 'Sayt: /register',
    'web-paths': 'Sayt: har bir yo‘l — sahifa',
    'web-api': 'Sayt: shu API’ni chaqiradi',
    'web-caching': 'Sayt: kesh',
    'web-security': 'Sayt: xavfsizlik sarlavhalari',
    'bot-ready': 'Bot: xabarlarni oladi',
    'bot-alone': 'Bot: yagona nusxa',
    'bot-register-url': 'Bot: odamlarni saytga yuboradi',
    'bot-secret': 'Bot kaliti: ikki tomonda bir xil',
    'telegram-token': 'Telegram: token',
    'telegram-name': 'Telegram: saytdagi bot nomi',
    'telegram-webhook': 'Telegram: webhook',
    'telegram-updates': 'Telegram: kutayotgan xabarlar',
    'cors-web': 'CORS: saytga ruxsat bor',
    'cors-foreign': 'CORS: boshqa saytlarga yo‘q',
    'origin-foreign': 'Cookie: boshqa saytlardan rad etiladi',
    journey: 'Sinov: butun yo‘l',
    'journey-cleanup': 'Sinov: hech narsa qolmaydi',
    cookies: 'Cookie: yetib boradi',
    'rate-limit': 'Cheklov: bir raqamga kodlar',
    'client-address': 'Cheklov: odamlar farqlanadi',
    'clock-api': 'Soat: API',
    'clock-web': 'Soat: sayt',
    'clock-database': 'Soat: baza',
    'phone-rules': 'Raqam qoidalari: hamma joyda bir xil',
  },
  verdict: {
    good: 'Hammasi joyida: buzilgan narsa yo‘q.',
    bad: (count: number) => `Buzilgan narsalar: ${count} ta.`,
    aborted: 'Hammasi tekshirilmasdan to‘xtatildi.',
  },
  notGiven: (name: string) => `${name} berilmagan`,
  needs: (name: string) => `“${name}” kerak`,
  notHere: 'ishlab chiqish serveri uchun emas',
  notWanted: '--no-dry-run',
  plainHttp: (name: string) => `ochiq tarmoqdagi hostga token va kalitlar http orqali yuborilmaydi (${name})`,
  reasons: {
    refused: 'u yerda hech kim tinglamayapti (ulanish rad etildi)',
    unknown_host: 'bunday host yo‘q (DNS)',
    timeout: '10 s ichida javob kelmadi',
    certificate: 'sertifikat yaroqsiz',
    broken: 'ulanish uzildi',
  },
  redirects: (to: string) => `${to} manziliga yo‘naltiradi`,
  answered: (status: number, what: string) => `javob: ${status} ${what}`.trimEnd(),

  address: {
    local: 'http, ichki tarmoqda',
    plain: 'ochiq tarmoqdagi hostda himoyasiz http',
    mendPlain:
      'https manzilini bering. U yo‘q bo‘lsa: kod va tokenlarni yo‘ldagi har kim o‘qiy oladi; xizmat oldiga TLS qo‘ying (Railway domenlarida bor).',
    certificate: (days: number) => `https, sertifikat yana ${days} kun amal qiladi`,
    mendSoon: 'Sertifikatni yangilang: uni o‘zi yangilaydigan vosita (Railway, Caddy, certbot) yangilamagan.',
    invalid: (reason: string) => `sertifikat yaroqsiz: ${reason}`,
    mendInvalid: 'Sertifikatni yangilang yoki u berilgan host nomini yozing.',
    mendUnreachable:
      'Manzilda xato yo‘qligini, domenning DNS yozuvini, xizmat ishga tushirilgani va ochiq domeni borligini tekshiring.',
  },
  api: {
    healthy: '/healthz javob beradi',
    mendDown:
      'api xizmatini ishga tushiring (shu kompyuterda: pnpm dev) va logini ko‘ring: yetishmayotgan o‘zgaruvchi o‘sha yerda aytiladi. Domen uning PORT’iga olib borishi kerak.',
    mendHost: (host: string) => `api’dagi ALLOWED_HOSTS: ${host} ni qo‘shing yoki o‘zgaruvchini olib tashlang.`,
    isWeb: 'u yerda sayt javob beryapti',
    mendSwapped:
      '--api va --web o‘rnini almashtiring. Ular to‘g‘ri bo‘lsa, api va web domenlari almashib qolgan: botdagi WEBSITE_URL va web yig‘masidagi VITE_API_BASE_URL api’ni ko‘rsatishi kerak.',
    mendOther:
      'U yerda bu API emas, boshqa narsa javob beryapti: manzilni va domen qaysi xizmatga olib borishini tekshiring.',
    ready: (version: string, migration: string) => `tayyor, versiya ${version}, migratsiya ${migration}`,
    database: 'tayyor emas: bazaga ulanib bo‘lmayapti',
    mendDatabase: 'api’dagi DATABASE_URL: PostgreSQL xizmatidagisiga havola qiling va uning ishlayotganini ko‘ring.',
    migrations: 'tayyor emas: bazada migratsiya yetishmaydi',
    mendMigrations:
      'api’ning DATABASE_URL’i bilan pnpm db:migrate ni ishga tushiring va uni deploy’da start’dan oldingi qadam qiling.',
    closing: 'tayyor emas: to‘xtayapti',
    mendClosing: 'Deploy ketyapti: bir daqiqadan so‘ng qayta urining.',
  },
  web: {
    app: (version: string) => `sayt, versiya ${version}`,
    isApi: 'u yerda API javob beryapti',
    noStamp: 'sahifa bor, lekin bu sayt emas (/build.json yo‘q)',
    mendNoStamp:
      'Domen qaysi xizmatga olib borishini ko‘ring. Eski yig‘mada bu belgi yo‘q: web xizmatini qayta deploy qiling.',
    development: 'Vite’ning ishlab chiqish serveri deploy qilingan',
    mendDevelopment: 'web xizmatini yig‘ing (pnpm build) va Caddyfile’dagidek apps/web/dist ni tarqating.',
    mendDown:
      'web xizmatini ishga tushiring (shu kompyuterda: pnpm dev) va logini ko‘ring; domen uning PORT’iga olib borishi kerak.',
    paths: 'fayl bo‘lmagan yo‘l saytni ochadi',
    noFallback: (status: number) => `fayl bo‘lmagan yo‘l ${status} javobini beradi`,
    mendFallback:
      'Fayl bo‘lmagan har bir yo‘lda /index.html ni bering (repozitoriydagi Caddyfile shunday qiladi): aks holda yangilangan sahifa topilmaydi.',
    callsApi: (address: string) => `${address} ni chaqiradi`,
    callsProxy: 'o‘z hostidagi /api/v1 ni chaqiradi, u proksi orqali o‘tadi',
    localhost: (variable: string) => `localhost bilan yig‘ilgan: ${variable}`,
    mendLocalhost: (variable: string) =>
      `web yig‘masidagi ${variable}: ochiq manzil. Keyin qayta yig‘ing: qiymat yig‘ma ichida bo‘ladi.`,
    otherApi: (address: string) => `boshqa API’ni chaqiradi: ${address}`,
    mendOtherApi: (expected: string) =>
      `web yig‘masidagi VITE_API_BASE_URL: ${expected}. Keyin qayta yig‘ing: qiymat yig‘ma ichida bo‘ladi.`,
    noProxy: (seen: string) => `o‘z hostidagi /api/v1 ni chaqiradi, u yerda API yo‘q: ${seen}`,
    mendNoProxy:
      'web xizmatidagi API_UPSTREAM: API manzili, shunda /api o‘sha yerga proksi qilinadi. Yoki web yig‘masidagi VITE_API_BASE_URL: API’ning to‘liq manzili.',
    cached: 'fayllar doim keshda, sahifalar hech qachon',
    badAssets: (header: string) => `fayllar: ${header}`,
    badPages: (header: string) => `sahifalar: ${header}`,
    noHeader: 'Cache-Control yo‘q',
    mendCaching:
      '/assets/* ni “Cache-Control: public, max-age=31536000, immutable” bilan, sahifalarni “no-cache” bilan bering (repozitoriydagi Caddyfile shunday qiladi).',
    secure: (headers: string) => headers,
    noCsp: 'Content-Security-Policy yo‘q',
    mendCsp: 'apps/web/dist ni qanday yig‘ilgan bo‘lsa shunday, repozitoriydagi Caddyfile bilan tarqating.',
    noHsts: 'Strict-Transport-Security yo‘q',
    mendHsts:
      'Sayt tarqatiladigan joyda “Strict-Transport-Security: max-age=31536000” ni qo‘shing (repozitoriydagi Caddyfile shunday qiladi).',
  },
  secret: {
    right: 'API uni qabul qiladi',
    wrong: 'API uni rad etadi',
    mendWrong:
      'Botdagi BOT_SECRET_KEY va api’dagi TELEGRAM_BOT_SECRET aynan bir xil qiymat bo‘lsin. Keyin ikkalasini qayta deploy qiling.',
    different: 'BOT_SECRET_KEY TELEGRAM_BOT_SECRET’dagilarning birortasi emas',
    mendHttp: '--api ni https bilan bering.',
    mendOther: 'api logini ko‘ring.',
  },
  bot: {
    polls: (version: string) => `polling, versiya ${version}`,
    webhook: (version: string) => `webhook, versiya ${version}`,
    mendDown:
      'bot xizmatini ishga tushiring (shu kompyuterda: pnpm dev) va logini ko‘ring: yetishmayotgan o‘zgaruvchi o‘sha yerda aytiladi. --bot uchun unga ochiq domen kerak.',
    other: 'u yerda bot emas, boshqa narsa javob beryapti',
    mendOther: '--bot ni va domen qaysi xizmatga olib borishini tekshiring.',
    reasons: {
      starting: 'tayyor emas: hali Telegram’ga ulanmadi',
      conflict: 'xabarlarini boshqa nusxa olyapti',
      unreachable: 'tayyor emas: Telegram’ga ulana olmayapti',
      stopping: 'tayyor emas: to‘xtayapti',
    },
    mendUnready:
      'bot logini ko‘ring: BOT_TOKEN rad etilgan, TELEGRAM_API_ROOT noto‘g‘ri yoki api.telegram.org to‘silgan bo‘lishi mumkin.',
    alone: 'xabarlarini boshqa hech kim olmaydi',
    conflict: (ago: number) => `${seconds(ago)} oldin xabarlarini boshqa nusxa oldi`,
    mendConflict:
      'Botni faqat bitta joyda ishlating: kompyuteringizdagisini yoki eski deploy’ni to‘xtating, yoki nusxalar sonini 1 qiling; boshqa hech kim webhook o‘rnatmasin. Qayta deploy’dan keyin bu o‘zi o‘tadi: ikki daqiqadan so‘ng qayta tekshiring.',
    registerUrl: (path: string) => `saytdagi ${path} ga`,
    otherSite: (host: string) => `${host} ga`,
    mendRegisterUrl: (expected: string) => `botdagi REGISTER_URL: ${expected}`,
  },
  telegram: {
    mendUnreachable:
      'Bu yerdan Telegram’ga ulanib bo‘lmaydi: botdagi TELEGRAM_API_ROOT ni va bu tarmoq Telegram’ni to‘smasligini tekshiring.',
    mendHttp: 'TELEGRAM_API_ROOT: https bilan bering.',
    token: (name: string) => `u @${name} botiniki`,
    refused: 'Telegram uni rad etadi',
    mendToken: 'Botdagi BOT_TOKEN: shu bot tokenini @BotFather’dan so‘rang (/token). Bekor qilingan token tiklanmaydi.',
    malformed: 'u @BotFather beradigan token emas (123456:ABC…)',
    name: (name: string) => `saytdagi tugma @${name} ni ochadi`,
    noName: 'saytda bot tugmasi yo‘q',
    mendNoName: (name: string) => `web yig‘masidagi VITE_TELEGRAM_BOT_USERNAME: ${name}. Keyin qayta yig‘ing.`,
    otherName: (shown: string, real: string) => `saytdagi tugma @${shown} ni ochadi, token esa @${real} niki`,
    mendOtherName: (name: string) =>
      `web yig‘masidagi VITE_TELEGRAM_BOT_USERNAME: ${name}. Yoki botdagi BOT_TOKEN: boshqa botniki.`,
    noWebhook: 'yo‘q, polling uchun shunday bo‘lishi kerak',
    noneSet: 'o‘rnatilmagan',
    webhook: (host: string) => `${host}, xatosiz`,
    besides: (host: string) => `bot polling qilsa ham, ${host} ga o‘rnatilgan: bot xabar olmaydi`,
    mendBesides:
      'Bu botga boshqa dastur webhook o‘rnatyapti: uni to‘xtating yoki unga alohida bot bering. Yoki, webhook kerak bo‘lsa, botdagi BOT_WEBHOOK_URL ni o‘rnating.',
    missing: 'bot webhook kutyapti, lekin u o‘rnatilmagan',
    mendMissing:
      'Botni qayta ishga tushiring: u BOT_WEBHOOK_URL ni o‘rnatadi. Yana yo‘qolsa, botning boshqa nusxasi polling qilib, uni o‘chiryapti.',
    unknown: (host: string) => `${host} ga o‘rnatilgan`,
    mendUnknown:
      'Faqat botda BOT_WEBHOOK_URL bo‘lsa to‘g‘ri: polling qiladigan bot bunda hech narsa olmaydi. --bot buni aytadi.',
    elsewhere: (host: string) => `${host} ga o‘rnatilgan, bu --bot hosti emas`,
    mendElsewhere: 'botdagi BOT_WEBHOOK_URL: uning o‘z ochiq manzili.',
    error: (ago: number, message: string) =>
      `oxirgi yetkazish ${Math.round(ago / 60_000)} daqiqa oldin bajarilmadi: ${message}`,
    mendError:
      'botdagi BOT_WEBHOOK_URL: uning ochiq https manzili. 403 bo‘lsa: BOT_WEBHOOK_SECRET ni o‘rnating va botni qayta ishga tushiring. Aks holda: bot ishlayaptimi?',
    noUpdates: 'yo‘q',
    updates: (count: number) => `${count} ta xabar botni kutyapti`,
    mendUpdates: 'Bir daqiqadan so‘ng qayta ko‘ring: kamaymasa, ularni hech bir bot olmayapti. U ishlayaptimi?',
  },
  cors: {
    allowed: (origin: string) => `${origin}, cookie bilan`,
    refused: (origin: string) => `${origin} ga ruxsat yo‘q`,
    mendRefused: (origin: string) =>
      `api’dagi CORS_ALLOWED_ORIGINS: ${origin} ni qo‘shing (oxirida / va yo‘l bo‘lmasin).`,
    onlyOurs: 'uchta begona manbaning birortasiga ruxsat yo‘q',
    foreign: (origin: string) => `${origin} ga ruxsat bor`,
    mendForeign:
      'api’dagi CORS_ALLOWED_ORIGINS: faqat saytning o‘z manbalari. Shunday bo‘lsa, API oldidagi proksi CORS sarlavhalarini qo‘shyapti: ularni o‘sha yerdan olib tashlang.',
    cookieRefused: 'boshqa saytdan kelgan cookie rad etiladi',
    cookieTaken: (seen: string) => `boshqa saytdan kelgan cookie rad etilmaydi: ${seen}`,
    mendCookie:
      'api’dagi CORS_ALLOWED_ORIGINS: faqat saytning o‘z manbalari. Shunday bo‘lsa, API oldidagi proksi Origin sarlavhasini o‘zgartiryapti: u o‘zgarishsiz o‘tsin.',
  },
  journey: {
    steps: {
      code: 'bot kod so‘raydi',
      register: 'sayt u bilan ro‘yxatdan o‘tkazadi',
      me: 'profil',
      sessions: 'qurilmalar ro‘yxati',
      refresh: 'yangi tokenlar',
      logout: 'chiqish',
      return: 'boshqa raqam bilan qayta kirish',
    },
    whole: (steps: number) => `${steps} qadam, bot so‘rovidan hisob o‘chirilguncha`,
    leftover: 'to‘xtatilgan sinovdan qolgan hisob bor edi',
    failed: (step: string, seen: string) => `“${step}” qadamida: ${seen}`,
    aborted: 'siz to‘xtatdingiz',
    mendAborted: 'Qayta ishga tushiring.',
    mendWait: 'Bir soat ichida juda ko‘p tekshirildi: kuting yoki --no-dry-run ni qo‘shing.',
    mendCode:
      'Saytning API’si bot olgan kodni bilmaydi: DATABASE_URL va SECRET_KEY api’ning barcha nusxalarida bir xilmi, sayt botdagi WEBSITE_URL ko‘rsatgan API’ni chaqiradimi?',
    mendOrigin: (origin: string) => `api’dagi CORS_ALLOWED_ORIGINS: ${origin} ni qo‘shing`,
    mendTries:
      'Bu manzildan juda ko‘p noto‘g‘ri kod kelgan. Odamlarda ham shunday bo‘lsa, api’da TRUSTED_PROXIES yo‘q va ularning hammasi bitta hisoblanadi.',
    mendOther: 'api logini ko‘ring.',
    deleted: 'hisob va uning sessiyalari o‘chirildi',
    nothingMade: 'hisob yaratilmadi',
    left: (id: number) => `telegram_id ${id} hisobini o‘chirib bo‘lmadi`,
    mendLeft: (id: number) =>
      `API javob berganda qayta ishga tushiring yoki bazada: DELETE FROM users WHERE telegram_id = ${id}`,
  },
  cookies: {
    lax: 'SameSite=Lax, bitta sayt',
    none: 'SameSite=None, Partitioned, ikkita sayt',
    noneOnOneSite: 'SameSite=None, vaholanki sayt va API bitta saytda',
    mendNoneOnOneSite:
      'api’dagi COOKIE_SAMESITE: lax (yoki olib tashlang), shunda boshqa saytlar ularni kamroq yubora oladi.',
    missing: (name: string) => `${name} cookie’si yo‘q`,
    script: (name: string) => `${name} HttpOnly emas`,
    mendForeign: 'API oldidagi proksi cookie’larni o‘zgartiryapti: Set-Cookie o‘zgarishsiz o‘tsin.',
    twoSites: (web: string, api: string) =>
      `SameSite=Lax, lekin ${web} va ${api} — ikkita sayt: brauzer ularni yubormaydi`,
    mendTwoSites:
      'api’dagi COOKIE_SAMESITE: none. Yaxshirog‘i: ikkalasi bitta saytda bo‘lsin — web xizmatida API_UPSTREAM va VITE_API_BASE_URL=/api/v1, yoki o‘z domeningiz bilan (*.up.railway.app — turli saytlar).',
    unsafeNone: 'SameSite=None, lekin Secure va Partitioned yoki https yo‘q: brauzer ularni tashlab yuboradi',
    mendUnsafeNone: 'API’ni https orqali bering; oldidagi proksilar Set-Cookie’ni o‘zgarishsiz o‘tkazsin.',
    insecure: (name: string) => `${name} Secure emas`,
    mendInsecure: 'api’dagi CORS_ALLOWED_ORIGINS: http://localhost ni olib tashlang.',
    secureOnHttp: 'himoyasiz http orqali Secure cookie: brauzer ularni tashlab yuboradi',
    mendSecureOnHttp: 'API’ni https orqali bering.',
  },
  limits: {
    cooldown: (wait: string) => `darhol so‘ralgan ikkinchi kod ${wait} s ga rad etiladi`,
    none: (seen: string) => `darhol so‘ralgan ikkinchi kod rad etilmaydi: ${seen}`,
    mendNone:
      'API o‘rniga oldidagi narsa javob beryapti yoki bu API emas: cheklovlar apps/api/src/policy.ts da va ularni o‘chirib bo‘lmaydi.',
    noRetryAfter: 'darhol so‘ralgan ikkinchi kod Retry-After’siz rad etiladi',
    mendNoRetryAfter: 'API oldidagi proksilar Retry-After sarlavhasini o‘tkazsin.',
    address: (address: string) => `API bizni ${address} manzilida ko‘radi`,
    forged: 'API har qanday X-Real-IP ga ishonadi: har kim cheklovlarni aylanib o‘ta oladi',
    mendForged: 'api’dagi TRUSTED_PROXIES: faqat proksilaringiz tarmoqlari, ular X-Real-IP ni o‘zlari yozishi kerak.',
    forgedInside: 'API bizning X-Real-IP ga ishonadi: faqat biz uning proksisi bo‘lsak to‘g‘ri',
    proxy: (address: string) =>
      `API bizni ${address} manzilida ko‘radi, bu proksi: hamma odam bitta cheklovni bo‘lishadi`,
    mendProxy: 'api’dagi TRUSTED_PROXIES: shu proksi tarmog‘i, u X-Real-IP ni yozishi kerak.',
  },
  clock: {
    right: (ms: number) => ahead(ms, 'bu kompyuterdan'),
    rightDatabase: (ms: number) => ahead(ms, 'API’dan'),
    none: 'Date sarlavhasi yo‘q',
    mendNone: 'Proksilar Date sarlavhasini o‘tkazsin.',
    mend: 'Soatlarni sinxronlang (NTP): avval bu kompyuterniki to‘g‘riligini ko‘ring. Kod va tokenlar soatga bog‘liq.',
  },
  rules: {
    alike: (builds: string) => builds,
    different: (builds: string) => `har xil: ${builds}`,
    mend: 'Hammasini bitta commit’dan qayta deploy qiling: biri qabul qilgan raqamni boshqasi rad etishi yoki boshqacha o‘qishi mumkin.',
    one: 'solishtirish uchun boshqasi yo‘q',
  },
} satisfies Messages;
