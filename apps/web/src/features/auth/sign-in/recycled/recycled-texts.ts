import type { Language } from '@raqam/shared/languages';

interface RecycledTexts {
  title: string;
  lead: string;
  isNew: string;
  isNewHint: string;
  isMine: string;
  isMineHint: string;
  /** Where nobody can be asked in Telegram. */
  elsewhere: string;
  asked: {
    title: string;
    lead: string;
    open: string;
    /** What to do if no message comes: nothing tells whether the account has Telegram. */
    nothing: string;
  };
}

/** With the part that shows them, because few people ever see it. */
export const recycledTexts: Record<Language, RecycledTexts> = {
  uz: {
    title: 'Bu raqam siz uchun yangimi?',
    lead: 'Bu raqamda hisob bor, lekin undan uzoq vaqt foydalanilmagan. Operator raqamni boshqa odamga sotgan bo‘lishi mumkin, shuning uchun hisobni ochmadik.',
    isNew: 'Ha, raqam men uchun yangi',
    isNewHint: 'Raqam sizga o‘tadi. Eski hisob raqamsiz qoladi, undagi ma’lumotlarni ko‘rmaysiz.',
    isMine: 'Yo‘q, bu mening eski hisobim',
    isMineHint: 'Eski hisob ulangan Telegram’ga so‘rov yuboramiz: kirishni o‘sha yerda tasdiqlaysiz.',
    elsewhere: 'Bu sizning eski hisobingiz bo‘lsa, saytga o‘sha hisob ulangan Telegram orqali kiring.',
    asked: {
      title: 'Telegram’da tasdiqlang',
      lead: 'Eski hisobingiz ulangan Telegram’ni oching va botdan kelgan xabarda shu sonni tanlang:',
      open: 'Telegram’ni ochish',
      nothing:
        'Xabar kelmadimi? Unda hisob boshqa Telegram’ga ulangan yoki Telegram’ga ulanmagan. Sayt xodimlariga murojaat qiling.',
    },
  },
  'uz-Cyrl': {
    title: 'Бу рақам сиз учун янгими?',
    lead: 'Бу рақамда ҳисоб бор, лекин ундан узоқ вақт фойдаланилмаган. Оператор рақамни бошқа одамга сотган бўлиши мумкин, шунинг учун ҳисобни очмадик.',
    isNew: 'Ҳа, рақам мен учун янги',
    isNewHint: 'Рақам сизга ўтади. Эски ҳисоб рақамсиз қолади, ундаги маълумотларни кўрмайсиз.',
    isMine: 'Йўқ, бу менинг эски ҳисобим',
    isMineHint: 'Эски ҳисоб уланган Telegram’га сўров юборамиз: киришни ўша ерда тасдиқлайсиз.',
    elsewhere: 'Бу сизнинг эски ҳисобингиз бўлса, сайтга ўша ҳисоб уланган Telegram орқали киринг.',
    asked: {
      title: 'Telegram’да тасдиқланг',
      lead: 'Эски ҳисобингиз уланган Telegram’ни очинг ва ботдан келган хабарда шу сонни танланг:',
      open: 'Telegram’ни очиш',
      nothing:
        'Хабар келмадими? Унда ҳисоб бошқа Telegram’га уланган ёки Telegram’га уланмаган. Сайт ходимларига мурожаат қилинг.',
    },
  },
  ru: {
    title: 'Этот номер у вас новый?',
    lead: 'С этим номером есть аккаунт, но им давно не пользовались. Оператор мог продать номер другому человеку, поэтому мы не открыли аккаунт.',
    isNew: 'Да, номер у меня новый',
    isNewHint: 'Номер перейдёт к вам. Старый аккаунт останется без номера, его данных вы не увидите.',
    isMine: 'Нет, это мой старый аккаунт',
    isMineHint: 'Отправим запрос в Telegram этого аккаунта: вход вы подтвердите там.',
    elsewhere: 'Если это ваш старый аккаунт, войдите на сайт через Telegram, с которым он связан.',
    asked: {
      title: 'Подтвердите в Telegram',
      lead: 'Откройте Telegram вашего старого аккаунта и в сообщении бота выберите это число:',
      open: 'Открыть Telegram',
      nothing:
        'Сообщения нет? Значит, аккаунт связан с другим Telegram или не связан ни с каким. Обратитесь в поддержку сайта.',
    },
  },
  en: {
    title: 'Is this number new to you?',
    lead: 'This number has an account that nobody has used for a long time. The operator may have sold the number to somebody else, so we did not open the account.',
    isNew: 'Yes, the number is new to me',
    isNewHint: 'The number becomes yours. The old account stays without a number, and you don’t see its data.',
    isMine: 'No, it is my old account',
    isMineHint: 'We send a request to the Telegram of the old account, where you confirm the sign-in.',
    elsewhere: 'If it is your old account, sign in on the site by the Telegram that belongs to it.',
    asked: {
      title: 'Confirm in Telegram',
      lead: 'Open the Telegram of your old account and choose this number in the bot’s message:',
      open: 'Open Telegram',
      nothing: 'No message? Then the account belongs to another Telegram, or to none. Ask the site’s support for help.',
    },
  },
};
