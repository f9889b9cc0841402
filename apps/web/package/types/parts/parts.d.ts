/** The package @raqam/web: see docs/customize/embedding.md. Its types are in parts.types.ts. */
import type { ReactNode } from 'react';
import type { Auth, BrandColors, LoginModalProps, RaqamProviderProps, SignupPageProps } from './parts.types.js';
export type * from './parts.types.js';
/** Provides the signed-in person, texts, brand and links to everything below it. Tokens never leave it. */
export declare const RaqamProvider: (props: RaqamProviderProps) => ReactNode;
/** The sign-in as a page, or a part of one; for people who are signed in, their account. */
export declare const SignupPage: (props: SignupPageProps) => ReactNode;
/** The sign-in as a dialog, open while it is rendered. */
export declare const LoginModal: (props: LoginModalProps) => ReactNode;
/** The signed-in person. Needs a RaqamProvider above. */
export declare const useAuth: () => Auth;
/**
 * The colours of the parts for one brand colour, light and dark. Text keeps the contrast of WCAG AA.
 *
 * @param color `#rgb` or `#rrggbb`
 * @throws RangeError for anything else
 */
export declare const brandColors: (color: string) => BrandColors;
