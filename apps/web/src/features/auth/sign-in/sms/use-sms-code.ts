import { useEffect, useEffectEvent } from 'react';

/**
 * Asks the browser for the code of the expected SMS (WebOTP: Chrome on Android, which asks the person). Elsewhere the
 * field's `autocomplete` lets the keyboard suggest it. A new round or the end of the form cancels the request.
 */
export function useSmsCode(round: number, onCode: (code: string) => void): void {
  const take = useEffectEvent(onCode);

  useEffect(() => {
    if (!('OTPCredential' in window)) return;
    const stop = new AbortController();
    navigator.credentials.get({ otp: { transport: ['sms'] }, signal: stop.signal }).then(
      (credential) => {
        if (credential && 'code' in credential && typeof credential.code === 'string') take(credential.code);
      },
      // Stopped, refused by the person or timed out: they type the code.
      () => {},
    );
    return () => stop.abort();
  }, [round]);
}
