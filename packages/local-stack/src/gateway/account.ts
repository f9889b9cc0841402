/** The one customer that the emulator of Telegram Gateway knows. */
export interface GatewayAccount {
  token: string;
  /** The number of the account itself, whose codes are free. E.164. */
  ownPhone?: string;
  /** Credits (USD). Default 100. */
  balance?: number;
  /** Usernames of channels that the account owns, without `@`. Default: any. */
  senders?: readonly string[];
}

/** The default account of a stack. */
export const DEVELOPMENT_GATEWAY_ACCOUNT: GatewayAccount = {
  token: 'development-token-of-the-emulated-gateway',
};
