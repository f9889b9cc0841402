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
    title: 'Регистрация',
    lead: 'Пароль не нужен: достаточно номера и кода от бота. Если аккаунт уже есть, вы войдёте в него здесь же.',
    botStep: 'Получите код у бота',
    botInstructions: 'Откройте бота, нажмите «Start» и отправьте свой номер.',
    openBot: 'Открыть Telegram-бота',
    opensNewWindow: '(в новом окне)',
    scan: 'Чтобы открыть бота на телефоне, наведите камеру на этот QR-код.',
    findBot: 'Откройте бота нашего сайта в Telegram, нажмите «Start» и отправьте свой номер.',
    formStep: 'Введите номер и код',
    phone: 'Номер телефона',
    phoneHint: 'Номер, который вы отправили боту. Номер другой страны начните с\u00a0+.',
    code: 'Код от бота',
    codeHint: '6 цифр. Не сообщайте их никому, даже нашим сотрудникам.',
    codeEmpty: 'Введите код, полученный от бота.',
    codeShape: 'Код состоит из 6 цифр.',
    submit: 'Продолжить',
    submitting: 'Проверяем…',
    noTelegram: 'Нет Telegram?',
    bySms: 'Войти по SMS',
  },

  confirm: {
    title: 'Это ваш номер?',
    explanation: 'Номер и код взяты из ссылки бота. Если номер не ваш, не продолжайте.',
    code: 'Код:',
    yes: 'Да, войти',
    no: 'Нет, изменить',
  },

  login: {
    title: 'Вход в аккаунт',
    close: 'Закрыть',
    ways: 'Способ входа',
    telegram: 'Telegram',
    sms: 'SMS',
  },

  sms: {
    lead: 'Отправим на ваш номер код из 6 цифр. Если аккаунта ещё нет, он будет создан.',
    phoneHint: 'Например: 90\u00a0123\u00a045\u00a067',
    send: 'Получить код по SMS',
    sending: 'Отправляем…',
    enterCode: 'Ввести код',
    enterCodeFor: (phone) => `Введите код, отправленный на номер ${phone}.`,
    code: 'Код из SMS',
    codeEmpty: 'Введите код из SMS.',
    codeExpired: 'Срок действия кода истёк. Запросите новый.',
    submit: 'Подтвердить',
    resend: 'Отправить код ещё раз',
    resendIn: (wait) => `Новый код можно запросить через ${wait}.`,
    changePhone: 'Изменить номер',
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
    accountDeleted: 'Ваш аккаунт удалён.',
  },

  otherAccount: {
    title: 'Вы вошли с другим номером',
    signedInAs: 'Текущий аккаунт',
    linkIsFor: 'Номер из ссылки',
    stay: 'Остаться в этом аккаунте',
    switch: 'Выйти и войти с номером из ссылки',
  },

  session: {
    checking: 'Загрузка…',
    failedTitle: 'Не удалось проверить ваш аккаунт',
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
    ago: null,
    date: null,
  },
};
