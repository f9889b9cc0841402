import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { NewPasskey } from './passkeys.queries.ts';
import type { RelyingParty } from './relying-party.ts';

/** The algorithms of keys (COSE): EdDSA, ES256 and RS256, which Windows Hello needs. */
export const KEY_ALGORITHMS = [-8, -7, -257];

/** Fetched with the first passkey: it takes memory and a third of a second, and not every site has passkeys. */
const load = () => import('@simplewebauthn/server');

/** Checks a passkey that a browser has made. undefined: it is not what was asked for. */
export async function checkNew(
  response: RegistrationResponseJSON,
  { origin, id }: RelyingParty,
  challenge: Buffer,
): Promise<Omit<NewPasskey, 'name'> | undefined> {
  const { verifyRegistrationResponse } = await load();
  const { registrationInfo } = await orNothing(
    verifyRegistrationResponse({
      response,
      expectedChallenge: challenge.toString('base64url'),
      expectedOrigin: origin,
      expectedRPID: id,
      requireUserVerification: true,
      supportedAlgorithmIDs: KEY_ALGORITHMS,
    }),
  );
  if (!registrationInfo) return undefined;
  const { credential, credentialBackedUp } = registrationInfo;
  return {
    credential_id: Buffer.from(credential.id, 'base64url'),
    public_key: Buffer.from(credential.publicKey),
    counter: credential.counter,
    transports: response.response.transports ?? [],
    is_backed_up: credentialBackedUp,
  };
}

/**
 * Checks the signature of a passkey.
 *
 * @param challenges of WebAuthn, under each key
 * @returns its counter after this use; undefined: the answer is not right, or comes from a copy of the authenticator
 */
export async function checkSignature(
  response: AuthenticationResponseJSON,
  { origin, id }: RelyingParty,
  challenges: readonly string[],
  passkey: { public_key: Buffer; counter: number },
): Promise<number | undefined> {
  const { verifyAuthenticationResponse } = await load();
  const { verified, authenticationInfo } = await orNothing(
    verifyAuthenticationResponse({
      response,
      expectedChallenge: (challenge) => challenges.includes(challenge),
      expectedOrigin: origin,
      expectedRPID: id,
      requireUserVerification: true,
      credential: { id: response.id, publicKey: new Uint8Array(passkey.public_key), counter: passkey.counter },
    }),
  );
  return verified ? authenticationInfo?.newCounter : undefined;
}

/** The library throws for whatever is not as expected. */
function orNothing<Verified extends object>(verification: Promise<Verified>): Promise<Partial<Verified>> {
  return verification.catch(() => ({}));
}
