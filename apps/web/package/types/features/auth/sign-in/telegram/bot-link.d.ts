/** The content of the bot's link: REGISTER_URL#phone=%2B998…&code=123456 */
export interface BotLink {
    /** E.164, as the bot writes it. The form checks it by all rules. */
    phone: string;
    code: string;
}
export interface BotLinkSource {
    subscribe: (listener: () => void) => () => void;
    current: () => BotLinkState;
    /**
     * Ends the question about the link. `tried`: the person confirmed it; the link is kept for a reload until the API
     * has answered. `dropped`: the person declined it.
     */
    settle: (answer: 'tried' | 'dropped') => void;
}
interface BotLinkState {
    /** The number of links so far, which tells one link from the next. */
    count: number;
    /** The link that still waits for an answer. */
    link: BotLink | undefined;
    /** Whether it replaced another link that still waited. */
    isReplacement: boolean;
}
/** The link in a fragment (with or without `#`); undefined unless both parts are valid. */
export declare function readBotLink(fragment: string): BotLink | undefined;
/**
 * Removes the link from the URL, now and (while subscribed to) whenever this tab opens another one, so that no code
 * stays in the address bar or the history. This tab's storage keeps it for ten minutes, for a reload. It signs nobody
 * in: the page asks first.
 */
export declare function watchBotLink(): BotLinkSource;
/** The only source of the page, created by the first call. */
export declare function pageBotLink(): BotLinkSource;
export {};
