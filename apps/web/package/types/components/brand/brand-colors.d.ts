/** The colours that one brand colour becomes in one scheme; `#rrggbb`. */
interface Shades {
    /** Of text and outlines: at least 4.5:1 on every background of the parts. */
    accent: string;
    /** Behind text in `accent`. */
    soft: string;
    /** Of the main button. */
    fill: string;
    /** Of the main button under the pointer. */
    strong: string;
    /** Of text on both: at least 4.5:1. */
    on: string;
}
/** Made by `brandColors`. */
export interface BrandColors {
    light: Shades;
    dark: Shades;
}
/** Whether it is a colour that `brandColors` takes. */
export declare function isBrandColor(color: string): boolean;
/**
 * The colours of the parts for a brand colour, light and dark. Text keeps the contrast of WCAG AA: where the colour is
 * too light or too dark for text, its text gets darker or lighter; the main button keeps it.
 *
 * @param color `#rgb` or `#rrggbb`
 * @throws RangeError for anything else
 */
export declare function brandColors(color: string): BrandColors;
export {};
