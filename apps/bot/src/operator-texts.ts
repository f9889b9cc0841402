import type { Bilingual } from '@raqam/service/bilingual';

/** Log texts about problems that the operator can fix. People in the chat don't see them. */
export const operatorTexts = {
  tokenRefused: {
    en: 'Telegram refused BOT_TOKEN (service bot): take the token of this bot from @BotFather (/mybots → API Token) and set it again',
    uz: 'Telegram BOT_TOKEN’ni (bot xizmati) qabul qilmadi: @BotFather’dan shu botning tokenini oling (/mybots → API Token) va qaytadan o‘rnating',
  },
  conflict: {
    en: 'Another instance of this bot takes its updates; the bot retries until that one stops. A BOT_TOKEN (service bot) works in one place at a time: stop the other instance (an older deployment, a second replica, your computer), or give one of them the token of another bot',
    uz: 'Bu botning yangilanishlarini uning boshqa nusxasi olyapti: u to‘xtaguncha bot qayta urinib turadi. Bitta BOT_TOKEN (bot xizmati) bir vaqtda faqat bitta joyda ishlaydi: boshqasini (eski deploy, ikkinchi nusxa, kompyuteringiz) to‘xtating yoki birortasiga boshqa botning tokenini bering',
  },
  webhook: {
    en: 'A webhook is set for this bot, so it can’t poll; the bot removes the webhook and retries. If this happens again, another program sets it with the same BOT_TOKEN (service bot): stop that program, or give one of them the token of another bot',
    uz: 'Bu botga webhook o‘rnatilgan, shuning uchun u yangilanishlarni so‘rab ololmaydi: bot webhook’ni olib tashlab, qayta urinadi. Bu takrorlansa, demak, uni boshqa dastur xuddi shu BOT_TOKEN (bot xizmati) bilan o‘rnatyapti: o‘sha dasturni to‘xtating yoki birortasiga boshqa botning tokenini bering',
  },
  webhook_lost: {
    en: 'The webhook of this bot was removed or replaced; the bot sets it to BOT_WEBHOOK_URL again. If this happens again, another program uses the same BOT_TOKEN (service bot): stop that program, or give one of them the token of another bot',
    uz: 'Bu botning webhook’i olib tashlangan yoki almashtirilgan: bot uni yana BOT_WEBHOOK_URL’ga o‘rnatadi. Bu takrorlansa, demak, boshqa dastur xuddi shu BOT_TOKEN (bot xizmati) bilan ishlayapti: o‘sha dasturni to‘xtating yoki birortasiga boshqa botning tokenini bering',
  },
  unreachable: {
    en: 'Telegram is out of reach; the bot retries. If this continues, check the network, and leave TELEGRAM_API_ROOT (service bot) out; with BOT_WEBHOOK_URL, make sure that it is a public https URL',
    uz: 'Telegram bilan aloqa yo‘q: bot qayta urinib turadi. Davom etaversa, tarmoqni tekshiring va TELEGRAM_API_ROOT’ni (bot xizmati) olib tashlang; BOT_WEBHOOK_URL bo‘lsa, u ochiq https manzil ekanini tekshiring',
  },
  alertsWait: {
    en: 'Alerts about new sign-ins wait, and none is lost; the bot retries. If this continues, make sure that the service api runs in the same version as the bot',
    uz: 'Yangi kirishlar haqidagi ogohlantirishlar kutib turibdi, hech biri yo‘qolmaydi: bot qayta urinib turadi. Davom etaversa, api xizmati ishlayotganini va versiyasi botniki bilan bir xilligini tekshiring',
  },
} satisfies Record<string, Bilingual>;

/** Log texts for each way in which the API does not accept the bot. */
export const apiTexts = {
  secret_refused: {
    en: 'The API refused the bot: BOT_SECRET_KEY (service bot) must equal TELEGRAM_BOT_SECRET (service api)',
    uz: 'API botning kalitini qabul qilmadi: BOT_SECRET_KEY (bot xizmati) TELEGRAM_BOT_SECRET (api xizmati) bilan bir xil bo‘lishi kerak',
  },
  host_refused: {
    en: 'The API does not answer to the host in WEBSITE_URL (service bot): add that host to ALLOWED_HOSTS (service api)',
    uz: 'API WEBSITE_URL’dagi (bot xizmati) hostga javob bermaydi: shu hostni ALLOWED_HOSTS’ga (api xizmati) qo‘shing',
  },
  unreachable: {
    en: 'The API gave no code. WEBSITE_URL (service bot) must be the URL of the service api; make sure that api runs and that its /readyz answers 200',
    uz: 'API kod bermadi. WEBSITE_URL (bot xizmati) api xizmatining manzili bo‘lishi kerak; api ishlayotganini va uning /readyz yo‘li 200 bilan javob berishini tekshiring',
  },
} satisfies Record<string, Bilingual>;
