import { useTexts } from '../../messages/TextsContext.tsx';
import { useSiteLinks } from './site-links.ts';

/** The support link after an error's text, with a space before it; nothing if the site has no support page. */
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
