import type { InteractionMessages } from './interaction.types.ts';

export const ru: InteractionMessages = {
  signInTo: (client) => `Вход в «${client}»`,
  allows: (client) => `Если вы разрешите, «${client}»:`,
  scopes: {
    openid: 'сможет вас узнавать, но больше ничего о вас не узнает',
    phone: 'узнает ваш номер телефона',
    profile: 'узнает ваше имя',
    telegram: 'узнает ваш Telegram ID',
    offline_access: 'не будет просить входить каждый раз заново',
  },
  allow: 'Разрешить',
  ended: {
    title: 'Этот вход больше не действует',
    explanation:
      'Прошло слишком много времени, вход уже завершён или начат в другом браузере. Вернитесь туда, откуда пришли, и войдите снова.',
    backTo: (host) => `Вернуться на ${host}`,
  },
  failedTitle: 'Не удалось загрузить страницу входа',
};
