import type { Brand } from './brand.ts';

/** A logo, in a square; the name stands beside it. */
export function BrandLogo({ logo }: { logo: NonNullable<Brand['logo']> }) {
  const { light, dark } = typeof logo === 'string' ? { light: logo, dark: undefined } : logo;
  const image = <img className="rq-logo" src={light} alt="" width="32" height="32" />;
  if (!dark) return image;
  return (
    <picture>
      <source srcSet={dark} media="(prefers-color-scheme: dark)" />
      {image}
    </picture>
  );
}
