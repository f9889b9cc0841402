import type { ApiResult } from '@raqam/shared/client';
import type { Contract, Profile, RequestBody, ResponseBody, User } from '@raqam/shared/contract';
import type { Phone } from '@raqam/shared/phone';
import type { FirstText } from '../../../api/describe-failure.ts';
import type { Notice } from '../../../messages/messages.ts';
import type { Challenge, KnownState } from './challenges.ts';
import type { SentCode, WantedCode } from './code-calls.ts';
import type { FurtherOptions } from './session.ts';

/** Has the browser answer what a passkey needs to sign in. */
export type Sign = (options: ResponseBody<'offerPasskey'>) => Promise<RequestBody<'signInWithPasskey'>['credential']>;

/**
 * How the person got signed in: with a new account, into an existing one, or on an earlier visit. `number-stays`: into
 * their account, which did not get the given number. `pressed` and `pressed-new`: by a press in Telegram, perhaps somebody else's, so that the page names the account.
 */
export type Arrival = 'new' | 'existing' | 'number-stays' | 'pressed' | 'pressed-new' | 'restored';

export type AuthState =
  /** Not known yet. With a problem: the API did not answer, which is not a sign-out. */
  | { status: 'loading'; user: null; problem: FirstText | null }
  /** With a notice if the person did not sign out here and now. */
  | { status: 'signed-out'; user: null; notice: Notice | null }
  | { status: 'signed-in'; user: User; arrival: Arrival };

export type Auth = AuthState & {
  /** The URL of the button to the bot; without it the pages ask in words to open the bot. */
  botUrl: string | undefined;
  /** Whether the site has a bot, and whether it sends codes to numbers; true until the API has said so. */
  hasBot: boolean;
  sendsCodes: boolean;
  /** Redeems the bot's code: creates the account or signs in to it. */
  registerWithTelegram: (claim: { phone: Phone; code: string }) => Promise<ApiResult<Registration>>;
  /** Starts a sign-in that waits for a press in Telegram; null: the API has no bot. */
  startChallenge: (continues?: boolean) => Promise<ApiResult<Challenge | null>>;
  /** Signs in with a passkey; `sign` has the browser answer. Rejects when `sign` does. */
  signInWithPasskey: (sign: Sign) => Promise<ApiResult<User>>;
  /** Resolves once it is not in the `known` state any more, or after ten seconds. */
  waitForChallenge: (
    id: string,
    known: KnownState,
    signal: AbortSignal,
  ) => Promise<ApiResult<ResponseBody<'waitForChallenge'>>>;
  /** Signs in once it is approved in Telegram. Asked again within 60 s, it gives the same session. */
  collectChallenge: (id: string) => Promise<ApiResult<User>>;
  /** The URL of Telegram's own page, where the person approves the challenge and comes back to this path. */
  startTelegramLogin: (id: string, returnTo: string) => Promise<ApiResult<ResponseBody<'startTelegramLogin'>>>;
  /** Signs in by the data with which Telegram opened the page. Asked again within 60 s, it gives the same session. */
  signInWithMiniApp: (initData: string) => Promise<ApiResult<User>>;
  /** Sends a code to a number, for the challenge that has sent one before, or else for another. */
  requestCode: (wanted: WantedCode) => Promise<ApiResult<SentCode>>;
  /** Redeems such a code: signs in, or creates the account. */
  signInWithCode: (claim: { challengeId: string; phone: Phone; code: string }) => Promise<ApiResult<User>>;
  /** The last proved number may be new to the person, who has to say so; null: there is no such question. */
  question: NumberQuestion | null;
  /** Leaves the question without an answer. */
  dropQuestion: () => void;
  /** Calls an endpoint as the signed-in user. If the session has ended, the person is signed out. */
  call: <Name extends keyof Contract>(
    name: Name,
    body: RequestBody<Name>,
    params?: Record<string, string>,
    further?: FurtherOptions,
  ) => Promise<ApiResult<ResponseBody<Name>>>;
  /** Changes the given fields of the profile. */
  updateProfile: (changes: RequestBody<'updateMe'>) => Promise<ApiResult<Profile>>;
  /** Deletes the account with all its sessions. */
  deleteAccount: () => Promise<ApiResult<null>>;
  /** Ends the session, and with `forget` what this browser remembers of the account. If the API can't be reached, the person stays signed in: the cookie would still be valid. */
  logout: (forget?: boolean) => Promise<ApiResult<null>>;
  /** Repeats a failed check of who is signed in. */
  retry: () => void;
  /** Closes the notice about a sign-out. */
  dismissNotice: () => void;
};

/** A number was proved whose account nobody has used for long: is it new to the person, or is it their old account? */
export interface NumberQuestion {
  /** “The number is new to me.” */
  claim: () => Promise<ApiResult<User>>;
  /** “It is my old account”: shows its owner a card in Telegram. Undefined where nobody can be asked. */
  askOwner?: (() => Promise<ApiResult<Challenge>>) | undefined;
}

export interface Registration {
  user: User;
  isNew: boolean;
}
