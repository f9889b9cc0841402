/** The one customer that the Eskiz emulator knows. */
export interface EskizAccount {
  email: string;
  password: string;
  /** How long a token lives, in milliseconds. Default 30 days. */
  tokenLifetime?: number;
}

/** The default account of a stack. */
export const DEVELOPMENT_ESKIZ_ACCOUNT: EskizAccount = {
  email: 'local@raqam.example',
  password: 'development-password',
};
