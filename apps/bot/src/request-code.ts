import type { ApiClient, ApiFailure, ApiResult } from '@raqam/shared/client';
import type { ResponseBody } from '@raqam/shared/contract';
import type { Language } from '@raqam/shared/languages';
import type { Phone } from '@raqam/shared/phone';

export interface CodeRequest {
  telegramId: number;
  phone: Phone;
  proof: 'contact' | 'typed';
  fullName: string;
  language: Language;
}

export type RequestCode = (request: CodeRequest) => Promise<ApiResult<ResponseBody<'createTelegramCode'>>>;

/** Milliseconds before the second and the third try. */
const BACKOFF = [300, 1_200];
/** The API's body limit for a name. */
const FULL_NAME_MAX_LENGTH = 256;

/** Asks the API for a code: three tries where it can't be reached or is in trouble. Any other refusal is an answer. */
export function createRequestCode(
  api: ApiClient,
  secretKey: string,
  delay: (ms: number) => Promise<void>,
): RequestCode {
  return async ({ telegramId, phone, proof, fullName, language }) => {
    const body = {
      secret_key: secretKey,
      telegram_id: telegramId,
      phone_number: phone,
      proof,
      full_name: fullName.slice(0, FULL_NAME_MAX_LENGTH),
      language,
    };
    for (const pause of BACKOFF) {
      const result = await api.call('createTelegramCode', body, { language });
      if (result.ok || !isPassing(result.error)) return result;
      await delay(pause);
    }
    return api.call('createTelegramCode', body, { language });
  };
}

function isPassing({ code }: ApiFailure): boolean {
  return code === 'unreachable' || code === 'not_ready' || code === 'internal_error';
}
