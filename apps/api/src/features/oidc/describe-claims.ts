import type { Proof } from '../../database/database.types.ts';
import { presentUser } from '../accounts/present-user.ts';
import type { UserRow } from '../accounts/user-row.ts';
import { authenticationMethods } from '../sessions/authentication-methods.ts';

/** A user as clients see one, by the names of OpenID Connect Core §5.1. What is not known is left out. */
export function describeClaims(row: UserRow) {
  const { id, full_name, phone, is_verified, first_name, last_name, telegram_id } = presentUser(row);
  return {
    sub: id,
    ...(phone !== null && { phone_number: phone }),
    phone_number_verified: phone !== null && is_verified,
    ...(full_name !== '' && { name: full_name }),
    ...(first_name !== '' && { given_name: first_name }),
    ...(last_name !== '' && { family_name: last_name }),
    ...(telegram_id !== null && { telegram_id }),
  };
}

const methods: Readonly<Record<Proof, readonly string[]>> = {
  approval: authenticationMethods.card,
  contact: authenticationMethods.botCode,
  typed: authenticationMethods.botCode,
  sms: authenticationMethods.smsCode,
  gateway: authenticationMethods.gatewayCode,
  passkey: authenticationMethods.passkey,
};

/** The `amr` claim of a session. Sessions of earlier versions have no proof. */
export function describeMethods(proof: Proof | null): string[] | undefined {
  return proof === null ? undefined : [...methods[proof]];
}
