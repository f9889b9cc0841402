/** The parts for other React apps: see docs/customize/embedding.md. */
export { type Auth, AuthProvider, type AuthProviderProps, useAuth } from './features/auth/session/AuthContext.tsx';
export { LoginModal, type LoginModalProps } from './features/auth/sign-in/dialog/LoginModal.tsx';
export { SignupPage, type SignupPageProps } from './features/auth/sign-in/SignupPage.tsx';
export type { AllTexts as Texts } from './messages/load-messages.ts';
