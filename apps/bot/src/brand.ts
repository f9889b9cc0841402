/** How people know the site, and the pages that help them. */
export interface Brand {
  /** undefined: by its host alone. */
  name: string | undefined;
  supportUrl: string | undefined;
  termsUrl: string | undefined;
}

/** A site as the chat names it. Its host stays: the name alone does not tell it from another site. */
export function nameSite({ name }: Brand, host: string): string {
  return name === undefined || name === host ? host : `${name} (${host})`;
}

/** The site that the bot belongs to. */
export interface Site {
  brand: Brand;
  registerUrl: string;
}

/** The same for this site. */
export function nameOwnSite({ brand, registerUrl }: Site): string {
  return nameSite(brand, new URL(registerUrl).host);
}
