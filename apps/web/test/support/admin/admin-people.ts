import type { ResponseBody } from '@raqam/shared/contract';
import type { AdminUser } from '@raqam/shared/contract/admin';

const someone: AdminUser = {
  id: '0197b0a4-5d6c-7000-8000-000000000011',
  full_name: 'Aziza Karimova',
  phone: '+998909876543',
  telegram_id: 77,
  first_name: 'Aziza',
  last_name: 'Karimova',
  role: 'user',
  is_verified: true,
  date_joined: '2026-11-20T09:00:00.000Z',
  disabled_at: null,
  last_sign_in_at: '2026-11-21T09:00:00.000Z',
};

/** People other than the administrator. */
export const users: AdminUser[] = [
  someone,
  {
    ...someone,
    id: '0197b0a4-5d6c-7000-8000-000000000012',
    full_name: '',
    first_name: '',
    last_name: '',
    phone: '+998901112233',
    telegram_id: null,
    is_verified: false,
    disabled_at: '2026-11-21T10:00:00.000Z',
    last_sign_in_at: null,
  },
];

/** The first of them, with nothing that keeps them out. */
export const person: ResponseBody<'showPerson'> = {
  phone: someone.phone,
  country: 'UZ',
  user: someone,
  is_test_number: false,
  limits: [],
  deliveries: [],
};
