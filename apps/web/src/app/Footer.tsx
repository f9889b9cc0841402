import { LinkList } from '../components/page/LinkList.tsx';
import { useSiteLinks } from '../components/page/site-links.ts';

/** Links to the owner's pages, at the foot of every page; nothing where none is set. */
export function Footer() {
  if (!Object.values(useSiteLinks()).some(Boolean)) return null;
  return (
    <footer className="rq-footer">
      <LinkList />
    </footer>
  );
}
