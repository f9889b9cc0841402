/** The package @raqam/web: see docs/customize/embedding.md. Its types are in parts.types.ts. */

import type { ReactNode } from 'react';
import { brandColors as deriveColors } from '../components/brand/brand-colors.ts';
import { useAuth as useInnerAuth } from '../features/auth/session/AuthContext.tsx';
import { LoginModal as Modal } from '../features/auth/sign-in/dialog/LoginModal.tsx';
import { SignupPage as Page } from '../features/auth/sign-in/SignupPage.tsx';
import type { Auth, BrandColors, LoginModalProps, RaqamProviderProps, SignupPageProps } from './parts.types.ts';
import { RaqamProvider as Provider } from './RaqamProvider.tsx';

export type * from './parts.types.ts';

/** Provides the signed-in person, texts, brand and links to everything below it. Tokens never leave it. */
export const RaqamProvider: (props: RaqamProviderProps) => ReactNode = Provider;

/** The sign-in as a page, or a part of one; for people who are signed in, their account. */
export const SignupPage: (props: SignupPageProps) => ReactNode = Page;

/** The sign-in as a dialog, open while it is rendered. */
export const LoginModal: (props: LoginModalProps) => ReactNode = Modal;

/** The signed-in person. Needs a RaqamProvider above. */
export const useAuth: () => Auth = useInnerAuth;

/**
 * The colours of the parts for one brand colour, light and dark. Text keeps the contrast of WCAG AA.
 *
 * @param color `#rgb` or `#rrggbb`
 * @throws RangeError for anything else
 */
export const brandColors: (color: string) => BrandColors = deriveColors;
