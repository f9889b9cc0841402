/** An error as PlayMobile answers it. */
export class PlayMobileError extends Error {
  override readonly name = 'PlayMobileError';
  readonly status: number;
  readonly code: number;

  constructor(code: number, description: string, status = 400) {
    super(description);
    this.code = code;
    this.status = status;
  }

  toBody(): object {
    return { 'error-code': this.code, 'error-description': this.message };
  }
}

/** One SMS of a request. */
export interface PlayMobileSms {
  /** Digits only: 998901234567. */
  recipient: string;
  /** The customer's own id, by which reports name the SMS. */
  messageId: string;
  originator: string;
  text: string;
}

const RECIPIENT = /^998\d{9}$/;
const MAX_MESSAGES = 500;

/** Body of `POST /broker-api/send`. */
export function readMessages(body: unknown): PlayMobileSms[] {
  const { messages } = fields(body, 101, 'Syntax error');
  if (!Array.isArray(messages)) throw new PlayMobileError(101, 'Syntax error');
  if (messages.length === 0) throw new PlayMobileError(202, 'Empty recipient');
  if (messages.length > MAX_MESSAGES) throw new PlayMobileError(105, 'Too much IDs');
  return messages.map(readMessage);
}

function readMessage(message: unknown): PlayMobileSms {
  const { recipient, 'message-id': messageId, sms } = fields(message, 101, 'Syntax error');
  if (typeof recipient !== 'string' || !RECIPIENT.test(recipient)) throw new PlayMobileError(202, 'Empty recipient');
  if (typeof messageId !== 'string' || messageId === '') throw new PlayMobileError(205, 'Empty message-id');
  const { originator, content } = fields(sms, 103, 'Empty channel');
  if (typeof originator !== 'string' || originator === '') throw new PlayMobileError(401, 'Empty originator');
  const { text } = fields(content, 404, 'Empty content');
  if (typeof text !== 'string' || text === '') throw new PlayMobileError(406, 'Invalid content');
  return { recipient, messageId, originator, text };
}

function fields(value: unknown, code: number, description: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new PlayMobileError(code, description);
  return Object.fromEntries(Object.entries(value));
}
