import { type CSSProperties } from 'react';
import type { BrandColors } from './brand-colors.js';
/** The name and the look of the site's owner. */
export interface Brand {
    /** In place of the product's name. */
    name?: string | undefined;
    /** URL of a square picture; or one for each scheme. */
    logo?: string | {
        light: string;
        dark: string;
    } | undefined;
    /** From `brandColors('#8a3b00')`. */
    colors?: BrandColors | undefined;
    /** Of cards and dialogs, in pixels; fields and buttons have five eighths of it. */
    radius?: number | undefined;
}
export declare const BrandContext: import("react").Context<Brand>;
export declare function useBrand(): Brand;
/** The CSS variables of a brand, which tokens.css reads. */
export declare function brandVariables({ colors, radius }: Brand): Record<`--rq-brand-${string}`, string>;
/** The variables of the brand, for an outermost element of the parts. */
export declare function useBrandStyle(): CSSProperties;
