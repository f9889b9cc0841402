import type { AdminMessages } from './admin.types.ts';
import { ru as audit } from './audit/ru.ts';

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
    noName: 'Без имени',
    badges: {
      admin: 'Администратор',
      disabled: 'Отключён',
      testNumber: 'Тестовый номер',
    },
    search: {
      label: 'Найти человека',
      hint: 'Имя, номер телефона или его последние 4 цифры, или Telegram ID',
      newest: 'Новые аккаунты',
      results: 'Найдено',
      none: 'Никого не нашлось.',
      showNumber: (phone) => `Показать, что известно о ${phone}`,
      more: 'Показать ещё',
      found: (count, isMore) => `${isMore ? 'Показано' : 'Найдено'}: ${count}`,
    },
    person: {
      title: 'Человек',
      toPeople: 'Все люди',
      nobody: 'С этим номером никто не зарегистрирован.',
      missing: 'Такого человека нет',
      missingExplanation: 'Возможно, аккаунт удалён.',
      telegramId: 'Telegram ID',
      country: 'Страна',
      joined: 'Регистрация',
      lastSignIn: 'Последний вход',
      neverSignedIn: 'Неизвестно',
      id: 'ID пользователя',
      disabledAt: 'Отключён с',
      none: 'Нет',
    },
    limits: {
      title: 'Ограничения',
      none: 'Сейчас ничего не ограничено: можно получать коды и входить.',
      kinds: {
        telegram_codes: 'Коды от бота',
        typed_numbers: 'Коды для номера, введённого в боте вручную',
        sms: 'SMS',
        sms_known_devices: 'SMS с известных устройств',
        wrong_codes: 'Неверные коды',
        wrong_codes_known_devices: 'Неверные коды с известных устройств',
        codes_of_telegram_account: 'Коды для этого аккаунта Telegram',
        refused_cards: 'Отклонённые входы в Telegram',
        clearings: 'Блокировки, снятые владельцем',
      },
      used: (used, max, span) => `${used} из ${max} за ${span}`,
      freeAt: (moment) => `Снова можно: ${moment}`,
      free: 'Сейчас можно',
      unlock: 'Снять ограничения',
      unlocking: 'Снимаем…',
      unlocked: 'Ограничения сняты. Снова можно получать коды и входить.',
    },
    sessions: {
      title: 'Сеансы',
      none: 'Вход не выполнен ни на одном устройстве.',
      endAll: 'Завершить все сеансы',
      endAllTitle: 'Завершить все сеансы?',
      endAllExplanation: 'Человек выйдет из аккаунта на всех устройствах. Он сможет войти снова.',
      ending: 'Завершаем…',
      allEnded: 'Все сеансы завершены.',
    },
    deliveries: {
      title: 'Сообщения с кодами',
      none: 'В последнее время коды не отправлялись.',
      statuses: {
        unknown: 'Неизвестно, отправлено ли',
        waiting: 'В пути',
        delivered: 'Доставлено',
        undelivered: 'Не доставлено',
        expired: 'Не доставлено вовремя',
        rejected: 'Отклонено оператором связи',
        other: 'Другой статус',
      },
    },
    acts: {
      title: 'Аккаунт',
      ownAccount:
        'Это ваш собственный аккаунт. Отключить его, удалить или изменить роль может только другой администратор.',
      disable: 'Отключить',
      disableTitle: 'Отключить этот аккаунт?',
      disableExplanation:
        'Все сеансы, коды и начатые входы сразу прекратятся. Человек не сможет войти, пока аккаунт не включат снова.',
      disabling: 'Отключаем…',
      disabled: 'Аккаунт отключён.',
      enable: 'Включить',
      enabling: 'Включаем…',
      enabled: 'Аккаунт включён.',
      makeAdmin: 'Сделать администратором',
      makeAdminTitle: 'Сделать этого человека администратором?',
      makeAdminExplanation: 'Он увидит здесь всех людей и события, сможет отключать и удалять аккаунты.',
      makingAdmin: 'Сохраняем…',
      madeAdmin: 'Теперь этот человек — администратор.',
      adminNeedsNumber: 'Администратором может стать только человек с подтверждённым номером.',
      removeAdmin: 'Снять права администратора',
      removeAdminTitle: 'Снять права администратора?',
      removeAdminExplanation: 'Человек сразу потеряет доступ к этой странице.',
      removingAdmin: 'Сохраняем…',
      removedAdmin: 'Этот человек больше не администратор.',
      export: 'Скачать данные',
      exporting: 'Готовим…',
      exported: 'Данные скачаны. Это личные данные: храните их надёжно.',
      delete: 'Удалить',
      deleteTitle: 'Удалить этот аккаунт навсегда?',
      deleteExplanation:
        'Будут удалены профиль, сеансы и всё, что указывает на этого человека в событиях. Отменить это нельзя.',
      deleteLabel: (number) => `Последние четыре цифры ${number}`,
      deleteMismatch: 'Последние четыре цифры другие.',
      deleting: 'Удаляем…',
      deleted: 'Аккаунт удалён',
      deletedExplanation: 'Ничего, что указывало бы на этого человека, не осталось.',
    },
  },

  audit,

  services: {
    title: 'Сервисы',
  },
};
