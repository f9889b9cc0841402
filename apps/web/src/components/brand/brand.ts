import { type CSSProperties, createContext, use } from 'react';
import type { BrandColors } from './brand-colors.ts';

/** The name and the look of the site's owner. */
export interface Brand {
  /** In place of the product's name. */
  name?: string | undefined;
  /** URL of a square picture; or one for each scheme. */
  logo?: string | { light: string; dark: string } | undefined;
  /** From `brandColors('#8a3b00')`. */
  colors?: BrandColors | undefined;
  /** Of cards and dialogs, in pixels; fields and buttons have five eighths of it. */
  radius?: number | undefined;
}

export const BrandContext = createContext<Brand>({});

export function useBrand(): Brand {
  return use(BrandContext);
}

/** The CSS variables of a brand, which tokens.css reads. */
export function brandVariables({ colors, radius }: Brand): Record<`--rq-brand-${string}`, string> {
  const shades = Object.entries(colors ?? {}).flatMap(([scheme, values]) =>
    Object.entries(values).map(([name, value]) => [`--rq-brand-${scheme}-${name}`, value]),
  );
  return Object.fromEntries(radius === undefined ? shades : [...shades, ['--rq-brand-radius', `${radius}px`]]);
}

/** The variables of the brand, for an outermost element of the parts. */
export function useBrandStyle(): CSSProperties {
  return brandVariables(useBrand()) as CSSProperties; // React's type has no custom properties
}
