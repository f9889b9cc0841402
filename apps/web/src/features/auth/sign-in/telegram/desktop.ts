/** Media query for desktops, where the person's Telegram is probably on another device. */
export const DESKTOP = '(min-width: 40rem) and (pointer: fine)';
