import { createRemoteJWKSet, jwtVerify } from 'jose';

/**
 * Makes a function that returns the number of a phone token, as +998901234567, and throws for any other token.
 *
 * @param issuer PUBLIC_URL of the api
 * @param audience your client_id, or `raqam` for the site itself
 */
export function createReadProvedNumber(issuer: string, audience = 'raqam') {
  const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`));
  return async (phoneToken: string): Promise<string> => {
    const { payload } = await jwtVerify<{ phone_number: string }>(phoneToken, keys, {
      algorithms: ['ES256'],
      typ: 'phone+jwt', // access tokens have another type
      issuer,
      audience,
      requiredClaims: ['phone_number', 'exp'],
    });
    return payload.phone_number;
  };
}
