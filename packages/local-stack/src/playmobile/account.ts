/** The one customer that the PlayMobile emulator knows. */
export interface PlayMobileAccount {
  login: string;
  password: string;
  /** Where delivery reports go, as the customer has told PlayMobile; without it none are sent. */
  reportUrl?: string;
}

/** The default account of a stack. */
export const DEVELOPMENT_PLAYMOBILE_ACCOUNT: PlayMobileAccount = {
  login: 'local',
  password: 'development-password',
};
