import { z } from 'zod';
import { routes } from '../routes.ts';
import { signedIn } from './challenges.ts';
import type { Endpoint } from './endpoint.ts';
import { nothing, text, timestamp } from './fields.ts';

const params = z.object({ id: z.string() });
const base64url = z.string().regex(/^[\w-]*$/);

/** What browsers take and give, as JSON (WebAuthn Level 3 §5.1.8). Only what the API checks is read. */
const credential = {
  id: base64url.max(1400),
  rawId: base64url.max(1400),
  type: z.literal('public-key'),
  clientExtensionResults: z.object({}),
};
const transports = z.array(text(32)).max(8);

const passkeySchema = z
  .object({
    id: z.uuid(),
    /** The browser and the system in which it was made; empty where they are not known. */
    name: z.string(),
    /** A service such as a password manager keeps it, so it also works on the person's other devices. */
    is_backed_up: z.boolean(),
    created_at: timestamp,
    last_used_at: timestamp.nullable(),
  })
  .meta({ id: 'Passkey' });

/** Passkeys (WebAuthn): of the signed-in person, and to sign in with. Only the site's own pages can use them. */
export const passkeyContract = {
  offerPasskey: {
    ...routes.offerPasskey,
    summary: 'What a browser needs to sign in with a passkey by this challenge',
    auth: 'challenge',
    params,
    body: z.strictObject({ secret: z.string().max(100).optional() }).optional(),
    responses: {
      200: z.object({
        challenge: z.string(),
        rpId: z.string(),
        /** Milliseconds. */
        timeout: z.number(),
        userVerification: z.literal('required'),
      }),
    },
    errors: ['not_found', 'origin_forbidden'],
  },
  signInWithPasskey: {
    ...routes.signInWithPasskey,
    summary: 'Sign in with a passkey; the same session again for 60 s',
    auth: 'challenge',
    params,
    body: z.strictObject({
      secret: z.string().max(100).optional(),
      credential: z.object({
        ...credential,
        response: z.object({
          clientDataJSON: base64url,
          authenticatorData: base64url,
          signature: base64url,
          /** Of the account: browsers give it with every passkey that was made here. */
          userHandle: base64url,
        }),
      }),
    }),
    responses: signedIn,
    errors: ['not_found', 'origin_forbidden', 'challenge_ended', 'passkey_invalid', 'account_disabled'],
  },
  preparePasskey: {
    ...routes.preparePasskey,
    summary: 'What a browser needs to make a passkey for the account',
    auth: 'session',
    responses: {
      200: z.object({
        rp: z.object({ id: z.string(), name: z.string() }),
        user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
        challenge: z.string(),
        pubKeyCredParams: z.array(z.object({ type: z.literal('public-key'), alg: z.number() })),
        /** Milliseconds. */
        timeout: z.number(),
        attestation: z.literal('none'),
        excludeCredentials: z.array(
          z.object({ type: z.literal('public-key'), id: z.string(), transports: z.array(z.string()) }),
        ),
        authenticatorSelection: z.object({
          residentKey: z.literal('required'),
          requireResidentKey: z.literal(true),
          userVerification: z.literal('required'),
        }),
      }),
    },
    errors: ['session_invalid', 'origin_forbidden', 'phone_not_verified', 'proof_required', 'passkey_limit'],
  },
  addPasskey: {
    ...routes.addPasskey,
    summary: 'Add the passkey that the browser has made',
    auth: 'session',
    body: z.strictObject({
      credential: z.object({
        ...credential,
        response: z.object({
          clientDataJSON: base64url,
          attestationObject: base64url,
          transports: transports.default([]),
        }),
      }),
    }),
    responses: { 201: passkeySchema },
    errors: ['session_invalid', 'origin_forbidden', 'passkey_invalid'],
  },
  listPasskeys: {
    ...routes.listPasskeys,
    summary: 'The passkeys of the account, the newest first',
    auth: 'session',
    responses: { 200: z.array(passkeySchema) },
    errors: ['session_invalid'],
  },
  removePasskey: {
    ...routes.removePasskey,
    summary: 'Remove a passkey: it signs in no more',
    auth: 'session',
    params,
    responses: { 204: nothing },
    errors: ['session_invalid', 'origin_forbidden', 'not_found'],
  },
} as const satisfies Partial<Record<keyof typeof routes, Endpoint>>;

export type Passkey = z.infer<typeof passkeySchema>;
