import type { Bilingual } from '@raqam/service/bilingual';

/** Texts about webhooks for operators. */
export const webhookTexts = {
  gone: {
    en: 'A webhook was disabled, because its receiver answered 410. Enable it with: pnpm raqam webhooks enable <id>',
    uz: 'Qabul qiluvchi 410 javobini qaytargani uchun webhook o‘chirib qo‘yildi. Yoqish: pnpm raqam webhooks enable <id>',
  },
} satisfies Record<string, Bilingual>;
