/** Pages of the site's owner; absolute URLs. A link that is not set is not shown. */
export interface SiteLinks {
    terms?: string | undefined;
    privacy?: string | undefined;
    /** The support page, or a Telegram chat. */
    support?: string | undefined;
}
/** Empty where the components are embedded in another page. */
export declare const SiteLinksContext: import("react").Context<SiteLinks>;
export declare function useSiteLinks(): SiteLinks;
