import type { FirstMessages } from '../messages.ts';

/** The form that a Russian noun takes after a number: 1 секунду, 2 секунды, 5 секунд. */
function plural(count: number, one: string, few: string, many: string): string {
  const form = new Intl.PluralRules('ru').select(count);
  return form === 'one' ? one : form === 'few' ? few : many;
}

export const ru: FirstMessages = {
  product: 'Raqam',
  language: 'Язык',

  page: {
    offline: 'Нет интернета',
    terms: 'Условия использования',
    privacy: 'Политика конфиденциальности',
    support: 'Поддержка',
    contactSupport: 'Обратиться в поддержку',
  },

  header: {
    signIn: 'Войти',
    account: 'Аккаунт',
  },

  signUp: {
    title: 'Вход или регистрация',
    lead: 'Пароль не нужен, достаточно номера телефона.',
    withTelegram: 'Продолжить через Telegram',
    or: 'или',
    withSms: 'Получить код на номер',
    telegramTitle: 'Получите код в боте',
  },

  press: {
    choose: 'Выберите это число в Telegram',
    scan: 'Наведите камеру телефона на QR-код и выберите это число в Telegram',
    open: (number) => `Выбрать ${number} в Telegram`,
    openHere: 'Открыть Telegram на этом компьютере',
    pushed: 'Мы отправили сообщение в ваш Telegram. Выберите там это число',
    opened: 'Telegram открыт. Выберите там это число',
    approved: 'Подтверждено в Telegram',
    signingIn: 'Входим…',
    cutOff: 'Нет связи с сервером. Подключаемся…',
    offline: 'Нет интернета. Продолжим, когда он появится.',
    otherWay: 'Не получилось? Другой способ:',
    byCode: 'Получить код в боте',
    again: 'Начать заново',
    endings: {
      declined: {
        title: 'В Telegram нажали «Это не я»',
        explanation: 'Вход остановлен. Если это вышло случайно, начните заново.',
      },
      wrong_number: {
        title: 'В Telegram выбрали другое число',
        explanation: 'Вход остановлен. Начните заново и выберите число с этой страницы.',
      },
      taken: {
        title: 'Ссылку открыл кто-то ещё',
        explanation: 'Вход остановлен для безопасности. Начните заново.',
      },
      expired: { title: 'Время вышло', explanation: 'Начните заново, появится новое число.' },
      refused: { title: 'Войти не удалось' },
    },
  },

  confirm: {
    title: 'Это ваш номер?',
  },

  login: {
    close: 'Закрыть',
  },

  sms: {
    title: 'Получите код на свой номер',
    codeTitle: 'Введите код',
  },

  account: {
    titleRestored: 'Вы уже вошли',
  },

  accountPage: {
    title: 'Мой аккаунт',
  },

  notices: {
    sessionEnded: 'Сеанс истёк или завершён с другого устройства. Войдите снова.',
    cookiesRefused:
      'Вы вышли: браузер не сохранил cookie этого сайта, или сеанс был завершён. Разрешите cookie и войдите снова.',
    accountDeleted: 'Ваш аккаунт удалён.',
  },

  session: {
    checking: 'Загрузка…',
    failedTitle: 'Не удалось загрузить ваш аккаунт',
    retry: 'Повторить',
  },

  notFound: {
    title: 'Страница не найдена',
    explanation: 'Возможно, ссылка устарела или содержит ошибку.',
    toStart: 'На главную',
  },

  failures: {
    unreachable: 'Не удалось связаться с сервером. Проверьте интернет и попробуйте ещё раз.',
    offline: 'Нет интернета. Попробуйте ещё раз, когда связь восстановится.',
    retryAfter: (wait, time) => `Повторить можно через ${wait}${time ? ` (в ${time})` : ''}.`,
  },

  time: {
    seconds: (count) => `${count} ${plural(count, 'секунду', 'секунды', 'секунд')}`,
    minutes: (count) => `${count} ${plural(count, 'минуту', 'минуты', 'минут')}`,
    hours: (count) => `${count} ${plural(count, 'час', 'часа', 'часов')}`,
  },
};
