import { BrandLogo } from './BrandLogo.tsx';
import { useBrand } from './brand.ts';

/** Logo and name of the site's owner, on pages that do not show them themselves; nothing where none is set. */
export function BrandMark() {
  const { name, logo } = useBrand();
  if (!name && !logo) return null;
  return (
    <p className="rq-brand-mark">
      {logo && <BrandLogo logo={logo} />}
      {name && <span>{name}</span>}
    </p>
  );
}
