/**
 * Method and path of every endpoint, below the base `/api/v1`. Apart from `contract.ts` so that clients
 * carry the paths without the schemas.
 */
export const routes = {
  createTelegramCode: { method: 'POST', path: '/auth/telegram/otp/create/' },
  registerWithTelegram: { method: 'POST', path: '/auth/register/telegram/' },
  refreshSession: { method: 'POST', path: '/auth/token/refresh/' },
  logout: { method: 'POST', path: '/auth/logout/' },
  authenticateBySms: { method: 'POST', path: '/users/auth/' },
  me: { method: 'GET', path: '/auth/me/' },
  updateMe: { method: 'PATCH', path: '/auth/me/' },
  deleteMe: { method: 'DELETE', path: '/auth/me/' },
  listSessions: { method: 'GET', path: '/auth/sessions/' },
  endSession: { method: 'DELETE', path: '/auth/sessions/:id/' },
  endOtherSessions: { method: 'DELETE', path: '/auth/sessions/' },
  endDevice: { method: 'POST', path: '/users/logout-device/' },
} as const;

export const API_BASE_PATH = '/api/v1';

/** Where a service answers that its process is up, below the host itself; the API below its base path too. */
export const HEALTH_PATH = '/healthz';

/** Where a service answers that it can serve. */
export const READINESS_PATH = '/readyz';
