import { createContext, use } from 'react';

/** Pages of the site's owner; absolute URLs. A link that is not set is not shown. */
export interface SiteLinks {
  terms?: string | undefined;
  privacy?: string | undefined;
  /** The support page, or a Telegram chat. */
  support?: string | undefined;
}

/** Empty where the components are embedded in another page. */
export const SiteLinksContext = createContext<SiteLinks>({});

export function useSiteLinks(): SiteLinks {
  return use(SiteLinksContext);
}
