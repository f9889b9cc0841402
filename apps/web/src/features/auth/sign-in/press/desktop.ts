/** Media query for desktops, where the person's Telegram is probably on another device. The styles have it too. */
const DESKTOP = '(min-width: 40rem) and (pointer: fine)';

export const isDesktop = (): boolean => window.matchMedia(DESKTOP).matches;
