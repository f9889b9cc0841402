import { type Language } from '../shared/languages.js';
import type { FirstMessages, LaterMessages, Messages } from './messages.js';
/** The texts of the first screen. The API's are among the later ones. */
export interface Texts {
    language: Language;
    messages: FirstMessages & Partial<Pick<LaterMessages, 'api'>>;
}
/** The texts of everything. */
export interface AllTexts {
    language: Language;
    messages: Messages;
}
export declare const defaultTexts: Texts;
/** The texts of the first screen; undefined when they can't be fetched. */
export declare function loadTexts(language: Language): Promise<Texts | undefined>;
/** The texts of the first screen, once they are fetched; those of Uzbek when they can't be. For React's `use`. */
export declare function textsIn(language: Language): Texts | Promise<Texts>;
/** The texts of everything; undefined when they can't be fetched. */
export declare function loadAllTexts(language: Language): Promise<AllTexts | undefined>;
/** Fetches the texts of lazy parts, for `completeTexts`. */
export declare function loadLater(language: Language): Promise<LaterMessages>;
/** Adds the texts of lazy parts; undefined if they were not fetched. */
export declare function completeTexts({ language, messages }: Texts): AllTexts | undefined;
