import { formatWait, plural } from './format-wait.ts';
import type { Messages } from './messages.ts';

export const ru: Messages = {
  welcome: 'Здравствуйте! Я дам код для входа на сайт.',
  askForPhone: 'Поделитесь номером с помощью кнопки внизу или напишите его: +998 90 123 45 67',
  shareButton: '📱 Поделиться номером',
  help: 'Вы отправляете номер телефона, я даю код из 6 цифр, вы вводите его на сайте. Так вы регистрируетесь или входите в аккаунт.\n\n/start – новый код\n/language – сменить язык\n/cancel – отмена',
  cancelled: 'Отменено. Понадобится код – нажмите /start.',
  chooseLanguage: 'Выберите язык:',
  languageChosen: 'Теперь говорим по-русски.',
  code: (code, minutes) =>
    `Ваш код: <code>${code}</code>\n\nОн действует ${plural('ru', minutes, { one: 'минуту', few: 'минуты', other: 'минут' })} и срабатывает один раз. <b>Никому его не сообщайте</b>: наши сотрудники его не спрашивают.`,
  copyButton: (code) => `📋 ${code} – скопировать`,
  openSiteButton: '➡️ Продолжить на сайте',
  notOwnContact: 'Не могу убедиться, что это ваш контакт. Нажмите кнопку внизу и поделитесь своим номером.',
  contactRequired: 'Этот номер привязан к другому аккаунту. Если он ваш, подтвердите его кнопкой внизу.',
  wait: (seconds) =>
    `Новый код можно запросить через ${formatWait(seconds, {
      second: (n) => plural('ru', n, { one: 'секунду', few: 'секунды', other: 'секунд' }),
      minute: (n) => plural('ru', n, { one: 'минуту', few: 'минуты', other: 'минут' }),
    })}.`,
  tryLater: 'Сейчас не получается выдать код. Попробуйте немного позже.',
  commands: { start: 'Получить код', help: 'Помощь', language: 'Язык: русский', cancel: 'Отмена' },
};
