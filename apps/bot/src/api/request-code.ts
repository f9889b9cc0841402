import type { ApiClient, ApiResult } from '@raqam/shared/client';
import type { ResponseBody } from '@raqam/shared/contract';
import type { Language } from '@raqam/shared/languages';
import type { Phone } from '@raqam/shared/phone';
import { callWithRetries } from './call-bot-api.ts';

export interface CodeRequest {
  /** The same for every attempt to answer one update: the API then gives the same code without counting it again. */
  requestId: string;
  telegramId: number;
  phone: Phone;
  proof: 'contact' | 'typed';
  fullName: string;
  language: Language;
}

/** `isUnsure`: an earlier attempt may have succeeded, so a cooldown does not mean that the person has a code. */
export type CodeResult = ApiResult<ResponseBody<'createTelegramCode'>> & { isUnsure?: true };

/** Rejects when the process stops. */
export type RequestCode = (request: CodeRequest) => Promise<CodeResult>;

/** Requests a code from the API: three attempts if it is unreachable or fails. Any other error is final. */
export function createRequestCode(
  api: ApiClient,
  secretKey: string,
  delay: (ms: number) => Promise<void>,
): RequestCode {
  return async ({ requestId, telegramId, phone, proof, fullName, language }) => {
    const body = {
      secret_key: secretKey,
      telegram_id: telegramId,
      phone_number: phone,
      proof,
      full_name: fullName,
      language,
      request_id: requestId,
    };
    const { result, isRepeated } = await callWithRetries(
      () => api.call('createTelegramCode', body, { language }),
      delay,
    );
    return isRepeated && !result.ok ? { ...result, isUnsure: true } : result;
  };
}
