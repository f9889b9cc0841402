export interface WebhookState {
  current: Webhook | undefined;
  /** By `performance.now()`; until then setWebhook answers 429. */
  nextSetAt: number;
}

export interface Webhook {
  url: string;
  secretToken: string;
  maxConnections: number;
  hasCertificate: boolean;
  ipAddress: string;
  lastError?: { date: number; message: string };
  /** Keys of the updates that are being delivered or wait for a retry. */
  busy: Set<number>;
  /** Aborts when the webhook is replaced or deleted. */
  ended: AbortController;
}
