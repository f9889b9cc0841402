import type { AdminMessages } from './admin.types.ts';

export const ru: AdminMessages = {
  title: 'Администрирование',

  notAdmin: {
    title: 'Эту страницу могут открыть только администраторы',
    explanation: 'Вы вошли в аккаунт, у которого нет прав администратора.',
  },

  proof: {
    title: 'Подтвердите, что это вы',
    explanation: 'С последнего входа прошло больше 15 минут. Войдите ещё раз, и страница продолжит с того же места.',
  },

  statistics: {
    title: 'Статистика',
  },

  people: {
    title: 'Люди',
  },

  audit: {
    title: 'Журнал событий',
  },

  services: {
    title: 'Сервисы',
  },
};
