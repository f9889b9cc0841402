/** The texts of Telegram's own dialogs, by the language of its app. */
const TEXTS = {
  en: {
    cancel: 'Cancel',
    shareTitle: 'Share your phone number?',
    shareText: (bot, phone) => `${bot} will get the number ${phone}.`,
    share: 'Share',
    openTitle: 'Open this link?',
    open: 'Open',
    blockTitle: (bot) => `Block ${bot}?`,
    blockText: 'The bot will not be able to write to you.',
    block: 'Block',
    about: 'What can this bot do?',
    payTitle: (amount, bot) => `Pay ${amount} to ${bot}?`,
    pay: 'Pay',
  },
  ru: {
    cancel: 'Отмена',
    shareTitle: 'Поделиться номером телефона?',
    shareText: (bot, phone) => `${bot} получит номер ${phone}.`,
    share: 'Поделиться',
    openTitle: 'Открыть эту ссылку?',
    open: 'Открыть',
    blockTitle: (bot) => `Заблокировать ${bot}?`,
    blockText: 'Бот больше не сможет вам писать.',
    block: 'Заблокировать',
    about: 'Что умеет этот бот?',
    payTitle: (amount, bot) => `Заплатить ${amount} боту ${bot}?`,
    pay: 'Заплатить',
  },
  uz: {
    cancel: 'Bekor qilish',
    shareTitle: 'Telefon raqamingiz yuborilsinmi?',
    shareText: (bot, phone) => `${phone} raqami ${bot} botiga yuboriladi.`,
    share: 'Yuborish',
    openTitle: 'Havola ochilsinmi?',
    open: 'Ochish',
    blockTitle: (bot) => `${bot} bloklansinmi?`,
    blockText: 'Bot sizga boshqa yoza olmaydi.',
    block: 'Bloklash',
    about: 'Bu bot nima qila oladi?',
    payTitle: (amount, bot) => `${bot} botiga ${amount} to‘laysizmi?`,
    pay: 'To‘lash',
  },
};

/** The texts for a person's app, and their language; English for languages without texts. */
export function dialogTexts(languageCode) {
  return pickTexts(TEXTS, languageCode);
}

/** Of texts by language those for a person's app, and their language; English for languages without texts. */
export function pickTexts(texts, languageCode) {
  const lang = Object.keys(texts).find((each) => languageCode.toLowerCase().startsWith(each)) ?? 'en';
  return { lang, ...texts[lang] };
}
