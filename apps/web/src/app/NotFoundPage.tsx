import { EmptyPage } from '../components/page/EmptyPage.tsx';
import { SupportLink } from '../components/page/SupportLink.tsx';
import { useTexts } from '../messages/TextsContext.tsx';

export function NotFoundPage() {
  const { title, explanation, toStart } = useTexts().messages.notFound;
  return (
    <EmptyPage sign="404" title={title} explanation={explanation}>
      <a className="rq-button rq-button-primary" href="/">
        {toStart}
      </a>
      <SupportLink />
    </EmptyPage>
  );
}
