/**
 * The types of the package's parts. Plain ones in place of those that are inferred from the contract's schemas, which
 * the package does not contain; parts.ts would not compile if they differed.
 */
import type { ErrorCode } from '@raqam/shared/errors';
import type { Notice } from '../messages/messages.ts';

export type { Language } from '@raqam/shared/languages';
export type { Brand } from '../components/brand/brand.ts';
export type { BrandColors } from '../components/brand/brand-colors.ts';
export type { SiteLinks } from '../components/page/site-links.ts';
export type { LoginModalProps } from '../features/auth/sign-in/dialog/LoginModal.tsx';
export type { SignupPageProps } from '../features/auth/sign-in/SignupPage.tsx';
export type { AllTexts as Texts } from '../messages/load-messages.ts';
export type { Messages } from '../messages/messages.ts';
export type { RaqamProviderProps } from './RaqamProvider.tsx';

export interface User {
  id: string;
  full_name: string;
  /** E.164. Null only after another person proved that number. */
  phone: string | null;
  telegram_id: number | null;
  first_name: string;
  last_name: string;
  role: 'user' | 'admin';
  /** Whether the number is proved. */
  is_verified: boolean;
  /** ISO 8601. */
  date_joined: string;
}

/** The user as its owner sees it. */
export interface Profile extends User {
  address: string;
  passport_id: string;
}

export interface DeviceSession {
  id: string;
  device_id: string;
  device_name: string;
  ip_address: string;
  user_agent: string;
  created_at: string;
  last_used_at: string;
  is_current: boolean;
}

/** Why a call failed. `unreachable`: the API did not answer. */
export interface ApiFailure {
  code: ErrorCode | 'unreachable';
  /** In the language of the provider; empty if the API was not reached. */
  message: string;
  fields: Record<string, string>;
  /** Seconds to wait, if the API asks for it. */
  retryAfter?: number;
}

export type ApiResult<Body> = { ok: true; data: Body } | { ok: false; error: ApiFailure };

/**
 * How the person got signed in: with a new account, into an existing one, or on an earlier visit. `number-stays`: into
 * their account, which did not get the given number. `pressed` and `pressed-new`: by a press in Telegram, perhaps
 * somebody else's, so that the page has to name the account.
 */
export type Arrival = 'new' | 'existing' | 'number-stays' | 'pressed' | 'pressed-new' | 'restored';

/** Calls the API as the signed-in person. If the session has ended, the person is signed out. */
export interface Call {
  (name: 'me', body: undefined): Promise<ApiResult<Profile>>;
  (name: 'listSessions', body: undefined): Promise<ApiResult<DeviceSession[]>>;
  (name: 'endSession', body: undefined, params: { id: string }): Promise<ApiResult<null>>;
  (name: 'endOtherSessions', body: undefined): Promise<ApiResult<null>>;
}

export type Auth = (
  | {
      status: 'loading';
      user: null;
      /** Not null: the API did not answer, which is not a sign-out. */
      problem: object | null;
    }
  | {
      status: 'signed-out';
      user: null;
      /** Why, if the person did not sign out here and now. */
      notice: Notice | null;
    }
  | { status: 'signed-in'; user: User; arrival: Arrival }
) & {
  call: Call;
  /** Changes the given fields of the profile. */
  updateProfile: (changes: {
    first_name?: string | undefined;
    last_name?: string | undefined;
    address?: string | undefined;
    passport_id?: string | undefined;
  }) => Promise<ApiResult<Profile>>;
  /** Deletes the account with all its sessions. */
  deleteAccount: () => Promise<ApiResult<null>>;
  /** Ends the session. If the API can't be reached, the person stays signed in: the cookie would still be valid. */
  logout: () => Promise<ApiResult<null>>;
  /** Repeats a failed check of who is signed in. */
  retry: () => void;
  /** Closes the notice about a sign-out. */
  dismissNotice: () => void;
};
