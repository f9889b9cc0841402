import { ru as api } from '@raqam/shared/messages/ru';
import type { Messages } from './messages.ts';

/** The form that a Russian noun takes after a number: 1 секунду, 2 секунды, 5 секунд. */
function plural(count: number, one: string, few: string, many: string): string {
  const form = new Intl.PluralRules('ru').select(count);
  return form === 'one' ? one : form === 'few' ? few : many;
}

export const ru: Messages = {
  api,
  product: 'Raqam',
  language: 'Язык',

  page: {
    description: 'Регистрация и вход по номеру телефона: код из Telegram-бота или по SMS, без пароля.',
    needsJavaScript: 'Для работы страницы включите JavaScript в браузере.',
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
    withSms: 'Продолжить по SMS',
    back: 'Назад',
    telegramTitle: 'Получите код в боте',
    botInstructions: 'Нажмите «Start» («Старт») и отправьте свой номер: бот пришлёт код.',
    openBot: 'Открыть Telegram',
    opensNewWindow: '(в новом окне)',
    findBot:
      'Откройте бота нашего сайта в Telegram, нажмите «Start» («Старт») и отправьте свой номер. Бот пришлёт код.',
    phone: 'Номер телефона',
    phoneHint: 'Номер, отправленный боту. Номер другой страны начните с\u00a0+.',
    code: 'Код из бота',
    codeHint: 'Никому не сообщайте код, даже нашим сотрудникам.',
    codeEmpty: 'Введите код из бота.',
    codeShape: 'Введите все 6 цифр.',
    submit: 'Продолжить',
    submitting: 'Проверяем…',
    newCode: 'Получить новый код в боте',
    bySms: 'Войти по SMS',
  },

  press: {
    choose: 'Выберите это число в Telegram',
    scan: 'Наведите камеру телефона на QR-код и выберите это число в Telegram',
    open: (number) => `Выбрать ${number} в Telegram`,
    openHere: 'Открыть Telegram на этом компьютере',
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
    signedInAs: (account) => `Вы вошли как ${account}.`,
    notYou: 'Это не вы?',
  },

  confirm: {
    title: 'Это ваш номер?',
    explanation: 'Номер взят из ссылки бота. Если номер не ваш, не продолжайте.',
    yes: 'Да, войти',
    no: 'Нет, другой номер',
  },

  login: {
    close: 'Закрыть',
  },

  sms: {
    title: 'Вход по SMS',
    lead: 'Отправим код из 6 цифр. Если аккаунта ещё нет, он будет создан.',
    phoneHint: 'Например: 90\u00a0123\u00a045\u00a067',
    send: 'Получить код по SMS',
    sending: 'Отправляем…',
    enterCode: 'Ввести код',
    codeTitle: 'Введите код',
    enterCodeFor: (phone) => `Код отправлен на номер ${phone}.`,
    lateFor: (phone) => `SMS на номер ${phone} может задержаться. Введите код, когда он придёт.`,
    code: 'Код из SMS',
    codeEmpty: 'Введите код из SMS.',
    codeExpired: 'Срок действия кода истёк. Запросите новый.',
    submit: 'Подтвердить',
    resend: 'Отправить новый код',
    resendIn: (wait) => `Новый код — через ${wait}`,
    byTelegram: 'Войти через Telegram',
    useTelegram: 'Получить код в Telegram',
  },

  account: {
    titleNew: 'Добро пожаловать!',
    titleExisting: 'С возвращением!',
    titleRestored: 'Вы уже вошли',
    leadNew: 'Ваш аккаунт создан.',
    leadNumberStays: 'Номер аккаунта не изменился: введённый номер к нему не привязан.',
    name: 'Имя',
    phone: 'Номер телефона',
    noPhone: 'Номер не привязан',
    verified: 'Подтверждён',
    unverified: 'Не подтверждён',
    unverifiedHow:
      'Пока не подтверждено, что этот номер ваш. Чтобы подтвердить его, выйдите и войдите снова: отправьте боту свой контакт или получите код по SMS.',
    joined: (date) => `Аккаунт создан: ${date}`,
    signOut: 'Выйти',
    signingOut: 'Выходим…',
    open: 'Профиль и устройства',
  },

  welcome: {
    name: 'Как вас зовут?',
    skip: 'Пропустить',
    goOn: 'Продолжить',
    goingOn: 'Возвращаем вас на сайт…',
    unconfirmed: (name) =>
      `Номер пока не подтверждён. Код запросил ${name ? `Telegram-аккаунт «${name}»` : 'Telegram-аккаунт без имени'}. Если это не вы, подтвердите номер по SMS.`,
    confirmBySms: 'Подтвердить по SMS',
    shareContact: 'Отправить номер боту',
  },

  accountPage: {
    title: 'Мой аккаунт',
    signedOut: 'Чтобы увидеть свой аккаунт, сначала войдите.',
    cancel: 'Отмена',
  },

  profile: {
    title: 'Профиль',
    firstName: 'Имя',
    lastName: 'Фамилия',
    address: 'Адрес',
    verifyFirst: 'Адрес и номер паспорта можно указать после подтверждения номера телефона.',
    addPassport: 'Добавить номер паспорта',
    passportUnavailable: 'На этом сайте номер паспорта не хранится. Остальные данные можно сохранить.',
    passport: 'Серия и номер паспорта',
    passportHint: 'Например: AA1234567. Хранится в зашифрованном виде.',
    passportShape: 'Нужны две латинские буквы и 7 цифр: AA1234567.',
    save: 'Сохранить',
    saving: 'Сохраняем…',
    saved: 'Сохранено.',
  },

  devices: {
    title: 'Устройства',
    thisOne: 'Это устройство',
    unknown: 'Неизвестное устройство',
    lastUsed: (moment) => `Активность: ${moment}`,
    signedIn: (date) => `Вход: ${date}`,
    end: 'Завершить сеанс',
    endNamed: (device) => `Завершить сеанс: ${device}`,
    ending: 'Завершаем…',
    ended: (device) => `Сеанс завершён: ${device}.`,
    endOthers: 'Завершить остальные сеансы',
    othersTitle: 'Завершить сеансы на других устройствах?',
    othersExplanation:
      'Вы останетесь в аккаунте только на этом устройстве. Чтобы войти на других, понадобится новый код.',
    othersConfirm: 'Да, завершить',
    othersEnded: 'Сеансы на других устройствах завершены.',
  },

  deletion: {
    sectionTitle: 'Выход и удаление',
    open: 'Удалить аккаунт',
    question: 'Удалить аккаунт?',
    explanation:
      'Аккаунт, профиль (имя, адрес, паспорт) и сеансы на всех устройствах будут удалены навсегда. Отменить это нельзя. Позже с этим номером можно создать новый аккаунт.',
    confirm: 'Да, удалить',
    deleting: 'Удаляем…',
  },

  notices: {
    sessionEnded: 'Сеанс истёк или завершён с другого устройства. Войдите снова.',
    cookiesRefused:
      'Вы вышли: браузер не сохранил cookie этого сайта, или сеанс был завершён. Разрешите cookie и войдите снова.',
    accountDeleted: 'Ваш аккаунт удалён.',
  },

  otherAccount: {
    title: 'Вы вошли с другим номером',
    signedInAs: 'Текущий аккаунт',
    linkIsFor: 'Номер из ссылки',
    stay: 'Остаться в этом аккаунте',
    switch: 'Сменить аккаунт',
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
    retryIn: (wait) => `Повторить можно через ${wait}`,
  },

  time: {
    seconds: (count) => `${count} ${plural(count, 'секунду', 'секунды', 'секунд')}`,
    minutes: (count) => `${count} ${plural(count, 'минуту', 'минуты', 'минут')}`,
    hours: (count) => `${count} ${plural(count, 'час', 'часа', 'часов')}`,
    ago: null,
    date: null,
  },
};
