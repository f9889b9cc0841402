/** What other React apps can take: see docs/embedding.md. */
export { type Auth, AuthProvider, type AuthProviderProps, useAuth } from './features/auth/AuthContext.tsx';
export { LoginModal, type LoginModalProps } from './features/auth/LoginModal.tsx';
export { SignupPage, type SignupPageProps } from './features/auth/SignupPage.tsx';
export type { Texts } from './messages/load-messages.ts';
