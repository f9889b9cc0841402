import type { OidcScope } from '@raqam/shared/contract/oidc';

/** The texts of the page to which clients of OpenID Connect send people, in one language. */
export interface InteractionMessages {
  signInTo: (client: string) => string;
  /** Above the list of `scopes`, whose items continue its sentence. */
  allows: (client: string) => string;
  /** `openid` is shown only if nothing else is asked for. */
  scopes: Record<OidcScope, string>;
  allow: string;
  ended: {
    title: string;
    explanation: string;
    /** `host`: of the site that sent the person here. */
    backTo: (host: string) => string;
  };
  failedTitle: string;
}
