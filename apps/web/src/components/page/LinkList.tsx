import { useTexts } from '../../messages/TextsContext.tsx';
import { useSiteLinks } from './site-links.ts';

/** Links to the owner's pages; nothing where none is set. */
export function LinkList() {
  const { page } = useTexts().messages;
  const { terms, privacy, support } = useSiteLinks();
  const links = [
    { url: terms, label: page.terms },
    { url: privacy, label: page.privacy },
    { url: support, label: page.support },
  ].filter(({ url }) => url);
  if (links.length === 0) return null;
  return (
    <ul className="rq-site-links">
      {links.map(({ url, label }) => (
        <li key={label}>
          <a href={url}>{label}</a>
        </li>
      ))}
    </ul>
  );
}
