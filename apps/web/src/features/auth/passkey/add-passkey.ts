import type { ApiFailure } from '@raqam/shared/client';
import { writeStored } from '../../../stored.ts';
import type { Auth } from '../session/auth.ts';
import { isCancelled } from './is-cancelled.ts';

export type Added =
  | { kind: 'added' | 'cancelled' | 'known' | 'failed' }
  /** By the API. */
  | { kind: 'refused'; failure: ApiFailure };

/** Has the browser make a passkey for the signed-in person, and adds it to the account. */
export async function addPasskey(call: Auth['call']): Promise<Added> {
  const prepared = await call('preparePasskey', undefined);
  if (!prepared.ok) return { kind: 'refused', failure: prepared.error };
  try {
    const { startRegistration } = await import('@simplewebauthn/browser');
    const { id, rawId, response } = await startRegistration({ optionsJSON: prepared.data });
    const { clientDataJSON, attestationObject, transports } = response;
    const credential = {
      id,
      rawId,
      type: 'public-key' as const,
      clientExtensionResults: {},
      response: { clientDataJSON, attestationObject, transports },
    };
    const added = await call('addPasskey', { credential });
    if (!added.ok) return { kind: 'refused', failure: added.error };
  } catch (error) {
    // The device has one of this account already
    if (error instanceof Error && error.name === 'InvalidStateError') {
      writeStored('raqam.passkey', '1');
      return { kind: 'known' };
    }
    return { kind: isCancelled(error) ? 'cancelled' : 'failed' };
  }
  writeStored('raqam.passkey', '1');
  return { kind: 'added' };
}

/** Whether the browser, and the device by itself, can make passkeys. */
export async function canMakePasskeys(): Promise<boolean> {
  try {
    return await PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable();
  } catch {
    return false;
  }
}
