/** An error as Telegram Gateway answers it: `{ ok: false, error }`. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  /** HTTP status. The documentation names none for errors, and clients read `ok`: 200 is assumed. */
  readonly status: number;

  constructor(error: string, status = 200) {
    super(error);
    this.status = status;
  }

  toBody(): { ok: false; error: string } {
    return { ok: false, error: this.message };
  }
}
