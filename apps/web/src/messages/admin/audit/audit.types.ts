import type { SignInWay } from '@raqam/shared/contract/admin-statistics';

/** The types of events that have words of their own; others are shown as they are. */
const EVENT_TYPES = [
  'user.created',
  'user.signed_in',
  'user.phone_changed',
  'user.phone_lost',
  'user.disabled',
  'user.enabled',
  'user.deleted',
  'user.role_changed',
  'session.ended',
  'code.sent',
  'code.refused',
  'code.failed',
  'challenge.declined',
  'challenge.wrong_number',
  'challenge.taken',
  'challenge.owner_asked',
  'number.proved',
  'passkey.added',
  'passkey.removed',
  'sms.delivered',
  'sms.undelivered',
  'gateway.delivered',
  'gateway.undelivered',
  'limit.reached',
  'admin.user_exported',
  'admin.user_unlocked',
  'admin.number_confirmed',
  'admin.webhook_added',
  'admin.webhook_disabled',
  'admin.webhook_enabled',
  'admin.webhook_removed',
  'admin.webhook_secret_rotated',
  'admin.webhook_tested',
  'admin.webhook_resent',
  'admin.client_added',
  'admin.client_disabled',
  'admin.client_enabled',
  'admin.client_removed',
  'admin.client_secret_rotated',
  'admin.key_created',
  'admin.key_revoked',
] as const;

/** Groups of types by which the log is filtered. */
export const TYPE_GROUPS = ['all', 'accounts', 'sessions', 'codes', 'cards', 'limits', 'admin'] as const;
export const PERIODS = ['all', 'hour', 'day', 'week', 'month'] as const;
export const ACTORS = ['user', 'bot', 'admin', 'system'] as const;

/** Why a session ended, a code was refused, or a webhook was disabled. Others are shown as they are. */
const REASONS = [
  'logout',
  'revoked',
  'reuse',
  'replaced',
  'limit',
  'phone_lost',
  'not_me',
  'admin',
  'gone',
  'contact_required',
  'gateway',
  'account_disabled',
  'number_recycled',
  'phone_conflict',
] as const;

/** The limits as events name them. */
const LIMITS = [
  'codes per number',
  'codes per Telegram account',
  'SMS per number',
  'SMS of all numbers',
  'Gateway codes per number',
  'Gateway codes of all numbers',
  'failed attempts per number',
  'failed checks per IP',
  'SMS per IP',
  'refused SMS per IP',
  'challenges per IP',
  'failed clients per IP',
  'interactions per IP',
  'wrong service keys per IP',
  'codes per IP',
  'phone countries per IP',
  'unverified codes per country',
  'unverified codes to neighbouring numbers',
  'wrong codes of all numbers',
] as const;

export interface AuditMessages {
  title: string;
  filters: {
    /** Of the form, for screen readers. */
    title: string;
    types: string;
    groups: Record<(typeof TYPE_GROUPS)[number], string>;
    actor: string;
    anybody: string;
    period: string;
    periods: Record<(typeof PERIODS)[number], string>;
    ip: string;
    badIp: string;
    phone: string;
    badPhone: string;
    apply: string;
    reset: string;
  };
  list: {
    title: string;
    none: string;
    more: string;
    loading: string;
    download: string;
    downloading: string;
    /** For screen readers. */
    shown: (count: number) => string;
  };
  types: Record<(typeof EVENT_TYPES)[number], string>;
  reasons: Record<(typeof REASONS)[number], string>;
  limits: Record<(typeof LIMITS)[number], string>;
  actors: Record<(typeof ACTORS)[number], string>;
  ways: Record<SignInWay, string>;
  roles: Record<'user' | 'admin', string>;
  attemptsLeft: (count: number) => string;
  byCommand: (login: string) => string;
  byService: (name: string) => string;
  byAdmin: (name: string) => string;
  client: (id: string) => string;
  webhook: (id: string) => string;
  key: (name: string) => string;
  /** Before an IP that is a link to its events. */
  ofIp: (ip: string) => string;
}
