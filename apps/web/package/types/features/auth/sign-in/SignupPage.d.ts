import { type BotLinkSource } from './telegram/bot-link.js';
export interface SignupPageProps {
    /** Class of the outermost element, for colours and sizes. */
    className?: string;
    /** URL of the account page; without it there is no link. */
    accountUrl?: string;
    /** The URL to open after sign-in. The caller checks it: see `readReturnTo`. */
    returnTo?: string | undefined;
    /** The bot's links; those in this page's URL if omitted. */
    botLink?: BotLinkSource;
    /** Leaves out the brand and the links to the owner's pages, where the page around it shows them. */
    bare?: boolean;
}
/** The sign-in; for people who are signed in, their account, or a question if the bot's link is for another number. */
export declare function SignupPage({ className, bare, ...views }: SignupPageProps): import("react").JSX.Element;
