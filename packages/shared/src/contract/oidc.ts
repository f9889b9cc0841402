import { z } from 'zod';
import { languages } from '../languages.ts';
import { routes } from '../routes.ts';
import type { Endpoint } from './endpoint.ts';

/** The scopes of OpenID Connect that a client may ask for. */
export const oidcScopes = ['openid', 'phone', 'profile', 'telegram', 'offline_access'] as const;

const params = z.object({ id: z.string() });

/** `sign_in`: with a new session, even if there is one. `nothing`: the page confirms by itself. */
const needs = z.enum(['sign_in', 'consent', 'nothing']);
/** The masked number of the account that is signed in. null: nobody is, or it has no number. */
const account = z.string().nullable();

/** The way on: a URL of this API, to which the browser goes at once. */
const onwards = z.object({ redirect_to: z.url() });

/**
 * An interaction: a client of OpenID Connect asks the person to sign in here, or for their consent. Each belongs to the
 * browser that the client sent here, by a cookie below the path of its endpoints.
 */
export const oidcContract = {
  showInteraction: {
    ...routes.showInteraction,
    summary: 'Show an interaction: which client asks, and what the person has to do',
    auth: 'interaction',
    params,
    responses: {
      200: z.object({
        client: z.object({
          name: z.string(),
          /** It belongs to the site: it asks for no consent. */
          is_own: z.boolean(),
        }),
        needs,
        account,
        /** Those that the client asks for. */
        scopes: z.array(z.enum(oidcScopes)),
        /** The phone number (E.164) that the client expects, to be filled in. */
        login_hint: z.string().nullable(),
        /** The first of the client's `ui_locales` that this site speaks. */
        language: z.enum(languages).nullable(),
      }),
    },
    errors: ['interaction_ended', 'origin_forbidden'],
  },
  confirmInteraction: {
    ...routes.confirmInteraction,
    summary: 'Go back to the client as who is signed in, with consent to what it asks for',
    auth: 'interaction',
    params,
    /** As the person saw them: nobody consents unasked, or for another account than the page showed. */
    body: z.strictObject({ needs, account }),
    responses: { 200: onwards },
    errors: ['interaction_changed', 'interaction_ended', 'origin_forbidden', 'session_invalid'],
  },
  abortInteraction: {
    ...routes.abortInteraction,
    summary: 'Go back to the client with the error access_denied',
    auth: 'interaction',
    params,
    responses: { 200: onwards },
    errors: ['interaction_ended', 'origin_forbidden'],
  },
} as const satisfies Partial<Record<keyof typeof routes, Endpoint>>;

export type OidcScope = (typeof oidcScopes)[number];
