import type { Bilingual } from '@raqam/service/bilingual';

/** Texts about load for operators. */
export const loadTexts = {
  shed: {
    en: 'The api has more requests than it can serve, and answers new ones with 503 overloaded (raqam_http_requests_shed_total). If this lasts, see docs/operate/scaling.md',
    uz: 'Api xizmat ko‘rsata oladiganidan ko‘p so‘rov olyapti va yangilariga 503 overloaded qaytaryapti (raqam_http_requests_shed_total). Bu davom etsa, docs/operate/scaling.md’ga qarang',
  },
} satisfies Record<string, Bilingual>;
