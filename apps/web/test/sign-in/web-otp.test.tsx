import { act, screen } from '@testing-library/react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { uz } from '../../src/messages/uz.ts';
import { useFakeApi } from '../support/fake-api.ts';
import { receiveCodeOf } from '../support/sms-journey.tsx';

const api = await useFakeApi();

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const receiveCode = () => receiveCodeOf(api);

describe('the code out of the SMS (WebOTP)', () => {
  type OtpOptions = CredentialRequestOptions & { otp?: unknown };

  function stubWebOtp() {
    const asked: { options: OtpOptions; give: (credential: object) => void }[] = [];
    vi.stubGlobal('OTPCredential', class {});
    Object.defineProperty(navigator, 'credentials', {
      configurable: true,
      value: {
        get: (options: OtpOptions) =>
          new Promise((give, refuse) => {
            asked.push({ options, give });
            options.signal?.addEventListener('abort', () => refuse(options.signal?.reason));
          }),
      },
    });
    return asked;
  }
  afterEach(() => Reflect.deleteProperty(navigator, 'credentials'));

  test('is filled in and signs in', async () => {
    const asked = stubWebOtp();
    await receiveCode();
    expect(asked.at(-1)?.options.otp).toEqual({ transport: ['sms'] });
    act(() => asked.at(-1)?.give({ code: '042137' }));
    await screen.findByRole('heading', { level: 1, name: uz.account.titleNew });
    expect(api.challengeRequests.findLast(({ path }) => path.endsWith('/verify/'))?.body).toMatchObject({
      code: '042137',
    });
  });

  test('is no longer expected once the person goes back to the number', async () => {
    const asked = stubWebOtp();
    const user = await receiveCode();
    expect(asked.at(-1)?.options.signal?.aborted).toBe(false);
    await user.click(screen.getByRole('button', { name: new RegExp(uz.signUp.back) }));
    await expect.poll(() => asked.at(-1)?.options.signal?.aborted).toBe(true);
  });

  test('is not requested if the browser has no WebOTP', async () => {
    const asked = stubWebOtp();
    Reflect.deleteProperty(globalThis, 'OTPCredential');
    await receiveCode();
    expect(asked).toEqual([]);
  });
});
