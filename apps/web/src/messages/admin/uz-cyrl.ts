import type { AdminMessages } from './admin.types.ts';

export const uzCyrl: AdminMessages = {
  title: 'Бошқарув',

  notAdmin: {
    title: 'Бу саҳифани фақат администраторлар оча олади',
    explanation: 'Сиз кирган ҳисоб администратор эмас.',
  },

  proof: {
    title: 'Бу сиз эканингизни тасдиқланг',
    explanation: 'Охирги марта кирганингизга 15 дақиқадан ошди. Яна бир марта киринг, саҳифа шу жойидан давом этади.',
  },

  statistics: {
    title: 'Статистика',
  },

  people: {
    title: 'Одамлар',
  },

  audit: {
    title: 'Воқеалар журнали',
  },

  services: {
    title: 'Хизматлар',
  },
};
