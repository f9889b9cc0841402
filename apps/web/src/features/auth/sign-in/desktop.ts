/** Where the person's Telegram is likely to be on another device, a phone. */
export const DESKTOP = '(min-width: 40rem) and (pointer: fine)';
