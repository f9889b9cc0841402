import { useTexts } from '../messages/TextsContext.tsx';
import { useSiteLinks } from './site-links.ts';

/** Beside what went wrong: where there is help. Nothing where the site has no such page. */
export function SupportLink() {
  const { support } = useSiteLinks();
  const { page } = useTexts().messages;
  if (!support) return null;
  return (
    <>
      {' '}
      <a className="rq-support" href={support}>
        {page.contactSupport}
      </a>
    </>
  );
}
