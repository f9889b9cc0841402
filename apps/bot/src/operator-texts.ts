import type { Bilingual } from '@raqam/service/bilingual';

/** What the log says where whoever runs the bot can do something about it. Users hear nothing of these. */
export const operatorTexts = {
  tokenRefused: {
    en: 'Telegram refused BOT_TOKEN (service bot): take the token of this bot from @BotFather (/mybots → API Token) and set it again',
    uz: 'Telegram BOT_TOKEN’ni (bot xizmati) qabul qilmadi: @BotFather’dan shu botning tokenini oling (/mybots → API Token) va qaytadan o‘rnating',
  },
  conflict: {
    en: 'Another instance of this bot takes its updates: trying again until it ends. A BOT_TOKEN (service bot) works in one place at a time: stop the other one (an older deployment, a second replica, your computer), or give one of them the token of another bot',
    uz: 'Bu botning yangilanishlarini uning boshqa nusxasi olyapti: u to‘xtaguncha qayta urinib turaman. Bitta BOT_TOKEN (bot xizmati) bir vaqtda faqat bitta joyda ishlaydi: boshqasini (eski deploy, ikkinchi nusxa, kompyuteringiz) to‘xtating yoki birortasiga boshqa botning tokenini bering',
  },
  webhook: {
    en: 'A webhook is set for this bot, so it can’t poll: taking the webhook away and trying again. If this comes again, another program sets it with the same BOT_TOKEN (service bot): stop that one, or give one of them the token of another bot',
    uz: 'Bu botga webhook o‘rnatilgan, shuning uchun u yangilanishlarni so‘rab ololmaydi: webhook’ni olib tashlab, qayta urinaman. Bu takrorlansa, demak, uni boshqa dastur xuddi shu BOT_TOKEN (bot xizmati) bilan o‘rnatyapti: o‘shani to‘xtating yoki birortasiga boshqa botning tokenini bering',
  },
  unreachable: {
    en: 'Telegram is out of reach: trying again. If it does not pass, look at the network, and leave TELEGRAM_API_ROOT (service bot) out; with BOT_WEBHOOK_URL, see that it is a public https address',
    uz: 'Telegram bilan aloqa yo‘q: qayta urinib turaman. O‘tib ketmasa, tarmoqni tekshiring va TELEGRAM_API_ROOT’ni (bot xizmati) olib tashlang; BOT_WEBHOOK_URL bo‘lsa, u ommaviy https manzil ekanini tekshiring',
  },
  secretRefused: {
    en: 'The API refused the bot: BOT_SECRET_KEY of the bot must equal TELEGRAM_BOT_SECRET of the API',
    uz: 'API botni tanimadi: bot xizmatidagi BOT_SECRET_KEY api xizmatidagi TELEGRAM_BOT_SECRET bilan bir xil bo‘lishi kerak',
  },
  noCode: {
    en: 'The API gave no code. WEBSITE_URL (service bot) must be the address of the service api, not of the site; see that api runs and answers at /readyz',
    uz: 'API kod bermadi. WEBSITE_URL (bot xizmati) saytning emas, api xizmatining manzili bo‘lishi kerak; api ishlayotganini va /readyz javob berayotganini tekshiring',
  },
} satisfies Record<string, Bilingual>;
