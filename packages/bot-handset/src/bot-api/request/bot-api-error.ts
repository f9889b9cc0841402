/** An error that a Bot API method answers. */
export class BotApiError extends Error {
  readonly code: number;
  readonly retryAfter: number | undefined;

  constructor(code: number, description: string, retryAfter?: number) {
    super(description);
    this.name = 'BotApiError';
    this.code = code;
    this.retryAfter = retryAfter;
  }

  /** The body as the Bot API sends it. */
  toBody() {
    const body = { ok: false, error_code: this.code, description: this.message };
    return this.retryAfter === undefined ? body : { ...body, parameters: { retry_after: this.retryAfter } };
  }
}

/** 400. Descriptions begin in lower case, except for codes such as `BUTTON_DATA_INVALID`. */
export function badRequest(description: string): BotApiError {
  return new BotApiError(400, `Bad Request: ${description}`);
}

/** 429, with the seconds to wait. */
export function tooManyRequests(retryAfter: number): BotApiError {
  return new BotApiError(429, `Too Many Requests: retry after ${retryAfter}`, retryAfter);
}

/** Telegram's default description of a status. */
export function errorOfStatus(status: number, retryAfter: number): BotApiError {
  if (status === 429) return tooManyRequests(retryAfter);
  return new BotApiError(status, DESCRIPTIONS.get(status) ?? `Error ${status}`);
}

const DESCRIPTIONS: ReadonlyMap<number, string> = new Map([
  [400, 'Bad Request'],
  [401, 'Unauthorized'],
  [403, 'Forbidden: bot was blocked by the user'],
  [404, 'Not Found'],
  [409, 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running'],
  [413, 'Request Entity Too Large'],
  [500, 'Internal Server Error'],
  [502, 'Bad Gateway'],
  [503, 'Service Unavailable'],
  [504, 'Gateway Timeout'],
]);
