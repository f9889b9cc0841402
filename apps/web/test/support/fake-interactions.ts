import type { ResponseBody } from '@raqam/shared/contract';
import type { Answer, errorAnswer as makeErrorAnswer } from './fake-api.ts';

type Shown = ResponseBody<'showInteraction'>;

/** What the client asks for. `asksAgain`: a sign-in, even of people who are signed in. */
type Asked = Omit<Shown, 'needs' | 'account'> & { asksAgain: boolean };

/** The one interaction of the fake API. */
export interface FakeInteractions {
  /** Starts it. The client is somebody else's and asks for the number, unless told. */
  open: (asked?: Partial<Asked>) => void;
  end: () => void;
  /** Asks for no further sign-in: the last one was new enough. */
  accept: () => void;
}

/** Its id. */
export const INTERACTION = 'interaction-1';
const PATH = `/api/v1/oidc/interactions/${INTERACTION}`;
export const SHOW = `${PATH}/show/`;
export const CONFIRM = `${PATH}/confirm/`;
export const ABORT = `${PATH}/abort/`;
/** The ways on; jsdom only navigates to fragments of its page. */
const CONFIRMED = 'http://localhost:5173/sign-in?interaction=interaction-1#confirmed';
const ABORTED = 'http://localhost:5173/sign-in?interaction=interaction-1#aborted';

export function createFakeInteractions(errorAnswer: typeof makeErrorAnswer) {
  let asked: Asked | undefined;

  const controls: FakeInteractions = {
    open(about = {}) {
      const client = { name: 'Do‘kon', is_own: false };
      asked = { client, scopes: ['openid', 'phone'], login_hint: null, language: null, asksAgain: false, ...about };
    },
    end() {
      asked = undefined;
    },
    accept() {
      if (asked) asked.asksAgain = false;
    },
  };

  return {
    controls,

    answer(path: string, isSignedIn: boolean): Answer {
      if (!asked || !path.startsWith(`${PATH}/`))
        return errorAnswer(410, { code: 'interaction_ended', message: 'API matni' });
      const { asksAgain, ...shown } = asked;
      if (path === ABORT) return { status: 200, body: { redirect_to: ABORTED } };
      if (path === CONFIRM)
        return isSignedIn
          ? { status: 200, body: { redirect_to: CONFIRMED } }
          : errorAnswer(401, { code: 'session_invalid', message: 'API matni' });
      const needs = !isSignedIn || asksAgain ? 'sign_in' : shown.client.is_own ? 'nothing' : 'consent';
      const account = isSignedIn ? '+998 90 ••• 45 67' : null;
      return { status: 200, body: { ...shown, needs, account } satisfies Shown };
    },
  };
}
