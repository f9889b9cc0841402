import { useTexts } from '../messages/TextsContext.tsx';
import { useSiteLinks } from './site-links.ts';

/** The link to support, a space after the words of an error; nothing where the site has no support page. */
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
