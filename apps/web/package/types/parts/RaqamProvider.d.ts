import type { Language } from '../shared/languages.js';
import { type ReactNode } from 'react';
import { type Brand } from '../components/brand/brand.js';
import { type SiteLinks } from '../components/page/site-links.js';
import { type Texts } from '../messages/load-messages.js';
export interface RaqamProviderProps {
    /** The API's base, absolute or (same origin) `/api/v1`. Read once. */
    apiBaseUrl: string;
    /** The bot's username, with or without @; or another URL that opens it, such as a local emulator's. */
    botUsername?: string | undefined;
    /** Its texts are fetched; Uzbek, whose texts are there at once, if omitted. */
    language?: Language | undefined;
    /** In place of `language`: the texts themselves, perhaps changed. Not made anew for each render. */
    texts?: Texts | undefined;
    brand?: Brand | undefined;
    /** Pages of the site's owner. */
    links?: SiteLinks | undefined;
    /** Whether somebody may be signed in, for rendering on a server. In the browser its storage says so. */
    mayBeSignedIn?: boolean | undefined;
    children: ReactNode;
}
/** Provides the signed-in person, texts, brand and links to everything below it. Tokens never leave it. */
export declare function RaqamProvider(props: RaqamProviderProps): import("react").JSX.Element;
