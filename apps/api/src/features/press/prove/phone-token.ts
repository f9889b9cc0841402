import type { JWT } from '@fastify/jwt';
import type { PhoneToken } from '@raqam/shared/contract/challenges';
import { PHONE_TOKEN_LIFETIME } from '../../../policy.ts';
import { authenticationMethods } from '../../sessions/authentication-methods.ts';
import type { ProvedNumber } from './prove-number.ts';

/** Signs that somebody has proved a number, for the client that asked. */
export type IssuePhoneToken = (number: ProvedNumber) => PhoneToken;

function methodsOf(proof: ProvedNumber['proof']) {
  if (proof === 'sms') return authenticationMethods.smsCode;
  return proof === 'gateway' ? authenticationMethods.gatewayCode : authenticationMethods.card;
}

/** The type is its own, so that it never passes as an access token, nor an access token as one. */
const header = { alg: 'ES256', typ: 'phone+jwt' } as const;

/**
 * Makes the function that issues phone tokens: JWTs with the key and the issuer of `jwt`, the signer of access tokens.
 * `jti` is the challenge, so all tokens of one proof have the same.
 *
 * @param now milliseconds
 */
export function createIssuePhoneToken(jwt: JWT, now: () => number): IssuePhoneToken {
  return ({ challengeId, phone, proof, client }) => {
    const issuedAt = Math.floor(now() / 1000);
    const claims = {
      phone_number: phone,
      phone_number_verified: true,
      amr: methodsOf(proof),
      jti: challengeId,
      iat: issuedAt,
    };
    return {
      phone_token: jwt.sign(claims, { header, aud: client, expiresIn: `${PHONE_TOKEN_LIFETIME}s` }),
      phone,
      expires_at: new Date((issuedAt + PHONE_TOKEN_LIFETIME) * 1000).toISOString(),
    };
  };
}
