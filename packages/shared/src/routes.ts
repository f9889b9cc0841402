/**
 * Method and path of every endpoint, below the base `/api/v1`. Separate from `contract.ts`, so that clients get the
 * paths without the schemas.
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
  findChat: { method: 'POST', path: '/bot/chats/find/' },
  saveChat: { method: 'POST', path: '/bot/chats/save/' },
  claimUpdate: { method: 'POST', path: '/bot/updates/claim/' },
  releaseUpdate: { method: 'POST', path: '/bot/updates/release/' },
  startChallenge: { method: 'POST', path: '/auth/challenges/' },
  waitForChallenge: { method: 'POST', path: '/auth/challenges/:id/wait/' },
  sendCode: { method: 'POST', path: '/auth/challenges/:id/send/' },
  verifyCode: { method: 'POST', path: '/auth/challenges/:id/verify/' },
  askOwner: { method: 'POST', path: '/auth/challenges/:id/ask-owner/' },
  collectChallenge: { method: 'POST', path: '/auth/challenges/:id/collect/' },
  startTelegramLogin: { method: 'POST', path: '/auth/challenges/:id/telegram-login/' },
  offerPasskey: { method: 'POST', path: '/auth/challenges/:id/passkey/options/' },
  signInWithPasskey: { method: 'POST', path: '/auth/challenges/:id/passkey/' },
  preparePasskey: { method: 'POST', path: '/auth/passkeys/options/' },
  addPasskey: { method: 'POST', path: '/auth/passkeys/' },
  listPasskeys: { method: 'GET', path: '/auth/passkeys/' },
  removePasskey: { method: 'DELETE', path: '/auth/passkeys/:id/' },
  signInWithMiniApp: { method: 'POST', path: '/auth/telegram/mini-app/' },
  openChallenge: { method: 'POST', path: '/bot/challenges/open/' },
  shareContact: { method: 'POST', path: '/bot/challenges/contact/' },
  decideChallenge: { method: 'POST', path: '/bot/challenges/decide/' },
  nextAlerts: { method: 'POST', path: '/bot/alerts/next/' },
  acknowledgeAlerts: { method: 'POST', path: '/bot/alerts/ack/' },
  disownSession: { method: 'POST', path: '/bot/sessions/end/' },
  undoChange: { method: 'POST', path: '/bot/numbers/restore/' },
  showInteraction: { method: 'POST', path: '/oidc/interactions/:id/show/' },
  confirmInteraction: { method: 'POST', path: '/oidc/interactions/:id/confirm/' },
  abortInteraction: { method: 'POST', path: '/oidc/interactions/:id/abort/' },
  endDevice: { method: 'POST', path: '/users/logout-device/' },
} as const;

export const API_BASE_PATH = '/api/v1';

/** Where Telegram Login sends people back, at `PUBLIC_URL`. */
export const TELEGRAM_LOGIN_CALLBACK_PATH = `${API_BASE_PATH}/auth/telegram-login/callback`;

/** Answers that the process is up: at the root of the host, and of the API also below its base path. */
export const HEALTH_PATH = '/healthz';

/** Answers that the service can serve requests. */
export const READINESS_PATH = '/readyz';
