import { type ApiFailure, type ApiResult, createApiClient } from '@raqam/shared/client';
import type { RequestBody, ResponseBody } from '@raqam/shared/contract';
import type { Language } from '@raqam/shared/languages';
import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react';
import { watchConnection } from '../../api/connection.ts';
import { describeFailure, type Text } from '../../api/describe-failure.ts';
import { useAllTexts } from '../../messages/TextsContext.tsx';
import { writeKept } from '../../stored.ts';
import { useAuth } from '../auth/session/AuthContext.tsx';

export interface InteractionOptions {
  /** From the URL. */
  id: string;
  /** The API's base. */
  baseUrl: string;
  /** Takes the language that the client asks for. */
  onLanguage: (language: Language) => Promise<void>;
}

export type Interaction = ResponseBody<'showInteraction'>;

type Answer = 'confirmInteraction' | 'abortInteraction';

/** The person's answer to the client, with the progress and the problem of the last one. */
export interface Answering {
  busy: Answer | undefined;
  problem: Text | undefined;
  onConfirm: () => void;
  onCancel: () => void;
}

export type InteractionState =
  | { kind: 'loading' }
  /** Finished, expired, unknown or another browser's: the API does not tell which. */
  | { kind: 'ended' }
  | { kind: 'failed'; problem: Text }
  | {
      kind: 'shown';
      interaction: Interaction;
      /** Another one with each answer of the API: its sign-in starts anew. */
      round: number;
      busy?: Answer;
      problem?: Text;
    }
  /** On the way back to the client. */
  | { kind: 'leaving'; interaction: Interaction };

/**
 * What a client of OpenID Connect asks the person for. The API decides what is needed, and says so again after each
 * sign-in and sign-out; if nothing is, the page confirms by itself.
 */
export function useInteraction({ id, baseUrl, onLanguage }: InteractionOptions) {
  const auth = useAuth();
  const { language } = useAllTexts();
  const [api] = useState(() => watchConnection(createApiClient({ baseUrl })));
  const [state, setState] = useState<InteractionState>({ kind: 'loading' });
  /** Counts the loads: the answer to an earlier one is out of date. */
  const turn = useRef(0);

  function call<Name extends Answer | 'showInteraction'>(
    name: Name,
    body: RequestBody<Name>,
  ): Promise<ApiResult<ResponseBody<Name>>> {
    if (auth.status === 'signed-in') return auth.call(name, body, { id });
    return api.call(name, body, { language, params: { id } });
  }

  async function load(): Promise<void> {
    turn.current += 1;
    const asked = turn.current;
    const result = await call('showInteraction', undefined);
    if (asked !== turn.current) return;
    if (!result.ok) return fail(result.error);
    const interaction = result.data;
    if (interaction.language) await onLanguage(interaction.language);
    if (asked !== turn.current) return;
    if (interaction.needs !== 'sign_in')
      for (const key of ['raqam.sign-in.interaction', 'raqam.press.interaction'] as const) writeKept(key, undefined);
    setState({ kind: 'shown', interaction, round: asked });
    if (interaction.needs === 'nothing') await answer('confirmInteraction', interaction);
  }

  async function answer(name: Answer, interaction: Interaction): Promise<void> {
    const round = turn.current;
    setState({ kind: 'shown', interaction, round, busy: name });
    const { needs, account } = interaction;
    const result = await (name === 'confirmInteraction' ? call(name, { needs, account }) : call(name, undefined));
    if (round !== turn.current) return;
    if (result.ok) {
      setState({ kind: 'leaving', interaction });
      // From the API, and from nowhere else: a URL in this page's own could lead anywhere
      window.location.assign(result.data.redirect_to);
    } else if (result.error.code === 'session_invalid' || result.error.code === 'interaction_changed') await load();
    else if (isOver(result.error) || interaction.needs === 'nothing') fail(result.error);
    else setState({ kind: 'shown', interaction, round, problem: describeFailure(result.error, language, new Date()) });
  }

  function fail(error: ApiFailure): void {
    if (isOver(error)) setState({ kind: 'ended' });
    else setState({ kind: 'failed', problem: describeFailure(error, language, new Date()) });
  }

  const loadFromEffect = useEffectEvent(load);
  const { status, user } = auth;

  useEffect(() => {
    if (status !== 'loading') void loadFromEffect();
    return () => {
      turn.current += 1;
    };
  }, [status, user, id]);

  useEffect(() => {
    // Back from the client: browsers show the page as it was left
    const restore = ({ persisted }: PageTransitionEvent) => persisted && void loadFromEffect();
    window.addEventListener('pageshow', restore);
    return () => window.removeEventListener('pageshow', restore);
  }, []);

  const hasFailed = state.kind === 'failed';
  // before the failure is painted: else the event could come between
  useLayoutEffect(() => {
    if (!hasFailed) return;
    const again = () => void loadFromEffect();
    window.addEventListener('online', again);
    return () => window.removeEventListener('online', again);
  }, [hasFailed]);

  return {
    state,
    answer: (name: Answer, interaction: Interaction) => void answer(name, interaction),
    load: () => void load(),
  };
}

const isOver = ({ code }: ApiFailure): boolean => code === 'interaction_ended' || code === 'not_found';
