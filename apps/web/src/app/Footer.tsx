import { useSiteLinks } from '../components/page/site-links.ts';
import { useTexts } from '../messages/TextsContext.tsx';

/** Links to the owner's pages; nothing where none is set. */
export function Footer() {
  const { page } = useTexts().messages;
  const { terms, privacy, support } = useSiteLinks();
  const links = [
    { url: terms, label: page.terms },
    { url: privacy, label: page.privacy },
    { url: support, label: page.support },
  ].filter(({ url }) => url);
  if (links.length === 0) return null;
  return (
    <footer className="rq-footer">
      <ul>
        {links.map(({ url, label }) => (
          <li key={label}>
            <a href={url}>{label}</a>
          </li>
        ))}
      </ul>
    </footer>
  );
}
