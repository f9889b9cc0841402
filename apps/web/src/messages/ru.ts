import { ru as api } from '@raqam/shared/messages/ru';
import type { Messages } from './messages.ts';

export const ru: Messages = {
  api,
  product: 'Raqam',
  language: 'Язык',

  signUp: {
    title: 'Регистрация',
    lead: 'Пароль не нужен: достаточно номера телефона и кода из Telegram-бота. Если аккаунт уже есть, вы войдёте в него здесь же.',
    botStep: 'Получите код у бота',
    botInstructions: 'Откройте бота, нажмите «Start» и отправьте свой номер.',
    openBot: 'Открыть Telegram-бота',
    opensNewWindow: '(в новом окне)',
    findBot: 'Откройте бота нашего сайта в Telegram, нажмите «Start» и отправьте свой номер.',
    formStep: 'Введите номер и код',
    phone: 'Номер телефона',
    phoneHint: 'Тот, что вы отправили боту. Например: 90\u00a0123\u00a045\u00a067',
    code: 'Код от бота',
    codeHint: '6 цифр',
    codeEmpty: 'Введите код, полученный от бота.',
    codeShape: 'Код состоит из 6 цифр.',
    submit: 'Продолжить',
    submitting: 'Проверяем…',
    keepCodeSecret: 'Никому не сообщайте код, даже нашим сотрудникам.',
  },

  confirm: {
    title: 'Это ваш номер?',
    explanation: 'Номер и код взяты из ссылки бота. Если номер не ваш, не продолжайте.',
    code: 'Код',
    yes: 'Да, войти',
    no: 'Нет, изменить',
  },

  account: {
    titleNew: 'Добро пожаловать!',
    titleExisting: 'С возвращением!',
    titleRestored: 'Вы вошли',
    leadNew: 'Ваш аккаунт создан.',
    name: 'Имя',
    phone: 'Номер телефона',
    noPhone: 'Номер не привязан',
    verified: 'Подтверждён',
    unverified: 'Пока не подтверждён',
    signOut: 'Выйти',
    signingOut: 'Выходим…',
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
    explanation: 'По этому адресу ничего нет.',
    toStart: 'На главную',
  },

  failures: {
    unreachable: 'Не удалось связаться с сервером. Проверьте интернет и попробуйте ещё раз.',
    // Short units need no plural forms.
    retryAfter: (wait, time) => `Попробуйте снова через ${wait}${time ? ` (в ${time})` : ''}.`,
    units: { seconds: 'сек', minutes: 'мин', hours: 'ч' },
  },
};
