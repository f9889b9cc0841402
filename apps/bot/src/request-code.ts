import { cleanText } from '@raqam/shared/clean-text';
import type { ApiClient, ApiFailure, ApiResult } from '@raqam/shared/client';
import type { ResponseBody } from '@raqam/shared/contract';
import type { Language } from '@raqam/shared/languages';
import type { Phone } from '@raqam/shared/phone';

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

/** Pauses before the second and the third attempt. */
const BACKOFF_MS = [300, 1_200];
/** Characters. */
const FULL_NAME_MAX_LENGTH = 128;

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
      full_name: cleanText(fullName, FULL_NAME_MAX_LENGTH),
      language,
      request_id: requestId,
    };
    for (let attempt = 0; ; attempt += 1) {
      const result = await api.call('createTelegramCode', body, { language });
      const pauseMs = BACKOFF_MS[attempt];
      if (result.ok || !isPassing(result.error) || pauseMs === undefined) {
        return attempt > 0 && !result.ok ? { ...result, isUnsure: true } : result;
      }
      await delay(pauseMs);
    }
  };
}

function isPassing({ code }: ApiFailure): boolean {
  return code === 'unreachable' || code === 'not_ready' || code === 'internal_error';
}
